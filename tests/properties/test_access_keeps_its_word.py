"""What must hold of access on any town, tried on many drawn at random."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.metrics.access_figures import access_figures, prepare_access
from geo.metrics.floating_catchment import Pairs, flat, gaussian, modified_two_step, stepped, two_step
from geo.metrics.own_land import own_hectares
from geo.metrics.rational_agents import rational_choices
from geo.network.costs import lengths

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "metrics"))
from drawn_studies import drawn_ground, drawn_study

TRIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LIMIT = 800.0
DECAYS = pytest.mark.parametrize(
    "decay", [flat(LIMIT), stepped(LIMIT), gaussian(LIMIT)], ids=["2SFCA", "E2SFCA", "G2SFCA"]
)


@st.composite
def markets(draw):
    """A few homes and supplies, some pairs between them, people and sizes with zeros among them."""
    homes, supplies = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    every = [(i, j) for i in range(homes) for j in range(supplies)]
    kept = draw(st.lists(st.sampled_from(every), unique=True, max_size=len(every)))
    metres = draw(st.lists(st.floats(0, 1000), min_size=len(kept), max_size=len(kept)))
    demand, supply = np.array(kept, np.int64).reshape(-1, 2).T
    amount = st.one_of(st.just(0.0), st.floats(0.5, 500))
    return (
        Pairs(demand=demand, supply=supply, distance_m=np.array(metres, float)),
        np.array(draw(st.lists(amount, min_size=homes, max_size=homes))),
        np.array(draw(st.lists(amount, min_size=supplies, max_size=supplies))),
    )


@DECAYS
@TRIES
@given(market=markets())
def test_catchments_share_out_what_is_reached_no_more_and_no_less(decay, market):
    pairs, people, size = market
    weighed = (decay(pairs.distance_m) > 0) & (people[pairs.demand] > 0)
    reached = np.unique(pairs.supply[weighed])
    assert (people * two_step(pairs, people, size, decay)).sum() == pytest.approx(size[reached].sum(), rel=1e-9)


@DECAYS
@TRIES
@given(market=markets())
def test_m2sfca_never_gives_more_than_there_is(decay, market):
    pairs, people, size = market
    plain, modified = two_step(pairs, people, size, decay), modified_two_step(pairs, people, size, decay)
    assert (modified <= plain * (1 + 1e-12)).all()


@TRIES
@given(markets())
def test_rational_agents_all_go_somewhere_and_no_one_would_gain(market):
    pairs, people, size = market
    found = rational_choices(pairs, people, size, tau_m=400.0, gap=1e-6, rounds=2000)
    twin = rational_choices(pairs, people, size, tau_m=400.0, gap=1e-6, rounds=2000, compiled=False)
    can = np.unique(pairs.demand[(people[pairs.demand] > 0) & (size[pairs.supply] > 0)])
    placed = np.bincount(pairs.demand, weights=found.people, minlength=len(people))
    np.testing.assert_allclose(placed[can], people[can], rtol=1e-9)
    assert placed.sum() == pytest.approx(people[can].sum(), rel=1e-9)
    assert found.gap <= 1e-6
    assert (np.isfinite(found.cost) == np.isin(np.arange(len(people)), can)).all()
    np.testing.assert_allclose(twin.people, found.people, rtol=1e-7, atol=1e-7)


boxes = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 6), st.integers(1, 6))


@TRIES
@given(st.lists(boxes, min_size=1, max_size=7))
def test_own_hectares_add_up_to_those_of_the_union(drawn):
    shapes = np.array([shapely.box(100 * x, 100 * y, 100 * (x + w), 100 * (y + h)) for x, y, w, h in drawn], object)
    own = own_hectares(shapes)
    assert own.sum() == pytest.approx(shapely.union_all(shapes).area / 1e4, abs=1e-9)
    assert (own >= 0).all()
    assert (own <= shapely.area(shapes) / 1e4 + 1e-9).all()


@st.composite
def towns(draw):
    """Streets on a grid of 200 m, parks and homes beside them."""
    spots = [(200.0 * x, 200.0 * y) for x in range(5) for y in range(4)]
    streets = [(a, b) for a in spots for b in spots if a < b and abs(a[0] - b[0]) + abs(a[1] - b[1]) == 200.0]
    kept = draw(st.lists(st.sampled_from(streets), min_size=8, max_size=len(streets), unique=True))
    names = {spot: f"n{row}" for row, spot in enumerate(spots)}
    used = {spot for street in kept for spot in street}
    places = {names[spot]: spot for spot in spots if spot in used}
    ways = [(f"{names[a]} {names[b]}", {"highway": "residential"}) for a, b in kept]
    park = st.tuples(st.sampled_from(sorted(used)), st.sampled_from([20.0, 60.0, 90.0, 160.0]))
    parks = draw(st.lists(park, min_size=1, max_size=4))
    homes = draw(st.lists(st.tuples(st.sampled_from(spots), st.integers(1, 60)), min_size=2, max_size=8))
    return (
        drawn_network(places, ways, buildings=np.array([[0.0, 0.0, 80.0]])),
        [("park", shapely.box(x - half, y - half, x + half, y + half)) for (x, y), half in parks],
        [(x + 60.0, y + 7.0, float(people)) for (x, y), people in homes] + [(60.0, 7.0, 10.0)],
    )


def values(network, parks, homes, costs=None):
    ground = drawn_ground(network, spaces=parks, homes=homes, costs=costs)
    study = drawn_study(ground, area=shapely.box(-500, -500, 1500, 1500))
    return {each.metric: each.value for each in access_figures(study, prepare_access(ground)).measurements}


MORE_IS_BETTER = (
    "within_5min_park",
    "within_10min_park",
    "london_plan_local",
    "london_plan_small",
    "london_plan_pocket",
    "natural_england_doorstep",
    "who_half_hectare",
    "fields_in_trust_parks",
    "open_spaces_in_5min",
    "open_spaces_in_15min",
    "open_space_gravity",
    "everyday_mix",
    "streets_within_400m",
)


@settings(TRIES, max_examples=25)
@given(towns())
def test_figures_of_one_town_agree_with_one_another(town):
    said = values(*town)
    assert 0 <= said["london_plan_local"] <= said["london_plan_small"] <= said["london_plan_pocket"] <= 100
    assert said["who_one_hectare"] <= said["who_half_hectare"]
    assert said["open_spaces_in_5min"] <= said["open_spaces_in_10min"] <= said["open_spaces_in_15min"]
    assert said["within_5min_any_green"] == said["within_5min_park"]
    assert said["open_space_m2sfca"] <= said["open_space_g2sfca"] + 1e-12
    assert 0 <= said["streets_within_400m"] <= 100 + 1e-9


@settings(TRIES, max_examples=25)
@given(towns())
def test_dearer_streets_never_bring_anything_nearer(town):
    network, parks, homes = town
    plain = lengths(network)
    before = values(network, parks, homes)
    after = values(network, parks, homes, replace(plain, edge_m=1.5 * plain.edge_m, node_m=plain.node_m + 4.0))
    for metric in MORE_IS_BETTER:
        if before.get(metric) is not None and after.get(metric) is not None:
            assert after[metric] <= before[metric] + 1e-9, metric


@settings(TRIES, max_examples=25)
@given(towns())
def test_one_more_park_takes_nothing_from_anyone(town):
    network, parks, homes = town
    before = values(network, parks[:-1], homes) if len(parks) > 1 else {}
    after = values(network, parks, homes)
    for metric in MORE_IS_BETTER:
        if before.get(metric) is not None and metric in after:
            assert after[metric] >= before[metric] - 1e-9, metric

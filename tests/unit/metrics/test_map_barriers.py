"""Barriers of the map: with all of them imposed a walker pays exactly what `costs_for` says."""

import math

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network, edge_at
from hypothesis import given, settings
from hypothesis import strategies as st
from real_networks import read_network

from geo.barriers import BarrierSource
from geo.metrics.imposing import impose
from geo.metrics.map_barriers import base_costs, map_barriers
from geo.metrics.personas import AFTER_DARK, ANY_WALKER, OLDER_WALKER, PERSONAS, PUSHCHAIR, WHEELCHAIR, costs_for
from geo.network.features import FEATURES, Feature

LINE = {"a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (300, 0)}
STEPS = {"highway": "steps"}

EDGE_TAGS = [
    {"highway": "footway"},
    STEPS,
    {"highway": "steps", "wheelchair": "no"},
    {"highway": "steps", "conveying": "yes"},
    {"highway": "footway", "surface": "gravel", "lit": "no"},
    {"highway": "footway", "incline": "15%", "width": "0.6"},
    {"highway": "footway", "footway": "crossing"},
    {"highway": "footway", "tunnel": "yes"},
    {"highway": "footway", "wheelchair": "no"},
    {"highway": "primary", "sidewalk": "no", "maxspeed": "40 mph"},
    {"highway": "residential", "sidewalk": "no"},
    {"highway": "steps", "oneway:foot": "yes", "conveying": "forward"},
]
NODE_TAGS = [
    {},
    {"barrier": "gate"},
    {"barrier": "gate", "wheelchair": "no"},
    {"barrier": "gate", "access": "private"},
    {"barrier": "stile"},
    {"barrier": "kerb", "kerb": "raised"},
    {"highway": "crossing", "crossing": "unmarked", "kerb": "rolled", "barrier": "kerb"},
    {"highway": "crossing", "crossing": "uncontrolled"},
    {"highway": "crossing", "crossing": "unmarked"},
    {"barrier": "cycle_barrier", "maxwidth:physical": "0.7"},
]


@st.composite
def tagged_networks(draw):
    """A grid of nodes with random ways of two or three nodes, tagged at random."""
    names = [f"{x}{y}" for x in "abcd" for y in "012"]
    places = {name: (100.0 * "abcd".index(name[0]), 100.0 * int(name[1])) for name in names}
    ways = []
    for _ in range(draw(st.integers(3, 14))):
        nodes = draw(st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True))
        ways.append((" ".join(nodes), draw(st.sampled_from(EDGE_TAGS))))
    tags = {name: draw(st.sampled_from(NODE_TAGS)) for name in names}
    return drawn_network(places, ways, {name: said for name, said in tags.items() if said})


def assert_sum_is_whole(network, persona, within=None):
    """Costs without the barriers, and the barriers, make the costs."""
    barriers = map_barriers(network, persona, within)
    imposed = impose(network, base_costs(network, persona, within), barriers, persona)
    assert imposed.split.network is network  # nothing is split: what the map says is of whole edges
    both, whole = imposed.impositions.costs(imposed.base), costs_for(network, persona)
    np.testing.assert_allclose(both.edge_m, whole.edge_m, rtol=0, atol=1e-9)
    np.testing.assert_allclose(both.node_m, whole.node_m, rtol=0, atol=1e-9)
    return barriers


@settings(max_examples=150, deadline=None)
@given(network=tagged_networks(), persona=st.sampled_from(list(PERSONAS.values())))
def test_base_and_all_barriers_are_the_costs_of_a_walker(network, persona):
    barriers = assert_sum_is_whole(network, persona)
    assert len({each.id for each in barriers}) == len(barriers)
    assert_sum_is_whole(network, persona, shapely.box(-10, -10, 120, 120))


@settings(max_examples=60, deadline=None)
@given(network=tagged_networks(), persona=st.sampled_from(list(PERSONAS.values())))
def test_without_the_barriers_every_walker_pays_the_lengths(network, persona):
    base = base_costs(network, persona)
    np.testing.assert_array_equal(base.edge_m, network.edge_length_m)
    assert not base.node_m.any()


@pytest.mark.parametrize("name", ["london_northampton_square_2026-07", "london_clerkenwell_city_2020-07-20"])
def test_the_sum_is_whole_on_real_streets(bundle, name):
    network = read_network(bundle / "osm" / f"{name}.osm.pbf")
    west, south, east, north = shapely.total_bounds(network.lines)
    half = shapely.box(west, south, (west + east) / 2, north)
    for persona in PERSONAS.values():
        everywhere = assert_sum_is_whole(network, persona)
        here = assert_sum_is_whole(network, persona, half)
        assert {each.id for each in here} <= {each.id for each in everywhere}
    assert len(map_barriers(network, WHEELCHAIR)) > 10


def test_any_walker_meets_none():
    network = drawn_network(LINE, [("a b", STEPS), "b c d"])
    assert map_barriers(network, ANY_WALKER) == ()


def test_a_flight_of_steps_is_one_barrier_though_paths_branch_off_it():
    network = drawn_network(LINE | {"e": (100, 50)}, [("a b c", STEPS), "b e", "c d"])
    (steps,) = map_barriers(network, WHEELCHAIR)
    assert (steps.id, steps.kind, steps.source) == ("map:steps:way/1", "steps", BarrierSource.MAP)
    assert {each.edge for each in steps.stretches} == {edge_at(network, 50, 0), edge_at(network, 150, 0)}
    assert steps.extra_m == {"wheelchair": math.inf}
    assert steps.evidence.osm == ("way/1",)
    assert steps.evidence.tags == ("highway=steps",)


def test_two_flights_that_meet_are_two_barriers():
    network = drawn_network(LINE, [("a b", STEPS), ("b c", STEPS), "c d"])
    assert {each.id for each in map_barriers(network, WHEELCHAIR)} == {"map:steps:way/1", "map:steps:way/2"}


def test_two_parts_of_one_way_are_told_apart_by_their_place():
    # The way leaves the extract between b and c.
    network = drawn_network(LINE, [("a b x c d", STEPS)])
    assert {each.id for each in map_barriers(network, WHEELCHAIR)} == {
        "map:steps:way/1@50.0,0.0",
        "map:steps:way/1@250.0,0.0",
    }


def test_steps_that_the_map_calls_unfit_for_wheelchairs_are_one_thing():
    network = drawn_network(LINE, [("a b", STEPS | {"wheelchair": "no"}), "b c d"])
    assert [each.kind for each in map_barriers(network, WHEELCHAIR)] == ["steps"]


def test_a_gate_is_a_barrier_of_its_node():
    network = drawn_network(LINE, ["a b c d"], {"b": {"barrier": "gate"}})
    (gate,) = map_barriers(network, WHEELCHAIR)
    assert gate.id == "map:gate:way/1@100.0,0.0"
    assert [tuple(network.node_xy[node]) for node in gate.nodes] == [(100, 0)]
    assert gate.extra_m == {"wheelchair": 20.0}


def test_all_that_stands_at_one_node_is_one_barrier():
    network = drawn_network(LINE, ["a b c d"], {"b": {"barrier": "gate", "wheelchair": "no"}})
    (gate,) = map_barriers(network, WHEELCHAIR)
    assert gate.extra_m == {"wheelchair": math.inf}
    assert gate.evidence.tags == ("wheelchair=no", "barrier=gate")


def test_missing_signals_are_paid_half_on_each_half_of_the_crossing():
    places = {"w": (-50, 0), "n": (0, 0), "e": (50, 0), "up": (0, 10), "down": (0, -10)}
    network = drawn_network(
        places,
        [("w n e", {"highway": "primary"}), ("up n down", {"highway": "footway", "footway": "crossing"})],
        {"n": {"highway": "crossing", "crossing": "unmarked"}},
    )
    (missing,) = map_barriers(network, OLDER_WALKER)
    assert missing.kind == "no-signals"
    assert {(each.edge, each.from_m, each.to_m, each.share) for each in missing.stretches} == {
        (edge_at(network, 0, 5), 0.0, 10.0, 0.5),
        (edge_at(network, 0, -5), 0.0, 10.0, 0.5),
    }
    assert_sum_is_whole(network, OLDER_WALKER)


def test_only_what_meets_the_polygon_is_a_barrier_and_the_rest_stays_imposed():
    network = drawn_network(LINE, [("a b", STEPS), "b c", ("c d", STEPS)])
    within = shapely.box(-10, -10, 50, 10)
    (near,) = map_barriers(network, PUSHCHAIR, within)
    assert near.id == "map:steps:way/1"
    base = base_costs(network, PUSHCHAIR, within)
    assert base.edge_m[edge_at(network, 50, 0)] == 100
    assert base.edge_m[edge_at(network, 250, 0)] == 1000  # nine times its length more


def test_a_barrier_keeps_its_id_whatever_polygon_asks():
    network = drawn_network(LINE, [("a b x c d", STEPS)])
    (near,) = map_barriers(network, WHEELCHAIR, shapely.box(-10, -10, 50, 10))
    assert near.id == "map:steps:way/1@50.0,0.0"


def test_what_is_dark_counts_after_dark():
    network = drawn_network(LINE, [("a b", {"highway": "footway", "lit": "no"}), "b c d"])
    (unlit,) = map_barriers(network, AFTER_DARK)
    assert (unlit.kind, unlit.hours.value, unlit.extra_m) == ("unlit", "dark", {"after-dark": 2.0})
    assert map_barriers(network, WHEELCHAIR) == ()


def test_every_penalty_of_every_persona_has_words():
    network = drawn_network(LINE, ["a b c d"])
    from geo.metrics.map_barriers import _SAID

    asked = {penalty.feature for persona in PERSONAS.values() for penalty in persona.penalties}
    assert asked <= set(_SAID) <= set(FEATURES)
    assert Feature.SLOPE_NOT_SAID not in _SAID
    assert map_barriers(network, WHEELCHAIR) == ()


def test_a_network_without_streets_has_no_barriers():
    network = drawn_network({}, [])
    for persona in PERSONAS.values():
        assert map_barriers(network, persona) == ()
        assert base_costs(network, persona).edge_m.shape == (0,)

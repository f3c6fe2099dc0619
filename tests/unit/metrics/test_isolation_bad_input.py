"""What cannot be measured is said in a sentence: never a crash, a NaN, or a 0 that nobody worked out."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_homes, drawn_study, figure
from shapely import Point, Polygon, box

from geo.metrics.catalogue.isolation import ISOLATION_METRICS
from geo.metrics.isolation import (
    cut_links_of_area,
    cut_points_of_area,
    isolation_figures,
    prepare_isolation,
    silence_map,
)
from geo.metrics.isolation_walks import area_walks
from geo.network.costs import WalkCosts, lengths

STREET = ({"a": (0, 0), "b": (1000, 0)}, ["a b"])
HOMES = [(200.0, 10.0, 60.0), (800.0, 10.0, 40.0)]
PARK = ("park", box(-200, -50, 0, 50))
NO_PINS = (np.zeros((0, 2)), np.zeros((0, 2)))

GROUNDS = {
    "no edges": lambda: drawn_ground(drawn_network({}, []), spaces=[PARK], homes=HOMES),
    "no spaces": lambda: drawn_ground(drawn_network(*STREET), homes=HOMES),
    "no homes": lambda: drawn_ground(drawn_network(*STREET), spaces=[PARK]),
    "homes of nobody": lambda: drawn_ground(
        drawn_network(*STREET), spaces=[PARK], homes=[(x, y, 0.0) for x, y, _ in HOMES]
    ),
    "a household": lambda: drawn_ground(drawn_network(*STREET), spaces=[PARK], homes=[(200.0, 10.0, 4.0)]),
    "homes nowhere": lambda: drawn_ground(
        drawn_network(*STREET), spaces=[PARK], homes=[*HOMES, (np.nan, np.nan, 30.0)]
    ),
    "homes far from streets": lambda: drawn_ground(drawn_network(*STREET), spaces=[PARK], homes=[(200.0, 500.0, 60.0)]),
    "a space without a way in": lambda: drawn_ground(
        drawn_network(*STREET), spaces=[("park", box(200, 400, 300, 500))], homes=HOMES
    ),
    "an empty space": lambda: drawn_ground(drawn_network(*STREET), spaces=[("park", Polygon()), PARK], homes=HOMES),
    "a space known by a point": lambda: drawn_ground(
        drawn_network(*STREET), spaces=[("park", Point(500, 100))], homes=HOMES
    ),
    "everything closed": lambda: drawn_ground(
        drawn_network(*STREET),
        spaces=[PARK],
        homes=HOMES,
        costs=WalkCosts(edge_m=np.full(1, np.inf), node_m=np.zeros(2)),
    ),
}


@pytest.mark.parametrize("made", GROUNDS.values(), ids=GROUNDS)
def test_every_figure_is_a_number_or_a_sentence(made):
    ground = made()
    prepared = prepare_isolation(ground)
    study = drawn_study(ground, homes=ground.homes)
    found = isolation_figures(study, prepared, NO_PINS, None)
    assert sorted(each.metric for each in found.measurements) == sorted(metric.id for metric in ISOLATION_METRICS)
    for each in found.measurements:
        assert (each.value is None and each.note) or np.isfinite(each.value), each
        assert not (each.suppressed and each.value is not None)
    for breakdown in found.breakdowns:
        assert all(row.value is None or np.isfinite(row.value) for row in breakdown.rows)
    assert isinstance(cut_links_of_area(study, prepared), list)
    assert isinstance(cut_points_of_area(study, prepared), list)
    assert isinstance(silence_map(study, NO_PINS[1]), list)


@pytest.mark.parametrize(
    ("made", "metric", "words"),
    [
        ("no edges", "detour_mean", "no resident reaches a public open space"),
        ("no edges", "one_way_out", "no one lives near a street"),
        ("no spaces", "no_welcoming_place_10min", "no public open space is known"),
        ("no homes", "severance_choice", "no census counts"),
        ("homes of nobody", "closeness_800m", "no census counts"),
        ("homes far from streets", "residents_off_main_network", "no one lives near a street"),
        ("a space without a way in", "crosses_major_road", "no resident has a walk"),
        ("everything closed", "severance_travel_min", "no resident reaches"),
    ],
)
def test_the_sentence_says_why(made, metric, words):
    ground = GROUNDS[made]()
    found = isolation_figures(drawn_study(ground, homes=ground.homes), prepare_isolation(ground), NO_PINS)
    assert figure(found, metric).value is None
    assert words in figure(found, metric).note


def test_a_household_is_withheld_in_every_figure_about_people():
    ground = GROUNDS["a household"]()
    found = isolation_figures(drawn_study(ground), prepare_isolation(ground), NO_PINS)
    about_people = [each for each in found.measurements if each.metric != "streets_off_main_network"]
    assert {(each.value, each.suppressed, each.n) for each in about_people} == {(None, True, None)}


def test_an_area_beside_the_map_has_nobody():
    ground = drawn_ground(drawn_network(*STREET), spaces=[PARK], homes=HOMES)
    study = drawn_study(ground, area=box(5000, 5000, 6000, 6000), homes=drawn_homes([]))
    found = isolation_figures(study, prepare_isolation(ground), NO_PINS)
    assert {each.value for each in found.measurements} == {None}


def test_a_pin_without_a_place_is_no_voice():
    ground = drawn_ground(drawn_network(*STREET), spaces=[PARK], homes=HOMES)
    pins = np.array([[np.nan, np.nan]] * 6)
    found = isolation_figures(drawn_study(ground), prepare_isolation(ground), (pins, pins))
    assert figure(found, "silent_cells").value == pytest.approx(100.0)
    assert "No pin is in the area" in figure(found, "silent_cells").note


def test_a_street_drawn_twice_and_a_street_of_no_length_change_nothing():
    plain = drawn_ground(drawn_network(*STREET), spaces=[PARK], homes=HOMES)
    places = {**STREET[0], "c": (1000, 0)}
    twice = drawn_ground(drawn_network(places, ["a b", "a b", "b c"]), spaces=[PARK], homes=HOMES)
    first, second = (
        isolation_figures(drawn_study(ground), prepare_isolation(ground), NO_PINS) for ground in (plain, twice)
    )
    assert [(each.metric, each.value) for each in first.measurements] == [
        (each.metric, each.value) for each in second.measurements
    ]


def test_walks_cost_what_they_cost_the_persona_and_are_as_long_as_they_are():
    # The street costs three times its length: a walk of 200 m and 10 m to the street costs 610 m, and is 210 m long.
    network = drawn_network(*STREET)
    plain = lengths(network)
    dear = drawn_ground(
        network, spaces=[PARK], homes=HOMES, costs=WalkCosts(edge_m=3 * plain.edge_m, node_m=plain.node_m)
    )
    walks = area_walks(drawn_study(dear), prepare_isolation(dear))
    assert walks.cost_m[0] == pytest.approx(610)
    assert walks.metres[0] == pytest.approx(210)

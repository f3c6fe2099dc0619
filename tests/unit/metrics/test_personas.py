"""What each walker pays for what stands in the way, worked out by hand on a few drawn streets."""

import math

import numpy as np
import pytest
from drawn_networks import drawn_network, edge_at, on_edges
from real_networks import read_network

from geo.errors import InputError
from geo.metrics.personas import (
    AFTER_DARK,
    ANY_WALKER,
    OLDER_WALKER,
    PERSONAS,
    PUSHCHAIR,
    WHEELCHAIR,
    costs_for,
)
from geo.network.features import FEATURES, Feature
from geo.network.routing import nearest_seed
from geo.network.snapping import EdgePoints, snap


@pytest.fixture(scope="module")
def northampton_square(bundle):
    return read_network(bundle / "osm" / "london_northampton_square_2026-07.osm.pbf")


LINE = {"a": (0, 0), "b": (100, 0), "c": (200, 0)}


def one_way_along(tags):
    """A path of 100 m with some tags, on to another of 100 m that says nothing."""
    return drawn_network(LINE, [("a b", {"highway": "footway"} | tags), "b c"])


def with_node(tags):
    """Two paths of 100 m with something on the node between them."""
    return drawn_network(LINE, ["a b c"], {"b": tags})


def walk_m(network, persona, **more):
    """From one end of `LINE` to the other."""
    costs = costs_for(network, persona, **more)
    start, end = on_edges((edge_at(network, 1, 0), 0.0)), on_edges((edge_at(network, 199, 0), 100.0))
    return float(nearest_seed(network, end, start, costs=costs).distance_m[0])


STEPS = {"highway": "steps"}
ESCALATOR = {"highway": "steps", "conveying": "yes"}


@pytest.mark.parametrize(
    ("tags", "persona", "expected_m"),
    [
        # 100 m with the feature and 100 m without.
        (STEPS, ANY_WALKER, 200),
        (STEPS, WHEELCHAIR, math.inf),
        (STEPS, PUSHCHAIR, 100 * 10 + 100),
        (STEPS, OLDER_WALKER, 100 * 2.9 + 100),
        (STEPS, AFTER_DARK, 200),
        ({"highway": "steps", "ramp:wheelchair": "yes"}, WHEELCHAIR, 200),
        ({"highway": "steps", "ramp": "yes"}, WHEELCHAIR, math.inf),
        (ESCALATOR, WHEELCHAIR, math.inf),
        (ESCALATOR, OLDER_WALKER, 100 * 2 + 100),
        ({"incline": "10%"}, WHEELCHAIR, math.inf),
        ({"incline": "10%", "wheelchair": "yes"}, WHEELCHAIR, 200),
        ({"incline": "5%"}, WHEELCHAIR, 200),
        ({"incline": "10%"}, PUSHCHAIR, 300),
        ({"surface": "gravel"}, WHEELCHAIR, 100 * 2.5 + 100),
        ({"surface": "gravel"}, OLDER_WALKER, 100 * 1.5 + 100),
        ({"highway": "residential", "surface": "sett", "sidewalk": "both"}, WHEELCHAIR, 200),
        ({"highway": "residential", "surface": "sett"}, WHEELCHAIR, 350),
        ({"width": "0.8"}, WHEELCHAIR, math.inf),
        ({"wheelchair": "no"}, WHEELCHAIR, math.inf),
        ({"wheelchair": "no"}, PUSHCHAIR, 200),
        ({"highway": "residential", "sidewalk": "no"}, OLDER_WALKER, 100 * 1.5 + 100),
        ({"highway": "primary", "sidewalk": "no", "maxspeed": "40 mph"}, OLDER_WALKER, 100 * 5 + 100),
        ({"highway": "primary", "sidewalk": "no", "maxspeed": "40 mph"}, ANY_WALKER, 200),
        ({"lit": "no"}, AFTER_DARK, 100 * 3 + 100),
        ({"lit": "no"}, OLDER_WALKER, 200),
        ({"lit": "no", "tunnel": "yes"}, AFTER_DARK, 100 * 5 + 100),
        ({}, WHEELCHAIR, 200),
        ({}, AFTER_DARK, 200),
    ],
)
def test_a_way_costs_each_walker_what_the_table_says(tags, persona, expected_m):
    assert walk_m(one_way_along(tags), persona) == pytest.approx(expected_m)


@pytest.mark.parametrize(
    ("tags", "persona", "expected_m"),
    [
        ({"barrier": "gate"}, ANY_WALKER, 200),
        ({"barrier": "gate"}, WHEELCHAIR, 220),
        ({"barrier": "gate", "wheelchair": "yes"}, WHEELCHAIR, 200),
        ({"barrier": "gate", "wheelchair": "no"}, WHEELCHAIR, math.inf),
        ({"barrier": "gate"}, PUSHCHAIR, 205),
        ({"barrier": "lift_gate"}, WHEELCHAIR, 200),
        ({"barrier": "stile"}, WHEELCHAIR, math.inf),
        ({"barrier": "stile"}, OLDER_WALKER, 400),
        ({"barrier": "kissing_gate"}, WHEELCHAIR, math.inf),
        ({"barrier": "kissing_gate"}, PUSHCHAIR, 250),
        ({"barrier": "turnstile"}, WHEELCHAIR, math.inf),
        ({"barrier": "cycle_barrier"}, WHEELCHAIR, math.inf),
        ({"barrier": "cycle_barrier", "wheelchair": "yes"}, WHEELCHAIR, 200),
        ({"barrier": "bollard"}, WHEELCHAIR, 200),
        ({"barrier": "bollard", "maxwidth:physical": "0.8"}, WHEELCHAIR, math.inf),
        ({"barrier": "kerb", "kerb": "raised"}, WHEELCHAIR, math.inf),
        ({"barrier": "kerb", "kerb": "raised"}, OLDER_WALKER, 205),
        ({"barrier": "kerb", "kerb": "lowered"}, WHEELCHAIR, 200),
        ({"barrier": "kerb", "kerb": "rolled"}, PUSHCHAIR, 203),
        ({"barrier": "kerb"}, WHEELCHAIR, 200),  # height not said: costs nothing, and counts as not said
    ],
)
def test_a_barrier_costs_each_walker_what_the_table_says(tags, persona, expected_m):
    assert walk_m(with_node(tags), persona) == pytest.approx(expected_m)


def crossing(node_tags, road="primary"):
    """A path across a road, drawn in two halves, and the road on both sides.

           n
           │
    r ─────m───── s      the road; the path k–m–n crosses it in its middle
           │
           k ─── e       100 m of pavement beyond
    """
    return drawn_network(
        {"n": (0, 10), "m": (0, 0), "k": (0, -10), "e": (100, -10), "r": (-50, 0), "s": (50, 0)},
        [
            ("k m n", {"highway": "footway", "footway": "crossing"}),
            ("r m s", {"highway": road}),
            "k e",
        ],
        {"m": {"highway": "crossing"} | node_tags},
    )


def between_m(network, persona, start, end):
    """The walk between two places, each at the end of an edge."""
    points = snap(network, np.array([start, end], float))
    first, last = (
        EdgePoints(edge=points.edge[[row]], offset_m=points.offset_m[[row]], distance_m=np.zeros(1)) for row in (0, 1)
    )
    return float(nearest_seed(network, last, first, costs=costs_for(network, persona)).distance_m[0])


@pytest.mark.parametrize(
    ("node_tags", "road", "expected_m"),
    [
        ({"crossing": "traffic_signals"}, "primary", 20),
        ({"crossing": "uncontrolled", "crossing_ref": "zebra"}, "primary", 20),
        ({"crossing": "unmarked"}, "primary", 20 + 100),
        ({"crossing": "unmarked"}, "residential", 20),
        ({}, "primary", 20),  # kind not said
    ],
)
def test_an_older_walker_goes_out_of_the_way_for_signals_on_a_major_road(node_tags, road, expected_m):
    assert between_m(crossing(node_tags, road), OLDER_WALKER, (0, 10), (0, -10)) == pytest.approx(expected_m)


def test_walking_along_a_road_past_its_crossing_costs_nothing():
    network = crossing({"crossing": "unmarked", "kerb": "raised"})
    for persona in (OLDER_WALKER, WHEELCHAIR):
        assert between_m(network, persona, (-50, 0), (50, 0)) == pytest.approx(100)


def test_raised_kerbs_at_a_crossing_are_met_on_both_sides_of_it():
    network = crossing({"kerb": "raised"}, "residential")
    assert between_m(network, PUSHCHAIR, (0, 10), (0, -10)) == pytest.approx(20 + 10 + 10)
    assert between_m(network, WHEELCHAIR, (0, 10), (0, -10)) == math.inf


def test_any_walker_pays_exactly_the_lengths():
    network = drawn_network(
        LINE, [("a b", {"highway": "steps", "lit": "no"}), ("b c", {"highway": "primary", "sidewalk": "no"})],
        {"b": {"barrier": "stile"}},
    )  # fmt: skip
    costs = costs_for(network, ANY_WALKER)
    assert (costs.edge_m == network.edge_length_m).all()
    assert (costs.node_m == 0).all()


def test_a_penalty_can_be_tried_with_another_number_or_taken_away():
    network = one_way_along(STEPS)
    assert walk_m(network, WHEELCHAIR, penalties={Feature.STEPS: 3.0}) == pytest.approx(100 * 4 + 100)
    assert walk_m(network, OLDER_WALKER, penalties={Feature.STEPS: 0.0}) == pytest.approx(200)
    assert walk_m(network, ANY_WALKER, penalties={Feature.STEPS: math.inf}) == math.inf


def test_silence_of_the_map_can_be_charged_for_to_see_what_hangs_on_it():
    network = one_way_along({"surface": "asphalt"})  # the second 100 m say nothing
    assert walk_m(network, WHEELCHAIR, penalties={Feature.SURFACE_NOT_SAID: 1.0}) == pytest.approx(100 + 200)
    assert walk_m(network, AFTER_DARK, penalties={Feature.LIGHT_NOT_SAID: 0.5}) == pytest.approx(300)


@pytest.mark.parametrize("metres", [-1.0, math.nan])
def test_a_penalty_that_is_no_length_is_refused_in_words(metres):
    with pytest.raises(InputError, match=r"The penalty of “steps” is .* Give metres from 0 up"):
        costs_for(one_way_along({}), ANY_WALKER, penalties={Feature.STEPS: metres})


def test_several_things_in_the_way_add_up():
    # gravel 1.5 and no pavement 0.5 more for each of 100 m
    network = one_way_along({"highway": "residential", "surface": "gravel", "sidewalk": "no"})
    assert walk_m(network, WHEELCHAIR) == pytest.approx(100 * 3 + 100)


@pytest.mark.parametrize("persona", PERSONAS.values(), ids=list(PERSONAS))
def test_every_network_costs_at_least_its_length(persona, northampton_square):
    costs = costs_for(northampton_square, persona)
    assert (costs.edge_m >= northampton_square.edge_length_m).all()
    assert (costs.node_m >= 0).all()
    assert not np.isnan(costs.edge_m).any()


@pytest.mark.parametrize("persona", PERSONAS.values(), ids=list(PERSONAS))
def test_every_penalty_has_a_source_and_stands_once(persona):
    assert len({penalty.feature for penalty in persona.penalties}) == len(persona.penalties)
    assert all(penalty.source and penalty.metres > 0 for penalty in persona.penalties)
    assert persona.source
    assert persona.speed_m_per_s > 0
    assert all(penalty.words.startswith(FEATURES[penalty.feature].label) for penalty in persona.penalties)


def test_a_network_without_edges_costs_nothing():
    network = drawn_network({"a": (0, 0)}, [])
    costs = costs_for(network, WHEELCHAIR)
    assert costs.edge_m.shape == (0,)
    assert costs.node_m.shape == (0,)

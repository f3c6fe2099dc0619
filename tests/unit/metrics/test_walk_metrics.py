"""How far people walk: figures worked out on paper.

A street of 1,000 m along northing 0, a park astride it from 600 to 700 m, and an island street to the north.
"""

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network

from geo.metrics.access import WALK_METRICS, Walks, walk_bands, walk_measurements, walks_to_spaces, weighted_quantile
from geo.metrics.personas import ANY_WALKER
from geo.network.access_points import access_points
from geo.network.population import BY_BUILDINGS, Homes
from geo.network.snapping import snap

PARK = shapely.box(600, -50, 700, 50)
STREETS = drawn_network({"a": (0, 0), "b": (1000, 0), "c": (0, 900), "d": (300, 900)}, ["a b", "c d"])


def homes(*rows):
    """Homes as (easting, northing, residents)."""
    table = np.array(rows, float).reshape(-1, 3)
    return Homes(
        xy=table[:, :2],
        residents=table[:, 2],
        zone=np.zeros(len(table), np.int64),
        unknown_zones=0,
        method=BY_BUILDINGS,
    )


def walks(lived, *shapes, network=STREETS):
    spaces = np.array(shapes, dtype=object)
    return walks_to_spaces(network, snap(network, lived.xy), spaces, access_points(network, spaces))


def figures(lived, *shapes, notes=()):
    measured = walk_measurements(walks(lived, *shapes), lived, ANY_WALKER, notes)
    assert [each.metric for each in measured] == list(WALK_METRICS)
    return {each.metric: each for each in measured}


def test_a_walk_is_the_line_to_the_street_and_then_the_street_to_the_boundary():
    found = walks(homes((500, 12, 1), (800, -5, 1)), PARK)
    assert found.distance_m.tolist() == pytest.approx([12 + 100, 5 + 100])
    assert found.space.tolist() == [0, 0]


def test_who_steps_out_of_the_door_into_the_space_is_there():
    assert walks(homes((650, 8, 1)), PARK).distance_m.tolist() == pytest.approx([8])


def test_a_bridge_over_a_space_is_not_in_it():
    bridge = drawn_network({"a": (0, 0), "b": (1000, 0)}, [("a b", {"highway": "footway", "bridge": "yes"})])
    assert walks(homes((650, 8, 1)), PARK, network=bridge).distance_m.tolist() == [np.inf]


def test_shares_mean_and_worst_are_weighted_by_residents():
    # 100 m, 250 m, 450 m and 600 m from the park's edge, for 40, 30, 20 and 10 people.
    lived = homes((500, 0, 40), (350, 0, 30), (150, 0, 20), (0, 0, 10))
    found = figures(lived, PARK)
    assert found["residents_within_400m"].value == pytest.approx(70)
    assert found["residents_within_10min"].value == pytest.approx(100)
    assert found["mean_walk_m"].value == pytest.approx((40 * 100 + 30 * 250 + 20 * 450 + 10 * 600) / 100)
    assert found["p95_walk_m"].value == pytest.approx(600)
    assert found["worst_walk_m"].value == pytest.approx(600)
    assert {each.n for each in found.values()} == {100}


def test_a_walk_of_just_400_m_is_within_400_m():
    assert figures(homes((200, 0, 20)), PARK)["residents_within_400m"].value == 100


def test_ten_minutes_are_798_m_for_any_walker():
    near = drawn_network({"a": (0, 0), "b": (2000, 0)}, ["a b"])
    lived = homes((600 - 798, 0, 1))
    assert ANY_WALKER.metres_in(10) == 798
    far = shapely.box(1000, -5, 1100, 5)
    lived = homes((1000 - 798, 0, 50), (1000 - 799, 0, 50))
    measured = walk_measurements(walks(lived, far, network=near), lived, ANY_WALKER)
    assert measured[1].value == pytest.approx(50)


def test_who_reaches_no_space_counts_as_farther_and_is_left_out_of_the_walks_with_a_word():
    found = figures(homes((500, 0, 75), (100, 900, 25)), PARK)
    assert found["residents_within_10min"].value == pytest.approx(75)
    assert "25 residents reach none" in found["residents_within_10min"].note
    assert found["residents_within_10min"].n == 100
    assert found["mean_walk_m"].value == pytest.approx(100)
    assert found["mean_walk_m"].n == 75
    assert "25 of 100 residents reach none" in found["mean_walk_m"].note


def test_a_home_more_than_150_m_from_any_street_reaches_nothing():
    assert walks(homes((500, 151, 1)), PARK).distance_m.tolist() == [np.inf]


def test_where_no_one_reaches_a_space_the_shares_are_nought_and_the_walks_unknown():
    found = figures(homes((100, 900, 25)), PARK)
    assert found["residents_within_400m"].value == 0
    assert found["mean_walk_m"].value is None
    assert "no resident reaches" in found["mean_walk_m"].note


@pytest.mark.parametrize("lived", [homes(), homes((500, 0, 0))])
def test_where_no_one_lives_nothing_is_known(lived):
    found = figures(lived, PARK)
    assert {each.value for each in found.values()} == {None}
    assert not any(each.suppressed for each in found.values())


def test_figures_of_a_handful_of_residents_are_withheld():
    found = figures(homes((500, 0, 9)), PARK)
    assert all(each.suppressed and each.value is None and each.n is None for each in found.values())
    assert not figures(homes((500, 0, 10)), PARK)["mean_walk_m"].suppressed


def test_no_spaces_and_spaces_without_a_way_in_are_reached_by_no_one():
    lived = homes((500, 0, 20))
    assert walks(lived).distance_m.tolist() == [np.inf]
    assert walks(lived, shapely.box(0, 300, 50, 350)).distance_m.tolist() == [np.inf]


def test_a_network_without_edges_is_no_crash():
    lived = homes((500, 0, 20))
    assert walks(lived, PARK, network=drawn_network({}, [])).distance_m.tolist() == [np.inf]


def test_the_end_of_the_map_is_said_where_it_may_hide_a_shorter_walk():
    window = drawn_network({"a": (0, 0), "b": (1000, 0)}, ["a b"], footprint=shapely.box(100, -200, 1000, 200))
    # 80 m from the park and 200 m from the end of the map; 450 m from the park and 50 m from the end.
    lived = homes((520, 0, 60), (150, 0, 40))
    found = walks(lived, PARK, network=window)
    assert found.sure.tolist() == [True, False]
    near, ten_minutes, mean, *_ = walk_measurements(found, lived, ANY_WALKER)
    assert "up to 40 % more may be within it" in near.note
    assert "map ends" not in ten_minutes.note
    assert "for 40 % of residents a shorter walk beyond it is possible" in mean.note


def test_nothing_lies_beyond_an_invented_quarter():
    tiny = drawn_network({"a": (0, 0), "b": (1000, 0)}, ["a b"], footprint=shapely.box(100, -9, 900, 9), invented=True)
    assert walks(homes((150, 0, 40)), PARK, network=tiny).sure.tolist() == [True]


def test_people_by_minutes_add_up_to_the_residents_placed():
    metres = [0.0, 399.0, 399.1, 1197.0, 1600.0, np.inf]
    lived = homes(*[(0, 0, people) for people in (1, 2, 4, 8, 16, 32)])
    known = np.ones(6, bool)
    bands = walk_bands(Walks(distance_m=np.array(metres), space=np.zeros(6, np.int64), sure=known), lived, ANY_WALKER)
    assert [(band.label, band.residents) for band in bands] == [
        ("0–5 minutes", 3),
        ("5–10 minutes", 4),
        ("10–15 minutes", 8),
        ("15–20 minutes", 0),
        ("over 20 minutes", 16),
        ("no walk found", 32),
    ]
    assert [(band.from_min, band.to_min) for band in bands][-3:] == [(15, 20), (20, None), (None, None)]


def test_a_weighted_quantile_is_the_smallest_value_that_holds_the_share():
    values, weights = np.array([30.0, 10.0, 20.0]), np.array([5.0, 80.0, 15.0])
    assert weighted_quantile(values, weights, 0.80) == 10
    assert weighted_quantile(values, weights, 0.95) == 20
    assert weighted_quantile(values, weights, 0.951) == 30
    assert weighted_quantile(values, weights, 1.0) == 30

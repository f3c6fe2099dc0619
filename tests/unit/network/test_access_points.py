"""Where a space is entered."""

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network

from geo.network.access_points import AccessMethod, access_points

SQUARE = shapely.box(40, -30, 80, 30)


def found(network, *shapes):
    ways_in = access_points(network, np.array(shapes, dtype=object))
    lines = network.lines[ways_in.points.edge]
    xy = shapely.get_coordinates(shapely.line_interpolate_point(lines, ways_in.points.offset_m))
    return ways_in, {tuple(np.round(each, 6)) for each in xy.tolist()}


def test_a_path_through_a_park_enters_it_twice_and_never_in_the_middle():
    network = drawn_network({"a": (0, 0), "b": (100, 0)}, ["a b"])
    ways_in, xy = found(network, SQUARE)
    assert xy == {(40, 0), (80, 0)}
    assert ways_in.space.tolist() == [0, 0]
    assert ways_in.method.tolist() == [AccessMethod.CROSSING]


def test_a_path_that_ends_at_the_gate_enters_there():
    network = drawn_network({"a": (0, 0), "b": (40, 0)}, ["a b"])
    assert found(network, SQUARE)[1] == {(40, 0)}


def test_a_street_along_the_boundary_touches_it_at_both_ends_of_the_stretch():
    network = drawn_network({"a": (40, -50), "b": (40, 50)}, ["a b"])
    assert found(network, SQUARE)[1] == {(40, -30), (40, 30)}


def test_a_path_wholly_inside_is_entered_where_it_ends_on_the_boundary():
    network = drawn_network({"a": (60, 0), "b": (60, 30)}, ["a b"])
    assert found(network, SQUARE)[1] == {(60, 30)}


def test_a_space_that_no_path_touches_is_entered_from_the_nearest_street_within_30_m():
    street = {"a": (0, 50), "b": (100, 50)}
    ways_in, xy = found(drawn_network(street, ["a b"]), SQUARE)
    assert len(xy) == 1
    assert next(iter(xy))[1] == 50
    assert 40 <= next(iter(xy))[0] <= 80
    assert ways_in.method.tolist() == [AccessMethod.NEARBY]
    far = {"a": (0, 60.5), "b": (100, 60.5)}
    ways_in, xy = found(drawn_network(far, ["a b"]), SQUARE)
    assert xy == set()
    assert ways_in.method.tolist() == [AccessMethod.NONE]


def test_a_space_known_by_a_point_is_entered_from_the_nearest_street_within_150_m():
    network = drawn_network({"a": (0, 0), "b": (100, 0)}, ["a b"])
    ways_in, xy = found(network, shapely.Point(70, 149), shapely.Point(70, 151))
    assert xy == {(70, 0)}
    assert ways_in.method.tolist() == [AccessMethod.POINT, AccessMethod.NONE]
    assert ways_in.points.distance_m.tolist() == [0]


def test_a_bridge_over_and_a_tunnel_under_a_park_do_not_enter_it():
    for tags in ({"highway": "footway", "bridge": "yes"}, {"highway": "footway", "tunnel": "yes"}):
        network = drawn_network({"a": (0, 0), "b": (100, 0)}, [("a b", tags)])
        assert found(network, SQUARE)[0].method.tolist() == [AccessMethod.NONE]


def test_a_bridge_that_lands_in_a_park_enters_it():
    network = drawn_network({"a": (0, 0), "b": (60, 0)}, [("a b", {"highway": "footway", "bridge": "yes"})])
    assert found(network, SQUARE)[1] == {(40, 0)}


def test_a_closed_gate_is_no_way_in():
    shut = {"g": {"barrier": "gate", "access": "private"}}
    network = drawn_network({"a": (0, 0), "g": (40, 0), "b": (60, 0)}, ["a g b"], shut)
    assert found(network, SQUARE)[1] == set()
    network = drawn_network({"a": (0, 0), "g": (40, 0), "b": (60, 0)}, ["a g b"], {"g": {"barrier": "gate"}})
    assert found(network, SQUARE)[1] == {(40, 0)}


def test_ways_in_are_grouped_by_space():
    places = {"a": (0, 0), "b": (300, 0)}
    other = shapely.MultiPolygon([shapely.box(150, -5, 160, 5), shapely.box(200, -5, 210, 5)])
    ways_in, _ = found(drawn_network(places, ["a b"]), SQUARE, shapely.Polygon(), other)
    assert np.bincount(ways_in.space).tolist() == [2, 0, 4]
    assert ways_in.method.tolist() == [AccessMethod.CROSSING, AccessMethod.NONE, AccessMethod.CROSSING]


def test_a_hole_in_a_park_has_a_boundary_too():
    ring = shapely.box(40, -30, 80, 30).difference(shapely.box(55, -10, 65, 10))
    network = drawn_network({"a": (0, 0), "b": (100, 0)}, ["a b"])
    assert found(network, ring)[1] == {(40, 0), (55, 0), (65, 0), (80, 0)}


def test_no_spaces_and_no_edges_give_no_ways_in():
    assert len(found(drawn_network({"a": (0, 0), "b": (9, 0)}, ["a b"]))[1]) == 0
    ways_in, xy = found(drawn_network({}, []), SQUARE, shapely.Point(0, 0))
    assert xy == set()
    assert ways_in.method.tolist() == [AccessMethod.NONE, AccessMethod.NONE]


@pytest.mark.parametrize("limit", [5.0, 25.0])
def test_the_limit_from_a_boundary_can_be_set(limit):
    network = drawn_network({"a": (0, 50), "b": (100, 50)}, ["a b"])
    ways_in = access_points(network, np.array([SQUARE], dtype=object), boundary_limit_m=limit)
    assert len(ways_in.space) == (1 if limit > 20 else 0)

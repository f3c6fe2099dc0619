"""How far a walk reaches, measured by hand on drawn streets."""

import math

import networkx as nx
import numpy as np
import pytest
import shapely
from drawn_networks import costs_with, drawn_network, edge_at, on_edges, walks_by_networkx

from geo.network.catchments import BESIDE_STREET_M, catchments, walk_out, walks_of
from geo.network.flags import EdgeFlag
from geo.network.snapping import EdgePoints, snap

# A cross of four arms of 100 m:
#        n
#        │
#   w────o────e
#        │
#        s
CROSS = drawn_network({"o": (0, 0), "n": (0, 100), "s": (0, -100), "e": (100, 0), "w": (-100, 0)}, ["w o e", "n o s"])
AT_O = snap(CROSS, np.array([[0.0, 0.0]]))


def streets_of(network, point, cutoff_m, **more):
    (found,) = catchments(network, point, [cutoff_m], **more)
    return found


def same(a, b):
    return shapely.normalize(shapely.line_merge(a)).equals_exact(shapely.normalize(shapely.line_merge(b)), 1e-9)


def test_streets_are_cut_where_the_metres_run_out():
    found = streets_of(CROSS, AT_O, 60)
    assert found.length_m == pytest.approx(4 * 60)
    assert found.streets.bounds == pytest.approx((-60, -60, 60, 60))


def test_a_walk_that_begins_in_the_middle_of_an_edge_goes_both_ways():
    # 30 m east of o: 50 m on reach e's side to 80, back to o at 30 and 20 m up every other arm.
    point = snap(CROSS, np.array([[30.0, 0.0]]))
    found = streets_of(CROSS, point, 50)
    assert found.length_m == pytest.approx(80 + 3 * 20)
    assert found.streets.bounds == pytest.approx((-20, -20, 80, 20))


def node(x, y):
    return int(np.flatnonzero((CROSS.node_xy == (x, y)).all(axis=1))[0])


def test_the_straight_line_to_the_street_is_spent_too():
    beside = snap(CROSS, np.array([[50.0, 40.0]]))
    assert beside.distance_m[0] == 40
    assert streets_of(CROSS, beside, 60).length_m == pytest.approx(2 * 20)
    assert streets_of(CROSS, beside, 40).length_m == 0


def test_a_point_that_is_on_no_street_reaches_nothing():
    far = snap(CROSS, np.array([[5000.0, 0.0]]))
    found = streets_of(CROSS, far, 500)
    assert found.streets.is_empty
    assert found.polygon.is_empty
    assert found.length_m == 0


def test_a_network_without_streets_and_no_points_reach_nothing():
    empty = drawn_network({"a": (0, 0)}, [])
    assert streets_of(empty, snap(empty, np.array([[0.0, 0.0]])), 500).polygon.is_empty
    assert streets_of(CROSS, on_edges(), 500).polygon.is_empty
    assert catchments(CROSS, AT_O, []) == ()


def test_the_ground_is_what_lies_within_25_m_of_a_reached_street():
    found = streets_of(CROSS, AT_O, 60)
    # A cross of two strips of 170 by 50 m with round ends, that share 50 by 50 m. Each strip: 120 x 50 and a disc.
    disc = math.pi * BESIDE_STREET_M**2
    assert found.polygon.area == pytest.approx(2 * (120 * 50 + disc) - 50 * 50, rel=0.004)
    assert shapely.hausdorff_distance(found.polygon.boundary, shapely.buffer(found.streets, 25).boundary) < 0.2


def test_what_streets_enclose_stays_a_hole():
    #  a square of 200 m round a yard that no street enters: a hole of 150 m
    ring = drawn_network({"a": (0, 0), "b": (200, 0), "c": (200, 200), "d": (0, 200)}, ["a b c d a"])
    found = streets_of(ring, snap(ring, np.array([[0.0, 0.0]])), 400)
    assert found.length_m == pytest.approx(800)
    (polygon,) = found.polygon.geoms
    (hole,) = polygon.interiors
    assert shapely.Polygon(hole).area == pytest.approx(150 * 150, rel=1e-6)


def test_a_ring_walked_from_both_ends_is_reached_as_a_whole_only_where_they_meet():
    ring = drawn_network({"a": (0, 0), "b": (200, 0), "c": (200, 200), "d": (0, 200)}, ["a b c d a"])
    start = snap(ring, np.array([[0.0, 0.0]]))
    assert streets_of(ring, start, 390).length_m == pytest.approx(780)
    assert streets_of(ring, start, 399).length_m == pytest.approx(798)


def test_catchments_lie_within_each_other_and_come_in_the_order_asked():
    found = catchments(CROSS, AT_O, [80, 20, 50])
    assert [each.cutoff_m for each in found] == [80, 20, 50]
    for inner, outer in ((found[1], found[2]), (found[2], found[0])):
        assert inner.polygon.difference(outer.polygon).area < 1e-9
        assert inner.polygon.area < outer.polygon.area
        assert shapely.covers(shapely.buffer(outer.streets, 1e-6), inner.streets)


def test_what_is_reached_is_the_same_alone_and_beside_nearer_ones():
    alone = streets_of(CROSS, AT_O, 80)
    beside = catchments(CROSS, AT_O, [20, 80])[1]
    assert same(alone.streets, beside.streets)
    assert beside.polygon.symmetric_difference(alone.polygon).area < 0.01 * alone.polygon.area


def test_a_bridge_over_a_street_is_not_a_way_onto_it():
    #  the footbridge w–e passes over n–s without a node in common
    network = drawn_network(
        {"w": (-50, 0), "e": (50, 0), "n": (0, 50), "s": (0, -50)},
        [("w e", {"highway": "footway", "bridge": "yes", "layer": "1"}), "n s"],
    )
    found = streets_of(network, snap(network, np.array([[-50.0, 0.0]])), 1000)
    assert same(found.streets, shapely.LineString([(-50, 0), (50, 0)]))


def test_a_moving_walkway_is_ridden_out_its_own_way_alone_and_come_by_the_other():
    #  a ──→── b ───── c
    network = drawn_network(
        {"a": (0, 0), "b": (100, 0), "c": (200, 0)}, [("a b", {"highway": "footway", "conveying": "forward"}), "b c"]
    )
    at_b = snap(network, np.array([[100.0, 0.0]]))
    assert streets_of(network, at_b, 50).streets.bounds == pytest.approx((100, 0, 150, 0))
    assert streets_of(network, at_b, 50, towards=True).streets.bounds == pytest.approx((50, 0, 150, 0))
    on_it = on_edges((edge_at(network, 50, 0), 40.0))
    assert streets_of(network, on_it, 30).streets.bounds == pytest.approx((40, 0, 70, 0))
    assert streets_of(network, on_it, 30, towards=True).streets.bounds == pytest.approx((10, 0, 40, 0))


def test_penalties_shorten_the_reach_and_what_is_closed_is_not_entered():
    #  50 m left at o: the north arm costs twice its length, the south arm is closed
    costs = costs_with(CROSS, {edge_at(CROSS, 0, 50): 200.0, edge_at(CROSS, 0, -50): np.inf})
    found = streets_of(CROSS, AT_O, 50, costs=costs)
    assert found.streets.bounds == pytest.approx((-50, 0, 50, 25))
    assert found.length_m == pytest.approx(50 + 50 + 25)


def test_a_gate_costs_what_it_costs_and_a_stile_that_is_not_climbed_ends_the_walk():
    gate = costs_with(CROSS, nodes={node(0, 0): 30.0})
    on_west = snap(CROSS, np.array([[-20.0, 0.0]]))
    # 20 m to o, 30 for passing it: 50 left of 100 on each of the three arms, and 80 m west.
    found = streets_of(CROSS, on_west, 100, costs=gate)
    assert found.length_m == pytest.approx(20 + 80 + 3 * 50)
    stile = costs_with(CROSS, nodes={node(0, 0): np.inf})
    assert same(streets_of(CROSS, on_west, 100, costs=stile).streets, shapely.LineString([(-100, 0), (0, 0)]))


def test_without_a_limit_all_that_hangs_together_is_reached():
    two = drawn_network({"a": (0, 0), "b": (100, 0), "c": (0, 500), "d": (70, 500)}, ["a b", "c d"])
    assert streets_of(two, snap(two, np.array([[0.0, 0.0]])), math.inf).length_m == pytest.approx(100)


def test_from_a_closed_street_nothing_is_reached():
    closed = costs_with(CROSS, {edge_at(CROSS, 50, 0): np.inf})
    assert streets_of(CROSS, snap(CROSS, np.array([[50.0, 0.0]])), 200, costs=closed).length_m == 0


@pytest.mark.parametrize("cutoff", [0.0, -5.0])
def test_no_metres_reach_nothing(cutoff):
    assert streets_of(CROSS, AT_O, cutoff).polygon.is_empty


def test_several_ways_in_reach_together_what_each_reaches():
    ends = snap(CROSS, np.array([[100.0, 0.0], [-100.0, 0.0]]))
    assert streets_of(CROSS, ends, 30).length_m == pytest.approx(60)


@pytest.mark.parametrize("cutoff", [150.0, 600.0, 1200.0])
def test_the_length_reached_in_the_city_is_that_worked_out_edge_by_edge_with_networkx(clerkenwell, cutoff):
    point = snap(clerkenwell, np.median(clerkenwell.node_xy, axis=0)[None])
    start, at, spent = int(point.edge[0]), float(point.offset_m[0]), float(point.distance_m[0])
    graph, pieces = nx.DiGraph(), []
    for edge, (u, v) in enumerate(clerkenwell.edge_uv.tolist()):
        length = float(clerkenwell.edge_length_m[edge])
        ends = [(u, "start", at), ("start", v, length - at)] if edge == start else [(u, v, length)]
        both_ways = not clerkenwell.edge_flags[edge] & EdgeFlag.ONEWAY_FOOT
        for first, second, metres in ends:
            pieces.append((first, second, metres, both_ways))
            graph.add_edge(first, second, weight=metres)
            if both_ways:
                graph.add_edge(second, first, weight=metres)
    walked = nx.single_source_dijkstra_path_length(graph, "start", cutoff=cutoff - spent)
    left = {node: cutoff - spent - metres for node, metres in walked.items()}
    expected = sum(
        min(metres, left.get(first, 0.0) + (left.get(second, 0.0) if both_ways else 0.0))
        for first, second, metres, both_ways in pieces
    )
    assert streets_of(clerkenwell, point, cutoff).length_m == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("towards", [False, True])
@pytest.mark.parametrize("compiled", [False, True])
def test_walks_of_a_pass_are_those_that_networkx_finds(clerkenwell, towards, compiled):
    rng = np.random.default_rng(7)
    edge = rng.integers(0, clerkenwell.edge_count, 40)
    places = EdgePoints(edge=edge, offset_m=rng.random(40) * clerkenwell.edge_length_m[edge], distance_m=np.zeros(40))
    point = snap(clerkenwell, np.median(clerkenwell.node_xy, axis=0)[None])
    walked = walk_out(clerkenwell, point, 900.0, towards=towards, compiled=compiled)
    found = walks_of(clerkenwell, walked, places)
    seeds, targets = (point, places) if towards else (places, point)
    expected = walks_by_networkx(clerkenwell, seeds, targets).ravel()
    expected = np.where(expected <= 900.0, expected, np.inf)
    assert np.isfinite(expected).sum() > 10
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)

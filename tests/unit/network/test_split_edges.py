"""A street of 100 m split at places told by hand."""

import numpy as np
import pytest
from drawn_networks import costs_with, drawn_network, on_edges

from geo.network.routing import nearest_m, nearest_seed
from geo.network.snapping import EdgePoints
from geo.network.split_edges import split_edges


@pytest.fixture
def street():
    """a (0, 0) east to b (60, 0), north to c (60, 40), all one way of 100 m; d stands off a."""
    return drawn_network(
        {"a": (0, 0), "b": (60, 0), "c": (60, 40), "d": (0, -10)}, [("a b c", {"highway": "residential"}), "d a"]
    )


def long_edge(network):
    return int(np.argmax(network.edge_length_m))


def test_one_place_makes_one_node_and_two_pieces(street):
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 70.0)))
    assert split.network.node_count == street.node_count + 1
    assert split.network.edge_count == street.edge_count + 1
    pieces = split.pieces(edge)
    assert pieces.tolist() == [edge, street.edge_count]
    np.testing.assert_allclose(split.network.edge_length_m[pieces], [70.0, 30.0])
    # The edge may be kept in either direction: 70 m from a is 10 m up from b, 70 m from c is 30 m along from a.
    from_a = street.node_xy[street.edge_uv[edge, 0]].tolist() == [0, 0]
    np.testing.assert_allclose(split.network.node_xy[split.node[0]], (60, 10) if from_a else (30, 0))
    assert split.old_edge[pieces].tolist() == [edge, edge]


def test_pieces_keep_the_bends_of_the_street(street):
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 20.0), (edge, 80.0)))
    first, middle, last = (split.network.lines[row] for row in split.pieces(edge))
    assert first.length + middle.length + last.length == pytest.approx(100.0)
    assert {len(line.coords) for line in (first, last)} == {2}
    assert (60.0, 0.0) in list(middle.coords)


def test_a_place_at_an_end_is_the_node_that_is_there(street):
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 0.0), (edge, 0.009), (edge, 99.995), (edge, 100.0)))
    assert split.node.tolist() == [*[street.edge_uv[edge, 0]] * 2, *[street.edge_uv[edge, 1]] * 2]
    assert split.network is street


def test_places_told_twice_are_one_node_and_order_does_not_matter(street):
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 50.0), (edge, 20.0), (edge, 50.0), (edge, 50.005)))
    assert split.network.node_count == street.node_count + 2
    assert split.node[0] == split.node[2] == split.node[3]
    assert split.node[1] == street.node_count
    np.testing.assert_allclose(split.network.edge_length_m[split.pieces(edge)], [20.0, 30.0, 50.0])


def test_a_place_on_no_edge_has_no_node(street):
    nowhere = EdgePoints(edge=np.array([-1]), offset_m=np.zeros(1), distance_m=np.full(1, np.nan))
    split = split_edges(street, nowhere)
    assert split.node.tolist() == [-1]
    assert split.points(nowhere).edge.tolist() == [-1]
    assert split.network is street


def test_costs_are_shared_by_length_and_new_nodes_cost_nothing(street):
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 25.0)))
    costs = split.costs(costs_with(street, edges={edge: 300.0}, nodes={0: 7.0}))
    np.testing.assert_allclose(costs.edge_m[split.pieces(edge)], [75.0, 225.0])
    assert costs.node_m.tolist() == [7.0, *[0.0] * street.node_count]
    closed = split.costs(costs_with(street, edges={edge: np.inf}))
    assert np.isinf(closed.edge_m[split.pieces(edge)]).all()


def test_values_of_an_edge_are_those_of_each_piece(street):
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 25.0), (edge, 30.0)))
    of = split.values(np.arange(street.edge_count) == edge)
    assert np.flatnonzero(of).tolist() == split.pieces(edge).tolist()


def test_one_way_streets_stay_one_way():
    network = drawn_network(
        {"a": (0, 0), "b": (100, 0), "c": (50, 80)},
        [("a b", {"highway": "footway", "oneway:foot": "yes"}), "b c", "c a"],
    )
    one_way = int(np.flatnonzero(network.is_one_way)[0])
    _ = network.turned_arcs
    split = split_edges(network, on_edges((one_way, 40.0)))
    assert split.network.is_one_way[split.pieces(one_way)].all()
    start, end = on_edges((one_way, 10.0)), on_edges((one_way, 90.0))
    assert nearest_m(split.network, split.points(end), split.points(start))[0] == pytest.approx(80.0)
    round_about = nearest_m(network, start, end)[0]
    assert nearest_m(split.network, split.points(start), split.points(end))[0] == pytest.approx(round_about)
    assert round_about > 100.0


def test_a_barrier_at_the_new_node_parts_the_homes_on_either_side(street):
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 50.0)))
    costs = split.costs(costs_with(street))
    costs.node_m[split.node[0]] = 200.0
    near, far, goal = (split.points(on_edges((edge, at))) for at in (40.0, 60.0, 30.0))
    assert nearest_seed(split.network, goal, near, costs=costs).distance_m[0] == pytest.approx(10.0)
    assert nearest_seed(split.network, goal, far, costs=costs).distance_m[0] == pytest.approx(230.0)


def test_the_old_network_is_as_it_was(street):
    before = {name: np.array(getattr(street, name)) for name in ("edge_uv", "indices", "csr_edge", "weights", "indptr")}
    lines = list(street.lines)
    split_edges(street, on_edges((long_edge(street), 50.0)))
    for name, array in before.items():
        np.testing.assert_array_equal(getattr(street, name), array)
    assert list(street.lines) == lines


def test_lines_that_were_not_cut_are_the_very_same(street):
    lines = street.lines
    edge = long_edge(street)
    split = split_edges(street, on_edges((edge, 50.0)))
    others = [row for row in range(street.edge_count) if row != edge]
    assert all(split.network.lines[row] is lines[row] for row in others)

"""What must hold of every kernel on any small graph: with ties, islands, parallel arcs, costs of 0 and inf."""

import networkx as nx
import numpy as np
from drawn_networks import walks_by_networkx
from hypothesis import given
from hypothesis import strategies as st
from test_walks_keep_their_word import TRIES, points_on, spots, towns

from geo.network import kernels, kernels_twin
from geo.network.closeness import closeness
from geo.network.costs import WalkCosts
from geo.network.reach import reach_pairs
from geo.network.routing import nearest_seed

# Few different costs, so that ways of equal cost come up often.
ARC_COSTS = st.sampled_from([0.0, 1.0, 1.0, 2.0, 2.5, 7.0, np.inf])


@st.composite
def graphs(draw):
    """Arcs of up to eight nodes in compressed rows, each drawn on its own: (indptr, indices, cost)."""
    n = draw(st.integers(1, 8))
    node = st.integers(0, n - 1)
    arcs = sorted(draw(st.lists(st.tuples(node, node, ARC_COSTS), max_size=24)))
    tail = np.array([arc[0] for arc in arcs], np.int64)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=n))]).astype(np.int64)
    return indptr, np.array([arc[1] for arc in arcs], np.int32), np.array([arc[2] for arc in arcs], np.float64)


@st.composite
def graphs_with_starts(draw):
    graph = draw(graphs())
    starts = draw(st.lists(st.tuples(st.integers(0, len(graph[0]) - 2), ARC_COSTS), max_size=5))
    node = np.array([start[0] for start in starts], np.int64)
    return graph, node, np.array([start[1] for start in starts], np.float64)


def walked(graph, node, cost):
    """The cost of each node from each start, [s, n], by networkx on a graph that keeps parallel arcs apart."""
    indptr, indices, arc_cost = graph
    n = len(indptr) - 1
    drawn = nx.MultiDiGraph()
    drawn.add_nodes_from(range(n))
    tail = np.repeat(np.arange(n), np.diff(indptr))
    for u, v, w in zip(tail.tolist(), indices.tolist(), arc_cost.tolist(), strict=True):
        if np.isfinite(w):
            drawn.add_edge(u, v, weight=w)
    table = np.full((len(node), n), np.inf)
    for row, start in enumerate(node.tolist()):
        for other, length in nx.single_source_dijkstra_path_length(drawn, start).items():
            table[row, other] = cost[row] + length
    return table


@TRIES
@given(graphs_with_starts(), st.sampled_from([0.0, 2.0, 5.0, np.inf]))
def test_the_nearest_start_of_every_node_is_the_one_networkx_finds(drawn, cutoff):
    graph, node, cost = drawn
    table = walked(graph, node, cost)
    expected = table.min(axis=0, initial=np.inf)
    expected[expected > cutoff] = np.inf
    for kernel in (kernels, kernels_twin):
        distance, seed = kernel.multi_source(*graph, node, cost, np.arange(len(node)), cutoff)
        np.testing.assert_array_equal(distance, expected)
        assert ((seed >= 0) == np.isfinite(expected)).all()
        named = np.flatnonzero(seed >= 0)
        np.testing.assert_array_equal(table[seed[named], named], expected[named])


@TRIES
@given(towns(), spots, spots, st.data())
def test_walks_at_any_costs_are_those_networkx_finds(network, seeds, targets, data):
    if not network.edge_count:
        return
    costs = drawn_costs(network, data)
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    expected = walks_by_networkx(network, seeds, targets, costs).min(axis=1)
    for compiled in (True, False):
        found = nearest_seed(network, seeds, targets, costs=costs, compiled=compiled)
        np.testing.assert_allclose(found.distance_m, expected, rtol=0, atol=1e-9)


@TRIES
@given(towns(), spots, spots, st.data())
def test_pairs_in_reach_are_those_networkx_finds(network, seeds, targets, data):
    if not network.edge_count:
        return
    costs = drawn_costs(network, data)
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    group = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(seeds), max_size=len(seeds))))
    # A cutoff that no sum of these costs comes near.
    cutoff = data.draw(st.sampled_from([10.123, 77.777, 150.321, np.inf]))
    walks = walks_by_networkx(network, seeds, targets, costs)
    expected = np.column_stack([walks[:, group == g].min(axis=1, initial=np.inf) for g in range(4)])
    expected[expected > cutoff] = np.inf
    for compiled in (True, False):
        pairs = reach_pairs(network, seeds, group, targets, cutoff_m=cutoff, costs=costs, compiled=compiled)
        table = np.full(expected.shape, np.inf)
        table[pairs.target, pairs.group] = pairs.distance_m
        assert len(pairs) == np.isfinite(table).sum()
        np.testing.assert_allclose(table, expected, rtol=0, atol=1e-9)
        order = np.lexsort((pairs.group, pairs.distance_m, pairs.target))
        assert (order == np.arange(len(pairs))).all()


@TRIES
@given(towns(), st.data())
def test_what_lies_near_a_node_is_what_networkx_finds(network, data):
    costs = drawn_costs(network, data)
    arcs = np.asarray(network.indptr), np.asarray(network.indices), costs.arc_m(network)
    n = network.node_count
    table = walked(arcs, np.arange(n), np.zeros(n))
    np.fill_diagonal(table, np.inf)
    weight = np.arange(n) + 1.0
    for compiled in (True, False):
        near = closeness(network, cutoffs_m=(33.333, 123.456), node_weight=weight, costs=costs, compiled=compiled)
        for column, cutoff in enumerate((33.333, 123.456)):
            within = table <= cutoff
            assert near.count[:, column].tolist() == within.sum(axis=1).tolist()
            np.testing.assert_allclose(near.total_m[:, column], np.where(within, table, 0).sum(axis=1), atol=1e-9)
            np.testing.assert_allclose(near.weight[:, column], within @ weight, atol=1e-9)


def drawn_costs(network, data):
    """Lengths times a factor, and some metres a node; some closed, some free."""
    factor = data.draw(st.lists(st.sampled_from([0.0, 1.0, 1.0, 1.5, np.inf]), min_size=1, max_size=8))
    node = data.draw(st.lists(st.sampled_from([0.0, 0.0, 10.0, np.inf]), min_size=1, max_size=5))
    with np.errstate(invalid="ignore"):
        edge_m = network.edge_length_m * np.resize(factor, network.edge_count)
    return WalkCosts(edge_m=edge_m, node_m=np.resize(node, network.node_count).astype(float))

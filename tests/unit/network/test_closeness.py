"""What lies near each node, worked out on paper and against networkx."""

import networkx as nx
import numpy as np
import pytest
from drawn_networks import costs_with, drawn_network, edge_at

from geo.network.closeness import closeness

# a ---100--- b ---60--- c
#             |
#             40
#             |
#             d          e ---30--- f (an island)
PLACES = {"a": (0, 0), "b": (100, 0), "c": (160, 0), "d": (100, -40), "e": (300, 0), "f": (330, 0)}
WAYS = ["a b c", "b d", "e f"]


@pytest.fixture
def town():
    return drawn_network(PLACES, WAYS)


@pytest.fixture(params=[True, False], ids=["compiled", "scipy"])
def compiled(request):
    return request.param


def nodes_at(network, names):
    return np.array([int(np.argmin(np.hypot(*(network.node_xy - PLACES[name]).T))) for name in names])


def test_others_within_each_cutoff_and_the_walks_to_them(town, compiled):
    near = closeness(town, cutoffs_m=(60, 100, 140), nodes=nodes_at(town, "abcde"), compiled=compiled)
    # a: b 100, d 140, c 160.   b: d 40, c 60, a 100.   c: b 60, d 100, a 160.   d: b 40, c 100, a 140.   e: f 30.
    assert near.count.tolist() == [[0, 1, 2], [2, 3, 3], [1, 2, 2], [1, 2, 3], [1, 1, 1]]
    assert near.total_m.tolist() == pytest.approx(
        np.array([[0, 100, 240], [100, 200, 200], [60, 160, 160], [40, 140, 280], [30, 30, 30]])
    )
    assert near.weight.tolist() == near.count.tolist()


def test_the_weight_of_others_is_counted_and_not_ones_own(town, compiled):
    weight = np.zeros(town.node_count)
    weight[nodes_at(town, "abcdef")] = [1, 10, 100, 1000, 5, 7]
    near = closeness(town, cutoffs_m=(100,), node_weight=weight, compiled=compiled)
    found = near.weight[nodes_at(town, "abcdef"), 0]
    assert found.tolist() == [10, 1101, 1010, 110, 7, 5]


def test_cutoffs_may_come_in_any_order(town, compiled):
    at = nodes_at(town, "b")
    near = closeness(town, cutoffs_m=(100, 40, np.inf, 60), nodes=at, compiled=compiled)
    assert near.count.tolist() == [[3, 1, 3, 2]]
    assert near.total_m.tolist() == [[200, 40, 200, 100]]


def test_costs_of_edges_and_nodes_lengthen_the_walks(town, compiled):
    a, b, d = nodes_at(town, "abd")
    bc = edge_at(town, 130, 0)
    costs = costs_with(town, edges={bc: np.inf}, nodes={b: 20.0, d: 6.0})
    near = closeness(town, cutoffs_m=(500,), nodes=np.array([a, b]), costs=costs, compiled=compiled)
    # a to b: 100 + half of b; a to d: 100 + b + 40 + half of d. b to a: half of b + 100; b to d: half of each + 40.
    assert near.count.tolist() == [[2], [2]]
    assert near.total_m.tolist() == pytest.approx(np.array([[110 + 163], [110 + 53]]))


def test_walks_go_from_the_node_along_one_way_streets(compiled):
    network = drawn_network({"a": (0, 0), "b": (100, 0)}, [("a b", {"highway": "steps", "conveying": "forward"})])
    start = network.edge_uv[0, 0]
    near = closeness(network, cutoffs_m=(400,), compiled=compiled)
    assert near.count[start].tolist() == [1]
    assert near.count[1 - start].tolist() == [0]


def test_nobody_asked_and_nothing_there(town, compiled):
    assert closeness(town, nodes=np.zeros(0, np.int64), compiled=compiled).count.shape == (0, 3)
    assert closeness(drawn_network({}, []), compiled=compiled).count.shape == (0, 3)


def test_every_node_of_a_real_quarter_counts_what_networkx_counts(northampton_square, compiled):
    network = northampton_square
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    tail = np.repeat(np.arange(network.node_count), np.diff(network.indptr))
    graph.add_weighted_edges_from(zip(tail.tolist(), network.indices.tolist(), network.weights.tolist(), strict=True))
    near = closeness(network, cutoffs_m=(150, 300), compiled=compiled)
    for node, walks in nx.all_pairs_dijkstra_path_length(graph, cutoff=300):
        others = np.array([walk for other, walk in walks.items() if other != node])
        for column, cutoff in enumerate((150, 300)):
            assert near.count[node, column] == (others <= cutoff).sum()
            assert near.total_m[node, column] == pytest.approx(others[others <= cutoff].sum(), rel=1e-12)

"""What must hold of walks when links close: as if all had been worked out anew, on many drawn towns."""

from __future__ import annotations

import numpy as np
from drawn_networks import costs_with, nearest_by_networkx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_walks_keep_their_word import points_on, spots, towns

from geo.network.closed_links import OpenWalks
from geo.network.costs import WalkCosts
from geo.network.routing import nearest_seed

TRIES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = st.lists(st.integers(0, 200), max_size=3)
prices = st.lists(st.sampled_from([0.0, 1.0, 1.0, 3.0, np.inf]), min_size=30, max_size=30)


def costs_of(network, edge_prices, node_prices):
    edge = np.resize(np.array(edge_prices), network.edge_count) * network.edge_length_m
    node = np.where(np.isinf(np.resize(node_prices, network.node_count)), 25.0, 0.0)
    return WalkCosts(edge_m=edge, node_m=node)


@TRIES
@given(
    towns(), st.tuples(spots, spots), st.tuples(some, some), st.tuples(prices, prices), st.sampled_from([np.inf, 90.0])
)
def test_closing_links_gives_the_walks_of_a_whole_new_pass(network, places, closes, priced, cutoff):
    (goals, homes), (edges, nodes) = places, closes
    if not network.edge_count:
        return
    goals, homes, costs = points_on(network, goals), points_on(network, homes), costs_of(network, *priced)
    edges = np.unique(np.array(edges, np.int64) % network.edge_count)
    nodes = np.unique(np.array(nodes, np.int64) % network.node_count)
    before = OpenWalks.of(network, costs, goals, homes, cutoff_m=cutoff)
    whole = nearest_seed(network, goals, homes, costs=costs, cutoff_m=cutoff).distance_m
    np.testing.assert_array_equal(before.walks, whole)
    rows, walks = before.closing(edges, nodes)
    found = before.walks.copy()
    found[rows] = walks
    closed = WalkCosts(edge_m=costs.edge_m.copy(), node_m=costs.node_m.copy())
    closed.edge_m[edges] = np.inf
    closed.node_m[nodes] = np.inf
    expected = nearest_seed(network, goals, homes, costs=closed, cutoff_m=cutoff).distance_m
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)
    assert (found >= before.walks - 1e-9).all()


@TRIES
@given(towns(), spots, spots, some)
def test_plain_walks_with_closed_links_are_those_that_networkx_finds(network, goals, homes, edges):
    if not network.edge_count:
        return
    goals, homes = points_on(network, goals), points_on(network, homes)
    edges = np.unique(np.array(edges, np.int64) % network.edge_count)
    costs = costs_with(network)
    before = OpenWalks.of(network, costs, goals, homes, cutoff_m=np.inf)
    rows, walks = before.closing(edges, np.zeros(0, np.int64))
    found = before.walks.copy()
    found[rows] = walks
    closed = costs_with(network, dict.fromkeys(edges.tolist(), np.inf))
    np.testing.assert_allclose(found, nearest_by_networkx(network, goals, homes, closed), rtol=0, atol=1e-9)


@TRIES
@given(towns(), spots, spots)
def test_a_node_carries_the_people_whose_walk_grows_when_it_closes(network, goals, homes):
    if not network.edge_count:
        return
    goals, homes = points_on(network, goals), points_on(network, homes)
    before = OpenWalks.of(network, costs_with(network), goals, homes, cutoff_m=np.inf)
    people = np.arange(1.0, len(homes) + 1.0)
    carried = before.carried(people)
    for node in range(network.node_count):
        rows, walks = before.closing(np.zeros(0, np.int64), np.array([node]))
        grown = rows[walks > before.walks[rows] + 1e-9]
        assert people[grown].sum() <= carried[node] + 1e-9

"""Splitting edges changes no walk, whatever the network and wherever the places."""

import numpy as np
import shapely
from drawn_networks import costs_with
from hypothesis import given
from hypothesis import strategies as st
from test_walks_keep_their_word import TRIES, points_on, spots, towns

from geo.network.routing import nearest_seed
from geo.network.split_edges import split_edges

places = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from([0.0, 1e-5, 0.25, 0.2500001, 0.5, 0.7, 0.8, 0.99999, 1.0])),
    min_size=1,
    max_size=9,
)
hindrances = st.tuples(st.integers(0, 200), st.sampled_from([1.0, 1.5, 10.0, np.inf]), st.booleans())


def assert_well_formed(network, shortest_m=0.0):
    uv, offsets = network.edge_uv, network.edge_offsets
    assert (uv[:, 0] != uv[:, 1]).all()
    assert len(np.unique(np.sort(uv, axis=1), axis=0)) == len(uv)
    assert (network.edge_length_m > 0).all()
    drawn = np.maximum([line.length for line in network.lines], shortest_m)
    np.testing.assert_allclose(drawn, network.edge_length_m, atol=1e-9)
    np.testing.assert_allclose(network.edge_coords[offsets[:-1]], network.node_xy[uv[:, 0]], atol=1e-9)
    np.testing.assert_allclose(network.edge_coords[offsets[1:] - 1], network.node_xy[uv[:, 1]], atol=1e-9)
    arcs = {
        (tail, int(head), int(edge), float(weight))
        for tail in range(network.node_count)
        for head, edge, weight in zip(
            *(a[network.indptr[tail] : network.indptr[tail + 1]] for a in (network.indices, network.csr_edge)),
            network.weights[network.indptr[tail] : network.indptr[tail + 1]],
            strict=True,
        )
    }
    expected = set()
    for edge, ((u, v), length) in enumerate(zip(uv.tolist(), network.edge_length_m.tolist(), strict=True)):
        expected.add((u, v, edge, length))
        if not network.is_one_way[edge]:
            expected.add((v, u, edge, length))
    assert arcs == expected
    assert len(network.indices) == len(expected)
    indptr, tails, edges = network.turned_arcs
    turned = {
        (int(tails[arc]), head, int(edges[arc]))
        for head in range(network.node_count)
        for arc in range(indptr[head], indptr[head + 1])
    }
    assert turned == {arc[:3] for arc in expected}


@TRIES
@given(towns(), places, st.booleans())
def test_a_split_network_is_a_network(network, at, warm):
    if not network.edge_count:
        return
    if warm:
        _ = network.lines, network.turned_arcs
    split = split_edges(network, points_on(network, at))
    assert ("lines" in split.network.__dict__) == warm  # carried where it was there, and else not worked out
    assert_well_formed(split.network)


@TRIES
@given(towns(), places, spots, spots, hindrances)
def test_walks_are_as_long_as_before(network, at, seeds, targets, hindrance):
    barrier, factor, warm = hindrance
    if not network.edge_count:
        return
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    edge, node = barrier % network.edge_count, barrier % network.node_count
    costs = costs_with(network, edges={edge: network.edge_length_m[edge] * factor}, nodes={node: 7.0})
    if warm:
        _ = network.turned_arcs
    split = split_edges(network, points_on(network, at))
    for before, after in ((None, None), (costs, split.costs(costs))):
        old = nearest_seed(network, seeds, targets, costs=before).distance_m
        new = nearest_seed(split.network, split.points(seeds), split.points(targets), costs=after).distance_m
        np.testing.assert_allclose(new, old, rtol=0, atol=1e-9)


@TRIES
@given(towns(), places)
def test_the_node_at_each_place_is_where_the_place_is(network, at):
    if not network.edge_count:
        return
    points = points_on(network, at)
    split = split_edges(network, points)
    for edge, offset, node in zip(points.edge, points.offset_m, split.node, strict=True):
        there = network.lines[edge].interpolate(offset)
        assert np.hypot(*(split.network.node_xy[node] - [there.x, there.y])) <= 0.01 + 1e-9


@TRIES
@given(towns(), places, spots)
def test_places_stay_where_they_are(network, at, points):
    if not network.edge_count:
        return
    points = points_on(network, points)
    split = split_edges(network, points_on(network, at))
    moved = split.points(points)
    np.testing.assert_array_equal(split.old_edge[moved.edge], points.edge)
    for old, new in zip(range(len(points)), range(len(moved)), strict=True):
        before = network.lines[points.edge[old]].interpolate(points.offset_m[old])
        after = split.network.lines[moved.edge[new]].interpolate(moved.offset_m[new])
        assert before.distance(after) < 1e-6


@TRIES
@given(towns(), places, st.lists(st.tuples(st.floats(-50, 200), st.floats(-50, 220)), min_size=1, max_size=5))
def test_the_index_that_is_carried_over_answers_as_one_that_is_made_anew(network, at, asked):
    if not network.edge_count:
        return
    _ = network.tree
    split = split_edges(network, points_on(network, at)).network
    again = split_edges(split, points_on(split, at)).network
    anew = shapely.STRtree(again.lines)
    points = shapely.points(np.array(asked))
    for shapes, how in (
        (shapely.buffer(points, 30.0), {"predicate": "intersects"}),
        (points, {"predicate": "dwithin", "distance": 25.0}),
        (points[0].buffer(40.0), {"predicate": "intersects"}),
    ):
        found = np.atleast_2d(again.tree.query(shapes, **how)).T.tolist()
        assert sorted(found) == sorted(np.atleast_2d(anew.query(shapes, **how)).T.tolist())
    found, apart = again.tree.query_nearest(points, max_distance=60.0, return_distance=True, all_matches=False)
    expected, distance = anew.query_nearest(points, max_distance=60.0, return_distance=True, all_matches=False)
    assert found[0].tolist() == expected[0].tolist()
    np.testing.assert_allclose(apart, distance, atol=1e-9)  # of edges equally near either may be answered
    np.testing.assert_allclose(shapely.distance(points[found[0]], again.lines[found[1]]), apart, atol=1e-9)
    nearest = again.tree.nearest(points[0])
    assert abs(points[0].distance(again.lines[nearest]) - shapely.distance(points[0], again.lines).min()) < 1e-9

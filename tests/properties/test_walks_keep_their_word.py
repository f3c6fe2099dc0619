"""What must hold of walks on any network, tried on many drawn at random."""

import networkx as nx
import numpy as np
from drawn_networks import costs_with, drawn_network, nearest_by_networkx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.network.access_points import access_points
from geo.network.routing import nearest_seed
from geo.network.snapping import EdgePoints, snap

TRIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = (
    {"highway": "footway"},
    {"highway": "residential"},
    {"highway": "steps", "conveying": "forward"},
    {"highway": "footway", "oneway:foot": "-1"},
)


@st.composite
def towns(draw):
    """A few streets on a coarse grid, so that crossings, loops, parallels, repeats and islands come up often."""
    count = draw(st.integers(2, 9))
    spot = st.tuples(st.integers(0, 4), st.integers(0, 4))
    places = {
        chr(97 + row): (37.0 * x, 41.0 * y)
        for row, (x, y) in enumerate(draw(st.lists(spot, min_size=count, max_size=count)))
    }
    names = st.sampled_from(sorted(places))
    way = st.tuples(st.lists(names, min_size=2, max_size=6).map(" ".join), st.sampled_from(KINDS))
    nodes = draw(
        st.dictionaries(names, st.sampled_from([{"barrier": "gate"}, {"barrier": "gate", "access": "no"}]), max_size=2)
    )
    return drawn_network(places, draw(st.lists(way, min_size=1, max_size=7)), nodes)


def points_on(network, fractions):
    """Points on edges from pairs (edge, share of its length), wrapped to the edges there are."""
    edge = np.array([row % network.edge_count for row, _ in fractions], np.int64)
    offset = np.array([share for _, share in fractions]) * network.edge_length_m[edge]
    return EdgePoints(edge=edge, offset_m=offset, distance_m=np.zeros(len(edge)))


spots = st.lists(st.tuples(st.integers(0, 200), st.sampled_from([0.0, 0.25, 0.5, 0.8, 1.0])), min_size=1, max_size=6)


@TRIES
@given(towns(), spots, spots)
def test_a_walk_is_the_one_networkx_finds_and_the_twin_agrees(network, seeds, targets):
    if not network.edge_count:
        return
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    expected = nearest_by_networkx(network, seeds, targets)
    compiled = nearest_seed(network, seeds, targets)
    twin = nearest_seed(network, seeds, targets, compiled=False)
    np.testing.assert_allclose(compiled.distance_m, expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(twin.distance_m, expected, rtol=0, atol=1e-9)
    assert ((compiled.seed >= 0) == np.isfinite(expected)).all()


@TRIES
@given(towns(), spots, spots)
def test_the_nearest_of_many_is_no_farther_than_any_and_is_the_one_named(network, seeds, targets):
    if not network.edge_count:
        return
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    together = nearest_seed(network, seeds, targets)
    alone = np.array(
        [
            nearest_seed(
                network,
                EdgePoints(edge=seeds.edge[[row]], offset_m=seeds.offset_m[[row]], distance_m=seeds.distance_m[[row]]),
                targets,
            ).distance_m
            for row in range(len(seeds))
        ]
    )
    np.testing.assert_allclose(together.distance_m, alone.min(axis=0), rtol=0, atol=1e-9)
    for target, seed in enumerate(together.seed):
        if seed >= 0:
            assert abs(alone[seed, target] - together.distance_m[target]) < 1e-9


@TRIES
@given(towns(), spots, spots, st.integers(0, 200), st.sampled_from([1.5, 10.0, np.inf]))
def test_a_barrier_never_shortens_a_walk(network, seeds, targets, barrier, factor):
    if not network.edge_count:
        return
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    edge = barrier % network.edge_count
    barred = costs_with(network, edges={edge: network.edge_length_m[edge] * factor})
    clear = nearest_seed(network, seeds, targets).distance_m
    hindered = nearest_seed(network, seeds, targets, costs=barred).distance_m
    twin = nearest_seed(network, seeds, targets, costs=barred, compiled=False).distance_m
    assert (hindered >= clear - 1e-9).all()
    np.testing.assert_allclose(hindered, twin, rtol=0, atol=1e-9)


@TRIES
@given(towns(), spots, spots, st.floats(0, 300))
def test_a_cutoff_only_drops_walks_longer_than_it(network, seeds, targets, cutoff):
    if not network.edge_count:
        return
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    whole = nearest_seed(network, seeds, targets).distance_m
    cut = nearest_seed(network, seeds, targets, cutoff_m=cutoff).distance_m
    sure = np.abs(whole - cutoff) > 1e-9
    np.testing.assert_allclose(cut[sure], np.where(whole <= cutoff, whole, np.inf)[sure], rtol=0, atol=1e-9)


@TRIES
@given(towns())
def test_no_two_edges_join_the_same_nodes_and_none_joins_a_node_to_itself(network):
    ends = np.sort(network.edge_uv, axis=1)
    assert (ends[:, 0] != ends[:, 1]).all()
    assert len(np.unique(ends, axis=0)) == len(ends)
    assert (network.edge_length_m > 0).all()


@TRIES
@given(towns())
def test_lengths_are_those_of_the_geometry_and_ends_are_the_nodes(network):
    if not network.edge_count:
        return
    np.testing.assert_allclose([line.length for line in network.lines], network.edge_length_m)
    first, last = network.edge_coords[network.edge_offsets[:-1]], network.edge_coords[network.edge_offsets[1:] - 1]
    np.testing.assert_allclose(first, network.node_xy[network.edge_uv[:, 0]])
    np.testing.assert_allclose(last, network.node_xy[network.edge_uv[:, 1]])


@TRIES
@given(towns(), st.lists(st.tuples(st.floats(-50, 200), st.floats(-50, 220)), min_size=1, max_size=5))
def test_snapping_finds_the_nearest_edge_there_is(network, places):
    if not network.edge_count:
        return
    import shapely

    xy = np.array(places)
    snapped = snap(network, xy, limit_m=60.0)
    for row, point in enumerate(shapely.points(xy)):
        nearest = shapely.distance(network.lines, point).min()
        assert snapped.reached[row] == (nearest <= 60.0) or abs(nearest - 60.0) < 1e-9
        if snapped.reached[row]:
            assert abs(snapped.distance_m[row] - nearest) < 1e-9


@TRIES
@given(towns(), st.tuples(st.floats(0, 120), st.floats(0, 130), st.floats(5, 90), st.floats(5, 90)))
def test_every_way_into_a_space_lies_on_its_boundary(network, box):
    import shapely

    x, y, wide, high = box
    space = shapely.box(x, y, x + wide, y + high)
    ways_in = access_points(network, np.array([space], dtype=object), boundary_limit_m=0.5)
    lines = network.lines[ways_in.points.edge]
    at = np.asarray(shapely.line_interpolate_point(lines, ways_in.points.offset_m), dtype=object)
    assert (shapely.distance(at, space.exterior) <= 0.5 + 1e-6).all()


@TRIES
@given(towns())
def test_pieces_are_those_of_the_undirected_graph_of_shared_nodes(network):
    graph = nx.Graph(network.edge_uv.tolist())
    reached = {frozenset(piece) for piece in nx.connected_components(graph)}
    assert sum(len(piece) for piece in reached) == network.node_count

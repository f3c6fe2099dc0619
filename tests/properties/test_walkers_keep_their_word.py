"""What must hold of every walker's costs and of every catchment, tried on many networks drawn at random."""

import numpy as np
import shapely
from drawn_networks import drawn_network, walks_by_networkx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.metrics.personas import PERSONAS, costs_for
from geo.metrics.tag_shares import tag_completeness
from geo.network.catchments import catchments, walk_out, walks_of
from geo.network.features import Feature
from geo.network.routing import nearest_seed
from geo.network.snapping import EdgePoints

TRIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WAYS = (
    {"highway": "footway"},
    {"highway": "steps"},
    {"highway": "steps", "conveying": "forward"},
    {"highway": "footway", "oneway:foot": "-1", "lit": "no"},
    {"highway": "footway", "footway": "crossing"},
    {"highway": "path", "surface": "gravel", "incline": "15%"},
    {"highway": "primary", "sidewalk": "no", "maxspeed": "50 mph"},
    {"highway": "residential", "sidewalk": "both", "lit": "yes"},
)
NODES = (
    {"barrier": "gate"},
    {"barrier": "stile"},
    {"barrier": "kerb", "kerb": "raised"},
    {"highway": "crossing", "crossing": "unmarked", "kerb": "rolled"},
    {"barrier": "gate", "access": "no"},
)
SHARES = (0.0, 0.25, 0.5, 0.8, 1.0)


@st.composite
def towns(draw):
    """A few streets of all sorts on a coarse grid."""
    spot = st.tuples(st.integers(0, 4), st.integers(0, 4))
    spots = draw(st.lists(spot, min_size=2, max_size=9))
    places = {chr(97 + row): (37.0 * x, 41.0 * y) for row, (x, y) in enumerate(spots)}
    names = st.sampled_from(sorted(places))
    way = st.tuples(st.lists(names, min_size=2, max_size=6).map(" ".join), st.sampled_from(WAYS))
    nodes = draw(st.dictionaries(names, st.sampled_from(NODES), max_size=4))
    return drawn_network(places, draw(st.lists(way, min_size=1, max_size=7)), nodes)


spots = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(SHARES)), min_size=1, max_size=4)
walkers = st.sampled_from(list(PERSONAS.values()))


def points_on(network, fractions):
    """Points on edges from pairs (edge, share of its length), wrapped to the edges there are."""
    edge = np.array([row % network.edge_count for row, _ in fractions], np.int64)
    offset = np.array([share for _, share in fractions]) * network.edge_length_m[edge]
    return EdgePoints(edge=edge, offset_m=offset, distance_m=np.zeros(len(edge)))


def everywhere(network):
    """Points at several shares of every edge."""
    edge = np.repeat(np.arange(network.edge_count), len(SHARES))
    offset = np.tile(SHARES, network.edge_count) * network.edge_length_m[edge]
    return EdgePoints(edge=edge, offset_m=offset, distance_m=np.zeros(len(edge)))


@TRIES
@given(towns(), walkers, spots, spots)
def test_no_walkers_walk_is_shorter_than_the_plain_one(network, walker, seeds, targets):
    if not network.edge_count:
        return
    costs = costs_for(network, walker)
    assert (costs.edge_m >= network.edge_length_m).all()
    assert (costs.node_m >= 0).all()
    seeds, targets = points_on(network, seeds), points_on(network, targets)
    plain = nearest_seed(network, seeds, targets).distance_m
    felt = nearest_seed(network, seeds, targets, costs=costs).distance_m
    assert (felt >= plain - 1e-9).all()


@TRIES
@given(towns(), walkers, st.tuples(spots, spots), st.sampled_from(list(Feature)), st.sampled_from([0.5, 40.0, np.inf]))
def test_one_more_penalty_never_shortens_a_walk(network, walker, ends, feature, metres):
    if not network.edge_count:
        return
    seeds, targets = (points_on(network, each) for each in ends)
    without = costs_for(network, walker, {feature: 0.0})
    before = nearest_seed(network, seeds, targets, costs=without).distance_m
    after = nearest_seed(network, seeds, targets, costs=costs_for(network, walker, {feature: metres})).distance_m
    assert (after >= before - 1e-9).all()


@TRIES
@given(towns(), walkers, spots, st.tuples(st.floats(1, 300), st.floats(1, 300)), st.booleans())
def test_a_nearer_catchment_lies_within_a_farther_one(network, walker, points, cutoffs, towards):
    if not network.edge_count:
        return
    costs = costs_for(network, walker)
    near, far = catchments(network, points_on(network, points), sorted(cutoffs), costs=costs, towards=towards)
    assert near.polygon.difference(far.polygon).area < 1e-6
    assert near.length_m <= far.length_m + 1e-9
    assert near.streets.is_empty or shapely.covers(shapely.buffer(far.streets, 1e-6), near.streets)
    assert far.polygon.is_valid


@TRIES
@given(towns(), walkers, spots, st.floats(1, 300), st.booleans())
def test_a_street_is_reached_exactly_where_networkx_walks_within_the_cutoff(network, walker, points, cutoff, towards):
    if not network.edge_count:
        return
    costs = costs_for(network, walker)
    start, places = points_on(network, points), everywhere(network)
    (found,) = catchments(network, start, [cutoff], costs=costs, towards=towards)
    if towards:
        metres = walks_by_networkx(network, start, places, costs).min(axis=1)
    else:
        metres = walks_by_networkx(network, places, start, costs).min(axis=0)
    walked = walk_out(network, start, cutoff, costs=costs, towards=towards)
    sure = np.abs(metres - cutoff) > 1e-6
    mine = walks_of(network, walked, places, costs=costs)
    np.testing.assert_allclose(mine[sure], np.where(metres <= cutoff, metres, np.inf)[sure], rtol=0, atol=1e-9)
    at = np.asarray(shapely.line_interpolate_point(network.lines[places.edge], places.offset_m), dtype=object)
    beside = shapely.distance(at, found.streets) if not found.streets.is_empty else np.full(len(at), np.inf)
    # A place within the cutoff lies on a reached street, unless it is the very end of one that is closed.
    inside = (metres < cutoff - 1e-6) & (metres > 0) & np.isfinite(costs.edge_m[places.edge])
    assert (beside[inside] < 1e-6).all()
    # What is well beyond lies on none, unless another edge crosses it there on another level.
    for place in np.flatnonzero((metres > cutoff + 1e-6) & (beside < 1e-9)):
        others = np.setdiff1d(network.tree.query(at[place], predicate="dwithin", distance=1e-6), places.edge[place])
        assert len(others)


@TRIES
@given(towns(), walkers)
def test_shares_are_shares(network, walker):
    for share in tag_completeness(network, walker):
        assert share.share is None or 0 <= share.share <= 1
        assert (share.share is None) == (not share.km and not share.count)

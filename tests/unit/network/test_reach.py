"""Every space within reach of every target: worked out on paper, and against networkx."""

import numpy as np
import pytest
from drawn_networks import costs_with, drawn_network, edge_at, on_edges, walks_by_networkx

from geo.network.reach import reach_pairs
from geo.network.snapping import EdgePoints, snap

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


def place(network, x, y):
    snapped = snap(network, np.array([[x, y]]))
    assert snapped.distance_m[0] == pytest.approx(0)
    return int(snapped.edge[0]), float(snapped.offset_m[0])


def rows(pairs):
    """The pairs in order, metres rounded so that they compare with what was worked out on paper."""
    metres = pairs.distance_m.round(9).tolist()
    return list(zip(pairs.target.tolist(), pairs.group.tolist(), metres, strict=True))


def test_a_space_with_several_ways_in_counts_once_by_the_nearest(town, compiled):
    # Space 7 is entered at 20 m along ab, and at d. Space 3 at c.
    seeds = on_edges(place(town, 20, 0), place(town, 100, -40), place(town, 160, 0))
    targets = on_edges(place(town, 90, 0), place(town, 130, 0))
    pairs = reach_pairs(town, seeds, np.array([7, 7, 3]), targets, cutoff_m=100.0, compiled=compiled)
    # From 90: to d 10 + 40, to 20 m 70, to c 10 + 60. From 130: to c 30, to d 30 + 40, to 20 m 110.
    assert rows(pairs) == [(0, 7, 50), (0, 3, 70), (1, 3, 30), (1, 7, 70)]


def test_pairs_come_by_target_then_distance_then_group(town, compiled):
    seeds = on_edges(place(town, 160, 0), place(town, 100, -40), place(town, 40, 0))
    targets = on_edges(place(town, 100, -20), place(town, 100, 0))
    pairs = reach_pairs(town, seeds, np.array([9, 5, 2]), targets, cutoff_m=500.0, compiled=compiled)
    # Spaces 2 (at 40) and 9 (at c) are both 60 m from b.
    assert rows(pairs) == [(0, 5, 20), (0, 2, 80), (0, 9, 80), (1, 5, 40), (1, 2, 60), (1, 9, 60)]


def test_a_walk_of_just_the_cutoff_is_within_it(town, compiled):
    seeds, targets = on_edges(place(town, 160, 0)), on_edges(place(town, 50, 0))
    for cutoff, within in ((110.0, 1), (109.9, 0)):
        pairs = reach_pairs(town, seeds, np.array([0]), targets, cutoff_m=cutoff, compiled=compiled)
        assert len(pairs) == within


def test_both_straight_lines_count_towards_the_cutoff(town, compiled):
    seeds, targets = snap(town, np.array([[20.0, 12.0]])), snap(town, np.array([[70.0, -8.0]]))
    pairs = reach_pairs(town, seeds, np.array([4]), targets, cutoff_m=70.0, compiled=compiled)
    assert rows(pairs) == [(0, 4, 12 + 50 + 8)]
    assert not len(reach_pairs(town, seeds, np.array([4]), targets, cutoff_m=69.0, compiled=compiled))


def test_an_island_reaches_only_its_own_space(town, compiled):
    seeds = on_edges(place(town, 310, 0), place(town, 10, 0))
    targets = on_edges(place(town, 330, 0), place(town, 0, 0))
    pairs = reach_pairs(town, seeds, np.array([0, 1]), targets, cutoff_m=np.inf, compiled=compiled)
    assert rows(pairs) == [(0, 0, 20), (1, 1, 10)]


def test_a_one_way_street_is_walked_towards_the_space_its_own_way_only(compiled):
    # The escalator ab runs upwards, 100 m; the stairs beside it by c are 300 m.
    places = {"a": (0, 0), "b": (100, 0), "c": (0, 100), "d": (100, 100)}
    network = drawn_network(places, [("a b", {"highway": "steps", "conveying": "forward"}), "b d c a"])
    low, high = (edge_at(network, 50, 0), 0.0), (edge_at(network, 50, 0), 100.0)
    pairs = reach_pairs(
        network, on_edges(low, high), np.array([0, 1]), on_edges(low, high), cutoff_m=1000.0, compiled=compiled
    )
    assert rows(pairs) == [(0, 0, 0), (0, 1, 100), (1, 1, 0), (1, 0, 300)]


def test_costs_of_edges_and_nodes_decide_what_is_in_reach(town, compiled):
    b = int(np.argmin(np.hypot(*(town.node_xy - (100, 0)).T)))
    seeds, targets = on_edges(place(town, 130, 0), place(town, 100, -10)), on_edges(place(town, 80, 0))
    group = np.array([0, 1])

    def found(**said):
        costs = costs_with(town, **said)
        return rows(reach_pairs(town, seeds, group, targets, cutoff_m=60.0, costs=costs, compiled=compiled))

    assert found() == [(0, 1, 30), (0, 0, 50)]
    assert found(nodes={b: 25.0}) == [(0, 1, 55)]
    assert found(edges={edge_at(town, 130, 0): 30.0}) == [(0, 1, 30), (0, 0, 35)]
    assert found(edges={edge_at(town, 130, 0): np.inf}) == [(0, 1, 30)]
    assert found(nodes={b: np.inf}) == []


def test_what_is_not_on_the_network_or_not_there_makes_no_pairs(town, compiled):
    off = EdgePoints(edge=np.array([-1]), offset_m=np.zeros(1), distance_m=np.array([np.nan]))
    here, none = on_edges(place(town, 50, 0)), on_edges()
    zero, no_one = np.array([0]), np.zeros(0, np.int64)
    for seeds, group, targets in ((off, zero, here), (here, zero, off), (none, no_one, here), (here, zero, none)):
        assert not len(reach_pairs(town, seeds, group, targets, cutoff_m=900.0, compiled=compiled))
    empty = drawn_network({}, [])
    assert not len(reach_pairs(empty, none, no_one, none, cutoff_m=900.0, compiled=compiled))


def test_every_pair_of_a_real_quarter_is_the_one_networkx_finds(northampton_square, compiled):
    network, rng = northampton_square, np.random.default_rng(3)
    low, high = network.node_xy.min(axis=0), network.node_xy.max(axis=0)
    seeds, targets = snap(network, rng.uniform(low, high, (60, 2))), snap(network, rng.uniform(low, high, (150, 2)))
    group = rng.integers(0, 15, 60)
    walks = walks_by_networkx(network, seeds, targets)
    by_group = np.column_stack([walks[:, group == g].min(axis=1) for g in range(15)])
    pairs = reach_pairs(network, seeds, group, targets, cutoff_m=250.0, compiled=compiled)
    table = np.full(by_group.shape, np.inf)
    table[pairs.target, pairs.group] = pairs.distance_m
    assert len(pairs) == (by_group <= 250.0).sum() > 300
    np.testing.assert_allclose(table, np.where(by_group <= 250.0, by_group, np.inf), rtol=0, atol=1e-9)
    assert (np.diff(pairs.target) >= 0).all()
    assert (np.diff(pairs.distance_m)[np.diff(pairs.target) == 0] >= 0).all()

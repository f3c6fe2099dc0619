"""Every compiled kernel gives what its twin gives, over a whole real quarter at costs that a persona may have."""

import numpy as np
import pytest

from geo.network import kernels, kernels_reach, kernels_twin
from geo.network.closeness import closeness
from geo.network.costs import WalkCosts
from geo.network.reach import reach_pairs
from geo.network.routing import nearest_seed
from geo.network.snapping import snap


@pytest.fixture(scope="module")
def costs(clerkenwell):
    """Every edge up to half as dear again, one in fifty closed; one node in twenty costs 15 m, one in 200 is shut."""
    rng = np.random.default_rng(5)
    edge_m = clerkenwell.edge_length_m * rng.uniform(1.0, 1.5, clerkenwell.edge_count)
    edge_m[rng.random(clerkenwell.edge_count) < 0.02] = np.inf
    node_m = np.where(rng.random(clerkenwell.node_count) < 0.05, 15.0, 0.0)
    node_m[rng.random(clerkenwell.node_count) < 0.005] = np.inf
    return WalkCosts(edge_m=edge_m, node_m=node_m)


@pytest.fixture(scope="module")
def places(clerkenwell):
    rng = np.random.default_rng(8)
    low, high = clerkenwell.meta.footprint.bounds[:2], clerkenwell.meta.footprint.bounds[2:]
    return snap(clerkenwell, rng.uniform(low, high, (60, 2))), snap(clerkenwell, rng.uniform(low, high, (3000, 2)))


@pytest.mark.parametrize("cutoff", [300.0, np.inf])
def test_nearest_seeds(clerkenwell, costs, places, cutoff):
    kernel = nearest_seed(clerkenwell, *places, costs=costs, cutoff_m=cutoff)
    twin = nearest_seed(clerkenwell, *places, costs=costs, cutoff_m=cutoff, compiled=False)
    assert 1000 < np.isfinite(kernel.distance_m).sum() < 3000
    np.testing.assert_allclose(kernel.distance_m, twin.distance_m, rtol=0, atol=1e-8)
    np.testing.assert_allclose(kernel.node_distance_m, twin.node_distance_m, rtol=0, atol=1e-8)
    assert (kernel.seed == twin.seed).all()  # with random costs no two seeds are equally near


def test_pairs_in_reach(clerkenwell, costs, places):
    group = np.random.default_rng(2).integers(0, 25, 60)
    args = clerkenwell, places[0], group, places[1]
    kernel = reach_pairs(*args, cutoff_m=600.0, costs=costs)
    twin = reach_pairs(*args, cutoff_m=600.0, costs=costs, compiled=False)
    assert len(kernel) > 5000
    assert (kernel.target == twin.target).all()
    assert (kernel.group == twin.group).all()
    np.testing.assert_allclose(kernel.distance_m, twin.distance_m, rtol=0, atol=1e-8)


def test_closeness_and_its_weights(clerkenwell, costs):
    nodes = np.arange(0, clerkenwell.node_count, 9)
    weight = np.random.default_rng(4).uniform(0, 20, clerkenwell.node_count)
    kernel = closeness(clerkenwell, node_weight=weight, nodes=nodes, costs=costs)
    twin = closeness(clerkenwell, node_weight=weight, nodes=nodes, costs=costs, compiled=False)
    assert kernel.count.max() > 500
    assert (kernel.count == twin.count).all()
    np.testing.assert_allclose(kernel.total_m, twin.total_m, rtol=1e-12)
    np.testing.assert_allclose(kernel.weight, twin.weight, rtol=1e-12)


def test_much_work_shared_out_gives_what_one_piece_gives(clerkenwell):
    nodes = np.arange(70)
    together = closeness(clerkenwell, nodes=nodes)
    alone = [closeness(clerkenwell, nodes=nodes[[row]]) for row in nodes]
    assert (together.count == np.concatenate([one.count for one in alone])).all()
    assert (together.total_m == np.concatenate([one.total_m for one in alone])).all()


@pytest.fixture(scope="module")
def lattice():
    """20,164 nodes of a square lattice numbered at random, so that walks cross from block to block of the pass."""
    rng = np.random.default_rng(12)
    side = 142
    number = rng.permutation(side * side).reshape(side, side)
    a = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])
    b = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])
    tail, head = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.lexsort((head, tail))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=side * side))]).astype(np.int64)
    return indptr, head[order].astype(np.int32)


@pytest.mark.parametrize("unit", [0.001, 30.0, 9000.0, 1e12])
def test_the_pass_over_many_blocks_and_windows_at_costs_of_any_size(lattice, unit):
    rng = np.random.default_rng(13)
    cost = unit * rng.choice([0.0, 0.1, 1.0, 1.0, 1.3, np.inf], len(lattice[1]))
    starts = rng.integers(0, len(lattice[0]) - 1, 9), unit * rng.uniform(0, 90, 9), np.arange(9)
    for cutoff in (np.inf, 40 * unit):
        twin = kernels_twin.multi_source(*lattice, cost, *starts, cutoff)
        for room in (0, 1):  # 1: the pool must grow, again and again
            kernel = kernels.multi_source(*lattice, cost, *starts, cutoff, room)
            np.testing.assert_array_equal(kernel[0], twin[0])
            assert ((kernel[1] >= 0) == np.isfinite(twin[0])).all()


def test_a_start_of_equal_cost_on_one_node_is_one_of_the_two(lattice):
    cost = np.ones(len(lattice[1]))
    starts = np.array([5, 5]), np.array([2.0, 2.0]), np.array([7, 8])
    distance, seed = kernels.multi_source(*lattice, cost, *starts, np.inf)
    assert distance.min() == distance[5] == 2.0
    assert set(seed.tolist()) <= {7, 8}


def test_walks_beyond_one_window_and_a_pool_that_must_grow(lattice):
    # 40 m a side, up to 5 km: three windows; room for one node at first.
    rng = np.random.default_rng(21)
    cost = 40.0 * rng.choice([0.0, 0.5, 1.0, 1.0, np.inf], len(lattice[1]))
    sources, weight = rng.integers(0, len(lattice[0]) - 1, 3), rng.random(len(lattice[0]) - 1)
    cutoffs = np.array([900.0, 5000.0])
    wide = kernels_reach.rings(*lattice, cost, sources, weight, cutoffs)
    narrow = kernels_reach.rings(*lattice, cost, sources, weight, cutoffs, 0)
    for row, source in enumerate(sources):
        start = np.array([source]), np.zeros(1), np.zeros(1, np.int64)
        walk, _ = kernels_twin.multi_source(*lattice, cost, *start, 5000.0)
        walk[source] = np.inf
        for column, (low, high) in enumerate(((-1.0, 900.0), (900.0, 5000.0))):
            ring = (walk > low) & (walk <= high)
            assert wide[0][row, column] == narrow[0][row, column] == ring.sum() > 100
            assert narrow[1][row, column] == pytest.approx(walk[ring].sum(), rel=1e-12)
            assert narrow[2][row, column] == pytest.approx(weight[ring].sum(), rel=1e-12)

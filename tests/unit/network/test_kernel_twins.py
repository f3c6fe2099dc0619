"""Every compiled kernel gives what its twin gives, over a whole real quarter at costs that a persona may have."""

import numpy as np
import pytest

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

"""How much lies near each node: others within some walks, what they weigh, and how far they are in sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network import kernels_reach
from geo.network.costs import WalkCosts, lengths
from geo.network.graph import WalkingNetwork
from geo.network.kernels_twin import least_arcs
from geo.network.reach import side_by_side

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_AT_ONCE = 64  # rows of the twin's table of distances


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Closeness:
    """What lies near some nodes, each [k, c] with a column a cutoff, in the order asked.

    `count` other nodes within it, `total_m` the sum of the walks to them, `weight` the sum of their weights. A node
    with none near has 0 of each. Farness is total_m / count; closeness is commonly count / total_m.
    """

    count: Ints
    total_m: Floats
    weight: Floats


def closeness(
    network: WalkingNetwork,
    *,
    cutoffs_m: Sequence[float] = (400.0, 800.0, 1200.0),
    node_weight: Floats | None = None,
    nodes: Ints | None = None,
    costs: WalkCosts | None = None,
    compiled: bool = True,
) -> Closeness:
    """The other nodes within each cutoff of some nodes, walking from them: how many, how far in sum, how heavy.

    `cutoffs_m` holds at least one. `nodes` [k] are rows of the network's nodes (all of them unless told);
    `node_weight` [n] is 1 unless told; `costs` replaces the lengths, and half of what each of the two nodes costs is
    in a walk. One search a node, up to the largest cutoff. `compiled=False` takes the scipy twin.

    Formula: count_i(c) = |{j != i: d_ij <= c}|, total_i(c) = sum of d_ij over the same j.
    """
    costs = lengths(network) if costs is None else costs
    sources = np.arange(network.node_count) if nodes is None else np.asarray(nodes, np.int64)
    weight = np.ones(network.node_count) if node_weight is None else np.asarray(node_weight, np.float64)
    asked = np.asarray(cutoffs_m, np.float64)
    order = np.argsort(asked, kind="stable")
    ringed = _by_kernel if compiled else _by_scipy
    parts = ringed(network, costs, sources, weight, asked[order])
    back = np.argsort(order, kind="stable")
    return Closeness(
        count=np.cumsum(parts[0], axis=1)[:, back],
        total_m=np.cumsum(parts[1], axis=1)[:, back],
        weight=np.cumsum(parts[2], axis=1)[:, back],
    )


def _by_kernel(
    network: WalkingNetwork, costs: WalkCosts, sources: Ints, weight: Floats, cutoffs: Floats
) -> tuple[Ints, Floats, Floats]:
    indptr, indices = np.asarray(network.indptr), np.asarray(network.indices)
    arrays = indptr, kernels_reach.with_dead_ends(indptr, indices), costs.arc_m(network)
    parts = side_by_side(
        lambda first, end: kernels_reach.rings(*arrays, sources[first:end], weight, cutoffs), len(sources)
    )
    count, total, held = (np.concatenate(part) for part in zip(*parts, strict=True))
    return count, total, held


def _by_scipy(
    network: WalkingNetwork, costs: WalkCosts, sources: Ints, weight: Floats, cutoffs: Floats
) -> tuple[Ints, Floats, Floats]:
    n = network.node_count
    tail, head, cost = least_arcs(np.asarray(network.indptr), np.asarray(network.indices), costs.arc_m(network))
    graph = csr_array((cost, (tail, head)), shape=(n, n))
    shape = (len(sources), len(cutoffs))
    count, total, held = np.zeros(shape, np.int64), np.zeros(shape), np.zeros(shape)
    for first in range(0, len(sources), _AT_ONCE):
        some = sources[first : first + _AT_ONCE]
        walk = dijkstra(graph, indices=some, limit=cutoffs[-1]).reshape(len(some), n)
        walk[np.arange(len(some)), some] = np.inf
        row, node = np.nonzero(np.isfinite(walk))
        ring = np.searchsorted(cutoffs, walk[row, node])
        at = first + row, ring
        np.add.at(count, at, 1)
        np.add.at(total, at, walk[row, node])
        np.add.at(held, at, weight[node])
    return count, total, held

"""Exact walks from places to the nearest of many seeds, both ON edges.

One pass from all seeds at once (`geo.network.kernels.multi_source`), and a twin on scipy that gives the same answer.
Walks go towards the seeds: from a home to a space, against the arcs of one-way edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network import kernels
from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nearest:
    """The walk from each target to its nearest seed.

    `distance_m` [t] is inf where no seed is reached within the cutoff; `seed` [t] is the row of that seed, -1 for
    none (of seeds equally near, any one). `node_distance_m` [n] is the same for every node of the network.
    """

    distance_m: Floats
    seed: Ints
    node_distance_m: Floats


class _Starts(NamedTuple):
    """Where the pass begins: nodes, what it costs to walk from each to its seed, and the row of that seed."""

    node: Ints
    cost: Floats
    seed: Ints


class _Reach(NamedTuple):
    """What a pass found: cost from each node to its nearest seed, and the row of that seed."""

    cost: Floats
    seed: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Costs:
    """What walking costs: each edge as a whole, in metres or metres with penalties; inf is a closed edge."""

    edge: Floats
    length: Floats
    back: NDArray[np.bool_]  # whether it may be walked from its second node to its first

    def part(self, edge: Ints, metres: Floats) -> Floats:
        """Cost of some metres of edges; nothing for no metres, even of a closed one."""
        with np.errstate(invalid="ignore"):
            cost = self.edge[edge] * (metres / self.length[edge])
        return np.where(metres <= 0, 0.0, cost)


def nearest_seed(
    network: WalkingNetwork,
    seeds: EdgePoints,
    targets: EdgePoints,
    *,
    cutoff_m: float = np.inf,
    edge_cost_m: Floats | None = None,
    compiled: bool = True,
) -> Nearest:
    """The shortest walk from each target to any seed, in metres, with both straight lines to the network added.

    `edge_cost_m` [m] replaces the lengths (a persona's penalties; inf closes an edge to all, also to what stands
    on it). Seeds and targets that are not on the network (edge -1) are never reached. A target on the same edge as
    a seed walks straight to it. `compiled=False` takes the scipy twin.
    """
    one_way = (np.asarray(network.edge_flags) & np.uint32(EdgeFlag.ONEWAY_FOOT)) > 0
    length = np.asarray(network.edge_length_m)
    costs = _Costs(length if edge_cost_m is None else np.asarray(edge_cost_m, np.float64), length, ~one_way)
    starts = _starts(network, seeds, costs)
    if compiled:
        indptr, indices, arc_edge = _arcs_towards(network, one_way)
        reach = _Reach(*kernels.multi_source(indptr, indices, costs.edge[arc_edge], *starts, float(cutoff_m)))
    else:
        reach = _scipy_twin(network, costs, starts, float(cutoff_m))
    distance, seed = _read_out(network, costs, seeds, targets, reach)
    missed = ~(distance <= cutoff_m)
    distance[missed], seed[missed] = np.inf, -1
    return Nearest(distance_m=distance, seed=seed, node_distance_m=reach.cost)


def nearest_m(network: WalkingNetwork, seeds: EdgePoints, targets: EdgePoints, cutoff_m: float = np.inf) -> Floats:
    """Metres from each target to its nearest seed; inf = not reached within the cutoff."""
    return nearest_seed(network, seeds, targets, cutoff_m=cutoff_m).distance_m


def _starts(network: WalkingNetwork, seeds: EdgePoints, costs: _Costs) -> _Starts:
    """The two ends of each seed's edge."""
    rows = np.flatnonzero(seeds.reached)
    edge, offset, extra = seeds.edge[rows], seeds.offset_m[rows], seeds.distance_m[rows]
    ends = np.asarray(network.edge_uv)[edge].astype(np.int64).reshape(-1, 2)
    rest = np.maximum(costs.length[edge] - offset, 0.0)
    from_first = extra + costs.part(edge, offset)
    from_second = extra + np.where(costs.back[edge] | (rest <= 0), costs.part(edge, rest), np.inf)
    return _Starts(
        np.concatenate([ends[:, 0], ends[:, 1]]),
        np.concatenate([from_first, from_second]),
        np.concatenate([rows, rows]),
    )


def _arcs_towards(network: WalkingNetwork, one_way: NDArray[np.bool_]) -> tuple[Any, Any, Any]:
    """Arcs turned round, so that a pass from the seeds finds walks towards them."""
    if not one_way.any():
        return network.indptr, network.indices, network.csr_edge
    n = network.node_count
    tail = np.repeat(np.arange(n), np.diff(network.indptr))
    order = np.lexsort((tail, network.indices))
    count = np.bincount(network.indices, minlength=n)
    return np.concatenate([[0], np.cumsum(count)]), tail[order], np.asarray(network.csr_edge)[order]


def _scipy_twin(network: WalkingNetwork, costs: _Costs, starts: _Starts, cutoff: float) -> _Reach:
    """The same pass by scipy: one more node stands before all seeds, at the least cost of each start."""
    n = network.node_count
    tail = np.repeat(np.arange(n), np.diff(network.indptr))
    arc_cost = costs.edge[np.asarray(network.csr_edge)]
    # Starts on one node would be added up by a sparse matrix: the cheapest of each is taken first.
    order = np.lexsort((starts.seed, starts.cost, starts.node))
    order = order[np.isfinite(starts.cost[order])]
    first = order[np.unique(starts.node[order], return_index=True)[1]]
    shift = 1.0  # a stored cost of 0 might be taken for "no arc"
    open_arc = np.isfinite(arc_cost)
    graph = csr_array(
        (
            np.concatenate([arc_cost[open_arc], starts.cost[first] + shift]),
            (
                np.concatenate([np.asarray(network.indices)[open_arc], np.full(len(first), n)]),
                np.concatenate([tail[open_arc], starts.node[first]]),
            ),
        ),
        shape=(n + 1, n + 1),
    )
    distance, before = dijkstra(graph, indices=n, limit=cutoff + shift, return_predecessors=True)
    distance = distance[:n] - shift
    seed_of_start = np.full(n, -1, np.int64)
    seed_of_start[starts.node[first]] = starts.seed[first]
    seed = np.full(n, -1, np.int64)
    for node in np.argsort(distance, kind="stable"):
        if np.isfinite(distance[node]):
            seed[node] = seed_of_start[node] if before[node] == n else seed[before[node]]
    return _Reach(distance, seed)


def _read_out(
    network: WalkingNetwork, costs: _Costs, seeds: EdgePoints, targets: EdgePoints, reach: _Reach
) -> tuple[Floats, Ints]:
    distance = np.full(len(targets), np.inf)
    seed = np.full(len(targets), -1, np.int64)
    rows = np.flatnonzero(targets.reached)
    edge, offset = targets.edge[rows], targets.offset_m[rows]
    ends = np.asarray(network.edge_uv)[edge].reshape(-1, 2)
    rest = np.maximum(costs.length[edge] - offset, 0.0)
    onward = reach.cost[ends[:, 1]] + costs.part(edge, rest)
    backward = np.where(costs.back[edge] | (offset <= 0), reach.cost[ends[:, 0]] + costs.part(edge, offset), np.inf)
    by_second = onward <= backward
    best = np.where(by_second, onward, backward)
    best_seed = np.where(by_second, reach.seed[ends[:, 1]], reach.seed[ends[:, 0]])
    pair_row, pair_seed, pair_cost = _same_edge(costs, seeds, edge, offset)
    nearer = pair_cost < best[pair_row]
    # Of several seeds on one edge the cheapest is written last.
    order = np.argsort(-pair_cost[nearer], kind="stable")
    best[pair_row[nearer][order]] = pair_cost[nearer][order]
    best_seed[pair_row[nearer][order]] = pair_seed[nearer][order]
    distance[rows] = best + targets.distance_m[rows]
    seed[rows] = np.where(np.isfinite(best), best_seed, -1)
    return distance, seed


def _same_edge(costs: _Costs, seeds: EdgePoints, edge: Ints, offset: Floats) -> tuple[Ints, Ints, Floats]:
    """Every target and seed on one edge, and the walk along it: rows of targets, rows of seeds, cost."""
    rows = np.flatnonzero(seeds.reached)
    rows = rows[np.argsort(seeds.edge[rows], kind="stable")]
    held = seeds.edge[rows]
    low, high = np.searchsorted(held, edge, "left"), np.searchsorted(held, edge, "right")
    count = high - low
    target = np.repeat(np.arange(len(edge)), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    seed = rows[np.repeat(low, count) + within]
    ahead = seeds.offset_m[seed] - offset[target]
    walk = costs.part(edge[target], np.abs(ahead))
    may = (ahead >= 0) | costs.back[edge[target]]
    return target, seed, np.where(may, walk, np.inf) + seeds.distance_m[seed]

"""Exact walks from places to the nearest of many seeds, both ON edges.

One pass from all seeds at once (`geo.network.kernels.multi_source`), and a twin on scipy that gives the same answer.
Walks go towards the seeds: from a home to a space, against the arcs of one-way edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels, kernels_twin
from geo.network.costs import WalkCosts
from geo.network.edge_ends import Edges, arcs_towards
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NodeReach:
    """What one pass from all seeds found: cost from each node to its nearest seed, and that seed's row, both [n].

    inf and -1 where none is within the cutoff. `cost` begins in the middle of the node: half of what the node itself
    costs is in it.
    """

    cost: Floats
    seed: Ints


def nearest_seed(
    network: WalkingNetwork,
    seeds: EdgePoints,
    targets: EdgePoints,
    *,
    cutoff_m: float = np.inf,
    costs: WalkCosts | None = None,
    compiled: bool = True,
) -> Nearest:
    """The shortest walk from each target to any seed, in metres, with both straight lines to the network added.

    `costs` replaces the lengths (a persona's penalties; inf closes an edge to all, also to what stands on it, or lets
    nobody pass a node). Seeds and targets that are not on the network (edge -1) are never reached. A target on the
    same edge as a seed may walk straight to it. `compiled=False` takes the scipy twin.
    """
    reach = spread(network, seeds, cutoff_m=cutoff_m, costs=costs, compiled=compiled)
    return arrive(network, reach, seeds, targets, costs=costs, cutoff_m=cutoff_m)


def nearest_m(network: WalkingNetwork, seeds: EdgePoints, targets: EdgePoints, cutoff_m: float = np.inf) -> Floats:
    """Metres from each target to its nearest seed; inf = not reached within the cutoff."""
    return nearest_seed(network, seeds, targets, cutoff_m=cutoff_m).distance_m


def spread(
    network: WalkingNetwork,
    seeds: EdgePoints,
    *,
    cutoff_m: float = np.inf,
    costs: WalkCosts | None = None,
    compiled: bool = True,
) -> NodeReach:
    """The first half of `nearest_seed`: one pass from all seeds, which then serves any number of targets."""
    starts = Edges.of(network, costs).towards(seeds)
    pass_from = kernels.multi_source if compiled else kernels_twin.multi_source
    arcs = arcs_towards(network, costs, compiled=compiled)
    cost, seed = pass_from(*arcs, starts.node, starts.cost, starts.row, float(cutoff_m))
    return NodeReach(cost=cost, seed=seed)


def arrive(
    network: WalkingNetwork,
    reach: NodeReach,
    seeds: EdgePoints,
    targets: EdgePoints,
    *,
    costs: WalkCosts | None = None,
    cutoff_m: float = np.inf,
) -> Nearest:
    """The second half: from each target to the ends of its edge and on, or along its edge to a seed there.

    `seeds`, `costs` and `cutoff_m` must be those of the pass.
    """
    edges = Edges.of(network, costs)
    distance = np.full(len(targets), np.inf)
    seed = np.full(len(targets), -1, np.int64)
    ends = edges.away(targets)
    by_end = (ends.cost + reach.cost[ends.node]).reshape(2, -1)
    best = np.argmin(by_end, axis=0)
    rows, across = ends.row[: by_end.shape[1]], np.arange(by_end.shape[1])
    distance[rows] = by_end[best, across]
    seed[rows] = reach.seed[ends.node].reshape(2, -1)[best, across]
    along = edges.along(seeds, targets)
    nearer = along.cost < distance[along.target]
    # Of several seeds on one edge the cheapest is written last.
    order = np.flatnonzero(nearer)[np.argsort(-along.cost[nearer], kind="stable")]
    distance[along.target[order]], seed[along.target[order]] = along.cost[order], along.seed[order]
    missed = ~(distance <= cutoff_m) | np.isinf(distance)
    distance[missed], seed[missed] = np.inf, -1
    return Nearest(distance_m=distance, seed=seed, node_distance_m=reach.cost)

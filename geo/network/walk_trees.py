"""The shortest walks themselves, not their lengths alone: each node's next node on the way to its nearest seed.

The walks of all nodes to their nearest seeds hang together as trees. What a walk passes is summed along its tree by
pointer jumping: as many passes over the nodes as the longest walk has doublings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.costs import WalkCosts
from geo.network.edge_ends import Edges
from geo.network.graph import WalkingNetwork
from geo.network.routing import NodeReach
from geo.network.snapping import EdgePoints

_TIGHT = 1e-9  # relative; the pass adds the same numbers in the same order

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WalkTree:
    """Where the walk from each node goes on. All [n].

    `parent` is the next node, -1 where the walk goes straight to its seed or there is none; `edge` the edge to it, or
    the seed's own edge at the end, -1 for none; `seed` the seed's row, -1 for none; `metres` the length of the walk to
    it (not its cost) without the seed's own straight line.
    """

    parent: Ints
    edge: Ints
    seed: Ints
    metres: Floats

    def along(self, own: Floats) -> Floats:
        """Sum of what each node holds over the node and all nodes after it on its walk; `own` is [n] or [n, k]."""
        total = np.array(own, np.float64)
        ahead = self.parent.copy()
        while (on := np.flatnonzero(ahead >= 0)).size:
            # Taken from one state of the arrays: a node adds what its next node has summed so far.
            total[on], ahead[on] = total[on] + total[ahead[on]], ahead[ahead[on]]
        return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WalkStarts:
    """How the walk from each place begins, [t]: `node` it comes to first (-1: straight along its edge to `seed`).

    `cost_m` is the whole walk with the straight lines, inf where there is none (then node and seed are -1); `metres`
    its length on the network and off it.
    """

    node: Ints
    seed: Ints
    cost_m: Floats
    metres: Floats


def walk_tree(network: WalkingNetwork, reach: NodeReach, seeds: EdgePoints, costs: WalkCosts) -> WalkTree:
    """The trees behind a pass of `geo.network.routing.spread` with the same seeds and costs."""
    n = network.node_count
    tail = np.repeat(np.arange(n), np.diff(network.indptr))
    head = np.asarray(network.indices).astype(np.int64)
    with np.errstate(invalid="ignore"):
        gap = np.abs(reach.cost[head] + costs.arc_m(network) - reach.cost[tail])
        tight = np.isfinite(gap) & (gap <= _TIGHT * (1.0 + reach.cost[tail])) & (reach.cost[head] < reach.cost[tail])
    arc = np.flatnonzero(tight & (reach.seed[head] == reach.seed[tail]))
    parent, edge = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    parent[tail[arc]], edge[tail[arc]] = head[arc], np.asarray(network.csr_edge)[arc]
    last = np.flatnonzero((parent < 0) & (reach.seed >= 0))
    edge[last] = seeds.edge[reach.seed[last]]
    step = np.zeros(n)
    on = parent >= 0
    step[on] = np.asarray(network.edge_length_m)[edge[on]]
    step[last] = _to_seed(network, seeds, last, reach.seed[last])
    edge[last[step[last] == 0.0]] = -1  # the seed is at the node itself
    tree = WalkTree(parent=parent, edge=edge, seed=reach.seed, metres=step)
    return WalkTree(parent=parent, edge=edge, seed=reach.seed, metres=tree.along(step))


def walk_starts(
    network: WalkingNetwork,
    reach: NodeReach,
    tree: WalkTree,
    seeds: EdgePoints,
    targets: EdgePoints,
    *,
    costs: WalkCosts,
) -> WalkStarts:
    """How walks from `targets` join the tree: by an end of their edge, or along it to a seed."""
    edges = Edges.of(network, costs)
    node, seed = np.full(len(targets), -1, np.int64), np.full(len(targets), -1, np.int64)
    cost, metres = np.full(len(targets), np.inf), np.full(len(targets), np.inf)
    ends = edges.away(targets)
    by_end = (ends.cost + reach.cost[ends.node]).reshape(2, -1)
    best, across = np.argmin(by_end, axis=0), np.arange(by_end.shape[1])
    rows = ends.row[: by_end.shape[1]]
    cost[rows] = by_end[best, across]
    node[rows] = ends.node.reshape(2, -1)[best, across]
    offset, length = targets.offset_m[rows], edges.length[targets.edge[rows]]
    metres[rows] = targets.distance_m[rows] + np.where(best == 0, offset, length - offset) + tree.metres[node[rows]]
    seed[rows] = tree.seed[node[rows]]
    along = edges.along(seeds, targets)
    nearer = np.flatnonzero(along.cost < cost[along.target])
    order = nearer[np.argsort(-along.cost[nearer], kind="stable")]
    row, goal = along.target[order], along.seed[order]
    cost[row], node[row], seed[row] = along.cost[order], -1, goal
    metres[row] = targets.distance_m[row] + np.abs(targets.offset_m[row] - seeds.offset_m[goal])
    lost = ~np.isfinite(cost)
    node[lost], seed[lost], metres[lost] = -1, -1, np.inf
    return WalkStarts(node=node, seed=seed, cost_m=cost, metres=metres)


def _to_seed(network: WalkingNetwork, seeds: EdgePoints, node: Ints, seed: Ints) -> Floats:
    """Metres along the seed's edge from one of its ends."""
    edge, offset = seeds.edge[seed], seeds.offset_m[seed]
    first = np.asarray(network.edge_uv)[edge].reshape(-1, 2)[:, 0] == node
    return np.where(first, offset, np.maximum(np.asarray(network.edge_length_m)[edge] - offset, 0.0))

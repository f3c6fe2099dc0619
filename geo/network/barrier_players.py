"""Which barriers can matter to anybody, whatever else is removed: the rest have a price and a fair share of nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.network.barrier_cut import slack
from geo.network.edge_ends import Edges
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def that_may_matter(
    edges: Edges,
    touched_from: Ints,
    touched: Ints,
    goals: EdgePoints,
    swing_edge: Ints,
    *,
    from_homes: Floats,
    clear: Floats,
    barred: Floats,
    limit_m: float,
) -> Bools:
    """Which barriers [k] may bring some home within the limit in some coalition.

    `edges` are at their costs without any barrier; ``touched[touched_from[b]:touched_from[b + 1]]`` those that barrier
    b meets or that end at its nodes; `swing_edge` the edges of the homes that gain if all barriers go. `from_homes` is
    the walk from the nearest of these homes to each node, `clear` that from a node to its nearest goal, both without
    barriers, `barred` that to the last goal of its table with all of them; all [n].

    Proof. Let b be left out, and S any set of removed barriers. For every arc u -> v of b (or start of a goal on it),
    in the direction away from goals: what is offered to v once b goes as well is d_S(u) + w_S+b >= clear(u) + w_clear,
    since barriers only add. Either that is >= barred(v) >= d_S(v), and v's table stays; or every home that could use
    it walks more than the limit even without barriers. So nobody is within the limit after b goes who was not before.
    """
    first, second = edges.ends[touched].astype(np.int64).reshape(-1, 2).T
    cost = edges.cost[touched] + (edges.node_cost[first] + edges.node_cost[second]) / 2.0

    def helps(at: Ints, offered: Floats) -> Bools:
        return np.asarray((offered < barred[at]) & (from_homes[at] + offered <= slack(limit_m)), bool)

    matters = helps(first, cost + clear[second]) | (edges.back[touched] & helps(second, cost + clear[first]))
    marked = np.zeros(len(edges.length), bool)
    starts = edges.towards(goals)
    marked[goals.edge[starts.row[helps(starts.node, starts.cost)]]] = True
    marked[swing_edge] = True
    matters |= marked[touched]
    barrier = np.repeat(np.arange(len(touched_from) - 1), np.diff(touched_from))
    return np.bincount(barrier[matters], minlength=len(touched_from) - 1) > 0

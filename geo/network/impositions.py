"""What barriers add to walks, barrier by barrier, so that each can be taken away and leave the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.costs import WalkCosts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Impositions:
    """What `count` barriers impose. One row for each edge [p] or node [q] that a barrier meets.

    `edge_m` is extra metres on the whole of an edge, `node_m` extra metres each time a node is passed; inf cannot be
    passed; none is negative. Several barriers may meet one edge or node: what they impose adds up.
    """

    count: int
    edge_barrier: Ints
    edge: Ints
    edge_m: Floats
    node_barrier: Ints
    node: Ints
    node_m: Floats

    def costs(self, base: WalkCosts, standing: Bools | None = None) -> WalkCosts:
        """The costs with all barriers, or with those that are `standing` [count]."""
        edge_m, node_m = base.edge_m.copy(), base.node_m.copy()
        on_edges = slice(None) if standing is None else standing[self.edge_barrier]
        at_nodes = slice(None) if standing is None else standing[self.node_barrier]
        np.add.at(edge_m, self.edge[on_edges], self.edge_m[on_edges])
        np.add.at(node_m, self.node[at_nodes], self.node_m[at_nodes])
        return WalkCosts(edge_m=edge_m, node_m=node_m)


def no_impositions() -> Impositions:
    """No barrier at all."""
    none, nothing = np.zeros(0, np.int64), np.zeros(0)
    return Impositions(
        count=0, edge_barrier=none, edge=none, edge_m=nothing, node_barrier=none, node=none, node_m=nothing
    )

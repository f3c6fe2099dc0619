"""What walking costs on each edge and at each node: lengths, or lengths with a persona's penalties and closures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.graph import WalkingNetwork


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WalkCosts:
    """Costs in metres of ordinary walking.

    `edge_m` [m] is what an edge costs as a whole; inf closes it to all, also to what stands on it. `node_m` [n] is what
    passing a node costs (half is paid on the way in, half on the way out); inf lets nobody pass.
    """

    edge_m: NDArray[np.float64]
    node_m: NDArray[np.float64]

    def arc_m(self, network: WalkingNetwork) -> NDArray[np.float64]:
        """What each arc costs, [a], in the order of `network.indices`."""
        tail = np.repeat(np.arange(network.node_count), np.diff(network.indptr))
        at_nodes = (self.node_m[tail] + self.node_m[np.asarray(network.indices)]) / 2.0
        return np.asarray(self.edge_m[np.asarray(network.csr_edge)] + at_nodes, np.float64)


def lengths(network: WalkingNetwork) -> WalkCosts:
    """Plain walking: each edge costs its length, and nodes cost nothing."""
    return WalkCosts(
        edge_m=np.asarray(network.edge_length_m, np.float64), node_m=np.zeros(network.node_count, np.float64)
    )

"""The part of a network that some homes can reach, cut out with nodes and edges numbered anew.

Every walk from a home to a goal, with any barriers standing, costs at least what it costs with none; so what no home
reaches within the cutoff without barriers lies on no walk that counts, and may be left out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels_patch
from geo.network.costs import WalkCosts
from geo.network.edge_ends import Edges
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Short = NDArray[np.int32]

_MOST = 0.5  # of the network's nodes: where more are in reach, cutting them out saves nothing


class Cut(NamedTuple):
    """Nodes and arcs of a part, arcs turned round, with old rows of new, and new rows of old, nodes and edges."""

    node: Ints
    indptr: Ints
    head: Short
    arc_edge: Short
    new_node: Short
    new_edge: Short
    old_edge: Ints

    @property
    def is_whole(self) -> bool:
        """Whether nothing was cut away: then all rows stay as they are."""
        return len(self.node) == len(self.new_node)

    def edges_of(self, edge: Ints) -> Ints:
        """New rows of old edges; -1 for none."""
        return edge if self.is_whole else np.where(edge >= 0, self.new_edge[edge], -1).astype(np.int64)

    def nodes_of(self, node: Ints) -> Ints:
        """New rows of old nodes; -1 for none."""
        return node if self.is_whole else self.new_node[node].astype(np.int64)

    def at_edges(self, values: NDArray[Any]) -> NDArray[Any]:
        """What holds of each old edge, for each new one."""
        return values if self.is_whole else values[self.old_edge]


def cut_out(network: WalkingNetwork, base: WalkCosts, homes: EdgePoints, goals: EdgePoints, cutoff_m: float) -> Cut:
    """All that lies on a walk from a home to a goal within the cutoff, or the whole network where that is most of it.

    Edges of homes, and those of goals that begin or end in reach, are there as a whole.
    """
    n, m = network.node_count, network.edge_count
    if len(homes) < n * _MOST:
        _, met = walked_from(network, base, homes, cutoff_m, n * _MOST)
        if len(met) <= n * _MOST:
            ends = np.asarray(network.edge_uv).reshape(-1, 2)
            taken = np.zeros(n, bool)
            taken[met] = True
            taken[ends[homes.edge[homes.reached]]] = True
            of_goals = ends[goals.edge[goals.reached]]
            taken[of_goals[taken[of_goals].any(axis=1)]] = True
            nodes = np.flatnonzero(taken)
            arcs = plain(network.indptr, network.indices, network.csr_edge)
            return Cut(nodes, *kernels_patch.between(*arcs, nodes, m))
    indptr, head, arc_edge = plain(*network.turned_arcs)
    same_node, same_edge = np.arange(n, dtype=np.int32), np.arange(m, dtype=np.int32)
    return Cut(np.arange(n), indptr, head, arc_edge, same_node, same_edge, np.arange(m))


def walked_from(
    network: WalkingNetwork, base: WalkCosts, homes: EdgePoints, cutoff_m: float, most: float = np.inf
) -> tuple[Floats, Ints]:
    """What it costs to walk out from the nearest of some homes to each node [n], inf past the cutoff; the nodes met."""
    starts = Edges.of(network, base).away(homes)
    found: tuple[Floats, Ints] = kernels_patch.walked_out(
        *plain(network.indptr, network.indices, network.csr_edge, base.edge_m, base.node_m),
        *(starts.node, starts.cost, slack(cutoff_m), most),
    )
    return found


def slack(metres: float) -> float:
    """A little more: sums from one end of a walk and from the other differ in their last digits."""
    return metres * (1.0 + 1e-9) + 1e-6


def plain(*arrays: Any) -> tuple[NDArray[Any], ...]:
    """Arrays that may be written to, as kernels are compiled for: those that lie on disk are read into memory."""
    return tuple(np.array(array) if not array.flags.writeable else np.asarray(array) for array in arrays)

"""What walks become when part of a network closes: only those that passed it are worked out anew, exactly.

The shortest walks to the nearest goals hang together as trees. If some edges or nodes close, a node whose walk passes
none of them keeps it, since closing makes no walk shorter. The rest are the nodes below the closed ones: each is
reached again from its neighbours among those that keep their walks, by one pass over that part alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels, kernels_trees
from geo.network.costs import WalkCosts
from geo.network.edge_ends import Edges, Ends
from geo.network.graph import WalkingNetwork
from geo.network.routing import NodeReach, arrive, spread
from geo.network.snapping import EdgePoints
from geo.network.walk_trees import WalkStarts, WalkTree, walk_starts, walk_tree

_TIGHT = 1e-9  # relative

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class OpenWalks:
    """The walks of homes to their nearest goals with everything open, ready to try what closes.

    `walks` [h] are whole walks, inf where there is none within `cutoff_m`. `doubtful` are nodes of which the tree does
    not tell how their walk goes on (where an edge costs nothing): they are worked out anew whatever closes.
    """

    network: WalkingNetwork
    costs: WalkCosts
    goals: EdgePoints
    homes: EdgePoints
    cutoff_m: float
    reach: NodeReach
    tree: WalkTree
    starts: WalkStarts
    walks: Floats
    doubtful: Ints

    @classmethod
    def of(
        cls, network: WalkingNetwork, costs: WalkCosts, goals: EdgePoints, homes: EdgePoints, *, cutoff_m: float
    ) -> OpenWalks:
        """One pass over the network, and the trees behind it."""
        reach = spread(network, goals, cutoff_m=cutoff_m, costs=costs)
        tree = walk_tree(network, reach, goals, costs)
        return cls(
            network=network,
            costs=costs,
            goals=goals,
            homes=homes,
            cutoff_m=cutoff_m,
            reach=reach,
            tree=tree,
            starts=walk_starts(network, reach, tree, goals, homes, costs=costs),
            walks=arrive(network, reach, goals, homes, costs=costs, cutoff_m=cutoff_m).distance_m,
            doubtful=_doubtful(reach, tree, Edges.of(network, costs).towards(goals)),
        )

    def carried(self, people: Floats) -> Floats:
        """People [h] whose walk passes each node, [n]."""
        weight = np.zeros(self.network.node_count)
        rows = np.flatnonzero(np.isfinite(self.walks) & (self.starts.node >= 0))
        np.add.at(weight, self.starts.node[rows], people[rows])
        reached = np.flatnonzero(np.isfinite(self.reach.cost))
        order = reached[np.argsort(-self.reach.cost[reached], kind="stable")]
        return np.asarray(kernels_trees.carried(order, self.tree.parent, weight), np.float64)

    def closing(self, edges: Ints, nodes: Ints) -> tuple[Ints, Floats]:
        """Homes whose walk may grow if some edges and nodes close, and their walks then; all others stay as they are.

        A closed edge is closed to what stands on it as well; a closed node lets nobody pass.
        """
        closed = self._closed(edges, nodes)
        anew = self._anew(edges, nodes)
        is_closed = np.zeros(self.network.edge_count, bool)
        is_closed[edges] = True
        is_anew = np.zeros(self.network.node_count, bool)
        is_anew[anew] = True
        ends = np.asarray(self.network.edge_uv).reshape(-1, 2)
        on = np.flatnonzero(self.homes.reached & np.isfinite(self.walks))
        edge = self.homes.edge[on]
        rows = on[is_closed[edge] | is_anew[ends[edge]].any(axis=1)]
        if not len(rows):
            return rows, np.zeros(0)
        cost = self.reach.cost.copy()
        cost[anew] = self._costs_again(anew, is_anew, closed)
        homes = EdgePoints(
            edge=self.homes.edge[rows], offset_m=self.homes.offset_m[rows], distance_m=self.homes.distance_m[rows]
        )
        # Whose goal it is may differ by then; its cost alone is asked for.
        reach = replace(self.reach, cost=cost)
        found = arrive(self.network, reach, self.goals, homes, costs=closed, cutoff_m=self.cutoff_m)
        return rows, found.distance_m

    def _closed(self, edges: Ints, nodes: Ints) -> WalkCosts:
        edge_m, node_m = self.costs.edge_m.copy(), self.costs.node_m
        edge_m[edges] = np.inf
        if len(nodes):
            node_m = node_m.copy()
            node_m[nodes] = np.inf
        return WalkCosts(edge_m=edge_m, node_m=node_m)

    @cached_property
    def _children(self) -> tuple[Ints, Ints]:
        return kernels_trees.children(self.tree.parent)  # type: ignore[no-any-return]

    @cached_property
    def _by_edge(self) -> tuple[Ints, Ints]:
        """Nodes in the order of the edge that their walk goes on by, and those edges."""
        held = np.flatnonzero(self.tree.edge >= 0)
        order = held[np.argsort(self.tree.edge[held], kind="stable")]
        return order, self.tree.edge[order]

    def _anew(self, edges: Ints, nodes: Ints) -> Ints:
        """Nodes whose walk passes what closes: those that go on by a closed edge, closed nodes, and all below them."""
        by, held = self._by_edge
        low, high = np.searchsorted(held, edges, "left"), np.searchsorted(held, edges, "right")
        hit = [by[a:b] for a, b in zip(low, high, strict=True)]
        roots = np.concatenate([*hit, nodes, self.doubtful]).astype(np.int64)
        marks = np.zeros(self.network.node_count, bool)
        return np.sort(kernels_trees.below(*self._children, roots, marks))

    def _costs_again(self, anew: Ints, is_anew: Bools, closed: WalkCosts) -> Floats:
        """Costs of the nodes `anew` (in order), by one pass over them from goals on them and from their neighbours."""
        network = self.network
        indptr = np.asarray(network.indptr)
        count = indptr[anew + 1] - indptr[anew]
        tail = np.repeat(np.arange(len(anew)), count)
        arc = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(indptr[anew], count)
        head = np.asarray(network.indices)[arc].astype(np.int64)
        edge = np.asarray(network.csr_edge)[arc]
        step = closed.edge_m[edge] + (closed.node_m[anew[tail]] + closed.node_m[head]) / 2.0
        inner = is_anew[head]
        begins = Edges.of(network, closed).towards(self.goals)
        own = np.flatnonzero(is_anew[begins.node])
        node = np.concatenate([np.searchsorted(anew, begins.node[own]), tail[~inner]])
        cost = np.concatenate([begins.cost[own], step[~inner] + self.reach.cost[head[~inner]]])
        kept = np.isfinite(cost)
        arcs = _turned(len(anew), tail[inner], np.searchsorted(anew, head[inner]), step[inner])
        start = np.arange(int(kept.sum()))
        found, _ = kernels.multi_source(*arcs, node[kept], cost[kept], start, float(self.cutoff_m))
        return np.asarray(found, np.float64)


def _turned(count: int, tail: Ints, head: Ints, step: Floats) -> tuple[Ints, NDArray[np.int32], Floats]:
    """Arcs turned round in compressed rows: for each node those that lead to it."""
    order = np.argsort(head, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(head, minlength=count))]).astype(np.int64)
    return indptr, tail[order].astype(np.int32), np.ascontiguousarray(step[order])


def _doubtful(reach: NodeReach, tree: WalkTree, begins: Ends) -> Ints:
    """Nodes with a walk whose tree names no next node, though no goal begins at their cost."""
    said = np.zeros(len(tree.parent), bool)
    same = reach.seed[begins.node] == begins.row
    with np.errstate(invalid="ignore"):
        near = np.abs(reach.cost[begins.node] - begins.cost) <= _TIGHT * (1.0 + begins.cost)
    said[begins.node[same & near]] = True
    return np.flatnonzero((tree.parent < 0) & np.isfinite(reach.cost) & ~said)

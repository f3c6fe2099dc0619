"""The part of a network that matters to some homes, cut out exactly, with what barriers impose on it.

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
from geo.network.impositions import Impositions
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Short = NDArray[np.int32]
Bools = NDArray[np.bool_]

_MOST = 0.5  # of the network's nodes: where more are in reach, cutting them out saves nothing


class Patch(NamedTuple):
    """Arrays for `geo.network.kernels_barriers`; n nodes, m edges, a arcs, p goals, h homes, k barriers.

    Arcs are turned round (`geo.network.graph.WalkingNetwork.turned_arcs`). Points at an edge or a node are chains: the
    first one, and the one after each; entry 2 h + e of the homes at a node is home h by end e of its edge. The rows of
    barrier b are ``own_edge_from[b]:own_edge_from[b + 1]``; ``own_edge_low:own_edge_high`` are the rows of all that is
    imposed on that edge, in the order of the impositions; likewise for nodes. `touched` are the edges whose walks a
    barrier changes: its own, and those at its nodes.
    """

    node: Ints  # [n] rows of the network
    indptr: Ints
    head: Short
    arc_edge: Short
    ends: Short  # [m, 2]
    length: Floats
    back: Bools
    base_edge: Floats
    base_node: Floats
    goal_edge: Ints  # [p], -1 for none, as all edges of points
    goal_offset: Floats
    goal_line: Floats
    goal_group: Short
    goal_first: Short  # [m]
    goal_next: Short
    home_edge: Ints  # [h]
    home_offset: Floats
    home_line: Floats
    people: Floats
    home_first: Short  # [n]
    home_next: Short  # [2 h]
    own_edge_from: Ints  # [k + 1]
    own_edge: Ints
    own_edge_low: Ints
    own_edge_high: Ints
    edge_row_place: Ints
    edge_row_barrier: Ints
    edge_row_m: Floats
    own_node_from: Ints  # [k + 1]
    own_node: Ints
    own_node_low: Ints
    own_node_high: Ints
    node_row_place: Ints
    node_row_barrier: Ints
    node_row_m: Floats
    touched_from: Ints  # [k + 1]
    touched: Ints


def patch_of(  # noqa: PLR0917  # as `BarrierGame.of`
    network: WalkingNetwork,
    base: WalkCosts,
    impositions: Impositions,
    goals: EdgePoints,
    group: Ints,
    homes: EdgePoints,
    people: Floats,
    *,
    cutoff_m: float,
) -> Patch:
    """The patch of all that lies on a walk from some home within the cutoff; the whole network where that is most."""
    cut = _cut_out(network, base, homes, cutoff_m)
    ends = np.asarray(network.edge_uv).reshape(-1, 2)[cut.old_edge]
    ends = cut.new_node[ends].astype(np.int32)
    goal_edge, home_edge = cut.edges_of(goals.edge), cut.edges_of(homes.edge)
    goal_first, goal_next = kernels_patch.chained(goal_edge, len(cut.old_edge))
    at_ends = np.where(home_edge[:, None] >= 0, ends[home_edge] if len(ends) else -1, -1).astype(np.int64)
    home_first, home_next = kernels_patch.chained(at_ends.reshape(-1), len(cut.node))
    edge_rows = _imposed(
        impositions.count, impositions.edge_barrier, cut.edges_of(impositions.edge), impositions.edge_m
    )
    node_rows = _imposed(
        impositions.count, impositions.node_barrier, cut.nodes_of(impositions.node), impositions.node_m
    )
    touched_from, touched = _touched(network, cut, impositions)
    return Patch(
        node=cut.node,
        indptr=cut.indptr,
        head=cut.head,
        arc_edge=cut.arc_edge,
        ends=ends,
        length=np.asarray(network.edge_length_m, np.float64)[cut.old_edge],
        back=~network.is_one_way[cut.old_edge],
        base_edge=np.asarray(base.edge_m, np.float64)[cut.old_edge],
        base_node=np.asarray(base.node_m, np.float64)[cut.node],
        goal_edge=goal_edge,
        goal_offset=np.asarray(goals.offset_m, np.float64),
        goal_line=np.asarray(goals.distance_m, np.float64),
        goal_group=np.asarray(group).astype(np.int32),
        goal_first=goal_first,
        goal_next=goal_next,
        home_edge=home_edge,
        home_offset=np.asarray(homes.offset_m, np.float64),
        home_line=np.asarray(homes.distance_m, np.float64),
        people=np.asarray(people, np.float64),
        home_first=home_first,
        home_next=home_next,
        own_edge_from=edge_rows.begin,
        own_edge=edge_rows.own,
        own_edge_low=edge_rows.low,
        own_edge_high=edge_rows.high,
        edge_row_place=edge_rows.place,
        edge_row_barrier=edge_rows.barrier,
        edge_row_m=edge_rows.metres,
        own_node_from=node_rows.begin,
        own_node=node_rows.own,
        own_node_low=node_rows.low,
        own_node_high=node_rows.high,
        node_row_place=node_rows.place,
        node_row_barrier=node_rows.barrier,
        node_row_m=node_rows.metres,
        touched_from=touched_from,
        touched=touched,
    )


def edges_at(patch: Patch, edge_cost: Floats, node_cost: Floats) -> Edges:
    """The patch's edges at some costs."""
    return Edges(patch.ends, patch.length, edge_cost, node_cost, patch.back)


def goals_on(patch: Patch) -> EdgePoints:
    """The goals on the patch's own edges."""
    return EdgePoints(edge=patch.goal_edge, offset_m=patch.goal_offset, distance_m=patch.goal_line)


def walked_from(
    network: WalkingNetwork, base: WalkCosts, homes: EdgePoints, cutoff_m: float, most: float = np.inf
) -> tuple[Floats, Ints]:
    """What it costs to walk out from the nearest of some homes to each node [n], inf past the cutoff; the nodes met."""
    starts = Edges.of(network, base).away(homes)
    found: tuple[Floats, Ints] = kernels_patch.walked_out(
        *_plain(network.indptr, network.indices, network.csr_edge),
        *_plain(base.edge_m, base.node_m),
        *(starts.node, starts.cost, slack(cutoff_m), most),
    )
    return found


def slack(metres: float) -> float:
    """A little more: sums from one end of a walk and from the other differ in their last digits."""
    return metres * (1.0 + 1e-9) + 1e-6


class _Cut(NamedTuple):
    """Nodes and arcs of a patch with old rows of new and new rows of old nodes and edges."""

    node: Ints
    indptr: Ints
    head: Short
    arc_edge: Short
    new_node: Short
    new_edge: Short
    old_edge: Ints

    def edges_of(self, edge: Ints) -> Ints:
        """New rows of old edges; -1 for none."""
        return np.where(edge >= 0, self.new_edge[edge], -1).astype(np.int64)

    def nodes_of(self, node: Ints) -> Ints:
        """New rows of old nodes; -1 for none."""
        return self.new_node[node].astype(np.int64)


def _cut_out(network: WalkingNetwork, base: WalkCosts, homes: EdgePoints, cutoff_m: float) -> _Cut:
    turned = _plain(*network.turned_arcs)
    n, m = network.node_count, network.edge_count
    if len(homes) < n * _MOST:
        _, met = walked_from(network, base, homes, cutoff_m, n * _MOST)
        if len(met) <= n * _MOST:
            own = np.asarray(network.edge_uv).reshape(-1, 2)[homes.edge[homes.reached]].reshape(-1)
            nodes = kernels_patch.with_neighbours(
                *_plain(network.indptr, network.indices), *turned[:2], met, own.astype(np.int64)
            )
            indptr, head, arc_edge, new_node, new_edge, old_edge = kernels_patch.between(*turned, nodes, m)
            return _Cut(nodes, indptr, head, arc_edge, new_node, new_edge, old_edge)
    same_node, same_edge = np.arange(n, dtype=np.int32), np.arange(m, dtype=np.int32)
    indptr, head, arc_edge = turned
    return _Cut(np.arange(n), indptr, head, arc_edge, same_node, same_edge, np.arange(m))


class _Rows(NamedTuple):
    begin: Ints
    own: Ints
    low: Ints
    high: Ints
    place: Ints
    barrier: Ints
    metres: Floats


def _imposed(count: int, barrier: Ints, at: Ints, metres: Floats) -> _Rows:
    """Rows of each barrier, and of all that is imposed on each place, in the order in which they came."""
    here = np.flatnonzero(at >= 0)
    by_place = here[np.argsort(at[here], kind="stable")]
    by_barrier = here[np.argsort(barrier[here], kind="stable")]
    own, places = at[by_barrier], at[by_place]
    return _Rows(
        np.searchsorted(barrier[by_barrier], np.arange(count + 1)).astype(np.int64),
        own.astype(np.int64),
        np.searchsorted(places, own, "left").astype(np.int64),
        np.searchsorted(places, own, "right").astype(np.int64),
        places.astype(np.int64),
        barrier[by_place].astype(np.int64),
        np.asarray(metres, np.float64)[by_place],
    )


def _touched(network: WalkingNetwork, cut: _Cut, impositions: Impositions) -> tuple[Ints, Ints]:
    """Edges of each barrier and at its nodes, each once a barrier: where each barrier's begin, and their new rows."""
    barriers, edges = [impositions.edge_barrier], [impositions.edge]
    arcs = (network.indptr, network.csr_edge), (network.turned_arcs[0], network.turned_arcs[2])
    for indptr, arc_edge in arcs:
        begin, end = np.asarray(indptr)[impositions.node], np.asarray(indptr)[impositions.node + 1]
        many = end - begin
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        edges.append(np.asarray(arc_edge)[np.repeat(begin, many) + within].astype(np.int64))
        barriers.append(np.repeat(impositions.node_barrier, many))
    barrier, edge = np.concatenate(barriers), cut.edges_of(np.concatenate(edges).astype(np.int64))
    pairs = np.unique(np.column_stack([barrier, edge])[edge >= 0], axis=0).reshape(-1, 2)
    begin = np.searchsorted(pairs[:, 0], np.arange(impositions.count + 1))
    return begin.astype(np.int64), np.ascontiguousarray(pairs[:, 1], np.int64)


def _plain(*arrays: Any) -> tuple[NDArray[Any], ...]:
    """Arrays of their own: what lies on disk and may not be written to would be compiled for anew."""
    return tuple(np.array(array) for array in arrays)

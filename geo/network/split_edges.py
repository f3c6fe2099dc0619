"""A place on an edge becomes a node: the edge is split there, and every walk stays as long as it was.

Rows of edges and nodes stay what they are: the first piece of an edge keeps its row, the pieces after it and the new
nodes are added at the end. Nothing of the old network is changed, and what it has worked out of its geometry is
carried over, so that a few places cost a few copies of arrays and not a new network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.costs import WalkCosts
from geo.network.cut_lines import CutLines
from geo.network.graph import WalkingNetwork
from geo.network.grown_tree import GrownTree
from geo.network.snapping import EdgePoints

AT_NODE_M = 0.01

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Arcs = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SplitNetwork:
    """A network with some of its edges split, and how the old one lies in it.

    `old_edge` [m'] is the edge that each edge was (part of); `node` [k] the node at each place it was split at, -1
    for one that is on no edge. `cut_edge` [c] and `cut_m` [c] are the cuts by old edge and metres along it, in order:
    cut i made node n + i, and the piece after it is edge m + i.
    """

    before: WalkingNetwork
    network: WalkingNetwork
    old_edge: Ints
    node: Ints
    cut_edge: Ints
    cut_m: Floats

    def points(self, points: EdgePoints) -> EdgePoints:
        """The same places on the split network."""
        edge, offset = points.edge.copy(), points.offset_m.copy()
        low = np.searchsorted(self.cut_edge, edge, "left")
        high = np.searchsorted(self.cut_edge, edge, "right")
        rows = np.flatnonzero(high > low)
        passed = self._cuts_before(low[rows], high[rows], offset[rows])
        beyond = passed > low[rows]
        rows, cut = rows[beyond], passed[beyond] - 1
        edge[rows] = self.before.edge_count + cut
        offset[rows] -= self.cut_m[cut]
        return EdgePoints(edge=edge, offset_m=offset, distance_m=points.distance_m)

    def costs(self, costs: WalkCosts) -> WalkCosts:
        """The costs of the old network on this one: an edge's shared out by length, nothing at new nodes."""
        edge_m = np.asarray(costs.edge_m, np.float64)[self.old_edge]
        parted = np.concatenate([np.unique(self.cut_edge), np.arange(self.before.edge_count, len(edge_m))])
        length = np.asarray(self.before.edge_length_m)[self.old_edge[parted]]
        edge_m[parted] *= self.network.edge_length_m[parted] / length
        return WalkCosts(
            edge_m=edge_m, node_m=np.concatenate([np.asarray(costs.node_m, np.float64), np.zeros(len(self.cut_m))])
        )

    def values(self, values: NDArray[Any]) -> NDArray[Any]:
        """What each edge [m] had, for each edge [m'] that it became."""
        return np.asarray(values)[self.old_edge]

    def pieces(self, edge: int) -> Ints:
        """The rows that an old edge became, in order from its first node."""
        low, high = np.searchsorted(self.cut_edge, [edge, edge + 1])
        return np.concatenate([[edge], self.before.edge_count + np.arange(low, high)]).astype(np.int64)

    def _cuts_before(self, low: Ints, high: Ints, offset: Floats) -> Ints:
        """For each place the first cut of ``low:high`` that is not before it."""
        low, high = low.copy(), high.copy()
        while (low < high).any():
            open_ = np.flatnonzero(low < high)
            middle = (low[open_] + high[open_]) // 2
            before = self.cut_m[middle] < offset[open_]
            low[open_[before]] = middle[before] + 1
            high[open_[~before]] = middle[~before]
        return low


def split_edges(network: WalkingNetwork, points: EdgePoints) -> SplitNetwork:
    """Split edges at some places [k], so that there is a node at each.

    A place within 1 cm of an end of its edge, or of a place before it, gets the node there. A place that is on no
    edge (-1) gets none. New nodes have no flags; pieces keep their edge's way, flags and one-way. Walks between
    points are as long as before.
    """
    cut_edge, cut_m, node = _cuts(network, points)
    old_edge = np.concatenate([np.arange(network.edge_count), cut_edge])
    grown = _grown(network, cut_edge, cut_m, old_edge) if len(cut_edge) else network
    return SplitNetwork(before=network, network=grown, old_edge=old_edge, node=node, cut_edge=cut_edge, cut_m=cut_m)


def _cuts(network: WalkingNetwork, points: EdgePoints) -> tuple[Ints, Floats, Ints]:
    """Edge and metres of each cut, in order, and the node of each place [k]."""
    node = np.full(len(points), -1, np.int64)
    rows = np.flatnonzero(points.reached)
    rows = rows[np.lexsort((points.offset_m[rows], points.edge[rows]))]
    edge, offset = points.edge[rows], points.offset_m[rows]
    rest = np.asarray(network.edge_length_m)[edge] - offset
    uv = np.asarray(network.edge_uv)[edge].reshape(-1, 2)
    at_first, at_last = (offset <= AT_NODE_M) & (offset <= rest), rest <= AT_NODE_M
    node[rows] = np.where(at_first, uv[:, 0], uv[:, 1])
    inner = np.flatnonzero(~at_first & ~at_last)
    is_new = np.ones(len(inner), bool)
    last_edge, last_m = -1, 0.0
    for i, (of, metres) in enumerate(zip(edge[inner].tolist(), offset[inner].tolist(), strict=True)):
        is_new[i] = of != last_edge or metres - last_m > AT_NODE_M
        if is_new[i]:
            last_edge, last_m = of, metres
    node[rows[inner]] = network.node_count + np.cumsum(is_new) - 1
    return edge[inner[is_new]], offset[inner[is_new]], node


def _grown(network: WalkingNetwork, cut_edge: Ints, cut_m: Floats, old_edge: Ints) -> WalkingNetwork:
    """The network with the pieces and nodes of some cuts."""
    n, m, c = network.node_count, network.edge_count, len(cut_edge)
    edges, first, rank = np.unique(cut_edge, return_index=True, return_inverse=True)
    last = np.append(first[1:], c) - 1
    made = CutLines(network, edges, rank, cut_m)
    uv = np.concatenate([np.asarray(network.edge_uv), np.empty((c, 2), np.int32)]).reshape(-1, 2)
    uv[m:, 0] = n + np.arange(c)
    uv[m:, 1] = uv[m:, 0] + 1
    uv[m + last, 1] = uv[edges, 1]
    uv[edges, 1] = n + first
    length = np.concatenate([np.asarray(network.edge_length_m, np.float64), np.empty(c)])
    ends = np.append(cut_m[1:], 0.0)
    ends[last] = length[edges]
    length[m:] = ends - cut_m
    length[edges] = cut_m[first]
    one_way = network.is_one_way[cut_edge]
    arcs = _parted(_arcs_of(network), network, edges, last, uv[m:], one_way)
    coords, offsets = _drawn(network, edges, first, made)
    grown = replace(
        network,
        node_xy=np.concatenate([np.asarray(network.node_xy), made.xy]),
        node_flags=np.concatenate([np.asarray(network.node_flags), np.zeros(c, np.uint32)]),
        edge_uv=uv,
        edge_length_m=length,
        edge_way_id=np.asarray(network.edge_way_id)[old_edge],
        edge_flags=np.asarray(network.edge_flags)[old_edge],
        edge_coords=coords,
        edge_offsets=offsets,
        indptr=arcs[0],
        indices=arcs[1],
        weights=length[arcs[2]],
        csr_edge=arcs[2],
    )
    kept = grown.__dict__
    if "turned_arcs" in network.__dict__ and network.is_one_way.any():
        kept["turned_arcs"] = _parted(network.turned_arcs, network, edges, last, uv[m:], one_way, turned=True)
    if "lines" in network.__dict__:
        kept["lines"] = _lines(network, edges, first, made)
        if "tree" in network.__dict__:
            kept["tree"] = GrownTree(network.tree, grown.lines, old_edge, m)
    return grown


def _arcs_of(network: WalkingNetwork) -> Arcs:
    return np.asarray(network.indptr), np.asarray(network.indices), np.asarray(network.csr_edge)


def _parted(  # noqa: PLR0917
    arcs: Arcs,
    network: WalkingNetwork,
    edges: Ints,
    last: Ints,
    added: NDArray[np.int32],
    one_way: NDArray[np.bool_],
    *,
    turned: bool = False,
) -> Arcs:
    """Arcs with `edges` [s] parted: the old arcs lead to the new nodes, and each new node has its own.

    `last` [s] is each edge's last cut, `added` [c, 2] the ends of the piece after each cut, `one_way` [c] whether it
    is walked one way. `turned` says that the arcs are those that lead to a node.
    """
    indptr, indices, arc_edge = arcs[0], arcs[1].copy(), arcs[2].copy()
    n, m = network.node_count, network.edge_count
    cut = np.arange(len(added))
    first = np.append(0, last[:-1] + 1)
    for side, piece, nearest in ((0, edges, first), (1, m + last, last)):
        arc = _arc_at(arcs, np.asarray(network.edge_uv)[edges, side], edges)
        there = arc >= 0
        indices[arc[there]] = n + nearest[there]
        arc_edge[arc[there]] = piece[there]
    before = m + cut - 1
    before[first] = edges
    behind = n + cut - 1
    behind[first] = np.asarray(network.edge_uv)[edges, 0]
    both = np.column_stack([behind, added[:, 1]])
    by_edge = np.column_stack([before, m + cut])
    open_ = np.ones((len(cut), 2), bool)
    open_[one_way, 1 if turned else 0] = False
    return (
        np.concatenate([indptr, indptr[-1] + np.cumsum(open_.sum(axis=1))]),
        np.concatenate([indices, both[open_].astype(np.int32)]),
        np.concatenate([arc_edge, by_edge[open_].astype(np.int32)]),
    )


def _arc_at(arcs: Arcs, node: NDArray[np.int32], edge: Ints) -> Ints:
    """The arc of each edge that is kept at a node, -1 where there is none (a one-way edge has one arc)."""
    begin, count = arcs[0][node], arcs[0][node + 1] - arcs[0][node]
    start = np.cumsum(count) - count
    rows = np.repeat(begin - start, count) + np.arange(count.sum())
    which = np.repeat(np.arange(len(node)), count)
    hit = arcs[2][rows] == edge[which]
    found = np.full(len(node), -1, np.int64)
    found[which[hit]] = rows[hit]
    return found


def _drawn(network: WalkingNetwork, edges: Ints, first: Ints, made: CutLines) -> tuple[Floats, Ints]:
    """Vertices of all edges, and where each begins: each cut edge's first piece in its place, the others at the end."""
    old, offsets = np.asarray(network.edge_coords), np.asarray(network.edge_offsets)
    heads = first + np.arange(len(edges))
    is_head = np.zeros(len(made.pieces), bool)
    is_head[heads] = True
    parts, done = [], 0
    for edge, head in zip(edges.tolist(), heads.tolist(), strict=True):
        parts += [old[done : offsets[edge]], made.pieces[head]]
        done = int(offsets[edge + 1])
    tails = [piece for piece, head in zip(made.pieces, is_head.tolist(), strict=True) if not head]
    count = np.diff(offsets)
    count[edges] = [len(made.pieces[head]) for head in heads.tolist()]
    count = np.concatenate([[0], count, [len(piece) for piece in tails]])
    return np.concatenate([*parts, old[done:], *tails]), np.cumsum(count).astype(np.int64)


def _lines(network: WalkingNetwork, edges: Ints, first: Ints, made: CutLines) -> NDArray[np.object_]:
    """The lines that were there, with those of the pieces."""
    count = [len(piece) for piece in made.pieces]
    drawn = np.asarray(
        shapely.linestrings(np.concatenate(made.pieces), indices=np.repeat(np.arange(len(count)), count)), dtype=object
    )
    heads = first + np.arange(len(edges))
    lines = np.concatenate([network.lines, np.delete(drawn, heads)])
    lines[edges] = drawn[heads]
    return lines

"""From ways to a walking network: split at junctions, keep the geometry, join nothing that the map does not join.

Two ways meet only where they share a node of the map, so that bridges, tunnels and floors stay apart.
"""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.flags import BARRIER_NODES, EdgeFlag, NodeFlag
from geo.network.graph import NetworkMeta, WalkingNetwork
from geo.network.node_order import along_curve
from geo.network.pedestrian import edge_flags, node_flags
from geo.network.ways import WalkWays

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SAME_PLACE_M = 1e-6
_ONE_WAY = np.uint32(EdgeFlag.ONEWAY_FOOT)
_REVERSE = np.uint32(EdgeFlag.ONEWAY_FOOT_REVERSE)


class _Refs(NamedTuple):
    """Every use of a node by a way, in order: the node's row, the way's row, and the unbroken run it belongs to."""

    node: Ints
    way: Ints
    run: Ints


class _Edges(NamedTuple):
    """Edges as stretches of the refs, both ends included."""

    start: Ints
    stop: Ints


def build_network(ways: WalkWays, meta: NetworkMeta, buildings: Floats | None = None) -> WalkingNetwork:
    """The walking network of some ways.

    `ways` holds only ways that may be walked (`geo.network.pedestrian.is_walkable`). `buildings` is float64 [b, 3]:
    easting, northing, footprint in m2.

    Edges run from junction to junction: a node that two ways use, or one way twice, where a way ends, or with
    something in the way (a gate, a kerb). The bends between, nodes of degree 2, are contracted into the edge's
    geometry; where one way goes on as another, the node stays, so that each edge keeps its own way's tags. Way nodes
    that are not among `ways.node_ids` break a way, so that a way cut by the edge of an extract is not bridged. Nodes
    in one spot that a way joins become one. Loops are cut in three, and the longer of two edges between the same nodes
    in two, so that no two edges share both ends and no street is lost; two that are the very same line become one.
    Nodes are numbered along a curve that keeps near what is near, for the sake of speed.
    """
    flags_of_nodes = _flags_of_nodes(ways)
    refs = _refs(ways)
    breaks = _breaks(refs, flags_of_nodes)
    breaks = _cut_loops(refs, breaks)
    way_flags = np.fromiter((edge_flags(way.tags) for way in ways.ways), np.uint32, len(ways.ways))
    breaks, kept, both_ways = _part_parallels(refs, breaks, ways.node_xy, way_flags)
    edges = _edges(refs, breaks)
    edges = _Edges(edges.start[kept], edges.stop[kept])

    flags, turned = _turned(way_flags[refs.way[edges.start]], both_ways)
    coords, offsets = _geometry(refs, edges, ways.node_xy, turned)
    ends = np.column_stack([refs.node[edges.start], refs.node[edges.stop]])
    ends[turned] = ends[turned, ::-1]
    ends, rows = _shut_closed_nodes(ends, flags_of_nodes)
    used, position = np.unique(ends, return_inverse=True)
    order = along_curve(ways.node_xy[rows[used]].reshape(-1, 2))
    used, position = used[order], np.argsort(order)[position]
    uv: NDArray[np.int32] = position.reshape(-1, 2).astype(np.int32)
    way_ids = np.fromiter((way.id for way in ways.ways), np.int64, len(ways.ways))
    length = _lengths(coords, offsets)
    indptr, indices, weights, arc_edge = _arcs(len(used), uv, length, (flags & _ONE_WAY) > 0)
    return WalkingNetwork(
        meta=meta,
        node_xy=ways.node_xy[rows[used]].reshape(-1, 2),
        node_flags=flags_of_nodes[rows[used]],
        edge_uv=uv,
        edge_length_m=length,
        edge_way_id=way_ids[refs.way[edges.start]],
        edge_flags=flags,
        edge_coords=coords,
        edge_offsets=offsets,
        indptr=indptr,
        indices=indices,
        weights=weights,
        csr_edge=arc_edge,
        buildings=buildings,
    )


def _flags_of_nodes(ways: WalkWays) -> NDArray[np.uint32]:
    flags = np.zeros(len(ways.node_ids), np.uint32)
    if ways.node_tags and len(ways.node_ids):
        ids = np.fromiter(ways.node_tags, np.int64, len(ways.node_tags))
        rows, found = _rows(ways.node_ids, ids)
        said = np.fromiter((node_flags(tags) for tags in ways.node_tags.values()), np.uint32, len(ids))
        flags[rows[found]] = said[found]
    return flags


def _rows(ids: Ints, wanted: Ints) -> tuple[Ints, Bools]:
    """Row of each wanted id, and whether it is there."""
    if not len(ids):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    order = np.argsort(ids, kind="stable")
    rows = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)]
    return rows, ids[rows] == wanted


def _refs(ways: WalkWays) -> _Refs:
    sizes = np.fromiter((len(way.node_ids) for way in ways.ways), np.int64, len(ways.ways))
    ids = np.fromiter(chain.from_iterable(way.node_ids for way in ways.ways), np.int64, int(sizes.sum()))
    way = np.repeat(np.arange(len(sizes)), sizes)
    node, known = _rows(ways.node_ids, ids)
    known &= np.isfinite(ways.node_xy[node]).all(axis=1) if len(ways.node_xy) else known
    # A run ends with its way and at a node that is not there.
    run = np.cumsum(~known) + way * (1 + int((~known).sum()))
    node, way, run = node[known], way[known], run[known]
    node = _joined(node, run, ways.node_xy)
    moved = np.ones(len(node), bool)
    moved[1:] = (node[1:] != node[:-1]) | (run[1:] != run[:-1])
    node, way, run = node[moved], way[moved], run[moved]
    _, run, count = np.unique(run, return_inverse=True, return_counts=True)
    long_enough = count[run] > 1
    return _Refs(node[long_enough], way[long_enough], run[long_enough])


def _joined(node: Ints, run: Ints, node_xy: Floats) -> Ints:
    """Rows of nodes, where nodes in one spot that follow each other on a way share a row."""
    a, b = node[:-1], node[1:]
    step = np.hypot(*(node_xy[b] - node_xy[a]).T) if len(a) else np.zeros(0)
    same = (run[1:] == run[:-1]) & (a != b) & (step < _SAME_PLACE_M)
    if not same.any():
        return node
    n = len(node_xy)
    _, group = connected_components(coo_array((np.ones(same.sum()), (a[same], b[same])), (n, n)), directed=False)
    _, first = np.unique(group, return_index=True)
    return np.asarray(first[group][node], np.int64)


def _breaks(refs: _Refs, flags_of_nodes: NDArray[np.uint32]) -> Bools:
    """Which refs are ends of edges."""
    uses = np.bincount(refs.node, minlength=len(flags_of_nodes))
    barrier = (flags_of_nodes & np.uint32(BARRIER_NODES)) > 0
    breaks: Bools = ((uses > 1) | barrier)[refs.node]
    new_run = refs.run[1:] != refs.run[:-1]
    breaks[:1] = True
    breaks[-1:] = True
    breaks[1:] |= new_run
    breaks[:-1] |= new_run
    return breaks


def _edges(refs: _Refs, breaks: Bools) -> _Edges:
    at = np.flatnonzero(breaks)
    together = refs.run[at[:-1]] == refs.run[at[1:]]
    return _Edges(at[:-1][together], at[1:][together])


def _cut_loops(refs: _Refs, breaks: Bools) -> Bools:
    edges = _edges(refs, breaks)
    loop = refs.node[edges.start] == refs.node[edges.stop]
    start, span = edges.start[loop], (edges.stop - edges.start)[loop]
    cut = breaks.copy()
    cut[start + np.maximum(span // 3, 1)] = True
    cut[start + np.maximum(2 * span // 3, 1)] = True
    return cut


def _part_parallels(
    refs: _Refs, breaks: Bools, node_xy: Floats, way_flags: NDArray[np.uint32]
) -> tuple[Bools, Bools, Bools]:
    """Breaks with longer parallel edges cut in two; which edges stay; which of these may be walked both ways after all.

    A node within an edge belongs to it alone, so a cut never makes new parallels. Two straight edges between the
    same nodes are one line drawn twice: the one walked both ways stays, or both ways come of two one-way ones.
    """
    edges = _edges(refs, breaks)
    a, b = refs.node[edges.start], refs.node[edges.stop]
    length = _lengths(*_geometry(refs, edges, node_xy, np.zeros(len(a), bool)))
    flags = way_flags[refs.way[edges.start]]
    one_way = (flags & (_ONE_WAY | _REVERSE)) > 0
    backwards = (a > b) ^ ((flags & _REVERSE) > 0)
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((edges.start, one_way, length, high, low))
    repeated = np.zeros(len(a), bool)
    repeated[order[1:]] = (low[order[1:]] == low[order[:-1]]) & (high[order[1:]] == high[order[:-1]])
    # The kept edge of each group is the first in order; every other edge looks back to it.
    place = np.arange(len(order))
    first = np.maximum.accumulate(np.where(repeated[order], 0, place)) if len(order) else place
    leader = np.empty(len(a), np.int64)
    leader[order] = order[first]

    straight = edges.stop - edges.start == 1
    twice = repeated & straight
    both = np.zeros(len(a), bool)
    both[leader[twice & one_way & one_way[leader] & (backwards != backwards[leader])]] = True
    bent = repeated & ~straight
    cut = breaks.copy()
    cut[((edges.start + edges.stop) // 2)[bent]] = True
    # Edges are numbered by their start, and a bent one becomes two in place.
    copies = np.where(bent, 2, 1)
    return cut, np.repeat(~twice, copies), np.repeat(both, copies)[np.repeat(~twice, copies)]


def _turned(flags: NDArray[np.uint32], both_ways: Bools) -> tuple[NDArray[np.uint32], Bools]:
    """Flags with one-way walks all along the edge, and which edges are turned round for that."""
    turned: Bools = (flags & _REVERSE) > 0
    flags = np.where(turned, flags | _ONE_WAY, flags) & ~_REVERSE
    return np.where(both_ways, flags & ~_ONE_WAY, flags), turned


def _geometry(refs: _Refs, edges: _Edges, node_xy: Floats, turned: Bools) -> tuple[Floats, Ints]:
    """Coordinates of the edges, one after the other, and where each begins; turned ones run backwards."""
    count = edges.stop - edges.start + 1
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    step = np.arange(offsets[-1]) - np.repeat(offsets[:-1], count)
    at = np.where(np.repeat(turned, count), np.repeat(edges.stop, count) - step, np.repeat(edges.start, count) + step)
    return np.ascontiguousarray(node_xy[refs.node[at]]).reshape(-1, 2), offsets


def _lengths(coords: Floats, offsets: Ints) -> Floats:
    if len(offsets) < 2:
        return np.zeros(0)
    step = np.hypot(*np.diff(coords, axis=0, prepend=coords[:1]).T)
    step[offsets[:-1]] = 0.0  # the jump from the edge before
    return np.asarray(np.add.reduceat(step, offsets[:-1]), np.float64)


def _shut_closed_nodes(ends: Ints, flags_of_nodes: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Ends of edges with closed gates taken apart, and the node row behind each end's number.

    A closed node on a single line becomes two, one at each side. At a junction of three or more the map does not
    say which arm is shut, so that it stays open.
    """
    rows = np.arange(len(flags_of_nodes))
    closed = (flags_of_nodes & np.uint32(NodeFlag.CLOSED)) > 0
    if not closed.any() or not len(ends):
        return ends, rows
    flat = ends.ravel().copy()
    degree = np.bincount(flat, minlength=len(rows))
    second = np.zeros(len(flat), bool)
    _, first_use = np.unique(flat, return_index=True)
    second[:] = True
    second[first_use] = False
    parted = np.flatnonzero(second & closed[flat] & (degree[flat] == 2))
    rows = np.concatenate([rows, flat[parted]])
    flat[parted] = len(flags_of_nodes) + np.arange(len(parted))
    return flat.reshape(-1, 2), rows


def _arcs(
    nodes: int, uv: NDArray[np.int32], length: Floats, one_way: Bools
) -> tuple[Ints, NDArray[np.int32], Floats, NDArray[np.int32]]:
    edge = np.arange(len(uv), dtype=np.int32)
    back = ~one_way
    tail = np.concatenate([uv[:, 0], uv[back, 1]])
    head = np.concatenate([uv[:, 1], uv[back, 0]])
    of = np.concatenate([edge, edge[back]])
    order = np.lexsort((head, tail))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=nodes))]).astype(np.int64)
    return indptr, head[order].astype(np.int32), length[of[order]], of[order]

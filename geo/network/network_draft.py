"""A network on the way to becoming another: edges added, ends moved, flags said, stretches shut. Made once, then used.

Rows stay what they are in the network that it begins from: nodes and edges are only ever added. A shut stretch keeps
its row but hangs on nodes of its own, so that nobody can walk onto it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.ops import substring

from geo.network.arcs import arcs_of
from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork
from geo.network.grown_tree import GrownTree

SHORTEST_M = 0.001

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class NetworkDraft:
    """Changes to a network, gathered. `made` gives the network that they make; the old one stays as it is."""

    def __init__(self, network: WalkingNetwork) -> None:
        self._network = network
        self.uv = np.array(network.edge_uv, np.int32).reshape(-1, 2)
        self.edge_flags = np.array(network.edge_flags, np.uint32)
        self.node_flags = np.array(network.node_flags, np.uint32)
        self.shut: Bools = np.zeros(network.edge_count, bool)
        self._new_xy: list[tuple[float, float]] = []
        self._new_node_flags: list[int] = []
        self._lines: list[LineString] = []
        self._line_ends: list[tuple[int, int]] = []
        self._line_flags: list[int] = []
        self._joined: set[tuple[int, int]] = set()

    @property
    def node_count(self) -> int:
        """Nodes so far."""
        return self._network.node_count + len(self._new_xy)

    def add_node(self, xy: tuple[float, float], flags: int = 0) -> int:
        """A new node; its row."""
        self._new_xy.append((float(xy[0]), float(xy[1])))
        self._new_node_flags.append(flags)
        return self.node_count - 1

    def xy_of(self, node: int) -> tuple[float, float]:
        """Where a node is."""
        if node >= self._network.node_count:
            return self._new_xy[node - self._network.node_count]
        x, y = np.asarray(self._network.node_xy[node]).tolist()
        return x, y

    def flag_node(self, node: int, *, add: int = 0, clear: int = 0) -> None:
        """Say something of a node, or no longer."""
        old = self._network.node_count
        if node < old:
            self.node_flags[node] = np.uint32((int(self.node_flags[node]) & ~clear) | add)
        else:
            self._new_node_flags[node - old] = (self._new_node_flags[node - old] & ~clear) | add

    def add_edge(self, line: LineString, first: int, last: int, flags: int) -> None:
        """A new edge from node to node. Nodes in its middle keep it from sharing both its ends with another."""
        line = LineString([self.xy_of(first), *line.coords[1:-1], self.xy_of(last)])
        if first == last:
            cuts = [line.interpolate(share, normalized=True) for share in (1 / 3, 2 / 3)]
        elif self._are_joined(first, last):
            cuts = [line.interpolate(0.5, normalized=True)]
        else:
            cuts = []
        nodes = [first, *(self.add_node((cut.x, cut.y)) for cut in cuts), last]
        for at in range(len(nodes) - 1):
            part = substring(line, at / (len(nodes) - 1), (at + 1) / (len(nodes) - 1), normalized=True)
            self._lines.append(part if isinstance(part, LineString) else LineString([part.coords[0], part.coords[0]]))
            self._line_ends.append((nodes[at], nodes[at + 1]))
            self._line_flags.append(flags)
            self._joined.add((min(nodes[at : at + 2]), max(nodes[at : at + 2])))

    def shut_edges(self, edges: Ints) -> None:
        """Nobody walks these edges any more: each hangs on two nodes of its own."""
        for edge in edges[~self.shut[edges]].tolist():
            for side in (0, 1):
                self.uv[edge, side] = self.add_node(self.xy_of(int(self.uv[edge, side])), int(NodeFlag.CLOSED))
            self.shut[edge] = True

    def shut_nodes(self, nodes: Ints) -> None:
        """Nobody passes these nodes any more: each edge that meets one ends at a closed node of its own."""
        for node in nodes.tolist():
            self.flag_node(node, add=int(NodeFlag.CLOSED))
        met = np.zeros(self.node_count, bool)
        met[nodes] = True
        edge, side = np.nonzero(met[self.uv])
        order = np.argsort(self.uv[edge, side], kind="stable")
        held = -1
        for row, end in zip(edge[order].tolist(), side[order].tolist(), strict=True):
            node = int(self.uv[row, end])
            if node == held:  # the first edge keeps the node
                self.uv[row, end] = self.add_node(self.xy_of(node), int(NodeFlag.CLOSED))
            held = node

    def join_nodes(self, kept: int, others: Sequence[int]) -> None:
        """Nodes in one spot become one."""
        gone = np.zeros(self.node_count, bool)
        gone[list(others)] = True
        self.uv[gone[self.uv]] = kept

    def made(self) -> WalkingNetwork:
        """The network as changed. What the old one worked out of its geometry is carried over."""
        old, added = self._network, len(self._lines)
        lines = np.empty(added, dtype=object)
        lines[:] = self._lines
        coords, of = shapely.get_coordinates(lines, return_index=True)
        counts = np.bincount(of, minlength=added)
        length = np.concatenate([old.edge_length_m, np.maximum(shapely.length(lines), SHORTEST_M)])
        ends = np.array(self._line_ends, np.int32).reshape(-1, 2)
        uv = np.concatenate([self.uv, ends])
        flags = np.concatenate([self.edge_flags, np.array(self._line_flags, np.uint32)])
        one_way = (flags & np.uint32(EdgeFlag.ONEWAY_FOOT)) > 0
        indptr, indices, arc_edge = arcs_of(uv, one_way, self.node_count)
        network = replace(
            old,
            node_xy=np.concatenate([np.asarray(old.node_xy), np.array(self._new_xy, float).reshape(-1, 2)]),
            node_flags=np.concatenate([self.node_flags, np.array(self._new_node_flags, np.uint32)]),
            edge_uv=uv,
            edge_length_m=length,
            edge_way_id=np.concatenate([old.edge_way_id, np.zeros(added, np.int64)]),
            edge_flags=flags,
            edge_coords=np.concatenate([np.asarray(old.edge_coords), coords]),
            edge_offsets=np.concatenate([old.edge_offsets, old.edge_offsets[-1] + np.cumsum(counts)]),
            indptr=indptr,
            indices=indices,
            weights=length[arc_edge],
            csr_edge=arc_edge,
        )
        self._carry(network, lines, one_way)
        return network

    def _carry(self, network: WalkingNetwork, lines: NDArray[np.object_], one_way: Bools) -> None:
        old, kept = self._network, network.__dict__
        if one_way.any():
            kept["turned_arcs"] = arcs_of(np.asarray(network.edge_uv)[:, ::-1], one_way, network.node_count)
        if "lines" in old.__dict__:
            kept["lines"] = np.concatenate([old.lines, lines])
            if "tree" in old.__dict__:
                old_edge = np.concatenate([np.arange(old.edge_count), np.full(len(lines), -1)])
                kept["tree"] = GrownTree(old.tree, network.lines, old_edge, old.edge_count)

    def _are_joined(self, first: int, last: int) -> bool:
        pair = (min(first, last), max(first, last))
        u, v = self.uv[:, 0], self.uv[:, 1]
        return pair in self._joined or bool((((u == first) & (v == last)) | ((u == last) & (v == first))).any())

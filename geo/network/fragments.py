"""Pieces of a network that do not hang together, and which of them are large enough to stand for real streets.

A courtyard path behind a gate that the map calls private, or a corridor in a shopping centre, is often an island of a
few metres. A home beside one is not cut off: its people leave by another door. A real cut-off estate has streets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.network.costs import WalkCosts
from geo.network.graph import WalkingNetwork

SMALLEST_FRAGMENT_M = 500.0


def fragments(network: WalkingNetwork) -> NDArray[np.int64]:
    """The fragment of each node, [n], numbered from 0. One-way edges hold a fragment together too."""
    n = network.node_count
    if n == 0:
        return np.zeros(0, np.int64)
    uv = np.asarray(network.edge_uv)
    matrix = csr_array((np.ones(len(uv), bool), (uv[:, 0], uv[:, 1])), shape=(n, n))
    _, label = connected_components(matrix, directed=False)
    return np.asarray(label, np.int64)


def in_large_fragments(network: WalkingNetwork, smallest_m: float = SMALLEST_FRAGMENT_M) -> NDArray[np.bool_]:
    """Which edges, [m], belong to a fragment of at least `smallest_m` of streets and paths, or to the longest one."""
    if network.edge_count == 0:
        return np.zeros(0, bool)
    of_edge = fragments(network)[np.asarray(network.edge_uv)[:, 0]]
    length = np.bincount(of_edge, weights=network.edge_length_m)
    return np.asarray((length >= min(smallest_m, length.max()))[of_edge], bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """One piece of a network. `id` is its number in `fragments`; `share` its part of all kilometres (0 to 1)."""

    id: int
    km: float
    nodes: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentReport:
    """The pieces of a network, longest first. `main_share_km` is the longest one's part of all kilometres.

    It is None for a network without streets, which has no pieces.
    """

    count: int
    main_share_km: float | None
    fragments: tuple[Fragment, ...]

    @property
    def sentence(self) -> str:
        """The report in words."""
        if self.main_share_km is None:
            return "This map has no street or path one can walk."
        if self.count == 1:
            return "All streets and paths of this map hang together."
        apart = self.count - 1
        return (
            f"{100 * self.main_share_km:.1f} % of the length of streets and paths hangs together; "
            f"the rest is in {apart:,} {'piece' if apart == 1 else 'pieces'} apart from it."
        )


def edge_fragments(network: WalkingNetwork, costs: WalkCosts | None = None) -> NDArray[np.int64]:
    """The piece of each edge, [m], numbered from 0; with a walker's costs the pieces that this walker can move in.

    A closed edge is in none (-1), and a node that nobody passes parts the edges that meet there.
    """
    uv = np.asarray(network.edge_uv, np.int64).reshape(-1, 2)
    if costs is None:
        return fragments(network)[uv[:, 0]]
    piece = np.full(len(uv), -1, np.int64)
    kept = np.flatnonzero(np.isfinite(costs.edge_m))
    ends = uv[kept]
    shut = ~np.isfinite(costs.node_m)[ends]
    ends[shut] = network.node_count + np.arange(int(shut.sum()))  # each edge gets an end of its own there
    n = network.node_count + int(shut.sum())
    if len(kept):
        matrix = csr_array((np.ones(len(ends), bool), (ends[:, 0], ends[:, 1])), shape=(n, n))
        label = connected_components(matrix, directed=False)[1][ends[:, 0]]
        piece[kept] = np.unique(label, return_inverse=True)[1]
    return piece


def fragment_report(network: WalkingNetwork, costs: WalkCosts | None = None) -> FragmentReport:
    """How far a network hangs together, by its pieces, longest first; pieces that tie in their number's order.

    With a walker's costs, the pieces are those of what the walker can use (`edge_fragments`). A node that no edge meets
    is no piece. Where one-way walks alone join two parts, they count as one piece.
    """
    of_edge = edge_fragments(network, costs)
    open_edges = np.flatnonzero(of_edge >= 0)
    if not len(open_edges):
        return FragmentReport(count=0, main_share_km=None, fragments=())
    piece = of_edge[open_edges]
    length = np.bincount(piece, np.asarray(network.edge_length_m)[open_edges])
    ends = np.asarray(network.edge_uv)[open_edges]
    met = np.unique(np.column_stack([np.repeat(piece, 2), ends.ravel()]), axis=0)
    nodes = np.bincount(met[:, 0])
    whole = float(length.sum())
    order = np.argsort(-length, kind="stable")
    pieces = tuple(
        Fragment(id=int(row), km=float(length[row]) / 1000.0, nodes=int(nodes[row]), share=float(length[row]) / whole)
        for row in order[length[order] > 0]
    )
    return FragmentReport(count=len(pieces), main_share_km=pieces[0].share, fragments=pieces)

"""Lines cut at places along them, all at once: the geometry of edges that are split."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.network.graph import WalkingNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class CutLines:
    """The lines of some edges cut in pieces.

    `xy` [c, 2] is where the cuts are; `pieces` the vertices of each piece, edge by edge, each edge's pieces in order
    from its first node.
    """

    def __init__(self, network: WalkingNetwork, edges: Ints, rank: Ints, at_m: Floats) -> None:
        """Cut each of `edges` [s] at `at_m` [c] metres along ``edges[rank]`` [c], sorted by rank and metres."""
        offsets = np.asarray(network.edge_offsets)
        begin, count = offsets[edges], offsets[edges + 1] - offsets[edges]
        first = np.concatenate([[0], np.cumsum(count)])
        rows = np.repeat(begin - first[:-1], count) + np.arange(first[-1])
        coords = np.asarray(network.edge_coords[rows], np.float64)
        step = np.hypot(*np.diff(coords, axis=0, prepend=coords[:1]).T)
        step[first[:-1]] = 0.0  # the jump from the edge before
        measure = np.cumsum(step)
        start, end = measure[first[:-1]], measure[first[1:] - 1]
        # The length that is kept may differ from that of the drawn line by rounding.
        scale = (end - start) / np.asarray(network.edge_length_m)[edges]
        at = start[rank] + at_m * scale[rank]
        self.xy = np.column_stack([np.interp(at, measure, coords[:, 0]), np.interp(at, measure, coords[:, 1])])
        place = np.searchsorted(measure, at, side="right")
        drawn = np.insert(coords, np.repeat(place, 2), np.repeat(self.xy, 2, axis=0), axis=0)
        moved = np.searchsorted(rank, np.arange(len(edges)), side="left")
        bounds = np.sort(np.concatenate([first[:-1] + 2 * moved, place + 2 * np.arange(len(at)) + 1]))
        self.pieces = np.split(drawn, bounds[1:])

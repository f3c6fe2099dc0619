"""Pieces of a network that do not hang together, and which of them are large enough to stand for real streets.

A courtyard path behind a gate that the map calls private, or a corridor in a shopping centre, is often an island of a
few metres. A home beside one is not cut off: its people leave by another door. A real cut-off estate has streets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

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

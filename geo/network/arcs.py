"""Arcs of a network counted out from its edges, for edges whose ends were changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.network.compiled import compiled

Arcs = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]


@compiled
def _counted(uv, both, nodes):  # type: ignore[no-untyped-def]
    indptr = np.zeros(nodes + 1, np.int64)
    for edge in range(len(uv)):
        indptr[uv[edge, 0] + 1] += 1
        if both[edge]:
            indptr[uv[edge, 1] + 1] += 1
    for node in range(nodes):
        indptr[node + 1] += indptr[node]
    at = indptr[:-1].copy()
    indices = np.empty(indptr[-1], np.int32)
    arc_edge = np.empty(indptr[-1], np.int32)
    for edge in range(len(uv)):
        u, v = uv[edge, 0], uv[edge, 1]
        indices[at[u]] = v
        arc_edge[at[u]] = edge
        at[u] += 1
        if both[edge]:
            indices[at[v]] = u
            arc_edge[at[v]] = edge
            at[v] += 1
    return indptr, indices, arc_edge


def arcs_of(uv: NDArray[np.int32], one_way: NDArray[np.bool_], nodes: int) -> Arcs:
    """`indptr`, `indices` and `csr_edge` of edges [m, 2]; those of `one_way` [m] lead from first node to second only.

    With the two columns of `uv` exchanged these are the arcs turned round (`WalkingNetwork.turned_arcs`).
    """
    found: Arcs = _counted(np.ascontiguousarray(uv, np.int32), ~one_way, nodes)
    return found

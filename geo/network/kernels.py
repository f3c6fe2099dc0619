"""Compiled loops over the arrays of a network: one Dijkstra pass from many seeds at once.

Compiled by numba at first use and kept on disk; `geo.network.routing` is the way in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np


def _compiled(function: Callable[..., Any]) -> Any:
    """The function compiled at its first call, and kept on disk where there is a folder that can be written to."""
    try:
        return numba.njit(cache=True)(function)
    except RuntimeError:  # numba found no such folder: it compiles anew in each process
        return numba.njit(function)


@_compiled
def _sift_up(heap, place, distance, at):  # type: ignore[no-untyped-def]
    node = heap[at]
    while at > 0:
        parent = (at - 1) >> 1
        if distance[heap[parent]] <= distance[node]:
            break
        heap[at] = heap[parent]
        place[heap[at]] = at
        at = parent
    heap[at] = node
    place[node] = at


@_compiled
def _sift_down(heap, place, distance, size):  # type: ignore[no-untyped-def]
    node = heap[0]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and distance[heap[child + 1]] < distance[heap[child]]:
            child += 1
        if distance[heap[child]] >= distance[node]:
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at = child
    heap[at] = node
    place[node] = at


# PLR0917: numba takes positional arguments only.
@_compiled
def multi_source(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, indices, cost, start_node, start_cost, start_seed, cutoff
):
    """Cost from the nearest start to every node, and whose start it is; inf and -1 past the cutoff.

    `start_node`, `start_cost`, `start_seed` are [s]: a node, what it costs to be there, and which seed it stands for.
    Arcs of infinite cost are never walked. Costs are not negative.
    """
    n = len(indptr) - 1
    distance = np.full(n, np.inf)
    seed = np.full(n, -1, np.int64)
    heap = np.empty(n, np.int64)
    place = np.full(n, -1, np.int64)  # where a node stands in the heap; -1 = not in it
    size = 0
    for i in range(len(start_node)):
        node = start_node[i]
        if start_cost[i] < distance[node] and start_cost[i] <= cutoff:
            distance[node] = start_cost[i]
            seed[node] = start_seed[i]
            if place[node] < 0:
                heap[size] = node
                place[node] = size
                size += 1
            _sift_up(heap, place, distance, place[node])
    while size > 0:
        node = heap[0]
        place[node] = -1
        size -= 1
        if size > 0:
            heap[0] = heap[size]
            place[heap[0]] = 0
            _sift_down(heap, place, distance, size)
        for arc in range(indptr[node], indptr[node + 1]):
            other = indices[arc]
            reached = distance[node] + cost[arc]
            if reached < distance[other] and reached <= cutoff:
                distance[other] = reached
                seed[other] = seed[node]
                if place[other] < 0:
                    heap[size] = other
                    place[other] = size
                    size += 1
                _sift_up(heap, place, distance, place[other])
    return distance, seed

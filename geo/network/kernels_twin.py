"""The kernels' twins: the same answers from the same arrays by scipy and numpy, slower and plainer.

Tests hold each kernel to its twin; a machine without a compiler's luck can do with the twins alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


# PLR0917: the order of the kernel that it stands beside.
def multi_source(  # noqa: PLR0917
    indptr: Ints,
    indices: NDArray[np.int32],
    cost: Floats,
    start_node: Ints,
    start_cost: Floats,
    start_seed: Ints,
    cutoff: float,
) -> tuple[Floats, Ints]:
    """`geo.network.kernels.multi_source` by scipy: one more node stands before all starts, at the cost of each."""
    n = len(indptr) - 1
    # Starts on one node would be added up by a sparse matrix: the cheapest of each is taken first.
    order = np.lexsort((start_seed, start_cost, start_node))
    order = order[np.isfinite(start_cost[order])]
    first = order[np.unique(start_node[order], return_index=True)[1]]
    tail, head, weight = least_arcs(indptr, indices, cost)
    graph = csr_array(
        (
            np.concatenate([weight, start_cost[first]]),
            (np.concatenate([tail, np.full(len(first), n)]), np.concatenate([head, start_node[first]])),
        ),
        shape=(n + 1, n + 1),
    )
    distance, before = dijkstra(graph, indices=n, limit=cutoff, return_predecessors=True)
    distance = distance[:n]
    seed_of_start = np.full(n, -1, np.int64)
    seed_of_start[start_node[first]] = start_seed[first]
    return distance, _inherited(before[:n].astype(np.int64), seed_of_start, n)


def least_arcs(indptr: Ints, indices: NDArray[np.int32], cost: Floats) -> tuple[Ints, Ints, Floats]:
    """Tail, head and cost of the open arcs, of parallel ones the cheapest: a sparse matrix would add them up."""
    tail = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    order = np.lexsort((cost, indices, tail))
    order = order[np.isfinite(cost[order])]
    again = np.zeros(len(order), bool)
    again[1:] = (tail[order[1:]] == tail[order[:-1]]) & (indices[order[1:]] == indices[order[:-1]])
    order = order[~again]
    return tail[order], indices[order].astype(np.int64), cost[order]


def _inherited(before: Ints, seed_of_start: Ints, root: int) -> Ints:
    """The seed of each node's first ancestor: of the node that stands right after `root` on its way; -1 for none."""
    first = before == root
    up = np.where(first | (before < 0), np.arange(len(before)), before)
    while True:  # each round doubles the step
        further = up[up]
        if (further == up).all():
            break
        up = further
    return np.where(first[up], seed_of_start[up], -1)

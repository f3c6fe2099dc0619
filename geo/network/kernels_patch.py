"""Compiled loops that cut the part of a network out that some walks can reach, at a cost that grows with that part."""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled

_WAITER = np.dtype([("key", np.float64), ("node", np.int64)], align=True)


@compiled
def _pushed(heap, size, key, node):  # type: ignore[no-untyped-def]
    """The heap with one more node: it grows where it is full."""
    if size == len(heap):
        longer = np.empty(2 * size, heap.dtype)
        longer[:size] = heap
        heap = longer
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if heap[above].key <= key:
            break
        heap[at] = heap[above]
        at = above
    heap[at].key, heap[at].node = key, node
    return heap


@compiled
def _pop(heap, size):  # type: ignore[no-untyped-def]
    """Close the gap at the top of a heap of `size`, of which one is taken away."""
    last = size - 1
    key, node = heap[last].key, heap[last].node
    at = 0
    while True:
        below = 2 * at + 1
        if below >= last:
            break
        if below + 1 < last and heap[below + 1].key < heap[below].key:
            below += 1
        if heap[below].key >= key:
            break
        heap[at] = heap[below]
        at = below
    heap[at].key, heap[at].node = key, node


@compiled
def walked_out(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, indices, arc_edge, edge_cost, node_cost, start_node, start_cost, cutoff, most
):
    """Dijkstra out from some starts: cost at every node [n], inf past the cutoff, and the nodes met.

    Arcs are priced as they are met, so that little is done where little is reached. With more than `most` nodes met
    it gives up: the nodes are then one more than `most`, and the costs are not all known.
    """
    n = len(indptr) - 1
    cost = np.full(n, np.inf)
    met, found = np.empty(n, np.int64), 0
    heap, size = np.empty(1024, _WAITER), np.int64(0)  # a bare 0 would be compiled for as well
    for i in range(len(start_node)):
        node = start_node[i]
        if start_cost[i] < cost[node] and start_cost[i] <= cutoff:
            if cost[node] == np.inf:
                met[found] = node
                found += 1
            cost[node] = start_cost[i]
            heap = _pushed(heap, size, start_cost[i], node)
            size += 1
    while size > 0 and found <= most:
        key, node = heap[0].key, heap[0].node
        _pop(heap, size)
        size -= 1
        if key > cost[node]:
            continue
        for arc in range(indptr[node], indptr[node + 1]):
            other = indices[arc]
            reached = key + (edge_cost[arc_edge[arc]] + (node_cost[node] + node_cost[other]) / 2.0)
            if reached < cost[other] and reached <= cutoff:
                if cost[other] == np.inf:
                    met[found] = other
                    found += 1
                cost[other] = reached
                heap = _pushed(heap, size, reached, other)
                size += 1
    return cost, met[:found]


@compiled
def between(indptr, indices, arc_edge, nodes, edges):  # type: ignore[no-untyped-def]
    """The arcs between some nodes, numbered anew and turned round: for each node the arcs that lead to it.

    Gives indptr, the other node and the edge of each arc; new rows of all old nodes and edges (-1: not among them),
    old rows of new edges. `edges` is how many edges there are.
    """
    new_node = np.full(len(indptr) - 1, -1, np.int32)
    arcs = 0
    for row in range(len(nodes)):
        new_node[nodes[row]] = row
        arcs += indptr[nodes[row] + 1] - indptr[nodes[row]]
    new_edge, old_edge, known = np.full(edges, -1, np.int32), np.empty(arcs, np.int64), 0
    begin = np.zeros(len(nodes) + 1, np.int64)
    for node in nodes:
        for arc in range(indptr[node], indptr[node + 1]):
            if new_node[indices[arc]] >= 0:
                begin[new_node[indices[arc]] + 1] += 1
                if new_edge[arc_edge[arc]] < 0:
                    new_edge[arc_edge[arc]] = known
                    old_edge[known] = arc_edge[arc]
                    known += 1
    for row in range(len(nodes)):
        begin[row + 1] += begin[row]
    at, tails, held = begin[:-1].copy(), np.empty(begin[-1], np.int32), np.empty(begin[-1], np.int32)
    for row in range(len(nodes)):
        for arc in range(indptr[nodes[row]], indptr[nodes[row] + 1]):
            other = new_node[indices[arc]]
            if other >= 0:
                tails[at[other]], held[at[other]] = row, new_edge[arc_edge[arc]]
                at[other] += 1
    return begin, tails, held, new_node, new_edge, old_edge[:known]


@compiled
def chained(key, count):  # type: ignore[no-untyped-def]
    """Rows by key, as chains: the first row of each key below `count`, and the row after each; -1 ends, < 0 is none."""
    first, following = np.full(count, -1, np.int32), np.full(len(key), -1, np.int32)
    for row in range(len(key) - 1, -1, -1):
        if key[row] >= 0:
            following[row] = first[key[row]]
            first[key[row]] = row
    return first, following


@compiled
def chained_at_ends(edge, ends, count):  # type: ignore[no-untyped-def]
    """`chained` of points by the ends of their edges [m, 2]: entry 2 h + e is point h by end e of its edge."""
    first, following = np.full(count, -1, np.int32), np.full(2 * len(edge), -1, np.int32)
    for row in range(len(edge) - 1, -1, -1):
        if edge[row] >= 0:
            for end in range(2):
                node = ends[edge[row], end]
                following[2 * row + end] = first[node]
                first[node] = 2 * row + end
    return first, following

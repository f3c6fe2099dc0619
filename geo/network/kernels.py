"""The compiled pass from many seeds at once: the cost from every node to the nearest of them.

Not in Dijkstra's order, whose heap and whose jumps between far wavefronts cost most of its time: by blocks of nodes
that lie near each other, by windows of cost, and within a window by bins; a node is taken again whenever a cheaper way
to it is found (label correction), so that the answer is exact. Arcs of infinite cost are never walked; costs are not
negative. `geo.network.routing` is the way in.
"""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled

# A node that waits to be walked on from, the cost at which it was reached, and the one after it on its list.
WAITER = np.dtype([("key", np.float64), ("node", np.int32), ("next", np.int32)], align=True)
_USED, _FREE, _WAITING = 0, 1, 2  # of the pool: how much was ever used, the first to use again, how many wait for now
# Any values give the same answer; these were the fastest on streets (docs/adr/0014).
WINDOW_M = 2000.0  # how far the pass goes everywhere before it goes on anywhere
BINS_A_M = 0.25  # what lies in one bin of 4 m is taken in any order, and again where that proves wrong
_BLOCK = 13  # nodes are worked on in blocks of 2 ** 13, whose arrays stay in the processor's cache


@compiled
def _open_window(pool, state, now, later, begin):  # type: ignore[no-untyped-def]
    """Move what lies in the window from `later` to `now`; the least key of what does not."""
    least = np.inf
    for block in range(len(later)):
        entry = later[block]
        later[block] = -1
        while entry >= 0:
            following, key = pool[entry].next, pool[entry].key
            if key - begin < WINDOW_M:
                pool[entry].next = now[block]
                now[block] = entry
                state[_WAITING] += 1
            else:
                pool[entry].next = later[block]
                later[block] = entry
                least = min(least, key)
            entry = following
    return least


@compiled
def _into_bins(pool, state, now, block, bins, begin):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Move what waits for a block into bins by key: how many there are, and the first bin with any."""
    entry = now[block]
    now[block] = -1
    count, first = 0, len(bins)
    while entry >= 0:
        following = pool[entry].next
        at = int((pool[entry].key - begin) * BINS_A_M)
        pool[entry].next = bins[at]
        bins[at] = entry
        first = min(first, at)
        count += 1
        entry = following
    state[_WAITING] -= count
    return count, first


@compiled
def _settle_block(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, indices, cost, distance, seed, cutoff, pool, state, now, later, bins, block, begin, least
):
    """Walk on from all that waits for a block, up to the window's end; the least key beyond, or -1 for want of room."""
    left, at = _into_bins(pool, state, now, block, bins, begin)
    used, free = state[_USED], state[_FREE]
    while left > 0:
        entry = bins[at]
        while entry >= 0:
            key, node = pool[entry].key, pool[entry].node
            bins[at] = pool[entry].next
            pool[entry].next = free
            free = entry
            left -= 1
            if key <= distance[node]:
                own = seed[node]
                if used + indptr[node + 1] - indptr[node] > len(pool):
                    return -1.0
                for arc in range(indptr[node], indptr[node + 1]):
                    other, reached = indices[arc], key + cost[arc]
                    if reached < distance[other] and reached <= cutoff:
                        distance[other] = reached
                        seed[other] = own
                        if free >= 0:
                            entry, free = free, pool[free].next
                        else:
                            entry = used
                            used += 1
                        pool[entry].key = reached
                        pool[entry].node = other
                        if reached - begin >= WINDOW_M:
                            pool[entry].next = later[other >> _BLOCK]
                            later[other >> _BLOCK] = entry
                            least = min(least, reached)
                        elif other >> _BLOCK == block:
                            into = int((reached - begin) * BINS_A_M)
                            pool[entry].next = bins[into]
                            bins[into] = entry
                            left += 1
                        else:
                            pool[entry].next = now[other >> _BLOCK]
                            now[other >> _BLOCK] = entry
                            state[_WAITING] += 1
            entry = bins[at]
        at += 1
    state[_USED], state[_FREE] = used, free
    return least


@compiled
def _pass(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, indices, cost, start_node, start_cost, start_seed, cutoff, distance, seed, pool
):
    """One pass into `distance` and `seed`; whether the pool had room for it."""
    blocks = (len(distance) >> _BLOCK) + 1
    now, later = np.full(blocks, -1, np.int32), np.full(blocks, -1, np.int32)
    bins = np.full(int(WINDOW_M * BINS_A_M) + 1, -1, np.int32)
    state = np.array([0, -1, 0])
    least = np.inf
    for i in range(len(start_node)):
        node = start_node[i]
        if start_cost[i] < distance[node] and start_cost[i] <= cutoff:
            if state[_USED] == len(pool):
                return False
            distance[node] = start_cost[i]
            seed[node] = start_seed[i]
            pool[state[_USED]].key = start_cost[i]
            pool[state[_USED]].node = node
            pool[state[_USED]].next = later[node >> _BLOCK]
            later[node >> _BLOCK] = state[_USED]
            state[_USED] += 1
            least = min(least, start_cost[i])
    while least < np.inf:
        begin = least
        least = _open_window(pool, state, now, later, begin)
        while state[_WAITING] > 0:
            for block in range(blocks):
                if now[block] >= 0:
                    least = _settle_block(
                        indptr, indices, cost, distance, seed, cutoff, pool, state, now, later, bins, block, begin,
                        least,
                    )  # fmt: skip
                    if least < 0:
                        return False
    return True


@compiled
def multi_source(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, indices, cost, start_node, start_cost, start_seed, cutoff, room=0
):
    """Cost from the nearest start to every node, and whose start it is; inf and -1 past the cutoff.

    `start_node`, `start_cost`, `start_seed` are [s]: a node, what it costs to be there, and which seed it stands for.
    `room` is for how many nodes may wait at first; it grows where that is too little.
    """
    n = len(indptr) - 1
    room = room if room > 0 else len(start_node) + len(indices) + 1
    while True:
        distance = np.full(n, np.inf)
        seed = np.full(n, -1, np.int64)
        pool = np.empty(room, WAITER)
        if _pass(indptr, indices, cost, start_node, start_cost, start_seed, cutoff, distance, seed, pool):
            return distance, seed
        room *= 2


@compiled
def arc_costs(indptr, indices, arc_edge, edge_cost, node_cost):  # type: ignore[no-untyped-def]
    """What each arc costs: its edge, and half of the node at each end."""
    cost = np.empty(len(indices))
    for node in range(len(indptr) - 1):
        for arc in range(indptr[node], indptr[node + 1]):
            cost[arc] = edge_cost[arc_edge[arc]] + (node_cost[node] + node_cost[indices[arc]]) / 2.0
    return cost

"""Compiled loops for walks from each of many places in turn, each as far as a cutoff.

`geo.network.reach` and `geo.network.closeness` are the ways in. Arcs of infinite cost are never walked; costs are not
negative.
"""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled
from geo.network.kernels import BINS_A_M, WAITER, WINDOW_M


@compiled
def with_dead_ends(indptr, indices):  # type: ignore[no-untyped-def]
    """The node at the end of each arc; ~node (below 0) where that leads back alone and need not be walked from."""
    heads = np.empty_like(indices)
    for node in range(len(indptr) - 1):
        for arc in range(indptr[node], indptr[node + 1]):
            other = indices[arc]
            ways_on = indptr[other + 1] - indptr[other]
            dead = ways_on == 0 or (ways_on == 1 and indices[indptr[other]] == node)
            heads[arc] = ~other if dead else other
    return heads


# PLR0917, here and below: numba takes positional arguments only. PLR0912, PLR0915: in parts, it took a third longer.
@compiled
def _search(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915, PLR0917
    indptr, heads, cost, start_node, start_cost, cutoff, distance, met, bins, pool
):
    """One search from some starts up to a cutoff; how many nodes it met, which `met` then names; -1 = no room.

    `heads` are of `with_dead_ends`. `distance` [n] comes all inf and holds the answer, `bins` comes all -1; the caller
    sets `distance` back. As in `geo.network.kernels`: windows of cost, in each window bins, and a node is taken again
    where it proves nearer.
    """
    used, free, left, found = 0, -1, 0, 0
    later, least = -1, np.inf
    for i in range(len(start_node)):
        node, key = start_node[i], start_cost[i]
        if key < distance[node] and key <= cutoff:
            if distance[node] == np.inf:
                met[found] = node
                found += 1
            distance[node] = key
            pool[used].key, pool[used].node, pool[used].next = key, node, later
            later, least = used, min(least, key)
            used += 1
    while least < np.inf:
        begin, entry = least, later
        later, least = -1, np.inf
        while entry >= 0:
            following, key = pool[entry].next, pool[entry].key
            if key - begin < WINDOW_M:
                at = int((key - begin) * BINS_A_M)
                pool[entry].next, bins[at] = bins[at], entry
                left += 1
            else:
                pool[entry].next, later, least = later, entry, min(least, key)
            entry = following
        at = 0
        while left > 0:
            entry = bins[at]
            while entry >= 0:
                key, node = pool[entry].key, pool[entry].node
                bins[at], pool[entry].next, free = pool[entry].next, free, entry
                left -= 1
                if key <= distance[node]:
                    if used + indptr[node + 1] - indptr[node] > len(pool):
                        return -1
                    for arc in range(indptr[node], indptr[node + 1]):
                        head, reached = heads[arc], key + cost[arc]
                        other = head if head >= 0 else ~head
                        if reached < distance[other] and reached <= cutoff:
                            if distance[other] == np.inf:
                                met[found] = other
                                found += 1
                            distance[other] = reached
                            if head < 0:
                                continue
                            if free >= 0:
                                entry, free = free, pool[free].next
                            else:
                                entry = used
                                used += 1
                            pool[entry].key, pool[entry].node = reached, other
                            if reached - begin < WINDOW_M:
                                into = int((reached - begin) * BINS_A_M)
                                pool[entry].next, bins[into] = bins[into], entry
                                left += 1
                            else:
                                pool[entry].next, later, least = later, entry, min(least, reached)
                entry = bins[at]
            at += 1
    return found


@compiled
def _walked(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, heads, cost, start_node, start_cost, cutoff, distance, met, bins, pool
):
    """`_search` with as much room as it takes; how many nodes it met, and the pool."""
    found = _search(indptr, heads, cost, start_node, start_cost, cutoff, distance, met, bins, pool)
    while found < 0:
        pool = np.empty(2 * len(pool), WAITER)
        distance[:] = np.inf
        bins[:] = -1
        found = _search(indptr, heads, cost, start_node, start_cost, cutoff, distance, met, bins, pool)
    return found, pool


@compiled
def _grown(array, needed):  # type: ignore[no-untyped-def]
    """The array, or a longer copy of it where more room is needed."""
    if needed <= len(array):
        return array
    longer = np.empty(max(2 * len(array), needed), array.dtype)
    longer[: len(array)] = array
    return longer


@compiled
def pairs_in_reach(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, heads, cost, group_from, start_node, start_cost, along_from, along_target, along_cost,
    target_from, target_row, target_cost, targets, cutoff, groups, room=1024,
):  # fmt: skip
    """Target, group and cost of every target that some start of one of the `groups` reaches within the cutoff.

    Starts of group g are ``group_from[g]:group_from[g + 1]``; walks along one edge likewise in `along_*`. The targets
    at node v are ``target_from[v]:target_from[v + 1]``: their rows, and what it costs from there to them.
    """
    n = len(indptr) - 1
    distance = np.full(n, np.inf)
    met = np.empty(n, np.int32)
    bins = np.full(int(WINDOW_M * BINS_A_M) + 1, -1, np.int32)
    pool = np.empty(len(start_node) + room, WAITER)
    slot = np.full(targets, -1, np.int64)  # where a target stands among the pairs, if it is one of this group
    pair_target = np.empty(1024, np.int64)
    pair_group = np.empty(1024, np.int64)
    pair_cost = np.empty(1024)
    count = 0
    for group in groups:
        base = count
        for k in range(along_from[group], along_from[group + 1]):
            target, reached = along_target[k], along_cost[k]
            if slot[target] < base and reached <= cutoff:
                slot[target] = count
                pair_target = _grown(pair_target, count + 1)
                pair_cost = _grown(pair_cost, count + 1)
                pair_target[count], pair_cost[count] = target, reached
                count += 1
            elif slot[target] >= base and reached < pair_cost[slot[target]]:
                pair_cost[slot[target]] = reached
        starts = slice(group_from[group], group_from[group + 1])
        found, pool = _walked(
            indptr, heads, cost, start_node[starts], start_cost[starts], cutoff, distance, met, bins, pool
        )
        for node in met[:found]:
            for k in range(target_from[node], target_from[node + 1]):
                target, reached = target_row[k], distance[node] + target_cost[k]
                if slot[target] < base and reached <= cutoff:
                    slot[target] = count
                    pair_target = _grown(pair_target, count + 1)
                    pair_cost = _grown(pair_cost, count + 1)
                    pair_target[count], pair_cost[count] = target, reached
                    count += 1
                elif slot[target] >= base and reached < pair_cost[slot[target]]:
                    pair_cost[slot[target]] = reached
            distance[node] = np.inf
        pair_group = _grown(pair_group, count)
        pair_group[base:count] = group
    return pair_target[:count], pair_group[:count], pair_cost[:count]


@compiled
def sorted_by_target(pair_target, pair_group, pair_cost, targets):  # type: ignore[no-untyped-def]
    """Pairs in order of target, then cost, then group: by counting, and by insertion within a target."""
    begin = np.zeros(targets + 1, np.int64)
    for target in pair_target:
        begin[target + 1] += 1
    for target in range(targets):
        begin[target + 1] += begin[target]
    end = begin[:-1].copy()
    target_out, group_out = np.empty_like(pair_target), np.empty_like(pair_group)
    cost_out = np.empty_like(pair_cost)
    for i in range(len(pair_target)):
        target, group, cost = pair_target[i], pair_group[i], pair_cost[i]
        at = end[target]
        end[target] += 1
        while at > begin[target] and (
            cost_out[at - 1] > cost or (cost_out[at - 1] == cost and group_out[at - 1] > group)
        ):
            cost_out[at] = cost_out[at - 1]
            group_out[at] = group_out[at - 1]
            at -= 1
        cost_out[at] = cost
        group_out[at] = group
    for target in range(targets):
        target_out[begin[target] : begin[target + 1]] = target
    return target_out, group_out, cost_out


@compiled
def rings(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, heads, cost, sources, weight, cutoffs, room=1024
):
    """Other nodes in the ring up to each cutoff, the sum of walks to them, and their weight: each [k, c].

    `cutoffs` rise. Nodes of the first ring are not among those of the second.
    """
    n = len(indptr) - 1
    distance = np.full(n, np.inf)
    met = np.empty(n, np.int32)
    bins = np.full(int(WINDOW_M * BINS_A_M) + 1, -1, np.int32)
    pool = np.empty(1 + room, WAITER)
    count = np.zeros((len(sources), len(cutoffs)), np.int64)
    total = np.zeros((len(sources), len(cutoffs)))
    held = np.zeros((len(sources), len(cutoffs)))
    no_cost = np.zeros(1)
    for k in range(len(sources)):
        found, pool = _walked(indptr, heads, cost, sources[k : k + 1], no_cost, cutoffs[-1], distance, met, bins, pool)
        for node in met[:found]:
            walk = distance[node]
            distance[node] = np.inf
            if node == sources[k]:
                continue
            ring = 0
            while walk > cutoffs[ring]:
                ring += 1
            count[k, ring] += 1
            total[k, ring] += walk
            held[k, ring] += weight[node]
    return count, total, held

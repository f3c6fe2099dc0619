"""Compiled loops for walks from each of many places in turn, each as far as a cutoff.

`geo.network.reach` and `geo.network.closeness` are the ways in. Arcs of infinite cost are never walked; costs are not
negative.
"""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled


@compiled
def _push(keys, nodes, size, key, node):  # type: ignore[no-untyped-def]
    """Put a node into a heap of four branches, keys beside nodes; the heap's new size."""
    at = size
    while at > 0:
        parent = (at - 1) >> 2
        if keys[parent] <= key:
            break
        keys[at] = keys[parent]
        nodes[at] = nodes[parent]
        at = parent
    keys[at] = key
    nodes[at] = node
    return size + 1


@compiled
def _drop_first(keys, nodes, size):  # type: ignore[no-untyped-def]
    """Take the first node off the heap; its new size."""
    size -= 1
    key, node = keys[size], nodes[size]
    at = 0
    while True:
        child = 4 * at + 1
        if child >= size:
            break
        least = child
        for other in range(child + 1, min(child + 4, size)):
            if keys[other] < keys[least]:
                least = other
        if keys[least] >= key:
            break
        keys[at] = keys[least]
        nodes[at] = nodes[least]
        at = least
    keys[at] = key
    nodes[at] = node
    return size


# PLR0917, here and below: numba takes positional arguments only.
@compiled
def _search(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, indices, cost, start_node, start_cost, cutoff, distance, settled, keys, nodes
):
    """One search from some starts up to a cutoff; how many nodes it settled, which `settled` then names in order.

    `distance` [n] comes all inf and holds the answer; the caller sets it back. `keys` and `nodes` have room for a
    heap of all arcs and starts.
    """
    size = found = 0
    for i in range(len(start_node)):
        node = start_node[i]
        if start_cost[i] < distance[node] and start_cost[i] <= cutoff:
            distance[node] = start_cost[i]
            size = _push(keys, nodes, size, start_cost[i], node)
    while size > 0:
        key, node = keys[0], nodes[0]
        size = _drop_first(keys, nodes, size)
        if key > distance[node]:
            continue
        settled[found] = node
        found += 1
        for arc in range(indptr[node], indptr[node + 1]):
            other = indices[arc]
            reached = key + cost[arc]
            if reached < distance[other] and reached <= cutoff:
                distance[other] = reached
                size = _push(keys, nodes, size, reached, other)
    return found


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
    indptr, indices, cost, group_from, start_node, start_cost, along_from, along_target, along_cost,
    target_from, target_row, target_cost, targets, cutoff, first_group, end_group,
):  # fmt: skip
    """Target, group and cost of every target that some start of a group reaches within the cutoff, by group.

    Starts of group g are ``group_from[g]:group_from[g + 1]``; walks along one edge likewise in `along_*`. The targets
    at node v are ``target_from[v]:target_from[v + 1]``: their rows, and what it costs from there to them.
    """
    n = len(indptr) - 1
    distance = np.full(n, np.inf)
    settled = np.empty(n, np.int32)
    keys = np.empty(len(indices) + len(start_node))
    nodes = np.empty(len(keys), np.int32)
    slot = np.full(targets, -1, np.int64)  # where a target stands among the pairs, if it is one of this group
    pair_target = np.empty(1024, np.int64)
    pair_group = np.empty(1024, np.int64)
    pair_cost = np.empty(1024)
    count = 0
    for group in range(first_group, end_group):
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
        found = _search(
            indptr, indices, cost, start_node[starts], start_cost[starts], cutoff, distance, settled, keys, nodes
        )
        for node in settled[:found]:
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
    """Pairs in order of target, then cost, then as they came: by counting, and by insertion within a target."""
    begin = np.zeros(targets + 1, np.int64)
    for target in pair_target:
        begin[target + 1] += 1
    for target in range(targets):
        begin[target + 1] += begin[target]
    end = begin[:-1].copy()
    target_out, group_out = np.empty_like(pair_target), np.empty_like(pair_group)
    cost_out = np.empty_like(pair_cost)
    for i in range(len(pair_target)):
        target, cost = pair_target[i], pair_cost[i]
        at = end[target]
        end[target] += 1
        while at > begin[target] and cost_out[at - 1] > cost:
            cost_out[at] = cost_out[at - 1]
            group_out[at] = group_out[at - 1]
            at -= 1
        cost_out[at] = cost
        group_out[at] = pair_group[i]
    for target in range(targets):
        target_out[begin[target] : begin[target + 1]] = target
    return target_out, group_out, cost_out


@compiled
def rings(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    indptr, indices, cost, sources, weight, cutoffs
):
    """Other nodes in the ring up to each cutoff, the sum of walks to them, and their weight: each [k, c].

    `cutoffs` rise. Nodes of the first ring are not among those of the second.
    """
    n = len(indptr) - 1
    distance = np.full(n, np.inf)
    settled = np.empty(n, np.int32)
    keys = np.empty(len(indices) + 1)
    nodes = np.empty(len(keys), np.int32)
    count = np.zeros((len(sources), len(cutoffs)), np.int64)
    total = np.zeros((len(sources), len(cutoffs)))
    held = np.zeros((len(sources), len(cutoffs)))
    no_cost = np.zeros(1)
    for k in range(len(sources)):
        found = _search(indptr, indices, cost, sources[k : k + 1], no_cost, cutoffs[-1], distance, settled, keys, nodes)
        ring = 0
        for node in settled[:found]:
            walk = distance[node]
            distance[node] = np.inf
            if node == sources[k]:
                continue
            while walk > cutoffs[ring]:
                ring += 1
            count[k, ring] += 1
            total[k, ring] += walk
            held[k, ring] += weight[node]
    return count, total, held

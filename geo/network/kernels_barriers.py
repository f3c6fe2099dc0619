"""Compiled loops that take barriers away one by one: walks that improve are followed, and nothing else is.

Arrays come as `geo.network.barrier_patch.Patch` and `geo.network.barrier_state.State`. Each node keeps a table of the
nearest distinct groups of goals, [n + 1, least], in rising order; the row past the last node is a scratch row. For the
nearest goal alone the table has one column and all goals are of one group.
"""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled

# A walk that waits to be walked on from: what it costs so far, the node that it reached, the group it leads to.
_WALK = np.dtype([("key", np.float64), ("node", np.int32), ("group", np.int32)], align=True)
STAMP, LOG_STAMP, LOGGED, HOMES_LOGGED, MET = 0, 1, 2, 3, 4  # of State.counts


@compiled
def _pushed(heap, size, key, node, group):  # type: ignore[no-untyped-def]
    """The heap with one more walk: it grows where it is full."""
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
    heap[at].key, heap[at].node, heap[at].group = key, node, group
    return heap


@compiled
def _pop(heap, size):  # type: ignore[no-untyped-def]
    """Close the gap at the top of a heap of `size` walks, of which one is taken away."""
    last = size - 1
    key, node, group = heap[last].key, heap[last].node, heap[last].group
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
    heap[at].key, heap[at].node, heap[at].group = key, node, group


@compiled
def _offer(distance, group, node, reached, of):  # type: ignore[no-untyped-def]
    """Put a walk to a group into a node's table; whether it is better than what was there."""
    at = distance.shape[1] - 1
    if reached >= distance[node, at]:
        return False
    for i in range(at + 1):
        if group[node, i] == of:
            if distance[node, i] <= reached:
                return False
            at = i
            break
    while at > 0 and distance[node, at - 1] > reached:
        distance[node, at], group[node, at] = distance[node, at - 1], group[node, at - 1]
        at -= 1
    distance[node, at], group[node, at] = reached, of
    return True


@compiled
def _relax(state, heap, size, node, reached, of):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Offer a walk to a node: logged, noted as met and pushed where it is better."""
    if reached >= state.distance[node, state.distance.shape[1] - 1] or reached > state.bound[node]:
        return heap, size
    if state.log_stamp[node] != state.counts[LOG_STAMP]:
        state.log_stamp[node] = state.counts[LOG_STAMP]
        state.log[state.counts[LOGGED]] = node
        for i in range(state.distance.shape[1]):
            state.log_distance[state.counts[LOGGED], i] = state.distance[node, i]
            state.log_group[state.counts[LOGGED], i] = state.group[node, i]
        state.counts[LOGGED] += 1
    if not _offer(state.distance, state.group, node, reached, of):
        return heap, size
    if state.met_stamp[node] != state.counts[STAMP]:
        state.met_stamp[node] = state.counts[STAMP]
        state.met[state.counts[MET]] = node
        state.counts[MET] += 1
    return _pushed(heap, size, reached, node, of), size + 1


@compiled
def _settle(patch, state, heap, size):  # type: ignore[no-untyped-def]
    """Dijkstra from all that waits, through nodes that improve alone."""
    columns = state.distance.shape[1]
    while size > 0:
        key, node, of = heap[0].key, heap[0].node, heap[0].group
        _pop(heap, size)
        size -= 1
        current = False
        for i in range(columns):
            if state.group[node, i] == of and state.distance[node, i] == key:
                current = True
        if current:
            own = state.node_cost[node]
            for arc in range(patch.indptr[node], patch.indptr[node + 1]):
                other = patch.head[arc]
                cost = state.edge_cost[patch.arc_edge[arc]] + (own + state.node_cost[other]) / 2.0
                heap, size = _relax(state, heap, size, other, key + cost, of)
    return heap


@compiled
def _part(patch, state, edge, metres):  # type: ignore[no-untyped-def]
    """As `geo.network.edge_ends.Edges.part`."""
    if metres <= 0:
        return 0.0
    return state.edge_cost[edge] * (metres / patch.length[edge])


@compiled
def _start_from_goals(patch, state, heap, size, edge):  # type: ignore[no-untyped-def]
    """Offer the ends of an edge the walks to the goals on it, as `geo.network.edge_ends.Edges.towards`."""
    first, second = patch.ends[edge, 0], patch.ends[edge, 1]
    goal = patch.goal_first[edge]
    while goal >= 0:
        offset, line, of = patch.goal_offset[goal], patch.goal_line[goal], patch.goal_group[goal]
        rest = max(patch.length[edge] - offset, 0.0)
        reached = line + _part(patch, state, edge, offset) + state.node_cost[first] / 2.0
        heap, size = _relax(state, heap, size, first, reached, of)
        if patch.back[edge] or rest <= 0:
            reached = line + _part(patch, state, edge, rest) + state.node_cost[second] / 2.0
            heap, size = _relax(state, heap, size, second, reached, of)
        goal = patch.goal_next[goal]
    return heap, size


@compiled
def _start_over_edge(patch, state, heap, size, edge):  # type: ignore[no-untyped-def]
    """Offer each end of an edge what the other end has, at what the edge costs now."""
    first, second = patch.ends[edge, 0], patch.ends[edge, 1]
    cost = state.edge_cost[edge] + (state.node_cost[first] + state.node_cost[second]) / 2.0
    if cost < np.inf:
        for i in range(state.distance.shape[1]):
            reached = state.distance[second, i] + cost
            heap, size = _relax(state, heap, size, first, reached, state.group[second, i])
        if patch.back[edge]:
            for i in range(state.distance.shape[1]):
                reached = state.distance[first, i] + cost
                heap, size = _relax(state, heap, size, second, reached, state.group[first, i])
    return heap, size


@compiled
def _cost_again(patch, state, barrier):  # type: ignore[no-untyped-def]
    """Costs of what a barrier meets, summed anew in the order of its rows: nothing is ever subtracted."""
    for k in range(patch.own_edge_from[barrier], patch.own_edge_from[barrier + 1]):
        edge = patch.own_edge[k]
        cost = patch.base_edge[edge]
        for row in range(patch.own_edge_low[k], patch.own_edge_high[k]):
            if not state.gone[patch.edge_row_barrier[row]]:
                cost += patch.edge_row_m[row]
        state.edge_cost[edge] = cost
    for k in range(patch.own_node_from[barrier], patch.own_node_from[barrier + 1]):
        node = patch.own_node[k]
        cost = patch.base_node[node]
        for row in range(patch.own_node_low[k], patch.own_node_high[k]):
            if not state.gone[patch.node_row_barrier[row]]:
                cost += patch.node_row_m[row]
        state.node_cost[node] = cost


@compiled
def _home_walk(patch, state, home, cutoff):  # type: ignore[no-untyped-def]
    """The walk from a home to the last group of its own table, made in the scratch row; inf past the cutoff."""
    scratch, columns = len(state.distance) - 1, state.distance.shape[1]
    for i in range(columns):
        state.distance[scratch, i], state.group[scratch, i] = np.inf, -1
    edge, offset, line = patch.home_edge[home], patch.home_offset[home], patch.home_line[home]
    rest, back = max(patch.length[edge] - offset, 0.0), patch.back[edge]
    for end in range(2):
        metres = rest if end else offset
        if end or back or metres <= 0:
            node = patch.ends[edge, end]
            cost = line + _part(patch, state, edge, metres) + state.node_cost[node] / 2.0
            for i in range(columns):
                _offer(state.distance, state.group, scratch, cost + state.distance[node, i], state.group[node, i])
    goal = patch.goal_first[edge]
    while goal >= 0:
        ahead = patch.goal_offset[goal] - offset
        if ahead >= 0 or back:
            walk = _part(patch, state, edge, abs(ahead)) + patch.goal_line[goal] + line
            _offer(state.distance, state.group, scratch, walk, patch.goal_group[goal])
        goal = patch.goal_next[goal]
    walk = state.distance[scratch, columns - 1]
    return walk if walk <= cutoff else np.inf


@compiled
def _home_again(patch, state, home, limit, cutoff, gain):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Find a home's walk anew, once in a removal, and add what it gains."""
    if state.home_stamp[home] == state.counts[STAMP]:
        return
    state.home_stamp[home] = state.counts[STAMP]
    before, walk = state.walk[home], _home_walk(patch, state, home, cutoff)
    if walk >= before:
        return
    if state.home_log_stamp[home] != state.counts[LOG_STAMP]:
        state.home_log_stamp[home] = state.counts[LOG_STAMP]
        state.home_log[state.counts[HOMES_LOGGED]] = home
        state.home_log_walk[state.counts[HOMES_LOGGED]] = before
        state.counts[HOMES_LOGGED] += 1
    state.walk[home] = walk
    if walk <= limit < before:
        gain[0] += patch.people[home]
    if before < np.inf:
        gain[1] += patch.people[home] * (before - walk)
    else:
        gain[2] += patch.people[home]


@compiled
def _remove(patch, state, barrier, limit, cutoff, heap, gain):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Take a barrier away. `gain` gets the people who regain the standard, metres x people, people who get a way."""
    gain[:] = 0.0
    state.gone[barrier] = True
    _cost_again(patch, state, barrier)
    state.counts[STAMP] += 1
    state.counts[MET] = 0
    size = 0
    touched = patch.touched[patch.touched_from[barrier] : patch.touched_from[barrier + 1]]
    for edge in touched:
        heap, size = _start_over_edge(patch, state, heap, size, edge)
        heap, size = _start_from_goals(patch, state, heap, size, edge)
    heap = _settle(patch, state, heap, size)
    for edge in touched:  # homes on its edges and at its nodes: each is at the first end of its edge
        entry = patch.home_first[patch.ends[edge, 0]]
        while entry >= 0:
            if patch.home_edge[entry >> 1] == edge:
                _home_again(patch, state, entry >> 1, limit, cutoff, gain)
            entry = patch.home_next[entry]
    for i in range(state.counts[MET]):
        entry = patch.home_first[state.met[i]]
        while entry >= 0:
            _home_again(patch, state, entry >> 1, limit, cutoff, gain)
            entry = patch.home_next[entry]
    return heap


@compiled
def _keep(state):  # type: ignore[no-untyped-def]
    """What was changed so far stays changed."""
    state.counts[LOG_STAMP] += 1
    state.counts[LOGGED] = 0
    state.counts[HOMES_LOGGED] = 0


@compiled
def _undo(patch, state, barriers):  # type: ignore[no-untyped-def]
    """Put back these barriers, and all that was changed since the last `_keep` or `_undo`."""
    for barrier in barriers:
        state.gone[barrier] = False
    for barrier in barriers:
        _cost_again(patch, state, barrier)
    for k in range(state.counts[LOGGED]):
        node = state.log[k]
        for i in range(state.distance.shape[1]):
            state.distance[node, i], state.group[node, i] = state.log_distance[k, i], state.log_group[k, i]
    for k in range(state.counts[HOMES_LOGGED]):
        state.walk[state.home_log[k]] = state.home_log_walk[k]
    _keep(state)


@compiled
def fill_tables(patch, state):  # type: ignore[no-untyped-def]
    """All nodes' tables from empty ones, at the costs of the state."""
    heap, size = np.empty(1024, _WALK), 0
    for edge in range(len(patch.goal_first)):
        if patch.goal_first[edge] >= 0:
            heap, size = _start_from_goals(patch, state, heap, size, edge)
    _settle(patch, state, heap, size)
    _keep(state)


@compiled
def fill_walks(patch, state, cutoff):  # type: ignore[no-untyped-def]
    """All homes' walks from the tables; a home that is not on the patch keeps what it has."""
    for home in range(len(patch.home_edge)):
        if patch.home_edge[home] >= 0:
            state.walk[home] = _home_walk(patch, state, home, cutoff)


@compiled
def singles(patch, state, barriers, limit, cutoff):  # type: ignore[no-untyped-def]
    """What each barrier's removal gains on top of the state, [k, 3]; the state is as before after each."""
    heap, gains = np.empty(1024, _WALK), np.zeros((len(barriers), 3))
    for row in range(len(barriers)):
        heap = _remove(patch, state, barriers[row], limit, cutoff, heap, gains[row])
        _undo(patch, state, barriers[row : row + 1])
    return gains


@compiled
def in_orders(patch, state, orders, limit, cutoff, put_back):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Take barriers away in the order of each row (-1: none): the people that each gains, [p, k].

    After each row all is put back, or else stays as it has become.
    """
    heap, gain, gains = np.empty(1024, _WALK), np.zeros(3), np.zeros(orders.shape)
    for turn in range(len(orders)):
        for row in range(orders.shape[1]):
            if orders[turn, row] >= 0:
                heap = _remove(patch, state, orders[turn, row], limit, cutoff, heap, gain)
                gains[turn, row] = gain[0]
        if put_back:
            _undo(patch, state, orders[turn][orders[turn] >= 0])
        else:
            _keep(state)
    return gains

"""Compiled loops that take barriers away one by one: walks that improve are followed, and nothing else is.

Arrays come as `geo.network.barrier_patch.Patch` and `geo.network.barrier_state.State`; inner loops get them one by one,
since reading them from those each time took most of the time. Each node keeps a table of the nearest distinct groups
of goals, [n + 1, least], in rising order; the row past the last node is a scratch row. For the nearest goal alone the
table has one column and all goals are of one group.
"""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled

# A walk that waits to be walked on from: what it costs so far, the node that it reached, the group it leads to.
_WALK = np.dtype([("key", np.float64), ("node", np.int32), ("group", np.int32)], align=True)
_STAMP, _LOG_STAMP, _LOGGED, _HOMES_LOGGED, _MET = 0, 1, 2, 3, 4  # of State.counts


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
    while 2 * at + 1 < last:
        below = 2 * at + 1
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
def _relax(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    distance, group, bound, marks, met, logs, counts, heap, size, node, reached, of
):
    """Offer a walk to a node: where it is better than what was there, it is logged, noted as met and pushed."""
    columns = distance.shape[1]
    if not (reached < distance[node, columns - 1] and reached <= bound[node]):
        return heap, size
    if marks[node].log != counts[_LOG_STAMP]:
        marks[node].log = counts[_LOG_STAMP]
        begin = counts[_LOGGED] * columns
        counts[_LOGGED] += 1
        for i in range(columns):
            logs[begin + i].node = node
            logs[begin + i].distance, logs[begin + i].group = distance[node, i], group[node, i]
    if not _offer(distance, group, node, reached, of):
        return heap, size
    if marks[node].met != counts[_STAMP]:
        marks[node].met = counts[_STAMP]
        met[counts[_MET]] = node
        counts[_MET] += 1
    return _pushed(heap, size, reached, node, of), size + 1


@compiled
def _settle(patch, state, heap, size):  # type: ignore[no-untyped-def]
    """Dijkstra from all that waits, through nodes that improve alone."""
    indptr, head, arc_edge, edge_cost = patch.indptr, patch.head, patch.arc_edge, state.edge_cost
    node_cost, distance, group, bound = state.node_cost, state.distance, state.group, state.bound
    marks, met, logs, counts, last = state.marks, state.met, state.logs, state.counts, state.distance.shape[1] - 1
    while size > 0:
        key, node, of = heap[0].key, heap[0].node, heap[0].group
        _pop(heap, size)
        size -= 1
        current = False
        for i in range(last + 1):
            current |= distance[node, i] == key and group[node, i] == of
        if current:
            own = node_cost[node]
            for arc in range(indptr[node], indptr[node + 1]):
                other = head[arc]
                reached = key + (edge_cost[arc_edge[arc]] + (own + node_cost[other]) / 2.0)
                if reached >= distance[other, last]:
                    continue
                heap, size = _relax(distance, group, bound, marks, met, logs, counts, heap, size, other, reached, of)
    return heap


@compiled
def _part(cost, length, metres):  # type: ignore[no-untyped-def]
    """As `geo.network.edge_ends.Edges.part`."""
    return 0.0 if metres <= 0 else cost * (metres / length)


@compiled
def _start(patch, state, heap, size, edge):  # type: ignore[no-untyped-def]
    """Offer the ends of an edge the walks to goals on it (as `Edges.towards`), and each what the other end has."""
    edges, goals, cost, node_cost = patch.edges, patch.goals, state.edge_cost[edge], state.node_cost
    distance, group, bound, marks = state.distance, state.group, state.bound, state.marks
    met, logs, counts = state.met, state.logs, state.counts
    ends, back, length = (edges[edge].first, edges[edge].second), edges[edge].back, edges[edge].length
    across = cost + (node_cost[ends[0]] + node_cost[ends[1]]) / 2.0
    for side in range(2):
        node, other = ends[side], ends[1 - side]
        for i in range(distance.shape[1] if side == 0 or back else 0):
            reached, of = distance[other, i] + across, group[other, i]
            heap, size = _relax(distance, group, bound, marks, met, logs, counts, heap, size, node, reached, of)
        goal = edges[edge].goal
        while goal >= 0:
            metres = max(length - goals[goal].offset, 0.0) if side else goals[goal].offset
            if side == 0 or back or metres <= 0:
                reached = goals[goal].line + _part(cost, length, metres) + node_cost[node] / 2.0
                of = goals[goal].group
                heap, size = _relax(distance, group, bound, marks, met, logs, counts, heap, size, node, reached, of)
            goal = goals[goal].next
    return heap, size


@compiled
def _cost_again(patch, state, barrier):  # type: ignore[no-untyped-def]
    """Costs of what a barrier meets, summed anew in the order of its rows: nothing is ever subtracted."""
    gone = state.gone
    for k in range(patch.own_edge_from[barrier], patch.own_edge_from[barrier + 1]):
        own = patch.own_edge[k]
        cost = patch.base_edge[own.place]
        for row in range(own.low, own.high):
            if not gone[patch.edge_row_barrier[row]]:
                cost += patch.edge_row_m[row]
        state.edge_cost[own.place] = cost
    for k in range(patch.own_node_from[barrier], patch.own_node_from[barrier + 1]):
        own = patch.own_node[k]
        cost = patch.base_node[own.place]
        for row in range(own.low, own.high):
            if not gone[patch.node_row_barrier[row]]:
                cost += patch.node_row_m[row]
        state.node_cost[own.place] = cost


@compiled
def _home_walk(edges, goals, homes, edge_cost, node_cost, distance, group, home):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The walk from a home to the last group of its own table, which is made in the scratch row."""
    scratch, columns, best = len(distance) - 1, distance.shape[1], np.inf
    for i in range(columns if columns > 1 else 0):  # one column needs no table: that takes its time
        distance[scratch, i], group[scratch, i] = np.inf, -1
    offset, line, edge = homes[home].offset, homes[home].line, homes[home].edge
    length, back, cost = edges[edge].length, edges[edge].back, edge_cost[edge]
    for end in range(2):
        metres = max(length - offset, 0.0) if end else offset
        if end or back or metres <= 0:
            node = edges[edge].second if end else edges[edge].first
            walk = line + _part(cost, length, metres) + node_cost[node] / 2.0
            best = min(best, walk + distance[node, 0])
            for i in range(columns if columns > 1 else 0):
                _offer(distance, group, scratch, walk + distance[node, i], group[node, i])
    goal = edges[edge].goal
    while goal >= 0:
        ahead = goals[goal].offset - offset
        if ahead >= 0 or back:
            walk = _part(cost, length, abs(ahead)) + goals[goal].line + line
            best = min(best, walk)
            if columns > 1:
                _offer(distance, group, scratch, walk, goals[goal].group)
        goal = goals[goal].next
    return distance[scratch, columns - 1] if columns > 1 else best


@compiled
def _homes_again(patch, state, touched, limit, cutoff, gain):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Find anew the walks of homes on touched edges and at nodes that were met, each once; log them, add the gains."""
    edges, goals, homes, first, following = patch.edges, patch.goals, patch.homes, patch.home_first, patch.home_next
    edge_cost, node_cost, distance, group = state.edge_cost, state.node_cost, state.distance, state.group
    walk, home_marks, home_logs, counts, met = state.walk, state.home_marks, state.home_logs, state.counts, state.met
    stamp = counts[_STAMP]
    for i in range(len(touched) + counts[_MET]):
        # A home stands by both ends of its edge.
        own = touched[i] if i < len(touched) else -1
        entry = first[edges[own].first] if own >= 0 else first[met[i - len(touched)]]
        while entry >= 0:
            home = entry >> 1
            if home_marks[home].met != stamp and (own < 0 or homes[home].edge == own):
                home_marks[home].met = stamp
                shorter = _home_walk(edges, goals, homes, edge_cost, node_cost, distance, group, home)
                before, people = walk[home], homes[home].people
                if shorter < before and shorter <= cutoff:
                    if home_marks[home].log != counts[_LOG_STAMP]:
                        home_marks[home].log = counts[_LOG_STAMP]
                        home_logs[counts[_HOMES_LOGGED]].home, home_logs[counts[_HOMES_LOGGED]].walk = home, before
                        counts[_HOMES_LOGGED] += 1
                    walk[home] = shorter
                    gain[0] += people if shorter <= limit < before else 0.0
                    gain[1] += people * (before - shorter) if before < np.inf else 0.0
                    gain[2] += people if before == np.inf else 0.0
            entry = following[entry]


@compiled
def _remove(patch, state, barrier, limit, cutoff, heap, gain):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Take a barrier away. `gain` gets the people who regain the standard, metres x people, people who get a way."""
    gain[:] = 0.0
    state.gone[barrier] = True
    _cost_again(patch, state, barrier)
    state.counts[_STAMP] += 1
    state.counts[_MET], size = 0, np.int64(0)
    touched = patch.touched[patch.touched_from[barrier] : patch.touched_from[barrier + 1]]
    for edge in touched:
        heap, size = _start(patch, state, heap, size, edge)
    if size > 0:
        heap = _settle(patch, state, heap, size)
    _homes_again(patch, state, touched, limit, cutoff, gain)
    return heap


@compiled
def _keep(counts):  # type: ignore[no-untyped-def]
    """What was changed so far stays changed."""
    counts[_LOG_STAMP] += 1
    counts[_LOGGED] = counts[_HOMES_LOGGED] = 0


@compiled
def _undo(patch, state, barriers):  # type: ignore[no-untyped-def]
    """Put back these barriers (-1: none), and all that was changed since the last `_keep` or `_undo`."""
    distance, group, logs, home_logs = state.distance, state.group, state.logs, state.home_logs
    for barrier in barriers:
        if barrier >= 0:
            state.gone[barrier] = False
    for barrier in barriers:
        if barrier >= 0:
            _cost_again(patch, state, barrier)
    columns = distance.shape[1]
    for k in range(state.counts[_LOGGED]):
        for i in range(columns):
            was = logs[k * columns + i]
            distance[was.node, i], group[was.node, i] = was.distance, was.group
    for k in range(state.counts[_HOMES_LOGGED]):
        state.walk[home_logs[k].home] = home_logs[k].walk
    _keep(state.counts)


@compiled
def fill_tables(patch, state):  # type: ignore[no-untyped-def]
    """All nodes' tables from empty ones, at the costs of the state."""
    heap, size = np.empty(1024, _WALK), np.int64(0)  # a bare 0 would be compiled for as well
    for edge in range(len(patch.edges)):
        if patch.edges[edge].goal >= 0:
            heap, size = _start(patch, state, heap, size, edge)
    _settle(patch, state, heap, size)


@compiled
def fill_walks(patch, found, cutoff):  # type: ignore[no-untyped-def]
    """All homes' walks from the tables; a home that is not on the patch keeps what it has."""
    edges, goals, homes, walks = patch.edges, patch.goals, patch.homes, found.walk
    edge_cost, node_cost, distance, group = found.edge_cost, found.node_cost, found.distance, found.group
    for home in range(len(homes)):
        if homes[home].edge >= 0:
            walk = _home_walk(edges, goals, homes, edge_cost, node_cost, distance, group, home)
            walks[home] = walk if walk <= cutoff else np.inf


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
            _undo(patch, state, orders[turn])
        else:
            _keep(state.counts)
    return gains

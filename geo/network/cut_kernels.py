"""Compiled loops for links and points that a network hangs on: one walk in depth, in linear time.

Tarjan (1972), Depth-first search and linear graph algorithms; Hopcroft and Tarjan (1973), Algorithm 447. Written
without recursion, since a street may be a thousand edges long. `geo.network.cut_links` is the way in. Each function
is plain Python as well: its `py_func` gives the same answer.
"""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled


@compiled
def walk_in_depth(indptr, heads, arc_edge, roots):  # type: ignore[no-untyped-def]
    """Walk through an undirected graph in depth, from each root that was not met before.

    Arcs of node u are ``indptr[u]:indptr[u + 1]``: node at the end in `heads`, edge in `arc_edge` (each edge is two
    arcs; parallel edges have numbers of their own). `roots` names every node at least once.

    Gives arrays [n]: `place`, the number at which a node was met; `last`, the highest number in the tree below it;
    `low`, the lowest number that its tree reaches by one edge outside the tree; `parent` and `parent_edge` (-1 = root);
    `order`, the nodes by `place`.
    """
    n = len(indptr) - 1
    place = np.full(n, -1, np.int64)
    last = np.full(n, -1, np.int64)
    low = np.full(n, -1, np.int64)
    parent = np.full(n, -1, np.int64)
    parent_edge = np.full(n, -1, np.int64)
    order = np.empty(n, np.int64)
    at = indptr[:-1].copy()
    met = 0
    for i in range(len(roots)):
        node = roots[i]
        if place[node] >= 0:
            continue
        place[node] = low[node] = met
        order[met] = node
        met += 1
        while node >= 0:
            if at[node] < indptr[node + 1]:
                arc = at[node]
                at[node] += 1
                other = heads[arc]
                if arc_edge[arc] == parent_edge[node]:
                    continue
                if place[other] >= 0:
                    low[node] = min(low[node], place[other])
                    continue
                parent[other] = node
                parent_edge[other] = arc_edge[arc]
                place[other] = low[other] = met
                order[met] = other
                met += 1
                node = other
            else:
                last[node] = met - 1
                up = parent[node]
                if up >= 0:
                    low[up] = min(low[up], low[node])
                node = up
    return place, last, low, parent, parent_edge, order


@compiled
def hand_down(order, parent, parent_edge, is_bridge):  # type: ignore[no-untyped-def]
    """For each node the root of its tree, and the first and the last bridge on the way from the root to it (-1 = none).

    `is_bridge` [n] tells of each node whether the edge to its parent is one.
    """
    n = len(order)
    root = np.empty(n, np.int64)
    outer = np.full(n, -1, np.int64)
    inner = np.full(n, -1, np.int64)
    for i in range(n):
        node = order[i]
        up = parent[node]
        if up < 0:
            root[node] = node
            continue
        root[node] = root[up]
        outer[node] = outer[up]
        inner[node] = inner[up]
        if is_bridge[node]:
            inner[node] = parent_edge[node]
            if outer[node] < 0:
                outer[node] = parent_edge[node]
    return root, outer, inner

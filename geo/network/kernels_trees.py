"""Compiled loops over trees of walks: what each node carries, and the nodes below some. `geo.network.closed_links`."""

from __future__ import annotations

import numpy as np

from geo.network.compiled import compiled


@compiled
def carried(order, parent, weight):  # type: ignore[no-untyped-def]
    """What sets out at each node [n] and below it: `weight` [n] summed down the tree.

    `order` holds nodes so that each stands before its parent; -1 is no parent.
    """
    total = weight.copy()
    for i in range(len(order)):
        node = order[i]
        if parent[node] >= 0:
            total[parent[node]] += total[node]
    return total


@compiled
def children(parent):  # type: ignore[no-untyped-def]
    """The first node that hangs on each node [n], and the next one on the same parent [n]; -1 for none."""
    first = np.full(len(parent), -1, np.int64)
    following = np.full(len(parent), -1, np.int64)
    for node in range(len(parent)):
        up = parent[node]
        if up >= 0:
            following[node] = first[up]
            first[up] = node
    return first, following


@compiled
def below(first, following, roots, is_below):  # type: ignore[no-untyped-def]
    """The roots and all nodes that hang on them, each once. `is_below` [n] must be all false, and is so again after."""
    found = np.empty(16, np.int64)
    count = 0
    for i in range(len(roots)):
        if is_below[roots[i]]:
            continue
        is_below[roots[i]] = True
        at = count
        if count == len(found):
            found = np.concatenate((found, np.empty(len(found), np.int64)))
        found[count] = roots[i]
        count += 1
        while at < count:
            child = first[found[at]]
            at += 1
            while child >= 0:
                if not is_below[child]:
                    is_below[child] = True
                    if count == len(found):
                        found = np.concatenate((found, np.empty(len(found), np.int64)))
                    found[count] = child
                    count += 1
                child = following[child]
    for i in range(count):
        is_below[found[i]] = False
    return found[:count].copy()

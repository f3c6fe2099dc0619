"""Which pins tell of one thing: those of one category that meet the same feature, or places near each other.

The oldest pin leads. Each younger one joins the oldest leader that it is near enough to, and never a mere follower, so
that a row of pins along a street does not chain into one. The order of the rows plays no part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.metrics.barrier_edges import Places
from geo.metrics.barrier_meeting import Met

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_MOSTLY = 0.5  # two shapes are one thing where they share at least half of all edges that either meets


def point_groups(places: Places, merge_m: float) -> list[list[int]]:
    """Rows of points, oldest first, put together; the first of each group leads it.

    Points at one feature are one thing. Other places are where they are within `merge_m` of each other on one edge or
    on edges that share a node; points without a street near are where they are within `merge_m`.
    """
    by_feature: dict[int, list[int]] = {}
    for row in np.flatnonzero(places.feature >= 0).tolist():
        by_feature.setdefault(int(places.feature[row]), []).append(row)
    alone = np.flatnonzero(places.feature < 0)
    return [*by_feature.values(), *_near_leaders(places, alone, merge_m)]


def shape_groups(mets: Sequence[Met], same: Sequence[bytes], *, exact: Sequence[bool]) -> list[list[int]]:
    """Rows of lines or areas, oldest first, put together; the first of each group leads it.

    `same` is what identical shapes share. Others are one thing where they meet mostly the same edges, unless `exact`
    asks for identity, as cells do: neighbouring cells share the streets that pass both.
    """
    groups: list[list[int]] = []
    by_shape: dict[bytes, int] = {}
    by_edge: dict[int, list[int]] = {}
    edges_of: list[frozenset[int]] = []
    for row, (met, key) in enumerate(zip(mets, same, strict=True)):
        group = by_shape.get(key)
        edges = (
            frozenset(stretch.edge for stretch in met.stretches) if group is None and not exact[row] else frozenset()
        )
        if group is None:
            shared = Counter(leader for edge in edges for leader in by_edge.get(edge, ()))
            alike = [
                leader
                for leader, count in shared.items()
                if count >= _MOSTLY * (len(edges) + len(edges_of[leader]) - count)
            ]
            group = min(alike, default=None)
        if group is None:
            group = len(groups)
            groups.append([])
            edges_of.append(edges)
            for edge in edges:
                by_edge.setdefault(edge, []).append(group)
        by_shape.setdefault(key, group)
        groups[group].append(row)
    return groups


def _near_leaders(places: Places, rows: Ints, merge_m: float) -> list[list[int]]:
    if not len(rows):
        return []
    tree = cKDTree(places.xy[rows])
    uv = np.asarray(places.network.edge_uv).reshape(-1, 2)
    free = np.ones(len(rows), bool)
    groups = []
    for leader in range(len(rows)):
        if not free[leader]:
            continue
        near = np.sort(np.asarray(tree.query_ball_point(places.xy[rows[leader]], merge_m + 1e-9), np.int64))
        near = near[free[near]]
        mine, theirs = places.edge[rows[leader]], places.edge[rows[near]]
        joins = near[_on_one_street(uv, int(mine), theirs)]
        free[joins] = False
        groups.append(rows[joins].tolist())
    return groups


def _on_one_street(uv: NDArray[np.int32], mine: int, theirs: Ints) -> Bools:
    """Which edges are this one or share a node with it; no edge is with no edge."""
    if mine < 0:
        return np.asarray(theirs < 0)
    shared = (uv[theirs][:, :, None] == uv[mine][None, None, :]).any(axis=(1, 2))
    return np.asarray((theirs >= 0) & shared)

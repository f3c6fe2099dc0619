"""Every place within reach of every target, with its shortest walk: what choice, supply and decay are counted from."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels_reach
from geo.network.costs import WalkCosts, lengths
from geo.network.edge_ends import Edges, arcs_towards
from geo.network.graph import WalkingNetwork
from geo.network.routing import nearest_seed
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SIDE_BY_SIDE, _FEW = 4, 64  # pieces of the work, where it is not little; the answer does not depend on it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReachPairs:
    """Which groups each target reaches: all [p], sorted by target, then distance, then group; each pair once."""

    target: Ints
    group: Ints
    distance_m: Floats

    def __len__(self) -> int:
        return len(self.target)


def reach_pairs(
    network: WalkingNetwork,
    seeds: EdgePoints,
    group: Ints,
    targets: EdgePoints,
    *,
    cutoff_m: float,
    costs: WalkCosts | None = None,
    compiled: bool = True,
) -> ReachPairs:
    """Every target and every group of seeds that lies within the cutoff of it, with the shortest walk between them.

    `group` [s] names what each seed belongs to (the row of a space, whose entrances the seeds are), so that spaces
    count once however many ways in they have. Walks are those of `geo.network.routing.nearest_seed`: towards the
    seeds, in metres, with both straight lines. `compiled=False` takes the twin, one pass of scipy a group.
    """
    rows = np.flatnonzero(seeds.reached)
    seeds = EdgePoints(edge=seeds.edge[rows], offset_m=seeds.offset_m[rows], distance_m=seeds.distance_m[rows])
    names, of = np.unique(np.asarray(group, np.int64)[rows], return_inverse=True)
    if compiled:
        target, found, distance = _by_kernel(network, seeds, of, len(names), targets, float(cutoff_m), costs)
    else:
        target, found, distance = _by_scipy(network, seeds, of, len(names), targets, float(cutoff_m), costs)
    return ReachPairs(target=target, group=names[found], distance_m=distance)


def _by_kernel(  # noqa: PLR0917
    network: WalkingNetwork,
    seeds: EdgePoints,
    of: Ints,
    groups: int,
    targets: EdgePoints,
    cutoff: float,
    costs: WalkCosts | None,
) -> tuple[Ints, Ints, Floats]:
    costs = lengths(network) if costs is None else costs
    edges = Edges.of(network, costs)
    starts, ends = edges.needed(seeds, edges.towards(seeds)), edges.needed(targets, edges.away(targets))
    along = edges.along(seeds, targets)
    by_group, group_from = _sorted(of[starts.row], groups, starts.cost <= cutoff)
    by_walk, along_from = _sorted(of[along.seed], groups, along.cost <= cutoff)
    by_node, target_from = _sorted(ends.node, network.node_count, ends.cost <= cutoff)
    indptr, heads, cost = arcs_towards(network, costs)
    arrays = (
        *(indptr, kernels_reach.with_dead_ends(indptr, heads), cost),
        *(group_from, starts.node[by_group], starts.cost[by_group]),
        *(along_from, along.target[by_walk], along.cost[by_walk]),
        *(target_from, ends.row[by_node], ends.cost[by_node]),
    )
    # Walks of no length that are infinite are no walks, also where there is no cutoff.
    limit = min(cutoff, np.finfo(np.float64).max)
    # Groups that begin near each other walk over the same memory.
    order = _first_by_place(starts.node[by_group], group_from)
    parts = side_by_side(
        lambda first, end: kernels_reach.pairs_in_reach(*arrays, len(targets), limit, order[first:end]), groups
    )
    pairs = [np.concatenate(part) for part in zip(*parts, strict=True)]
    return tuple(kernels_reach.sorted_by_target(*pairs, len(targets)))


def side_by_side(piece: Callable[[int, int], Any], count: int) -> list[Any]:
    """What `piece(first, end)` gives for some even pieces of ``range(count)``, in order; little work stays in one."""
    parts = _SIDE_BY_SIDE if count >= _FEW else 1
    bounds = np.linspace(0, count, parts + 1).astype(int).tolist()
    if parts == 1:
        return [piece(0, count)]
    with ThreadPoolExecutor(parts) as pool:
        return list(pool.map(lambda span: piece(*span), pairwise(bounds)))


def _first_by_place(node: Ints, group_from: Ints) -> Ints:
    """Groups in order of their first start's node, those without a start last."""
    first = np.full(len(group_from) - 1, np.iinfo(np.int64).max)
    some = np.flatnonzero(np.diff(group_from))
    first[some] = node[group_from[some]]
    return np.argsort(first, kind="stable")


def _sorted(key: Ints, count: int, kept: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Rows that are kept, in order of a key below `count`, and where each value of the key begins, [count + 1]."""
    rows = np.flatnonzero(kept)
    rows = rows[np.argsort(key[rows], kind="stable")]
    return rows, np.concatenate([[0], np.cumsum(np.bincount(key[rows], minlength=count))]).astype(np.int64)


def _by_scipy(  # noqa: PLR0917
    network: WalkingNetwork,
    seeds: EdgePoints,
    of: Ints,
    groups: int,
    targets: EdgePoints,
    cutoff: float,
    costs: WalkCosts | None,
) -> tuple[Ints, Ints, Floats]:
    target, found, distance = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for row in range(groups):
        own = of == row
        of_group = EdgePoints(edge=seeds.edge[own], offset_m=seeds.offset_m[own], distance_m=seeds.distance_m[own])
        walk = nearest_seed(network, of_group, targets, cutoff_m=cutoff, costs=costs, compiled=False).distance_m
        reached = np.flatnonzero(np.isfinite(walk))
        target.append(reached)
        found.append(np.full(len(reached), row))
        distance.append(walk[reached])
    pairs = np.concatenate(target), np.concatenate(found), np.concatenate(distance)
    order = np.lexsort((pairs[1], pairs[2], pairs[0]))
    return pairs[0][order], pairs[1][order], pairs[2][order]

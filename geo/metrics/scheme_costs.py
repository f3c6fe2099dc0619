"""What walking costs with a scheme: what stood in the way stays, but for what the scheme mends and takes away."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.barriers import Barrier, BarrierSource
from geo.metrics.imposing import Imposed
from geo.metrics.personas import Persona, costs_for
from geo.network.carried_impositions import carried_impositions
from geo.network.changes import ChangedNetwork
from geo.network.costs import WalkCosts
from geo.network.impositions import Impositions
from geo.schemes import Change, ChangeKind

# A change also answers what residents say of the thing that it mends: which categories, within how many metres.
ANSWERS: dict[ChangeKind, tuple[frozenset[str], float]] = {
    ChangeKind.RAMP: (frozenset({"b-step"}), 20.0),
    ChangeKind.CROSSING: (frozenset({"b-cross"}), 20.0),
    ChangeKind.OPEN: (frozenset({"b-gate"}), 15.0),
}

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SchemedCosts:
    """Costs on a changed network. `base` has none of the barriers, `impositions` those that still stand.

    `gone` [k] are barriers that the scheme takes away. `plain` is what walking costs by the map alone.
    """

    base: WalkCosts
    impositions: Impositions
    gone: Bools
    plain: WalkCosts


def barriers_answered(barriers: tuple[Barrier, ...], changes: tuple[Change, ...], took_effect: list[bool]) -> Bools:
    """Which barriers [k] a scheme takes away: by their id, or since a change mends the very thing (`ANSWERS`)."""
    gone = np.zeros(len(barriers), bool)
    for change, took in zip(changes, took_effect, strict=True):
        kinds, within_m = ANSWERS.get(change.kind, (frozenset(), 0.0))
        for row, barrier in enumerate(barriers):
            if change.kind is ChangeKind.REMOVE_BARRIER:
                gone[row] |= change.barrier_id is not None and barrier.is_named(change.barrier_id)
            elif took and barrier.kind in kinds and change.geometry is not None:
                gone[row] |= barrier.geometry.distance(change.geometry) <= within_m
    return gone


def schemed_costs(changed: ChangedNetwork, imposed: Imposed, persona: Persona, gone: Bools) -> SchemedCosts:
    """The costs of a persona on a changed network; `changed.split.before` is the network of `imposed`.

    What the scheme builds costs what it costs the persona by its own tags. What it mends costs no more than before,
    and no more than the map as mended says; barriers of the map that are mended so go.
    """
    fresh = costs_for(changed.network, persona)
    base = _carried(changed, imposed.base, fresh)
    of_map = np.array([each.source is BarrierSource.MAP for each in imposed.barriers], bool)
    standing = _only(carried_impositions(changed.split, imposed.impositions), ~gone)
    standing, mended = _mended(changed, standing, base, fresh, of_map)
    return SchemedCosts(
        base=base,
        impositions=standing,
        gone=gone | mended,
        plain=_only(standing, of_map).costs(base),
    )


def _carried(changed: ChangedNetwork, costs: WalkCosts, fresh: WalkCosts) -> WalkCosts:
    old = changed.split.costs(costs)
    edge_m = np.concatenate([old.edge_m, fresh.edge_m[len(old.edge_m) :]])
    node_m = np.concatenate([old.node_m, fresh.node_m[len(old.node_m) :]])
    edge_m[changed.mended] = np.minimum(edge_m, fresh.edge_m)[changed.mended]
    node_m[changed.said] = np.minimum(node_m, fresh.node_m)[changed.said]
    edge_m[changed.shut] = np.inf
    return WalkCosts(edge_m=edge_m, node_m=node_m)


def _only(impositions: Impositions, kept: Bools) -> Impositions:
    """What some barriers [k] impose; the others keep their rows and impose nothing."""
    on_edges, at_nodes = kept[impositions.edge_barrier], kept[impositions.node_barrier]
    return replace(
        impositions,
        edge_barrier=impositions.edge_barrier[on_edges],
        edge=impositions.edge[on_edges],
        edge_m=impositions.edge_m[on_edges],
        node_barrier=impositions.node_barrier[at_nodes],
        node=impositions.node[at_nodes],
        node_m=impositions.node_m[at_nodes],
    )


def _mended(
    changed: ChangedNetwork, standing: Impositions, base: WalkCosts, fresh: WalkCosts, of_map: Bools
) -> tuple[Impositions, Bools]:
    """The impositions with those of the map cut down to what the mended map still says, and the barriers so gone."""
    edge_m, node_m = standing.edge_m.copy(), standing.node_m.copy()
    on_edges = np.flatnonzero(changed.mended[standing.edge] & of_map[standing.edge_barrier])
    at_nodes = np.flatnonzero(changed.said[standing.node] & of_map[standing.node_barrier])
    edge_m[on_edges] = _within(standing.edge[on_edges], edge_m[on_edges], fresh.edge_m, base.edge_m)
    node_m[at_nodes] = _within(standing.node[at_nodes], node_m[at_nodes], fresh.node_m, base.node_m)
    count = standing.count
    had = np.bincount(standing.edge_barrier, minlength=count) + np.bincount(standing.node_barrier, minlength=count)
    left = np.bincount(standing.edge_barrier[edge_m > 0], minlength=count)
    left += np.bincount(standing.node_barrier[node_m > 0], minlength=count)
    gone = (had > 0) & (left == 0)
    return _only(replace(standing, edge_m=edge_m, node_m=node_m), ~gone), gone


def _within(place: Ints, metres: Floats, fresh: Floats, base: Floats) -> Floats:
    """What barriers impose on places, cut down so that they add no more than the difference of two costs there."""
    kept = metres.copy()
    for at in np.unique(place).tolist():
        rows = np.flatnonzero(place == at)
        room = fresh[at] - base[at] if np.isfinite(base[at]) else np.inf
        if np.isfinite(room):
            finite = np.where(np.isfinite(metres[rows]), metres[rows], 0.0)
            total = finite.sum()
            kept[rows] = finite * min(1.0, max(room, 0.0) / total) if total > 0 else 0.0
    kept[kept < 1e-9] = 0.0
    return kept

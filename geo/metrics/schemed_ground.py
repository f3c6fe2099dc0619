"""The ground of a persona with a scheme upon it, and where people step onto the network then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.metrics.access_ground import Layer
from geo.metrics.schemed_places import places_with, with_space
from geo.metrics.study import Ground
from geo.network.changes import ChangedNetwork
from geo.network.costs import WalkCosts
from geo.network.fragments import in_large_fragments
from geo.network.routing import nearest_seed
from geo.network.snapping import SNAP_LIMIT_M, EdgePoints, snap
from geo.schemes import Change
from geo.spaces import SPACE_KINDS, SpaceGroup

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EXIT_M = SNAP_LIMIT_M  # how far people may go on a closed street to come out of it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SchemedGround:
    """A ground with a scheme. `fresh` [m'] are edges that can be walked now and could not before.

    `spaces` are (layer, row of its frame) of the spaces that the scheme adds.
    """

    ground: Ground
    changed: ChangedNetwork
    fresh: Bools
    spaces: tuple[tuple[Layer, int], ...] = ()

    def starts(self, start: EdgePoints, costs: WalkCosts) -> EdgePoints:
        """Places where people step onto the network, on the changed one; `costs` are those of before [m], carried.

        Those who live on a stretch that is shut still leave it by its nearest open end, if it has one.
        """
        return _left_by_an_open_end(self.changed, self.changed.points(start), costs)

    def nearer_starts(self, xy: Floats, start: EdgePoints) -> tuple[NDArray[np.int64], EdgePoints]:
        """Homes [h] that are nearer to a fresh edge than to where they step out now: their rows, and places on it."""
        if not self.fresh.any():
            none = np.zeros(0, np.int64)
            return none, EdgePoints(edge=none, offset_m=np.zeros(0), distance_m=np.zeros(0))
        found = snap(self.ground.network, xy, allowed=self.fresh)
        nearer = found.reached & ~(start.distance_m <= found.distance_m)
        rows = np.flatnonzero(nearer)
        points = EdgePoints(edge=found.edge[rows], offset_m=found.offset_m[rows], distance_m=found.distance_m[rows])
        return rows, points


def schemed_ground(
    ground: Ground, changed: ChangedNetwork, costs: WalkCosts, spaces: Sequence[Change]
) -> SchemedGround:
    """The ground with a scheme. `changed.split.before` is the ground's own network, `costs` those on the changed one.

    `spaces` are the changes that add a space; their geometry and kind are sound. Homes step onto the network where they
    did (`SchemedGround.nearer_starts` tells who might do otherwise).
    """
    network = changed.network
    finite = np.isfinite(costs.edge_m)
    usable: Bools = np.asarray(changed.values(ground.usable, True), np.bool_) & ~changed.shut
    fresh: Bools = np.zeros(network.edge_count, bool)
    fresh[changed.added] = True
    fresh |= _joined_to_streets(changed, usable, fresh) | (changed.mended & ~usable)
    fresh &= finite & ~changed.shut
    usable = (usable | fresh) & finite
    layers = {
        Layer.OPEN: places_with(ground.open_spaces, changed, fresh),
        Layer.COMMUNITY: places_with(ground.community, changed, fresh),
    }
    added = []
    for row, change in enumerate(spaces):
        layer = Layer.OPEN if SPACE_KINDS[change.space_kind].group is SpaceGroup.OPEN else Layer.COMMUNITY
        added.append((layer, len(layers[layer].frame)))
        layers[layer] = with_space(layers[layer], change, network, usable, f"scheme/{row + 1}")
    schemed = replace(
        ground,
        network=network,
        costs=costs,
        usable=usable,
        open_spaces=layers[Layer.OPEN],
        community=layers[Layer.COMMUNITY],
        stops=places_with(ground.stops, changed, fresh),
        home_points=changed.points(ground.home_points),
    )
    return SchemedGround(ground=schemed, changed=changed, fresh=fresh, spaces=tuple(added))


def _joined_to_streets(changed: ChangedNetwork, usable: Bools, added: Bools) -> Bools:
    """Edges of islands that a scheme joins to real streets."""
    network = changed.network
    uv = np.asarray(network.edge_uv)
    met = changed.said.copy()
    met[uv[added].ravel()] = True
    island = ~usable & ~changed.shut
    if not (met[uv] & island[:, None]).any():
        return np.zeros(network.edge_count, bool)
    return np.asarray(island & in_large_fragments(network), np.bool_)


def _left_by_an_open_end(changed: ChangedNetwork, start: EdgePoints, costs: WalkCosts) -> EdgePoints:
    rows = np.flatnonzero(start.reached & changed.shut[np.maximum(start.edge, 0)])
    if not len(rows):
        return start
    before, count = changed.split.network, len(changed.split.old_edge)
    shut = changed.shut[:count]
    uv = np.asarray(before.edge_uv)
    inner, outer = np.zeros(before.node_count, bool), np.zeros(before.node_count, bool)
    inner[uv[shut].ravel()] = True
    open_edges = np.flatnonzero(~shut & np.isfinite(costs.edge_m[:count]))
    outer[uv[open_edges].ravel()] = True
    doors = inner & outer
    # A door is told as the end of a shut edge, to come to, and as the end of an open one, to go on from.
    edge, side = np.nonzero(doors[uv] & shut[:, None])
    length = np.asarray(before.edge_length_m)
    seeds = EdgePoints(edge=edge, offset_m=np.where(side == 0, 0.0, length[edge]), distance_m=np.zeros(len(edge)))
    within = WalkCosts(edge_m=np.where(shut, costs.edge_m[:count], np.inf), node_m=costs.node_m[: before.node_count])
    homes = EdgePoints(edge=start.edge[rows], offset_m=start.offset_m[rows], distance_m=start.distance_m[rows])
    out = nearest_seed(before, seeds, homes, cutoff_m=EXIT_M, costs=within)
    onto = np.full(before.node_count, -1, np.int64)
    onto[uv[open_edges].ravel()] = np.repeat(open_edges, 2)
    moved = EdgePoints(edge=start.edge.copy(), offset_m=start.offset_m.copy(), distance_m=start.distance_m.copy())
    left = out.seed >= 0
    node = uv[edge[out.seed[left]], side[out.seed[left]]]
    to = onto[node]
    moved.edge[rows], moved.distance_m[rows] = -1, np.nan
    moved.edge[rows[left]] = to
    moved.offset_m[rows[left]] = np.where(uv[to, 0] == node, 0.0, length[to])
    moved.distance_m[rows[left]] = out.distance_m[left]
    return moved

"""What figures of access need of a whole network: one pass for each kind of goal, and who reaches which space."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import RLock
from typing import Any, NamedTuple, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.metrics.floating_catchment import Floats, Ints, Pairs
from geo.metrics.own_land import own_hectares
from geo.metrics.standards import REACH_CUTOFF_M
from geo.metrics.standards_access import PLAY_SHARED_M, REACH_MINUTES
from geo.metrics.study import Ground, Places
from geo.network.flags import EdgeFlag
from geo.network.reach import reach_pairs
from geo.network.routing import NodeReach, spread
from geo.network.snapping import EdgePoints

T = TypeVar("T")
Bools = NDArray[np.bool_]
_LISTED = "This map draws streets alone: spaces are those that London-wide lists hold, so that some are missing."
_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)


class Layer(StrEnum):
    """The places of a ground."""

    OPEN = "open"
    COMMUNITY = "community"
    STOPS = "stops"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a walk is to end at: any place of a layer that is of these kinds and at least so large.

    With a size, only spaces whose outline is known can count; `unknown_size` asks for those without one instead.
    """

    layer: Layer
    kinds: frozenset[str]
    size_ha: float = 0.0
    unknown_size: bool = False
    cutoff_m: float = REACH_CUTOFF_M.value


class Spread(NamedTuple):
    """One pass over the network from the ways into the places of a goal; `place` [p] are their rows."""

    seeds: EdgePoints
    place: Ints
    reach: NodeReach


class HomePairs(NamedTuple):
    """Who reaches what within the longest of the minutes, in the order of homes: those of h are `at[h]:at[h + 1]`."""

    pairs: Pairs
    at: Ints

    def of(self, homes: Ints) -> Pairs:
        """The pairs of some homes; `demand` numbers them as they are given."""
        count = self.at[homes + 1] - self.at[homes]
        start = np.repeat(self.at[homes] - (np.cumsum(count) - count), count)
        row = start + np.arange(len(start))
        return Pairs(
            demand=np.repeat(np.arange(len(homes)), count),
            supply=self.pairs.supply[row],
            distance_m=self.pairs.distance_m[row],
        )


@dataclass(frozen=True, slots=True, eq=False)
class AccessGround:
    """A ground made ready for figures of access. What is found for it is kept: every area on it asks the same.

    `own_ha` [s] are the hectares of each open space that lie in no larger one (NaN: known by a point alone); `whole`
    [s] tells which open spaces are no part of another, such as a playground in a park.
    """

    ground: Ground
    own_ha: Floats
    whole: Bools
    _kept: dict[Any, Any] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def kept(self, key: Any, make: Callable[[], T]) -> T:
        """Something made at first use, under a key that says all it depends on."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            found: T = self._kept[key]
            return found

    @property
    def longest_m(self) -> float:
        """Pairs are known up to here: the longest of the minutes, or how far children's play may be shared."""
        return max(self.ground.persona.metres_in(REACH_MINUTES[-1].value), PLAY_SHARED_M.value)

    @property
    def outlines_mapped(self) -> bool:
        """Whether the map draws outlines of spaces: one without a single building is one of streets alone."""
        buildings = self.ground.network.buildings
        return buildings is not None and len(buildings) > 0

    @property
    def listed_note(self) -> str:
        """A word where spaces are those of lists alone."""
        return "" if self.outlines_mapped else _LISTED

    def places(self, layer: Layer) -> Places:
        """The places of a layer."""
        return {
            Layer.OPEN: self.ground.open_spaces,
            Layer.COMMUNITY: self.ground.community,
            Layer.STOPS: self.ground.stops,
        }[layer]

    def rows(self, goal: Goal) -> Bools:
        """Which places of its layer a goal means, [s]."""
        return self.kept(("rows", goal), lambda: self._rows(goal))

    def _rows(self, goal: Goal) -> Bools:
        frame = self.places(goal.layer).frame
        meant = frame["kind"].isin(goal.kinds).to_numpy(dtype=bool)
        if goal.unknown_size:
            return np.asarray(meant & ~np.isfinite(frame["area_ha"].to_numpy(dtype=float)), np.bool_)
        if goal.size_ha > 0:
            with np.errstate(invalid="ignore"):
                meant = meant & (frame["area_ha"].to_numpy(dtype=float) >= goal.size_ha)
        return np.asarray(meant, np.bool_)

    def spread(self, goal: Goal) -> Spread:
        """The pass from every way into the goal's places."""
        return self.kept(goal, lambda: self._spread(goal))

    def _spread(self, goal: Goal) -> Spread:
        entrances = self.places(goal.layer).entrances
        used = self.rows(goal)[entrances.space]
        points = entrances.points
        seeds = EdgePoints(edge=points.edge[used], offset_m=points.offset_m[used], distance_m=points.distance_m[used])
        reach = spread(self.ground.network, seeds, cutoff_m=goal.cutoff_m, costs=self.ground.costs)
        return Spread(seeds, entrances.space[used], reach)

    def home_pairs(self, layer: Layer) -> HomePairs:
        """Every home of the ground with every place of a layer that it reaches within the longest of the minutes."""
        return self.kept(("pairs", layer), lambda: self._home_pairs(layer))

    def _home_pairs(self, layer: Layer) -> HomePairs:
        pairs = self.pairs_from(layer, self.ground.home_points)
        homes = len(self.ground.home_points)
        return HomePairs(pairs, np.searchsorted(pairs.demand, np.arange(homes + 1)).astype(np.int64))

    def pairs_from(self, layer: Layer, start: EdgePoints) -> Pairs:
        """Every start with every place of a layer within the longest of the minutes, in the order of starts."""
        entrances = self.places(layer).entrances
        found = reach_pairs(
            self.ground.network,
            entrances.points,
            entrances.space,
            start,
            cutoff_m=self.longest_m,
            costs=self.ground.costs,
        )
        inside = within = np.zeros(0, np.int64)
        if layer is Layer.OPEN:
            inside, within = self.inside(start, self.street_points(start))
        demand = np.concatenate([found.target, inside])
        supply = np.concatenate([found.group, within])
        metres = np.concatenate([found.distance_m, start.distance_m[inside]])
        if not len(demand):
            return Pairs(demand=demand, supply=supply, distance_m=metres)
        pair = demand * len(self.places(layer).frame) + supply
        order = np.argsort(pair, kind="stable")
        first = np.flatnonzero(np.diff(pair[order], prepend=-1))
        once = order[first]
        # A home inside a space is also a walk from its gates: the shorter of the two counts.
        nearest = np.minimum.reduceat(metres[order], first)
        return Pairs(demand=demand[once], supply=supply[once], distance_m=nearest)

    def street_points(self, start: EdgePoints) -> NDArray[np.object_]:
        """Where each start steps onto the street, [k]; None where it reaches none."""
        network = self.ground.network
        points = np.full(len(start), None, dtype=object)
        rows = np.flatnonzero(start.reached)
        points[rows] = shapely.line_interpolate_point(network.lines[start.edge[rows]], start.offset_m[rows])
        return points

    def inside(self, start: EdgePoints, points: NDArray[np.object_]) -> tuple[Ints, Ints]:
        """Starts whose point of the street lies in an open space: rows of starts, rows of spaces.

        They are there already; a bridge over the space or a tunnel under it is not.
        """
        rows = np.flatnonzero(start.reached)
        level = (np.asarray(self.ground.network.edge_flags)[start.edge[rows]] & _OTHER_LEVEL) == 0
        rows = rows[level]
        shapes = self.ground.open_spaces.shapes
        tree = self.kept("tree", lambda: STRtree(shapes))
        at, space = tree.query(points[rows], predicate="intersects")
        land = shapely.get_dimensions(shapes[space]) == 2
        return rows[at[land]].astype(np.int64), space[land].astype(np.int64)

    def home_rows(self, xy: Floats) -> Ints:
        """The home of the ground at each place, [h]; -1 where there is none."""
        places, order = self.kept("homes", self._homes_in_order)
        if not len(places):
            return np.full(len(xy), -1, np.int64)
        wanted = xy[:, 0] + 1j * xy[:, 1]
        at = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
        return np.where(places[at] == wanted, order[at], -1).astype(np.int64)

    def _homes_in_order(self) -> tuple[NDArray[np.complex128], Ints]:
        xy = self.ground.homes.xy
        places = xy[:, 0] + 1j * xy[:, 1]
        order = np.argsort(places, kind="stable")
        return places[order], order.astype(np.int64)


def prepare_access(ground: Ground) -> AccessGround:
    """Make a ground ready. The passes themselves are made at first use and kept."""
    frame = ground.open_spaces.frame
    whole = ~frame["parent_id"].isin(set(frame["space_id"])).to_numpy(dtype=bool)
    return AccessGround(ground, own_hectares(ground.open_spaces.shapes), np.asarray(whole, np.bool_))

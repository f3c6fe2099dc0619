"""The walks of one area's homes: to the nearest place of a goal, and to all places near by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.metrics.access_ground import AccessGround, Bools, Goal, Layer
from geo.metrics.floating_catchment import Floats, Ints, Pairs
from geo.metrics.study import Study
from geo.network.population import zones_in_words
from geo.network.routing import arrive
from geo.network.snapping import EdgePoints

# A margin is as good as this; outlines of boroughs have thousands of corners.
_OUTLINE_M = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class HomeWalks:
    """Walks from the homes of a study; what was asked once is kept while its figures are made.

    `leaves_m` [h] is how long a walk must at least be to leave the map: up to there every answer is sure; `edge_m` [h]
    is the straight line from the home to the edge of the map.
    """

    study: Study
    prepared: AccessGround
    leaves_m: Floats
    edge_m: Floats
    inside: tuple[Ints, Ints]
    _kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def people(self) -> Floats:
        """Residents of each home, [h]."""
        return self.study.homes.residents

    @property
    def notes(self) -> tuple[str, ...]:
        """How people were placed and what of the area is covered: said with each figure."""
        homes = self.study.homes
        unknown = f"{zones_in_words(homes.unknown_zones)} without a count: their people are left out."
        return (
            f"{homes.method[:1].upper()}{homes.method[1:]}.",
            unknown if homes.unknown_zones else "",
            self.study.coverage.note,
        )

    def nearest_m(self, goal: Goal) -> Floats:
        """Metres from each home to the nearest place of a goal; inf where none is found."""
        if goal not in self._kept:
            self._kept[goal] = self._nearest(goal)
        found: Floats = self._kept[goal]
        return found

    def _nearest(self, goal: Goal) -> Floats:
        ground, start = self.prepared.ground, self.study.start
        seeds, _, reach = self.prepared.spread(goal)
        metres = arrive(
            ground.network, reach, seeds, start, costs=ground.costs, cutoff_m=goal.cutoff_m
        ).distance_m.copy()
        if goal.layer is Layer.OPEN:
            home, space = self.inside
            there = home[self.prepared.rows(goal)[space]]
            metres[there] = np.minimum(metres[there], start.distance_m[there])
        return metres

    def pairs(self, layer: Layer) -> Pairs:
        """Every home with every place of a layer within the longest of the minutes."""
        key = ("pairs", layer)
        if key not in self._kept:
            self._kept[key] = self._pairs(layer)
        found: Pairs = self._kept[key]
        return found

    def _pairs(self, layer: Layer) -> Pairs:
        row = self.prepared.home_rows(self.study.homes.xy)
        known, rest = np.flatnonzero(row >= 0), np.flatnonzero(row < 0)
        pairs = self.prepared.home_pairs(layer).of(row[known])
        if not len(rest):
            return pairs
        # Zones without a building give their people to a point in the area, which the ground does not know.
        start = self.study.start
        others = EdgePoints(edge=start.edge[rest], offset_m=start.offset_m[rest], distance_m=start.distance_m[rest])
        more = self.prepared.pairs_from(layer, others)
        return Pairs(
            demand=np.concatenate([known[pairs.demand], rest[more.demand]]),
            supply=np.concatenate([pairs.supply, more.supply]),
            distance_m=np.concatenate([pairs.distance_m, more.distance_m]),
        )

    @property
    def home_tree(self) -> STRtree:
        """A search tree over the homes themselves, as points."""
        if "tree" not in self._kept:
            self._kept["tree"] = STRtree(np.asarray(shapely.points(self.study.homes.xy), dtype=object))
        tree: STRtree = self._kept["tree"]
        return tree

    @property
    def outline(self) -> BaseGeometry:
        """The area, its outline to 10 m."""
        if "outline" not in self._kept:
            self._kept["outline"] = self.study.area.geometry.simplify(_OUTLINE_M)
        outline: BaseGeometry = self._kept["outline"]
        return outline

    def covered(self, metres: float) -> float:
        """The share of the area, widened by some metres, that the map covers."""
        key = ("covered", metres)
        if key not in self._kept:
            wide = self.outline.buffer(metres)
            footprint = self.prepared.ground.network.meta.footprint
            self._kept[key] = float(wide.intersection(footprint).area / wide.area) if wide.area > 0 else 0.0
        return float(self._kept[key])

    def may_leave(self, metres: float, *, straight: bool = False) -> Bools:
        """Homes from which a walk, or a straight line, of so many metres may leave the map, [h]."""
        return np.asarray((self.edge_m if straight else self.leaves_m) < metres, np.bool_)


def home_walks(study: Study, prepared: AccessGround) -> HomeWalks:
    """The walks of a study's homes, none made yet."""
    network, start = prepared.ground.network, study.start
    points = prepared.street_points(start)
    # Beyond an invented quarter there is nothing, so that nothing is missed there.
    leaves = edge = np.full(len(start), np.inf)
    if not network.meta.invented and len(start):
        edge_of_map = network.meta.footprint.boundary
        shapely.prepare(edge_of_map)
        edge = np.asarray(shapely.distance(shapely.points(study.homes.xy), edge_of_map), np.float64)
        leaves = edge.copy()
        rows = np.flatnonzero(start.reached)
        leaves[rows] = start.distance_m[rows] + shapely.distance(points[rows], edge_of_map)
    return HomeWalks(study, prepared, leaves, edge, prepared.inside(start, points))

"""Straight lines from where people live to what is known, for areas of which no walking map is installed."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.open_space import OpenSpace
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards import BUS_WALK_M, LATTICE_M, RAIL_WALK_M

_METRICS = ("straight_open_space_m", "straight_bus_stops", "straight_rail_stations")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownPlaces:
    """Search trees (EPSG:27700) of what is known: public open spaces, bus stops, and rail, tube and tram stops."""

    open_spaces: STRtree
    bus: STRtree
    rail: STRtree


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lattice:
    """Points that stand for where people live: `xy` [k, 2] and `residents` [k], EPSG:27700."""

    xy: Floats
    residents: Floats


def lattice_of(area: BaseGeometry, zones: gpd.GeoDataFrame) -> Lattice:
    """The residents of an area on a lattice of points, a zone's people evenly on its points.

    A zone too small or thin for a point has one inside it. Zones without a known count place nobody.
    """
    rows = np.sort(zones.sindex.query(area, predicate="intersects"))
    shapes = zones.geometry.to_numpy()[rows]
    people = zones["residents"].to_numpy(dtype=float)[rows]
    shapes, people = shapes[np.isfinite(people)], people[np.isfinite(people)]
    if not len(shapes):
        return Lattice(xy=np.zeros((0, 2)), residents=np.zeros(0))
    xy = _lattice_points(shapely.total_bounds(shapes))
    point, zone = STRtree(shapes).query(np.asarray(shapely.points(xy), dtype=object), predicate="within")
    bare = np.setdiff1d(np.arange(len(shapes)), zone)
    xy = np.concatenate([xy[point], shapely.get_coordinates(shapely.point_on_surface(shapes[bare]))])
    zone = np.concatenate([zone, bare])
    residents = people[zone] / np.bincount(zone, minlength=len(shapes))[zone]
    shapely.prepare(area)
    here = shapely.contains_xy(area, xy)
    return Lattice(xy=xy[here], residents=residents[here])


def straight_line_figures(area: BaseGeometry, zones: gpd.GeoDataFrame, known: KnownPlaces, space: OpenSpace) -> Figures:
    """Mean straight line to the nearest open space, stops within the PTAL limits, and the share of open land."""
    lived = lattice_of(area, zones)
    people = float(lived.residents.sum())
    share = _open_share(area, space)
    if people <= 0:
        why = "Not known: no one lives here by the census, or no census counts are installed."
        return Figures(measurements=(*(measured(metric, None, notes=[why]) for metric in _METRICS), share))
    if too_few_residents(people):
        withheld = (measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD]) for metric in _METRICS)
        return Figures(measurements=(*withheld, share))
    points = np.asarray(shapely.points(lived.xy), dtype=object)
    return Figures(
        measurements=(
            _nearest(points, lived.residents, known.open_spaces),
            _within(_METRICS[1], points, lived.residents, known.bus, BUS_WALK_M.value),
            _within(_METRICS[2], points, lived.residents, known.rail, RAIL_WALK_M.value),
            share,
        )
    )


def _lattice_points(bounds: Floats) -> Floats:
    west, south, east, north = bounds
    step = LATTICE_M.value
    x = np.arange(np.floor(west / step), np.ceil(east / step)) * step + step / 2
    y = np.arange(np.floor(south / step), np.ceil(north / step)) * step + step / 2
    return np.column_stack([axis.ravel() for axis in np.meshgrid(x, y)])


def _nearest(points: NDArray[np.object_], residents: Floats, tree: STRtree) -> Measurement:
    if not len(tree):
        return measured(_METRICS[0], None, notes=["Not known: no public open space is installed."])
    _, apart = tree.query_nearest(points, return_distance=True, all_matches=False)
    return measured(_METRICS[0], float(np.average(apart, weights=residents)), n=round(float(residents.sum())))


def _within(metric: str, points: NDArray[np.object_], residents: Floats, tree: STRtree, limit_m: float) -> Measurement:
    if not len(tree):
        return measured(metric, None, notes=["Not known: no stops are installed for this place."])
    found, _ = tree.query(points, predicate="dwithin", distance=limit_m)
    count = np.bincount(found, minlength=len(points))
    return measured(metric, float(np.average(count, weights=residents)), n=round(float(residents.sum())))


def _open_share(area: BaseGeometry, space: OpenSpace) -> Measurement:
    metric, points = "open_space_share", f"{space.points:,} known by a point alone are missing." if space.points else ""
    if area.area <= 0 or space.outlines == 0:
        return measured(metric, None, n=space.outlines, notes=["Not known: no outlines of spaces here.", points])
    share = 100.0 * space.hectares * 10_000.0 / area.area
    return measured(metric, share, n=space.outlines, notes=["At least: outlines that are known.", points])

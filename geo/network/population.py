"""Where people live, from census zones: spread over buildings, or over the network's nodes where none are mapped."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.crs import require_bng
from geo.network.graph import WalkingNetwork

SMALLEST_HOME_M2 = 10.0

BY_BUILDINGS = "residents of each census zone placed in its buildings by the ground they cover"
BY_NODES = "residents of each census zone placed evenly on its street junctions and path ends"
BY_AREA = "census zones shared out by land"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Homes:
    """Places where people set out.

    `xy` [k, 2] in EPSG:27700, `residents` [k] people at each, `zone` [k] row of the census zone. `unknown_zones` counts
    zones of the area whose residents are not known; nobody was placed for them. `method` says how it was done.
    """

    xy: Floats
    residents: Floats
    zone: Ints
    unknown_zones: int
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Residents:
    """People in an area: a count, or None where it is not known, with the reason. `method` says how it was made."""

    count: float | None
    reason: str | None
    method: str = BY_AREA


# Zones whose residents are not known may hold this share of an area's land before its total is withheld.
_UNKNOWN_SHARE = 0.02
_SLIVER_M2 = 1.0
# An area must lie in census zones for this share of its land.
_ZONED_SHARE = 0.8


def residents_of(area: BaseGeometry, zones: gpd.GeoDataFrame) -> Residents:
    """Residents of an area by areal interpolation: of each zone's people the share that its land in the area is.

    `area` in EPSG:27700; `zones` keeps `geo.frames.ZONES`. The count is None where no zones cover the area (80 % of
    its land must be zoned) or where zones without a known count cover more than 2 % of it.
    """
    require_bng(zones, "The table “zones”")
    touching = zones.sindex.query(area, predicate="intersects")
    shapes = zones.geometry.to_numpy()[touching]
    inside = _land_within(area, shapes)
    if area.area <= 0 or inside.sum() < _ZONED_SHARE * area.area:
        return Residents(count=None, reason="no census counts are installed for this area")
    people = zones["residents"].to_numpy(dtype=float)[touching]
    unknown = ~np.isfinite(people)
    if inside[unknown].sum() > _UNKNOWN_SHARE * inside.sum():
        return Residents(count=None, reason=f"the census table has no count for {zones_in_words(int(unknown.sum()))}")
    share = inside / shapely.area(shapes)
    return Residents(count=float((people * share)[~unknown].sum()), reason=None)


def _land_within(area: BaseGeometry, shapes: NDArray[np.object_]) -> Floats:
    """Square metres of each shape inside the area. Whole ones are not cut: of London's zones few lie at its edge."""
    land = shapely.area(shapes)
    shapely.prepare(area)
    cut = np.flatnonzero(~shapely.covers(area, shapes))
    land[cut] = shapely.area(shapely.intersection(shapes[cut], area))
    return np.asarray(land, np.float64)


def homes_in(area: BaseGeometry, zones: gpd.GeoDataFrame, network: WalkingNetwork) -> Homes:
    """Where the residents of an area set out from, within the network's footprint.

    A zone's people are shared among the places in the whole of it that the footprint covers, by their weight, and those
    in the area are kept. Of a zone that the footprint covers in part only, the same share of its people is placed as of
    its land. A zone with people and no place gives them to one point in it, so that no one is lost.
    """
    require_bng(zones, "The table “zones”")
    covered = shapely.intersection(area, network.meta.footprint)
    rows, parts, people = _zones_of(covered, zones, network.meta.footprint)
    known = np.isfinite(people)
    places, weight, method = _places(network)
    tree = STRtree(np.asarray(shapely.points(places), dtype=object))
    zone, place = tree.query(parts, predicate="contains")
    total = np.bincount(zone, weights=weight[place], minlength=len(rows))
    residents = people[zone] * weight[place] / total[zone]
    shapely.prepare(covered)
    here = shapely.contains_xy(covered, places[place]) & np.isfinite(residents)

    bare = np.flatnonzero((total == 0) & known & (people > 0))
    bare_parts = shapely.intersection(parts[bare], covered)
    bare_people = people[bare] * shapely.area(bare_parts) / shapely.area(parts[bare])
    spare = shapely.get_coordinates(shapely.point_on_surface(bare_parts))
    return Homes(
        xy=np.concatenate([places[place[here]], spare]).reshape(-1, 2),
        residents=np.concatenate([residents[here], bare_people]),
        zone=np.concatenate([rows[zone[here]], rows[bare]]).astype(np.int64),
        unknown_zones=int((~known).sum()),
        method=method,
    )


def _zones_of(
    covered: BaseGeometry, zones: gpd.GeoDataFrame, footprint: BaseGeometry
) -> tuple[Ints, NDArray[np.object_], Floats]:
    """Rows of the zones that share land with the covered area, their part in the footprint, and the people of it."""
    rows = np.sort(zones.sindex.query(covered, predicate="intersects")).astype(np.int64)
    shapes = zones.geometry.to_numpy()[rows]
    shared = shapely.area(shapely.intersection(shapes, covered)) > _SLIVER_M2
    rows, shapes = rows[shared], shapes[shared]
    parts = shapely.intersection(shapes, footprint)
    people = zones["residents"].to_numpy(dtype=float)[rows] * shapely.area(parts) / shapely.area(shapes)
    return rows, parts, people


def _places(network: WalkingNetwork) -> tuple[Floats, Floats, str]:
    """Where homes may be, the weight of each, and the method in words."""
    if network.buildings is not None and len(network.buildings):
        buildings = np.asarray(network.buildings)
        buildings = buildings[(buildings[:, 2] > SMALLEST_HOME_M2) & np.isfinite(buildings).all(axis=1)]
        return buildings[:, :2], buildings[:, 2], BY_BUILDINGS
    # Two edges meet where a street changes its name or a ring was cut: that is no junction.
    ends = np.bincount(np.asarray(network.edge_uv).ravel(), minlength=network.node_count)
    junctions = np.asarray(network.node_xy)[ends != 2]
    return junctions, np.ones(len(junctions)), BY_NODES


def zones_in_words(count: int) -> str:
    """A number of zones, for a sentence."""
    return "1 census zone" if count == 1 else f"{count} census zones"

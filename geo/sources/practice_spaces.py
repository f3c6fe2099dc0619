"""Public spaces and houses of the practice quarter, all invented."""

from __future__ import annotations

from random import Random
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG
from geo.frames import SPACES, check_frame
from geo.network.pedestrian import is_walkable
from geo.sources.practice_plan import SEED, Junction, Plan, rectangle, rounded
from geo.sources.practice_streets import Streets, ground
from geo.sources.stop_rows import stop_rows
from geo.spaces import SPACE_KINDS

SOURCE_ID = "practice-quarter"

_HOUSE_SPACING_M = (9.5, 14.0)
_FOOTPRINT_M2 = (42.0, 110.0)


def practice_spaces(streets: Streets) -> gpd.GeoDataFrame:
    """SPACES rows: parks and squares as areas, community places as buildings or doors."""
    plan, park, square = streets.plan, streets.park, streets.square
    playground, pitch = _patch(park, 0.26, 0.3, 46, 34), _patch(park, 0.72, 0.7, 60, 40)
    garden, private, plots = (ground(plan, key) for key in ("pocket-garden", "residents-garden", "allotments"))
    library, centre = ground(plan, "library"), ground(plan, "centre")
    toilets = Point(rounded((streets.gates["park-south"][0] + 6, streets.gates["park-south"][1] + 8)))
    rows = [
        _row("practice-park", "Practice Park", "park", park, hours="07:30-dusk", wheelchair="yes"),
        _row("try-it-out-playground", "Try-It-Out Playground", "playground", playground, parent="practice-park"),
        _row("invented-pitch", None, "pitch", pitch, access="unknown", parent="practice-park"),
        _row("rehearsal-green", "Rehearsal Green", "village-green", streets.green, wheelchair="limited"),
        _row("make-believe-square", "Make-Believe Square", "square", square, wheelchair="yes"),
        _row("pocket-garden", "Pocket Garden", "garden", garden, hours="08:00-20:00"),
        _row("pencil-allotments", "Pencil Allotments", "allotments", plots, access="restricted"),
        _row("residents-garden", None, "garden", private, access="private"),
        _row("library", "Make-Believe Library", "library", library, hours="Mo-Sa 09:30-18:00", wheelchair="yes"),
        _row(
            "centre", "Example Community Centre", "community-centre", centre, hours="08:00-22:00", wheelchair="limited"
        ),
        _row("everyfaith-hall", "Everyfaith Hall", "place-of-worship", _door(plan, (1, 4)), wheelchair="no"),
        _row("sample-market", "Sample Market", "market", _door(plan, (3, 4)), hours="Th,Sa 08:00-15:00"),
        _row("curtain-up", "Curtain-Up Theatre", "theatre", _door(plan, (4, 4)), access="restricted"),
        _row("open-door-advice", "Open Door Advice", "advice", _door(plan, (7, 6)), hours="Mo-Fr 10:00-16:00"),
        _row("practice-toilets", None, "toilets", toilets, wheelchair="yes", parent="practice-park"),
    ]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=BNG)[list(SPACES.columns)]
    check_frame(frame, SPACES)
    return frame


def practice_stops(streets: Streets) -> gpd.GeoDataFrame:
    """STOPS rows: bus stops on both sides of the road and in the quarter, a station by the railway, a tram stop."""
    plan = streets.plan
    rows = [
        ("parkway-west", "Pretend Parkway West", "bus", _beside_road(streets.road, 0.25, 14.0)),
        ("parkway-west-opposite", "Pretend Parkway West", "bus", _beside_road(streets.road, 0.27, -14.0)),
        ("parkway-east", "Pretend Parkway East", "bus", _beside_road(streets.road, 0.75, 14.0)),
        ("example-library", "Make-Believe Library", "bus", _door(plan, (1, 3))),
        ("far-end", "Far End Road", "bus", _door(plan, (4, 8))),
        ("platform-nought", "Platform Nought", "rail", _door(plan, (6, 4))),
        ("edge-street", "Edge Street", "tram", _door(plan, (8, 2))),
    ]
    ids, names, kinds, shapes = zip(*rows, strict=True)
    return stop_rows(
        [f"practice/stop-{key}" for key in ids],
        names,
        kinds,
        np.array(shapes, dtype=object),
        network_id=SOURCE_ID,
        source_id=SOURCE_ID,
        invented=True,
    )


def practice_pond(streets: Streets) -> Polygon:
    """The water in the park."""
    minx, miny, maxx, maxy = streets.park.bounds
    middle = Point(minx + 0.68 * (maxx - minx), miny + 0.27 * (maxy - miny))
    return Polygon(shapely.set_precision(middle.buffer(24, quad_segs=6), 0.01).exterior)


def practice_buildings(streets: Streets, spaces: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Houses along the streets, [k, 3]: easting, northing, footprint in m2; none in a space or in anyone's way."""
    chance = Random(SEED + 1)  # noqa: S311 (drawing, not secrets)
    plan = streets.plan
    lined = [way for way in plan.ways if way.tags["highway"] in {"residential", "tertiary"}]
    houses: list[tuple[float, float, float]] = []
    for way in lined:
        houses += _beside(plan.line(way.node_ids), chance)
    found = np.array(houses)
    points = np.asarray(shapely.points(found[:, :2]), dtype=object)
    walked = [plan.line(way.node_ids) for way in plan.ways if is_walkable(way.tags)]
    areas = [shape.buffer(3) for shape in spaces.geometry if shape.geom_type != "Point"]
    closed = shapely.union_all(
        [*(line.buffer(8.5) for line in walked), *areas, streets.road.buffer(26), streets.rail.buffer(16)]
    )
    shapely.prepare(closed)
    free = np.asarray(~shapely.intersects(closed, points))
    # Two rows may meet at a corner: of houses nearer than 8 m the first stays.
    first, second = shapely.STRtree(points).query(points, predicate="dwithin", distance=8.0)
    free[np.unique(np.maximum(first, second)[(first != second) & free[first] & free[second]])] = False
    return np.round(found[free], 2)


def _beside(line: LineString, chance: Random) -> list[tuple[float, float, float]]:
    houses = []
    along = 14.0
    while along < line.length - 12:
        here, ahead = line.interpolate(along), line.interpolate(along + 0.5)
        ux, uy = (ahead.x - here.x) / 0.5, (ahead.y - here.y) / 0.5
        for side in (-1, 1):
            if chance.random() < 0.88:
                off = chance.uniform(12, 16)
                houses.append((here.x - side * uy * off, here.y + side * ux * off, chance.uniform(*_FOOTPRINT_M2)))
        along += chance.uniform(*_HOUSE_SPACING_M)
    return houses


def _row(
    key: str,
    name: str | None,
    kind: str,
    geometry: BaseGeometry,
    *,
    access: str = "public",
    wheelchair: str | None = None,
    hours: str | None = None,
    parent: str | None = None,
) -> dict[str, Any]:
    is_point = geometry.geom_type == "Point"
    return {
        "space_id": f"practice/{key}",
        "name": name,
        "kind": kind,
        "group": str(SPACE_KINDS[kind].group),
        "access": access,
        "wheelchair": wheelchair,
        "opening_hours": hours,
        "area_ha": float("nan") if is_point else geometry.area / 10_000,
        "is_point": is_point,
        "parent_id": f"practice/{parent}" if parent else None,
        "network_id": SOURCE_ID,
        "source_id": SOURCE_ID,
        "invented": True,
        "geometry": geometry,
    }


def _patch(ground: Polygon, across: float, up: float, width: float, height: float) -> Polygon:
    """A rectangle inside `ground`, at a share of its box."""
    minx, miny, maxx, maxy = ground.bounds
    x, y = minx + across * (maxx - minx), miny + up * (maxy - miny)
    return rectangle(rounded((x, y)), width, height)


def _beside_road(road: LineString, along: float, off_m: float) -> Point:
    """A place beside the road, at a share of its length."""
    x, y = rounded(road.offset_curve(off_m).interpolate(along, normalized=True).coords[0])
    return Point(x, y)


def _door(plan: Plan, junction: Junction) -> Point:
    """A door on the street, a few steps from a junction."""
    x, y = plan.at(plan.junctions[junction])
    return Point(round(x + 17, 2), round(y + 13, 2))

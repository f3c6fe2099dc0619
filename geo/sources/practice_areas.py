"""Two wards, a regeneration area and six census zones of the practice quarter, all invented, cut so that they touch."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.ops import polygonize

from geo.areas import AreaKind
from geo.crs import BNG
from geo.frames import AREAS, ZONES, check_frame
from geo.sources.practice_plan import CENTRE
from geo.sources.practice_spaces import SOURCE_ID
from geo.sources.practice_streets import Streets

BOROUGH_CODE, BOROUGH_NAME = "E09000027", "Richmond upon Thames"  # where the quarter is laid
WARD_NORTH, WARD_SOUTH, REGENERATION = "PRACTICE-W1", "PRACTICE-W2", "PRACTICE-R1"

_EDGE_M = 45.0  # from the outermost junctions to the quarter's edge
_RESIDENTS_A_HOUSE = 2.6
_ETHNIC = {"eth_asian": 0.2, "eth_black": 0.17, "eth_mixed": 0.07, "eth_other": 0.06, "eth_white": 0.5}


def quarter_outline(streets: Streets) -> Polygon:
    """The whole quarter: where its streets are complete."""
    points = shapely.multipoints([streets.plan.at(node) for node in streets.plan.junctions.values()])
    hull = shapely.concave_hull(points, 0.35).buffer(_EDGE_M, join_style="mitre")
    return Polygon(shapely.set_precision(hull, 0.01).exterior)


def practice_zones(streets: Streets, buildings: NDArray[np.float64]) -> gpd.GeoDataFrame:
    """ZONES rows: six zones between the road, the railway and a street, with residents told by their houses.

    The census columns bear the names of the real table, and every figure is invented.
    """
    zones = _cut(streets)
    houses = shapely.points(buildings[:, :2])
    rows: list[dict[str, Any]] = []
    for number, zone in enumerate(zones, start=1):
        homes = int(shapely.intersects(zone, houses).sum())
        rows.append({"zone_id": f"PRACTICE-Z{number}", "geometry": zone, **_figures(homes, number)})
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=BNG)
    frame = frame.assign(
        zone_name=[f"Practice quarter {number}" for number in range(1, len(frame) + 1)],
        borough_code=BOROUGH_CODE,
        source_id=SOURCE_ID,
        invented=True,
    )
    check_frame(frame, ZONES)
    return frame


def practice_areas(zones: gpd.GeoDataFrame, road: LineString) -> gpd.GeoDataFrame:
    """AREAS rows: a ward on each side of the road, and a regeneration area on both sides of the railway."""
    shapes = list(zones.geometry)
    north = [shape.representative_point().y > _height_of(road, shape) for shape in shapes]
    south = [shape for shape, up in zip(shapes, north, strict=True) if not up]
    eastern = sorted(south, key=lambda shape: -shape.centroid.x)[:2]
    parts = [
        (WARD_NORTH, "Practice North", AreaKind.WARD, [s for s, up in zip(shapes, north, strict=True) if up]),
        (WARD_SOUTH, "Practice South", AreaKind.WARD, south),
        (REGENERATION, "Practice regeneration area", AreaKind.REGENERATION, eastern),
    ]
    rows = [
        {
            "area_id": area_id,
            "name": name,
            "kind": str(kind),
            "borough_code": BOROUGH_CODE,
            "borough_name": BOROUGH_NAME,
            "area_km2": (shape := shapely.union_all(members)).area / 1e6,
            "source_id": SOURCE_ID,
            "invented": True,
            "geometry": shape,
        }
        for area_id, name, kind, members in parts
    ]
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=BNG)[list(AREAS.columns)]
    check_frame(frame, AREAS)
    return frame


def _cut(streets: Streets) -> list[Polygon]:
    """The outline cut by the road, the railway and the column of streets between the park and the railway."""
    outline = quarter_outline(streets)
    plan = streets.plan
    middle = LineString([plan.at(plan.junctions[3, j]) for j in range(9)])
    lines = [_long(line) for line in (streets.road, streets.rail, middle)]
    pieces = polygonize(shapely.node(shapely.union_all([outline.exterior, *lines])))
    inside = [piece for piece in pieces if outline.contains(piece.representative_point())]
    return sorted(inside, key=lambda piece: (-round(piece.centroid.y - 0.2 * piece.centroid.x, -2), piece.centroid.x))


def _long(line: LineString) -> LineString:
    """The line with both ends drawn on, so that it cuts the outline."""
    xy = shapely.get_coordinates(line)
    first, last = 2.5 * xy[0] - 1.5 * xy[1], 2.5 * xy[-1] - 1.5 * xy[-2]
    return LineString([first, *xy, last])


def _height_of(road: LineString, shape: Polygon) -> float:
    """The road's northing straight above or below a shape's inner point."""
    x = shape.representative_point().x
    plumb = LineString([(x, CENTRE[1] - 2000), (x, CENTRE[1] + 2000)])
    return float(_long(road).intersection(plumb).centroid.y)


def _figures(homes: int, number: int) -> dict[str, float]:
    """Invented census figures: the shares differ between zones, so that measures of mixing speak."""
    residents = float(round(homes * _RESIDENTS_A_HOUSE) + 7 * number)
    tilt = {name: share * (1 + 0.25 * np.sin(number + 2 * k)) for k, (name, share) in enumerate(_ETHNIC.items())}
    whole = sum(tilt.values())
    groups = {name: float(round(residents * share / whole)) for name, share in tilt.items()}
    groups["eth_white"] += residents - sum(groups.values())
    return {
        "residents": residents,
        "ts021_residents": residents,
        **groups,
        "ts038_residents": residents,
        "disabled_equality_act": float(round(residents * (0.12 + 0.01 * number))),
        "households": float(homes),
        "hh_social_rented": float(round(homes * (0.14 + 0.04 * number))),
        "hh_private_rented": float(round(homes * 0.27)),
        "hh_not_deprived_any_dimension": float(round(homes * (0.6 - 0.03 * number))),
    }

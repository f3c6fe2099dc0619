"""How large and where a drawn shape may be, and how it is shown.

    a sensitive category                                no shape: the middle of a cell alone
    no wider than a house and its garden (50 m), and    no shape: a pin at its middle, shown as a pin there would be
      nowhere within 8 m of a public street or in a
      public open space
    an end of a line on a building                      the line begins where it first comes within 8 m of a public
                                                        street or into a public open space
    all else                                            as drawn, simplified by 5 m, 5 decimals

A wall, a railway or an estate lies on private land and is nobody's home: what is drawn stays drawn. What would point
at a home is a speck on its plot, or a way that starts at its door. docs/adr/0020 says more.
"""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from geo.crs import LonLat
from geo.drawn_shapes import DrawnShape
from geo.errors import CoordinateError, InputError
from geo.pins import GeometryRole, PublishedPlace
from geo.services.places import require_within_london
from geo.services.publication import EXACT_PRECISION_M, Surroundings, surroundings_of
from geo.services.workspace import Workspace

MAX_LENGTH_M = 20_000.0
MAX_AREA_KM2 = 5.0
HOME_M = 50.0
SIMPLIFIED_M = 5.0
DECIMALS = 5


def check_shape(workspace: Workspace, shape: DrawnShape) -> None:
    """Raise `InputError` where a shape is too long or too large, `CoordinateError` where it leaves Greater London."""
    drawn = workspace.grid.geometry_to_bng(shape.geometry)
    if drawn.length > MAX_LENGTH_M:
        raise InputError(
            f"{'The outline of the area' if shape.is_area else 'The line'} is {drawn.length / 1000:.1f} km long; the "
            f"most is {MAX_LENGTH_M / 1000:.0f} km. Draw a part of it. Nothing has been lost."
        )
    if drawn.area > MAX_AREA_KM2 * 1e6:
        raise InputError(
            f"The area has {drawn.area / 1e6:.1f} km²; the most is {MAX_AREA_KM2:.0f} km². Draw a part of it. "
            "Nothing has been lost."
        )
    require_within_london(workspace, drawn)


def published_shape(workspace: Workspace, shape: DrawnShape, *, sensitive: bool) -> DrawnShape | None:
    """The shape as the public sees it; None where it is shown as a place alone. The same for the same data."""
    if sensitive:
        return None
    around = surroundings_of(workspace)
    drawn = workspace.grid.geometry_to_bng(shape.geometry)
    if _width_m(drawn) <= HOME_M and not around.touches_public_realm(drawn):
        return None
    shown = _away_from_doors(drawn, around) if isinstance(drawn, LineString) else drawn
    if shown is None:
        return None
    simple = shapely.simplify(shown, SIMPLIFIED_M, preserve_topology=True)
    degrees = shapely.transform(workspace.grid.geometry_to_wgs84(simple), lambda places: np.round(places, DECIMALS))
    try:
        return DrawnShape(shapely.remove_repeated_points(degrees))
    except (InputError, CoordinateError):  # so small that rounding folds it up: its middle says as much
        return None


def shape_place(shape: DrawnShape) -> PublishedPlace:
    """The place of a shape that is shown: its middle, as sure as the shape itself."""
    middle = shape.middle
    place = LonLat(round(middle.lon, DECIMALS), round(middle.lat, DECIMALS))
    return PublishedPlace(place=place, role=GeometryRole.DRAWN, precision_m=EXACT_PRECISION_M + SIMPLIFIED_M)


def _width_m(drawn: LineString | Polygon) -> float:
    west, south, east, north = drawn.bounds
    return float(np.hypot(east - west, north - south))


def _away_from_doors(line: LineString, around: Surroundings) -> LineString | None:
    """A line without the stretches by which it leaves or comes to a building; None where nothing else is left."""
    first, last = line.coords[0], line.coords[-1]
    at_start, at_end = around.on_building(*first), around.on_building(*last)
    if not (at_start or at_end):
        return line
    public = around.public_part(line)
    places = shapely.line_locate_point(line, [Point(place) for place in shapely.get_coordinates(public)])
    if not len(places):
        return None
    from_m = float(places.min()) if at_start else 0.0
    to_m = float(places.max()) if at_end else line.length
    kept = substring(line, from_m, to_m)
    return kept if isinstance(kept, LineString) and kept.length > 0 else None

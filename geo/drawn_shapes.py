"""Lines and areas that residents draw: what one may be. How large it may be is asked where metres are known.

Co-ordinates are WGS84 degrees, longitude first. A shape is kept as it was drawn; how it is shown is decided in
`geo.services.publication`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import shapely
from shapely import LineString, Polygon

from geo.crs import LonLat
from geo.errors import InputError

MAX_VERTICES = 500
_KEPT = "Nothing has been lost."


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A line or an area, WGS84, in two dimensions.

    Raises `InputError` for another kind of geometry, an empty one, one of more than `MAX_VERTICES` points, a line of
    one place or an area that crosses itself; `CoordinateError` for what cannot be degrees.
    """

    geometry: LineString | Polygon

    def __post_init__(self) -> None:
        geometry = self.geometry
        if not isinstance(geometry, (LineString, Polygon)) or geometry.is_empty:
            raise InputError(f"A shape is a line of two or more points, or an area of three or more. {_KEPT}")
        vertices = shapely.get_coordinates(geometry)
        if len(vertices) > MAX_VERTICES + isinstance(geometry, Polygon):
            raise InputError(
                f"The shape has {len(vertices):,} points; the most is {MAX_VERTICES}. Draw it with fewer. {_KEPT}"
            )
        for lon, lat in vertices:
            LonLat(float(lon), float(lat))  # its words for what is not finite, out of range or swapped
        flat = shapely.force_2d(geometry)
        object.__setattr__(self, "geometry", flat)
        if isinstance(flat, LineString) and flat.length == 0:
            raise InputError(f"The line begins and ends in one place. Add a point elsewhere. {_KEPT}")
        if isinstance(flat, Polygon) and not flat.is_valid:
            raise InputError(
                "The outline of the area crosses or touches itself. Take back the points where it does, then finish "
                f"again. {_KEPT}"
            )

    @classmethod
    def from_geojson(cls, content: Any) -> Self:
        """The shape of a GeoJSON geometry, as `json.loads` gives it. Raises as the record does.

        >>> DrawnShape.from_geojson({"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.1, 51.6]]}).is_area
        False
        """
        kind = content.get("type") if isinstance(content, Mapping) else None
        places = content.get("coordinates") if isinstance(content, Mapping) else None
        try:
            if kind == "LineString":
                return cls(LineString(_pairs(places)))
            if kind == "Polygon" and isinstance(places, list) and places:
                return cls(Polygon(_pairs(places[0]), [_pairs(ring) for ring in places[1:]]))
        except (TypeError, ValueError, IndexError, KeyError, OverflowError, shapely.errors.GEOSException) as wrong:
            raise InputError(
                "The shape cannot be read: a line needs two points or more, an area three, each a longitude and a "
                f"latitude. {_KEPT}"
            ) from wrong
        raise InputError(f"A shape is a LineString or a Polygon. {_KEPT}")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The shape that `as_text` wrote."""
        return cls.from_geojson(json.loads(text))

    def as_geojson(self) -> dict[str, Any]:
        """The GeoJSON geometry."""
        content: dict[str, Any] = json.loads(self.as_text())
        return content

    def as_text(self) -> str:
        """The GeoJSON geometry as text, the same for the same shape; every digit is kept."""
        return json.dumps(shapely.geometry.mapping(self.geometry), separators=(",", ":"))

    @property
    def is_area(self) -> bool:
        """Whether it is an area and not a line."""
        return isinstance(self.geometry, Polygon)

    @property
    def middle(self) -> LonLat:
        """The place that stands for it on a map: half-way along a line, a place inside an area."""
        if isinstance(self.geometry, Polygon):
            inside = shapely.point_on_surface(self.geometry)
            return LonLat(inside.x, inside.y)
        # A degree of longitude is shorter than one of latitude, so that half-way is found on a map drawn to scale.
        squeeze = math.cos(math.radians(self.geometry.centroid.y))
        to_scale = shapely.transform(self.geometry, lambda places: places * (squeeze, 1.0))
        half = shapely.line_interpolate_point(to_scale, 0.5, normalized=True)
        return LonLat(half.x / squeeze, half.y)


def _pairs(places: Any) -> list[tuple[float, float]]:
    if not isinstance(places, list) or len(places) > 4 * MAX_VERTICES:
        raise InputError(f"The shape has no points, or far more than {MAX_VERTICES}. {_KEPT}")
    pairs = [(place[0], place[1]) for place in places]
    if not all(type(value) in (int, float) and math.isfinite(value) for pair in pairs for value in pair):
        raise TypeError("not numbers")
    return pairs

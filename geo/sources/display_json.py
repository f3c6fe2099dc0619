"""GeoJSON (RFC 7946) as small as a map can do with: five decimals, no repeated points, no spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

DECIMALS = 5  # about a metre, which is less than outlines are simplified by

Ring = list[tuple[float, float]]


def feature_collection(degrees: NDArray[np.object_], properties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Points, polygons and multipolygons in WGS84 degrees with their properties, as a FeatureCollection.

    Neighbours whose vertices are the same before rounding have the same vertices after it. Rings that rounding makes
    flat are left out; where none would be left the shape is kept with all its decimals.
    """
    turned = shapely.orient_polygons(degrees)
    flat = shapely.transform(turned, lambda xy: np.round(xy, DECIMALS))
    features = [
        {"type": "Feature", "geometry": _geometry(shape, exact), "properties": dict(each)}
        for shape, exact, each in zip(flat, turned, properties, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _geometry(shape: BaseGeometry, exact: BaseGeometry) -> dict[str, Any]:
    if not isinstance(shape, (Polygon, MultiPolygon)):
        return {"type": shape.geom_type, "coordinates": shape.__geo_interface__["coordinates"]}
    polygons = [rings for part in shapely.get_parts(shape) if (rings := _rings(part))]
    if not polygons:
        return {"type": exact.geom_type, "coordinates": exact.__geo_interface__["coordinates"]}
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(polygon: Polygon) -> list[Ring]:
    """The outer ring and the holes that are still rings; nothing where the outer one is not."""
    rings = [[point for point, _ in groupby(ring.coords)] for ring in (polygon.exterior, *polygon.interiors)]
    whole = [ring for ring in rings if len(ring) >= 4 and Polygon(ring).area > 0]
    return whole if whole and whole[0] is rings[0] else []

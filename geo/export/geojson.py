"""GeoJSON as RFC 7946 has it: WGS84 longitude and latitude, no ``crs`` member, bbox, ids as text, flat properties."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import NationalGrid
from geo.export.layers import ExportLayer
from geo.export.whole_file import whole_file

MEDIA_TYPE = "application/geo+json"


def write_geojson(layer: ExportLayer, path: Path, *, grid: NationalGrid) -> None:
    """Write one layer as a FeatureCollection. Raises `InputError` when the file cannot be written."""
    collection = feature_collection(layer, grid=grid)
    with whole_file(path) as part:
        part.write_text(json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def feature_collection(layer: ExportLayer, *, grid: NationalGrid) -> dict[str, Any]:
    """A layer as a FeatureCollection; what must be said of it stands in foreign members at the top.

    An empty layer has no `bbox`, as there is nothing to bound.
    """
    geometries = layer.geometries_wgs84(grid)
    collection: dict[str, Any] = {"type": "FeatureCollection", "name": layer.name, **layer.note.as_dict()}
    if geometries:
        bounds = shapely.total_bounds(geometries)
        most = max(feature.decimals for feature in layer.features)
        collection["bbox"] = [round(float(value), most) for value in bounds]
    collection["features"] = [
        {
            "type": "Feature",
            "id": feature.id,
            "geometry": _geometry(geometry, feature.decimals),
            "properties": {column: feature.properties.get(column) for column in layer.columns},
        }
        for feature, geometry in zip(layer.features, geometries, strict=True)
    ]
    return collection


def _geometry(geometry: BaseGeometry, decimals: int) -> dict[str, Any]:
    shape = geometry.__geo_interface__
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"], decimals)}


def _rounded(coordinates: Any, decimals: int) -> Any:
    if isinstance(coordinates, (list, tuple)):
        return [_rounded(part, decimals) for part in coordinates]
    return round(coordinates, decimals)

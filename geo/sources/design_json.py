"""Whether a file is GeoJSON, told in words that a person can act on, before anything heavy is done with it."""

from __future__ import annotations

import json
from typing import Any

from geo.errors import InputError
from geo.sources.design_limits import MAX_FEATURES, MAX_VERTICES, too_many_features, too_many_vertices

_LONGEST_CRS = 500
_MOST_BRACKETS = 10 * MAX_VERTICES
_GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)


def check_geojson(data: bytes) -> bool:
    """Raise `InputError` unless the bytes are GeoJSON of a size that can be handled; whether it names its `crs`."""
    if data.count(b"[") > _MOST_BRACKETS:
        raise InputError(too_many_vertices())  # before anything is made of them
    content = _parsed(data)
    if not isinstance(content, dict):
        raise InputError("The file is JSON, but not GeoJSON: it should be a FeatureCollection.")
    kind = content.get("type")
    if kind == "Topology":
        raise InputError("This is TopoJSON, which cannot be read. Export it as GeoJSON, and try again.")
    if "geometryType" in content or "spatialReference" in content:
        raise InputError("This is Esri JSON, which cannot be read. Export it as GeoJSON, and try again.")
    if not isinstance(kind, str) or kind not in {"FeatureCollection", "Feature", *_GEOMETRIES}:
        raise InputError("The file is JSON, but not GeoJSON: it should be a FeatureCollection.")
    if kind == "FeatureCollection":
        features = content.get("features")
        if not isinstance(features, list):
            raise InputError("The FeatureCollection has no list of features. Export it again as GeoJSON.")
        if len(features) > MAX_FEATURES:
            raise InputError(too_many_features())
    if _positions(content) > MAX_VERTICES:
        raise InputError(too_many_vertices())
    return _names_crs(content.get("crs"))


def _names_crs(crs: Any) -> bool:
    """Whether there is a `crs`. One that points to another place would have to be fetched, and is refused."""
    if crs is None:
        return False
    said = json.dumps(crs).replace("://www.opengis.net/def/", "").replace("://opengis.net/def/", "")
    if not isinstance(crs, dict) or crs.get("type") != "name" or "://" in said or len(said) > _LONGEST_CRS:
        raise InputError(
            "The file names its co-ordinate system in a way that cannot be read. Export it in WGS84 degrees, as "
            "GeoJSON is meant to be."
        )
    return True


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError("The file is not UTF-8 text. Export it again as GeoJSON.") from None
    except RecursionError:
        raise InputError("The file is nested too deeply to be GeoJSON.") from None
    except ValueError as wrong:
        where = f" (line {wrong.lineno})" if isinstance(wrong, json.JSONDecodeError) else ""
        raise InputError(f"The file is not valid JSON{where}. Export it again as GeoJSON.") from None


def _positions(content: dict[str, Any]) -> int:
    """How many positions its geometries hold; properties do not count."""
    count, waiting = 0, [content]
    while waiting:
        here = waiting.pop()
        for key in ("features", "geometries"):
            listed = here.get(key)
            waiting += [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        geometry = here.get("geometry")
        if isinstance(geometry, dict):
            waiting.append(geometry)
        count += _positions_in(here.get("coordinates"))
    return count


def _positions_in(coordinates: Any) -> int:
    count, waiting = 0, [coordinates]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            nested = [each for each in here if isinstance(each, list)]
            count += not nested and bool(here)
            waiting += nested
    return count

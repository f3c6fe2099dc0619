"""A reader of GeoJSON that knows RFC 7946 and nothing of this project; each breach is told with its section."""

from __future__ import annotations

import itertools
import math
from typing import Any

TYPES = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def breaches(collection: Any) -> list[str]:
    """What a FeatureCollection does against RFC 7946; [] for a good one."""
    found = []
    if collection.get("type") != "FeatureCollection" or not isinstance(collection.get("features"), list):
        return ["3.3: not a FeatureCollection"]
    if "crs" in collection:
        found.append("4: a crs member")
    found += [f"7.1: {name} redefined" for name in ("geometry", "coordinates", "properties") if name in collection]
    positions = []
    for feature in collection["features"]:
        if feature.get("type") != "Feature" or "geometry" not in feature or "properties" not in feature:
            found.append("3.2: not a Feature")
            continue
        if not isinstance(feature.get("id", ""), (str, int)):
            found.append("3.2: an id that is neither text nor number")
        if any(isinstance(value, (dict, list)) for value in feature["properties"].values()):
            found.append("properties are not flat")
        own = list(_positions(feature["geometry"], found))
        positions += own
    return found + _bbox_breaches(collection, positions)


def _positions(geometry: Any, found: list[str]) -> Any:
    if geometry["type"] not in TYPES:
        found.append(f"3.1: {geometry['type']}")
        return
    yield from _flat(geometry["coordinates"], TYPES[geometry["type"]], found)
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    for polygon in polygons.get(geometry["type"], []):
        for number, ring in enumerate(polygon):
            if len(ring) < 4 or ring[0] != ring[-1]:
                found.append("3.1.6: a ring that is not closed or has fewer than four positions")
            anticlockwise = _signed_area(ring) > 0
            if anticlockwise != (number == 0):
                found.append("3.1.6: a ring against the right-hand rule")


def _flat(coordinates: Any, depth: int, found: list[str]) -> Any:
    if depth:
        for part in coordinates:
            yield from _flat(part, depth - 1, found)
        return
    if len(coordinates) != 2 or not all(isinstance(x, (int, float)) and math.isfinite(x) for x in coordinates):
        found.append("3.1.1: not a position of two numbers")
    lon, lat = coordinates
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        found.append("4: outside the range of degrees")
    yield coordinates


def _signed_area(ring: Any) -> float:
    pairs = itertools.pairwise(ring)
    west, south = ring[0]
    return sum((a[0] - west) * (b[1] - south) - (b[0] - west) * (a[1] - south) for a, b in pairs) / 2


def _bbox_breaches(collection: Any, positions: list[Any]) -> list[str]:
    if not positions:
        return ["5: a bbox around nothing"] if "bbox" in collection else []
    lons, lats = [p[0] for p in positions], [p[1] for p in positions]
    expected = [min(lons), min(lats), max(lons), max(lats)]
    return [] if collection.get("bbox") == expected else ["5: the bbox is not that of the features"]

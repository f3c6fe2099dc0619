"""Boundaries from the ONS Open Geography Portal, an ArcGIS feature service that answers GeoJSON in pages."""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from urllib.parse import urlencode

import geopandas as gpd

from geo.crs import WGS84, NationalGrid
from geo.errors import SourceError
from geo.sources.area_rows import area_rows
from geo.sources.http_answers import Allowance, PassingError, get, patiently
from geo.sources.layers import check_columns, to_bng
from geo.sources.manifest import SourceEntry, SourceService

PAGE_SIZE = 200
_DECIMALS = 6


def fetch_areas(entry: SourceEntry, grid: NationalGrid, allowance: Allowance) -> tuple[gpd.GeoDataFrame, list[str]]:
    """AREAS rows downloaded from the entry's service, and notes.

    Raises `SourceError` when the service cannot be reached, refuses, or gives fewer features than the manifest
    expects: half a layer is worse than none.
    """
    service = _service(entry)
    features = fetch_features(entry, allowance)
    try:
        layer = gpd.GeoDataFrame.from_features(features, crs=WGS84)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{entry.source.title}: the service sent outlines that cannot be read. Try later.") from error
    layer = layer.rename(columns=_as_in_manifest(layer.columns, entry))
    check_columns(service.url.rsplit("/", 3)[1], layer.columns, entry)
    if len(layer) < service.features:
        raise SourceError(
            f"{entry.source.title}: the service sent {len(layer)} of {service.features} features. Try later."
        )
    return area_rows(to_bng(layer, entry, grid), entry)


def fetch_features(entry: SourceEntry, allowance: Allowance) -> list[dict[str, Any]]:
    """Every GeoJSON feature that the entry's filter gives, page by page in the order of their ids."""
    service = _service(entry)
    features: list[dict[str, Any]] = []
    seen: set[str] = set()
    while True:
        url = f"{service.url}/query?{urlencode(_question(entry, service, len(features)))}"
        page = patiently(entry.source.title, allowance, partial(_ask, url))
        found = page["features"]
        marks = {json.dumps(feature.get("properties"), sort_keys=True) for feature in found}
        if len(marks) != len(found) or marks & seen:
            raise SourceError(f"{entry.source.title}: the service sent the same features twice. Try later.")
        seen |= marks
        features += found
        if not found or not _has_more(page, len(found)):
            return features


def _question(entry: SourceEntry, service: SourceService, offset: int) -> dict[str, Any]:
    return {
        "where": service.where,
        "outFields": ",".join(dict.fromkeys(entry.columns.values())),
        "orderByFields": entry.columns["id"],
        "outSR": service.crs.removeprefix("EPSG:"),
        "geometryPrecision": _DECIMALS,
        "resultOffset": offset,
        "resultRecordCount": PAGE_SIZE,
        "f": "geojson",
    }


def _ask(url: str, seconds: float) -> dict[str, Any]:
    return _page(get(url, seconds))


def _page(body: bytes) -> dict[str, Any]:
    """A page as a mapping. ArcGIS reports errors inside an answer that says 200."""
    try:
        page = json.loads(body)
    except ValueError as error:
        raise PassingError("the answer was cut short or is not JSON") from error
    if isinstance(page, dict) and isinstance(page.get("error"), dict):
        code, message = page["error"].get("code"), page["error"].get("message") or "no reason given"
        if isinstance(code, int) and 400 <= code < 500 and code not in {408, 429, 498, 499}:
            raise SourceError(
                f"The boundary service refused the question ({code}: {message}). Its layer or columns may have been "
                "renamed: set them in data/boundaries/manifest.toml."
            )
        raise PassingError(f"the service reported an error ({code}: {message})")
    if not isinstance(page, dict) or not isinstance(page.get("features"), list):
        raise PassingError("the answer holds no features")
    return page


def _has_more(page: dict[str, Any], found: int) -> bool:
    """Whether to ask for a next page: the flag stands at the top or under `properties`; some servers leave it out."""
    properties = page.get("properties")
    flags = [page.get("exceededTransferLimit")]
    flags.append(properties.get("exceededTransferLimit") if isinstance(properties, dict) else None)
    said = [flag for flag in flags if isinstance(flag, bool)]
    return any(said) if said else found >= PAGE_SIZE


def _as_in_manifest(columns: Any, entry: SourceEntry) -> dict[str, str]:
    """Services spell the same column in capitals or not."""
    wanted = {theirs.casefold(): theirs for theirs in entry.columns.values()}
    return {column: wanted[column.casefold()] for column in columns if column.casefold() in wanted}


def _service(entry: SourceEntry) -> SourceService:
    if entry.service is None:
        raise SourceError(f"The source {entry.id} has no service to download from.")
    return entry.service

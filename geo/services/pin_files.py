"""Rows of pins out of a file that anybody may have made: GeoJSON points, lines and areas, or CSV with a header."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely

from geo.errors import InputError
from geo.export.csv_file import plain_cell
from geo.services.pin_details import NAMES

MAX_BYTES = 20_000_000
COLUMNS = ("lon", "lat", "kind", "category", "text", "id", "contributor", "shape", *NAMES)
# What our own exports, and other people's, call the same things.
_ALSO_CALLED = {
    "longitude": "lon",
    "latitude": "lat",
    "description": "text",
    "reference": "id",
    "effect": "felt",
    "affected-groups": "affects",
    "time-of-day": "hours",
    "end-date": "until",
    "knowledge-basis": "knowledge",
    "geometry": "shape",
    "wkt": "shape",
}
_DEGREES = ("4326", "crs84")
_POINT = re.compile(r"POINT \((\S+) (\S+)\)")  # as our own CSV writes a place


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRow:
    """One row as it was read: `values` by the names in `COLUMNS`; `original` to give back if it is refused.

    `shape` is a GeoJSON geometry, there where a line or an area was drawn and for nothing else.
    `number` counts as a spreadsheet does (the header is row 1) or, for GeoJSON, features from 1. `problem` is what
    already keeps the row from being a pin.
    """

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    original: Mapping[str, str]
    problem: str | None = None


def read_pin_rows(path: Path) -> list[PinRow]:
    """All rows of a file, good and bad. Raises `InputError` when the file as a whole cannot be read."""
    text = _text_of(path)
    if path.suffix.lower() in {".geojson", ".json"} or text.lstrip()[:1] in {"{", "["}:
        return _geojson_rows(text)
    return _csv_rows(text)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as refused:
        raise InputError(f"{path} cannot be read: {refused.strerror}.") from refused
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB. Cut it into smaller files.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text. Save it as “CSV UTF-8” or as GeoJSON, then try again.") from None


def _csv_rows(text: str) -> list[PinRow]:
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        records = list(reader)
    except csv.Error as wrong:
        raise InputError(f"The file cannot be read as CSV near line {reader.line_num}: {wrong}.") from wrong
    names = [cell.strip().lower() for cell in records[0]] if records else []
    columns = [_ALSO_CALLED.get(name, name) for name in names]
    given = {*columns, *(("lon", "lat") if "point" in columns else ())}
    missing = [name for name in ("lon", "lat", "kind", "category") if name not in given]
    if "shape" in given:
        missing = [name for name in missing if name not in ("lon", "lat")]
    if missing:
        raise InputError(_missing_columns(missing, columns))
    rows = []
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        original = dict(zip(names, record, strict=False))
        problem = None
        if len(record) != len(names):
            problem = (
                f"The row has {len(record)} cells where the header has {len(names)}. "
                "Put text that holds a comma in quotation marks."
            )
        values = {column: plain_cell(cell) for column, cell in zip(columns, record, strict=False)}
        point = _POINT.fullmatch(values.get("point", "").strip())
        if point and "lon" not in values:
            values |= {"lon": point[1], "lat": point[2]}
        drawn, unread = _drawn(values.pop("shape", ""))
        row = values if drawn is None else {**values, "shape": drawn}
        rows.append(PinRow(number=number, values=row, original=original, problem=problem or unread))
    return rows


def _drawn(wkt: str) -> tuple[dict[str, Any] | None, str | None]:
    """The line or area that a cell of WKT holds, as GeoJSON; or what is wrong with it. Points are in other columns."""
    if not wkt.strip() or _POINT.fullmatch(wkt.strip()):
        return None, None
    try:
        shape = shapely.from_wkt(wkt)
    except shapely.errors.GEOSException:
        return (
            None,
            "The shape is no well-known text. Write it as LINESTRING (-0.1 51.5, -0.2 51.5), or leave it empty.",
        )
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return geometry, None


def _missing_columns(missing: list[str], columns: list[str]) -> str:
    if "easting" in columns or "northing" in columns:
        return (
            "The file gives eastings and northings (British National Grid). Convert them to WGS84 degrees in columns "
            "“lon” and “lat”, then try again."
        )
    return (
        f"The file lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. The first row must name the "
        "columns lon, lat, kind, category, text and, if there is one, id."
    )


def _geojson_rows(text: str) -> list[PinRow]:
    try:
        # NaN and Infinity are no JSON, but one bad row should not cost the good ones: the row itself is refused.
        content = json.loads(text)
    except RecursionError:
        raise InputError("The file is nested too deeply to be GeoJSON of pins.") from None
    except ValueError as wrong:
        where = f" (line {wrong.lineno})" if isinstance(wrong, json.JSONDecodeError) else ""
        raise InputError(f"The file is not valid JSON{where}. Export it again as GeoJSON.") from None
    if not isinstance(content, dict):
        raise InputError("The file is not GeoJSON: it should be a FeatureCollection of points, lines or areas.")
    _refuse_other_crs(content)
    if content.get("type") == "Feature":
        features = [content]
    elif content.get("type") == "FeatureCollection" and isinstance(content.get("features"), list):
        features = content["features"]
    else:
        raise InputError(
            "The file is not a GeoJSON FeatureCollection or Feature. Pins need properties (kind, category, text) "
            "beside their geometry."
        )
    return [_row_of(number, feature) for number, feature in enumerate(features, start=1)]


def _refuse_other_crs(content: Mapping[str, Any]) -> None:
    crs = content.get("crs")
    if crs is None:
        return
    named = json.dumps(crs).lower()
    if not any(degrees in named for degrees in _DEGREES):
        raise InputError(
            "The file names a co-ordinate system other than WGS84. GeoJSON is in WGS84 degrees: export it again in "
            "EPSG:4326."
        )


def _row_of(number: int, feature: Any) -> PinRow:
    original = {"feature": json.dumps(feature, ensure_ascii=False)}
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return PinRow(number=number, original=original, problem="This is not a GeoJSON Feature.")
    geometry, properties = feature.get("geometry"), feature.get("properties")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Point", "LineString", "Polygon"):
        shown = kind if isinstance(kind, str) and len(kind) < 30 and kind.isalpha() else "no geometry"
        wrong = f"A pin is a Point, a LineString or a Polygon; this feature is {shown}."
        return PinRow(number=number, original=original, problem=wrong)
    where: dict[str, Any] = {"shape": geometry}
    if kind == "Point":
        place = geometry["coordinates"] if isinstance(geometry.get("coordinates"), list) else []
        if len(place) < 2:
            return PinRow(number=number, original=original, problem="The point has no longitude and latitude.")
        where = {"lon": place[0], "lat": place[1]}
    if not isinstance(properties, dict):
        return PinRow(
            number=number, original=original, problem="The feature has no properties: kind and category are needed."
        )
    values = {_ALSO_CALLED.get(str(name).lower(), str(name).lower()): value for name, value in properties.items()}
    if values.get("id") is None:
        values["id"] = feature.get("id")
    values.pop("shape", None)  # a property of that name is none
    return PinRow(number=number, values={**values, **where}, original=original)

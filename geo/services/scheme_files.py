"""Schemes as files: GeoJSON in longitude and latitude both ways, and designs in any format that can be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.crs import LonLat
from geo.errors import CoordinateError, InputError
from geo.pins import clean_text
from geo.schemes import Change, ChangeKind, Scheme
from geo.services.sites import read_design_file
from geo.services.workspace import Workspace
from geo.spaces import SPACE_KINDS

MOST_CHANGES = 500
LONGEST_NAME = 120
_DECIMALS = 7  # about a centimetre
_DIMENSION_KINDS = {2: ChangeKind.SPACE, 1: ChangeKind.LINK}


def scheme_geojson(workspace: Workspace, scheme: Scheme) -> dict[str, Any]:
    """A scheme as a GeoJSON FeatureCollection in WGS84.

    Each feature's property ``change`` is a `ChangeKind` value; ``name``, ``space-kind``, ``ends-only`` and, for a
    barrier removed (whose geometry is null), ``barrier`` stand beside it. The scheme's own id, name, version, note and
    area are members of the collection.
    """
    features = []
    for row, change in enumerate(scheme.changes):
        said: dict[str, Any] = {"change": change.kind.value, "name": change.name}
        if change.kind is ChangeKind.REMOVE_BARRIER:
            said["barrier"] = change.barrier_id
        if change.kind is ChangeKind.SPACE:
            said["space-kind"] = change.space_kind
        if change.ends_only:
            said["ends-only"] = True
        geometry = None if change.geometry is None else _to_wgs84(workspace, change.geometry)
        features.append({"type": "Feature", "id": str(row + 1), "geometry": geometry, "properties": said})
    return {
        "type": "FeatureCollection",
        "id": scheme.id,
        "name": scheme.name,
        "version": scheme.version,
        "note": scheme.note,
        "area": scheme.area_id,
        "made-at": None if scheme.made_at is None else scheme.made_at.isoformat(),
        "features": features,
    }


def scheme_from_geojson(
    workspace: Workspace, content: Mapping[str, Any] | str | bytes, *, name: str = "", area_id: str | None = None
) -> Scheme:
    """The scheme that a GeoJSON FeatureCollection in WGS84 holds, not saved yet (its id is empty).

    `name` and `area_id` go before those in the file. Raises `InputError` for what is no such file and for an unknown
    kind of change, `CoordinateError` for a place that is none, or lies outside Great Britain.
    """
    read = _read(content)
    features = read.get("features")
    if read.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise InputError("This is no scheme: a scheme is a GeoJSON FeatureCollection, a feature for each change.")
    if len(features) > MOST_CHANGES:
        raise InputError(f"This scheme has {len(features):,} changes, and {MOST_CHANGES} are the most.")
    changes = tuple(_change(workspace, feature, row + 1) for row, feature in enumerate(features))
    kept_area = read.get("area")
    return Scheme(
        id="",
        name=named(name or str(read.get("name") or "")),
        changes=changes,
        area_id=area_id or (kept_area if isinstance(kept_area, str) else None),
        note=clean_text(str(read.get("note") or "")),
    )


def scheme_from_file(
    workspace: Workspace,
    path: Path,
    *,
    area_id: str | None = None,
    layer: str | None = None,
    crs: str | None = None,
) -> tuple[Scheme, tuple[str, ...]]:
    """A scheme from a design in any format that can be read, with what was guessed and mended, in sentences.

    A feature is the change that its property or its layer names; where neither does, a line is a new path and an area
    a new public space. GeoJSON without a change in it may hold a barrier to remove, with no geometry. Raises
    `InputError` as `read_design` does, and where the file leaves a question open, which `layer` and `crs` answer.
    """
    content = _scheme_in(path)
    if content is not None and crs is None:
        # Where the places are none in degrees, it is read as any design is, which finds out what they are.
        with suppress(CoordinateError):
            return scheme_from_geojson(workspace, content, area_id=area_id, name=_name_in(content, path)), ()
    design = read_design_file(workspace, path, layer=layer, crs=crs)
    if design.asks is not None:
        choices = ", ".join(option.value for option in design.asks.options)
        raise InputError(f"{design.asks.text} Choose with --layer or --crs: {choices}.")
    changes: list[Change] = []
    told = list(design.told)
    for row in design.frame.itertuples():
        kind = ChangeKind(row.change) if row.change else _DIMENSION_KINDS.get(int(shapely.get_dimensions(row.geometry)))
        if kind is None:
            told.append("A point without a kind of change is left out. Give it a property “change”.")
            continue
        if not row.change:
            told.append(f"A feature that names no change is taken for: {kind.label.lower()}.")
        said = {str(key).casefold().replace("_", "-"): value for key, value in row.properties.items()}
        changes.append(_of(kind, row.geometry, {**said, "name": row.name or ""}, len(changes) + 1))
    changes += _without_geometry(workspace, content)
    return Scheme(id="", name=named(path.stem), changes=tuple(changes), area_id=area_id), tuple(dict.fromkeys(told))


def _scheme_in(path: Path) -> Mapping[str, Any] | None:
    """What a GeoJSON file holds, where its features name changes; None for any other file."""
    if path.suffix.casefold() not in {".geojson", ".json"}:
        return None
    try:
        content = _read(path.read_bytes())
    except OSError as refused:
        raise InputError(f"{path} cannot be read: {refused.strerror}.") from refused
    return content if _says_changes(content) else None


def _without_geometry(workspace: Workspace, content: Mapping[str, Any] | None) -> list[Change]:
    """The barriers to remove, which a design that is read for its shapes leaves out."""
    features = [] if content is None else content["features"]
    bare = [each for each in features if isinstance(each, dict) and each.get("geometry") is None]
    return [_change(workspace, each, row + 1) for row, each in enumerate(bare)]


def named(text: str) -> str:
    """A name made safe to keep. Raises `InputError` for one that is too long."""
    name = clean_text(text)
    if len(name) > LONGEST_NAME:
        raise InputError(f"The name has {len(name)} characters, and {LONGEST_NAME} are the most.")
    return name


def _read(content: Mapping[str, Any] | str | bytes) -> Mapping[str, Any]:
    if isinstance(content, Mapping):
        return content
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError("This is no GeoJSON: it cannot be read as JSON.") from error
    if not isinstance(read, dict):
        raise InputError("This is no scheme: a scheme is a GeoJSON FeatureCollection, a feature for each change.")
    return read


def _says_changes(content: Mapping[str, Any]) -> bool:
    features = content.get("features")
    return isinstance(features, list) and any(
        isinstance(each, dict) and isinstance(each.get("properties"), dict) and "change" in each["properties"]
        for each in features
    )


def _name_in(content: Mapping[str, Any], path: Path) -> str:
    said = content.get("name")
    return said if isinstance(said, str) and said.strip() else path.stem


def _change(workspace: Workspace, feature: Any, row: int) -> Change:
    said = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(said, dict):
        raise InputError(f"Change {row} is no GeoJSON feature with properties.")
    kinds = {kind.value: kind for kind in ChangeKind}
    kind = kinds.get(str(said.get("change")))
    if kind is None:
        raise InputError(
            f"Change {row}: there is no kind of change “{said.get('change')}”. There are: {', '.join(kinds)}."
        )
    geometry = feature.get("geometry")
    drawn = None if geometry is None else _from_wgs84(workspace, geometry, row)
    return _of(kind, drawn, {str(key).replace("_", "-"): value for key, value in said.items()}, row)


def _of(kind: ChangeKind, geometry: BaseGeometry | None, said: Mapping[str, Any], row: int) -> Change:
    barrier = said.get("barrier", said.get("barrier-id"))
    if kind is ChangeKind.REMOVE_BARRIER and not (isinstance(barrier, str) and barrier):
        raise InputError(f"Change {row}: say which barrier is removed, by its id in the property “barrier”.")
    space_kind = str(said.get("space-kind") or "park")
    if kind is ChangeKind.SPACE and space_kind not in SPACE_KINDS:
        raise InputError(
            f"Change {row}: there is no kind of space “{space_kind}”. There are: {', '.join(SPACE_KINDS)}."
        )
    return Change(
        kind=kind,
        name=named(str(said.get("name") or "")),
        geometry=None if kind is ChangeKind.REMOVE_BARRIER else geometry,
        barrier_id=barrier if kind is ChangeKind.REMOVE_BARRIER else None,
        space_kind=space_kind,
        ends_only=said.get("ends-only") is True,
    )


def _from_wgs84(workspace: Workspace, geometry: Any, row: int) -> BaseGeometry:
    try:
        drawn = shape(geometry)
        xy = shapely.get_coordinates(drawn)
    except (ShapelyError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise InputError(f"Change {row}: its geometry is not as GeoJSON has it.") from error
    if drawn.has_z:
        drawn = shapely.force_2d(drawn)
    if not np.isfinite(xy).all():
        raise InputError(f"Change {row}: some of its places have no number.")
    if len(xy):
        try:
            LonLat(float(xy[:, 0].min()), float(xy[:, 1].min()))
            LonLat(float(xy[:, 0].max()), float(xy[:, 1].max()))
        except CoordinateError as error:
            raise CoordinateError(f"Change {row}: {error}") from error
    placed: BaseGeometry = workspace.grid.geometry_to_bng(drawn)
    if not np.isfinite(shapely.get_coordinates(placed)).all():
        raise CoordinateError(f"Change {row}: it lies outside Great Britain. Longitude comes first, then latitude.")
    return placed


def _to_wgs84(workspace: Workspace, geometry: BaseGeometry) -> dict[str, Any]:
    placed = shapely.set_precision(workspace.grid.geometry_to_wgs84(geometry), 10.0**-_DECIMALS, mode="pointwise")
    told: dict[str, Any] = json.loads(shapely.to_geojson(placed))
    return told

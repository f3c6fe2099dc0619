"""Published layers of polygons, read as they are and brought to the National Grid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from geo.crs import BNG, NationalGrid
from geo.errors import SourceError
from geo.sources.manifest import SourceEntry

_DEGREES = ("EPSG:4326", "OGC:CRS84")


def read_layer(path: Path, entry: SourceEntry, grid: NationalGrid) -> gpd.GeoDataFrame:
    """The entry's layer in `path` with the publisher's columns, in EPSG:27700.

    Degrees are converted by `grid`, never by PROJ's own choice of shift; a layer in EPSG:27700 is taken as it is.
    Raises `SourceError` when the file cannot be read, lacks a column of the manifest, or is in another CRS.
    """
    layer = entry.file.layer if entry.file else None
    try:
        frame = pyogrio.read_dataframe(path, layer=layer)
    except (DataSourceError, DataLayerError, OSError, UnicodeDecodeError, ValueError) as error:
        raise SourceError(
            f"{path.name} cannot be read ({_first_line(error)}). It may be cut short or damaged: "
            f"put a good copy of “{entry.source.title}” in its place ({entry.source.url}) and install again."
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SourceError(f"{path.name} holds a table without outlines; {entry.id} needs polygons.")
    check_columns(path.name, frame.columns, entry)
    return to_bng(frame, entry, grid)


def to_bng(frame: gpd.GeoDataFrame, entry: SourceEntry, grid: NationalGrid) -> gpd.GeoDataFrame:
    """The same rows in EPSG:27700. Raises `SourceError` for missing outlines or a CRS that is neither of ours."""
    if frame.empty:
        raise SourceError(f"The layer of {entry.id} is empty. Put a complete copy in its place and install again.")
    missing = int((frame.geometry.isna() | frame.geometry.is_empty).sum())
    if missing:
        raise SourceError(
            f"{missing} features of {entry.id} have no outline. Put a complete copy in its place and install again."
        )
    crs = frame.crs.to_string() if frame.crs is not None else None
    geometry = np.asarray(frame.geometry.values, dtype=object)
    if crs in _DEGREES:
        geometry = grid.geometry_to_bng(geometry)
    elif crs != BNG:
        raise SourceError(
            f"The layer of {entry.id} is in {crs or 'no stated co-ordinate system'}; "
            "expected EPSG:27700 or EPSG:4326. Convert it and install again."
        )
    attributes: Any = frame.drop(columns=frame.geometry.name)
    return gpd.GeoDataFrame(attributes, geometry=gpd.GeoSeries(geometry, index=frame.index, crs=BNG))


def polygonal(frame: gpd.GeoDataFrame, entry: SourceEntry) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Valid polygons, and a note for each repair made: an outline that crosses itself has no area to speak of.

    Raises `SourceError` where something other than an area is found.
    """
    geometry = np.asarray(frame.geometry.values, dtype=object)
    broken = ~shapely.is_valid(geometry)
    notes = []
    if broken.any():
        geometry[broken] = [_areas_only(shapely.make_valid(shape)) for shape in geometry[broken]]
        notes.append(f"{int(broken.sum())} outlines of {entry.id} crossed themselves and were repaired.")
    others = ~np.isin(shapely.get_type_id(geometry), (3, 6)) | shapely.is_empty(geometry)
    if others.any():
        raise SourceError(f"{int(others.sum())} features of {entry.id} are not areas; expected polygons only.")
    return frame.set_geometry(gpd.GeoSeries(geometry, index=frame.index, crs=BNG)), notes


def check_columns(name: str, found: Any, entry: SourceEntry) -> None:
    """Raise `SourceError` when a column that the manifest maps is not there: a new edition may have renamed it."""
    absent = sorted(set(entry.columns.values()) - set(found))
    if absent:
        raise SourceError(
            f"{name} lacks the columns {', '.join(absent)}. If this is a newer edition, set its column names "
            f"under “{entry.id}” in data/boundaries/manifest.toml and install again."
        )


def _areas_only(shape: Any) -> Any:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(parts)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__

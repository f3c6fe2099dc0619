"""Rows of the table of areas (geo.frames.AREAS), made from published layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas import AreaKind
from geo.crs import BNG
from geo.errors import SourceError
from geo.frames import AREAS, check_frame
from geo.sources.layers import polygonal
from geo.sources.manifest import SourceEntry

STRADDLES_OVER = 0.05  # of its area in another borough: more than outlines of two makers differ by

_COLUMNS = list(AREAS.columns)


def area_rows(
    layer: gpd.GeoDataFrame, entry: SourceEntry, boroughs: gpd.GeoDataFrame | None = None
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """AREAS rows of a layer in EPSG:27700 with the publisher's columns, and notes on what had to be left open.

    `boroughs` (AREAS rows) resolves borough names of layers that publish no code. A borough that is not known, or
    an area that lies in two, has neither code nor name: it is never guessed.
    """
    if entry.kind is None:
        raise SourceError(f"The source {entry.id} holds no areas. Give “kind” in data/boundaries/manifest.toml.")
    layer, notes = polygonal(layer, entry)
    ids = layer[entry.columns["id"]]
    if ids.isna().any() or ids.duplicated().any():
        raise SourceError(
            f"The ids ({entry.columns['id']}) of {entry.id} are missing or stand twice. "
            "Put a complete copy in its place and install again."
        )
    geometry = np.asarray(layer.geometry.values, dtype=object)
    columns: dict[str, Any] = {
        "area_id": ids.astype(str).to_numpy(),
        "name": layer[entry.columns["name"]].astype(str).str.strip().to_numpy(),
        "kind": str(entry.kind),
        **_borough_columns(layer, entry, boroughs, geometry, notes),
        "area_km2": shapely.area(geometry) / 1e6,
        "source_id": entry.id,
        "invented": entry.source.invented,
    }
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(geometry, crs=BNG))[_COLUMNS]
    check_frame(frame, AREAS)
    expected = entry.file.features if entry.file else entry.service.features if entry.service else None
    if expected is not None and len(frame) != expected:
        notes.append(f"{entry.id} holds {len(frame)} features; the edition that was checked holds {expected}.")
    return frame, notes


def merge_areas(frames: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """All areas in one table, in the order of `AreaKind`, then of ids. Raises `FrameError` if an id stands twice."""
    merged = pd.concat([frame[_COLUMNS] for frame in frames], ignore_index=True)
    order = {str(kind): number for number, kind in enumerate(AreaKind)}
    merged = merged.iloc[np.lexsort((merged["area_id"], merged["kind"].map(order)))].reset_index(drop=True)
    merged = merged.astype({"borough_code": object, "borough_name": object, "invented": bool})
    frame = gpd.GeoDataFrame(merged, geometry="geometry", crs=BNG)
    check_frame(frame, AREAS)
    return frame


def _borough_columns(
    layer: gpd.GeoDataFrame,
    entry: SourceEntry,
    boroughs: gpd.GeoDataFrame | None,
    geometry: Any,
    notes: list[str],
) -> dict[str, Any]:
    if "borough_code" in entry.columns:
        return {
            "borough_code": layer[entry.columns["borough_code"]].astype(object).to_numpy(),
            "borough_name": layer[entry.columns["borough_name"]].astype(object).to_numpy(),
        }
    if boroughs is None:
        raise SourceError(f"{entry.id} names boroughs without their codes; install the boroughs first.")
    names = layer[entry.columns["borough_name"]].fillna("").astype(str).str.strip()
    codes = resolve_boroughs(names.tolist(), geometry, boroughs)
    name_of = dict(zip(boroughs["area_id"], boroughs["name"], strict=True))
    left_open = sum(code is None for code in codes)
    if left_open:
        notes.append(f"{left_open} areas of {entry.id} lie in more than one borough and are given to none.")
    return {
        "borough_code": np.array(codes, dtype=object),
        "borough_name": np.array([name_of.get(code) for code in codes], dtype=object),
    }


def resolve_boroughs(names: list[str], geometry: Any, boroughs: gpd.GeoDataFrame) -> list[str | None]:
    """The code of each published borough name, or None: for a name that is not one borough's, or an area of which
    another borough holds more than `STRADDLES_OVER`. Tidal water beyond the boroughs' edge belongs to none and does
    not count.
    """
    code_of: Mapping[str, str] = {
        _folded(name): code for name, code in zip(boroughs["name"], boroughs["area_id"], strict=True)
    }
    shapes = np.asarray(boroughs.geometry.values, dtype=object)
    codes = boroughs["area_id"].to_numpy()
    elsewhere = np.zeros(len(geometry))
    area, borough = shapely.STRtree(shapes).query(geometry, predicate="intersects")
    other = np.array([code_of.get(_folded(names[i])) for i in area], dtype=object) != codes[borough]
    held = shapely.area(shapely.intersection(geometry[area[other]], shapes[borough[other]]))
    np.maximum.at(elsewhere, area[other], held)
    straddles = elsewhere > STRADDLES_OVER * shapely.area(geometry)
    return [None if straddle else code_of.get(_folded(name)) for name, straddle in zip(names, straddles, strict=True)]


def _folded(name: str) -> str:
    return " ".join(name.replace("&", " and ").split()).casefold()

"""Designs as files: GeoJSON, zipped Shapefile, GeoPackage, KML and DXF, read into one frame in EPSG:27700.

bytes -> a process of its own: kind by first bytes, unpacked, counted, read, mended   (design_reading, design_worker)
      -> co-ordinates declared, guessed with reasons, or asked                        (design_crs)
      -> a frame of features, with a sentence for whatever was guessed, mended or left out

See docs/adr/0021-designs-as-files.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import BNG, NationalGrid, open_grid
from geo.errors import InputError
from geo.schemes import ChangeKind
from geo.sources.design_archive import DesignFormat
from geo.sources.design_crs import Reading, decide
from geo.sources.design_layers import ALL_LAYERS, DesignLayer, Option, Question
from geo.sources.design_reading import RawDesign, read_raw
from geo.sources.design_shapes import counted
from geo.sources.great_britain import in_great_britain

__all__ = ["ALL_LAYERS", "DesignFile", "DesignLayer", "Option", "Question", "read_design"]

_NAMES = ("name", "title", "label")
_CHANGES = ("change", "change_kind", "kind", "type", "layer")
_ACCURATE_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignFile:
    """A design as read. Where it `asks`, a person must choose before there is anything in the frame.

    `frame` (GeoDataFrame, EPSG:27700) has a row for each feature: `name` (or null), `change` (a `ChangeKind` value
    where a property or the layer's name is one, else null), `layer`, `properties` (a mapping, as they stood in the
    file) and `geometry`. `crs` is the code of the reading that was taken ("EPSG:27700", "EPSG:4326-swapped", …), None
    while that is asked. `told` says in sentences what was guessed, mended and left out. `digest` is of the bytes.
    """

    file_name: str
    format: DesignFormat
    frame: gpd.GeoDataFrame
    layers: tuple[DesignLayer, ...]
    crs: str | None
    told: tuple[str, ...]
    asks: Question | None
    digest: str


def read_design(
    data: bytes, file_name: str, *, layer: str | None = None, crs: str | None = None, grid: NationalGrid | None = None
) -> DesignFile:
    """Read a design file; `layer` and `crs` are answers to what an earlier reading asked.

    `layer` may be `ALL_LAYERS`. `grid` should be the workspace's; without it the best at hand is opened. Raises
    `InputError`, in one sentence or two, for whatever cannot be read, is too large, or lies outside Great Britain.
    """
    raw = read_raw(data, file_name, layer)
    told, asks, code = list(raw.told), raw.asks, None
    frame = _frame(raw, np.empty(0, dtype=object), np.empty(0, dtype=np.int64))
    if asks is None:
        grid = grid or open_grid()
        by_format = raw.crs is None and raw.format is DesignFormat.GEOJSON
        declared = "EPSG:4326" if by_format else raw.crs
        decision = decide(
            raw.shapes,
            declared=declared,
            by_format=by_format or raw.format is DesignFormat.KML,
            chosen=crs,
            grid=grid,
        )
        asks = decision.asks
        told += decision.told
        if decision.reading is not None:
            code = decision.reading.code
            shapes, row, left_out = _placed(raw.shapes, decision.reading, grid)
            told += left_out
            frame = _frame(raw, shapes, row)
    return DesignFile(
        file_name=file_name,
        format=raw.format,
        frame=frame,
        layers=raw.layers,
        crs=code,
        told=tuple(told),
        asks=asks,
        digest=hashlib.sha256(data).hexdigest(),
    )


def _placed(
    shapes: NDArray[np.object_], reading: Reading, grid: NationalGrid
) -> tuple[NDArray[np.object_], NDArray[np.int64], list[str]]:
    """The shapes in EPSG:27700 that lie wholly in Great Britain, their rows, and what is to be said."""
    told = []
    placed = np.asarray(shapely.transform(shapes, reading.to_bng), dtype=object)
    xy, of_shape = shapely.get_coordinates(placed, return_index=True)
    with np.errstate(all="ignore"):
        lonlat = np.column_stack(grid.to_wgs84(xy[:, 0], xy[:, 1]))
    sound = np.asarray(np.isfinite(lonlat).all(axis=1))
    lonlat[~sound] = 0.0
    away = np.zeros(len(placed), dtype=bool)
    away[of_shape[~(sound & in_great_britain(lonlat))]] = True
    if away.all():
        raise InputError("Every feature reaches outside Great Britain. Check the file’s co-ordinates.")
    if away.any():
        told.append(f"{counted(int(away.sum()), 'feature')} reaching outside Great Britain left out.")
    if grid.accuracy_m > _ACCURATE_M and not reading.code.startswith("EPSG:27700"):
        told.append(f"Places may be up to {grid.accuracy_m:.0f} m out: the exact shifts (OSTN15) are not installed.")
    return placed[~away], np.flatnonzero(~away).astype(np.int64), told


def _frame(raw: RawDesign, shapes: NDArray[np.object_], row: NDArray[np.int64]) -> gpd.GeoDataFrame:
    kept = [raw.properties[each] for each in row.tolist()]
    said = [{key: value for key, value in each.items() if key != "layer"} for each in kept]
    columns = {
        "name": pd.Series([_name(each) for each in said], dtype=object),
        "change": pd.Series([_change(each) for each in kept], dtype=object),
        "layer": pd.Series([str(each.get("layer", "")) for each in kept], dtype=object),
        "properties": pd.Series(said, dtype=object),
    }
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=BNG))


def _named(properties: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    folded = {key.casefold(): value for key, value in properties.items()}
    yield from (folded[name] for name in names if isinstance(folded.get(name), str))


def _name(properties: Mapping[str, Any]) -> str | None:
    return next((name.strip() for name in _named(properties, _NAMES) if name.strip()), None)


def _change(properties: Mapping[str, Any]) -> str | None:
    kinds = {kind.value for kind in ChangeKind}
    said = (each.strip().casefold().replace("_", "-").replace(" ", "-") for each in _named(properties, _CHANGES))
    return next((each for each in said if each in kinds), None)

"""GeoPackage in British National Grid: several layers in one file, each with what must be said of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.crs import BNG, NationalGrid
from geo.errors import InputError
from geo.export.fields import Field
from geo.export.layers import ExportLayer
from geo.export.whole_file import whole_file

MEDIA_TYPE = "application/geopackage+sqlite3"
_POINT = 0


def write_geopackage(layers: Sequence[ExportLayer], path: Path, *, grid: NationalGrid) -> None:
    """Write layers into one file. Points that share a layer with polygons go to a layer “<name>-points”.

    Raises `InputError` when the file cannot be written.
    """
    with whole_file(path) as part:
        for layer in layers:
            geometries = np.array(layer.geometries_bng(grid), dtype=object)
            is_point = shapely.get_type_id(geometries) == _POINT
            if is_point.any() and not is_point.all():
                _append(layer, layer.name, geometries, ~is_point, part)
                _append(layer, f"{layer.name}-points", geometries, is_point, part)
            else:
                _append(layer, layer.name, geometries, np.ones(len(geometries), bool), part)


def _append(layer: ExportLayer, name: str, geometries: Any, chosen: Any, path: Path) -> None:
    rows = [feature.properties for feature, take in zip(layer.features, chosen, strict=True) if take]
    table = pd.DataFrame({field.name: _column(field, [row.get(field.name) for row in rows]) for field in layer.fields})
    frame = gpd.GeoDataFrame(table, geometry=geometries[chosen], crs=BNG)
    points = bool(len(frame)) and bool((shapely.get_type_id(geometries[chosen]) == _POINT).all())
    try:
        pyogrio.write_dataframe(
            frame,
            path,
            layer=name,
            driver="GPKG",
            append=path.exists(),
            geometry_type="Point" if points or (not len(frame) and layer.name == "pins") else "MultiPolygon",
            promote_to_multi=not points,
            layer_metadata={"common-ground": json.dumps(layer.note.as_dict(), ensure_ascii=False)},
            dataset_options={"VERSION": "1.2"},  # what GDAL of some years ago reads without a warning
            layer_options={"IDENTIFIER": name, "DESCRIPTION": _description(layer)},
        )
    except pyogrio.errors.DataSourceError as refused:
        raise InputError(f"The GeoPackage {path} could not be written. Is the disk full?") from refused


def _column(field: Field, values: list[Any]) -> pd.Series[Any]:
    # A column keeps its type when all its values are missing.
    if field.is_number:
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype="object").infer_objects()


def _description(layer: ExportLayer) -> str:
    note = layer.note.as_dict()
    return " ".join([note["title"], *note["notes"], note["licence"], note["attribution"]])

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
_DIMENSION_NAMES = ("points", "lines", "areas")
_TYPES = ("Point", "MultiLineString", "MultiPolygon")


def write_geopackage(layers: Sequence[ExportLayer], path: Path, *, grid: NationalGrid) -> None:
    """Write layers into one file. Geometries of one dimension share a layer, as GIS programs want them.

    Pins are points and other layers polygons; what is of another dimension goes to a layer “<name>-points”,
    “<name>-lines” or “<name>-areas”. Raises `InputError` when the file cannot be written.
    """
    with whole_file(path) as part:
        for layer in layers:
            geometries = np.array(layer.geometries_bng(grid), dtype=object)
            dimension = shapely.get_dimensions(geometries)
            usual = 0 if layer.name == "pins" else 2
            held = {int(each) for each in np.unique(dimension)}
            if len(held) == 1 and layer.name != "pins":
                usual = held.pop()  # a layer of points alone needs no second name
            for each in sorted({usual, *held}, key=lambda one: one != usual):
                name = layer.name if each == usual else f"{layer.name}-{_DIMENSION_NAMES[each]}"
                _append(layer, name, geometries, dimension == each, each, part)


def _append(  # noqa: PLR0917
    layer: ExportLayer, name: str, geometries: Any, chosen: Any, dimension: int, path: Path
) -> None:
    rows = [feature.properties for feature, take in zip(layer.features, chosen, strict=True) if take]
    table = pd.DataFrame({field.name: _column(field, [row.get(field.name) for row in rows]) for field in layer.fields})
    frame = gpd.GeoDataFrame(table, geometry=geometries[chosen], crs=BNG)
    try:
        pyogrio.write_dataframe(
            frame,
            path,
            layer=name,
            driver="GPKG",
            append=path.exists(),
            geometry_type=_TYPES[dimension],
            promote_to_multi=dimension > 0,
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

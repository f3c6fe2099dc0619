"""A table of figures with one row for each area, as GeoParquet, CSV or GeoJSON.

Columns: what the area is, what the map covers of it, and for each metric of the catalogue, in its order, the value
under the metric's id, ``<id>__n`` (how many stand behind it), ``<id>__withheld`` (true: known, but of too few people to
tell) and, but for GeoJSON, ``<id>__note``. An empty value is "not known", never nought, and the note says why.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG, NationalGrid
from geo.export.csv_file import safe_cell
from geo.export.fields import Field
from geo.export.geojson import write_geojson
from geo.export.layers import ExportFeature, ExportLayer, LayerNote
from geo.export.whole_file import whole_file

AREA_COLUMNS: dict[str, pa.DataType] = {
    "id": pa.string(),
    "name": pa.string(),
    "kind": pa.string(),
    "borough_code": pa.string(),
    "borough": pa.string(),
    "area_km2": pa.float64(),
    "invented": pa.bool_(),
    "network_id": pa.string(),
    "network_name": pa.string(),
    "network_date": pa.string(),
    "area_share": pa.float64(),
    "margin_share": pa.float64(),
    "input_digest": pa.string(),
    "problem": pa.string(),
}
_PARTS: dict[str, pa.DataType] = {"": pa.float64(), "__n": pa.int64(), "__withheld": pa.bool_(), "__note": pa.string()}
PROVENANCE = b"provenance"
"""Key of the provenance (JSON) in a Parquet file's own metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricTable:
    """Rows in order, each a mapping of columns to plain values (None: not known); `geometries` [r] in EPSG:27700.

    `metrics` are the ids that have columns. `note` says what must be said of the whole; its provenance is JSON-ready.
    """

    rows: Sequence[Mapping[str, Any]]
    geometries: Sequence[BaseGeometry]
    metrics: Sequence[str]
    note: LayerNote

    def columns(self, *, notes: bool = True) -> dict[str, pa.DataType]:
        """Names and types of the columns but the geometry."""
        parts = {part: kind for part, kind in _PARTS.items() if notes or part != "__note"}
        return AREA_COLUMNS | {f"{metric}{part}": kind for metric in self.metrics for part, kind in parts.items()}


def write_table(table: MetricTable, path: Path, *, grid: NationalGrid) -> list[Path]:
    """Write a table in the format of the file's ending, whole or not at all; the files written.

    A CSV has its provenance beside it, in FILE.csv.provenance.json. Raises `InputError` where it cannot be written.
    """
    if path.suffix == ".parquet":
        _write_parquet(table, path)
    elif path.suffix == ".geojson":
        write_geojson(_layer(table), path, grid=grid)
    else:
        beside = path.with_name(f"{path.name}.provenance.json")
        with whole_file(beside) as part:
            part.write_text(json.dumps(table.note.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _write_csv(table, path)
        return [path, beside]
    return [path]


def _write_parquet(table: MetricTable, path: Path) -> None:
    columns = table.columns()
    arrays = [pa.array([row.get(name) for row in table.rows], kind) for name, kind in columns.items()]
    arrays.append(pa.array(shapely.to_wkb(np.array(table.geometries, dtype=object)).tolist(), pa.binary()))
    schema = pa.schema([*columns.items(), ("geometry", pa.binary())])
    said = {b"geo": json.dumps(_geo_metadata(table)), PROVENANCE: json.dumps(table.note.as_dict(), ensure_ascii=False)}
    written = pa.Table.from_arrays(arrays, schema=schema.with_metadata(said))
    with whole_file(path) as part:
        pq.write_table(written, part, compression="zstd")


def _geo_metadata(table: MetricTable) -> dict[str, Any]:
    """What GeoParquet 1.1 asks for (https://geoparquet.org/releases/v1.1.0/)."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in table.geometries}),
        "crs": CRS.from_user_input(BNG).to_json_dict(),
    }
    if table.geometries:
        column["bbox"] = [float(value) for value in shapely.total_bounds(table.geometries)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _write_csv(table: MetricTable, path: Path) -> None:
    columns = list(table.columns())
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([safe_cell(row.get(column)) for column in columns] for row in table.rows)


def _layer(table: MetricTable) -> ExportLayer:
    columns = table.columns(notes=False)
    return ExportLayer(
        name="area-metrics",
        crs=BNG,
        fields=[Field(name, "", kind in {pa.float64(), pa.int64()}) for name, kind in columns.items()],
        features=[
            ExportFeature(id=str(row["id"]), geometry=geometry, properties=row)
            for row, geometry in zip(table.rows, table.geometries, strict=True)
        ],
        note=table.note,
    )

"""CSV for spreadsheets: UTF-8, a header, the geometry as WKT in WGS84 degrees."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import shapely

from geo.crs import NationalGrid
from geo.export.layers import ExportLayer
from geo.export.whole_file import whole_file

MEDIA_TYPE = "text/csv"

# A spreadsheet takes a cell that begins with one of these for a formula; the wide forms are read alike by some.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(layer: ExportLayer, path: Path, *, grid: NationalGrid) -> None:
    """Write one layer; columns are its properties, then `geometry` and `point` (WKT). Raises `InputError`."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*layer.columns, "geometry", "point"])
        for feature, geometry in zip(layer.features, layer.geometries_wgs84(grid), strict=True):
            cells = [safe_cell(feature.properties.get(column)) for column in layer.columns]
            shapes = (geometry, shapely.point_on_surface(geometry))
            wkt = [shapely.to_wkt(shape, rounding_precision=feature.decimals, trim=True) for shape in shapes]
            writer.writerow([*cells, *wkt])


def safe_cell(value: Any) -> str:
    """A value as a cell that no spreadsheet runs: text that could be a formula gets an apostrophe before it.

    Numbers stay numbers, None is empty, true and false are in small letters.

    >>> safe_cell("=1+1"), safe_cell(-0.1), safe_cell(None)
    ("'=1+1", '-0.1', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return str(value)


def plain_cell(cell: str) -> str:
    """The text that `safe_cell` was given.

    >>> plain_cell("'=1+1"), plain_cell("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell

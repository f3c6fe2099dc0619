"""Designs as files of every format, made for tests: a 100 m square in Camden and a path beside it."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from shapely import LineString, box
from shapely.geometry import mapping

from geo.crs import NationalGrid, open_grid

SQUARE = box(529_300, 180_200, 529_400, 180_300)
PATH = LineString([(529_400, 180_250), (529_500, 180_250)])
_ROOT = Path(__file__).resolve().parents[1]


@cache
def exact_grid() -> NationalGrid:
    """The National Grid with the OSTN15 shifts of the data bundle where they are at hand."""
    return open_grid(_ROOT.parent / "shared" / "data" / "geodesy" / "ostn15_shifts_1km_gb.npz")


def frame_of(*shapes: Any, **columns: Any) -> gpd.GeoDataFrame:
    """Shapes in EPSG:27700 with columns."""
    return gpd.GeoDataFrame(
        columns or {"name": [f"n{row}" for row in range(len(shapes))]}, geometry=list(shapes), crs=27700
    )


def in_degrees(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same in WGS84, by the exact grid."""
    shapes = exact_grid().geometry_to_wgs84(np.asarray(frame.geometry, dtype=object))
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=shapes, crs=4326)


def geojson(*shapes: Any, crs: str | None = None, **properties: Any) -> bytes:
    """GeoJSON with the numbers as they stand, whatever they mean; no word on co-ordinates unless `crs` gives one."""
    content: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": properties, "geometry": mapping(shape)} for shape in shapes],
    }
    if crs is not None:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(content).encode()


def written(frame: gpd.GeoDataFrame, folder: Path, suffix: str, driver: str, **options: Any) -> bytes:
    """The bytes of a frame written by GDAL."""
    path = folder / f"made{suffix}"
    frame.to_file(path, driver=driver, **options)
    return path.read_bytes()


def zipped(members: dict[str, bytes], *, level: int = 6) -> bytes:
    """A zip file of the members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def shapefile(frame: gpd.GeoDataFrame, folder: Path, *, prj: bool = True, called: str = "Red Line") -> bytes:
    """A zipped Shapefile, with or without the file that says its co-ordinates."""
    frame.to_file(folder / "made.shp")
    suffixes = (".shp", ".shx", ".dbf", *((".prj",) if prj else ()))
    return zipped({f"{called}{each}": (folder / f"made{each}").read_bytes() for each in suffixes})

"""Vector tiles in one PMTiles file, written by GDAL layer by layer and put together here.

GDAL's drivers write a file at once or not at all, and what pyogrio hands them is one layer. But a vector tile is a
protocol buffer whose layers are a repeated field, so that two tiles written one after the other are one tile with the
layers of both (protobuf.dev, "Encoding": the last-one-wins rule is for single fields, repeated ones are joined).
"""

from __future__ import annotations

import gzip
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pyogrio
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from pyogrio.errors import DataLayerError, DataSourceError

from geo.crs import WGS84, NationalGrid
from geo.errors import SourceError


@dataclass(frozen=True, slots=True)
class Band:
    """Features of one layer for a range of zooms, both ends included. Of a layer, no two bands share a zoom.

    `frame` is in EPSG:27700; its columns other than the geometry become the features' attributes.
    """

    layer: str
    min_zoom: int
    max_zoom: int
    frame: gpd.GeoDataFrame


def write_pmtiles(path: Path, bands: Sequence[Band], grid: NationalGrid) -> None:
    """Write bands as one PMTiles archive. Bands without features are left out.

    The same input gives the same bytes. Raises `SourceError` when there is nothing to draw or GDAL cannot write.
    """
    bands = [band for band in bands if len(band.frame)]
    if not bands:
        raise SourceError("There is nothing to draw on the base map. Install boundaries or an extract first.")
    tiles: dict[tuple[int, int, int], list[bytes]] = defaultdict(list)
    with TemporaryDirectory(prefix="tiles-") as folder:
        for number, band in enumerate(bands):
            for key, data in _tiles_of(band, Path(folder) / f"{number}.mbtiles", grid):
                tiles[key].append(data)
    bounds = shapely.total_bounds(
        grid.geometry_to_wgs84(shapely.box(*shapely.total_bounds([shapely.box(*b.frame.total_bounds) for b in bands])))
    )
    with path.open("wb") as file:
        writer = Writer(file)
        for tile_id, key in sorted((zxy_to_tileid(*key), key) for key in tiles):
            writer.write_tile(tile_id, gzip.compress(b"".join(tiles[key]), 9, mtime=0))
        writer.finalize(_header(bounds), _metadata(bands))


def _tiles_of(band: Band, path: Path, grid: NationalGrid) -> Iterable[tuple[tuple[int, int, int], bytes]]:
    """Tiles of one band as ((zoom, column, row from the north), uncompressed bytes)."""
    # GDAL would convert with PROJ's own shift, metres off where it has no OSTN15.
    degrees = gpd.GeoDataFrame(
        band.frame.drop(columns=band.frame.geometry.name),
        geometry=gpd.GeoSeries(grid.geometry_to_wgs84(band.frame.geometry.to_numpy()), index=band.frame.index),
        crs=WGS84,
    )
    zooms = {"MINZOOM": str(band.min_zoom), "MAXZOOM": str(band.max_zoom)}
    try:
        pyogrio.write_dataframe(degrees, path, driver="MBTiles", layer=band.layer, dataset_options=zooms)
    except (DataSourceError, DataLayerError, RuntimeError) as error:
        raise SourceError(f"The base map's layer “{band.layer}” could not be written: {error}") from error
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles")
        for zoom, column, row_from_south, data in rows:
            yield (zoom, column, (1 << zoom) - 1 - row_from_south), gzip.decompress(data)


def _header(bounds: Iterable[float]) -> dict[str, object]:
    west, south, east, north = (round(float(value) * 1e7) for value in bounds)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 10,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(bands: Sequence[Band]) -> dict[str, object]:
    layers = {}
    for name in dict.fromkeys(band.layer for band in bands):
        own = [band for band in bands if band.layer == name]
        fields = {column: "String" for band in own for column in band.frame.columns if column != "geometry"}
        layers[name] = {
            "id": name,
            "minzoom": min(band.min_zoom for band in own),
            "maxzoom": max(band.max_zoom for band in own),
            "fields": fields,
        }
    return {"name": "Base map", "vector_layers": list(layers.values())}

"""Stations of a bundle, for the search: each once, though the map may hold one for each company that calls there."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import BNG, NationalGrid
from geo.sources.bundle import Bundle
from geo.sources.layers import read_layer
from geo.sources.manifest import manifest

STATION_CLASSES = ("railway_station", "tram_stop", "ferry_terminal")
_ONE_STATION_M = 400.0


def read_stations(bundle: Bundle, grid: NationalGrid) -> tuple[gpd.GeoDataFrame, list[str]]:
    """`name` and a point in EPSG:27700 of every named station, and notes.

    Points of one name within `_ONE_STATION_M` of each other are one station, at their middle. Raises `SourceError`
    when the layer is missing or broken.
    """
    entry = manifest()["osm-stops-2019"]
    stops = read_layer(bundle.require(entry), entry, grid)
    stations = stops[stops["fclass"].isin(STATION_CLASSES) & stops["name"].notna()]
    names, points = [], []
    for name, group in stations.groupby("name", sort=True):
        near = shapely.union_all(shapely.buffer(group.geometry.to_numpy(), _ONE_STATION_M / 2))
        for place in shapely.get_parts(near):
            names.append(str(name))
            points.append(shapely.centroid(shapely.union_all(group.geometry[group.intersects(place)].to_numpy())))
    note = bundle.edition_note(entry)
    frame = gpd.GeoDataFrame(
        {"name": np.array(names, dtype=object)}, geometry=gpd.GeoSeries(np.array(points, dtype=object), crs=BNG)
    )
    return frame, [note] if note else []

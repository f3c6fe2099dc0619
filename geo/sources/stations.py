"""Stations of a bundle, for the search: railway, Underground, tram, river and bus stations by name."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import BNG, NationalGrid
from geo.names import fold_name
from geo.sources.bundle import Bundle
from geo.sources.layers import read_layer
from geo.sources.manifest import manifest

_ONE_STATION_M = 600.0  # two entrances, or the Underground and the railway, of one name
# Source, column that tells what a point is, values that make it a station. The newer list comes first.
_LISTS = (
    ("osm-pois-2026", "category", frozenset({"station"})),
    ("osm-stops-2019", "fclass", frozenset({"railway_station", "tram_stop", "ferry_terminal", "bus_station"})),
)


def read_stations(bundle: Bundle, grid: NationalGrid) -> gpd.GeoDataFrame | None:
    """Stations as points in EPSG:27700 with the column `name`, each once; None where the bundle lists none.

    Raises `SourceError` when a list that is there cannot be read.
    """
    frames = []
    for source_id, column, values in _LISTS:
        entry = manifest().get(source_id)
        if entry is None or not bundle.has(entry):
            continue
        listed = read_layer(bundle.require(entry), entry, grid)
        chosen = listed[listed[column].isin(values) & listed["name"].notna()]
        frames.append(chosen[["name", "geometry"]])
    return one_of_each(pd.concat(frames, ignore_index=True)) if frames else None


def one_of_each(stations: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Stations without those that repeat an earlier one's name close by."""
    folded = stations["name"].map(fold_name).to_numpy()
    shapes = stations.geometry.to_numpy()
    later, earlier = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_ONE_STATION_M)
    repeats = np.unique(later[(later > earlier) & (folded[later] == folded[earlier])])
    kept = np.setdiff1d(np.arange(len(stations)), repeats)
    return gpd.GeoDataFrame({"name": stations["name"].iloc[kept].to_list()}, geometry=list(shapes[kept]), crs=BNG)

"""Stations of a bundle, for the search: each once, though the map may hold one for each company that calls there."""

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
# Source, the column that tells what a point is, values that make it a station. The newer list comes first: the
# Elizabeth line is in it alone.
_LISTS = (
    ("osm-pois-2026", "category", frozenset({"station"})),
    ("osm-stops-2019", "fclass", frozenset({"railway_station", "tram_stop", "ferry_terminal", "bus_station"})),
)


def read_stations(bundle: Bundle, grid: NationalGrid) -> tuple[gpd.GeoDataFrame, list[str]]:
    """`name` and a point in EPSG:27700 of every named station, each once, and notes; no rows where none are listed.

    Raises `SourceError` when a list that is there is broken.
    """
    frames: list[gpd.GeoDataFrame] = []
    notes = []
    for source_id, column, values in _LISTS:
        entry = manifest()[source_id]
        if not bundle.has(entry):
            continue
        note = bundle.edition_note(entry)
        notes += [note] if note else []
        listed = read_layer(bundle.require(entry), entry, grid)
        frames.append(listed.loc[listed[column].isin(values) & listed["name"].notna(), ["name", "geometry"]])
    if not frames:
        return gpd.GeoDataFrame({"name": []}, geometry=gpd.GeoSeries([], crs=BNG)), notes
    return one_of_each(pd.concat(frames, ignore_index=True)), notes


def one_of_each(stations: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Stations without those that repeat an earlier one's name close by."""
    folded = stations["name"].map(fold_name).to_numpy()
    shapes = stations.geometry.to_numpy()
    later, earlier = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_ONE_STATION_M)
    repeats = np.unique(later[(later > earlier) & (folded[later] == folded[earlier])])
    kept = np.setdiff1d(np.arange(len(stations)), repeats)
    return gpd.GeoDataFrame({"name": stations["name"].iloc[kept].to_list()}, geometry=list(shapes[kept]), crs=BNG)

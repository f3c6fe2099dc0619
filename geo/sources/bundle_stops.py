"""London-wide stops of a bundle: points of OpenStreetMap with the classes of a published list."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from geo.crs import NationalGrid
from geo.sources.bundle import Bundle
from geo.sources.layers import read_layer
from geo.sources.manifest import manifest
from geo.sources.stop_rows import stop_rows
from geo.sources.stop_tags import StopKind

STOPS_SOURCE = "osm-stops-2019"
_CLASSES = {
    "bus_stop": StopKind.BUS,
    "bus_station": StopKind.BUS,
    "railway_station": StopKind.RAIL,
    "railway_halt": StopKind.RAIL,
    "tram_stop": StopKind.TRAM,
    "ferry_terminal": StopKind.FERRY,
}  # ranks of taxis are listed too, and are no public transport


def read_bundle_stops(bundle: Bundle, grid: NationalGrid) -> tuple[gpd.GeoDataFrame, list[str]]:
    """STOPS rows (`network_id` null) and notes. Raises `SourceError` when the list is missing or broken."""
    entry = manifest()[STOPS_SOURCE]
    listed = read_layer(bundle.require(entry), entry, grid)
    listed = listed[listed["fclass"].isin(_CLASSES)]
    rows = stop_rows(
        [f"{entry.id}/{int(each)}" for each in listed[entry.columns["id"]]],
        [name if isinstance(name, str) else None for name in listed[entry.columns["name"]]],
        [_CLASSES[str(each)] for each in listed["fclass"]],
        np.asarray(listed.geometry.to_numpy(), dtype=object),
        network_id=None,
        source_id=entry.id,
    )
    note = bundle.edition_note(entry)
    return rows, [note] if note else []

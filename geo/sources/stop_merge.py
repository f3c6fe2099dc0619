"""The stops of all extracts and of the London-wide list in one table, so that none counts twice on a network.

Every extract keeps its own stops under its `network_id`; ids become ``node/1@<network_id>``, since two extracts may
both hold ``node/1``. London-wide rows (`network_id` null) name in the column ``used_on`` the networks on which they
count. Within a footprint, kind by kind:

- an extract that shows at least half as many stops as the list is believed: a stop it lacks has gone since;
- one that shows fewer was cut without them (streets alone, say): the list's stops fill in, but for those that it has.

Beyond a footprint no London-wide stop counts. `geo.metrics.stops_supply.stops_for` reads that column.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.frames import STOPS, check_frame
from geo.metrics.stops_supply import USED_ON
from geo.sources.extract import KeptExtract
from geo.sources.stop_rows import SAME_STOP_M, empty_stops
from geo.sources.stop_tags import StopKind

BELIEVED_FROM = 0.5  # of the list's count of a kind within the footprint
_SAME_BUS_STOP_M = 30.0  # between a list and a map of another year


def merge_stops(extracts: Sequence[KeptExtract], london_wide: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """STOPS with the column ``used_on``. Nothing installed gives an empty table."""
    tables = []
    if london_wide is not None and len(london_wide):
        tables.append(_marked(london_wide, [extract for extract in extracts if not extract.invented]))
    for extract in extracts:
        if len(extract.stops):
            ids = extract.stops["stop_id"] + ("" if extract.invented else f"@{extract.id}")
            tables.append(extract.stops.assign(stop_id=ids, network_id=extract.id))
    frame = pd.concat(tables, ignore_index=True) if tables else empty_stops()
    if USED_ON not in frame.columns:
        frame[USED_ON] = pd.Series([""] * len(frame), dtype="str")
    frame = frame.assign(**{USED_ON: frame[USED_ON].fillna("")})[[*STOPS.columns, USED_ON]]
    check_frame(frame, STOPS)
    return frame


def _marked(listed: gpd.GeoDataFrame, extracts: Sequence[KeptExtract]) -> gpd.GeoDataFrame:
    used: list[list[str]] = [[] for _ in range(len(listed))]
    for extract in extracts:
        for position in _standing_in(listed, extract):
            used[int(position)].append(extract.id)
    return listed.assign(**{USED_ON: pd.Series([";".join(each) for each in used], dtype="str", index=listed.index)})


def _standing_in(listed: gpd.GeoDataFrame, extract: KeptExtract) -> NDArray[np.intp]:
    """Positions of the listed stops that count on an extract's network."""
    shapes, kinds = listed.geometry.to_numpy(), listed["kind"].to_numpy(dtype=object)
    within = np.sort(shapely.STRtree(shapes).query(extract.footprint, predicate="intersects"))
    own = extract.stops
    own_within = own[shapely.intersects(own.geometry.to_numpy(), extract.footprint)]
    found = []
    for kind in StopKind:
        of_list = within[kinds[within] == kind.value]
        of_map = int((own_within["kind"] == kind.value).sum())
        if of_map and of_map >= BELIEVED_FROM * len(of_list):
            continue
        same_m = _SAME_BUS_STOP_M if kind is StopKind.BUS else SAME_STOP_M[kind]
        known = own.geometry.to_numpy()[(own["kind"] == kind.value).to_numpy(dtype=bool)]
        if len(known) and len(of_list):
            repeats = shapely.STRtree(known).query(shapes[of_list], predicate="dwithin", distance=same_m)[0]
            of_list = np.delete(of_list, np.unique(repeats))
        found.append(of_list)
    return np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.intp)

"""Which stops count for a walk on one network, so that none counts twice.

The stops frame holds the stops of every installed extract and of a London-wide list. `geo.sources.stop_merge` names, in
the optional column ``used_on``, the networks on which a London-wide row stands in for what their extract lacks.
"""

from __future__ import annotations

import geopandas as gpd

USED_ON = "used_on"
"""Column: ids of the networks (separated by ``;``) that a London-wide row counts on; "" = none, and for own rows."""


def stops_for(stops_frame: gpd.GeoDataFrame, network_id: str) -> gpd.GeoDataFrame:
    """The stops to use with one network, each once: its extract's own, and London-wide ones that it lacks.

    London-wide rows lie within the network's footprint. Rows keep their order and index; an unknown `network_id` gives
    none. A frame without ``used_on`` gives the network's own rows alone.
    """
    own = (stops_frame["network_id"] == network_id).fillna(False).to_numpy(dtype=bool)
    if USED_ON not in stops_frame.columns:
        return stops_frame[own]
    column = ";" + stops_frame[USED_ON].fillna("").astype("str") + ";"
    stands_in = column.str.contains(f";{network_id};", regex=False).to_numpy(dtype=bool)
    return stops_frame[own | stands_in]

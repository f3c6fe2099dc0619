"""Which spaces count for a walk on one network, so that none counts twice.

The spaces frame holds the spaces of every installed extract and of the London-wide layers. They overlap: a park
may be a polygon in two extracts and a point in a London-wide list. `geo.sources.space_merge` names, in the
optional column ``repeated_in``, the networks that hold the same space in a better row.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

REPEATED_IN = "repeated_in"
"""Column: ids of the networks (separated by ``;``) that hold the same space in a row to be preferred; "" = none."""


def spaces_for(spaces_frame: gpd.GeoDataFrame, network_id: str | None) -> gpd.GeoDataFrame:
    """The spaces to use with one network, or over all of London, each once.

    With a `network_id`: that network's spaces, and of the London-wide rows (``network_id`` null) those that
    it does not hold already. With None: every known space once, the newest extract's row before an older
    one's and before a London-wide row. Rows keep their order and index; an unknown `network_id` gives the
    London-wide rows alone. A frame without ``repeated_in`` has no repeats.

    Spaces may lie in one another (``parent_id``): dissolve geometry before measuring hectares.
    """
    if network_id is None:
        return spaces_frame[~_named(spaces_frame, None)]
    own = (spaces_frame["network_id"] == network_id).fillna(False).to_numpy(dtype=bool)
    london_wide = spaces_frame["network_id"].isna().to_numpy()
    return spaces_frame[own | (london_wide & ~_named(spaces_frame, network_id))]


def _named(spaces_frame: gpd.GeoDataFrame, network_id: str | None) -> NDArray[np.bool_]:
    """Which rows name a network in ``repeated_in``, or any network for None."""
    if REPEATED_IN not in spaces_frame.columns:
        return np.zeros(len(spaces_frame), dtype=bool)
    column = spaces_frame[REPEATED_IN].fillna("").astype("str")
    named = column != "" if network_id is None else (";" + column + ";").str.contains(f";{network_id};", regex=False)
    return np.asarray(named.to_numpy(dtype=bool))

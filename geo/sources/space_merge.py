"""The spaces of all extracts and London-wide lists in one table, so that no place counts twice.

The scheme. Each extract is a window of its own date, and extracts overlap; London-wide lists overlap with each other
and with every extract. Dropping rows would tear holes in an extract, whose network needs its own spaces. So:

- every extract keeps all its spaces, under its `network_id`; its ids become ``way/1@<network_id>``, since two extracts
  may both hold ``way/1``;
- London-wide rows (`network_id` null) are made one list: a place found in two of them keeps one row, which takes over
  what the other knew;
- a row that other networks hold as well, and hold better, names them in the column ``repeated_in``
  (``;``-separated, "" where there are none). For a London-wide row these are all extracts with the same place; for a
  row of an extract, the newer extracts with the same place or with the same OpenStreetMap feature.

`geo.metrics.supply.spaces_for` reads that column: one network's spaces with the London-wide ones it lacks, or every
place once.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import BNG
from geo.frames import SPACES
from geo.metrics.supply import REPEATED_IN
from geo.sources.extract import Extract
from geo.sources.space_duplicates import same_places, without_repeats
from geo.sources.space_rows import finished, nest


def merge_spaces(extracts: Sequence[Extract], london_wide: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """SPACES with the column ``repeated_in``, of all extracts and the London-wide lists.

    `london_wide` is what `bundle_spaces.read_bundle_spaces` gives (or None). Empty input gives an empty table.
    """
    ordered = sorted(extracts, key=lambda extract: (extract.date or "", extract.id), reverse=True)
    frames = [_qualified(extract) for extract in ordered]
    tables = []
    if london_wide is not None and len(london_wide):
        single = finished(nest(without_repeats(london_wide, two_lists=True)))
        tables.append(_marked(single, frames))
    # Newest first: a row is repeated by what stands before it.
    tables += [_marked(frame, frames[:number]) for number, frame in enumerate(frames)]
    tables = [table for table in tables if len(table)]
    if not tables:
        return _empty()
    return finished(pd.concat(tables, ignore_index=True))


def _qualified(extract: Extract) -> gpd.GeoDataFrame:
    at = f"@{extract.id}"
    ids = extract.spaces["space_id"] + at
    parents = extract.spaces["parent_id"].where(extract.spaces["parent_id"].isna(), extract.spaces["parent_id"] + at)
    return extract.spaces.assign(space_id=ids, parent_id=parents, network_id=extract.id).reset_index(drop=True)


def _marked(spaces: gpd.GeoDataFrame, others: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """`spaces` with the networks of `others` that hold the same place."""
    networks: list[list[str]] = [[] for _ in range(len(spaces))]
    for other in others:
        if not len(other) or not len(spaces):
            continue
        here, _ = same_places(spaces, other, two_lists=True)
        repeated = np.union1d(here, _same_feature(spaces, other))
        for position in repeated:
            networks[int(position)].append(str(other["network_id"].iloc[0]))
    return spaces.assign(**{REPEATED_IN: pd.Series([";".join(each) for each in networks], dtype="str")})


def _same_feature(spaces: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> np.ndarray:
    own = spaces["space_id"].str.partition("@")[0]
    return np.flatnonzero(own.isin(other["space_id"].str.partition("@")[0]).to_numpy())


def _empty() -> gpd.GeoDataFrame:
    columns = {name: pd.Series([], dtype=_dtype(name)) for name in [*SPACES.columns, REPEATED_IN] if name != "geometry"}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(np.empty(0, dtype=object), crs=BNG))


def _dtype(name: str) -> str:
    return {"area_ha": "float64", "is_point": "bool", "invented": "bool"}.get(name, "str")

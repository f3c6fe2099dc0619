"""Census zones with the figures published for them: 2021 zones with Census 2021, 2011 zones with deprivation and ages.

The two censuses have different zones; an equal code does not promise an equal boundary, so they stay apart.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import BNG, NationalGrid
from geo.errors import SourceError
from geo.frames import DEPRIVATION_ZONES, ZONES, FrameContract, check_frame
from geo.sources.bundle import Bundle
from geo.sources.layers import check_columns, polygonal, read_layer
from geo.sources.manifest import SourceEntry, manifest


def read_zones(bundle: Bundle, grid: NationalGrid) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Zones of Census 2021 (geo.frames.ZONES) with every column of the census table under its own name, and notes."""
    zones, notes = _zone_layer(bundle, manifest()["ons-lsoa-2021"], grid)
    entry = manifest()["census-2021"]
    figures, more = read_figures(bundle, entry)
    joined, unmatched = _join(zones, figures.drop(columns="borough_code", errors="ignore"), entry)
    joined["residents"] = joined[entry.columns["residents"]].astype(float)
    return _checked(joined, ZONES, [*notes, *more, *unmatched])


def read_deprivation_zones(bundle: Bundle, grid: NationalGrid) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Zones of Census 2011 (geo.frames.DEPRIVATION_ZONES) with the 2019 indices and the mid-2020 ages, and notes."""
    joined, notes = _zone_layer(bundle, manifest()["ons-lsoa-2011"], grid)
    for source_id in ("imd-2019", "ages-mid-2020"):
        entry = manifest()[source_id]
        figures, more = read_figures(bundle, entry)
        ours = {theirs: name for name, theirs in entry.columns.items() if name != "id"}
        kept = figures[[entry.columns["id"], *ours]].rename(columns=ours)
        joined, unmatched = _join(joined, kept, entry)
        joined[list(ours.values())] = joined[list(ours.values())].astype(float)
        notes += [*more, *unmatched]
    return _checked(joined, DEPRIVATION_ZONES, notes)


def read_figures(bundle: Bundle, entry: SourceEntry) -> tuple[pd.DataFrame, list[str]]:
    """A published table with its own columns, and notes.

    Raises `SourceError` when it is missing, is not a table, lacks a column, repeats a zone, or holds text or less
    than nothing where a count belongs.
    """
    path = bundle.require(entry)
    try:
        frame = pd.read_csv(path, dtype={entry.columns["id"]: str})
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{path.name} is not a table that can be read. Put a good copy in its place ({entry.source.url})."
        ) from error
    check_columns(path.name, frame.columns, entry)
    key = frame[entry.columns["id"]]
    if key.isna().any() or key.duplicated().any():
        raise SourceError(f"{path.name} has zones without a code or with two rows. Put a good copy in its place.")
    numbers = frame[[theirs for name, theirs in entry.columns.items() if name != "id"]]
    wrong = [
        str(column)
        for column in numbers
        if not pd.api.types.is_numeric_dtype(numbers[column])
        or bool(((numbers[column] < 0) | np.isinf(numbers[column])).any())
    ]
    if wrong:
        raise SourceError(f"{path.name} holds what is not a count in {', '.join(wrong)}. Put a good copy in its place.")
    note = bundle.edition_note(entry)
    return frame, [note] if note else []


def empty_zones() -> gpd.GeoDataFrame:
    """A table of zones without rows, for an installation that has no census."""
    return _empty(ZONES)


def empty_deprivation_zones() -> gpd.GeoDataFrame:
    """A table of deprivation zones without rows."""
    return _empty(DEPRIVATION_ZONES)


def _zone_layer(bundle: Bundle, entry: SourceEntry, grid: NationalGrid) -> tuple[gpd.GeoDataFrame, list[str]]:
    layer, notes = polygonal(read_layer(bundle.require(entry), entry, grid), entry)
    note = bundle.edition_note(entry)
    columns: dict[str, Any] = {
        "zone_id": layer[entry.columns["id"]].astype(str).to_numpy(),
        "zone_name": layer[entry.columns["name"]].astype(str).to_numpy(),
        "borough_code": layer[entry.columns["borough_code"]].astype(str).to_numpy(),
        "source_id": entry.id,
        "invented": False,
    }
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(np.asarray(layer.geometry.values, dtype=object), crs=BNG))
    return frame, [*([note] if note else []), *notes]


def _join(zones: gpd.GeoDataFrame, figures: pd.DataFrame, entry: SourceEntry) -> tuple[gpd.GeoDataFrame, list[str]]:
    key = entry.columns["id"]
    joined = zones.merge(figures.rename(columns={key: "zone_id"}), on="zone_id", how="left", validate="one_to_one")
    without = int((~zones["zone_id"].isin(figures[key])).sum())
    if without == len(zones):
        raise SourceError(
            f"None of the zones of {entry.id} has a boundary: the two are of different censuses. "
            "Put the table that belongs to the boundaries in its place."
        )
    notes = [f"{without} zones have no figures in {entry.id}: not known, not nought."] if without else []
    return joined, notes


def _checked(frame: gpd.GeoDataFrame, contract: FrameContract, notes: list[str]) -> tuple[gpd.GeoDataFrame, list[str]]:
    ordered = frame.sort_values("zone_id", ignore_index=True)
    check_frame(ordered, contract)
    return ordered, notes


def _empty(contract: FrameContract) -> gpd.GeoDataFrame:
    text = {"zone_id", "zone_name", "borough_code", "source_id"}
    columns: dict[str, Any] = {
        name: np.array([], dtype=object if name in text else bool if name == "invented" else float)
        for name in ["zone_id", "zone_name", *contract.columns]
        if name != "geometry"
    }
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=BNG))
    check_frame(frame, contract)
    return frame

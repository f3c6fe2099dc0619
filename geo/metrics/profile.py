"""Who lives in an area: by ethnic group, disability, tenure, deprivation and age. No walking network is needed."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.metrics.catalogue.inequality import SHARES
from geo.metrics.census_groups import (
    ALSO_WITHHELD,
    CENSUS_DIMENSIONS,
    IMD,
    NEIGHBOURHOOD_DIMENSIONS,
    Dimension,
    counts_of,
    lacking,
    withheld_groups,
)
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.report import Breakdown, BreakdownRow, Figures, Measurement, measured
from geo.metrics.standards_people import UNKNOWN_ALLOWED, ZONED_NEEDED
from geo.metrics.zone_shares import ZoneShares, zone_shares
from geo.network.population import zones_in_words

Floats = NDArray[np.float64]

MOST_DEPRIVED = "imd_most_deprived"
_MOST_DEPRIVED_DECILES = 2
_SOMEONE = 0.5  # outlines of zones and areas differ by metres: fewer people than this are a sliver, not a group


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """People (or households) of each group in an area, [g], or why they are not known. `notes` say how it was done."""

    dimension: Dimension
    counts: Floats
    reason: str
    notes: tuple[str, ...] = ()

    @property
    def withheld(self) -> NDArray[np.bool_]:
        """Groups that may not be shown: those of 1 to 9, and where that is one alone, the next smallest too."""
        return withheld_groups(self.counts)


def profile_figures(area: BaseGeometry | None, zones: gpd.GeoDataFrame, deprivation_zones: gpd.GeoDataFrame) -> Figures:
    """Shares of groups among an area's residents and households; None is all of the tables.

    Of each zone's people the share that its land in the area (EPSG:27700) is. Not known, with the reason, where less
    than 80 % of the area is zoned or the table has no counts. Groups of fewer than 10 are withheld.
    """
    by_census, by_neighbourhood = zone_shares(area, zones), zone_shares(area, deprivation_zones)
    profiles = [
        *(_profile(by_census, zones, dimension) for dimension in CENSUS_DIMENSIONS),
        *(_profile(by_neighbourhood, deprivation_zones, dimension) for dimension in NEIGHBOURHOOD_DIMENSIONS),
    ]
    return Figures(
        measurements=tuple(figure for profile in profiles for figure in _measurements(profile)),
        breakdowns=tuple(_breakdown(profile) for profile in profiles),
    )


def _profile(shares: ZoneShares, zones: gpd.GeoDataFrame, dimension: Dimension) -> Profile:
    nobody = np.zeros(len(dimension.groups))
    missing = "ages and deprivation of neighbourhoods" if dimension in NEIGHBOURHOOD_DIMENSIONS else "census counts"
    reason = lacking(zones, dimension)
    if not len(zones) or (not reason and shares.zoned < ZONED_NEEDED.value):
        reason = f"Not known: no {missing} are installed for this area."
    if reason:
        return Profile(dimension=dimension, counts=nobody, reason=reason)
    counts = counts_of(zones.iloc[shares.row], dimension)
    known = np.isfinite(counts).all(axis=1)
    land = np.asarray(zones.geometry.area.to_numpy(), float)[shares.row] * shares.share
    if land[~known].sum() > UNKNOWN_ALLOWED.value * land.sum():
        reason = f"Not known: the census table has no count for {zones_in_words(int((~known).sum()))}."
        return Profile(dimension=dimension, counts=nobody, reason=reason)
    here = (counts[known] * shares.share[known, None]).sum(axis=0)
    here[here < _SOMEONE] = 0.0
    if here.sum() <= 0:
        return Profile(dimension=dimension, counts=nobody, reason="Not known: no one lives here, by the census.")
    return Profile(
        dimension=dimension,
        counts=here,
        reason="",
        notes=(f"Of {here.sum():,.0f} {dimension.of}, census zones shared out by land.",),
    )


def _measurements(profile: Profile) -> list[Measurement]:
    withheld = profile.withheld
    figures = [
        _measurement(profile, f"share_{group.id}", float(profile.counts[at]), bool(withheld[at]))
        for at, group in enumerate(profile.dimension.groups)
        if group.id in SHARES
    ]
    if profile.dimension is IMD:
        count = float(profile.counts[:_MOST_DEPRIVED_DECILES].sum())
        hidden = too_few_residents(count) or too_few_residents(float(profile.counts.sum()) - count)
        figures.append(_measurement(profile, f"share_{MOST_DEPRIVED}", count, hidden))
    return figures


def _measurement(profile: Profile, metric_id: str, count: float, withheld: bool) -> Measurement:
    if profile.reason:
        return measured(metric_id, None, notes=[profile.reason])
    if withheld:
        return measured(metric_id, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    whole = float(profile.counts.sum())
    return measured(metric_id, 100.0 * count / whole, n=round(whole), notes=profile.notes)


def _breakdown(profile: Profile) -> Breakdown:
    withheld, whole = profile.withheld, float(profile.counts.sum())
    rows = []
    for at, group in enumerate(profile.dimension.groups):
        count = float(profile.counts[at])
        if profile.reason:
            row = BreakdownRow(key=group.id, label=group.label, value=None, note=profile.reason)
        elif withheld[at]:
            why = RESIDENTS_WITHHELD if too_few_residents(count) else ALSO_WITHHELD
            row = BreakdownRow(key=group.id, label=group.label, value=None, suppressed=True, note=why)
        else:
            row = BreakdownRow(key=group.id, label=group.label, value=100.0 * count / whole, n=round(count))
        rows.append(row)
    return Breakdown(
        id=f"profile_by_{profile.dimension.id}",
        metric="share_of_group",
        caption=f"Who lives here, by {profile.dimension.label}",
        unit=f"% of {profile.dimension.of}",
        rows=tuple(rows),
        note=profile.reason or " ".join(profile.notes),
    )

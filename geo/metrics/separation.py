"""How apart the groups of an area live, by its census zones: no walking network is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.metrics.catalogue.inequality import DIMENSIONS, GROUPS, ONE_OF_SEVERAL
from geo.metrics.census_groups import (
    ALSO_WITHHELD,
    CENSUS_DIMENSIONS,
    Dimension,
    Group,
    counts_of,
    lacking,
    withheld_groups,
)
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.report import Breakdown, BreakdownRow, Figures, Measurement, measured
from geo.metrics.segregation import (
    dissimilarity_by_chance,
    dissimilarity_in,
    exposure_in,
    information_in,
)
from geo.metrics.standards_people import FEWEST_ZONES, UNKNOWN_ALLOWED, ZONED_NEEDED
from geo.metrics.zone_shares import ZoneShares, zone_shares
from geo.network.population import zones_in_words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mix:
    """The groups of one dimension in an area: `people` [z, g] at each place, and who is `around` each, [z, g].

    `evenness` [z, g] is what evenness is judged by, where that is not `around`. `reason` says why all is not known.
    """

    dimension: Dimension
    people: Floats
    around: Floats
    evenness: Floats
    notes: tuple[str, ...] = ()
    reason: str = ""

    def column(self, group: Group) -> int:
        """Column of a group."""
        return self.dimension.groups.index(group)

    def against_the_rest(self, group: Group) -> tuple[Floats, Floats]:
        """People and evenness of a group and of everyone else, [z, 2] each."""
        at = self.column(group)
        return _two(self.people, at), _two(self.evenness, at)


def not_known(dimension: Dimension, reason: str) -> Mix:
    """A mix of which nothing is known."""
    nobody = np.empty((0, len(dimension.groups)))
    return Mix(dimension=dimension, people=nobody, around=nobody, evenness=nobody, reason=reason)


def separation_figures(area: BaseGeometry | None, zones: gpd.GeoDataFrame) -> Figures:
    """Dissimilarity, information index, isolation and exposure of an area's groups; None is all of the table.

    Zones count that lie at least half in the area (EPSG:27700). Not known, with the reason, where fewer than 5 do,
    where less than 80 % of the area is zoned, or where the table lacks a column. Figures of fewer than 10 people are
    withheld.
    """
    shares = zone_shares(area, zones)
    mixes = [_mix_by_zone(shares, zones, dimension) for dimension in CENSUS_DIMENSIONS]
    measurements: list[Measurement] = []
    breakdowns: list[Breakdown] = []
    for mix in mixes:
        measurements += [
            *evenness_figures(mix, "dissimilarity", "information_index"),
            *(dissimilarity_of(mix, group) for group in mix.dimension.groups if group.id in ONE_OF_SEVERAL),
            *isolation_figures(mix, "isolation"),
        ]
        breakdowns += [
            *dissimilarity_breakdown(mix, "dissimilarity"),
            exposure_breakdown(mix, "exposure", "group_exposure", "Who lives in the census zones of"),
        ]
    return Figures(measurements=tuple(measurements), breakdowns=tuple(breakdowns))


def _mix_by_zone(shares: ZoneShares, zones: gpd.GeoDataFrame, dimension: Dimension) -> Mix:
    reason = lacking(zones, dimension)
    if reason:
        return not_known(dimension, reason)
    if shares.zoned < ZONED_NEEDED.value:
        return not_known(dimension, "Not known: no census counts are installed for this area.")
    rows = shares.mostly_in
    counts = counts_of(zones.iloc[rows], dimension)
    known = np.isfinite(counts).all(axis=1)
    unknown = int((~known).sum())
    if unknown > UNKNOWN_ALLOWED.value * len(rows):
        return not_known(dimension, f"Not known: the census table has no count for {zones_in_words(unknown)}.")
    if known.sum() < FEWEST_ZONES.value:
        lie = "lies" if known.sum() == 1 else "lie"
        needed = f"{FEWEST_ZONES.value:.0f} are needed to tell how people are spread"
        reason = f"Not known: {zones_in_words(int(known.sum()))} {lie} at least half in the area; {needed}."
        return not_known(dimension, reason)
    notes = [f"By the {known.sum():,} census zones that lie at least half in the area."]
    if unknown:
        notes.append(f"{zones_in_words(unknown)} without a count left out.")
    people = counts[known]
    return Mix(dimension=dimension, people=people, around=people, evenness=people, notes=tuple(notes))


def evenness_figures(mix: Mix, dissimilarity: str, information: str) -> list[Measurement]:
    """The two indices of all groups of a dimension."""
    if mix.dimension.id not in DIMENSIONS:
        return []
    chance = _by_chance(mix.people, mix) if dissimilarity == "dissimilarity" else ""
    return [
        _index(f"{dissimilarity}_{mix.dimension.id}", mix, dissimilarity_in, (mix.people, mix.evenness), chance),
        _index(f"{information}_{mix.dimension.id}", mix, information_in, (mix.people, mix.evenness), ""),
    ]


def dissimilarity_of(mix: Mix, group: Group) -> Measurement:
    """Dissimilarity of one group and everyone else."""
    pair = mix.against_the_rest(group)
    return _index(f"dissimilarity_{group.id}", mix, dissimilarity_in, pair, _by_chance(pair[0], mix))


def isolation_figures(mix: Mix, prefix: str) -> list[Measurement]:
    """Isolation of each group that has a figure of its own."""
    groups = [group for group in mix.dimension.groups if group.id in GROUPS]
    if mix.reason:
        return [measured(f"{prefix}_{group.id}", None, notes=[mix.reason]) for group in groups]
    exposure, found = exposure_in(mix.people, mix.around), []
    for group in groups:
        at = mix.column(group)
        count, whole = float(mix.people[:, at].sum()), float(mix.people.sum())
        share = f"They are {100 * count / whole:.0f} % of the {mix.dimension.of} counted." if whole > 0 else ""
        found.append(_of_group(f"{prefix}_{group.id}", 100.0 * float(exposure[at, at]), count, [share, *mix.notes]))
    return found


def dissimilarity_breakdown(mix: Mix, prefix: str) -> list[Breakdown]:
    """Each group against everyone else; nothing for two groups, whose sides are one."""
    if len(mix.dimension.groups) < 3:
        return []
    rows = []
    for group in mix.dimension.groups:
        count = float(mix.people[:, mix.column(group)].sum())
        value = None if mix.reason else dissimilarity_in(*mix.against_the_rest(group))
        rows.append(_row(group.id, group.label, value, count, "" if not mix.reason else mix.reason))
    return [
        Breakdown(
            id=f"{prefix}_by_{mix.dimension.id}",
            metric=prefix,
            caption=f"How apart each group lives from everyone else, by {mix.dimension.label}",
            unit="index, 0 to 1",
            rows=tuple(rows),
            note=_said(mix),
        )
    ]


def exposure_breakdown(mix: Mix, prefix: str, family: str, caption: str) -> Breakdown:
    """The mix around the average member of each group: for each group, rows that add up to 100 %."""
    groups = mix.dimension.groups
    exposure = np.full((len(groups), len(groups)), np.nan) if mix.reason else exposure_in(mix.people, mix.around)
    hidden = withheld_groups(mix.people.sum(axis=0))
    rows = []
    for of, whose in enumerate(groups):
        count = float(mix.people[:, of].sum())
        for to, neighbour in enumerate(groups):
            value = 100.0 * float(exposure[of, to]) if np.isfinite(exposure[of, to]) else None
            label = f"{whose.short}: {neighbour.short}"
            row = _row(f"{whose.id}:{neighbour.id}", label, value, count, mix.reason)
            if row.value is not None and hidden[to]:
                row = replace(row, value=None, n=None, suppressed=True, note=ALSO_WITHHELD)
            rows.append(row)
    return Breakdown(
        id=f"{prefix}_by_{mix.dimension.id}",
        metric=family,
        caption=f"{caption} the average member of each group, by {mix.dimension.label}",
        unit="%",
        rows=tuple(rows),
        note=_said(mix),
    )


def _index(
    metric_id: str,
    mix: Mix,
    index: Callable[[Floats, Floats], float | None],
    counts: tuple[Floats, Floats],
    chance: str,
) -> Measurement:
    if mix.reason:
        return measured(metric_id, None, notes=[mix.reason])
    if hardly_two_groups(counts[0]):
        return measured(metric_id, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    value = index(*counts)
    if value is None:
        return measured(metric_id, None, notes=["Not known: everyone counted is of one group.", *mix.notes])
    return measured(metric_id, value, n=round(float(counts[0].sum())), notes=[*mix.notes, chance])


def hardly_two_groups(people: Floats) -> bool:
    """Whether all but the largest group are so few that an index of evenness would be about 1 to 9 people."""
    return too_few_residents(float(np.sort(people.sum(axis=0))[-2]))


def _of_group(metric_id: str, value: float, count: float, notes: Iterable[str]) -> Measurement:
    if too_few_residents(count):
        return measured(metric_id, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    if count <= 0:
        return measured(metric_id, None, n=0, notes=["Not known: the census counts nobody of this group here."])
    return measured(metric_id, value, n=round(count), notes=list(notes))


def _row(key: str, label: str, value: float | None, count: float, reason: str) -> BreakdownRow:
    if reason or value is None:
        return BreakdownRow(key=key, label=label, value=None, note=reason or "Not known: nobody of this group here.")
    if too_few_residents(count):
        return BreakdownRow(key=key, label=label, value=None, suppressed=True, note=RESIDENTS_WITHHELD)
    return BreakdownRow(key=key, label=label, value=value, n=round(count))


def _by_chance(people: Floats, mix: Mix) -> str:
    chance = None if mix.reason else dissimilarity_by_chance(people)
    return "" if chance is None else f"The same people spread over the zones by lot would show about {chance:.2f}."


def _said(mix: Mix) -> str | None:
    return " ".join(mix.notes) or mix.reason or None


def _two(counts: Floats, at: int) -> Floats:
    return np.column_stack([counts[:, at], np.delete(counts, at, axis=1).sum(axis=1)])

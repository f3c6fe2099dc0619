"""Who loses: shares of groups of people that meet the standard without barriers and with them, and that lose it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.metrics.barrier_lost import BarrierLoss
from geo.metrics.census_groups import (
    ALSO_WITHHELD,
    CENSUS_DIMENSIONS,
    IMD,
    NEIGHBOURHOOD_DIMENSIONS,
    Dimension,
    withheld_groups,
)
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.groups import GroupHomes, groups_at_homes, placing_notes
from geo.metrics.home_zones import deprivation_zone_of
from geo.metrics.report import Breakdown, BreakdownRow
from geo.metrics.study import Study

EVERYONE = "everyone"

_MIX = "Every home is taken to have the mix of its census zone."
_MIXES = {
    "age": "Every home is taken to have the ages of its 2011 census zone in mid-2020.",
    "imd": "By the 2011 census zone that each home lies in.",
}
_SOMEONE = 0.5

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marked:
    """Homes of a study that something is true of, [h]: what a share by group is counted from.

    `key` begins the breakdown's id, `metric` is its entry of the catalogue, `caption` what is true in a line.
    """

    key: str
    metric: str
    caption: str
    homes: Bools


def barrier_breakdowns(study: Study, loss: BarrierLoss, said: str = "", *, brief: bool = False) -> list[Breakdown]:
    """Without, with and lost, by IMD tenth and by every census group, each beside everyone.

    Ids are ``barrier_free_met_by_{dimension}``, ``barrier_met_by_{dimension}`` and ``barrier_lost_by_{dimension}``: the
    rows of the three have the same keys, and without less with is lost. `said` ends each note. `brief` gives what is
    lost by IMD tenth alone.
    """
    if brief:
        return shares_by_group(study, marked_of(loss)[2:], said, dimensions=(IMD,))
    return shares_by_group(study, marked_of(loss), said)


def marked_of(loss: BarrierLoss) -> tuple[Marked, Marked, Marked]:
    """Homes that meet the standard without barriers, with them, and that lose it."""
    return (
        Marked(
            key="barrier_free_met",
            metric="barrier_free_met_share",
            caption="Would meet the standard without barriers",
            homes=loss.met_without,
        ),
        Marked(
            key="barrier_met", metric="barrier_met_share", caption="Meet the standard with all barriers", homes=loss.met
        ),
        Marked(
            key="barrier_lost", metric="barrier_lost_share", caption="Lose the standard to barriers", homes=loss.loses
        ),
    )


def shares_by_group(
    study: Study,
    marked: Sequence[Marked],
    said: str = "",
    dimensions: Sequence[Dimension] = (IMD, *CENSUS_DIMENSIONS, *NEIGHBOURHOOD_DIMENSIONS[:1]),
) -> list[Breakdown]:
    """The share of each group that lives in homes of which something is true, beside the share of everyone.

    One breakdown for each dimension and each of `marked`. Groups of 1 to 9 people are withheld, and with a single one
    the next smallest; a group that is not known has the reason.
    """
    zone = deprivation_zone_of(study.homes.xy, study.deprivation_zones)
    told = []
    for dimension in dimensions:
        if dimension in CENSUS_DIMENSIONS:
            groups = groups_at_homes(study.homes, study.homes.zone, study.zones, dimension)
        else:
            groups = groups_at_homes(study.homes, zone, study.deprivation_zones, dimension)
        parts = (groups.reason, *groups.notes, _MIXES.get(dimension.id, _MIX), *placing_notes(study), said)
        note = " ".join(part for part in parts if part)
        told += [
            Breakdown(
                id=f"{each.key}_by_{dimension.id}",
                metric=each.metric,
                caption=f"{each.caption}, by {dimension.label}",
                unit=f"% of {dimension.of}",
                rows=(_everyone(study, each.homes), *_rows(groups, each.homes)),
                note=note,
            )
            for each in marked
        ]
    return told


def _everyone(study: Study, homes: Bools) -> BreakdownRow:
    people = study.homes.residents
    total = float(people.sum())
    if total <= 0:
        why = "Not known: no one lives in the part measured, by the census."
        return BreakdownRow(key=EVERYONE, label="Everyone", value=None, note=why)
    if too_few_residents(total):
        return BreakdownRow(key=EVERYONE, label="Everyone", value=None, suppressed=True, note=RESIDENTS_WITHHELD)
    share = 100.0 * float(people[homes].sum()) / total
    return BreakdownRow(key=EVERYONE, label="Everyone", value=share, n=round(total))


def _rows(groups: GroupHomes, homes: Bools) -> list[BreakdownRow]:
    counts, within = groups.people.sum(axis=0), groups.people[homes].sum(axis=0)
    hidden = withheld_groups(counts)
    rows = []
    for at, group in enumerate(groups.dimension.groups):
        people = float(counts[at])
        if groups.reason or people < _SOMEONE:
            why = groups.reason or "Not known: nobody of this group lives in the part measured, by the census."
            row = BreakdownRow(key=group.id, label=group.label, value=None, note=why)
        elif hidden[at]:
            why = RESIDENTS_WITHHELD if too_few_residents(people) else ALSO_WITHHELD
            row = BreakdownRow(key=group.id, label=group.label, value=None, suppressed=True, note=why)
        else:
            share = 100.0 * float(within[at]) / people
            row = BreakdownRow(key=group.id, label=group.label, value=share, n=round(people))
        rows.append(row)
    return rows

"""Who misses out on open space: walks by group of people, the gaps between groups, and how unequal walks are."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.access import Walks
from geo.metrics.catalogue.inequality import WALK_DIMENSIONS
from geo.metrics.census_groups import (
    ALSO_WITHHELD,
    CENSUS_DIMENSIONS,
    NEIGHBOURHOOD_DIMENSIONS,
    Dimension,
    withheld_groups,
)
from geo.metrics.coverage import percent
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.groups import GroupHomes, GroupWalks, groups_at_homes, placing_notes, walks_by_group
from geo.metrics.home_zones import deprivation_zone_of
from geo.metrics.nobody import nobody_here
from geo.metrics.personas import Persona
from geo.metrics.report import Breakdown, BreakdownRow, Figures, Measurement, measured
from geo.metrics.standards import COVERAGE_NEEDED, NEAR_SPACE_M, WALKING_MINUTES
from geo.metrics.study import Study
from geo.metrics.unequal_access import Deprivation, inequality_measurements, unknown_inequality, walks_by_tenth

Floats = NDArray[np.float64]

GAPS = ("walk_gap", "walk_ratio", "near_gap")
_MIX = "Every home is taken to have the mix of its census zone."
_MIXES = {
    "age": "Every home is taken to have the ages of its 2011 census zone in mid-2020.",
    "imd": "By the 2011 census zone that each home lies in.",
}
_SOMEONE = 0.5  # fewer than this many people round to nobody
_NOTEWORTHY = 0.005  # a share of residents below this is not worth a sentence


def people_figures(study: Study, walks: Walks, hectares_in_reach: Floats | None = None) -> Figures:
    """Walks to the nearest open space by group, the gaps between groups, and how unequally access is shared.

    `walks` are those of `study.homes`, [h]. So is `hectares_in_reach` [h], the open space within 10 minutes of each
    home (`geo.metrics.unequal_access.hectares_in_reach`): None where hectares are not known, as where the map has no
    outlines of spaces. Figures that cannot be made are there with the reason.
    """
    nobody = nobody_here(study)
    if nobody:
        return unknown_people_figures(nobody)
    zone = deprivation_zone_of(study.homes.xy, study.deprivation_zones)
    measurements: list[Measurement] = []
    breakdowns: list[Breakdown] = []
    said = " ".join([*placing_notes(study), *_beyond(study, walks)])
    for dimension in (*CENSUS_DIMENSIONS, *NEIGHBOURHOOD_DIMENSIONS):
        if dimension in CENSUS_DIMENSIONS:
            groups = groups_at_homes(study.homes, study.homes.zone, study.zones, dimension)
        else:
            groups = groups_at_homes(study.homes, zone, study.deprivation_zones, dimension)
        found = walks_by_group(walks, groups, _limits(study.ground.persona))
        measurements += _gaps(groups, found, said)
        breakdowns += _breakdowns(groups, found, said)
    deprivation = Deprivation.of(zone, study.deprivation_zones)
    measurements += inequality_measurements("walk", walks.distance_m, study.homes.residents, deprivation, said)
    measurements += _reach(study, hectares_in_reach, deprivation)
    breakdowns.append(walks_by_tenth(walks, study.homes.residents, said))
    return Figures(measurements=tuple(measurements), breakdowns=tuple(breakdowns))


def unknown_people_figures(reason: str) -> Figures:
    """The same figures where there is no study, each with the reason; no breakdowns."""
    ids = [f"{gap}_{dimension}" for dimension in WALK_DIMENSIONS for gap in GAPS]
    gaps = [measured(metric_id, None, notes=[reason]) for metric_id in ids]
    return Figures(measurements=(*gaps, *unknown_inequality("walk", reason), *unknown_inequality("reach", reason)))


def _limits(persona: Persona) -> tuple[float, float]:
    return NEAR_SPACE_M.value, persona.metres_in(WALKING_MINUTES.value)


def _beyond(study: Study, walks: Walks) -> tuple[str, ...]:
    """A word where a shorter walk may exist beyond the end of the map."""
    hidden = float(study.homes.residents[~walks.sure].sum()) / float(study.homes.residents.sum())
    if hidden < _NOTEWORTHY:
        return ()
    return (f"The map ends near: for {percent(hidden)} of residents a shorter walk beyond it is possible.",)


def _reach(study: Study, hectares: Floats | None, deprivation: Deprivation) -> list[Measurement]:
    """Inequality of the hectares in reach; withheld where too little of the margin is mapped."""
    coverage, meta, homes = study.coverage, study.ground.network.meta, study.homes
    notes = [*placing_notes(study)]
    if not meta.invented:
        if coverage.margin_share < COVERAGE_NEEDED.value:
            reason = (
                f"Not known: the installed map covers {percent(coverage.margin_share)} of the area with "
                f"{coverage.margin_m:,.0f} m around it; {percent(COVERAGE_NEEDED.value)} are needed."
            )
            return unknown_inequality("reach", reason)
        points = np.asarray(shapely.points(homes.xy), dtype=object)
        near = shapely.distance(points, meta.footprint.boundary) < coverage.margin_m
        share = float(homes.residents[near].sum()) / float(homes.residents.sum())
        if share >= _NOTEWORTHY:
            notes.append(f"The map ends near: for {percent(share)} of residents there may be more beyond it.")
    return inequality_measurements("reach", hectares, homes.residents, deprivation, " ".join(notes))


def _gaps(groups: GroupHomes, found: GroupWalks, said: str) -> list[Measurement]:
    """Longest less shortest, longest over shortest, and nearest share less farthest, of groups that may be shown."""
    key = groups.dimension.id
    rows = np.flatnonzero(found.shown)
    if groups.reason or len(rows) < 2:
        reason = groups.reason or "Not known: fewer than two groups are large enough to compare."
        return [measured(f"{gap}_{key}", None, notes=[reason]) for gap in GAPS]
    mean, near = found.mean_m[rows], found.near[0, rows]
    longest, shortest = int(rows[np.argmax(mean)]), int(rows[np.argmin(mean)])
    most, least = int(rows[np.argmax(near)]), int(rows[np.argmin(near)])
    names = [group.label for group in groups.dimension.groups]
    n = round(float(found.people[rows].sum()))
    on_average = (
        f"Longest: {names[longest]} ({found.mean_m[longest]:,.0f} m). "
        f"Shortest: {names[shortest]} ({found.mean_m[shortest]:,.0f} m)."
    )
    within = (
        f"Most: {names[most]} ({100 * found.near[0, most]:.0f} %). "
        f"Fewest: {names[least]} ({100 * found.near[0, least]:.0f} %)."
    )
    notes = [*groups.notes, _MIXES.get(key, _MIX), said]
    low, high = float(mean.min()), float(mean.max())
    ratio = high / low if low > 0 else None
    no_walk = "" if ratio is not None else "Not known: one group has no walk at all."
    return [
        measured(f"walk_gap_{key}", high - low, n=n, notes=[on_average, *notes]),
        measured(f"walk_ratio_{key}", ratio, n=n, notes=[no_walk, on_average, *notes]),
        measured(f"near_gap_{key}", 100.0 * float(near.max() - near.min()), n=n, notes=[within, *notes]),
    ]


def _breakdowns(groups: GroupHomes, found: GroupWalks, said: str) -> list[Breakdown]:
    """Average walk, and shares within 400 m and 10 minutes, of each group."""
    dimension = groups.dimension
    note = groups.reason or " ".join(part for part in (*groups.notes, _MIXES.get(dimension.id, _MIX), said) if part)
    shares = 100.0 * found.near
    told = (
        ("walk", "walk_gap", "Average walk to the nearest open space", "m", found.mean_m, found.reached),
        ("within_400m", "near_gap", "Within 400 m of open space", f"% of {dimension.of}", shares[0], found.people),
        (
            "within_10min",
            "near_gap",
            "Within 10 minutes of open space",
            f"% of {dimension.of}",
            shares[1],
            found.people,
        ),
    )
    return [
        Breakdown(
            id=f"{what}_by_{dimension.id}",
            metric=metric,
            caption=f"{caption}, by {dimension.label}",
            unit=unit,
            rows=_rows(dimension, found, groups.reason, values, count),
            note=note,
        )
        for what, metric, caption, unit, values, count in told
    ]


def _rows(
    dimension: Dimension, found: GroupWalks, reason: str, values: Floats, count: Floats
) -> tuple[BreakdownRow, ...]:
    hidden = withheld_groups(found.people)
    rows = []
    for at, group in enumerate(dimension.groups):
        people = float(found.people[at])
        if reason or people < _SOMEONE:
            why = reason or "Not known: nobody of this group lives in the part measured, by the census."
            row = BreakdownRow(key=group.id, label=group.label, value=None, note=why)
        elif too_few_residents(people) or too_few_residents(float(count[at])):
            row = BreakdownRow(key=group.id, label=group.label, value=None, suppressed=True, note=RESIDENTS_WITHHELD)
        elif hidden[at]:
            row = BreakdownRow(key=group.id, label=group.label, value=None, suppressed=True, note=ALSO_WITHHELD)
        elif not np.isfinite(values[at]):
            why = "Not known: none of them reaches a public open space."
            row = BreakdownRow(key=group.id, label=group.label, value=None, note=why)
        else:
            row = BreakdownRow(key=group.id, label=group.label, value=float(values[at]), n=round(float(count[at])))
        rows.append(row)
    return tuple(rows)

"""How unequally access to open space is shared among an area's residents, and whether the deprived have less of it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.metrics.access import Walks
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.inequality import concentration, gini, palma, theil
from geo.metrics.report import Breakdown, BreakdownRow, Measurement, measured
from geo.metrics.standards_people import UNKNOWN_ALLOWED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SOMEONE = 0.5
_INDICES = ("gini", "palma", "theil")
_NO_POOR = "Not known: the four tenths of residents with least have none of it."
_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Deprivation:
    """Rank of each home's neighbourhood in England by IMD 2019, 1 = most deprived, [h]; NaN where not known."""

    rank: Floats

    @classmethod
    def of(cls, zone: Ints, deprivation_zones: gpd.GeoDataFrame) -> Deprivation:
        """By the row of each home's deprivation zone, -1 for none."""
        if not len(deprivation_zones):
            return cls(rank=np.full(len(zone), np.nan))
        ranks = deprivation_zones["imd_rank"].to_numpy(float)
        return cls(rank=np.where(zone >= 0, ranks[zone], np.nan))


def hectares_in_reach(
    home: Ints, space: Ints, distance_m: Floats, hectares: Floats, *, limit_m: float, homes: int
) -> Floats:
    """Hectares of open space within a walk of each home, [homes].

    `home`, `space` and `distance_m` [p] are pairs of a home and a space with the walk between them, each pair once;
    `hectares` [s] of each space must count no ground twice. A space whose hectares are NaN adds nothing.

    >>> near = np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([100.0, 900.0, 50.0])
    >>> hectares_in_reach(*near, np.array([2.0, 5.0]), limit_m=798.0, homes=3).tolist()
    [2.0, 5.0, 0.0]
    """
    kept = (distance_m <= limit_m) & np.isfinite(hectares[space])
    return np.bincount(home[kept], weights=hectares[space[kept]], minlength=homes).astype(np.float64)


def inequality_measurements(
    key: str, values: Floats | None, residents: Floats, deprivation: Deprivation, said: str
) -> list[Measurement]:
    """Gini, Palma, Theil and concentration index of what each home has, [h], weighted by residents.

    `key` is "walk" (metres; inf = no space reached) or "reach" (hectares). Homes that reach nothing have no walk and
    are left out of it with a word; hectares of 0 are a value like any other.
    """
    ids = _ids(key)
    people = float(residents.sum())
    if values is None:
        return unknown_inequality(key, "Not known: the hectares of the spaces here are not known.")
    known = np.isfinite(values) & (residents > 0)
    counted = float(residents[known].sum())
    if too_few_residents(counted):
        return [measured(each, None, suppressed=True, notes=[RESIDENTS_WITHHELD]) for each in ids]
    lost = f"{people - counted:,.0f} of {people:,.0f} residents reach no open space and are left out."
    notes = [lost if people - counted >= _SOMEONE else "", said]
    x, w = values[known], residents[known]
    if counted <= 0 or float((x * w).sum()) <= 0:
        reason = "Not known: there is nothing to share." if counted > 0 else "Not known: no resident reaches any."
        return [measured(each, None, n=round(counted), notes=[reason, *notes]) for each in ids]
    share = palma(x, w)
    return [
        measured(ids[0], gini(x, w), n=round(counted), notes=notes),
        measured(ids[1], share, n=round(counted), notes=["" if share is not None else _NO_POOR, *notes]),
        measured(ids[2], theil(x, w), n=round(counted), notes=notes),
        _against_deprivation(ids[3], x, w, deprivation.rank[known], notes),
    ]


def unknown_inequality(key: str, reason: str) -> list[Measurement]:
    """The same figures where they are not known, with the reason."""
    return [measured(each, None, notes=[reason]) for each in _ids(key)]


def _ids(key: str) -> list[str]:
    return [f"{index}_{key}" for index in (*_INDICES, "concentration")]


def _against_deprivation(metric_id: str, x: Floats, w: Floats, rank: Floats, notes: list[str]) -> Measurement:
    ranked = np.isfinite(rank)
    left_out = float(w[~ranked].sum())
    if left_out > UNKNOWN_ALLOWED.value * w.sum():
        reason = f"Not known: the deprivation of the neighbourhoods of {left_out:,.0f} residents is not known."
        return measured(metric_id, None, notes=[reason])
    if len(np.unique(rank[ranked])) < 2:
        return measured(metric_id, None, notes=["Not known: all homes here are of one neighbourhood."])
    neighbourhoods = f"By {len(np.unique(rank[ranked])):,} ranks of neighbourhoods."
    unranked = f"{left_out:,.0f} residents of unknown rank are left out." if left_out >= _SOMEONE else ""
    value = concentration(x, rank, w)
    return measured(metric_id, value, n=round(float(w[ranked].sum())), notes=[neighbourhoods, unranked, *notes])


def walks_by_tenth(walks: Walks, residents: Floats, said: str) -> Breakdown:
    """Average walk of each tenth of the residents who reach a space, from the shortest walks to the longest.

    A home on the border of two tenths is in both, with the residents that each needs.
    """
    known = np.isfinite(walks.distance_m) & (residents > 0)
    order = np.argsort(walks.distance_m[known], kind="stable")
    distance, people = walks.distance_m[known][order], residents[known][order]
    held = np.concatenate([[0.0], np.cumsum(people)])
    each = held[-1] / _TENTHS
    hidden = too_few_residents(each) or held[-1] <= 0
    metres = np.diff(
        np.interp(each * np.arange(_TENTHS + 1), held, np.concatenate([[0.0], np.cumsum(people * distance)]))
    )
    rows = []
    for tenth in range(_TENTHS):
        ends = {0: " (shortest walks)", _TENTHS - 1: " (longest walks)"}.get(tenth, "")
        rows.append(
            BreakdownRow(
                key=f"tenth_{tenth + 1}",
                label=f"Tenth {tenth + 1}{ends}",
                value=None if hidden else float(metres[tenth] / each),
                n=None if hidden else round(float(each)),
                suppressed=bool(too_few_residents(each)),
                note=None
                if not hidden
                else RESIDENTS_WITHHELD
                if held[-1] > 0
                else "Not known: no resident reaches any.",
            )
        )
    return Breakdown(
        id="walk_by_tenth",
        metric="gini",
        caption="Average walk to the nearest open space of each tenth of the residents",
        unit="m",
        rows=tuple(rows),
        note=said or None,
    )

"""How far round people must walk: the walk to the nearest public open space beside the straight line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.metrics.access import weighted_quantile
from geo.metrics.isolation_walks import AreaWalks, base_notes, lost_note, no_one_to_measure, unsure_note
from geo.metrics.report import Figures, measured
from geo.metrics.standards_isolation import DETOUR_FLOOR_M, DETOUR_LIMIT

DETOUR_METRICS = ("detour_mean", "detour_median", "detour_over", "circuity")

Floats = NDArray[np.float64]


def detour_ratios(walks: AreaWalks) -> Floats:
    """The walk over the straight line to where the nearest space begins, [h]: 1 or more, inf where none is reached.

    Formula: max(1, metres / max(crow, 50 m)). Beside a space a few metres of pavement would make a large ratio out of
    nothing: nearer than 50 m, 50 m stand for the straight line. A home in a space has 1.

    Boeing 2019 and others call the same of a whole street network its circuity; Stangl 2019 calls it route directness.
    """
    ratio = np.full(len(walks.metres), np.inf)
    np.divide(walks.metres, np.maximum(walks.crow_m, DETOUR_FLOOR_M.value), out=ratio, where=np.isfinite(walks.metres))
    return np.where(walks.there, 1.0, np.maximum(ratio, 1.0))


def detour_figures(walks: AreaWalks) -> Figures:
    """Mean and median detour of residents, the share with more than half as far again, and circuity."""
    nobody = no_one_to_measure(walks.study, DETOUR_METRICS)
    if nobody:
        return Figures(measurements=nobody)
    reached = walks.reached
    notes = base_notes(walks.study)
    if not reached.any():
        said = ["Not known: no resident reaches a public open space on the installed network.", *notes]
        return Figures(measurements=tuple(measured(metric, None, n=0, notes=said) for metric in DETOUR_METRICS))
    ratio, people = detour_ratios(walks), walks.people
    arrived, total = float(people[reached].sum()), float(people.sum())
    unsure = unsure_note(people, walks.sure, "for {} of residents a shorter walk beyond it is possible.")
    lost = lost_note(walks)
    over = people[~(ratio <= DETOUR_LIMIT.value)].sum()
    values = (
        (float(np.average(ratio[reached], weights=people[reached])), arrived, lost),
        (weighted_quantile(ratio[reached], people[reached], 0.5), arrived, lost),
        (100.0 * float(over) / total, total, lost.replace("are left out", "count as over")),
        (*_circuity(walks), lost),
    )
    return Figures(
        measurements=tuple(
            measured(metric, value, n=round(n), notes=[said, *notes, unsure])
            for metric, (value, n, said) in zip(DETOUR_METRICS, values, strict=True)
        )
    )


def _circuity(walks: AreaWalks) -> tuple[float | None, float]:
    """Metres walked by all over metres in a straight line to the same ways in; those there already are left out."""
    rows = walks.reached & ~walks.there
    people = walks.people[rows]
    straight = float((people * walks.straight_m[rows]).sum())
    walked = float((people * walks.metres[rows]).sum())
    return (walked / straight if straight > 0 else None), float(people.sum())

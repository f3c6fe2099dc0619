"""Shares and averages of people, said with what may be otherwise and for how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.metrics.access_ground import Bools
from geo.metrics.access_walks import HomeWalks
from geo.metrics.coverage import percent
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.floating_catchment import Floats
from geo.metrics.report import Breakdown, BreakdownRow, Measurement, measured
from geo.metrics.standards import COVERAGE_NEEDED

NO_ONE = "Not known: no one lives in the part measured, by the census."
NO_CHILDREN = "Not known: no child lives in the part measured, by the estimates of age."
_NOTEWORTHY = 0.005  # a share of people below this is not worth a sentence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doubt:
    """Homes [h] whose answer may be another than said, and why.

    `words` has a place for how many of the people that is. Where `withheld` is not empty and anyone worth a sentence is
    in doubt, the figure is not known, for that reason.
    """

    homes: Bools
    words: str
    withheld: str = ""


def map_ends(walks: HomeWalks, metres: float, *, straight: bool = False, words: str = "") -> Doubt:
    """The doubt of a figure that looks so many metres around each home, where the map ends sooner."""
    covered = walks.covered(metres)
    reason = f"Not known: the installed map covers {percent(covered)} of the {distance_in_words(metres)} around."
    return Doubt(
        homes=walks.may_leave(metres, straight=straight),
        words=words or "The map ends near: up to {} more may have it by ways beyond.",
        withheld=reason if covered < COVERAGE_NEEDED.value else "",
    )


def share_of(
    metric: str,
    people: Floats,
    met: Bools,
    doubts: Sequence[Doubt] = (),
    notes: Sequence[str] = (),
    *,
    none: str = NO_ONE,
) -> Measurement:
    """The percentage of people [h] whose home meets something [h].

    A doubt counts only where the answer is no; where doubts touch over 40 % of people the share is not known. `none` is
    what to say where there is no one.
    """
    everyone = float(people.sum())
    unsaid = someone(metric, everyone, notes, none)
    if unsaid is not None:
        return unsaid
    withheld, words = weigh(doubts, np.where(met, 0.0, people), everyone, most=1.0 - COVERAGE_NEEDED.value)
    if withheld:
        return measured(metric, None, n=round(everyone), notes=[withheld, *notes])
    value = 100.0 * float(people[met].sum()) / everyone
    return measured(metric, value, n=round(everyone), notes=[*words, *notes])


def average_of(
    metric: str, people: Floats, amount: Floats, doubts: Sequence[Doubt] = (), notes: Sequence[str] = ()
) -> Measurement:
    """The average of an amount [h] over people [h]; every doubt counts."""
    everyone = float(people.sum())
    unsaid = someone(metric, everyone, notes)
    if unsaid is not None:
        return unsaid
    withheld, words = weigh(doubts, people, everyone)
    if withheld:
        return measured(metric, None, n=round(everyone), notes=[withheld, *notes])
    return measured(metric, float(np.average(amount, weights=people)), n=round(everyone), notes=[*words, *notes])


def weigh(doubts: Sequence[Doubt], people: Floats, everyone: float, *, most: float = 1.0) -> tuple[str, list[str]]:
    """Why a figure is withheld ("" where it is not), and the words of the doubts that touch people [h] enough.

    It is withheld too where doubts touch more than the share `most` of everyone.
    """
    words = []
    doubtful = np.zeros(len(people), bool)
    for doubt in doubts:
        touched = float(people[doubt.homes].sum()) / everyone
        if touched < _NOTEWORTHY:
            continue
        if doubt.withheld:
            return doubt.withheld, []
        doubtful |= doubt.homes
        words.append(doubt.words.format(percent(touched)))
    if float(people[doubtful].sum()) / everyone > most:
        return f"Not known: too much is open. {' '.join(words)}", []
    return "", words


def someone(metric: str, everyone: float, notes: Sequence[str], none: str = NO_ONE) -> Measurement | None:
    """Why nothing can be said of so many people; None where something can."""
    if everyone <= 0:
        return measured(metric, None, n=0, notes=[none, *notes])
    if too_few_residents(everyone):
        return measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    return None


def row_of(measurement: Measurement, label: str, key: str | None = None) -> BreakdownRow:
    """A figure as one row of a chart."""
    return BreakdownRow(
        key=key or measurement.metric,
        label=label,
        value=measurement.value,
        n=measurement.n,
        suppressed=measurement.suppressed,
        note=measurement.note,
    )


def ladder_of(
    breakdown_id: str, rows: Sequence[BreakdownRow], *, metric: str, caption: str, unit: str, note: str = ""
) -> tuple[Breakdown, ...]:
    """A chart of some rows; none where there is no row."""
    if not rows:
        return ()
    return (Breakdown(id=breakdown_id, metric=metric, caption=caption, unit=unit, rows=tuple(rows), note=note or None),)


def distance_in_words(metres: float) -> str:
    """A distance as people say it.

    >>> distance_in_words(400.0), distance_in_words(3200.0)
    ('400 m', '3.2 km')
    """
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:.3g} km"

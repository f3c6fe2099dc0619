"""A report parted under its plain questions: what leads each, what stands behind it, what is not known.

It asks nothing of a figure but its place in the catalogue, so that a new one appears by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.metrics.catalogue import CUTS, GREEN, HEARD, METRICS, MISSES, QUESTIONS
from geo.metrics.report import AreaReport, Breakdown, Measurement

WALK_MINUTES = (5, 10, 15)
_MINUTES_IN_ID = re.compile(r"_(5|10|15)min(?=_|$)")

# What answers a question best comes first; the first that is known leads. “{minutes}” is the walk that was chosen.
LEADS: dict[str, tuple[str, ...]] = {
    GREEN: (
        "residents_within_{minutes}min",
        "residents_within_400m",
        "mean_walk_m",
        "straight_open_space_m",
        "open_space_ha_per_1000",
    ),
    CUTS: ("detour_ratio", "mean_detour_ratio"),
    MISSES: ("concentration_index", "gini"),
    HEARD: ("welcoming_pins_per_1000", "barrier_pins_per_1000", "welcoming_pins_per_km2", "barrier_pins_per_km2"),
}
# The chart beside the leading figure; others follow in the fold.
CHARTS: dict[str, tuple[str, ...]] = {
    GREEN: ("nearest_kinds", "london_plan", "natural_england"),
    CUTS: (),
    MISSES: ("walk_by_imd", "walk_by_ethnic_group"),
    HEARD: (),
}
TAG_COMPLETENESS = "tag_completeness"  # stands beside the choice of a walker, not under a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question with all that the report says to it. `lead` is None where the report has no figure for it.

    `before` are figures that would answer it better and are not known, for a word about them.
    """

    question: str
    lead: Measurement | None
    before: tuple[Measurement, ...]
    measurements: tuple[Measurement, ...]
    breakdowns: tuple[Breakdown, ...]

    @property
    def is_known(self) -> bool:
        """Whether the leading figure has a value that may be shown."""
        return self.lead is not None and is_known(self.lead)


def is_known(measurement: Measurement) -> bool:
    """Whether a figure has a value that may be shown."""
    return measurement.value is not None and not measurement.suppressed


def sections(report: AreaReport, minutes: int = 10) -> tuple[Section, ...]:
    """The questions of the report in their order, for walks of so many minutes."""
    return tuple(_section(report, question, minutes) for question in QUESTIONS)


def measurements_of(report: AreaReport, question: str) -> tuple[Measurement, ...]:
    """The figures that belong under a question, in the order of the catalogue."""
    return tuple(each for each in report.measurements if METRICS[each.metric].question == question)


def minutes_in(metric_id: str) -> int | None:
    """The walk that a figure is about where there is one for 5, 10 and 15 minutes; else None.

    >>> minutes_in("residents_within_10min"), minutes_in("mean_walk_m")
    (10, None)
    """
    found = _MINUTES_IN_ID.search(metric_id)
    return int(found[1]) if found else None


def _section(report: AreaReport, question: str, minutes: int) -> Section:
    measurements = measurements_of(report, question)
    lead, before = choose_lead(measurements, [each.format(minutes=minutes) for each in LEADS[question]], minutes)
    found = [each for each in report.breakdowns if _question_of(each) == question and each.id != TAG_COMPLETENESS]
    order = {breakdown_id: place for place, breakdown_id in enumerate(CHARTS[question])}
    found.sort(key=lambda each: order.get(each.id, len(order)))
    return Section(question=question, lead=lead, before=before, measurements=measurements, breakdowns=tuple(found))


def choose_lead(
    measurements: Sequence[Measurement], preferred: Sequence[str], minutes: int
) -> tuple[Measurement | None, tuple[Measurement, ...]]:
    """The figure that leads, and the better ones that are not known.

    The first known one of those preferred; else the first preferred that is there, with its reason; else the first
    known one of the rest, but for walks of other minutes than were chosen.
    """
    by_id = {each.metric: each for each in measurements}
    there = [by_id[metric] for metric in preferred if metric in by_id]
    for place, each in enumerate(there):
        if is_known(each):
            return each, tuple(there[:place])
    rest = [each for each in measurements if minutes_in(each.metric) in {None, minutes}]
    if there:
        return there[0], ()
    return next((each for each in rest if is_known(each)), rest[0] if rest else None), ()


def _question_of(breakdown: Breakdown) -> str | None:
    """The question of the figure, or of the family of figures, that explains a chart."""
    if breakdown.metric in METRICS:
        return METRICS[breakdown.metric].question
    return next((each.question for each in METRICS.values() if each.family == breakdown.metric), None)

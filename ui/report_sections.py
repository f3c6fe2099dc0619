"""A report parted under its plain questions: what leads each, what stands behind it, what is not known.

It asks nothing of a figure but its place in the catalogue, so that a new one appears by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.metrics.catalogue import CUTS, GREEN, HEARD, METRICS, MISSES, QUESTIONS, question_of
from geo.metrics.report import AreaReport, Breakdown, Measurement

WALK_MINUTES = (5, 10, 15)
_MINUTES_IN_ID = re.compile(r"_(5|10|15)min(?=_|$)")

# What answers a question best comes first; the first that is known leads. “{minutes}” is the walk that was chosen.
LEADS: dict[str, tuple[str, ...]] = {
    GREEN: (
        "residents_within_{minutes}min",
        "within_{minutes}min_any_green",
        "residents_within_400m",
        "mean_walk_m",
        "straight_open_space_m",
        "open_space_share",
        "open_space_ha_per_1000",
    ),
    CUTS: (
        "detour_over",
        "crosses_major_road",
        "open_space_by_one_link",
        "one_way_out",
        "severance_travel_min",
        "residents_off_main_network",
        "barrier_lost_share",
    ),
    MISSES: (
        "near_gap_imd",
        "walk_gap_imd",
        "near_gap_ethnic_group",
        "near_gap_disability",
        "near_gap_tenure",
        "gini_walk",
        "dissimilarity_ethnic_group",
        "dissimilarity_tenure",
    ),
    HEARD: ("welcoming_pins_per_1000", "barrier_pins_per_1000", "welcoming_pins_per_km2", "barrier_pins_per_km2"),
}
# By which figure places are compared, where the leading one cannot be: a count grows with the place.
COMPARED: dict[str, tuple[str, ...]] = {
    HEARD: ("barrier_voices_per_1000", "barrier_pins_per_1000", "barrier_pins_per_km2"),
}
# The chart beside the leading figure; others follow in the fold.
CHARTS: dict[str, tuple[str, ...]] = {
    GREEN: ("london_plan", "natural_england", "who", "nearest_kinds"),
    CUTS: ("barriers_met_by_kind", "barrier_lost_by_imd", "no_open_space_near", "no_welcoming_pin_near"),
    MISSES: ("within_400m_by_imd", "walk_by_imd", "walk_by_tenth", "within_400m_by_ethnic_group"),
    HEARD: ("voices_by_category",),
}
TAG_COMPLETENESS = "tag_completeness"  # stands beside the choice of a walker, not under a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question with all that the report says to it. `lead` is None where the report has no figure for it.

    `compared` is the figure that places are compared by; `before` are figures that would answer the question better
    and are not known. Figures and charts for walks of other minutes than were chosen are left out, and so are charts
    of which nothing is known.
    """

    question: str
    minutes: int
    lead: Measurement | None
    compared: Measurement | None
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


def breakdowns_of(report: AreaReport, question: str, minutes: int) -> list[Breakdown]:
    """The charts that belong under a question and have something to show."""
    return [
        each
        for each in report.breakdowns
        if question_of(each.metric) == question
        and each.id != TAG_COMPLETENESS
        and minutes_in(each.id) in {None, minutes}
        and any(row.value is not None and not row.suppressed for row in each.rows)
    ]


def minutes_in(metric_id: str) -> int | None:
    """The walk that a figure is about where there is one for 5, 10 and 15 minutes; else None.

    >>> minutes_in("residents_within_10min"), minutes_in("mean_walk_m")
    (10, None)
    """
    found = _MINUTES_IN_ID.search(metric_id)
    return int(found[1]) if found else None


def _section(report: AreaReport, question: str, minutes: int) -> Section:
    measurements = tuple(
        each for each in measurements_of(report, question) if minutes_in(each.metric) in {None, minutes}
    )
    lead, before = choose_lead(measurements, [each.format(minutes=minutes) for each in LEADS[question]])
    compared = lead
    if question in COMPARED:
        compared, _worse = choose_lead(measurements, COMPARED[question])
    found = breakdowns_of(report, question, minutes)
    order = {breakdown_id: place for place, breakdown_id in enumerate(CHARTS[question])}
    found.sort(key=lambda each: order.get(each.id, len(order)))
    return Section(
        question=question,
        minutes=minutes,
        lead=lead,
        compared=compared,
        before=before,
        measurements=measurements,
        breakdowns=tuple(found),
    )


def choose_lead(
    measurements: Sequence[Measurement], preferred: Sequence[str]
) -> tuple[Measurement | None, tuple[Measurement, ...]]:
    """The figure that leads, and the better ones that are not known.

    The first known one of those preferred; else the first preferred that is there, with its reason; else the first
    known one of the rest.
    """
    by_id = {each.metric: each for each in measurements}
    there = [by_id[metric] for metric in preferred if metric in by_id]
    for place, each in enumerate(there):
        if is_known(each):
            return each, tuple(there[:place])
    if there:
        return there[0], ()
    known = (each for each in measurements if is_known(each))
    return next(known, measurements[0] if measurements else None), ()

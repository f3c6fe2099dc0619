"""A report in plain sentences: the finding, and the one figure that matters for each question."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from geo.metrics.disclosure import significant
from geo.metrics.personas import ANY_WALKER
from geo.metrics.report import AreaReport, Measurement
from ui.words import _

SQUARE_METRES_PER_HA_PER_1000 = 10.0


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure in large type, its words, and what to know about it; `value` "?" is "we don't know yet"."""

    value: str
    words: str
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a figure at all."""
        return self.value != UNKNOWN


UNKNOWN = "?"


def figure_text(value: float) -> str:
    """At most three significant digits, thousands parted: 84.2105 -> "84.2", 1684.6 -> "1,680"."""
    rounded = significant(value)
    return f"{rounded:,.0f}" if abs(rounded) >= 100 or rounded == round(rounded) else f"{rounded:,.3g}"


def area_text(km2: float) -> str:
    """An area in the unit people picture it in: hectares below one square kilometre."""
    return f"{figure_text(km2)} km²" if km2 >= 1 else f"{figure_text(100 * km2)} ha"


def walk_text(metres: float) -> str:
    """A walk in minutes, as people count it."""
    minutes = ANY_WALKER.minutes_for(metres)
    if minutes < 1:
        return _("less than a minute")
    whole = round(minutes)
    return _("1 minute") if whole == 1 else _("{n} minutes").format(n=whole)


def subtitle(report: AreaReport) -> str:
    """What kind of area it is, where, how large, and how many live there."""
    area = report.area
    kind = _(area.kind.label)
    where = f"{kind}, {area.borough_name}" if area.borough_name and area.borough_name != area.name else kind
    people = report.measurement("residents")
    living = _("{n} people live here").format(n=figure_text(people.value)) if people.value else ""
    return " · ".join(part for part in (where, area_text(area.area_km2), living) if part)


def finding(report: AreaReport) -> str:
    """The report in one or two sentences."""
    near, longest = report.measurement("residents_within_400m"), report.measurement("p95_walk_m")
    if near.value is None:
        walks = _("How far people walk to a public space here, we don't know yet.")
    elif longest.value is None:
        walks = _("{share} % of the people who live here are within a 400 m walk of a public open space.").format(
            share=figure_text(near.value)
        )
    else:
        walks = _(
            "{share} % of the people who live here are within a 400 m walk of a public open space; "
            "for 19 in 20 of those who reach one it is {walk} away at most."
        ).format(share=figure_text(near.value), walk=walk_text(longest.value))
    return f"{walks} {_said(report)}"


def _said(report: AreaReport) -> str:
    welcoming, barrier = (report.measurement(f"{kind}_pins_per_km2") for kind in ("welcoming", "barrier"))
    if welcoming.suppressed and barrier.suppressed:
        return _("A few people have said what the place is like; too few to show figures of yet.")
    if not welcoming.suppressed and not barrier.suppressed and not welcoming.n and not barrier.n:
        return _("Nobody has said yet what the place is like.")
    told = _("{welcoming} say welcoming, {barrier} say something gets in the way.")
    sentence = told.format(welcoming=pins_text(welcoming), barrier=pins_text(barrier))
    return sentence[:1].upper() + sentence[1:]


def pins_text(measurement: Measurement) -> str:
    """How many pins a rate was made of, in words: "no pins", "1 pin", "11 pins", or "a few pins" where withheld."""
    if measurement.suppressed:
        return _("a few pins")
    n = measurement.n or 0
    return {0: _("no pins"), 1: _("1 pin")}.get(n, _("{n} pins").format(n=f"{n:,}"))


def walking_headline(report: AreaReport) -> Headline:
    """How many live near a public space."""
    near = report.measurement("residents_within_400m")
    if near.value is None:
        # Where streets are missing, the page has said so already, with the button that mends it.
        why = near.note or "" if report.coverage.sufficient else ""
        return Headline(UNKNOWN, _("We don't know yet."), why)
    return Headline(
        f"{figure_text(near.value)} %",
        _("of the people who live here are within a 400 m walk of a public open space."),
        near.note or "",
    )


def space_headline(report: AreaReport) -> Headline:
    """How much public open space there is for each person."""
    space = report.measurement("open_space_ha_per_1000")
    if space.value is None:
        return Headline(UNKNOWN, _("We don't know yet."), space.note or "")
    return Headline(
        f"{figure_text(space.value * SQUARE_METRES_PER_HA_PER_1000)} m²",
        _("of public open space inside the area for each person who lives here ({ha} ha per 1,000 people).").format(
            ha=figure_text(space.value)
        ),
        space.note or "",
    )


def share_words(square_metres: float) -> str:
    """A share of space as the edge of a square."""
    return _("One person's share, drawn to scale: a square of {edge} m by {edge} m.").format(
        edge=f"{sqrt(square_metres):.1f}"
    )


def voices_headline(report: AreaReport) -> Headline:
    """How many pins there are."""
    kinds = [report.measurement(f"{kind}_pins_per_1000") for kind in ("welcoming", "barrier")]
    if all(kind.suppressed for kind in kinds):
        return Headline("…", _("A few pins so far: too few to show figures of."), _first_note(kinds))
    total = sum(kind.n or 0 for kind in kinds)
    if total == 0 and not any(kind.suppressed for kind in kinds):
        return Headline("0", _("Nobody has put a pin here yet. That does not mean that nothing is there."))
    if any(kind.suppressed for kind in kinds):
        welcoming, barrier = (pins_text(kind) for kind in kinds)
        told = _("{welcoming} say welcoming, {barrier} say something gets in the way.")
        words = told.format(welcoming=welcoming, barrier=barrier)
        return Headline(figure_text(total) if total else "…", words[:1].upper() + words[1:], _first_note(kinds))
    return Headline(
        figure_text(total),
        _("answers in the pins put here (“both, depending on the time” counts on both sides)."),
        _("People chose to take part: this is not a sample of those who live here."),
    )


def _first_note(measurements: list[Measurement]) -> str:
    return next((each.note for each in measurements if each.note), "")


def value_text(measurement: Measurement) -> str:
    """A figure with its unit for a table, or why there is none."""
    if measurement.suppressed:
        return _("withheld")
    if measurement.value is None:
        return _("not known")
    unit = measurement.unit
    shown = figure_text(measurement.value)
    return f"{shown} {unit}" if unit else shown

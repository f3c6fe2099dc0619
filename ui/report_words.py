"""A report in plain sentences: the finding, and the one figure that matters for each question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from geo.metrics.catalogue import HEARD
from geo.metrics.personas import Persona
from geo.metrics.report import AreaReport, Measurement
from ui.choices import persona_of
from ui.figure_words import amount_text, figure_text, is_long
from ui.report_sections import Section, is_known, minutes_in
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
WITHHELD = "…"


def area_text(km2: float) -> str:
    """An area in the unit people picture it in: hectares below one square kilometre."""
    return f"{figure_text(km2)} km²" if km2 >= 1 else f"{figure_text(100 * km2)} ha"


def walk_text(metres: float, persona: Persona) -> str:
    """A walk in minutes of the one who walks, as people count it."""
    minutes = persona.minutes_for(metres)
    if minutes < 1:
        return _("less than a minute")
    whole = round(minutes)
    return _("1 minute") if whole == 1 else _("{n} minutes").format(n=whole)


def subtitle(report: AreaReport) -> str:
    """What kind of area it is, where, how large, and how many live there."""
    area = report.area
    kind = _(area.kind.label)
    where = f"{kind}, {area.borough_name}" if area.borough_name and area.borough_name != area.name else kind
    people = find(report, "residents")
    living = ""
    if people is not None and people.value:
        living = _("{n} people live here").format(n=figure_text(round(people.value, -1)))
    return " · ".join(part for part in (where, area_text(area.area_km2), living) if part)


def find(report: AreaReport, metric_id: str) -> Measurement | None:
    """A figure of the report; None where it has none of that id."""
    return next((each for each in report.measurements if each.metric == metric_id), None)


def finding(report: AreaReport) -> str:
    """The report in one or two sentences."""
    near, longest = find(report, "residents_within_400m"), find(report, "p95_walk_m")
    if near is None or near.value is None:
        walks = _("How far people walk to a public space here, we don't know yet.")
    elif longest is None or longest.value is None:
        walks = _("{share} % of the people who live here are within a 400 m walk of a public open space.").format(
            share=figure_text(near.value)
        )
    else:
        walks = _(
            "{share} % of the people who live here are within a 400 m walk of a public open space; "
            "for 19 in 20 of those who reach one it is {walk} away at most."
        ).format(share=figure_text(near.value), walk=walk_text(longest.value, persona_of(report.persona)))
    return f"{walks} {_said(report)}".strip()


def _said(report: AreaReport) -> str:
    kinds = [find(report, f"{kind}_pins_per_km2") for kind in ("welcoming", "barrier")]
    welcoming, barrier = kinds
    if welcoming is None or barrier is None:
        return ""
    if welcoming.suppressed and barrier.suppressed:
        return _("A few people have said what the place is like; too few to show figures of yet.")
    if not welcoming.suppressed and not barrier.suppressed and not welcoming.n and not barrier.n:
        return _("Nobody has said yet what the place is like.")
    return _both_sides(welcoming, barrier)


def _both_sides(welcoming: Measurement, barrier: Measurement) -> str:
    told = _("{welcoming} say welcoming, {barrier} say something gets in the way.")
    sentence = told.format(welcoming=pins_text(welcoming), barrier=pins_text(barrier))
    return sentence[:1].upper() + sentence[1:]


def pins_text(measurement: Measurement) -> str:
    """How many pins a rate was made of, in words: "no pins", "1 pin", "11 pins", or "a few pins" where withheld."""
    if measurement.suppressed:
        return _("a few pins")
    n = measurement.n or 0
    return {0: _("no pins"), 1: _("1 pin")}.get(n, _("{n} pins").format(n=f"{n:,}"))


def headline_of(report: AreaReport, section: Section) -> Headline:
    """The figure that leads a question, in large type, with its words."""
    lead = section.lead
    if lead is None:
        return Headline(UNKNOWN, _("We don't know yet."), _("This report has no figure for this question so far."))
    if section.question == HEARD and lead.metric in _VOICES:
        return voices_headline(report)
    if lead.suppressed:
        return Headline(WITHHELD, _("Withheld: {figure}.").format(figure=_(lead.label)), lead.note or "")
    if lead.value is None:
        # Where streets are missing, the page has said so already, with the button that mends it.
        return Headline(UNKNOWN, _("We don't know yet."), (lead.note or "") if report.coverage.sufficient else "")
    return _KNOWN.get(lead.metric, _plain)(lead)


_VOICES = frozenset(f"{kind}_pins_per_{what}" for kind in ("welcoming", "barrier") for what in ("1000", "km2"))


def _plain(lead: Measurement) -> Headline:
    value, label = lead.value or 0.0, _(lead.label)
    if is_long(lead.unit):
        return Headline(figure_text(value), f"{label} ({_(lead.unit)})")
    return Headline(amount_text(value, lead.unit), label)


def _near(lead: Measurement) -> Headline:
    words = _("of the people who live here are within a 400 m walk of a public open space.")
    return Headline(amount_text(lead.value or 0.0, "%"), words)


def _within_minutes(lead: Measurement) -> Headline:
    words = _("of the people who live here are within {n} minutes' walk of a public open space.")
    return Headline(amount_text(lead.value or 0.0, "%"), words.format(n=minutes_in(lead.metric)))


def _share(words: str) -> Callable[[Measurement], Headline]:
    """A headline for a share of residents: the words go on from “84 %”."""

    def headline(lead: Measurement) -> Headline:
        return Headline(amount_text(lead.value or 0.0, "%"), _(words))

    return headline


def _gap(groups: str) -> Callable[[Measurement], Headline]:
    def headline(lead: Measurement) -> Headline:
        words = _("percentage points lie between {groups} in how many live within 400 m of public open space.")
        return Headline(figure_text(lead.value or 0.0), words.format(groups=_(groups)))

    return headline


def _gini(lead: Measurement) -> Headline:
    words = _("is how unequal walks to open space are: 0 is the same walk for all, 1 all the walking for one person.")
    return Headline(figure_text(lead.value or 0.0), words)


def _open_space(lead: Measurement) -> Headline:
    value = lead.value or 0.0
    return Headline(
        f"{figure_text(value * SQUARE_METRES_PER_HA_PER_1000)} m²",
        _("of public open space inside the area for each person who lives here ({ha} ha per 1,000 people).").format(
            ha=figure_text(value)
        ),
    )


# Figures whose label alone would not make a sentence.
_KNOWN: dict[str, Callable[[Measurement], Headline]] = {
    "residents_within_400m": _near,
    **{f"residents_within_{minutes}min": _within_minutes for minutes in (5, 10, 15)},
    "open_space_ha_per_1000": _open_space,
    "detour_over": _share(
        "of the people who live here walk more than half as far again as the straight line to open space."
    ),
    "crosses_major_road": _share("of the people who live here cross a main road on the way to open space."),
    "open_space_by_one_link": _share("of the people who live here reach any open space by one link alone."),
    "one_way_out": _share("of the people who live here have only one way out."),
    "near_gap_imd": _gap("more and less deprived neighbourhoods"),
    "near_gap_ethnic_group": _gap("ethnic groups"),
    "near_gap_disability": _gap("disabled residents and others"),
    "near_gap_tenure": _gap("tenures"),
    "gini_walk": _gini,
}


def share_words(square_metres: float) -> str:
    """A share of space as the edge of a square."""
    return _("One person's share, drawn to scale: a square of {edge} m by {edge} m.").format(
        edge=f"{sqrt(square_metres):.1f}"
    )


def voices_headline(report: AreaReport) -> Headline:
    """How many pins there are."""
    kinds = [report.measurement(f"{kind}_pins_per_1000") for kind in ("welcoming", "barrier")]
    if all(kind.suppressed for kind in kinds):
        return Headline(WITHHELD, _("A few pins so far: too few to show figures of."), _first_note(kinds))
    total = sum(kind.n or 0 for kind in kinds)
    if total == 0 and not any(kind.suppressed for kind in kinds):
        return Headline("0", _("Nobody has put a pin here yet. That does not mean that nothing is there."))
    if any(kind.suppressed for kind in kinds):
        return Headline(figure_text(total) if total else WITHHELD, _both_sides(*kinds), _first_note(kinds))
    return Headline(
        figure_text(total),
        _("answers in the pins put here (“both, depending on the time” counts on both sides)."),
        _("People chose to take part: this is not a sample of those who live here."),
    )


def _first_note(measurements: list[Measurement]) -> str:
    return next((each.note for each in measurements if each.note), "")


def not_known_yet(before: tuple[Measurement, ...]) -> str:
    """A word about better figures that are not known, for under the one that leads in their stead."""
    unknown = [each for each in before if not is_known(each)]
    if not unknown:
        return ""
    label = _(unknown[0].label)
    return _("We don't know yet: {figure}. {reason}").format(figure=label, reason=unknown[0].note or "").strip()

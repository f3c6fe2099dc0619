"""Figures as people read them: three digits at most, the unit in words, and how one compares with another."""

from __future__ import annotations

from geo.metrics.catalogue import METRICS, Better
from geo.metrics.disclosure import significant
from geo.metrics.report import BreakdownRow, Measurement
from ui.words import _

_PEOPLE_UNITS = frozenset({"residents", "people"})
_LONGEST_BESIDE_A_BAR = 6
_NARROW = "\N{NO-BREAK SPACE}"  # a short unit stays beside its figure
_SAME_SHARE = 0.05  # a difference smaller than this is told as "about the same"
_SAME_POINTS = 2.0  # the same for percentages, in percentage points


def figure_text(value: float) -> str:
    """At most three significant digits, thousands parted: 84.2105 -> "84.2", 1684.6 -> "1,680"."""
    rounded = significant(value)
    if abs(rounded) >= 100 or rounded == round(rounded):
        return f"{rounded:,.0f}"
    return f"{rounded:,.3g}".replace("-", "−") if abs(rounded) >= 0.001 else _("less than 0.001")


def amount_text(value: float, unit: str) -> str:
    """A figure with its unit: "84.2 %", "412 m", "1.2 ha per 1,000 residents"; people to the ten."""
    if unit in _PEOPLE_UNITS:
        value = round(value, -1) if abs(value) >= 10 else value
    if unit.startswith("%"):
        return f"{figure_text(value)}{_NARROW}%"
    if unit == "m" and abs(value) >= 2000:
        return f"{figure_text(value / 1000)}{_NARROW}km"
    if len(unit) <= _LONGEST_BESIDE_A_BAR:
        return f"{figure_text(value)}{_NARROW}{unit}".rstrip()
    return f"{figure_text(value)} {unit}"


def short_text(value: float, unit: str) -> str:
    """A figure for beside a bar, whose caption has said what it is: a long unit falls away."""
    return amount_text(value, "" if is_long(unit) else unit)


def is_long(unit: str) -> bool:
    """Whether a unit is too long to stand beside each bar, so that the caption must say it."""
    return not unit.startswith("%") and len(unit) > _LONGEST_BESIDE_A_BAR


def value_text(measurement: Measurement) -> str:
    """A figure with its unit for a table, or why there is none."""
    return _or_why(measurement) or amount_text(measurement.value or 0.0, measurement.unit)


def bar_text(measurement: Measurement | BreakdownRow, unit: str) -> str:
    """A figure for beside a bar, or why there is none."""
    return _or_why(measurement) or short_text(measurement.value or 0.0, unit)


def _or_why(measurement: Measurement | BreakdownRow) -> str:
    if measurement.suppressed:
        return _("withheld")
    return _("not known") if measurement.value is None else ""


def compared(metric_id: str, here: float, there: float, name: str) -> str:
    """How a figure stands to that of another place: "better than Camden (78 %)"."""
    unit, better = METRICS[metric_id].unit, METRICS[metric_id].better
    shown = short_text(there, unit)
    if is_about_the_same(here, there, unit):
        return _("about the same as {place} ({value})").format(place=name, value=shown)
    if better is Better.NEITHER:
        words = _("more than {place} ({value})") if here > there else _("less than {place} ({value})")
    else:
        good = (here > there) == (better is Better.HIGHER)
        words = _("better than {place} ({value})") if good else _("worse than {place} ({value})")
    return words.format(place=name, value=shown)


def is_about_the_same(here: float, there: float, unit: str) -> bool:
    """Whether a difference is too small to be made much of: 2 percentage points, or a twentieth of the greater."""
    if unit.startswith("%"):
        return abs(here - there) < _SAME_POINTS
    return abs(here - there) <= _SAME_SHARE * max(abs(here), abs(there))


def sentence(parts: list[str]) -> str:
    """Parts of a sentence with a comma between, a capital at the start and a full stop."""
    if not parts:
        return ""
    told = ", ".join(part for part in parts if part)
    return f"{told[:1].upper()}{told[1:]}."

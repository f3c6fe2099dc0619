"""Figures as people read them: three digits at most, the unit in words, and how one compares with another."""

from __future__ import annotations

from geo.metrics.catalogue import METRICS, Better
from geo.metrics.disclosure import significant
from geo.metrics.report import BreakdownRow, Measurement
from ui.words import _

_PEOPLE_UNITS = frozenset({"residents", "people"})
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
        return f"{figure_text(value)} %"
    if unit in {"m", "metres"} and abs(value) >= 2000:
        return f"{figure_text(value / 1000)} km"
    return f"{figure_text(value)} {unit}".rstrip()


def value_text(measurement: Measurement | BreakdownRow, unit: str | None = None) -> str:
    """A figure with its unit for a table or a bar, or why there is none."""
    if measurement.suppressed:
        return _("withheld")
    if measurement.value is None:
        return _("not known")
    if unit is None:
        unit = measurement.unit if isinstance(measurement, Measurement) else ""
    return amount_text(measurement.value, unit)


def compared(metric_id: str, here: float, there: float, name: str) -> str:
    """How a figure stands to that of another place: "better than Camden (78 %)"."""
    unit, better = METRICS[metric_id].unit, METRICS[metric_id].better
    shown = amount_text(there, unit)
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

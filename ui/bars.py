"""Bars on one scale: what is known as a bar from nought, what is not as a hatched track, and words beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.metrics.report import Breakdown
from ui.figure_words import bar_text, is_long
from ui.pin_map import figure
from ui.words import _

HERE = "#1D4F91"
OTHER = "#8A9099"
_WHOLE_PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its name, value (None = not known or withheld) and words. `mark` names a symbol before the name."""

    label: str
    value: float | None
    text: str
    colour: str = HERE
    strong: bool = False
    mark: str = ""


def scale(values: Sequence[float | None], unit: str = "") -> tuple[float, float]:
    """Lowest and highest end of a common scale; it always holds nought, and all of 0 to 100 for shares of a whole."""
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    if unit.startswith("%") and low == 0.0 and high <= _WHOLE_PERCENT:
        high = _WHOLE_PERCENT
    return (low, high) if high > low else (0.0, 1.0)


def placed(value: float | None, ends: tuple[float, float]) -> dict[str, Any]:
    """Where a bar begins and how long it is, as shares of the track; hatched where the value is not known."""
    if value is None:
        return {"start": 0.0, "share": 0.0, "unknown": True}
    low, high = ends
    nought = -low / (high - low)
    length = abs(value) / (high - low)
    start = nought if value >= 0 else nought - length
    return {"start": round(start, 4), "share": round(length, 4), "unknown": False}


def chart(caption: str, heads: tuple[str, str], bars: Sequence[Bar], unit: str = "", note: str = "") -> dict[str, Any]:
    """What the browser needs to draw bars as a table with a picture in it."""
    ends = scale([bar.value for bar in bars], unit)
    rows = [
        {"label": bar.label, "text": bar.text, "colour": bar.colour, "strong": bar.strong, "mark": bar.mark}
        | placed(bar.value, ends)
        for bar in bars
    ]
    return {"caption": caption, "heads": list(heads), "rows": rows, "note": note}


def breakdown_chart(breakdown: Breakdown) -> dict[str, Any]:
    """A figure told apart by kind, class or group."""
    bars = [
        Bar(label=_(row.label), value=None if row.suppressed else row.value, text=bar_text(row, breakdown.unit))
        for row in breakdown.rows
    ]
    caption = _(breakdown.caption)
    if is_long(breakdown.unit):
        caption = f"{caption} ({breakdown.unit})"
    return chart(caption, (_("Which"), breakdown.unit or _("Value")), bars, breakdown.unit, _(breakdown.note or ""))


def draw_bars(key: str, caption: str, heads: tuple[str, str], bars: Sequence[Bar], unit: str = "") -> None:
    """One chart."""
    figure(key=key, kind="bars", **chart(caption, heads, bars, unit))


def draw_breakdowns(key: str, breakdowns: Sequence[Breakdown]) -> None:
    """Charts beside and under each other, each with its note."""
    figure(key=key, kind="charts", charts=[breakdown_chart(each) for each in breakdowns])

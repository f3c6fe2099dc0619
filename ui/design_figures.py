"""Figures of a scheme before and after, made ready for tables that carry a bar in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.barriers import Barrier
from geo.metrics.barrier_report import Reach
from geo.metrics.catalogue import METRICS, Better, question_of
from geo.metrics.disclosure import significant
from geo.metrics.scheme_comparison import BeforeAfter, PinsMet, SchemeComparison
from ui.bars import HERE, OTHER, Bar, placed, scale
from ui.design_words import FEWEST, amount_told, people
from ui.figure_words import amount_text, bar_text, figure_text, is_long
from ui.report_sections import is_known
from ui.words import _

GAIN, LOSS = "#00695C", "#B23A00"
_SAME_MIN = 0.05  # minutes of the average walk that are told as "the same"


def standard_rows(comparison: SchemeComparison) -> list[dict[str, Any]]:
    """Who meets the standard, who has no way at all, and the average walk: rows of the matrix before | after."""
    before, after = comparison.before, comparison.after
    if before is None or after is None:
        return []
    whole = (0.0, max(before.residents, after.residents, 1.0))
    rows = [
        _people_row(_(comparison.standard.label), (before.meet, after.meet), whole, comparison.counted),
        _people_row(_("No way there at all"), (before.no_way, after.no_way), whole, comparison.counted),
    ]
    minutes = _minutes_row(before, after)
    return rows if minutes is None else [*rows, minutes]


def _people_row(label: str, values: tuple[float, float], ends: tuple[float, float], counted: str) -> dict[str, Any]:
    return {
        "label": label,
        "words": change_of_people(values[1] - values[0]),
        "cells": [
            {"text": amount_told(each, counted), "colour": colour} | placed(each, ends)
            for each, colour in zip(values, (OTHER, HERE), strict=True)
        ],
    }


def _minutes_row(before: Reach, after: Reach) -> dict[str, Any] | None:
    walks = (before.mean_min, after.mean_min)
    if walks[0] is None or walks[1] is None:
        return None
    ends = scale(walks)
    apart = walks[1] - walks[0]
    words = _("{n} minutes shorter") if apart < 0 else _("{n} minutes longer")
    same = abs(apart) < _SAME_MIN
    return {
        "label": _("Average walk of those who have a way both times"),
        "words": _("The same.") if same else words.format(n=figure_text(significant(abs(apart), 2))) + ".",
        "cells": [
            {"text": _("{n} min").format(n=f"{each:.1f}"), "colour": colour} | placed(each, ends)
            for each, colour in ((walks[0], OTHER), (walks[1], HERE))
        ],
    }


def change_of_people(change: float) -> str:
    """How many more or fewer."""
    if abs(change) < 1:
        return _("The same.")
    if abs(change) < FEWEST:
        return _("A few more.") if change > 0 else _("A few fewer.")
    return (_("{n} more.") if change > 0 else _("{n} fewer.")).format(n=people(abs(change)))


def who_bars(comparison: SchemeComparison) -> list[Bar]:
    """Who gains and who loses, as bars of people."""
    told = (
        (_("Would have it, and do not now"), comparison.gain, GAIN),
        (_("Have it now, and would no longer"), comparison.lose, LOSS),
        (_("Would walk over 10 m less"), comparison.closer, GAIN),
        (_("Would walk over 10 m farther"), comparison.farther, LOSS),
    )
    return [Bar(label=label, value=number, text=people(number), colour=colour) for label, number, colour in told]


def pins_rows(pins: PinsMet) -> list[tuple[str, str, tuple[Barrier, ...]]]:
    """What becomes of the barriers that people told of: a stable key, the word, and which."""
    return [
        ("addressed", _("Addressed by the scheme"), pins.addressed),
        ("worse", _("Made worse"), pins.worse),
        ("untouched", _("Untouched"), pins.untouched),
    ]


def barrier_rows(barriers: Sequence[Barrier]) -> list[dict[str, str]]:
    """Barriers as a table, without what anyone wrote."""
    return [
        {
            _("Barrier"): _(barrier.label),
            _("Known from"): _known_from(barrier),
        }
        for barrier in barriers
    ]


def _known_from(barrier: Barrier) -> str:
    pins = len(barrier.evidence.pins)
    if pins:
        return _("1 pin") if pins == 1 else _("{n} pins").format(n=pins)
    return _("the map")


def changed_figures(figures: Sequence[BeforeAfter]) -> list[BeforeAfter]:
    """The figures that are known both times and that the scheme changes, by question."""
    moved = [each for each in figures if _is_moved(each)]
    return sorted(moved, key=lambda each: (question_of(each.before.metric), -_share(each)))


def _is_moved(figure: BeforeAfter) -> bool:
    if not (is_known(figure.before) and is_known(figure.after)) or figure.change is None:
        return False
    return bar_text(figure.before, figure.before.unit) != bar_text(figure.after, figure.after.unit)


def _share(figure: BeforeAfter) -> float:
    top = max(abs(figure.before.value or 0.0), abs(figure.after.value or 0.0))
    return abs(figure.change or 0.0) / top if top else 0.0


def figure_row(figure: BeforeAfter) -> dict[str, Any]:
    """One figure as a row of the matrix before | after."""
    unit = figure.before.unit
    label = _(figure.before.label)
    if is_long(unit) and unit not in label:
        label = f"{label} ({unit})"
    values = (figure.before.value, figure.after.value)
    ends = scale(values, unit)
    return {
        "label": label,
        "words": change_in_words(figure),
        "cells": [
            {"text": bar_text(each, unit), "colour": colour} | placed(value, ends)
            for each, value, colour in zip((figure.before, figure.after), values, (OTHER, HERE), strict=True)
        ],
    }


def change_in_words(figure: BeforeAfter) -> str:
    """How far a figure moves, and whether that is for the better."""
    change, metric = figure.change, METRICS[figure.before.metric]
    if change is None:
        return _("Not known.")
    unit = figure.before.unit
    apart = significant(abs(change), 2)
    amount = _("{n} points").format(n=figure_text(apart)) if unit.startswith("%") else amount_text(apart, unit)
    told = (_("{amount} more") if change > 0 else _("{amount} less")).format(amount=amount)
    if metric.better is Better.NEITHER:
        return f"{told}."
    better = (change > 0) == (metric.better is Better.HIGHER)
    return _("Better: {change}.").format(change=told) if better else _("Worse: {change}.").format(change=told)

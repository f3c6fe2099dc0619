"""Several areas side by side: what matters to each question, a bar in each cell, and the difference in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from geo.metrics.catalogue import CUTS, GREEN, HEARD, LIVES, METRICS, MISSES, Better
from geo.metrics.disclosure import significant
from geo.metrics.report import AreaReport, Measurement
from ui.bars import HERE, placed, scale
from ui.figure_words import amount_text, bar_text, figure_text, is_about_the_same, is_long
from ui.pin_map import figure
from ui.report_sections import COMPARED, LEADS, is_known, minutes_in
from ui.report_words import find
from ui.words import _

MOST_AREAS = 6
_ROWS = 4  # figures a question, at most
_QUESTIONS = {LIVES: "lives", GREEN: "green", CUTS: "cuts", MISSES: "misses", HEARD: "heard"}
_LIVES = ("residents", "share_imd_most_deprived", "share_disabled", "share_age_0_15")


def show_comparison(reports: Sequence[AreaReport], minutes: int) -> None:
    """A table for each question."""
    for question, slug in _QUESTIONS.items():
        metrics = compared_metrics(reports, question, minutes)
        if not metrics:
            continue
        st.header(_(question), anchor=False, divider="gray")
        rows = [_row(metric, [find(report, metric) for report in reports], names_of(reports)) for metric in metrics]
        figure(
            key=f"matrix-{slug}",
            kind="matrix",
            caption=_(question),
            corner=_("Figure"),
            places=names_of(reports),
            wordsHead=_("In words"),
            rows=rows,
        )


def names_of(reports: Sequence[AreaReport]) -> list[str]:
    """The areas' names, with their borough where two are called the same."""
    names = [report.area.name for report in reports]
    return [
        f"{report.area.name} ({report.area.borough_name})" if names.count(report.area.name) > 1 else report.area.name
        for report in reports
    ]


def compared_metrics(reports: Sequence[AreaReport], question: str, minutes: int) -> list[str]:
    """The figures that a question is compared by: the preferred ones that any of the areas has, a few at most.

    A figure that no area knows stands only where there is no other, so that the question is not passed over.
    """
    preferred = _LIVES if question == LIVES else (*COMPARED.get(question, ()), *LEADS[question])
    metrics = list(dict.fromkeys(each.format(minutes=minutes) for each in preferred))
    there = [each for each in metrics if any(find(report, each) is not None for report in reports)]
    if there and minutes_in(there[0]) is not None:  # one figure for the walk that was chosen is enough
        there = [there[0], *(each for each in there[1:] if minutes_in(each) is None)]
    values = {each: [_known(find(report, each)) for report in reports] for each in there}
    known = [each for each in there if any(value is not None for value in values[each])]
    telling = [each for each in known if any(values[each])]  # nought everywhere is told once
    return (telling or known[:1] or there[:1])[:_ROWS]


def difference_in_words(metric: str, values: Sequence[float | None], names: Sequence[str]) -> str:
    """Which area has most and which least, or which is best placed, and how far apart they are."""
    known = [(value, name) for value, name in zip(values, names, strict=True) if value is not None]
    if len(known) < 2:
        return _("Too little is known to compare.")
    low, high = min(known), max(known)
    unit, better = METRICS[metric].unit, METRICS[metric].better
    if is_about_the_same(high[0], low[0], unit):
        return _("About the same.")
    first, last = (high, low) if better is not Better.LOWER else (low, high)
    words = _("Most: {first}. Least: {last}.") if better is Better.NEITHER else _("Best: {first}. Worst: {last}.")
    ends = [_and([n for value, n in known if is_about_the_same(value, end[0], unit)]) for end in (first, last)]
    apart = significant(high[0] - low[0], 2)
    told = _("{n} points").format(n=figure_text(apart)) if unit.startswith("%") else amount_text(apart, unit)
    return f"{words.format(first=ends[0], last=ends[1])} {_('Apart: {apart}.').format(apart=told)}"


def _and(names: Sequence[str]) -> str:
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]


def _row(metric: str, measurements: Sequence[Measurement | None], names: Sequence[str]) -> dict[str, Any]:
    unit = METRICS[metric].unit
    values = [_known(each) for each in measurements]
    ends = scale(values, unit)
    label = _(METRICS[metric].label)
    if is_long(unit) and unit not in label:
        label = f"{label} ({unit})"
    return {
        "label": label,
        "words": difference_in_words(metric, values, names),
        "cells": [
            {"text": _("not known") if each is None else bar_text(each, unit), "colour": HERE} | placed(value, ends)
            for each, value in zip(measurements, values, strict=True)
        ],
    }


def _known(measurement: Measurement | None) -> float | None:
    return measurement.value if measurement is not None and is_known(measurement) else None

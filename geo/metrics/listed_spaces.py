"""Figures on a map of streets alone, whose spaces come from lists that are known to lack some."""

from __future__ import annotations

from dataclasses import replace

from geo.metrics.catalogue import METRICS, Need
from geo.metrics.report import BreakdownRow, Figures, Measurement

_NONE_LISTED = "Not known: this map draws streets alone, and no such space is on the lists that stand in for it."


def without_nought(figures: Figures) -> Figures:
    """The same figures with every nought of a figure about spaces turned into "not known".

    A list that lacks some spaces may say "at least so many", but never "none". Bus stops and streets are kept.
    """
    return Figures(
        measurements=tuple(_said(each) for each in figures.measurements),
        breakdowns=tuple(
            replace(each, rows=tuple(_row(row) for row in each.rows)) if _of_spaces(each.metric) else each
            for each in figures.breakdowns
        ),
    )


def _of_spaces(name: str) -> bool:
    return any(Need.SPACES in metric.needs for metric in METRICS.values() if name in {metric.id, metric.family})


def _said(told: Measurement) -> Measurement:
    return replace(told, value=None, note=_NONE_LISTED) if told.value == 0 and _of_spaces(told.metric) else told


def _row(row: BreakdownRow) -> BreakdownRow:
    return replace(row, value=None, note=_NONE_LISTED) if row.value == 0 else row

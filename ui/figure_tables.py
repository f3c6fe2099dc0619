"""The tables of a question: every figure with its value, its people and its note; and how each was worked out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from geo.metrics.catalogue import METRICS
from geo.metrics.report import Measurement
from ui.figure_words import figure_text, value_text
from ui.pin_map import table
from ui.report_sections import is_known
from ui.words import _

_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_SHARED_BY = 3  # a sentence in this many notes is told once, under the table


def figures_table(key: str, caption: str, measurements: Sequence[Measurement]) -> None:
    """All figures, those that are known first; a word that many of them share is told once below."""
    ordered = sorted(measurements, key=lambda each: not is_known(each))
    own, shared = told_once([each.note or "" for each in ordered])
    rows = [
        {
            _("Figure"): _(each.label),
            _("Value"): value_text(each),
            _("Counted over"): _over(each),
            _("Note"): note,
        }
        for each, note in zip(ordered, own, strict=True)
    ]
    table(key=key, caption=caption, rows=rows)
    for sentence in shared:
        st.text(_("For several of these: {sentence}").format(sentence=sentence))


def methods_table(key: str, metric_ids: Sequence[str]) -> None:
    """How figures are worked out, one row for those that differ in their kind alone, and what to beware of."""
    known = list({METRICS[metric].anchor: METRICS[metric] for metric in reversed(metric_ids)}.values())[::-1]
    rows = [
        {
            _("Figure"): _(metric.label),
            _("How it is worked out"): _(metric.formula),
            _("Source"): _(metric.source),
            _("More"): _("docs/metrics.md, “{section}”").format(section=metric.anchor),
        }
        for metric in known
    ]
    table(key=key, caption=_("How we worked this out"), rows=rows)
    for caveat in dict.fromkeys(metric.caveats for metric in known):
        st.text(_("Beware: {caveat}").format(caveat=_(caveat)))


def told_once(notes: Sequence[str]) -> tuple[list[str], list[str]]:
    """Notes without the sentences that three or more of them share, and those sentences.

    >>> told_once(["A. By land.", "By land.", "By land. B."])
    (['A.', '', 'B.'], ['By land.'])
    """
    parted = [_SENTENCE_END.split(note) if note else [] for note in notes]
    counts = Counter(sentence for sentences in parted for sentence in dict.fromkeys(sentences))
    shared = [sentence for sentence, count in counts.items() if count >= _SHARED_BY]
    return [" ".join(each for each in sentences if each not in shared) for sentences in parted], shared


def _over(measurement: Measurement) -> str:
    """How many stand behind a figure: residents to the ten, else as counted."""
    if measurement.n is None:
        return ""
    needs = {need.value for need in METRICS[measurement.metric].needs}
    pins = "pins" in needs
    if pins:
        return _("1 pin") if measurement.n == 1 else _("{n} pins").format(n=f"{measurement.n:,}")
    if "residents" in needs and measurement.metric != "open_space_ha_per_1000":
        return _("{n} residents").format(n=figure_text(round(measurement.n, -1)))
    return figure_text(measurement.n)

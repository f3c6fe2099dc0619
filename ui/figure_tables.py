"""The tables of a question: every figure with its value, its people and its note; and how each was worked out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

import streamlit as st

from geo.metrics.catalogue import METRICS
from geo.metrics.report import Measurement
from ui.figure_words import figure_text, value_text
from ui.pin_map import figure, table
from ui.report_sections import is_known
from ui.words import _

_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_AMOUNT = re.compile(r"(?:less than )?\d[\d,.]*(?: %| km| m(?![a-z]))?")
_ANY = "…"
_LARGE_FAMILY = 5
_SHARED_BY = 3  # a sentence in this many notes is told once, under the table


def figures_table(key: str, caption: str, measurements: Sequence[Measurement]) -> None:
    """All figures; large families fold, what is not known is gathered by its reason, a shared word told once."""
    known = [each for each in measurements if is_known(each)]
    own, shared = told_once([each.note or "" for each in known])
    rows = {
        each.metric: [_(each.label), value_text(each), _over(each), note] for each, note in zip(known, own, strict=True)
    }
    groups = [{"title": title, "rows": [rows[each.metric] for each in members]} for title, members in families(known)]
    heads = [_("Figure"), _("Value"), _("Counted over"), _("Note")]
    if groups:
        figure(key=key, kind="tables", caption=caption, heads=heads, groups=groups)
    for sentence in shared:
        st.text(_("For several of these: {sentence}").format(sentence=_(sentence)))
    missing = [
        {_("Why"): _(reason), _("What we don't know yet"): "; ".join(_(each.label) for each in members)}
        for reason, members in by_reason(each for each in measurements if not is_known(each))
    ]
    table(key=f"{key}-unknown", caption=_("What we don't know yet"), rows=missing)


def families(measurements: Sequence[Measurement]) -> list[tuple[str, list[Measurement]]]:
    """Figures in groups: first those that stand alone, without a title; then each large family under a title."""
    by_family: dict[str | None, list[Measurement]] = {}
    for each in measurements:
        by_family.setdefault(METRICS[each.metric].family, []).append(each)
    large = {
        family: members for family, members in by_family.items() if family is not None and len(members) >= _LARGE_FAMILY
    }
    alone = [each for each in measurements if METRICS[each.metric].family not in large]
    titled = [(_("{beginning} … ({n} figures)").format(beginning=_beginning(m), n=len(m)), m) for m in large.values()]
    return [*([("", alone)] if alone else []), *titled]


def by_reason(measurements: Iterable[Measurement]) -> list[tuple[str, list[Measurement]]]:
    """Figures that are not known or withheld, gathered by the first sentence of the reason, whatever its numbers."""
    reasons: dict[str, list[tuple[str, Measurement]]] = {}
    for each in measurements:
        said = each.note or (_("Withheld.") if each.suppressed else _("Not known."))
        first = _SENTENCE_END.split(said)[0]
        reasons.setdefault(_AMOUNT.sub(_ANY, first), []).append((first, each))
    return [
        (said[0][0] if len({first for first, _each in said}) == 1 else pattern, [each for _first, each in said])
        for pattern, said in reasons.items()
    ]


def _beginning(members: Sequence[Measurement]) -> str:
    """The words that all labels begin with; the first label where they share none."""
    words = [each.label.split() for each in members]
    shared = list(takewhile(lambda same: len(set(same)) == 1, zip(*words, strict=False)))
    return " ".join(same[0] for same in shared).rstrip(":") or members[0].label


def methods_table(key: str, metric_ids: Sequence[str]) -> None:
    """How figures are worked out, one row for those that differ in their kind alone, and what to beware of."""
    known = list({METRICS[metric].anchor: METRICS[metric] for metric in reversed(metric_ids)}.values())[::-1]
    rows = [
        {
            _("Figure"): _(metric.label),
            _("How it is worked out"): _(metric.formula),
            _("Source"): _(metric.source),
            _("Beware"): _(metric.caveats),
            _("More"): _("docs/metrics.md, “{section}”").format(section=metric.anchor),
        }
        for metric in known
    ]
    table(key=key, caption=_("How we worked this out"), rows=rows)


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

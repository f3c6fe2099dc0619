"""Several schemes for one area side by side: what each would do, in the same figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from geo.metrics.scheme_comparison import SchemeComparison
from geo.schemes import Scheme
from ui.bars import HERE, OTHER, placed
from ui.design_figures import GAIN, LOSS
from ui.design_saving import scheme_label
from ui.design_words import people
from ui.pin_map import figure
from ui.words import _

MOST_SCHEMES = 4
FEWEST_SCHEMES = 2
_SEVERAL = "schemes"
_KEY = "design-several"


def choose_several(saved: Sequence[Scheme], asked: Sequence[tuple[str, int | None]]) -> list[Scheme]:
    """Saved schemes to see side by side, two to four; the address follows."""
    known = {f"{scheme.id}:{scheme.version}": scheme for scheme in saved}
    wanted = [f"{scheme_id}:{version}" for scheme_id, version in asked]

    def note() -> None:
        st.query_params[_SEVERAL] = ",".join(st.session_state[_KEY])

    chosen = st.multiselect(
        _("Schemes to see side by side"),
        list(known),
        default=[each for each in wanted if each in known][:MOST_SCHEMES],
        format_func=lambda each: scheme_label(known[each]),
        max_selections=MOST_SCHEMES,
        select_all=False,
        placeholder=_("Choose two to four"),
        key=_KEY,
        on_change=note,
    )
    return [known[each] for each in chosen]


def show_several(schemes: Sequence[Scheme], compare: Callable[[Scheme], SchemeComparison]) -> None:
    """Figures of each scheme in a matrix; too few schemes are told so."""
    if len(schemes) < FEWEST_SCHEMES:
        st.text(_("Choose two to four saved schemes to see them side by side."))
        return
    with st.spinner(_("Working it out …")):
        comparisons = [compare(scheme) for scheme in schemes]
    figure(
        key="design-several-matrix",
        kind="matrix",
        caption=_("Schemes side by side"),
        corner=_("Figure"),
        places=[_("Today"), *(scheme_label(each) for each in schemes)],
        wordsHead=_("In words"),
        rows=several_rows(comparisons),
    )


def several_rows(comparisons: Sequence[SchemeComparison]) -> list[dict[str, Any]]:
    """Rows of the matrix: today's figure where there is one, then each scheme's."""
    known = [each for each in comparisons if each.before is not None and each.after is not None]
    if not known:
        return []
    first = known[0].before
    assert first is not None
    residents = max(first.residents, 1.0)
    meet = [None if each.after is None else each.after.meet for each in comparisons]
    rows = [_row(_(comparisons[0].standard.label), first.meet, meet, residents, HERE, most_is_best=True)]
    for label, values, colour, most in (
        (_("Would have it, and do not now"), [_known(each, each.gain) for each in comparisons], GAIN, True),
        (_("Have it now, and would no longer"), [_known(each, each.lose) for each in comparisons], LOSS, False),
        (_("Would walk over 10 m less"), [_known(each, each.closer) for each in comparisons], GAIN, True),
        (_("Would walk over 10 m farther"), [_known(each, each.farther) for each in comparisons], LOSS, False),
    ):
        if any(values):
            rows.append(_row(label, None, values, residents, colour, most_is_best=most))
    return [_named(row, comparisons) for row in rows]


def _known(comparison: SchemeComparison, value: float) -> float | None:
    return None if comparison.after is None else value


def _row(
    label: str, today: float | None, values: Sequence[float | None], whole: float, colour: str, *, most_is_best: bool
) -> dict[str, Any]:
    now = {"text": "–", "colour": OTHER, "start": 0.0, "share": 0.0, "unknown": False}
    if today is not None:
        now = {"text": people(today), "colour": OTHER} | placed(today, (0.0, whole))
    cells = [
        {"text": _("not known") if each is None else people(each), "colour": colour} | placed(each, (0.0, whole))
        for each in values
    ]
    return {"label": label, "cells": [now, *cells], "values": values, "most_is_best": most_is_best}


def _named(row: dict[str, Any], comparisons: Sequence[SchemeComparison]) -> dict[str, Any]:
    """A row with which scheme does best in it, in words."""
    values, most = row.pop("values"), row.pop("most_is_best")
    known = [(value, each.scheme.name) for value, each in zip(values, comparisons, strict=True) if value is not None]
    shown = {people(value) for value, _name in known}
    if len(known) < FEWEST_SCHEMES or len(shown) < FEWEST_SCHEMES:
        return row | {"words": _("About the same.")}
    best = max(known)[0] if most else min(known)[0]
    names = [name for value, name in known if people(value) == people(best)]
    told = _("Most: {names}.") if most else _("Fewest: {names}.")
    return row | {"words": told.format(names=", ".join(names))}

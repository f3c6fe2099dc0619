"""What a scheme would do: the finding, the map with its handle, who gains and who loses, and every figure on demand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from geo.metrics.catalogue import question_of
from geo.metrics.scheme_comparison import BeforeAfter, SchemeComparison
from ui.bars import draw_bars, draw_breakdowns
from ui.design_figures import barrier_rows, changed_figures, figure_row, pins_rows, standard_rows, who_bars
from ui.design_words import amount_told, change_told, finding
from ui.pin_map import figure, swipe_map, table
from ui.words import _

# What works out every figure; it is told how far it is, from 0 to 1 and in words.
Everything = Callable[[Callable[[float, str], None]], SchemeComparison]
_ASKED, _FOUND = "design-everything", "design-everything-found"


def show_finding(comparison: SchemeComparison) -> None:
    """The scheme in one sentence."""
    with st.container(key="cg-finding"):
        st.text(finding(comparison))


def show_map(source: str) -> None:
    """Before and after, parted by a handle."""
    swipe_map(key="design-swipe", source=source, label=_("Map: the streets before and after the scheme"))


def show_result(comparison: SchemeComparison) -> None:
    """What changes and for whom; nothing where it is not known, since the finding has said so."""
    rows = standard_rows(comparison)
    if rows:
        st.header(_("What changes, and for whom"), anchor=False, divider="gray")
        before_after("design-standard", _("Before and after"), rows)
        _show_who(comparison)
    _show_changes(comparison)
    _show_pins(comparison)
    if comparison.notes and rows:
        for note in comparison.notes:
            st.text(_(note))


def before_after(key: str, caption: str, rows: list[dict[str, object]]) -> None:
    """A matrix of figures before and after, with the change in words."""
    places = [_("Before"), _("After")]
    words = _("Change")
    figure(key=key, kind="matrix", caption=caption, corner=_("Figure"), places=places, wordsHead=words, rows=rows)


def _show_who(comparison: SchemeComparison) -> None:
    st.subheader(_("Who gains and who loses"), anchor=False)
    caption = _("{who} of this area: {standard}").format(
        who=_("Residents") if comparison.counted == "residents" else _("Buildings"),
        standard=_(comparison.standard.label),
    )
    draw_bars("design-who", caption, (_("Who"), _("How many")), who_bars(comparison))
    if comparison.within_reach is not None:
        told = _("{n} are within that distance of the scheme itself.")
        st.text(told.format(n=amount_told(comparison.within_reach, comparison.counted)))
    if comparison.breakdowns:
        with st.expander(_("By deprivation and by group")):
            draw_breakdowns("design-groups", comparison.breakdowns)


def _show_changes(comparison: SchemeComparison) -> None:
    if not comparison.changes:
        return
    st.header(_("What became of each change"), anchor=False, divider="gray")
    rows = [change_told(number, change) for number, change in enumerate(comparison.changes, 1)]
    table(key="design-changes", caption=_("What became of each change"), rows=rows)


def _show_pins(comparison: SchemeComparison) -> None:
    groups = pins_rows(comparison.pins)
    if not any(barriers for _key, _label, barriers in groups):
        return
    st.header(_("What people said gets in the way"), anchor=False, divider="gray")
    rows = [{_("Which"): label, _("How many"): str(len(barriers))} for _key, label, barriers in groups]
    table(key="design-pins", caption=_("What people said gets in the way"), rows=rows)
    for key, label, barriers in groups:
        if barriers:
            with st.expander(f"{label} ({len(barriers)})"):
                table(key=f"design-pins-{key}", caption=label, rows=barrier_rows(barriers))


def show_everything(key: str, work: Everything) -> None:
    """Every figure of a report before and after: worked out when asked for, with a way to stop; then kept."""
    st.header(_("Every figure"), anchor=False, divider="gray")
    kept = st.session_state.get(_FOUND, ("", ()))
    if kept[0] == key:
        show_figures(kept[1])
        return
    if st.session_state.get(_ASKED) != key:
        st.text(_("All figures of the area report, before and after. This takes a little while."))
        st.button(_("Work out every figure"), key="design-everything-go", on_click=_ask, args=(key,))
        return
    st.button(_("Stop"), key="design-everything-stop", on_click=_ask, args=(None,))
    bar = st.progress(0.0, text=_("Working it out …"))

    def told(share: float, words: str) -> None:
        # A press on Stop reaches the script here: Streamlit ends it at the next thing that it draws.
        bar.progress(min(1.0, max(0.0, share)), text=_(words))

    figures = work(told).figures
    st.session_state[_FOUND] = (key, figures)
    st.rerun()


def _ask(key: str | None) -> None:
    st.session_state[_ASKED] = key


def show_figures(figures: tuple[BeforeAfter, ...]) -> None:
    """The figures that change, by question; how many stay as they are is told."""
    moved = changed_figures(figures)
    for number, (question, members) in enumerate(groupby(moved, key=lambda each: question_of(each.before.metric))):
        st.subheader(_(question), anchor=False)
        before_after(f"design-figures-{number}", _(question), [figure_row(each) for each in members])
    same = len(figures) - len(moved)
    if not figures:
        st.text(_("No figure of the report is known here."))
    elif not moved:
        st.text(_("None of the {n} figures changes.").format(n=len(figures)))
    elif same:
        st.text(_("{n} other figures stay as they are or are not known.").format(n=same))

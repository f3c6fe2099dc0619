"""Draws the page about barriers: the finding, map and ranked list together, what more is gained by mending more."""

from __future__ import annotations

import streamlit as st

from geo.barriers import BarrierSource
from geo.metrics.barrier_report import BarrierReport
from geo.metrics.personas import WHEELCHAIR
from ui import barrier_words as words
from ui.addresses import barrier_map_source
from ui.barrier_choices import LEAST, MAP, STANDARD, BarrierChoice
from ui.barrier_details import show_details
from ui.barrier_rows import MOST_ROWS, bundle_steps, ranked_rows
from ui.bars import HERE, OTHER, Bar, draw_bars
from ui.choices import PERSONA
from ui.pin_map import barriers_map, figure
from ui.streets import offer_streets
from ui.words import _


def show_barriers(report: BarrierReport, choice: BarrierChoice) -> None:
    """All that the report says, or the one thing that would make it say more."""
    if report.reach is None or report.recoverable is None:
        _not_known(report)
        return
    if not report.barriers:
        _nothing(report, choice)
        return
    _finding(report)
    _ranked(report, choice)
    if report.bundles and words.keeps_away(report):
        _steps(report)
    show_details(report)


def _not_known(report: BarrierReport) -> None:
    """Walks are not known, so neither is what stands in their way."""
    if not report.coverage.sufficient:
        offer_streets(report)
        return
    st.text(_("What barriers cost here, we don't know yet."))
    for note in report.notes:
        st.text(_(note))


def _nothing(report: BarrierReport, choice: BarrierChoice) -> None:
    """No barrier, or none that costs anyone who lives here anything, each with one next step."""
    if report.untold:
        st.subheader(_("Nobody is kept away"), anchor=False)
        told = (
            _("1 barrier is known here, and it keeps nobody from {aim}.")
            if report.untold == 1
            else _("{n} barriers are known here, and they keep nobody from {aim}.")
        )
        st.text(told.format(n=f"{report.untold:,}", aim=words.aim(report.standard)))
    else:
        st.subheader(_("No barriers are known here yet"), anchor=False)
        st.text(
            _(
                "Nobody has told us of one, and nothing that the map shows hinders this walker. "
                "There may be some all the same."
            )
        )
    for note in report.notes:
        st.text(_(note))
    _settings(report)
    _next_step(report, choice)


def _next_step(report: BarrierReport, choice: BarrierChoice) -> None:
    """One way on: looser settings, a walker whom more stands in the way of, or saying what gets in the way."""
    here = {"area": report.area.id} | choice.in_address
    if LEAST in here or MAP in here:
        usual = {name: value for name, value in here.items() if name not in {LEAST, MAP}}
        st.page_link("pages/barriers.py", label=_("Count all barriers again"), query_params=usual)
    elif choice.persona.id != WHEELCHAIR.id:
        other = {name: value for name, value in here.items() if name != STANDARD} | {PERSONA: WHEELCHAIR.id}
        st.page_link("pages/barriers.py", label=_("See it as a wheelchair user"), query_params=other)
    else:
        st.page_link("pages/map.py", label=_("Say on the map what gets in the way"))


def _settings(report: BarrierReport) -> None:
    told = [words.settings_words(report.settings), report.coverage.note]
    if report.coverage.network_name:
        dated = report.coverage.network_date
        name = _(report.coverage.network_name)
        told.append(_("Walking map: {name}.").format(name=f"{name}, {dated}" if dated else name))
    with st.container(key="cg-settings-told"):
        st.caption(" ".join(_(each) for each in told if each))


def _finding(report: BarrierReport) -> None:
    said, shown = st.columns([1, 1], gap="large")
    with said:
        if words.keeps_away(report):
            value = words.people_text(report.recoverable or 0.0).removesuffix(" " + _("people"))
            figure(key="headline-barriers", kind="headline", value=value, words=words.finding(report), note="")
        else:
            st.text(words.finding(report))
        st.text(words.beside(report))
    with shown:
        _with_and_without(report)
    _settings(report)
    if not any(each.barrier.source is BarrierSource.PINS for each in report.barriers):
        st.text(_("Nobody has told us of a barrier here yet; what follows is what the map shows."))
        st.page_link("pages/map.py", label=_("Say on the map what gets in the way"))


def _with_and_without(report: BarrierReport) -> None:
    here, without = report.reach, report.without
    if here is None or without is None:
        return
    bars = [
        Bar(label=_("As it is"), value=here.meet, text=words.people_text(here.meet), strong=True, colour=HERE),
        Bar(label=_("All mended"), value=without.meet, text=words.people_text(without.meet), colour=OTHER),
    ]
    caption = _("People who have {aim}").format(aim=words.aim(report.standard))
    draw_bars("with-without", caption, (_("Barriers"), _("People")), bars)


def _ranked(report: BarrierReport, choice: BarrierChoice) -> None:
    st.header(_("What to mend first"), anchor=False, divider="gray")
    if words.keeps_away(report) and report.why_they_differ:
        st.text(_(report.why_they_differ))
    barriers_map(
        key="barriers",
        source=barrier_map_source(report.area.id, choice.in_address),
        label=_("Map of {name}: what stands in the way, numbered as in the list").format(name=report.area.name),
        rows=ranked_rows(report),
        words=_list_words(report),
    )
    rest = len(report.barriers) - MOST_ROWS
    if rest > 0:
        st.text(_("{n} more barriers cost less; “python -m geo barriers” lists them all.").format(n=f"{rest:,}"))
    if report.untold:
        told = (
            _("1 more is known and costs nobody here anything.")
            if report.untold == 1
            else _("{n} more are known and cost nobody here anything.")
        )
        st.text(told.format(n=f"{report.untold:,}"))


def _list_words(report: BarrierReport) -> dict[str, str]:
    return {
        "list": _("Barriers in {name}, what to mend first on top").format(name=report.area.name),
        "more": _("Show all {n}").format(n=min(len(report.barriers), MOST_ROWS)),
        "none": _("Choose a barrier in the list or on the map: it lights up in both."),
        "help": _(
            "Arrow keys move the map, plus and minus zoom. Enter chooses the barrier nearest to the cross. "
            "The list after the map says the same."
        ),
    }


def _steps(report: BarrierReport) -> None:
    st.header(_("How much more by mending more"), anchor=False, divider="gray")
    figure(key="steps", kind="steps", **bundle_steps(report))

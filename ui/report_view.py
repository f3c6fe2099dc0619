"""Draws a report: the finding, then a question at a time, and at the end its sources and its files."""

from __future__ import annotations

import streamlit as st

from geo.metrics.catalogue import LIVES
from geo.metrics.report import AreaReport
from geo.services.workspace import Workspace
from ui import report_words as words
from ui.addresses import report_map_source
from ui.bars import draw_breakdowns
from ui.choices import Choice
from ui.downloads import download_buttons
from ui.figure_tables import figures_table, methods_table
from ui.pin_map import look_map, table
from ui.question_view import show_question
from ui.report_sections import TAG_COMPLETENESS, breakdowns_of, measurements_of, sections
from ui.streets import offer_streets
from ui.words import _


def show_heading(report: AreaReport) -> None:
    """The area's name, what it is, and the finding beside a map of its walks."""
    area = report.area
    st.title(area.name, anchor=False)
    st.text(words.subtitle(report))
    sentence, beside = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with sentence, st.container(key="cg-finding"):
        st.text(words.finding(report))
        walker = {"walker": report.persona} if "walker" in st.query_params else {}
        st.page_link(
            "pages/barriers.py", label=_("Which barriers cost most here?"), query_params={"area": area.id} | walker
        )
        st.page_link("pages/compare.py", label=_("Compare with other areas"), query_params={"areas": area.id} | walker)
    with beside:
        look_map(
            key="look",
            source=report_map_source(area.id, "walk", report.persona),
            label=_("Map of {name}: its streets by the walk to the nearest public open space").format(name=area.name),
        )
    if not report.coverage.sufficient:
        offer_streets(report)


def show_tags(report: AreaReport) -> None:
    """How much of what a walker needs the map says, where the report tells it."""
    told = report.breakdown(TAG_COMPLETENESS)
    if told is None or not told.rows:
        return
    with st.expander(_("How much of what matters to this walker the map says")):
        draw_breakdowns("tags", [told])


def show_report(workspace: Workspace, report: AreaReport, choice: Choice) -> None:
    """The questions of a report, its sources and its files."""
    for section in sections(report, choice.minutes):
        with st.container():
            show_question(workspace, report, section)
    _who_lives_here(report, choice)
    _sources(report)
    download_buttons(workspace, report)


def _who_lives_here(report: AreaReport, choice: Choice) -> None:
    living = measurements_of(report, LIVES)
    with st.expander(_("Who lives here")):
        charts = breakdowns_of(report, LIVES, choice.minutes)
        if charts:
            draw_breakdowns("lives-charts", charts)
        figures_table("table-lives", _("Who lives here"), living)
        methods_table("methods-lives", [each.metric for each in living])


def _sources(report: AreaReport) -> None:
    made = report.provenance
    with st.expander(_("Sources of this report")):
        rows = [{_("Data"): s.title, _("Publisher"): s.publisher, _("Date"): s.vintage} for s in made.sources]
        table(key="sources", caption=_("Sources of this report"), rows=rows)
        st.text(
            _("Made {time} UTC. Digest of all that went in: {digest}").format(
                time=f"{made.made_at:%d %B %Y, %H:%M}", digest=made.input_digest
            )
        )

"""The London Plan's hierarchy of open space, by either of the two published sets of distances."""

from __future__ import annotations

import streamlit as st

from geo.metrics.access_figures import AccessSettings
from geo.metrics.report import AreaReport
from geo.metrics.standards_access import LondonPlanVariant
from geo.services.reports import area_report
from geo.services.workspace import Workspace
from ui.bars import draw_breakdowns
from ui.choices import persona_of
from ui.words import _

LONDON_PLAN = "london_plan"  # id of the breakdown
_PARAMETER = "plan"
_LABELS = {
    LondonPlanVariant.TABLE_8_1: "As in Table 8.1: regional parks in 8 km, metropolitan parks in 3.2 km",
    LondonPlanVariant.SHORTER: "Shorter: regional parks in 5 km, metropolitan parks in 2.4 km",
}


@st.fragment
def show_london_plan(workspace: Workspace, report: AreaReport) -> None:
    """The chart, with the choice of distances; the address follows the choice."""
    asked = st.query_params.get(_PARAMETER, "")
    variants = list(LondonPlanVariant)
    usual = next((each for each in variants if each.value == asked), variants[0])
    variant = st.radio(
        _("Distances that are walked at most; published sources disagree"),
        variants,
        index=variants.index(usual),
        format_func=lambda each: _(_LABELS[each]),
        key="london-plan",
        on_change=_note,
    )
    shown = report
    if variant is not variants[0]:
        settings = AccessSettings(london_plan=variant)
        shown = area_report(workspace, report.area.id, persona_of(report.persona), settings)
    found = shown.breakdown(LONDON_PLAN)
    if found is not None:
        draw_breakdowns("london-plan-chart", [found])


def _note() -> None:
    st.query_params[_PARAMETER] = st.session_state["london-plan"].value

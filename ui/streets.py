"""Where an area has no streets installed: says so, and fetches them at the press of a button."""

from __future__ import annotations

import os

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_status_container import StatusContainer

from geo.errors import GeoError
from geo.metrics.report import AreaReport
from geo.services.installing import InstallReport, StepResult, install_data
from ui.words import _
from ui.workspace import reload_data, settings, workspace


class StatusReporter:
    """Shows the steps of an install on a page as they go by."""

    def __init__(self, bar: DeltaGenerator) -> None:
        self._bar = bar
        self._expected = self._finished = 0
        self._label = ""

    def expect(self, steps: int) -> None:
        """So many more steps will follow."""
        self._expected += steps
        self._draw(self._label)

    def start(self, label: str) -> None:
        """A step begins."""
        self._label = label
        self._draw(label)

    def say(self, text: str) -> None:
        """What the step is doing just now."""
        self._draw(f"{self._label}: {text}")

    def finish(self, result: StepResult) -> None:
        """One step further."""
        self._finished += 1
        self._draw(result.label)

    def _draw(self, label: str) -> None:
        share = self._finished / self._expected if self._expected else 0.0
        self._bar.progress(min(1.0, share), text=label or None)


def offer_streets(report: AreaReport) -> None:
    """Say what is missing for the walks of an area, with the one button that mends it."""
    with st.container(key="cg-streets", border=True):
        st.markdown(f"**{_('Walks are not known here yet')}**")
        st.text(_missing(report))
        if st.button(_("Install streets"), type="primary", key="install-streets"):
            _install(report.area.id)


def _missing(report: AreaReport) -> str:
    coverage = report.coverage
    fetch = _("They can be fetched from OpenStreetMap; that takes a minute or two and needs a connection.")
    if coverage.network_id is None:
        return _("No streets and paths are installed for this area.") + " " + fetch
    return (
        _("The installed streets cover {share} % of this area, too little for figures.").format(
            share=f"{100 * coverage.area_share:.0f}"
        )
        + " "
        + fetch
    )


def _install(area_id: str) -> None:
    chosen = settings()
    with st.status(_("Fetching streets …"), expanded=True) as status:
        bar = st.progress(0.0)
        try:
            report = install_data(
                data_dir=chosen.data_dir,
                bundle=chosen.bundle,
                area_id=area_id,
                offline=os.environ.get("PLACES_OFFLINE") == "1",
                now=workspace().now(),
                reporter=StatusReporter(bar),
            )
        except GeoError as error:
            _say_failed(status, str(error))
            return
        problem = _problem(report)
        if problem:
            _say_failed(status, problem)
            return
        status.update(label=_("The streets are installed."), state="complete")
    reload_data()
    st.rerun()


def _problem(report: InstallReport) -> str:
    return " ".join(result.problem or result.label for result in report.failed)


def _say_failed(status: StatusContainer, reason: str) -> None:
    status.update(label=_("The streets could not be fetched."), state="error", expanded=True)
    st.error(_("{reason} What was installed before is still in use.").format(reason=reason))

"""The files of a report, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.metrics.report import AreaReport
from geo.services.exports import download_area
from geo.services.workspace import Workspace
from ui.words import _

_FILES = (
    ("geojson", "pins", "Pins (GeoJSON)"),
    ("geojson", "area", "Area with its figures (GeoJSON)"),
    ("geojson", "spaces", "Public spaces (GeoJSON)"),
    ("gpkg", "pins", "Everything (GeoPackage)"),
)


def download_buttons(workspace: Workspace, report: AreaReport) -> None:
    """A button a file; nothing is made before it is pressed."""
    st.header(_("Take it with you"), anchor=False, divider="gray")
    st.text(
        _(
            "Files for planning documents and for maps (QGIS and others). Pins stand where the public sees them, "
            "never where they were tapped. People chose to take part: a self-selected sample, not a referendum."
        )
    )
    with st.container(horizontal=True):
        for format_name, layer, label in _FILES:
            name = f"{report.area.id}.gpkg" if format_name == "gpkg" else f"{report.area.id}-{layer}.geojson"
            st.download_button(
                _(label),
                data=_maker(workspace, report.area.id, format_name, layer),
                file_name=name,
                mime="application/geopackage+sqlite3" if format_name == "gpkg" else "application/geo+json",
                on_click="ignore",
                key=f"download-{format_name}-{layer}",
            )


def _maker(workspace: Workspace, area_id: str, format_name: str, layer: str) -> Callable[[], bytes]:
    def make() -> bytes:
        return download_area(workspace, area_id, format_name, layer=layer).data

    return make

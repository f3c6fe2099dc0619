"""What stands around every page: the bar with the way about, and the little CSS that Streamlit has no setting for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.errors import DataMissingError
from ui.words import _
from ui.workspace import workspace

_STYLE = Path(__file__).with_name("frame.css")


def page_bar(pages: Sequence[StreamlitPage]) -> None:
    """The bar: our name, then a link to each page."""
    st.html(_STYLE)
    with st.container(key="cg-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(pages[0], label=_("Common Ground"), icon=None)
        for page in pages:
            st.page_link(page, label=page.title)


def practice_notice() -> None:
    """A plain word on every page where the installed data are invented. The map says it on the map."""
    try:
        invented = workspace().installed["mode"] == "embedded"
    except DataMissingError:
        return
    if invented:
        st.warning(
            _(
                "Practice data: the borough outlines are real; the quarter with its streets, spaces and "
                "pins is invented."
            )
        )

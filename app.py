"""Common Ground: which pages there are, and nothing else."""

from __future__ import annotations

import streamlit as st

from ui.frame import page_bar, practice_notice
from ui.words import _

st.set_page_config(page_title="Common Ground", layout="wide", initial_sidebar_state="collapsed")

PAGES = [
    st.Page("pages/map.py", title=_("Map"), url_path="map", default=True),
    st.Page("pages/your_pin.py", title=_("Your pin"), url_path="your_pin"),
    st.Page("pages/areas.py", title=_("Areas"), url_path="areas"),
    st.Page("pages/compare.py", title=_("Compare areas"), url_path="compare"),
    st.Page("pages/barriers.py", title=_("Barriers"), url_path="barriers"),
    st.Page("pages/design.py", title=_("Try a design"), url_path="design"),
    st.Page("pages/walks.py", title=_("Walks"), url_path="walks"),
    st.Page("pages/about.py", title=_("About"), url_path="about"),
]

chosen = st.navigation(PAGES, position="hidden")
# The way to a comparison is from an area, where there is something to compare.
page_bar([page for page in PAGES if page.url_path != "compare"])
if chosen is not PAGES[0]:
    practice_notice()
chosen.run()

"""Two to six areas side by side."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.services.areas import list_areas
from geo.services.reports import area_report
from ui.area_choice import choose_areas
from ui.choices import choose_walk
from ui.compare_view import MOST_AREAS, show_comparison
from ui.words import _
from ui.workspace import workspace

st.title(_("Compare areas"), anchor=False)
try:
    opened = workspace()
    areas = list_areas(opened)
    chosen = choose_areas(areas, MOST_AREAS)
    if len(chosen) < 2:
        st.text(_("Choose two to six areas to see their figures side by side."))
    else:
        choice = choose_walk()
        with st.spinner(_("Working it out …")):
            reports = [area_report(opened, area_id, choice.persona) for area_id in chosen]
        show_comparison(reports, choice.minutes)
        st.text(_("Each report tells how its figures were worked out, and why some are not known:"))
        for report in reports:
            ask = {"area": report.area.id} | choice.in_address
            st.page_link("pages/areas.py", label=report.area.name, query_params=ask)
except GeoError as error:
    st.error(str(error))
    st.page_link("pages/compare.py", label=_("Choose other areas"), query_params={})

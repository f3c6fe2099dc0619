"""The report of one area: how far, what cuts it off, who misses out, who has been heard."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.services.areas import list_areas
from geo.services.reports import area_report
from ui.area_choice import choose_area
from ui.choices import choice_in_address, choose_walk
from ui.report_view import show_heading, show_report, show_tags
from ui.words import _
from ui.workspace import workspace

try:
    opened = workspace()
    question = st.container()
    area_id = choose_area(list_areas(opened))
    if area_id is None:
        question.title(_("What is it like around here?"), anchor=False)
        st.text(
            _(
                "Choose an area to read how far people walk to a public space there, what cuts it off, who misses out "
                "and what people have said. Or choose it on the map: click it, and the way to its report appears."
            )
        )
        st.page_link("pages/map.py", label=_("Choose on the map"))
        st.page_link("pages/compare.py", label=_("Compare areas"))
    else:
        choice = choice_in_address()
        with st.container(), st.spinner(_("Working it out …")):
            report = area_report(opened, area_id, choice.persona, compared=True)
        # Containers stay where they are, so that maps do too, whatever comes and goes around them.
        with st.container():
            show_heading(report)
        with st.container():
            choose_walk()
            show_tags(report)
        with st.container():
            show_report(opened, report, choice)
except GeoError as error:
    st.error(str(error))
    st.page_link("pages/areas.py", label=_("Choose another area"), query_params={})

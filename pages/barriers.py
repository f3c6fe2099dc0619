"""What stands in the way in one area, what it costs those who live there, and what to mend first."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.services.areas import find_area, list_areas
from geo.services.barriers import barrier_report
from ui.area_choice import choose_area
from ui.barrier_choices import choose_barriers
from ui.barrier_view import show_barriers
from ui.words import _
from ui.workspace import workspace

try:
    opened = workspace()
    title = st.container()
    area_id = choose_area(list_areas(opened))
    if area_id is None:
        title.title(_("What gets in the way, and what to mend first?"), anchor=False)
        st.text(
            _(
                "Choose an area to see what steps, crossings, gates and all that people told us of cost those who "
                "live there, and which of them to mend first."
            )
        )
        st.page_link("pages/map.py", label=_("Say on the map what gets in the way"))
    else:
        area = find_area(opened, area_id)
        title.title(_("What gets in the way in {name}?").format(name=area.name), anchor=False)
        # Containers stay where they are, so that the map does too, whatever comes and goes around it.
        with st.container():
            choice = choose_barriers()
        with st.container():
            with st.spinner(_("Working it out …")):
                report = barrier_report(opened, area_id, choice.persona, choice.standard, choice.settings)
            show_barriers(report, choice)
        ask = {"area": area_id} | ({"walker": choice.persona.id} if "walker" in choice.in_address else {})
        st.page_link("pages/areas.py", label=_("The whole report of {name}").format(name=area.name), query_params=ask)
except GeoError as error:
    st.error(str(error))
    st.page_link("pages/barriers.py", label=_("Choose another area"), query_params={})

"""How far one can walk from a place: the ground within 5, 10 and 15 minutes, and what lies on it."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.services.catchment_map import catchment_of
from ui.choices import choose_walk
from ui.walk_view import choose_place, place_in_address, show_examples, show_reach, walk_map
from ui.words import _
from ui.workspace import workspace

st.title(_("How far can you walk from here?"), anchor=False)
try:
    opened = workspace()
    # Containers stay where they are, so that the map does too, whatever comes and goes around it.
    asking, below, reach = st.container(), st.container(), st.container()
    with asking:
        choose_place(opened)
        choice = choose_walk(with_minutes=False)
        place = place_in_address()
        if place is None:
            st.text(
                _("Find a place above, or choose it on the map: tap it, or move the map by arrow keys and press Enter.")
            )
            show_examples(opened)
    with below:
        walk_map(place, choice.persona.id)
    if place is not None:
        with reach:
            with st.spinner(_("Working it out …")):
                result = catchment_of(opened, place, choice.persona)
            show_reach(opened, result)
except GeoError as error:
    st.error(str(error))
    st.page_link("pages/walks.py", label=_("Choose another place"), query_params={})

"""Try a design: what a scheme would change for those who live in an area, before and after."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.services.areas import find_area, list_areas
from ui.area_choice import choose_area
from ui.design_bench import show_bench, show_empty
from ui.plain_labels import plain
from ui.words import _
from ui.workspace import workspace

try:
    opened = workspace()
    title = st.container()
    area_id = choose_area(list_areas(opened))
    if area_id is None:
        title.title(_("What would a design change, and for whom?"), anchor=False)
        show_empty(opened)
    else:
        area = find_area(opened, area_id)
        title.title(_("Try a design in {name}").format(name=plain(area.name)), anchor=False)
        show_bench(opened, area)
except GeoError as error:
    st.error(str(error))
    st.page_link("pages/design.py", label=_("Begin again"), query_params={})

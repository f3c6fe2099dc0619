"""What this is, what becomes of what people say, and which data it stands on."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.services.installing import data_status
from ui.about_view import show_credits, show_data, show_privacy
from ui.words import _
from ui.workspace import settings, workspace

st.title(_("About Common Ground"), anchor=False)
st.text(
    _(
        "A shared map of where people feel welcome in London and what stands in their way, and of what it would change "
        "to mend it. Anyone can add to it and read it. Councils, designers and community groups use it to see where "
        "public spaces are within reach, and where they are not."
    )
)
show_privacy()
try:
    show_data(data_status(settings().data_dir), workspace().installed)
    show_credits(workspace().sources)
except GeoError as error:
    st.error(str(error))

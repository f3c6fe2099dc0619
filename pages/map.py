"""The map: where people feel welcome and what gets in the way."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.errors import GeoError
from ui.outbox import receive
from ui.pin_map import pin_map, second_line
from ui.workspace import workspace


@st.fragment
def _map() -> None:
    pin_map(key="map", save=partial(receive, workspace()))


try:
    # Without installed data there is no map: looking for them says what to do.
    if workspace().installed:
        _map()
        second_line(key="line", save=partial(receive, workspace()))
except GeoError as error:
    st.error(str(error))

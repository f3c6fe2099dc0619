"""The map: where people feel welcome and what gets in the way."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ui.outbox import receive
from ui.pin_map import pin_map
from ui.workspace import workspace


@st.fragment
def _map() -> None:
    pin_map(key="map", save=partial(receive, workspace()))


_map()

"""Two to six areas side by side."""

from __future__ import annotations

import streamlit as st

st.title("Compare areas", anchor=False)

"""Page."""

import streamlit as st

st.title("your_pin")

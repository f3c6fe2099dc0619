"""A pin of one's own: see it, change its words, or withdraw it, with the receipt code."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.services.pins import pin_of
from ui.own_pin import show_pin
from ui.session import session
from ui.words import _
from ui.workspace import workspace

st.title(_("Your pin"), anchor=False)
st.text(_("With the receipt code you got when you saved a pin you can see it, change its words, or take it back."))
with st.form("receipt", border=False):
    typed = st.text_input(
        _("Receipt code"),
        max_chars=64,
        autocomplete="off",
        placeholder="0123 4567 89ab cdef 0123 4567 89ab cdef",
        key="receipt-code",
    )
    if st.form_submit_button(_("Show my pin"), type="primary"):
        session().receipt = typed
if session().receipt:
    try:
        opened = workspace()
        show_pin(opened, pin_of(opened, session().receipt), session().receipt)
    except GeoError as error:
        st.error(str(error))

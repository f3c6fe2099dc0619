"""One's own pin, found by its receipt: how it stands, and the two things one can do with it."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.pins import MAX_TEXT_CHARACTERS, GeometryRole, Pin, PinStatus
from geo.services.pins import revise, withdraw
from geo.services.workspace import Workspace
from geo.surveys import CATEGORIES, PinKind, categories_of
from ui.session import session
from ui.words import _


def show_pin(workspace: Workspace, pin: Pin, receipt: str) -> None:
    """The pin as it stands; below it the form to change it and the button to withdraw it."""
    with st.container(border=True, key="cg-own-pin"):
        st.markdown(f"**{_(pin.kind.label)}: {_(CATEGORIES[pin.category].label)}**")
        st.text(pin.text or _("(no words)"))
        st.text(f"{_status(pin)} {_place(pin)}".strip())
    if pin.status is PinStatus.WITHDRAWN:
        return
    _change(workspace, pin, receipt)
    _withdrawal(workspace, receipt)


def _status(pin: Pin) -> str:
    return {
        PinStatus.PENDING: _("A moderator will look at it before it is shown."),
        PinStatus.PUBLISHED: _("Everyone can see it."),
        PinStatus.HIDDEN: _("A moderator has decided not to show it."),
        PinStatus.WITHDRAWN: _("You have withdrawn it. Its words and place are erased."),
    }[pin.status]


def _place(pin: Pin) -> str:
    if pin.published is None:
        return ""
    if pin.published.role is GeometryRole.GRID_CELL:
        return _("It is shown only to within about {n} metres.").format(n=f"{pin.published.precision_m:.0f}")
    if pin.published.role is GeometryRole.SNAPPED:
        return _("It is shown on the nearest street.")
    return _("It is shown where you put it.")


def _change(workspace: Workspace, pin: Pin, receipt: str) -> None:
    st.subheader(_("Change it"), anchor=False)
    kinds = list(PinKind)
    kind = st.radio(
        _("What is the place like?"),
        kinds,
        index=kinds.index(pin.kind),
        format_func=lambda each: _(each.label),
        horizontal=True,
        key="own-kind",
    )
    codes = [category.code for category in categories_of(kind)]
    category = st.selectbox(
        _("What is it about?"),
        codes,
        index=codes.index(pin.category) if pin.category in codes else 0,
        format_func=lambda code: _(CATEGORIES[code].label),
        key=f"own-category-{kind.value}",
    )
    text = st.text_area(
        _("What should people know?"), value=pin.text, max_chars=MAX_TEXT_CHARACTERS, key="own-text", height=100
    )
    if st.button(_("Save the change"), type="primary", key="own-save"):
        try:
            changed = revise(workspace, receipt, text=text, kind=kind, category=category)
        except GeoError as error:
            st.error(str(error))
            return
        st.success(_("Saved. {status}").format(status=_status(changed)))


def _withdrawal(workspace: Workspace, receipt: str) -> None:
    st.subheader(_("Take it back"), anchor=False)
    st.text(
        _("Its words and its place are erased for good. Files that others have taken before cannot be called back.")
    )
    sure = st.checkbox(_("Yes, erase my pin"), key="own-sure")
    if st.button(_("Withdraw the pin"), disabled=not sure, key="own-withdraw"):
        try:
            withdraw(workspace, receipt)
        except GeoError as error:
            st.error(str(error))
            return
        session().receipt = ""
        st.success(_("Your pin is withdrawn. Its words and place are erased."))

"""One's own pin, found by its receipt: how it stands, how it was understood, and the two things one can do with it."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.pins import MAX_TEXT_CHARACTERS, NO_DETAIL, GeometryRole, Pin, PinStatus
from geo.services.pins import revise, withdraw
from geo.services.understanding import how_understood
from geo.services.workspace import Workspace
from geo.surveys import CATEGORIES, PinKind, categories_of
from ui.pin_details import ask_details, detail_words
from ui.session import session
from ui.words import _


def show_pin(workspace: Workspace, pin: Pin, receipt: str) -> None:
    """The pin as it stands and as it was understood; below, the form to change it and the button to withdraw it."""
    with st.container(border=True, key="cg-own-pin"):
        st.markdown(f"**{_(pin.kind.label)}: {_(CATEGORIES[pin.category].label)}**")
        st.text(pin.text or _("(no words)"))
        if said := detail_words(pin.detail):
            st.text(said)
        st.text(f"{_status(pin)} {_place(pin)}".strip())
    if pin.status is PinStatus.WITHDRAWN:
        return
    _understanding(workspace, pin)
    _change(workspace, pin, receipt)
    _withdrawal(workspace, receipt)


def _understanding(workspace: Workspace, pin: Pin) -> None:
    try:
        sentences = how_understood(workspace, pin)
    except GeoError as error:  # the pin can still be changed and withdrawn
        sentences = (str(error),)
    if not sentences:
        return
    st.subheader(_("How we understood your pin"), anchor=False)
    with st.container(key="cg-own-understood"):
        for sentence in sentences:
            st.text(sentence)
        st.text(
            _("We read it from the place that everyone can see. If that is wrong, say more below and we read it again.")
        )


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
    if pin.shape is not None:
        return _("The area you drew is shown.") if pin.shape.is_area else _("The line you drew is shown.")
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
    try:
        with st.expander(_("Say more (you can skip all of it)"), expanded=pin.detail != NO_DETAIL, key="own-more"):
            detail = ask_details(pin.detail, key="own")
        if st.button(_("Save the change"), type="primary", key="own-save"):
            changed = revise(workspace, receipt, text=text, kind=kind, category=category, detail=detail)
            session().own_saved = _("Saved. {status}").format(status=_status(changed))
            st.rerun()  # what stands above is of before the change
    except GeoError as error:
        st.error(str(error))
    if session().own_saved:
        st.success(session().own_saved)
        session().own_saved = ""


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

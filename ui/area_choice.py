"""Choosing an area: a kind, then a name one can type; the address of the page follows, so that it can be shared."""

from __future__ import annotations

import streamlit as st

from geo.areas import AreaKind
from geo.services.areas import AreaSummary
from ui.words import _

_PARAMETER = "area"


def choose_area(areas: list[AreaSummary]) -> str | None:
    """The id of the chosen area, from the widgets or the address; None where nothing is chosen yet.

    An id in the address that is not installed is handed on as it is: whoever looks it up says so.
    """
    asked = st.query_params.get(_PARAMETER)
    known = {area.id: area for area in areas}
    if asked is not None and asked not in known:
        return asked
    kinds = [kind for kind in AreaKind if any(area.kind is kind for area in areas)]
    if not kinds:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="cg-choice"):
        kind = st.selectbox(
            _("Kind of area"),
            kinds,
            index=kinds.index(known[asked].kind) if asked else 0,
            format_func=lambda each: _(each.label),
            key=f"kind-{asked}",
            width=240,
        )
        ids = [area.id for area in areas if area.kind is kind]
        chosen = st.selectbox(
            _("Area"),
            ids,
            index=ids.index(asked) if asked in ids else None,
            format_func=lambda each: _named(known[each]),
            placeholder=_("Type a name, or choose"),
            key=f"area-{kind.value}-{asked}",
        )
    if chosen is not None and chosen != asked:
        st.query_params[_PARAMETER] = chosen
        st.rerun()
    return chosen


def _named(area: AreaSummary) -> str:
    if area.borough_name and area.kind in {AreaKind.WARD, AreaKind.TOWN_CENTRE}:
        return f"{area.name} · {area.borough_name}"
    return area.name

"""Choosing an area: a kind, then a name one can type; the address of the page follows, so that it can be shared."""

from __future__ import annotations

import streamlit as st

from geo.areas import AreaKind
from geo.services.areas import AreaSummary
from ui.words import _

_PARAMETER = "area"
_SEVERAL = "areas"


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
            format_func=lambda each: named(known[each]),
            placeholder=_("Type a name, or choose"),
            key=f"area-{kind.value}-{asked}",
        )
    if chosen is not None and chosen != asked:
        st.query_params[_PARAMETER] = chosen
        st.rerun()
    return chosen


def choose_areas(areas: list[AreaSummary], most: int) -> list[str]:
    """The ids of the areas to compare, from the widget or the address; the address follows.

    An id in the address that is not installed is handed on as it is: whoever looks it up says so.
    """
    known = {area.id: area for area in areas}
    asked = list(dict.fromkeys(each for each in st.query_params.get(_SEVERAL, "").split(",") if each))[:most]

    def note() -> None:
        st.query_params[_SEVERAL] = ",".join(st.session_state[_SEVERAL])

    chosen = st.multiselect(
        _("Areas to compare"),
        list(known),
        default=[each for each in asked if each in known],
        format_func=lambda each: f"{named(known[each])} · {_(known[each].kind.label)}",
        max_selections=most,
        select_all=False,
        placeholder=_("Type a name, or choose"),
        key=_SEVERAL,
        on_change=note,
    )
    return [*chosen, *(each for each in asked if each not in known)]


def named(area: AreaSummary) -> str:
    """The area's name, with its borough where names repeat."""
    if area.borough_name and area.kind in {AreaKind.WARD, AreaKind.TOWN_CENTRE}:
        return f"{area.name} · {area.borough_name}"
    return area.name

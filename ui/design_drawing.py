"""Drawing a scheme: on the map, or by co-ordinates typed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.crs import LonLat
from geo.errors import GeoError, InputError
from geo.schemes import ChangeKind
from geo.services.barriers import barrier_report
from geo.services.places import search
from geo.services.workspace import Workspace
from ui.barrier_choices import BarrierChoice
from ui.design_session import LONGEST_NAME, Draft, DraftChange
from ui.pin_map import draw_map
from ui.words import _

MOST_LINES = 200
_TYPED = "design-typed"
_DRAWN_KINDS = tuple(kind for kind in ChangeKind if kind is not ChangeKind.REMOVE_BARRIER)
_POINTS = {ChangeKind.RAMP, ChangeKind.SPACE, ChangeKind.CLOSE, ChangeKind.OPEN}
_AREAS = {ChangeKind.SPACE}


def draw(draft: Draft, source: str) -> None:
    """The drawing tool with the list of changes."""

    def take_in(sent: Any) -> None:
        draft.take_in(sent)

    draw_map(
        key="design-draw",
        source=source,
        label=_("Map: draw what you would change"),
        draft=draft.for_browser(),
        on_drawn=take_in,
    )


def type_coordinates(workspace: Workspace, draft: Draft) -> None:
    """The same without the map: a kind of change, and its corners line by line."""
    with st.expander(_("Type co-ordinates instead")), st.form("design-by-coordinates", border=False):
        kind = st.selectbox(
            _("What would you change?"),
            list(_DRAWN_KINDS),
            format_func=lambda each: _(each.label),
            key="design-typed-kind",
            width=320,
        )
        typed = st.text_area(
            _("Its corners, one a line: easting and northing, a grid reference, or longitude and latitude"),
            placeholder="531420 182650\n531490 182665",
            key=_TYPED,
            max_chars=20_000,
        )
        name = st.text_input(_("A name, if you like"), max_chars=LONGEST_NAME, key="design-typed-name")
        if st.form_submit_button(_("Add it")):
            try:
                change = typed_change(workspace, kind, typed, name)
            except GeoError as error:
                st.error(str(error))
                return
            draft.add([change])
            st.rerun()


def take_barriers_away(workspace: Workspace, area_id: str, choice: BarrierChoice, draft: Draft) -> None:
    """Barriers of the area, those that cost most first, to be taken away by the scheme."""
    with st.expander(_("Take something away that gets in the way")):
        if not st.toggle(_("List what gets in the way here"), key="design-list-barriers"):
            return
        with st.spinner(_("Working it out …")):
            report = barrier_report(workspace, area_id, choice.persona, choice.standard, choice.settings, quick=True)
        gone = {change.barrier_id for change in draft.changes}
        known = {each.barrier.id: each.barrier for each in report.barriers if each.barrier.id not in gone}
        if not known:
            st.text(_("Nothing is known to get in this walker’s way here."))
            return
        chosen = st.multiselect(
            _("What would be taken away"),
            list(known),
            format_func=lambda each: _(known[each].label),
            select_all=False,
            placeholder=_("Choose; what costs most people comes first"),
            key=f"design-barriers-{draft.token}",
        )
        changes = [
            DraftChange(
                kind=ChangeKind.REMOVE_BARRIER,
                geometry=None,
                name=known[each].label[:LONGEST_NAME],
                barrier_id=each,
            )
            for each in chosen
        ]
        st.button(_("Add it"), key="design-barriers-add", disabled=not chosen, on_click=draft.add, args=(changes,))


def typed_change(workspace: Workspace, kind: ChangeKind, typed: str, name: str = "") -> DraftChange:
    """A change from corners typed. Raises `InputError` or `CoordinateError` in words where they cannot be one."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise InputError(_("Type at most {n} corners, or bring a file.").format(n=MOST_LINES))
    corners = [_place(workspace, line) for line in lines]
    if not corners:
        raise InputError(_("Type at least one corner, for instance 531420 182650."))
    if len(corners) == 1 and kind not in _POINTS:
        raise InputError(_("“{kind}” needs two corners or more, one a line.").format(kind=_(kind.label)))
    if len(corners) == 2 and kind in _AREAS:
        raise InputError(_("An area needs three corners or more, one a line."))
    return DraftChange(kind=kind, geometry=_geometry(kind, corners), name=" ".join(name.split()))


def _place(workspace: Workspace, line: str) -> LonLat:
    found = search(workspace, line)
    if len(found) != 1 or found[0].kind != "place":
        raise InputError(
            _("“{line}” is not a pair of co-ordinates. Type easting and northing, for instance 531420 182650.").format(
                line=line[:60]
            )
        )
    return LonLat(found[0].lon, found[0].lat)


def _geometry(kind: ChangeKind, corners: list[LonLat]) -> dict[str, Any]:
    places = [[round(each.lon, 7), round(each.lat, 7)] for each in corners]
    if len(places) == 1:
        return {"type": "Point", "coordinates": places[0]}
    if kind in _AREAS:
        return {"type": "Polygon", "coordinates": [[*places, places[0]]]}
    return {"type": "LineString", "coordinates": places}

"""Walks from a place: finding the place, the map of what is within reach, the same as a table, and its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from geo.areas import AreaKind
from geo.crs import LonLat
from geo.errors import CoordinateError
from geo.metrics.walking_catchment import ReachedSpace
from geo.services.areas import list_areas
from geo.services.catchment_files import catchment_geojson
from geo.services.catchment_map import people_within
from geo.services.catchments import CatchmentResult
from geo.services.places import FoundPlace, search
from geo.services.workspace import Workspace
from ui.addresses import walk_source
from ui.figure_words import figure_text
from ui.pin_map import choose_on_map, table
from ui.words import _

LON, LAT, NAME = "lon", "lat", "from"
_SEARCH = "walk-search"
_MOST_NAMES = 12


def place_in_address() -> LonLat | None:
    """The place that the address names; None where it names none. Raises `CoordinateError` for what cannot be one."""
    lon, lat = (st.query_params.get(name) for name in (LON, LAT))
    if lon is None or lat is None:
        return None
    try:
        return LonLat(float(lon), float(lat))
    except ValueError as error:
        raise CoordinateError("The address of this page gives no place: lon and lat must be numbers.") from error


def choose_place(workspace: Workspace) -> None:
    """A search by name or co-ordinates; what is found can be pressed, and goes into the address."""
    typed = st.text_input(
        _("Where do you set out?"),
        max_chars=200,
        placeholder=_("Street, park, station or co-ordinates"),
        key=_SEARCH,
        autocomplete="off",
    ).strip()
    if not typed or typed == st.query_params.get(NAME):
        return
    found = search(workspace, typed)
    if not found:
        st.text(_("Nothing found for “{text}”. Try a street, park, station or ward nearby.").format(text=typed))
        return
    with st.container(horizontal=True, key="cg-found"):
        for number, place in enumerate(found):
            label = f"{place.name} · {place.detail}" if place.detail else place.name
            st.button(label, key=f"found-{number}", on_click=_go, args=(place,))


def _go(place: FoundPlace) -> None:
    _set_place(place.lon, place.lat, place.name)
    st.session_state[_SEARCH] = place.name


def _set_place(lon: float, lat: float, name: str = "") -> None:
    st.query_params[LON], st.query_params[LAT] = f"{lon:.6f}", f"{lat:.6f}"
    if name:
        st.query_params[NAME] = name
    elif NAME in st.query_params:
        del st.query_params[NAME]


def walk_map(place: LonLat | None, persona_id: str) -> None:
    """The map; a place that is chosen on it goes into the address."""
    choose_on_map(
        key="walk-map",
        source=walk_source(place, persona_id),
        label=_("Map: choose where you set out"),
        on_choice=take_choice,
    )


def take_choice(sent: Any) -> None:
    """Keep a place that the browser sent, where it is one."""
    try:
        place = LonLat(float(sent["lon"]), float(sent["lat"]))
    except (TypeError, KeyError, ValueError):
        return
    _set_place(place.lon, place.lat)
    st.session_state[_SEARCH] = ""


def show_examples(workspace: Workspace) -> None:
    """Where streets are installed, as a way in for those who have no place in mind."""
    maps = list_areas(workspace, AreaKind.EXTRACT)
    if not maps:
        return
    st.text(_("Walks are known where streets and paths are installed. Set out in the middle of one of these maps:"))
    with st.container(horizontal=True, key="cg-examples"):
        for each in maps:
            middle = workspace.areas.loc[each.id].geometry.representative_point()
            place = workspace.grid.point_to_wgs84(middle.x, middle.y)
            st.button(each.name, key=f"map-{each.id}", on_click=_set_place, args=(place.lon, place.lat, each.name))


def show_reach(workspace: Workspace, result: CatchmentResult) -> None:
    """What is within reach in words and as a table, and the file of it."""
    if not result.bands:
        st.text(_(result.reason))
        return
    stops_known = len(workspace.stops) > 0
    rows = [
        {
            _("Within"): _("{n} minutes").format(n=f"{band.minutes:g}"),
            _("People who live there"): people_within(band),
            _("Public open spaces"): _count(len(band.open_spaces), band.at_least),
            _("Community places"): _count(len(band.community), band.at_least),
            _("Stops"): _count(len(band.stops), band.at_least) if stops_known else _("not known"),
            _("Streets and paths"): _("{km} km").format(km=figure_text(band.shape.length_m / 1000)),
        }
        for band in result.bands
    ]
    st.header(_("What is within reach"), anchor=False, divider="gray")
    table(key="reach", caption=_("What is within reach on foot"), rows=rows)
    farthest = result.bands[-1]
    _nearest(_("Public open spaces, nearest first"), farthest.open_spaces, "spaces")
    _nearest(_("Community places, nearest first"), farthest.community, "community")
    with st.expander(_("How we worked this out")):
        for sentence in result.sentences[len(result.bands) :]:
            st.text(_(sentence))
        st.text(
            _(
                "The reached part of each street is exact; the ground is all that lies within 25 m of it. People and "
                "places count where their own walk is within the minutes. {walker}: {speed} metres a second ({source})."
            ).format(
                walker=_(result.persona.label), speed=f"{result.persona.speed_m_per_s:g}", source=result.persona.source
            )
        )
        st.text(_("More in docs/metrics.md and docs/adr/0015."))
    st.download_button(
        _("Take it with you (GeoJSON)"),
        data=_maker(workspace, result),
        file_name="walking-catchment.geojson",
        mime="application/geo+json",
        on_click="ignore",
        key="download-walk",
    )


def _count(number: int, at_least: bool) -> str:
    if at_least and number:
        return _("at least {n}").format(n=figure_text(number))
    return figure_text(number)


def _nearest(title: str, spaces: tuple[ReachedSpace, ...], key: str) -> None:
    named = [space for space in spaces if space.name][:_MOST_NAMES]
    if not named:
        return
    with st.expander(title):
        rows = [{_("Name"): space.name or "", _("Walk"): _minutes(space.minutes)} for space in named]
        table(key=f"nearest-{key}", caption=title, rows=rows)


def _minutes(minutes: float) -> str:
    whole = round(minutes)
    if whole < 1:
        return _("less than a minute")
    return _("1 minute") if whole == 1 else _("{n} minutes").format(n=whole)


def _maker(workspace: Workspace, result: CatchmentResult) -> Callable[[], bytes]:
    return partial(as_file, workspace, result)


def as_file(workspace: Workspace, result: CatchmentResult) -> bytes:
    """The catchment as GeoJSON."""
    return json.dumps(catchment_geojson(workspace, result), ensure_ascii=False).encode()

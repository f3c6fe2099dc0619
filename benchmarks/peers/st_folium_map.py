"""The peer: boroughs, wards and pins on a folium map in plain st_folium; a click adds a pin to SQLite.

Written as its documentation shows, with the two things that people soon add: outlines read once, and only the last
click given back. Leaflet comes from this server, since a machine that measures may be offline.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

FOLDER = Path(os.environ["PEER_FOLDER"])
MIDDLE = (51.49, -0.1)
COLOURS = {"welcoming": "#00695C", "barrier": "#B23A00", "both": "#6A3D9A"}
folium.Map.default_js = [("leaflet", "/app/static/leaflet.js")]
folium.Map.default_css = [("leaflet_css", "/app/static/leaflet.css")]


@st.cache_data
def outlines(kind: str) -> dict[str, Any]:
    """Areas of a kind as GeoJSON, read once."""
    areas: dict[str, Any] = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return areas


def drawn_map(pins: list[tuple[float, float, str, str]]) -> folium.Map:
    """The map with all its layers."""
    shown = folium.Map(location=MIDDLE, zoom_start=int(os.environ["PEER_ZOOM"]), tiles=None)
    folium.GeoJson(outlines("ward"), style_function=lambda _: {"weight": 0.8, "fillOpacity": 0}).add_to(shown)
    folium.GeoJson(outlines("borough"), style_function=lambda _: {"weight": 1.6, "fillOpacity": 0}).add_to(shown)
    for lon, lat, kind, text in pins:
        look = {"radius": 6, "color": "white", "weight": 2, "fill_color": COLOURS[kind], "fill_opacity": 1}
        folium.CircleMarker((lat, lon), tooltip=text or None, **look).add_to(shown)
    return shown


st.set_page_config(layout="wide")
store = sqlite3.connect(FOLDER / "pins.sqlite")
pins = store.execute("SELECT lon, lat, kind, text FROM pins").fetchall()
st.text(f"{len(pins)} pins so far")
answer = st_folium(drawn_map(pins), key="map", width=860, height=640, returned_objects=["last_clicked"])
clicked = (answer or {}).get("last_clicked")
if clicked and clicked != st.session_state.get("saved"):
    with store:
        store.execute("INSERT INTO pins VALUES (?, ?, 'barrier', '')", (clicked["lng"], clicked["lat"]))
    st.session_state["saved"] = clicked
    st.rerun()

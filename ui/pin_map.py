"""The map as a Streamlit component: a small loader here, the code itself under static/.

The loader's text travels with every message, so it does nothing but fetch the rest. `pin_map` is the seam that tests
replace: it hands what the browser sent to `save`, inside the component's callback, before the script runs again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ui.browser_files import BrowserFiles, read_files
from ui.outbox import Answers
from ui.session import session
from ui.words import LANGUAGE, _, map_setup

_LOADER = """
export default async (component) => {
  const code = await import(new URL(component.data.code, location.origin).href);
  return code.mount(component);
};
"""


def pin_map(*, key: str, save: Callable[[Any], Answers]) -> None:
    """The residents' map over the whole window; pins that arrive are handed to `save` and its answers sent back."""

    def take_in() -> None:
        sent = st.session_state[key].get("outbox")
        session().answers = save(sent)

    answers = session().answers
    data = _common("map/main.js") | {"mode": "ask", "answers": answers.pins, "trouble": answers.trouble}
    _component("common_ground_map")(key=key, data=data, on_outbox_change=take_in)


def second_line(*, key: str, save: Callable[[Any], Answers]) -> None:
    """A way for pins outside the map's fragment, which a server started anew does not know; it draws nothing."""

    def take_in() -> None:
        session().answers = save(st.session_state[key].get("outbox"))

    with st.container(key=f"cg-{key}", height=1, border=False):
        _component("common_ground_line")(key=key, data=_code("map/line.js"), on_outbox_change=take_in)


def look_map(*, key: str, source: str, label: str, height: int = 420) -> None:
    """A small map to look at; `source` is where this host gives what it shows, as ui.routes names it."""
    data = _common("map/main.js") | {"mode": "look", "source": source, "label": label, "height": height}
    _component("common_ground_look")(key=key, data=data)


def choose_on_map(*, key: str, source: str, label: str, on_choice: Callable[[Any], None], height: int = 480) -> None:
    """The same with a place to be chosen on it, by a tap or Enter; `on_choice` is told what the browser sent."""

    def take_in() -> None:
        on_choice(st.session_state[key].get("picked"))

    data = _common("map/main.js") | {"mode": "look", "source": source, "label": label, "height": height}
    _component("common_ground_choose")(key=key, data=data | {"pick": "picked"}, on_picked_change=take_in)


def barriers_map(
    *, key: str, source: str, label: str, rows: list[dict[str, Any]], words: dict[str, str], height: int = 560
) -> None:
    """A map and a ranked list as one: what is pointed at in either lights up in both, without a word to the server."""
    data = _common("map/main.js") | {"mode": "barriers", "source": source, "label": label, "height": height}
    _component("common_ground_barriers")(key=key, data=data | {"rows": rows, "words": words})


def swipe_map(*, key: str, source: str, label: str, height: int = 540) -> None:
    """Before and after on one map, parted by a handle."""
    data = _common("map/main.js") | {"mode": "swipe", "source": source, "label": label, "height": height}
    _component("common_ground_swipe")(key=key, data=data)


def draw_map(
    *, key: str, source: str, label: str, draft: dict[str, Any], on_drawn: Callable[[Any], None], height: int = 560
) -> None:
    """The drawing tool; `on_drawn` is told all changes each time that one is altered."""

    def take_in() -> None:
        on_drawn(st.session_state[key].get("drawn"))

    data = _common("map/main.js") | {"mode": "draw", "source": source, "label": label, "height": height}
    _component("common_ground_draw")(key=key, data=data | {"event": "drawn", "draft": draft}, on_drawn_change=take_in)


def figure(*, key: str, kind: str, **content: Any) -> None:
    """A picture of figures (`kind` names its drawing in frontend/src/figure); the words in it are plain text."""
    _component("common_ground_figure")(key=key, data=_common("figure/main.js") | {"kind": kind} | content)


def table(*, key: str, caption: str, rows: list[dict[str, str]]) -> None:
    """Rows of plain text under the heads that their keys give; Streamlit's own table cannot be scrolled by keyboard."""
    if rows:
        cells = [list(row.values()) for row in rows]
        figure(key=key, kind="table", caption=caption, heads=list(rows[0]), rows=cells)


def base_path() -> str:
    """The path that the app is served under, with slashes around it."""
    inner = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{inner}/" if inner else "/"


@cache
def _component(name: str) -> ComponentRenderer:
    return st.components.v2.component(name, js=_LOADER)


@cache
def _files() -> BrowserFiles:
    return read_files()


def _code(entry: str) -> dict[str, Any]:
    return {"code": f"{base_path()}app/static/{_files().app}/{entry}"}


def _common(entry: str) -> dict[str, Any]:
    """What the browser's code needs to find the rest; small, since it travels with every message."""
    files, base = _files(), base_path()
    return _code(entry) | {
        "files": f"{base}app/static/",
        "app": files.app,
        "leaflet": files.leaflet,
        "protomaps": files.protomaps,
        "base": base,
        "map_data": f"{base}map-data/",
        "setup": f"{base}api/setup?v={map_setup()[1]}",
        "language": LANGUAGE,
        "failed": _("The map could not be loaded. Check the connection and load the page again."),
    }

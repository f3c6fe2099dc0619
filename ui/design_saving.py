"""Keeping a scheme: saved under a name, its versions, its files, and going on with one that was saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from geo.metrics.scheme_comparison import SchemeComparison
from geo.schemes import Scheme
from geo.services.schemes import list_schemes, save_scheme, scheme_geojson, scheme_versions
from geo.services.workspace import Workspace
from ui.design_session import Draft, changes_of
from ui.design_shown import SCHEME, VERSION, in_address
from ui.plain_labels import plain
from ui.words import _

LONGEST_SCHEME_NAME = 120


def save_form(workspace: Workspace, draft: Draft, scheme: Scheme) -> None:
    """A name, and a button that saves; what was saved stands in the address from then on."""
    st.header(_("Keep it and share it"), anchor=False, divider="gray")
    again = draft.scheme_id is not None
    with st.form("design-save", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("Name of the scheme"), value=draft.name, max_chars=LONGEST_SCHEME_NAME, key="design-name", width=360
        )
        pressed = st.form_submit_button(_("Save as the next version") if again else _("Save"), type="primary")
    if not pressed:
        return
    if not name.strip():
        st.error(_("Give the scheme a name first."))
        return
    wanted = replace(scheme, name=" ".join(name.split()))
    saved = save_scheme(workspace, replace(wanted, id=draft.scheme_id) if draft.scheme_id else wanted)
    draft.scheme_id, draft.name = saved.id, saved.name
    for key, value in in_address(saved).items():
        st.query_params[key] = value
    st.rerun()


def show_saved(workspace: Workspace, scheme: Scheme, draft: Draft) -> None:
    """A saved scheme: its version and the others, the way to share it, and to go on from it."""
    st.header(_("Keep it and share it"), anchor=False, divider="gray")
    st.text(
        _("Saved as “{name}”, version {version}. Whoever has the address of this page sees the same.").format(
            name=scheme.name, version=scheme.version
        )
    )
    versions = scheme_versions(workspace, scheme.id)
    if len(versions) > 1:
        with st.container(horizontal=True, key="cg-versions"):
            for other in versions:
                if other.version != scheme.version:
                    ask = in_address(other) | _area_in(other)
                    label = _("Version {n}").format(n=other.version)
                    st.page_link("pages/design.py", label=label, query_params=ask)
    st.button(_("Change this scheme"), key="design-go-on", on_click=go_on, args=(workspace, draft, scheme))


def _area_in(scheme: Scheme) -> dict[str, str]:
    return {} if scheme.area_id is None else {"area": scheme.area_id}


def go_on(workspace: Workspace, draft: Draft, scheme: Scheme) -> None:
    """Take a saved scheme over as the draft; saving makes its next version."""
    draft.replace(changes_of(scheme_geojson(workspace, scheme)))
    draft.scheme_id, draft.name = scheme.id, scheme.name
    for name in (SCHEME, VERSION):
        if name in st.query_params:
            del st.query_params[name]
    st.session_state["design-step"] = "draw"


def scheme_label(scheme: Scheme) -> str:
    """A scheme's name with its version."""
    return _("{name}, version {version}").format(name=scheme.name, version=scheme.version)


def saved_links(workspace: Workspace, area_id: str | None) -> None:
    """Schemes that were saved for an area, or for any, as links."""
    saved = list_schemes(workspace, area_id)
    if not saved:
        return
    st.subheader(_("Saved schemes"), anchor=False)
    for scheme in saved[:20]:
        ask = in_address(scheme) | _area_in(scheme)
        st.page_link("pages/design.py", label=plain(scheme_label(scheme)), query_params=ask)


def download_buttons(
    workspace: Workspace, comparison: SchemeComparison, standalone: Callable[[], bytes] | None
) -> None:
    """Files of the scheme; nothing is made before a button is pressed."""
    scheme = comparison.scheme

    def as_geojson() -> bytes:
        return json.dumps(scheme_geojson(workspace, scheme), ensure_ascii=False).encode()

    with st.container(horizontal=True, key="cg-design-files"):
        st.download_button(
            _("The scheme (GeoJSON)"),
            data=as_geojson,
            file_name="scheme.geojson",
            mime="application/geo+json",
            on_click="ignore",
            key="design-geojson",
        )
        if standalone is not None:
            st.download_button(
                _("Before and after as a map to keep (HTML)"),
                data=standalone,
                file_name="scheme-map.html",
                mime="text/html",
                on_click="ignore",
                key="design-html",
            )


def chosen_in(asked: Mapping[str, str]) -> list[tuple[str, int | None]]:
    """Schemes that an address names to be seen side by side: "ID:VERSION,ID:VERSION"."""
    chosen = []
    for each in asked.get("schemes", "").split(","):
        scheme_id, _colon, version = each.partition(":")
        if scheme_id:
            chosen.append((scheme_id, int(version) if version.isdecimal() else None))
    return list(dict.fromkeys(chosen))

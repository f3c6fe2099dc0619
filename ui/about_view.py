"""The parts of the page about the app: privacy in plain words, the data it stands on, whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from geo.provenance import Source
from ui.pin_map import table
from ui.words import _


def show_privacy() -> None:
    """What is promised to those who take part."""
    st.subheader(_("What becomes of what you say"), anchor=False, divider="gray")
    promises = (
        _("No account, no name, no e-mail. Nothing about you is asked."),
        _(
            "So that people can be counted and not only pins, your browser draws a random number when you save your "
            "first pin and sends it along with each. We keep a scrambled form of it beside the pin, that cannot be "
            "turned back, to see which pins come from one browser. One browser is one voice: two people who share a "
            "device count as one, one person with two devices as two. It is used in counts and shown nowhere, goes "
            "when you withdraw the pin, and starts anew when you clear this site's data in your browser."
        ),
        _(
            "Where you tapped is kept apart and shown to nobody. A pin on a street or in a public space is shown where "
            "it is; one beside homes on the nearest street; what is sensitive only to within about 180 metres."
        ),
        _(
            "What you say beside a pin (whom it affects, when, how bad) is said of the place and is public with it. A "
            "line or an area is shown as you drew it, to within about 5 metres, but never where the subject is "
            "sensitive, nor where it is as small as the plot of a home; a line that begins at a building is shown from "
            "the street on."
        ),
        _("What is said of fear, policing or exclusion is shown only after a moderator has looked at it."),
        _(
            "With your receipt code you can change or withdraw a pin, and see how we understood it. Withdrawing erases "
            "its words, its place, what you drew, whose it was, and what officers noted of it."
        ),
        _("Figures are shown for the pins of at least five contributors, and for at least ten residents, never fewer."),
        _(
            "Your browser asks this website alone for everything: no map provider, no font provider and no advertiser "
            "learns of your visit. Pins that could not be sent yet wait in your own browser and nowhere else."
        ),
    )
    st.markdown("\n".join(f"- {promise}" for promise in promises))


def show_data(status: Mapping[str, Any], installed: Mapping[str, Any]) -> None:
    """What is installed: layers, streets, and how exact places are."""
    st.subheader(_("The data it stands on"), anchor=False, divider="gray")
    st.text(_mode(installed.get("mode", "")))
    networks = status["networks"]
    if networks:
        kilometres = sum(network["length_km"] for network in networks)
        st.text(_("{km} km of streets and paths are installed for walks.").format(km=f"{kilometres:,.0f}"))
    with st.expander(_("All layers, with their dates")):
        _layer_tables(status)
    grid = status["grid"]
    st.text(
        _(
            "Lengths and areas are measured on the British National Grid. Places are converted by {name}, which agrees "
            "with Ordnance Survey's own figures to about {accuracy} m."
        ).format(name=grid["name"], accuracy=f"{grid['accuracy_m']:g}")
    )


def _layer_tables(status: Mapping[str, Any]) -> None:
    layers = [
        {
            _("Data"): layer["name"],
            _("Number"): f"{layer['features']:,}",
            _("Date"): layer["vintage"],
            _("From"): layer["source"],
        }
        for layer in status["layers"]
    ]
    table(key="layers", caption=_("Installed data"), rows=layers)
    networks = [
        {
            _("Streets and paths"): network["name"],
            _("Length"): f"{network['length_km']:,.0f} km",
            _("Date"): network["date"] or _("not known"),
        }
        for network in status["networks"]
    ]
    table(key="networks", caption=_("Installed streets and paths"), rows=networks)


def _mode(mode: str) -> str:
    return {
        "bundle": _("Installed from a folder of source data."),
        "download": _("Downloaded from the publishers."),
        "embedded": _(
            "Practice data: the boroughs are real, but the quarter with streets, spaces and pins is invented, so that "
            "the app can be tried without data."
        ),
    }.get(mode, "")


def show_credits(sources: Mapping[str, Source]) -> None:
    """Whose data they are and on what terms; and the software the browser runs."""
    with st.expander(_("Licences and credits")):
        rows = [
            {_("Data"): source.title, _("Licence"): source.licence, _("Credit"): source.attribution}
            for source in sources.values()
        ]
        table(key="credits", caption=_("Licences and credits"), rows=rows)
        st.text(
            _(
                "The map is drawn by Leaflet (BSD-2-Clause) and protomaps-leaflet (BSD-3-Clause), in the typeface "
                "Atkinson Hyperlegible (SIL Open Font License 1.1). This app is free software under the MIT licence."
            )
        )

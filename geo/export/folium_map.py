"""A map as one HTML file that opens offline: drawn by folium, with everything that it needs written into it.

folium links its libraries from elsewhere. Here none of those links is kept: Leaflet is written into the page, no tiles
are asked for, and a policy in the page lets no request out and no script run but those two, known by their digests.
What a feature says is set as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import folium
from folium.utilities import JsCode

from geo.export.folium_page import PAGE, STYLE
from geo.export.leaflet_files import LeafletFiles

_SAY = """function (feature, layer) {
  var told = feature.properties.told, rank = feature.properties.rank;
  if (told) {
    var box = document.createElement("div");
    told.forEach(function (line, row) {
      var said = document.createElement(row ? "p" : "strong");
      said.textContent = line;
      box.appendChild(said);
    });
    layer.bindPopup(box, {maxWidth: 280});
  }
  if (rank) {
    var mark = document.createElement("span");
    mark.textContent = String(rank);
    layer.bindTooltip(mark, {permanent: true, direction: "center", className: "rank"});
  }
}"""


class Role(StrEnum):
    """What part a sheet plays: the quiet ground, one that can be switched off, or one of several to choose from."""

    GROUND = "ground"
    OVERLAY = "overlay"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSheet:
    """One layer. `features` is GeoJSON in WGS84; of each feature's properties ``style`` (Leaflet's options), ``told``
    (lines of text) and ``rank`` (a number to write on a point) are used.
    """

    name: str
    features: Mapping[str, Any]
    role: Role = Role.OVERLAY
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """A colour and what it stands for. `shape` is "area", "line", "dashed" or "point"."""

    colour: str
    label: str
    shape: str = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """A map with its words. `bounds` is west, south, east, north in degrees; `ranked` rows are a thing, what of it."""

    title: str
    lead: Sequence[str]
    bounds: Sequence[float]
    sheets: Sequence[MapSheet]
    legend: Sequence[LegendRow] = ()
    ranked_title: str = ""
    ranked: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    credits: Sequence[str] = field(default=())


class _OfflineMap(folium.Map):  # type: ignore[misc]
    """folium's map without its links to other hosts."""

    default_js: Sequence[tuple[str, str]] = ()
    default_css: Sequence[tuple[str, str]] = ()


def standalone_page(page: MapPage, files: LeafletFiles) -> str:
    """The page as HTML, the same for the same content."""
    drawing, script = _drawn(page)
    scripts = (files.script, script)
    return PAGE.substitute(
        policy=_policy(scripts),
        title=html.escape(page.title),
        style=files.fonts + files.style + STYLE,
        lead=_paragraphs(page.lead),
        drawing=drawing,
        legend="".join(_legend_row(row) for row in page.legend),
        ranked=_ranked(page),
        notes=_paragraphs(page.notes),
        credits=_paragraphs(page.credits),
        leaflet=scripts[0],
        script=scripts[1],
    )


def _drawn(page: MapPage) -> tuple[str, str]:
    """The element of the map and the script that draws it."""
    drawn = _OfflineMap(tiles=None, zoom_snap=0.25, attributionControl=False, max_zoom=19)
    for sheet in page.sheets:
        folium.GeoJson(
            dict(sheet.features),
            name=html.escape(sheet.name),  # Leaflet's control takes names for markup
            overlay=sheet.role is not Role.CHOICE,
            control=sheet.role is not Role.GROUND,
            show=sheet.shown,
            marker=folium.CircleMarker(radius=11, fill=True),
            on_each_feature=JsCode(_SAY),
            interactive=sheet.role is not Role.GROUND,
        ).add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    west, south, east, north = page.bounds
    drawn.fit_bounds([[south, west], [north, east]], padding=(12, 12))
    figure = drawn.get_root()
    figure.render()
    element, script = figure.html.render(), figure.script.render()
    for number, made_up in enumerate(_ids(figure)):  # folium's ids are drawn anew each time
        element, script = element.replace(made_up, str(number)), script.replace(made_up, str(number))
    return element, f"\n{script}\n"


def _ids(element: Any) -> Iterator[str]:
    yield element._id
    for child in element._children.values():
        yield from _ids(child)


def _policy(scripts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii") for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


def _legend_row(row: LegendRow) -> str:
    mark = f'<span class="{html.escape(row.shape)}" style="--c:{html.escape(row.colour)}"></span>'
    return f"<li>{mark}{html.escape(row.label)}</li>"


def _ranked(page: MapPage) -> str:
    if not page.ranked:
        return ""
    rows = "".join(f"<li><strong>{html.escape(one)}</strong> {html.escape(said)}</li>" for one, said in page.ranked)
    return f"<h2>{html.escape(page.ranked_title)}</h2><ol>{rows}</ol>"

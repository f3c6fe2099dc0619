"""Maps as one HTML file: everything in it, nothing asked for, nothing of what residents wrote."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from uuid import UUID

import pytest
from drawn_designs import SQUARE, geojson
from small_town import ESTATE, SECRET, lonlat, small_town

from geo.errors import DataMissingError, InputError
from geo.export.folium_map import LegendRow, MapPage, MapSheet, Role, standalone_page
from geo.export.leaflet_files import LeafletFiles, leaflet_files
from geo.pins import PinDraft
from geo.services.barriers import barrier_report
from geo.services.pins import drop_pin
from geo.services.sites import add_site
from geo.services.standalone_maps import area_page, barrier_page, design_preview, write_page
from geo.sources.design_files import read_design
from geo.surveys import PinKind

NASTY = "</script><img src=x onerror=alert(1)>"
FILES = LeafletFiles("/* leaflet */", ".leaflet{}", "")


@pytest.fixture
def static(tmp_path):
    """The browser's files as set-up lays them, with little in them."""
    folder = tmp_path / "static"
    for name, content in {
        "files.json": json.dumps({"leaflet": "leaflet-1", "font": "font-1"}),
        "leaflet-1/leaflet.js": "var L = 1;\n//# sourceMappingURL=leaflet.js.map",
        "leaflet-1/leaflet.css": ".a { background: url(images/layers.png) } .b { color: red }",
        "font-1/latin-400-normal.woff2": "regular",
        "font-1/latin-700-normal.woff2": "bold",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def town(tmp_path):
    workspace = small_town(tmp_path / "town")
    yield workspace
    workspace.store.close()


def point(**properties):
    geometry = {"type": "Point", "coordinates": [-0.1, 51.5]}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": properties, "geometry": geometry}],
    }


def page(**more):
    said = {
        "title": "Elm Yard",
        "lead": ["A ward."],
        "bounds": (-0.11, 51.49, -0.09, 51.51),
        "sheets": [MapSheet(name="Barriers", features=point(told=["One"], rank=1))],
    }
    return MapPage(**{**said, **more})


class Parts(HTMLParser):
    """The tags of a page with their attributes, and the text of scripts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.scripts, self._script = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")
        self._script = tag == "script"

    def handle_endtag(self, tag):
        self._script = False

    def handle_data(self, data):
        if self._script:
            self.scripts[-1] += data


def asked_for(text):
    """Everything the page would fetch by itself."""
    parts = Parts(text)
    links = [
        a.get("src") or a.get("href") for tag, a in parts.tags if tag in {"script", "link", "img", "iframe", "object"}
    ]
    styles = re.findall(r"url\(([^)]*)\)|@import", text)
    return [each for each in [*links, *styles] if each and not each.startswith("data:")]


def test_nothing_is_asked_for():
    assert asked_for(standalone_page(page(), FILES)) == []


def test_only_the_two_scripts_of_the_page_may_run_and_nothing_may_be_fetched():
    text = standalone_page(page(), FILES)
    parts = Parts(text)
    (policy,) = [a["content"] for tag, a in parts.tags if a.get("http-equiv") == "Content-Security-Policy"]
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in parts.scripts]
    assert len(digests) == 2
    assert all(f"'sha256-{digest}'" in policy for digest in digests)
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_markup_in_words_stays_words():
    sheet = MapSheet(name=NASTY, features=point(told=[NASTY], rank=1))
    text = standalone_page(
        page(
            title=NASTY,
            lead=[NASTY],
            sheets=[sheet],
            legend=[LegendRow(colour="red", label=NASTY)],
            ranked_title=NASTY,
            ranked=[(NASTY, NASTY)],
            notes=[NASTY],
            credits=[NASTY],
        ),
        FILES,
    )
    parts = Parts(text)
    assert not [tag for tag, _ in parts.tags if tag == "img"]
    assert len(parts.scripts) == 2
    assert NASTY not in text
    assert text.count(html.escape(NASTY)) == 9  # the title stands twice
    assert "textContent" in parts.scripts[1]
    assert "insertAdjacentHTML" not in parts.scripts[1]


def test_the_same_content_gives_the_same_page():
    assert standalone_page(page(), FILES) == standalone_page(page(), FILES)


def test_sheets_to_choose_between_are_offered_as_such():
    sides = [
        MapSheet(name=name, features=point(), role=Role.CHOICE, shown=name == "After") for name in ("After", "Before")
    ]
    script = Parts(standalone_page(page(sheets=sides), FILES)).scripts[1]
    offered = re.search(r"base_layers : \{(.*?)\},\s*overlays", script, re.DOTALL)
    assert '"After"' in offered[1]
    assert '"Before"' in offered[1]


def test_leaflet_is_taken_from_the_files_laid_at_set_up_without_its_pictures(static):
    files = leaflet_files(static)
    assert files.script == "var L = 1;\n"
    assert files.style == ".a { background: none } .b { color: red }"
    assert files.fonts.count("url(data:font/woff2;base64,") == 2
    with pytest.raises(DataMissingError, match="make browser-files"):
        leaflet_files(static / "elsewhere")


def test_an_area_is_drawn_with_its_walks_and_spaces(town, static):
    text = area_page(town, ESTATE, static=static)
    assert "<h1>Park Estate</h1>" in text
    assert "0–5 minutes" in text
    assert "The Park" in text
    assert "© OpenStreetMap contributors" in text
    assert asked_for(text) == []


def test_a_site_is_drawn_like_any_area(town, static):
    site = add_site(town, "Elm <b>Yard", read_design(geojson(SQUARE, crs="EPSG:27700"), "a.geojson", grid=town.grid))
    text = area_page(town, site.id, static=static)
    assert "<h1>Elm &lt;b&gt;Yard</h1>" in text
    assert "Project site, Camden." in text


def test_barriers_are_ranked_beside_the_map_and_hold_no_words_of_residents(town, static):
    words = "Broken lift, ask Zebedee"
    for number in range(3):
        draft = PinDraft(
            id=UUID(f"0b3b9a0c-5a5c-4e2b-9d39-3f0d1f7f4c1{number}"),
            receipt=f"0123456789abcdef0123456789abcde{number}",
            place=lonlat((529_350.0, 180_150.0 + number)),  # on Side Street, the way into the park
            kind=PinKind.BARRIER,
            category="b-step",
            text=words,
            contributor=f"person {number}",
        )
        drop_pin(town, draft)
    report = barrier_report(town, ESTATE, quick=True)
    text = barrier_page(town, report, static=static)
    assert report.barriers
    assert html.escape(report.barriers[0].barrier.label) in text
    assert "Which to remove first" in text
    assert "Zebedee" not in text
    assert SECRET.decode() not in text
    assert asked_for(text) == []


def test_a_design_is_shown_as_it_was_read(town, static):
    design = read_design(geojson(SQUARE, name="The yard"), "yard <1>.geojson", grid=town.grid)
    text = design_preview(town, design, static=static)
    assert "yard &lt;1&gt;.geojson" in text
    assert "Taken for British National Grid" in text
    assert "The yard" in text


def test_a_page_is_written_whole(tmp_path):
    out = write_page("<p>…</p>", tmp_path / "a.html")
    assert out.read_text(encoding="utf-8") == "<p>…</p>"
    with pytest.raises(InputError, match="does not exist"):
        write_page("x", tmp_path / "nowhere" / "a.html")

"""A download through OSMnx, from a server of our own on this machine that answers as Overpass does."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import ClassVar
from urllib.parse import parse_qs

import osmium
import osmnx
import pytest
import shapely

from geo.errors import SourceError
from geo.frames import SPACES, check_frame
from geo.sources.osm_live import chains, download_area

AREA = shapely.Point(531_660, 182_270).buffer(60)


@pytest.fixture(scope="module")
def elements(bundle):
    """The Northampton Square extract as Overpass elements."""
    found = []
    path = str(bundle / "osm" / "london_northampton_square_2026-07.osm.pbf")
    for item in osmium.FileProcessor(path):
        element = {"id": item.id, "tags": dict(item.tags)}
        if item.is_node():
            found.append({**element, "type": "node", "lat": item.lat, "lon": item.lon})
        elif item.is_way():
            found.append({**element, "type": "way", "nodes": [node.ref for node in item.nodes]})
        else:
            kinds = {"n": "node", "w": "way", "r": "relation"}
            members = [{"type": kinds[m.type], "ref": m.ref, "role": m.role} for m in item.members]
            found.append({**element, "type": "relation", "members": members})
    return found


class _Overpass(BaseHTTPRequestHandler):
    """Answers a query for ways with the network and any other with everything."""

    elements: ClassVar[list[dict]] = []
    asked: ClassVar[list[str]] = []
    broken = False

    def do_GET(self):
        self._send(200, b"Connected as: 1\nRate limit: 0\n")

    def do_POST(self):
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["data"][0]
        type(self).asked.append(query)
        if self.broken:
            self._send(500, b"<html>runtime error</html>")
            return
        found = self.elements
        if 'way["highway"]' in query or 'way["man_made"' in query:
            key = "highway" if 'way["highway"]' in query else "man_made"
            ways = [each for each in found if each["type"] == "way" and key in each["tags"]]
            used = {node for way in ways for node in way["nodes"]}
            found = [*(each for each in found if each["type"] == "node" and each["id"] in used), *ways]
        answer = {"version": 0.6, "osm3s": {"timestamp_osm_base": "2026-08-01T12:00:00Z"}, "elements": found}
        self._send(200, json.dumps(answer).encode())

    def _send(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def overpass(elements, monkeypatch):
    """A running server; OSMnx is pointed at it."""
    handler = type("Handler", (_Overpass,), {"elements": elements, "asked": [], "broken": False})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(osmnx.settings, "overpass_url", f"http://127.0.0.1:{server.server_port}/api")
    monkeypatch.setattr(osmnx.settings, "overpass_rate_limit", False)
    yield handler
    server.shutdown()
    server.server_close()


def test_a_download_gives_the_same_streets_and_spaces_as_the_file(overpass, grid, northampton_square):
    extract = download_area(AREA, grid, margin_m=100, extract_id="live-test", title="Around the square")
    window = extract.footprint.buffer(-60)
    assert walked_m(extract, window) == pytest.approx(walked_m(northampton_square, window), rel=0.001)
    check_frame(extract.spaces, SPACES)
    theirs = northampton_square.spaces[northampton_square.spaces.intersects(window)]
    ours = extract.spaces[extract.spaces.intersects(window)]
    assert dict(zip(ours["space_id"], ours["kind"], strict=True)) == dict(
        zip(theirs["space_id"], theirs["kind"], strict=True)
    )
    assert len(extract.buildings) > 20
    assert (extract.id, extract.title, extract.date) == ("live-test", "Around the square", "2026-08-01")


def test_ways_come_back_whole_and_keep_their_tags(overpass, grid, northampton_square):
    extract = download_area(AREA, grid, margin_m=100)
    known = {way.id: way for way in northampton_square.ways.ways}
    whole = [way for way in extract.ways.ways if way.id in known and way.node_ids == known[way.id].node_ids]
    assert len(whole) > 0.6 * len(extract.ways.ways)
    steps = [way for way in extract.ways.ways if way.tags["highway"] == "steps"]
    assert all(known[way.id].tags["highway"] == "steps" for way in steps)
    assert extract.ways.node_tags


def test_the_footprint_is_what_was_asked_for(overpass, grid):
    extract = download_area(AREA, grid, margin_m=100)
    asked = AREA.buffer(100)
    assert extract.footprint.covers(asked.buffer(-5))
    assert extract.footprint.area < 3 * asked.area


def test_kept_answers_are_not_asked_for_again(overpass, grid, tmp_path):
    download_area(AREA, grid, margin_m=100, cache_dir=tmp_path)
    count = len(overpass.asked)
    download_area(AREA, grid, margin_m=100, cache_dir=tmp_path)
    assert len(overpass.asked) == count


def test_settings_of_osmnx_are_put_back(overpass, grid):
    before = (list(osmnx.settings.useful_tags_way), osmnx.settings.cache_folder, socket.getaddrinfo)
    download_area(AREA, grid, margin_m=50)
    assert (list(osmnx.settings.useful_tags_way), osmnx.settings.cache_folder, socket.getaddrinfo) == before


def test_an_error_of_the_service_is_a_plain_sentence(overpass, grid):
    overpass.broken = True
    with pytest.raises(SourceError, match="could not be reached or did not answer"):
        download_area(AREA, grid, margin_m=50)


def test_without_a_connection_it_says_so_at_once(grid, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(osmnx.settings, "overpass_url", f"http://127.0.0.1:{port}/api")
    with pytest.raises(SourceError, match="Check the connection"):
        download_area(AREA, grid, margin_m=50)


def test_an_area_without_streets_is_refused(overpass, grid):
    overpass.elements = []
    with pytest.raises(SourceError, match="no street or path"):
        download_area(AREA, grid, margin_m=50)


def test_rings_and_crossing_paths_are_put_together_with_every_stretch_once():
    for stretches in ([(1, 2), (2, 3), (3, 1)], [(1, 2), (2, 3), (3, 2), (2, 4)], [(1, 2), (3, 2), (2, 5)]):
        found = chains(stretches)
        assert sorted(pair for chain in found for pair in pairwise(chain)) == sorted(stretches)


def walked_m(extract, window):
    places = dict(zip(extract.ways.node_ids.tolist(), extract.ways.node_xy.tolist(), strict=True))
    lines = [shapely.LineString([places[node] for node in way.node_ids]) for way in extract.ways.ways]
    return shapely.length(shapely.intersection(shapely.union_all(lines), window))

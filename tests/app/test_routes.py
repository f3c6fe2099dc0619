"""What the browser asks this host for, and the headers on every answer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import ui.routes
from geo.errors import StoreError
from geo.services.pins import moderate, withdraw
from geo.services.workspace import Workspace
from tests.app.test_pages import RECEIPT, sent_pin
from tests.small_town import lonlat
from ui.browser_files import BrowserFiles
from ui.front_page import FrontPage, rewritten
from ui.map_files import MapFiles
from ui.outbox import receive
from ui.pin_feed import PinFeed
from ui.routes import routes
from ui.security import SecurityHeaders, content_security_policy

STREAMLIT_PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
FILES = BrowserFiles(app="app-0123456789ab", leaflet="leaflet-1.9.4", protomaps="p-5", font="font-1", digest="")


@pytest.fixture
def client(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(ui.routes, "feed", PinFeed())
    monkeypatch.setattr(ui.routes, "settings", ui.workspace.settings)
    display = town.data_dir / "display"
    display.mkdir()
    (display / "display.json").write_text('{"layers": []}', encoding="utf-8")
    (display / "areas-ward.0a1b.json").write_text(json.dumps({"features": ["x" * 5000]}), encoding="utf-8")
    (display / "basemap.0a1b.pmtiles").write_bytes(bytes(range(256)) * 40)
    (town.data_dir / "secret.txt").write_text("not for anyone", encoding="utf-8")
    page = Route("/", lambda _request: HTMLResponse(STREAMLIT_PAGE))
    deep = Route("/areas", lambda _request: HTMLResponse(STREAMLIT_PAGE))
    asset = Route("/app/static/app-0123456789ab/map/main.js", lambda _request: PlainTextResponse("export {}"))
    app = Starlette(
        routes=[*routes(), page, deep, asset],
        middleware=[Middleware(SecurityHeaders), Middleware(FrontPage, base="/", files=FILES)],
    )
    with TestClient(app) as opened:
        yield opened


def test_health_says_the_store_is_open(client: TestClient) -> None:
    assert client.get("/api/health").json()["status"] == "ok"


def test_a_published_pin_reaches_those_who_ask_with_the_names_of_its_ward_and_borough(
    client: TestClient, town: Workspace
) -> None:
    receive(town, [sent_pin()])
    answer = client.get("/api/pins?since=0").json()
    (pin,) = answer["pins"]
    assert (pin["ward"], pin["borough"], pin["text"]) == ("South Ward", "Camden", "A bench under the plane tree")
    assert set(pin) == {
        *("id", "lon", "lat", "kind", "category", "text", "ward", "borough", "created", "precision_m", "role")
    }


def test_what_was_said_beside_a_pin_and_what_was_drawn_reach_those_who_ask(client: TestClient, town: Workspace) -> None:
    west, east = lonlat((529200.0, 180150.0)), lonlat((529400.0, 180150.0))
    line = {"type": "LineString", "coordinates": [[west.lon, west.lat], [east.lon, east.lat]]}
    detail = {"felt": "other-way", "affects": ["wheels"]}
    receive(town, [sent_pin(kind="barrier", category="b-sever", shape=line, detail=detail)])
    (pin,) = client.get("/api/pins?since=0").json()["pins"]
    assert (pin["role"], pin["detail"]) == ("drawn", detail)
    assert pin["shape"]["type"] == "LineString"
    assert all(len(str(value).split(".")[1]) <= 5 for place in pin["shape"]["coordinates"] for value in place)


def test_no_answer_ever_holds_a_receipt(client: TestClient, town: Workspace) -> None:
    receive(town, [sent_pin()])
    assert RECEIPT not in client.get("/api/pins?since=0").text


def test_no_answer_ever_tells_which_pins_are_of_one_contributor(
    client: TestClient, town: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    receive(town, [sent_pin(contributor="ab" * 16)])
    (kept,) = town.store.voices_within(None)["contributor"]
    said = client.get("/api/pins?since=0").text + client.get("/api/setup").text + caplog.text
    for secret in ("ab" * 16, kept, "contributor_hash", '"contributor"'):
        assert secret not in said


def test_a_waiting_pin_reaches_nobody_before_it_is_published(client: TestClient, town: Workspace) -> None:
    receive(town, [sent_pin(kind="barrier", category="b-fear")])
    assert client.get("/api/pins?since=0").json()["pins"] == []
    (waiting,) = town.store.pending()
    moderate(town, waiting.id, publish=True)
    (pin,) = client.get("/api/pins?since=0").json()["pins"]
    assert pin["role"] == "grid-cell"
    assert (pin["lon"], pin["lat"]) != (sent_pin()["lon"], sent_pin()["lat"])


def test_who_asks_since_a_number_gets_only_what_changed(client: TestClient, town: Workspace) -> None:
    receive(town, [sent_pin()])
    sequence = client.get("/api/pins?since=0").json()["sequence"]
    nothing = client.get(f"/api/pins?since={sequence}").json()
    assert nothing == {"sequence": sequence, "pins": [], "removed": []}


def test_a_withdrawn_pin_leaves_at_once_also_from_the_kept_answer(client: TestClient, town: Workspace) -> None:
    receive(town, [sent_pin(), sent_pin(id="00000000-0000-4000-8000-000000000001", receipt="1" * 32)])
    before = client.get("/api/pins?since=0").json()
    assert len(before["pins"]) == 2
    withdraw(town, RECEIPT)
    assert client.get(f"/api/pins?since={before['sequence']}").json()["removed"] == [sent_pin()["id"]]
    assert [pin["id"] for pin in client.get("/api/pins?since=0").json()["pins"]] == [
        "00000000-0000-4000-8000-000000000001"
    ]


@pytest.mark.parametrize("since", ["-1", "x", "9" * 40, "1.5", ""])
def test_a_nonsense_number_is_answered_with_everything(client: TestClient, town: Workspace, since: str) -> None:
    receive(town, [sent_pin()])
    assert len(client.get("/api/pins", params={"since": since}).json()["pins"]) == 1


def test_search_finds_a_street_by_the_beginning_of_its_name(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "parkw"}).json()
    assert found[0]["name"] == "Parkway"
    assert set(found[0]) == {"name", "kind", "detail", "lon", "lat", "bbox"}


def test_a_search_that_cannot_be_right_is_answered_with_its_sentence(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "x" * 500})
    assert answer.status_code == 400
    assert "at most 200 characters" in answer.json()["error"]


def test_a_store_that_fails_is_answered_in_words(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Workspace:
        raise StoreError("The store cannot be read.")

    monkeypatch.setattr(ui.routes, "workspace", broken)
    answer = client.get("/api/health")
    assert answer.status_code == 503
    assert answer.json() == {"error": "The store cannot be read."}


def test_setup_holds_words_kinds_and_categories_and_may_be_kept(client: TestClient) -> None:
    answer = client.get("/api/setup?v=x")
    assert {"words", "kinds", "categories", "space_kinds", "details", "max_text"} == set(answer.json())
    assert "immutable" in answer.headers["cache-control"]


def test_map_files_are_compressed_tagged_and_kept_for_good(client: TestClient) -> None:
    answer = client.get("/map-data/areas-ward.0a1b.json", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) < 500
    again = client.get(
        "/map-data/areas-ward.0a1b.json",
        headers={"accept-encoding": "gzip", "if-none-match": answer.headers["etag"].removeprefix("W/")},
    )
    assert again.status_code == 304


def test_the_base_map_is_served_by_ranges(client: TestClient) -> None:
    answer = client.get("/map-data/basemap.0a1b.pmtiles", headers={"range": "bytes=256-259"})
    assert answer.status_code == 206
    assert answer.content == bytes([0, 1, 2, 3])
    assert answer.headers["content-range"] == "bytes 256-259/10240"


def test_the_list_of_layers_is_asked_for_afresh(client: TestClient) -> None:
    assert client.get("/map-data/display.json").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "/etc/passwd", "none.json"])
def test_nothing_beside_the_map_files_is_served(client: TestClient, path: str) -> None:
    answer = client.get(f"/map-data/{path}")
    assert answer.status_code in {400, 404}
    assert "not for anyone" not in answer.text


def test_a_folder_that_comes_later_is_served_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "display"
    with TestClient(Starlette(routes=[Route("/x", PlainTextResponse("x"))])) as _:
        files = MapFiles(folder)
    app = Starlette()
    app.mount("/map-data", files)
    with TestClient(app, raise_server_exceptions=False) as opened:
        assert opened.get("/map-data/display.json").status_code in {404, 500}
        folder.mkdir()
        (folder / "display.json").write_text("{}", encoding="utf-8")
        assert opened.get("/map-data/display.json").json() == {}


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/api/health", "/api/pins?since=0", "/map-data/display.json", "/nothing-here"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert "geolocation=()" in headers["permissions-policy"]


def test_no_inline_script_and_no_eval_may_run() -> None:
    policy = dict(part.split(" ", 1) for part in content_security_policy("localhost:8501").split("; "))
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["connect-src"] == "'self' ws://localhost:8501 wss://localhost:8501"


def test_streamlits_own_inline_script_is_let_through_by_its_digest() -> None:
    assert "'sha256-" in content_security_policy("localhost")


def test_a_forged_host_cannot_widen_the_policy() -> None:
    assert content_security_policy("evil; script-src *").count("script-src") == 1


def test_versioned_files_may_be_kept_for_good(client: TestClient) -> None:
    assert "immutable" in client.get("/app/static/app-0123456789ab/map/main.js").headers["cache-control"]


def test_the_front_page_is_ours_and_its_length_is_right(client: TestClient) -> None:
    answer = client.get("/", headers={"accept": "text/html", "accept-encoding": "gzip"})
    assert "<title>Common Ground</title>" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert 'rel="modulepreload" crossorigin href="./static/js/' in answer.text, "Streamlit's own parts are still there"


def test_our_script_runs_before_streamlits(client: TestClient) -> None:
    page = client.get("/areas", headers={"accept": "text/html"}).text
    assert page.index("shared/server.js") < page.index("<script>")


def test_streamlits_page_still_has_what_we_rewrite() -> None:
    page = rewritten(STREAMLIT_PAGE, "<!-- head -->")
    assert "<!-- head -->" in page
    assert "SourceSans" not in page
    assert "favicon.png" not in page
    assert '<html lang="en"' in page


def test_a_page_that_is_not_streamlits_passes_as_it_is() -> None:
    assert rewritten("plain", "<head>") == "plain"


def test_what_is_compressed_can_be_read(town: Workspace) -> None:
    assert json.loads(gzip.decompress(PinFeed().changes(town, 0))) == {"sequence": 0, "pins": [], "removed": []}

"""The ONS portal's answers, recorded and replayed by a server on this machine: pages, faults and half answers.

The shapes of the answers follow the ArcGIS REST API (FeatureServer query, f=geojson); the features are invented.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import pytest
import shapely

from geo.crs import open_grid
from geo.errors import SourceError
from geo.sources import ons
from geo.sources.http_answers import Allowance, Patience
from geo.sources.manifest import SourceEntry, manifest
from geo.sources.ons import fetch_areas, fetch_features

Answer = tuple[int, bytes]
QUICK = Patience(reach_s=2.0, answer_s=1.0, budget_s=3.0, tries=3, pause_s=0.01)


class Portal:
    """A server on 127.0.0.1 that plays answers in order (the last one again and again) and keeps the questions."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.questions: list[dict[str, str]] = []
        self.headers: dict[str, str] = {}
        self.hang_s = 0.0
        self.drip_s: float | None = None
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.questions.append({key: value[0] for key, value in parse_qs(urlparse(self.path).query).items()})
                answer = portal.answers[min(len(portal.questions), len(portal.answers)) - 1]
                status, body = answer
                time.sleep(portal.hang_s)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                for name, value in portal.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # whoever asked may have gone
                    for part in [body] if portal.drip_s is None else [body[n : n + 1] for n in range(len(body))]:
                        self.wfile.write(part)
                        time.sleep(portal.drip_s or 0)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/WD_MAY_2025_UK_BGC_V2/FeatureServer/0"


@pytest.fixture
def portal() -> Iterator[Portal]:
    server = Portal()
    yield server
    server.server.shutdown()
    server.server.server_close()


def wards(portal: Portal, features: int = 3) -> SourceEntry:
    entry = manifest()["ons-wd-2025"]
    assert entry.service is not None
    return replace(entry, service=replace(entry.service, url=portal.url, features=features))


def feature(number: int) -> dict[str, object]:
    west = -0.2 + number * 0.001
    ring = [[west, 51.5], [west + 0.001, 51.5], [west + 0.001, 51.501], [west, 51.501], [west, 51.5]]
    properties = {
        "WD25CD": f"E0500{number:04}",
        "WD25NM": f"Ward {number}",
        "LAD25CD": "E09000007",
        "LAD25NM": "Camden",
    }
    return {
        "type": "Feature",
        "id": number,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": properties,
    }


def page(*numbers: int, more: bool | None = None, at_top: bool = False) -> Answer:
    body: dict[str, object] = {"type": "FeatureCollection", "features": [feature(number) for number in numbers]}
    if more is not None:
        body |= {"exceededTransferLimit": more} if at_top else {"properties": {"exceededTransferLimit": more}}
    return 200, json.dumps(body).encode()


def test_pages_are_asked_for_until_there_are_no_more(portal: Portal) -> None:
    portal.answers = [page(1, 2, more=True), page(3, 4, more=True), page(5, more=False)]
    frame, notes = fetch_areas(wards(portal, features=5), open_grid(), Allowance(QUICK))
    assert frame["area_id"].tolist() == [f"E0500000{n}" for n in range(1, 6)]
    assert [question["resultOffset"] for question in portal.questions] == ["0", "2", "4"]
    assert notes == []


def test_the_question_asks_for_london_in_degrees_in_a_stable_order(portal: Portal) -> None:
    portal.answers = [page(1, 2, 3)]
    fetch_features(wards(portal), Allowance(QUICK))
    asked = portal.questions[0]
    assert asked["where"] == "LAD25CD LIKE 'E09%'"
    assert asked["outFields"] == "WD25CD,WD25NM,LAD25CD,LAD25NM"
    assert (asked["f"], asked["outSR"], asked["orderByFields"]) == ("geojson", "4326", "WD25CD")
    assert asked["resultRecordCount"] == "200"


def test_rows_keep_the_contract_of_areas_in_metres(portal: Portal) -> None:
    portal.answers = [page(1, 2, 3)]
    frame, _ = fetch_areas(wards(portal), open_grid(), Allowance(QUICK))
    assert frame.crs.to_epsg() == 27700
    assert set(frame["kind"]) == {"ward"}
    assert frame.loc[0, ["name", "borough_code", "borough_name"]].tolist() == ["Ward 1", "E09000007", "Camden"]
    # A thousandth of a degree each way near Camden: 69 m by 111 m.
    assert frame["area_km2"].tolist() == pytest.approx([0.0077] * 3, rel=0.02)
    assert shapely.is_valid(frame.geometry.to_numpy()).all()


def test_the_flag_for_more_may_stand_at_the_top(portal: Portal) -> None:
    portal.answers = [page(1, 2, more=True, at_top=True), page(3, more=False, at_top=True)]
    assert len(fetch_features(wards(portal), Allowance(QUICK))) == 3


def test_without_a_flag_a_full_page_means_more(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ons, "PAGE_SIZE", 2)
    portal.answers = [page(1, 2), page(3)]
    assert len(fetch_features(wards(portal), Allowance(QUICK))) == 3


def test_a_full_last_page_is_followed_by_an_empty_one(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ons, "PAGE_SIZE", 3)
    portal.answers = [page(1, 2, 3), page()]
    assert len(fetch_features(wards(portal), Allowance(QUICK))) == 3


def test_columns_in_small_letters_are_understood(portal: Portal) -> None:
    portal.answers = [(200, page(1, 2, 3)[1].replace(b"WD25CD", b"wd25cd").replace(b"LAD25NM", b"lad25nm"))]
    frame, _ = fetch_areas(wards(portal), open_grid(), Allowance(QUICK))
    assert frame["borough_name"].tolist() == ["Camden"] * 3


def test_packed_answers_are_unpacked(portal: Portal) -> None:
    portal.answers = [(200, gzip.compress(page(1, 2, 3)[1]))]
    portal.headers = {"Content-Encoding": "gzip"}
    assert len(fetch_features(wards(portal), Allowance(QUICK))) == 3


@pytest.mark.parametrize(
    "fault",
    [
        (500, b"Internal Server Error"),
        (503, b""),
        (429, b"slow down"),
        (200, page(1, 2, 3)[1][:120]),
        (200, b"<html>Sign in</html>"),
        (200, b""),
        (200, b'{"error": {"code": 500, "message": "Error performing query operation", "details": []}}'),
        (200, b'{"error": {"code": 504, "message": "Your request has timed out."}}'),
        (200, b'{"type": "FeatureCollection"}'),
    ],
    ids=lambda answer: f"{answer[0]} {answer[1][:30]!r}",
)
def test_a_passing_fault_is_tried_again(portal: Portal, fault: Answer) -> None:
    portal.answers = [fault, fault, page(1, 2, 3)]
    assert len(fetch_features(wards(portal), Allowance(QUICK))) == 3
    assert len(portal.questions) == 3


def test_a_fault_in_the_middle_goes_on_with_the_same_page(portal: Portal) -> None:
    portal.answers = [page(1, 2, more=True), (502, b"bad gateway"), page(3, more=False)]
    assert len(fetch_features(wards(portal), Allowance(QUICK))) == 3
    assert [question["resultOffset"] for question in portal.questions] == ["0", "2", "2"]


def test_a_lasting_fault_gives_up_and_says_so(portal: Portal) -> None:
    portal.answers = [(500, b"Internal Server Error")]
    with pytest.raises(SourceError, match=r"Wards .* could not be downloaded: the server answered with error 500"):
        fetch_features(wards(portal), Allowance(QUICK))
    assert len(portal.questions) == QUICK.tries


@pytest.mark.parametrize(
    "refusal",
    [
        (404, b"Not Found"),
        (403, b"Forbidden"),
        (200, b'{"error": {"code": 400, "message": "Invalid URL", "details": ["Invalid URL"]}}'),
    ],
    ids=["404", "403", "400 in a 200"],
)
def test_a_refusal_is_not_repeated_and_points_at_the_manifest(portal: Portal, refusal: Answer) -> None:
    portal.answers = [refusal]
    with pytest.raises(SourceError, match=r"data/boundaries/manifest\.toml"):
        fetch_features(wards(portal), Allowance(QUICK))
    assert len(portal.questions) == 1


def test_a_server_that_hangs_is_left_in_time(portal: Portal) -> None:
    portal.answers = [page(1, 2, 3)]
    portal.hang_s = 5
    begun = time.monotonic()
    with pytest.raises(SourceError, match="did not answer in time"):
        fetch_features(wards(portal), Allowance(replace(QUICK, reach_s=0.5, answer_s=0.2)))
    assert time.monotonic() - begun < 2.5


def test_a_server_that_drips_is_left_in_time(portal: Portal) -> None:
    portal.answers = [page(1, 2, 3)]
    portal.drip_s = 0.02  # each byte comes well within any one wait, and the whole would take half a minute
    begun = time.monotonic()
    with pytest.raises(SourceError, match="did not answer in time"):
        fetch_features(wards(portal), Allowance(replace(QUICK, reach_s=0.4)))
    assert time.monotonic() - begun < 2.5


def test_nobody_there_is_told_in_plain_words(portal: Portal) -> None:
    entry = wards(portal)
    portal.server.shutdown()
    portal.server.server_close()
    with pytest.raises(SourceError, match="could not be reached"):
        fetch_features(entry, Allowance(QUICK))


def test_one_allowance_is_shared_by_all_layers(portal: Portal) -> None:
    seconds = iter(range(0, 1000, 2))
    portal.answers = [page(1, 2, 3)]
    allowance = Allowance(QUICK, clock=lambda: float(next(seconds)), pause=lambda _: None)
    with pytest.raises(SourceError, match="no time left"):
        fetch_features(wards(portal), allowance)
    assert portal.questions == []


def test_pauses_between_tries_grow(portal: Portal) -> None:
    pauses: list[float] = []
    portal.answers = [(503, b"")]
    with pytest.raises(SourceError):
        fetch_features(wards(portal), Allowance(replace(QUICK, tries=4, pause_s=0.1), pause=pauses.append))
    assert pauses == pytest.approx([0.1, 0.2, 0.4])


def test_half_a_layer_is_refused(portal: Portal) -> None:
    portal.answers = [page(1, 2)]
    with pytest.raises(SourceError, match="sent 2 of 3 features"):
        fetch_areas(wards(portal), open_grid(), Allowance(QUICK))


def test_a_service_that_repeats_its_first_page_does_not_go_on_for_ever(portal: Portal) -> None:
    portal.answers = [page(1, 2, more=True)]
    with pytest.raises(SourceError, match="the same features twice"):
        fetch_features(wards(portal), Allowance(QUICK))
    assert len(portal.questions) == 2


def test_a_renamed_column_is_named(portal: Portal) -> None:
    portal.answers = [(200, page(1, 2, 3)[1].replace(b"WD25NM", b"WD26NM"))]
    with pytest.raises(SourceError, match="WD_MAY_2025_UK_BGC_V2 lacks the columns WD25NM"):
        fetch_areas(wards(portal), open_grid(), Allowance(QUICK))


def test_outlines_that_make_no_sense_are_refused(portal: Portal) -> None:
    broken = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}]}).encode()
    portal.answers = [(200, broken)]
    with pytest.raises(SourceError, match=r"lacks the columns|cannot be read|no outline"):
        fetch_areas(wards(portal, features=1), open_grid(), Allowance(QUICK))


def test_only_encrypted_addresses_are_asked() -> None:
    entry = manifest()["ons-wd-2025"]
    assert entry.service is not None
    plain = replace(entry, service=replace(entry.service, url="http://example.org/FeatureServer/0"))
    with pytest.raises(SourceError, match="Only https"):
        fetch_features(plain, Allowance(QUICK))

"""The map that residents click, beside the peer: first map, click to saved, bytes and processor time a pin."""

from __future__ import annotations

import base64
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.maps_under_test import AppMap, MapUnderTest, PeerMap
from benchmarks.servers import cpu_seconds, installed_home, running_app, running_peer
from tests.e2e.conftest import WIDE, chromium

PINS_IN_STORE = 500
FIRST_MAPS = 5
TIMED_CLICKS = 32
COUNTED_CLICKS = 10
RAPID_CLICKS = 30
RAPID_EVERY_MS = 120
QUIET_MS = 5_000


def measure() -> dict[str, Any]:
    """Figures of the app and of the peer, one after the other on the same machine."""
    installed = installed_home()
    with tempfile.TemporaryDirectory(prefix="common-ground-benchmark-") as folder, chromium() as browser:
        with running_app(installed, _made(folder, "app"), PINS_IN_STORE) as app:
            ours = _measure_map(browser, AppMap(app))
        with running_peer(installed, _made(folder, "peer"), PINS_IN_STORE) as peer:
            theirs = _measure_map(browser, PeerMap(peer))
    return {"pins_in_store": PINS_IN_STORE, "chromium": browser.version, "app": ours, "st_folium": theirs}


def _measure_map(browser: Browser, tested: MapUnderTest) -> dict[str, Any]:
    with _page(browser) as page:  # the first visitor wakes the server
        tested.open(page, tested.saved())
    return {
        "first_map": _first_maps(browser, tested),
        "click_to_saved": _clicks(browser, tested),
        "bytes_a_pin": _bytes(browser, tested),
        "rapid_clicks": _rapid_clicks(browser, tested),
    }


def _first_maps(browser: Browser, tested: MapUnderTest) -> dict[str, Any]:
    """Each time a browser that has nothing of ours in its cache."""
    runs = []
    for _ in range(FIRST_MAPS):
        with _page(browser) as page:
            runs.append(tested.open(page, tested.saved()))
    return {"runs": FIRST_MAPS} | {
        f"{which}_{name}": round(value([run[name] for run in runs]), 2)
        for name in runs[0]
        for which, value in (("median", statistics.median), ("longest", max))
    }


def _clicks(browser: Browser, tested: MapUnderTest) -> dict[str, Any]:
    """One pin after the other; the next click comes when the map takes it."""
    with _page(browser) as page:
        tested.open(page, tested.saved())
        tested.get_ready(page)
        before, used = tested.saved(), cpu_seconds(tested.process)
        waits_ms = []
        for number in range(TIMED_CLICKS):
            began = time.perf_counter()
            tested.click(page, number)
            tested.wait_until_saved(page)
            waits_ms.append(1000 * (time.perf_counter() - began))
            tested.wait_until_clickable(page)
        used = cpu_seconds(tested.process) - used
        kept = tested.saved() - before
    ordered = sorted(waits_ms)
    return {
        "clicks": TIMED_CLICKS,
        "kept": kept,
        "median_ms": round(statistics.median(ordered)),
        "p95_ms": round(statistics.quantiles(ordered, n=20, method="inclusive")[-1]),
        "longest_ms": round(ordered[-1]),
        "server_cpu_ms_a_pin": round(1000 * used / TIMED_CLICKS, 1),
    }


def _bytes(browser: Browser, tested: MapUnderTest) -> dict[str, Any]:
    """In a page of its own, since counting takes time too."""
    with _page(browser) as page:
        count = _Traffic(page)
        tested.open(page, tested.saved())
        tested.get_ready(page)
        page.wait_for_timeout(2_000)
        count.sent = count.received = count.fetched = 0
        for number in range(COUNTED_CLICKS):
            tested.click(page, number)
            tested.wait_until_saved(page)
            tested.wait_until_clickable(page)
        page.wait_for_timeout(2_000)
        return {
            "clicks": COUNTED_CLICKS,
            "websocket_sent": round(count.sent / COUNTED_CLICKS),
            "websocket_received": round(count.received / COUNTED_CLICKS),
            "fetched_beside": round(count.fetched / COUNTED_CLICKS),
        }


def _rapid_clicks(browser: Browser, tested: MapUnderTest) -> dict[str, Any]:
    """Someone who does not wait: how many of the clicks are pins in the end?"""
    with _page(browser) as page:
        tested.open(page, tested.saved())
        tested.get_ready(page)
        before = tested.saved()
        for number in range(RAPID_CLICKS):
            tested.click(page, number)
            page.wait_for_timeout(RAPID_EVERY_MS)
        kept = -1
        while (now := tested.saved() - before) != kept:
            kept = now
            page.wait_for_timeout(QUIET_MS)
    return {"clicks": RAPID_CLICKS, "every_ms": RAPID_EVERY_MS, "kept": kept}


class _Traffic:
    """Bytes of the page's websocket frames, and of what it fetches beside them, as Chromium counts them."""

    def __init__(self, page: Page) -> None:
        self.sent = self.received = self.fetched = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.webSocketFrameSent", lambda event: self._add("sent", event))
        session.on("Network.webSocketFrameReceived", lambda event: self._add("received", event))
        session.on("Network.loadingFinished", self._add_fetched)
        session.send("Network.enable")

    def _add(self, direction: str, event: dict[str, Any]) -> None:
        frame = event["response"]
        binary = frame["opcode"] == 2  # told as base64
        size = len(base64.b64decode(frame["payloadData"])) if binary else len(frame["payloadData"].encode())
        setattr(self, direction, getattr(self, direction) + size)

    def _add_fetched(self, event: dict[str, Any]) -> None:
        self.fetched += int(event["encodedDataLength"])


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has never been here."""
    context = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    try:
        yield context.new_page()
    finally:
        context.close()


def _made(folder: str, name: str) -> Path:
    path = Path(folder) / name
    path.mkdir()
    return path

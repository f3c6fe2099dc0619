"""The app's map and the peer's, driven alike: open it, get it ready for clicks, click, wait until it is saved."""

from __future__ import annotations

import subprocess
import time
from typing import Protocol

from playwright.sync_api import ElementHandle, Page

from benchmarks.servers import Peer
from tests.e2e.conftest import App
from tests.e2e.steps import drop_pin, find_place, pins_of

BOROUGHS_AND_WARDS = 33 + 704
LONGEST_MS = 90_000


class MapUnderTest(Protocol):
    """One of the two. `open` gives seconds to each stage of the first map, the last with everything drawn."""

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server's process."""

    def open(self, page: Page, pins: int) -> dict[str, float]:
        """Go to the map and wait until it and so many pins are drawn."""

    def get_ready(self, page: Page) -> None:
        """Do what comes before a run of clicks on the map, each of which adds one pin."""

    def click(self, page: Page, number: int) -> None:
        """Click the map for the pin of this number, counted from 0."""

    def wait_until_saved(self, page: Page) -> None:
        """Wait until the page says that the last click is saved."""

    def wait_until_clickable(self, page: Page) -> None:
        """Wait until the map takes the next click."""

    def saved(self) -> int:
        """Pins in the store."""


def spot(number: int) -> tuple[int, int]:
    """Where in the map to click, in pixels: a walk in steps, so that no two clicks make a double click."""
    return 60 + (number * 83) % 700, 60 + (number * 47) % 480


class AppMap:
    """Common Ground."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._map: ElementHandle | None = None
        self._box: tuple[float, float] = (0, 0)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server's process."""
        return self._app.process

    def open(self, page: Page, pins: int) -> dict[str, float]:
        """Usable once the boroughs are drawn; the pins follow."""
        began = time.perf_counter()
        page.goto(self._app.url, wait_until="commit")
        ready = "[data-testid=pin-map][data-ready=true]"
        page.wait_for_selector(ready, timeout=LONGEST_MS)
        usable = time.perf_counter() - began
        self._map = page.wait_for_selector(f"{ready}[data-pins='{pins}']", timeout=LONGEST_MS)
        return {"usable_s": usable, "all_drawn_s": time.perf_counter() - began}

    def get_ready(self, page: Page) -> None:
        """Add a pin by hand, then ask for more of the same: from then on a click is a pin."""
        find_place(page, "Aldersgate")
        drop_pin(page, kind="barrier", category="b-cross")
        page.get_by_test_id("more-like-this").click()
        box = page.get_by_test_id("map").bounding_box()
        assert box is not None
        self._box = box["x"], box["y"]
        self.wait_until_saved(page)

    def click(self, page: Page, number: int) -> None:
        """A click on the map."""
        right, down = spot(number)
        page.mouse.click(self._box[0] + right, self._box[1] + down)

    def wait_until_saved(self, page: Page) -> None:
        """The browser's outbox is empty: the server has acknowledged every pin."""
        page.wait_for_function("(map) => map.dataset.waiting === '0'", arg=self._map, polling="raf", timeout=LONGEST_MS)

    def wait_until_clickable(self, page: Page) -> None:
        """It always is."""

    def saved(self) -> int:
        """Pins in the store."""
        return len(pins_of(self._app.url))


class PeerMap:
    """Plain st_folium."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._said = 0
        self._box: tuple[float, float] = (0, 0)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server's process."""
        return self._peer.process

    def open(self, page: Page, pins: int) -> dict[str, float]:
        """Everything comes at once."""
        began = time.perf_counter()
        page.goto(self._peer.url, wait_until="commit")
        self._wait_until_drawn(page, pins)
        return {"all_drawn_s": time.perf_counter() - began}

    def get_ready(self, page: Page) -> None:
        """A click is a pin from the start."""
        self._said = self.saved()

    def click(self, page: Page, number: int) -> None:
        """A click on the map within its frame."""
        right, down = spot(number)
        page.mouse.click(self._box[0] + right, self._box[1] + down)
        self._said += 1

    def wait_until_saved(self, page: Page) -> None:
        """The page counts the pin."""
        page.wait_for_function(
            "(words) => document.body.innerText.includes(words)",
            arg=f"{self._said} pins so far", polling="raf", timeout=LONGEST_MS,
        )  # fmt: skip

    def wait_until_clickable(self, page: Page) -> None:
        """The map has been drawn again, with the new pin."""
        self._wait_until_drawn(page, self._said)

    def saved(self) -> int:
        """Pins in the store."""
        return self._peer.pin_count()

    def _wait_until_drawn(self, page: Page, pins: int) -> None:
        wanted = BOROUGHS_AND_WARDS + pins
        drawn = page.wait_for_function(_DRAWN, arg=wanted, polling="raf", timeout=LONGEST_MS)
        left, top = drawn.json_value()
        self._box = left, top


# Each rerun puts another frame in place of the old one, and for a while there are both.
_DRAWN = """(wanted) => {
  for (const frame of document.querySelectorAll("iframe")) {
    const paths = frame.contentDocument?.querySelectorAll("path.leaflet-interactive") ?? [];
    const { left, top, width } = frame.getBoundingClientRect();
    if (paths.length >= wanted && width > 0) return [left, top];
  }
  return null;
}"""

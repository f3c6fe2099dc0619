"""What a person does on the map, in steps that tests put together."""

from __future__ import annotations

import gzip
import json
import urllib.request
from typing import Any

from playwright.sync_api import Locator, Page, expect

SAVED = "[data-testid=saved-status][data-state=published]"
WAITING_FOR_MODERATOR = "[data-testid=saved-status][data-state=pending]"


def open_map(page: Page, url: str) -> None:
    """Open the map and wait until it can be used."""
    page.goto(url)
    wait_for_map(page)


def wait_for_map(page: Page) -> None:
    """Bring the first map into sight, where it is drawn, and wait until it can be used."""
    page.get_by_test_id("pin-map").first.scroll_into_view_if_needed(timeout=30_000)
    page.wait_for_selector("[data-testid=pin-map][data-ready=true]", timeout=30_000)


def find_place(page: Page, text: str) -> None:
    """Search for a place and go to the first that is found."""
    page.fill("[data-testid=search]", text)
    page.wait_for_selector("[data-testid=found]")
    page.get_by_test_id("search").press("Enter")
    # Fractions of a pixel of the flight to the place are still under way when the map says where it is.
    page.wait_for_timeout(800)


def click_map(page: Page, right: float = 0.6, down: float = 0.4) -> None:
    """Click the map at a share of its width and height."""
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)


def drop_pin(page: Page, *, kind: str = "welcoming", category: str = "w-rest", text: str = "") -> str:
    """Add one pin at the middle of the map and give back its receipt."""
    page.get_by_test_id(f"add-{kind}").click()
    page.get_by_test_id("use-cross").click()
    page.get_by_test_id(f"category-{category}").click()
    if text:
        page.get_by_test_id("pin-text").fill(text)
    page.get_by_test_id("save").click()
    page.wait_for_selector(f"{SAVED}, {WAITING_FOR_MODERATOR}")
    return "".join(character for character in page.get_by_test_id("receipt").inner_text() if character.isalnum())


def choose_radio(page: Page, name: str) -> None:
    """Choose one of several plain answers; the label takes the press, as it does for a person."""
    page.get_by_role("radiogroup").locator("label", has_text=name).first.click()


def look_key(page: Page, title: str) -> Locator:
    """The key under the small map whose layer has this title."""
    return page.get_by_test_id("look-key").filter(has_text=title)


def pins_of(url: str) -> list[dict[str, Any]]:
    """Every published pin, as an outside client reads them."""
    with urllib.request.urlopen(f"{url}/api/pins?since=0", timeout=10) as answer:
        body = answer.read()
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    pins: list[dict[str, Any]] = json.loads(body)["pins"]
    return pins


def expect_no_sideways_scroll(page: Page) -> None:
    """Nothing sticks out of the window."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"the page is {wider} px wider than the window"


def wait_until_all_acknowledged(page: Page) -> None:
    """Wait until the browser's outbox is empty."""
    expect(page.get_by_test_id("pin-map")).to_have_attribute("data-waiting", "0", timeout=60_000)


def tab_to(page: Page, testid: str, most: int = 40) -> None:
    """Press Tab until the control has the focus, as someone without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED) == testid:
            return
    raise AssertionError(f"{most} presses of Tab did not reach {testid}")


# The map lives in a shadow root, where document.activeElement shows its host alone.
_FOCUSED = """() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.dataset?.testid ?? "";
}"""

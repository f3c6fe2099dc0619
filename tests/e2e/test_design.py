"""The design bench in a real browser: drawn by pointer or keys, seen before and after, saved and shared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PHONE, WIDE, App
from tests.e2e.steps import expect_no_sideways_scroll, tab_to, wait_for_map
from tests.e2e.test_accessibility import expect_no_violations

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
AREA = "E09000010-R05"


def open_bench(page: Page, app: App, query: str = f"area={AREA}") -> None:
    page.goto(f"{app.url}/design?{query}")
    at_rest(page)
    wait_for_map(page)


def at_rest(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)


def draw_a_path(page: Page) -> None:
    """A new path across the middle of the map, by pointer."""
    page.get_by_test_id("draw-link").check()
    tool = page.get_by_test_id("draw-map")
    tool.scroll_into_view_if_needed()
    box = tool.bounding_box()
    assert box is not None
    for right, down in ((0.45, 0.45), (0.6, 0.6)):
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
        page.wait_for_timeout(350)  # two presses within a moment are one double press
    page.get_by_test_id("draw-do-finish").click()
    expect(rows(page)).to_have_count(1)


def rows(page: Page) -> Locator:
    return page.get_by_test_id("draw-list").locator("li.draw-row")


def see(page: Page) -> None:
    button = page.get_by_role("button", name="See before and after")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_role("heading", name="What changes, and for whom")).to_be_visible(timeout=60_000)
    at_rest(page)
    wait_for_map(page)


def test_a_path_is_drawn_seen_saved_and_shared_by_its_address(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_bench(page, app)
    draw_a_path(page)
    see(page)
    expect(page.get_by_text(re.compile("New path: .* joined at"))).to_be_visible()
    page.get_by_label("Name of the scheme").fill("A way through")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as “A way through”, version 1.")).to_be_visible()
    address = page.url
    assert "scheme=" in address
    other = open_page(WIDE)
    other.goto(address)
    expect(other.get_by_text("Saved as “A way through”, version 1.")).to_be_visible(timeout=60_000)
    wait_for_map(other)
    expect(other.get_by_test_id("swipe-key")).to_contain_text("New path")


def test_a_path_is_drawn_by_keys_alone_and_taken_back(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_bench(page, app)
    page.get_by_test_id("draw-link").focus()
    page.keyboard.press("Space")
    tab_to(page, "draw-map")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.keyboard.press("f")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_test_id("draw-told")).to_have_text("New path added as number 1.")
    page.keyboard.press("Backspace")
    expect(rows(page)).to_have_count(0)


def test_the_handle_moves_by_keys_and_says_where_it_stands(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_bench(page, app)
    draw_a_path(page)
    see(page)
    handle = page.get_by_test_id("swipe-range")
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "51 % before, 49 % after")
    page.keyboard.press("Home")
    expect(handle).to_have_attribute("aria-valuetext", "0 % before, 100 % after")
    page.get_by_test_id("swipe-before").click()
    expect(handle).to_have_attribute("aria-valuetext", "100 % before, 0 % after")
    expect(page.get_by_test_id("swipe-before")).to_have_attribute("aria-pressed", "true")


def test_a_finger_moves_the_handle(app: App, open_page: OpenPage) -> None:
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    open_bench(page, app)
    draw_a_path(page)
    see(page)
    handle = page.get_by_test_id("swipe-range")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    middle, level = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle, level)
    page.mouse.down()
    page.mouse.move(middle + 80, level, steps=4)
    page.mouse.up()
    assert int(handle.input_value()) > 60


def test_a_file_is_read_and_taken_over(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_bench(page, app)
    page.get_by_text("Bring it as a file").click()
    line = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Green way"},"geometry":'
        '{"type":"LineString","coordinates":[[-0.1405,51.6125],[-0.1385,51.6118]]}}]}'
    )
    sent = {"name": "plan.geojson", "mimeType": "application/geo+json", "buffer": line.encode()}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    expect(page.get_by_text("Co-ordinates read as WGS84 degrees")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Take over 1 change").click()
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_test_id("draw-name-1")).to_have_value("Green way")


def test_a_file_that_is_no_design_is_answered_in_words(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_bench(page, app)
    page.get_by_text("Bring it as a file").click()
    sent = {"name": "plan.geojson", "mimeType": "application/geo+json", "buffer": b"not a map"}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    expect(page.get_by_role("alert").first).to_be_visible(timeout=30_000)


@SIZES
def test_each_step_of_the_bench_has_no_violations(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    page.goto(f"{app.url}/design")
    expect(page.get_by_role("heading", name="What would a design change, and for whom?")).to_be_visible(timeout=30_000)
    at_rest(page)
    expect_no_violations(page)
    open_bench(page, app)
    expect_no_violations(page)
    draw_a_path(page)
    at_rest(page)
    expect_no_violations(page)
    see(page)
    expect_no_violations(page)
    expect_no_sideways_scroll(page)

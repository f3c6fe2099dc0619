"""The page of barriers in a real browser: list and map light up together, by pointer, keyboard and touch."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, WIDE, App
from tests.e2e.steps import choose_radio, expect_no_sideways_scroll, wait_for_map
from tests.e2e.test_accessibility import expect_no_violations

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
CLERKENWELL = "map-london-clerkenwell-city-2020-07-20"
ENFIELD = "E09000010-R05"


def open_barriers(page: Page, app: App, more: str = "&walker=wheelchair", area: str = CLERKENWELL) -> None:
    """Open the page and wait until its map, which is drawn when it comes into sight, is there."""
    page.goto(f"{app.url}/barriers?area={area}{more}")
    expect(page.get_by_test_id("ranked")).to_be_visible(timeout=60_000)
    page.get_by_test_id("barriers-map").scroll_into_view_if_needed()
    wait_for_map(page)


def lit_in_the_list(page: Page) -> list[str]:
    lit = page.locator("[data-testid=ranked] li[data-lit=true]").all()
    return [item.get_attribute("data-id") or "" for item in lit]


def lit_on_the_map(page: Page) -> str:
    return page.locator("[data-testid=pin-map]").get_attribute("data-lit") or ""


def expect_lit(page: Page, barrier_id: str) -> None:
    expect(page.locator("[data-testid=pin-map]")).to_have_attribute("data-lit", barrier_id)
    assert lit_in_the_list(page) == ([barrier_id] if barrier_id else [])


def ids(page: Page) -> list[str]:
    items = page.locator("[data-testid=ranked] > li").all()
    return [item.get_attribute("data-id") or "" for item in items]


@SIZES
def test_a_cold_link_shows_the_finding_the_list_and_the_map(
    app: App, open_page: OpenPage, size: dict[str, int]
) -> None:
    page = open_page(size)
    open_barriers(page, app)
    expect(
        page.get_by_role("heading", level=1, name="What gets in the way in London Clerkenwell City?")
    ).to_be_visible()
    expect(page.get_by_test_id("figure-headline")).to_contain_text("would have a public open space within 10 minutes")
    expect(page.get_by_role("radio", name="Wheelchair user")).to_be_checked()
    expect(page.get_by_test_id("ranked-name").first).to_contain_text("steps")
    expect(page.get_by_test_id("figure-steps")).to_contain_text("All barriers mended")
    expect_no_sideways_scroll(page)


def test_pointing_at_the_list_lights_the_map_and_leaving_puts_both_out(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_barriers(page, app)
    first, second = ids(page)[:2]
    page.get_by_test_id("ranked-name").nth(0).hover()
    expect_lit(page, first)
    page.get_by_test_id("ranked-name").nth(1).hover()
    expect_lit(page, second)
    page.mouse.move(5, 400)
    expect_lit(page, "")


def test_pointing_at_the_map_lights_the_list(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_barriers(page, app)
    second = ids(page)[1]
    page.get_by_test_id("ranked-name").nth(1).click()  # brings it into the middle of the map
    page.get_by_test_id("ranked-name").nth(1).click()  # and lets it go again
    page.mouse.move(5, 400)
    expect_lit(page, "")
    page.wait_for_timeout(600)
    box = page.get_by_test_id("barriers-map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect_lit(page, second)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(5, 400)
    expect_lit(page, second)  # what was pressed stays
    expect(page.get_by_test_id("barriers-spoken")).to_contain_text("people would have")
    expect(page.locator(f"li[data-id='{second}'] [data-testid=ranked-details]")).to_be_visible()


def test_the_list_and_the_map_are_used_by_keyboard_alone(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_barriers(page, app)
    first, second, *_rest = ids(page)
    page.get_by_test_id("ranked-name").first.focus()
    expect_lit(page, first)
    page.keyboard.press("ArrowDown")
    expect_lit(page, second)
    page.keyboard.press("Shift+Tab")
    expect_lit(page, first)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("ranked-name").first).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("How we understood this").first).to_be_visible()
    page.wait_for_timeout(600)
    page.get_by_test_id("barriers-map").focus()
    page.keyboard.press("Enter")  # the barrier under the cross is the one that was brought there
    expect(page.get_by_test_id("barriers-spoken")).not_to_be_empty()
    expect_lit(page, first)


def test_on_a_phone_the_map_stays_above_the_list_and_a_tap_lights_both(app: App, open_page: OpenPage) -> None:
    page = open_page(PHONE, has_touch=True)
    open_barriers(page, app)
    third = ids(page)[2]
    name = page.get_by_test_id("ranked-name").nth(2)
    name.scroll_into_view_if_needed()
    name.tap()
    expect_lit(page, third)
    box = page.get_by_test_id("barriers-map").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 120
    assert box["height"] < 0.5 * PHONE["height"]


def test_the_rest_of_a_long_list_is_one_press_away(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_barriers(page, app)
    expect(page.get_by_test_id("ranked-name").nth(9)).to_be_visible()
    expect(page.get_by_test_id("ranked-name").nth(10)).to_be_hidden()
    page.get_by_test_id("ranked-more").click()
    expect(page.get_by_test_id("ranked-name").nth(10)).to_be_focused()


def test_another_choice_changes_list_map_and_address(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_barriers(page, app)
    before = ids(page)
    with page.expect_request(re.compile("/api/barrier-map.*walker=older-walker"), timeout=60_000):
        choose_radio(page, "Older walker")
    page.wait_for_url(re.compile("walker=older-walker"))
    wait_for_map(page)
    expect(page.get_by_test_id("figure-steps")).to_have_count(0)  # nobody is kept away: no bundle to mend
    assert ids(page) != before
    page.get_by_text("What counts as a barrier").click()
    choose_radio(page, "Leave them out")
    page.wait_for_url(re.compile("map=no"))
    expect(page.get_by_text("Known from the map")).to_have_count(0, timeout=60_000)


@SIZES
@pytest.mark.parametrize("area", [CLERKENWELL, ENFIELD])
def test_the_page_has_no_violations(app: App, open_page: OpenPage, size: dict[str, int], area: str) -> None:
    page = open_page(size)
    open_barriers(page, app, area=area)
    page.get_by_test_id("ranked-name").first.click()
    page.get_by_text("What counts as a barrier").click()
    page.get_by_test_id("stExpander").filter(has_text="How we worked this out").locator("summary").click()
    expect(page.get_by_text("More in docs/metrics.md, “Barriers”.")).to_be_visible()
    expect_no_violations(page)


@SIZES
def test_the_page_without_an_area_has_no_violations(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    page.goto(f"{app.url}/barriers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("what to mend first", timeout=40_000)
    expect_no_violations(page)
    expect_no_sideways_scroll(page)


def test_the_report_of_an_area_leads_here(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area={ENFIELD}&walker=wheelchair")
    page.get_by_role("link", name="Which barriers cost most here?").click(timeout=40_000)
    page.wait_for_url(re.compile(f"/barriers.*area={ENFIELD}"))
    expect(page.get_by_role("radio", name="Wheelchair user")).to_be_checked(timeout=40_000)

"""Saying more of a place: one tap each, a line drawn on the map, and how it was understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, WIDE, App
from tests.e2e.steps import (
    SAVED,
    click_map,
    expect_no_sideways_scroll,
    find_place,
    open_map,
    pins_of,
    tab_to,
    wait_for_map,
)
from tests.e2e.test_accessibility import expect_no_violations

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def _to_words(page: Page, category: str, place: str = "Aldersgate") -> None:
    find_place(page, place)
    page.get_by_test_id("add-barrier").click()
    page.get_by_test_id("use-cross").click()
    page.get_by_test_id(f"category-{category}").click()
    expect(page.get_by_test_id("pin-text")).to_be_visible()


def _saved_pin(app: App, text: str) -> dict[str, Any]:
    (pin,) = [pin for pin in pins_of(app.url) if pin["text"] == text]
    return pin


def _save(page: Page) -> None:
    page.get_by_test_id("save").click()
    page.wait_for_selector(SAVED)
    expect(page.get_by_test_id("understood")).to_be_visible()


@SIZES
def test_a_line_and_answers_are_saved_and_told_back(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    open_map(page, app.url)
    _to_words(page, "b-sever")
    page.get_by_test_id("say-more").locator("summary").click()
    for answer in (
        "felt-other-way",
        "affects-wheels",
        "affects-older",
        "hours-works",
        "severity-much",
        "severity-some",
    ):
        page.get_by_test_id(f"said-{answer}").click()
    page.get_by_test_id("said-until").fill("2031-07-09")
    expect(page.get_by_test_id("said-severity-much")).to_have_attribute("aria-pressed", "false")
    expect_no_violations(page)
    page.get_by_test_id("shape-begin").click()
    for right, down in ((0.3, 0.35), (0.5, 0.4), (0.5, 0.4), (0.7, 0.35), (0.8, 0.3)):
        click_map(page, right, down)
    expect(page.get_by_test_id("shape-count")).to_contain_text("4 points")
    page.get_by_test_id("shape-undo").click()
    expect(page.get_by_test_id("shape-count")).to_contain_text("3 points")
    expect_no_violations(page)
    expect_no_sideways_scroll(page)
    page.get_by_test_id("shape-line").click()
    expect(page.get_by_test_id("shape-said")).to_contain_text("The line you drew")
    text = f"A fence along the road, {size['width']}"
    page.get_by_test_id("pin-text").fill(text)
    expect_no_violations(page)
    _save(page)
    expect(page.get_by_test_id("understood")).to_contain_text("about")
    expect_no_violations(page)
    expect_no_sideways_scroll(page)
    pin = _saved_pin(app, text)
    assert (pin["shape"]["type"], pin["role"]) == ("LineString", "drawn")
    assert pin["detail"] == {
        "felt": "other-way",
        "affects": ["wheels", "older"],
        "hours": "works",
        "until": "2031-07-09",
        "severity": "some",
    }


def test_a_line_is_drawn_without_a_mouse(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    _to_words(page, "b-traffic")
    page.get_by_test_id("shape-begin").focus()
    page.keyboard.press("Enter")
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(400)  # the map glides to where the arrow sent it
    expect(page.get_by_test_id("shape-count")).to_contain_text("3 points")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "shape-line")
    page.keyboard.press("Enter")
    page.get_by_test_id("pin-text").fill("Drawn with keys alone")
    _save(page)
    assert len(_saved_pin(app, "Drawn with keys alone")["shape"]["coordinates"]) == 3


def test_what_was_said_and_drawn_survives_a_closed_tab(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    _to_words(page, "b-surface")
    page.get_by_test_id("say-more").locator("summary").click()
    page.get_by_test_id("said-knowledge-live").click()
    page.get_by_test_id("shape-begin").click()
    click_map(page, 0.3, 0.4)
    click_map(page, 0.6, 0.4)
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(app.url)
    wait_for_map(again)
    again.get_by_test_id("draft-waiting").get_by_role("button", name="Go on with it").click()
    expect(again.get_by_test_id("said-knowledge-live")).to_have_attribute("aria-pressed", "true")
    again.get_by_test_id("shape-go-on").click()
    click_map(again, 0.6, 0.6)
    again.get_by_test_id("shape-area").click()
    again.get_by_test_id("pin-text").fill("Gone on with in another tab")
    _save(again)
    pin = _saved_pin(app, "Gone on with in another tab")
    assert (pin["shape"]["type"], pin["detail"]) == ("Polygon", {"knowledge": "live"})


def test_an_area_that_crosses_itself_is_told_and_can_be_mended(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    _to_words(page, "b-gate")
    page.get_by_test_id("shape-begin").click()
    for right, down in ((0.3, 0.3), (0.6, 0.6), (0.6, 0.3), (0.3, 0.6)):
        click_map(page, right, down)
    page.get_by_test_id("shape-area").click()
    expect(page.get_by_test_id("told")).to_contain_text("crosses itself")
    page.get_by_test_id("shape-undo").click()
    page.get_by_test_id("shape-area").click()
    expect(page.get_by_test_id("shape-said")).to_contain_text("The area you drew")


def test_a_sensitive_line_is_said_not_to_be_shown_and_is_not(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    before = len(pins_of(app.url))
    _to_words(page, "b-fear")
    page.get_by_test_id("shape-begin").click()
    click_map(page, 0.3, 0.4)
    click_map(page, 0.7, 0.4)
    page.get_by_test_id("shape-line").click()
    expect(page.get_by_test_id("preview")).to_contain_text("not shown to anyone but a moderator")
    page.get_by_test_id("save").click()
    page.wait_for_selector("[data-testid=saved-status][data-state=pending]")
    assert len(pins_of(app.url)) == before


@SIZES
def test_how_a_pin_was_understood_is_told_on_its_own_page(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    open_map(page, app.url)
    _to_words(page, "b-step")
    page.get_by_test_id("save").click()
    page.wait_for_selector(SAVED)
    receipt = page.get_by_test_id("receipt").inner_text()
    page.goto(f"{app.url}/your_pin")
    page.get_by_label("Receipt code").fill(receipt)
    page.get_by_role("button", name="Show my pin").click()
    expect(page.get_by_role("heading", name="How we understood your pin")).to_be_visible()
    page.get_by_text("Say more (you can skip all of it)").click()
    page.get_by_text("Stops people", exact=True).click()
    expect_no_violations(page)
    expect_no_sideways_scroll(page)
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Saved. Everyone can see it.")).to_be_visible()

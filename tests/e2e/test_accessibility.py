"""axe finds no violation of WCAG 2.2 A or AA on any page, wide and on a phone, at each step of adding a pin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, WIDE, App
from tests.e2e.steps import click_map, find_place, open_map

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def expect_no_violations(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in found] == []


@SIZES
def test_each_step_of_adding_a_pin_has_no_violations(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    open_map(page, app.url)
    expect_no_violations(page)
    find_place(page, "Aldersgate")
    page.get_by_test_id("add-barrier").click()
    expect_no_violations(page)
    page.get_by_test_id("use-cross").click()
    page.wait_for_selector("[data-testid=category-b-step]")
    expect_no_violations(page)
    page.get_by_test_id("category-b-step").click()
    page.get_by_test_id("pin-text").fill("Ring 020 7946 0018 for the key")
    expect(page.get_by_test_id("private-details")).to_be_visible()
    expect_no_violations(page)
    page.get_by_test_id("save").click()
    page.wait_for_selector("[data-testid=saved-status][data-state=published]")
    expect_no_violations(page)
    page.get_by_test_id("another").click()
    page.get_by_test_id("show-list").click()
    page.wait_for_selector("[data-testid=list]")
    expect_no_violations(page)


@SIZES
def test_what_lies_under_a_click_has_no_violations(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    click_map(page, 0.5, 0.3)
    page.wait_for_selector("[data-testid=here]")
    expect_no_violations(page)


@SIZES
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/areas?area=E09000010-R05", "Take it with you"),
        ("/areas", "What is it like around here?"),
        ("/compare?areas=E05009288,E05009302,E09000010-R05", "Who has been heard?"),
        ("/compare", "Compare areas"),
        ("/walks?lon=-0.1037&lat=51.5178", "What is within reach"),
        ("/walks", "How far can you walk from here?"),
        ("/your_pin", "Your pin"),
        ("/about", "About Common Ground"),
    ],
)
def test_the_other_pages_have_no_violations(
    app: App, open_page: OpenPage, size: dict[str, int], path: str, heading: str
) -> None:
    page = open_page(size)
    page.goto(app.url + path)
    expect(page.get_by_role("heading", name=heading).first).to_be_visible(timeout=30_000)
    expect_no_violations(page)


@SIZES
def test_the_details_of_a_report_have_no_violations(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    page.goto(f"{app.url}/areas?area=E05009288")
    expect(page.get_by_role("heading", name="Take it with you")).to_be_visible(timeout=30_000)
    for fold in page.get_by_text("Charts, all figures, and how we worked this out").all():
        fold.click()
    expect(page.get_by_text("Average walk to the nearest public open space").first).to_be_visible()
    expect_no_violations(page)

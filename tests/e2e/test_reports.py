"""Reports, comparisons and walks in a real browser: choices that the address keeps, maps, tables, a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, WIDE, App
from tests.e2e.steps import choose_radio, expect_no_sideways_scroll, look_key, wait_for_map

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
ALDERSGATE, CRIPPLEGATE = "E05009288", "E05009292"


@SIZES
def test_a_report_answers_four_questions_each_with_a_figure(
    app: App, open_page: OpenPage, size: dict[str, int]
) -> None:
    page = open_page(size)
    page.goto(f"{app.url}/areas?area={ALDERSGATE}")
    for question in (
        "How far is it to green space?",
        "What cuts this place off?",
        "Who misses out?",
        "Who has been heard?",
    ):
        expect(page.get_by_role("heading", level=2, name=question)).to_be_visible(timeout=40_000)
    expect(page.get_by_test_id("figure-headline")).to_have_count(4)
    expect_no_sideways_scroll(page)


def test_another_walker_is_kept_in_the_address_and_changes_map_and_figures(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area={ALDERSGATE}")
    wait_for_map(page)
    with page.expect_request(re.compile("/api/report-map.*persona=wheelchair"), timeout=40_000):
        choose_radio(page, "Wheelchair user")
    page.wait_for_url(re.compile("walker=wheelchair"), timeout=40_000)
    expect(page.get_by_text("How much of what matters to this walker the map says")).to_be_visible(timeout=40_000)
    shared = open_page(WIDE)
    shared.goto(page.url)
    expect(shared.get_by_role("radio", name="Wheelchair user")).to_be_checked(timeout=40_000)


def test_the_walk_that_is_chosen_leads_the_first_question(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area={ALDERSGATE}&minutes=10")
    first = page.get_by_test_id("figure-headline").first
    expect(first).to_contain_text("10 minutes", timeout=40_000)
    choose_radio(page, "15 minutes")
    page.wait_for_url(re.compile("minutes=15"))
    expect(first).to_contain_text("15 minutes", timeout=40_000)


def test_the_key_of_a_map_names_its_classes_and_another_layer_changes_it(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area={ALDERSGATE}")
    expect(page.get_by_test_id("look")).to_have_count(4, timeout=40_000)
    page.get_by_test_id("look").nth(2).scroll_into_view_if_needed()  # a map is drawn when it comes into sight
    expect(look_key(page, "Deprivation of census zones")).to_contain_text("fifth of England")
    choose_radio(page, "Where people live")
    expect(look_key(page, "to the hectare")).to_contain_text("people")


@SIZES
def test_areas_are_compared_from_a_report(app: App, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size)
    page.goto(f"{app.url}/areas?area={ALDERSGATE}")
    page.get_by_role("link", name="Compare with other areas").click(timeout=40_000)
    expect(page.get_by_text("Choose two to six areas")).to_be_visible(timeout=40_000)
    box = page.get_by_role("combobox", name=re.compile("Areas to compare"))
    box.fill("Cripplegate")
    page.get_by_role("option", name=re.compile("Cripplegate")).first.click()
    page.keyboard.press("Escape")  # the list stays open for a third
    table = page.get_by_role("table", name="How far is it to green space?")
    expect(table).to_be_visible(timeout=40_000)
    expect(table).to_contain_text("Aldersgate")
    expect(table).to_contain_text("Cripplegate")
    page.wait_for_url(re.compile(rf"areas={ALDERSGATE}(%2C|,)E05"))
    expect_no_sideways_scroll(page)


@SIZES
def test_a_place_is_searched_for_and_what_is_within_reach_is_told(
    app: App, open_page: OpenPage, size: dict[str, int], tmp_path: Path
) -> None:
    page = open_page(size)
    page.goto(f"{app.url}/walks")
    field = page.get_by_label("Where do you set out?")
    field.fill("51.5178 -0.1037" if size == WIDE else "-0.1037 51.5178")
    field.press("Enter")
    if size == WIDE:  # the wrong way round is told, and can be mended
        expect(page.get_by_role("alert").first).to_contain_text("swapped", timeout=40_000)
        field.fill("-0.1037 51.5178")
        field.press("Enter")
    page.get_by_role("button", name=re.compile("-0.1037")).click(timeout=40_000)
    expect(page.get_by_role("table", name="What is within reach on foot")).to_contain_text("people", timeout=40_000)
    page.get_by_test_id("look").scroll_into_view_if_needed()
    expect(look_key(page, "Ground within reach")).to_contain_text("within 15 minutes")
    expect_no_sideways_scroll(page)
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name="Take it with you (GeoJSON)").click()
    file = tmp_path / "walk.geojson"
    coming.value.save_as(file)
    kinds = {each["properties"]["kind"] for each in json.loads(file.read_text(encoding="utf-8"))["features"]}
    assert kinds == {"catchment", "streets", "place"}


def test_a_place_is_chosen_on_the_map_by_pointer_and_by_keyboard(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/walks?lon=-0.1037&lat=51.5178")
    wait_for_map(page)
    box = page.get_by_test_id("look").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.45)
    page.wait_for_url(lambda url: "lon=-0.1037&" not in url and "lon=" in url, timeout=40_000)
    by_pointer = page.url
    wait_for_map(page)
    page.get_by_test_id("look").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != by_pointer and "lon=" in url, timeout=40_000)

"""The residents' map in a real browser: look, find, say, save, see."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, WIDE, App
from tests.e2e.steps import (
    click_map,
    drop_pin,
    expect_no_sideways_scroll,
    find_place,
    open_map,
    pins_of,
    tab_to,
    wait_until_all_acknowledged,
)

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@SIZES
def test_the_map_opens_with_its_credits_and_fits_the_window(
    app: App, open_page: OpenPage, size: dict[str, int]
) -> None:
    page = open_page(size)
    open_map(page, app.url)
    expect(page.get_by_test_id("attribution")).to_contain_text("OpenStreetMap contributors")
    expect(page.get_by_test_id("add-welcoming")).to_be_in_viewport()
    expect(page.get_by_test_id("add-barrier")).to_be_in_viewport()
    expect_no_sideways_scroll(page)


@SIZES
def test_a_pin_is_dropped_saved_and_seen_by_someone_else_within_five_seconds(
    app: App, open_page: OpenPage, size: dict[str, int]
) -> None:
    one, other = open_page(size), open_page(WIDE)
    open_map(other, app.url)
    open_map(one, app.url)
    find_place(one, "Aldersgate")
    words = f"A bench in the shade, {size['width']}"
    one.get_by_test_id("add-welcoming").click()
    click_map(one, 0.5, 0.3)
    one.get_by_test_id("category-w-rest").click()
    one.get_by_test_id("pin-text").fill(words)
    expect(one.get_by_test_id("preview")).to_contain_text(words)
    expect(one.get_by_test_id("preview")).to_contain_text(re.compile("City of London|Islington|Camden"))
    before = len(pins_of(app.url))
    one.get_by_test_id("save").click()
    expect(one.get_by_test_id("saved-status")).to_have_attribute("data-state", "published")
    receipt = re.sub(r"\W", "", one.get_by_test_id("receipt").inner_text())
    assert re.fullmatch(r"[0-9a-f]{32}", receipt)
    expect(other.get_by_test_id("pin-map")).to_have_attribute("data-pins", str(before + 1), timeout=5_000)
    assert words in [pin["text"] for pin in pins_of(app.url)]


def test_a_pin_is_dropped_by_keyboard_alone(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    page.get_by_test_id("search").focus()
    page.keyboard.type("Aldersgate")
    page.wait_for_selector("[data-testid=found]")
    page.keyboard.press("Enter")
    tab_to(page, "add-barrier")
    page.keyboard.press("Enter")
    # Focus goes to the map: the arrows move it, Enter puts the pin at the cross.
    expect(page.get_by_test_id("map")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=category-b-step]")
    tab_to(page, "category-b-step")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=pin-text]")
    page.keyboard.type("Two steps and no ramp")
    tab_to(page, "save")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("saved-status")).to_have_attribute("data-state", "published")
    assert "Two steps and no ramp" in [pin["text"] for pin in pins_of(app.url)]


def test_one_browser_is_one_voice_whichever_tab_and_another_browser_another(
    installed_home: Path, make_app: Callable[..., App], open_page: OpenPage
) -> None:
    app = make_app(installed_home)
    first, other = open_page(WIDE), open_page(WIDE)
    again = first.context.new_page()
    for page in (first, again, other):
        open_map(page, app.url)
        find_place(page, "Aldersgate")
        drop_pin(page)
    token = first.evaluate("localStorage.getItem('common-ground:contributor')")
    with closing(sqlite3.connect(app.home / "common-ground.sqlite")) as store:
        kept = [row[0] for row in store.execute("SELECT contributor_hash FROM pin_contributors ORDER BY pin_key")]
    assert kept[0] == kept[1] != kept[2]
    assert json.loads(token) not in kept


def test_eighty_rapid_clicks_on_a_slow_store_lose_none(
    installed_home: object, make_app: Callable[..., App], open_page: OpenPage
) -> None:
    app = make_app(installed_home, PYTHONPATH="tests/e2e/slow_store")
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    drop_pin(page, kind="barrier", category="b-cross")
    page.get_by_test_id("more-like-this").click()
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    for click in range(80):
        # A walk over the map in steps, so that no two clicks make a double click on one spot.
        page.mouse.click(box["x"] + 60 + (click * 83) % 700, box["y"] + 60 + (click * 47) % 500)
    wait_until_all_acknowledged(page)
    pins = pins_of(app.url)
    assert len(pins) == 81
    assert len({pin["id"] for pin in pins}) == 81


def test_a_sensitive_pin_waits_for_a_moderator_and_is_not_shown(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    drop_pin(page, kind="barrier", category="b-fear", text="Dark and nobody about")
    expect(page.get_by_test_id("saved-status")).to_have_attribute("data-state", "pending")
    assert "Dark and nobody about" not in [pin["text"] for pin in pins_of(app.url)]


def test_a_strangers_markup_is_shown_as_text_and_never_runs(app: App, open_page: OpenPage) -> None:
    markup = "<img src=x onerror=\"document.title='run'\"> ${document.title='run'} </script><b>bold</b>"
    writer = open_page(WIDE)
    open_map(writer, app.url)
    find_place(writer, "Aldersgate")
    drop_pin(writer, text=markup)
    reader = open_page(WIDE)
    open_map(reader, app.url)
    find_place(reader, "Aldersgate")
    reader.get_by_test_id("show-list").click()
    expect(reader.get_by_test_id("pin-list")).to_contain_text("<img src=x onerror=")
    assert reader.title() != "run"
    assert reader.locator("[data-testid=pin-list] img, [data-testid=pin-list] b").count() == 0


def test_a_pin_outside_greater_london_is_refused_with_a_sentence(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    before = len(pins_of(app.url))
    page.get_by_test_id("add-welcoming").click()
    click_map(page, 0.97, 0.9)
    category = page.get_by_test_id("category-w-rest")
    refusal = page.get_by_text(re.compile("Greater London"))
    expect(category.or_(refusal).first).to_be_visible()
    if category.is_visible():
        category.click()
        page.get_by_test_id("save").click()
    expect(refusal.first).to_be_visible()
    assert len(pins_of(app.url)) == before


def test_layers_can_be_switched_and_an_area_leads_to_its_report(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    click_map(page, 0.5, 0.5)
    link = page.get_by_test_id("area-link").filter(has_text="Aldersgate").first
    expect(link).to_be_visible()
    page.get_by_test_id("back").click()
    for layer in ("switch-borough", "switch-ward", "switch-regeneration", "switch-town-centre"):
        switch = page.get_by_test_id(layer)
        switch.scroll_into_view_if_needed()
        was = switch.is_checked()
        switch.click()
        assert switch.is_checked() is not was
    find_place(page, "Aldersgate")
    click_map(page, 0.5, 0.5)
    page.get_by_test_id("area-link").filter(has_text="Aldersgate").first.click()
    expect(page.get_by_role("heading", name="Aldersgate", level=1)).to_be_visible(timeout=30_000)


def test_search_finds_streets_and_spaces_without_the_internet(app: App, open_page: OpenPage) -> None:
    page = open_page(PHONE)
    open_map(page, app.url)
    for text, found in (("hatton gard", "Hatton Garden"), ("alexandra park", "Alexandra Park"), ("zzzqq", None)):
        page.fill("[data-testid=search]", text)
        if found:
            expect(page.get_by_test_id("found").first).to_contain_text(found)
        else:
            expect(page.get_by_test_id("found")).to_have_count(0)

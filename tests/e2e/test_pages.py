"""The other pages in a real browser: reports, downloads, one's own pin, what it all rests on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, WIDE, App
from tests.e2e.steps import drop_pin, expect_no_sideways_scroll, find_place, open_map, pins_of

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@SIZES
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/areas", "What is it like around here?"),
        ("/areas?area=E09000010-R05", "Enfield regeneration area 5"),
        ("/compare?areas=E05009288,E09000010-R05", "Compare areas"),
        ("/walks?lon=-0.1037&lat=51.5178", "How far can you walk from here?"),
        ("/your_pin", "Your pin"),
        ("/about", "About Common Ground"),
    ],
)
def test_each_page_opens_from_a_cold_link_and_fits(
    app: App, open_page: OpenPage, size: dict[str, int], path: str, heading: str
) -> None:
    page = open_page(size)
    page.goto(app.url + path)
    expect(page.get_by_role("heading", name=heading).first).to_be_visible(timeout=30_000)
    expect_no_sideways_scroll(page)


def test_a_report_says_its_finding_its_number_of_people_and_how_it_was_worked_out(
    app: App, open_page: OpenPage
) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area=E09000010-R05")
    expect(page.get_by_text("within a 400 m walk of a public open space").first).to_be_visible(timeout=30_000)
    shown = page.locator("main, [data-testid=stMain]").first.inner_text()
    printed = subprocess.run(
        [sys.executable, "-m", "geo", "report", "E09000010-R05", "--json"],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PLACES_HOME": str(app.home)},
        capture_output=True,
        text=True,
        check=True,
    )
    figures = {m["metric"]: m["value"] for m in json.loads(printed.stdout)["measurements"]}
    assert f"{figures['residents_within_400m']:.3g} %" in shown
    page.get_by_text("how we worked this out").first.click()
    expect(page.get_by_text("19 of 20").first).to_be_visible()


def test_what_is_not_known_is_said_in_words_and_not_as_nought(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area=E09000010-R05")
    expect(page.get_by_text("We don't know yet").first).to_be_visible(timeout=30_000)


def test_an_area_without_streets_offers_the_one_thing_that_mends_it(
    installed_home: Path, make_app: Callable[..., App], open_page: OpenPage
) -> None:
    app = make_app(installed_home, PLACES_OFFLINE="1")
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area=E05009317")
    button = page.get_by_role("button", name="Install streets")
    expect(button).to_be_visible(timeout=30_000)
    button.click()
    expect(page.get_by_text("What was installed before is still in use").first).to_be_visible(timeout=60_000)


@pytest.mark.parametrize(
    ("button", "dataset"),
    [
        ("Pins (GeoJSON)", "pins"),
        ("Area with its figures (GeoJSON)", "area"),
        ("Public spaces (GeoJSON)", "spaces"),
        ("Everything (GeoPackage)", "everything"),
    ],
)
def test_a_download_opens_clean_in_gdal(
    app: App, open_page: OpenPage, tmp_path: Path, button: str, dataset: str
) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area=E05009288")
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name=button).click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    read = subprocess.run(["ogrinfo", "-al", "-so", str(file)], capture_output=True, text=True, check=True)
    assert "Warning" not in read.stderr
    assert "ERROR" not in read.stderr
    if file.suffix == ".geojson":
        content = json.loads(file.read_text(encoding="utf-8"))
        assert content["type"] == "FeatureCollection"
        assert "crs" not in content
        assert content["features"] or dataset == "pins"
    else:
        assert "27700" in read.stdout


def test_a_pin_is_changed_and_withdrawn_with_its_receipt(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    receipt = drop_pin(page, text="Words to be changed")
    page.goto(f"{app.url}/your_pin")
    page.get_by_label("Receipt code").fill(receipt)
    page.get_by_role("button", name="Show my pin").click()
    words = page.get_by_label("What should people know?")
    expect(words).to_have_value("Words to be changed", timeout=20_000)
    words.fill("Words that were changed")
    words.press("Control+Enter")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    assert "Words that were changed" in [pin["text"] for pin in pins_of(app.url)]
    page.get_by_text("Yes, erase my pin").click()
    withdraw = page.get_by_role("button", name="Withdraw the pin")
    expect(withdraw).to_be_enabled()
    withdraw.click()
    expect(page.get_by_text("Your pin is withdrawn").first).to_be_visible()
    assert "Words that were changed" not in [pin["text"] for pin in pins_of(app.url)]


def test_a_wrong_receipt_is_answered_with_a_sentence(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/your_pin")
    page.get_by_label("Receipt code").fill("0" * 32)
    page.get_by_role("button", name="Show my pin").click()
    expect(page.get_by_role("alert").first).to_contain_text("receipt", timeout=20_000, ignore_case=True)


def test_an_unknown_area_is_answered_with_a_sentence(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/areas?area=E09000010-R99")
    expect(page.get_by_role("alert").first).to_contain_text("E09000010-R", timeout=30_000)


def test_about_names_the_data_the_grid_and_the_licences(app: App, open_page: OpenPage) -> None:
    page = open_page(WIDE)
    page.goto(f"{app.url}/about")
    main = page.locator("main, [data-testid=stMain]").first
    for words in ("OSTN15", "704", "Open Government Licence", "Open Database Licence"):
        expect(main).to_contain_text(words, timeout=20_000)

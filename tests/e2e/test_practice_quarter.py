"""With neither bundle nor internet the app still does its main job, and says on every screen that it is practice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, App
from tests.e2e.steps import drop_pin, open_map, pins_of

ROOT = Path(__file__).resolve().parents[2]
OpenPage = Callable[..., Page]


@pytest.fixture
def practice_app(practice_home: Path, make_app: Callable[..., App]) -> App:
    """The app as it starts on a machine with nothing."""
    return make_app(practice_home, PLACES_OFFLINE="1", PLACES_DATA=str(practice_home / "no-bundle-here"))


def test_the_map_shows_the_invented_quarter_with_its_pins_and_says_so(practice_app: App, open_page: OpenPage) -> None:
    page = open_page(PHONE)
    open_map(page, practice_app.url)
    expect(page.get_by_test_id("practice")).to_contain_text("invented")
    before = len(pins_of(practice_app.url))
    assert before >= 20
    page.fill("[data-testid=search]", "Practice Park")
    expect(page.get_by_test_id("found").first).to_contain_text("Practice Park")
    page.get_by_test_id("search").press("Enter")
    page.wait_for_timeout(800)
    drop_pin(page, text="Tried it out")
    assert len(pins_of(practice_app.url)) == before + 1


@pytest.mark.parametrize("path", ["/areas?area=PRACTICE-R1", "/areas", "/your_pin", "/about"])
def test_every_other_page_says_that_the_quarter_is_invented(practice_app: App, open_page: OpenPage, path: str) -> None:
    page = open_page(PHONE)
    page.goto(practice_app.url + path)
    expect(page.get_by_text("invented").first).to_be_visible(timeout=30_000)


def test_a_report_and_an_export_of_the_quarter_work_and_say_so(practice_home: Path, tmp_path: Path) -> None:
    out = tmp_path / "practice.geojson"

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "geo", *words],
            cwd=ROOT,
            env={**os.environ, "PLACES_HOME": str(practice_home)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    report = json.loads(run("report", "PRACTICE-R1", "--json"))
    values = {m["metric"]: m["value"] for m in report["measurements"]}
    assert 0 < values["residents_within_400m"] <= 100
    assert values["open_space_ha_per_1000"] > 0
    assert any(source["invented"] for source in report["provenance"]["sources"])
    run("pins", "export", "--area", "PRACTICE-R1", "--format", "geojson", "--out", str(out))
    assert "invented" in out.read_text(encoding="utf-8")

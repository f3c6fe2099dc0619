"""A map handed out as a file: opened from a folder, with no network at all, it shows what it should, asking nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from drawn_designs import SQUARE, geojson
from playwright.sync_api import Browser, Page, Request, expect
from shapely import LineString

from geo.bootstrap import Settings, open_workspace
from geo.metrics.personas import persona_named
from geo.schemes import Change, ChangeKind, Scheme
from geo.services.areas import find_area
from geo.services.barriers import barrier_report
from geo.services.standalone_maps import area_page, barrier_page, design_preview, write_page
from geo.services.standalone_schemes import scheme_page
from geo.services.workspace import Workspace
from geo.sources.design_files import read_design

from .conftest import PHONE, WIDE

ALDERSGATE = "E05009288"


@pytest.fixture(scope="module")
def workspace(installed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("maps") / "home"
    home.mkdir()
    (home / "data").symlink_to(installed_home / "data")
    opened = open_workspace(Settings(home=home, bundle=None, database_url=f"sqlite:///{home / 'common-ground.sqlite'}"))
    yield opened
    opened.store.close()


@pytest.fixture
def open_offline(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page from the disk in a browser without any network. Any request but for the file fails the test."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def make(text: str, size: dict[str, int] = WIDE) -> Page:
        path = write_page(text, tmp_path / "map.html")
        context = browser.new_context(viewport=size)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.on("request", note)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        expect(page.locator(".leaflet-container")).to_be_visible()
        return page

    yield make
    for context in contexts:
        context.close()
    assert {url for url in asked if not url.startswith("data:")} == {(tmp_path / "map.html").as_uri()}
    assert said == []


def drawn(page: Page) -> int:
    return page.locator(".leaflet-overlay-pane path[d]:not([d='M0 0'])").count()


def test_an_area_opens_offline_with_its_streets_and_words(workspace, open_offline):
    page = open_offline(area_page(workspace, ALDERSGATE))
    expect(page.get_by_role("heading", name="Aldersgate")).to_be_visible()
    expect(page.get_by_text("0–5 minutes")).to_be_visible()
    before = drawn(page)
    assert before > 10
    page.get_by_label("Walk to the nearest public open space").uncheck()
    assert drawn(page) < before


def test_barriers_are_numbered_and_say_what_they_cost_when_clicked(workspace, open_offline):
    report = barrier_report(workspace, ALDERSGATE, persona_named("wheelchair"), quick=True)
    assert report.barriers, "the test needs barriers on real streets"
    page = open_offline(barrier_page(workspace, report))
    expect(page.get_by_role("listitem").filter(has_text=report.barriers[0].barrier.label).first).to_be_visible()
    rank = page.locator(".rank", has_text="1").first
    expect(rank).to_be_visible()
    box = rank.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Fair share of all that can be regained")


def test_a_scheme_is_switched_between_before_and_after(workspace, open_offline):
    x, y = find_area(workspace, ALDERSGATE).geometry.representative_point().coords[0]
    change = Change(kind=ChangeKind.LINK, name="New cut", geometry=LineString([(x - 150, y), (x + 150, y + 20)]))
    page = open_offline(scheme_page(workspace, ALDERSGATE, Scheme(id="cut", name="The cut", changes=(change,))))
    expect(page.get_by_label("After the scheme")).to_be_checked()
    page.get_by_label("As it is now").check()
    expect(page.get_by_label("After the scheme")).not_to_be_checked()
    assert drawn(page) > 10


def test_a_design_of_hostile_words_is_shown_as_words_on_a_phone(workspace, open_offline):
    nasty = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    design = read_design(geojson(SQUARE, crs="EPSG:27700", name=nasty), "a.geojson", grid=workspace.grid)
    page = open_offline(design_preview(workspace, design), PHONE)
    page.locator(".leaflet-overlay-pane path").last.click()
    expect(page.locator(".leaflet-popup-content strong")).to_have_text(nasty)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

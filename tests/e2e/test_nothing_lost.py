"""Connections drop, tabs close, servers are killed, disks fill: what was said is not lost."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import WIDE, App, Watch
from tests.e2e.steps import drop_pin, find_place, open_map, pins_of, wait_for_map, wait_until_all_acknowledged

OpenPage = Callable[..., Page]
MakeApp = Callable[..., App]


def _write_and_save(page: Page, text: str) -> None:
    page.get_by_test_id("add-welcoming").click()
    page.get_by_test_id("use-cross").click()
    page.get_by_test_id("category-w-rest").click()
    page.get_by_test_id("pin-text").fill(text)
    page.get_by_test_id("save").click()


def test_a_pin_made_while_the_server_is_gone_is_sent_once_when_it_is_back(
    installed_home: Path, make_app: MakeApp, open_page: OpenPage, watch: Watch
) -> None:
    app = make_app(installed_home)
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    watch.server_goes_away = True
    app.stop(signal.SIGKILL)
    _write_and_save(page, "Written while the server was gone")
    expect(page.get_by_test_id("pin-map")).to_have_attribute("data-waiting", "1")
    app.start()
    wait_until_all_acknowledged(page)
    assert [pin["text"] for pin in pins_of(app.url)] == ["Written while the server was gone"]


def test_a_pin_not_yet_sent_survives_a_closed_tab(
    installed_home: Path, make_app: MakeApp, open_page: OpenPage, watch: Watch
) -> None:
    app = make_app(installed_home)
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    watch.server_goes_away = True
    app.stop(signal.SIGKILL)
    _write_and_save(page, "Written in a tab that was closed")
    expect(page.get_by_test_id("pin-map")).to_have_attribute("data-waiting", "1")
    context = page.context
    page.close()
    app.start()
    again = context.new_page()
    again.goto(app.url)
    wait_for_map(again)
    wait_until_all_acknowledged(again)
    assert [pin["text"] for pin in pins_of(app.url)] == ["Written in a tab that was closed"]


def test_an_acknowledged_pin_survives_a_killed_server(
    installed_home: Path, make_app: MakeApp, open_page: OpenPage, watch: Watch
) -> None:
    app = make_app(installed_home)
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    drop_pin(page, text="Saved just before the power went")
    watch.server_goes_away = True
    app.stop(signal.SIGKILL)
    app.start()
    assert [pin["text"] for pin in pins_of(app.url)] == ["Saved just before the power went"]


def test_a_store_that_cannot_save_says_so_and_the_pin_is_saved_once_it_can(
    installed_home: Path, make_app: MakeApp, open_page: OpenPage
) -> None:
    app = make_app(installed_home)
    page = open_page(WIDE)
    open_map(page, app.url)
    find_place(page, "Aldersgate")
    lock = _hold_the_store(app.home / "common-ground.sqlite")
    _write_and_save(page, "Written while the store was busy")
    expect(page.get_by_test_id("offline")).to_contain_text("cannot be saved just now", timeout=40_000)
    expect(page.get_by_test_id("pin-map")).to_have_attribute("data-waiting", "1")
    lock.close()
    wait_until_all_acknowledged(page)
    assert [pin["text"] for pin in pins_of(app.url)] == ["Written while the store was busy"]


def test_a_second_app_on_the_same_store_is_refused_with_a_sentence(installed_home: Path, make_app: MakeApp) -> None:
    app = make_app(installed_home)
    second = App(app.home, app.port + 1)
    with pytest.raises(pytest.fail.Exception, match="did not start"):
        second.start()
    second.stop(signal.SIGKILL)
    assert "Stop the other one first" in second.log.read_text()


def _hold_the_store(path: Path) -> sqlite3.Connection:
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    return held

"""The real app, started as a person starts it, and real Chromium to look at it.

Any request a page makes to another host fails the test, and so does any error on its console.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}

expect.set_options(timeout=15_000)


@dataclass
class App:
    """A running app server; `url` has no trailing slash."""

    home: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.home / f"app-{self.port}.log"

    def full_environment(self) -> dict[str, str]:
        """What the server runs with; a command line given the same works on the same home."""
        return {**os.environ, "PLACES_HOME": str(self.home), **self.environment}

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", str(self.port)],
                cwd=ROOT,
                env=self.full_environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_healthy()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(timeout=20)
        self.process = None

    def _wait_until_healthy(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/api/health", timeout=2):
                return
            time.sleep(0.2)
        pytest.fail(f"The app did not start:\n{self.log.read_text()[-4000:]}")


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh_home(installed: Path, folder: Path) -> Path:
    """A home with the installed data of another and a store of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").symlink_to(installed / "data")
    practice_store = installed / "common-ground.sqlite"
    if practice_store.exists():
        shutil.copy(practice_store, folder / "common-ground.sqlite")
    return folder


@pytest.fixture(scope="session")
def app(installed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One app on the real data, shared by tests that only add to its store."""
    running = App(fresh_home(installed_home, tmp_path_factory.mktemp("app") / "home"), free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Starts an app of the test's own on a copy of a home, to be killed or starved."""
    made: list[App] = []

    def make(installed: Path, **environment: str) -> App:
        running = App(fresh_home(installed, tmp_path / f"home-{len(made)}"), free_port(), environment)
        made.append(running)
        running.start()
        return running

    yield make
    for running in made:
        running.stop()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, running."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Chromium is not installed; run tools/install_test_programs.sh"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each person gets a context of their own."""
    with chromium() as launched:
        yield launched


@dataclass
class Watch:
    """What a browser context did that it should not have done."""

    foreign_requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    server_goes_away: bool = False  # then Chromium's own words about refused connections are no error of ours

    def over(self, page: Page) -> None:
        page.on("request", lambda request: self._note_request(request.url))
        page.on("console", lambda message: self._note_console(message.type, message.text))
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))

    def _note_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"localhost", "127.0.0.1"}:
            self.foreign_requests.append(url)

    def _note_console(self, kind: str, text: str) -> None:
        refused = self.server_goes_away and ("ERR_CONNECTION" in text or "WebSocket" in text)
        if kind == "error" and not refused:
            self.console_errors.append(text)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when a page asked another host for anything, or wrote an error on its console."""
    watching = Watch()
    yield watching
    assert watching.foreign_requests == []
    assert watching.console_errors == []


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser context of its own (another person)."""
    contexts: list[BrowserContext] = []

    def make(size: dict[str, int] = WIDE, **options: object) -> Page:
        context = browser.new_context(viewport=size, permissions=["clipboard-write"], **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield make
    for context in contexts:
        context.close()

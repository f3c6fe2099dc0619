"""The two servers that are measured: the app, and the peer with the same outlines and pins."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.sample_pins import sample_pins, write_csv
from tests.conftest import BUNDLE, ROOT, home_from
from tests.e2e.conftest import App, free_port, fresh_home
from ui.browser_files import read_files

PEER = Path(__file__).with_name("peers") / "st_folium_map.py"
PEER_ZOOM = 10  # all of London, as the app first shows it
# What .streamlit/config.toml sets for the app, so that the two differ by their map alone.
_SAME_SETTINGS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.enableStaticServing": "true",
    "runner.postScriptGC": "false",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "localhost",
}


def installed_home() -> Path:
    """A home with the data bundle installed."""
    if not (BUNDLE / "boundaries").is_dir():
        sys.exit(f"The benchmarks need the data bundle at {BUNDLE}; set PLACES_DATA to where it is.")
    return home_from(BUNDLE)


@contextmanager
def running_app(installed: Path, folder: Path, pins: int) -> Iterator[App]:
    """The app with so many pins in its store."""
    app = App(fresh_home(installed, folder / "home"), free_port())
    import_pins(app, write_csv(sample_pins(pins), folder / "pins.csv"))
    app.start()
    try:
        yield app
    finally:
        app.stop()


def import_pins(app: App, file: Path) -> None:
    """Save the pins of a file in the app's store by the command line."""
    command = [sys.executable, "-m", "geo", "pins", "import", str(file)]
    subprocess.run(command, cwd=ROOT, env=app.full_environment(), check=True, capture_output=True)


class Peer:
    """A running server of the peer; `url` has no trailing slash."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [part for name, value in _SAME_SETTINGS.items() for part in (f"--{name}", value)]
        command = ["-m", "streamlit", "run", PEER.name, "--server.port", str(self.port), *settings]
        with (self.folder / "peer.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.folder,
                env={**os.environ, "PEER_FOLDER": str(self.folder), "PEER_ZOOM": str(PEER_ZOOM)},
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                return
            time.sleep(0.2)
        raise TimeoutError(f"The peer did not start:\n{(self.folder / 'peer.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def pin_count(self) -> int:
        """Pins in its store."""
        with contextlib.closing(sqlite3.connect(self.folder / "pins.sqlite")) as store:
            return int(store.execute("SELECT count(*) FROM pins").fetchone()[0])


@contextmanager
def running_peer(installed: Path, folder: Path, pins: int) -> Iterator[Peer]:
    """The peer with the app's own outlines and the same pins."""
    static = folder / "static"
    static.mkdir(parents=True)
    for name in ("leaflet.js", "leaflet.css"):
        shutil.copy(ROOT / "static" / read_files().leaflet / name, static / name)
    shutil.copy(PEER, folder / PEER.name)
    for kind in ("borough", "ward"):
        source = next((installed / "data" / "display").glob(f"areas-{kind}.*.json"))
        content = source.read_bytes()
        (folder / f"{kind}.json").write_bytes(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
    with contextlib.closing(sqlite3.connect(folder / "pins.sqlite")) as store, store:
        store.execute("CREATE TABLE pins (lon REAL, lat REAL, kind TEXT, text TEXT)")
        rows = [(pin.lon, pin.lat, pin.kind, pin.text) for pin in sample_pins(pins)]
        store.executemany("INSERT INTO pins VALUES (?, ?, ?, ?)", rows)
    peer = Peer(folder)
    peer.start()
    try:
        yield peer
    finally:
        peer.stop()


def cpu_seconds(process: subprocess.Popen[bytes] | None) -> float:
    """Processor time that a server has used so far, its children's with it."""
    assert process is not None, "the server is not running"
    parent = psutil.Process(process.pid)
    times = [each.cpu_times() for each in (parent, *parent.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))

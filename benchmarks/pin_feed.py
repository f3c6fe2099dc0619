"""Many pins: importing them from a file, and what a browser then fetches to show them all."""

from __future__ import annotations

import gzip
import json
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.sample_pins import sample_pins, write_csv
from benchmarks.servers import cpu_seconds, import_pins, installed_home
from tests.e2e.conftest import App, free_port, fresh_home

PINS = 10_000
RUNS = 20


def measure() -> dict[str, Any]:
    """Seconds of the import, then bytes and milliseconds of /api/pins?since=0 and of asking for what is new."""
    with tempfile.TemporaryDirectory(prefix="common-ground-benchmark-") as folder:
        app = App(fresh_home(installed_home(), Path(folder) / "home"), free_port())
        file = write_csv(sample_pins(PINS), Path(folder) / "pins.csv")
        imports = [_seconds_to_import(app, file) for _ in range(2)]
        app.start()
        try:
            return {"pins": PINS, "import": _import_figures(imports), **_feed_figures(app)}
        finally:
            app.stop()


def _seconds_to_import(app: App, file: Path) -> float:
    began = time.perf_counter()
    import_pins(app, file)
    return time.perf_counter() - began


def _import_figures(seconds: list[float]) -> dict[str, float]:
    first, again = seconds
    return {"first_s": round(first, 1), "again_s": round(again, 1), "pins_a_second": round(PINS / first)}


def _feed_figures(app: App) -> dict[str, Any]:
    first, body = _ask(app, 0)
    used = cpu_seconds(app.process)
    again = [_ask(app, 0)[0] for _ in range(RUNS)]
    used = cpu_seconds(app.process) - used
    content = json.loads(gzip.decompress(body))
    assert len(content["pins"]) == PINS, f"{len(content['pins'])} of {PINS} pins were sent"
    nothing_new = [_ask(app, content["sequence"]) for _ in range(RUNS)]
    return {
        "all_pins": {
            "bytes_sent": len(body),
            "bytes_unpacked": len(gzip.decompress(body)),
            "first_ms": round(first),
            "median_ms": round(statistics.median(again), 1),
            "server_cpu_ms": round(1000 * used / RUNS, 1),
        },
        "nothing_new": {
            "bytes_sent": len(nothing_new[0][1]),
            "median_ms": round(statistics.median(ms for ms, _ in nothing_new), 1),
        },
    }


def _ask(app: App, since: int) -> tuple[float, bytes]:
    request = urllib.request.Request(f"{app.url}/api/pins?since={since}", headers={"Accept-Encoding": "gzip"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        body: bytes = answer.read()
    return 1000 * (time.perf_counter() - began), body

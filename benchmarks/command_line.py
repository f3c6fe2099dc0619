"""The command line: installing the data bundle, and the report of a regeneration area, cold and warm."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.servers import installed_home
from geo.bootstrap import Settings, open_workspace
from geo.services.reports import area_report
from tests.conftest import BUNDLE, ROOT
from tests.e2e.conftest import fresh_home

AREA = "E09000010-R05"
RUNS = 5


def measure() -> dict[str, Any]:
    """Seconds of each command, from its start to its end, and of a report within a process that stays."""
    installed = installed_home()
    with tempfile.TemporaryDirectory(prefix="common-ground-benchmark-") as folder:
        empty = Path(folder) / "empty"
        install = {
            "first_s": _run(empty, "-m", "geo", "data", "install"),
            "second_s": _run(empty, "-m", "geo", "data", "install"),
        }
        home = fresh_home(installed, Path(folder) / "home")
        runs = [_run(home, "-m", "geo", "report", AREA, "--json") for _ in range(RUNS)]
        within = subprocess.run(
            [sys.executable, "-m", "benchmarks.command_line", str(home)],
            cwd=ROOT, env=_environment(home), check=True, capture_output=True, text=True,
        )  # fmt: skip
    return {
        "area": AREA,
        "data_install": install,
        "report_command": {"runs": RUNS, "median_s": round(statistics.median(runs), 2), "longest_s": max(runs)},
        "report_in_process": json.loads(within.stdout),
    }


def _run(home: Path, *command: str) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=_environment(home), check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return round(time.perf_counter() - began, 2)


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PLACES_HOME": str(home), "PLACES_DATA": str(BUNDLE)}


def reports_in_process(home: Path) -> dict[str, Any]:
    """The first report of a fresh process, which reads the data and the network, and the same report again."""
    seconds = []
    began = time.perf_counter()
    workspace = open_workspace(Settings.from_environment({"PLACES_HOME": str(home)}))
    for _ in range(1 + RUNS):
        area_report(workspace, AREA)
        seconds.append(time.perf_counter() - began)
        began = time.perf_counter()
    workspace.store.close()
    return {
        "cold_s": round(seconds[0], 3),
        "warm_median_s": round(statistics.median(seconds[1:]), 4),
        "warm_runs": RUNS,
    }


if __name__ == "__main__":
    print(json.dumps(reports_in_process(Path(sys.argv[1]))))

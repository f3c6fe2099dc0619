"""The network's kernels against their peers, on Newport tiled into a city: see benchmarks/README.md."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import network_tasks as tasks
from benchmarks.network_load import loaded
from benchmarks.tiled_towns import City, city_of, one_town
from tests.conftest import ROOT

PEERS = ("pandana", "cityseer", "access", "networkx", "osmnx", "scipy")
SMALL, MIDDLE, LARGE = 4, 18, 64  # towns: about 56,000, 250,000 and 900,000 nodes


def measure() -> dict[str, Any]:
    """All tasks, and the growth of time and memory; about five minutes, and 10 GB for the peer that reads GraphML."""
    versions = _versions()
    town = one_town()
    rows = []
    with tempfile.TemporaryDirectory(prefix="common-ground-benchmark-") as folder:
        small, middle, large = (city_of(town, copies) for copies in (SMALL, MIDDLE, LARGE))
        for step, city in (
            (tasks.nearest, middle), (tasks.floor, middle), (tasks.floor, large), (tasks.changed_weight, middle),
            (tasks.distinct_spaces, middle), (tasks.near_nodes, middle), (tasks.floating_catchment, middle),
            (tasks.by_networkx, small),
        ):  # fmt: skip
            rows += step(city)
        growth = [_grown(city, Path(folder) / f"{city.network.node_count}") for city in (small, middle, large)]
        rows += loaded(large, Path(folder) / f"{large.network.node_count}")
    return {"peers": versions, "tasks": [_short(row) for row in rows], "growth": [_short(row) for row in growth]}


def _grown(city: City, folder: Path) -> dict[str, Any]:
    city.network.save(folder)
    np.save(folder / "ways_in.npy", city.node)
    np.save(folder / "space.npy", city.space)
    command = [sys.executable, "-m", "benchmarks.network_growth", str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _versions() -> dict[str, str]:
    try:
        return {name: version(name) for name in PEERS}
    except PackageNotFoundError as error:
        raise SystemExit(
            f"The peer {error.name} is not installed. “make bench” installs what requirements-bench.txt names."
        ) from error


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """Figures to four places: the rest is noise."""
    return {key: float(f"{value:.4g}") if isinstance(value, float) else value for key, value in row.items()}

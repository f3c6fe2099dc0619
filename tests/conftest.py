"""What all tests share: where the real data are, and one installation made from them."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = Path(os.environ.get("PLACES_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The folder of real London data. The tests mean little without it, so its absence is a failure."""
    if not (BUNDLE / "boundaries").is_dir():
        pytest.fail(f"The tests need the data bundle at {BUNDLE}; set PLACES_DATA to where it is.")
    return BUNDLE


def home_from(bundle: Path) -> Path:
    """Install the bundle into the home that tests, pictures and benchmarks share, where that has not been done yet."""
    home = ROOT / "test-results" / "home"
    home.mkdir(parents=True, exist_ok=True)
    with (home.parent / "home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(home, PLACES_DATA=str(bundle))
    return home


@pytest.fixture(scope="session")
def installed_home(bundle: Path) -> Path:
    """A home with the whole bundle installed, made once for all workers; treat it as read-only."""
    return home_from(bundle)


@pytest.fixture(scope="session")
def practice_home() -> Path:
    """A home with the practice quarter alone, as a machine without bundle or internet gets it."""
    home = ROOT / "test-results" / "practice-home"
    home.mkdir(parents=True, exist_ok=True)
    with (home.parent / "practice-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(home, PLACES_DATA=str(home / "no-bundle-here"), PLACES_OFFLINE="1")
    return home


def _install(home: Path, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geo", "data", "install"],
        cwd=ROOT,
        env={**os.environ, "PLACES_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"data install failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"

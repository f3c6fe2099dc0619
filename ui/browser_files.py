"""Lays what the browser loads under static/: ``python -m ui.browser_files``.

Other people's code comes from npm at set-up, pinned by frontend/package-lock.json, and is never copied into the
repository; our own lies in frontend/src. Names carry a version or a digest, so that browsers may keep files for
good. static/files.json is written last and says where each thing is: a set-up that stops half-way leaves the old
set in use.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ui.node import NodeMissingError, find_node

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "static"
FONT_WEIGHTS = (
    "latin-400-normal",
    "latin-700-normal",
    "latin-400-italic",
    "latin-ext-400-normal",
    "latin-ext-700-normal",
)


class BrowserFilesError(RuntimeError):
    """The browser's files could not be laid; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class BrowserFiles:
    """Where each thing lies, as paths under /app/static/."""

    app: str
    leaflet: str
    protomaps: str
    font: str
    digest: str


def read_files(static: Path = STATIC) -> BrowserFiles:
    """What the last set-up laid down. Raises `BrowserFilesError` where there is none."""
    try:
        return BrowserFiles(**json.loads((static / "files.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BrowserFilesError(
            "What the browser loads is not in place. Run “python -m ui.browser_files” first."
        ) from error


def lay_files(frontend: Path = FRONTEND, static: Path = STATIC) -> tuple[BrowserFiles, bool]:
    """Bring static/ up to date; the second value says whether anything had to be done. Raises `BrowserFilesError`."""
    wanted = _digest([frontend / "package-lock.json", *_sources(frontend)], frontend)
    if _is_complete(static, wanted):
        return read_files(static), False
    modules = _fetch_modules(frontend)
    versions = json.loads((frontend / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    def versioned(name: str) -> str:
        return f"{name.rsplit('/', 1)[-1]}-{versions[f'node_modules/{name}']['version']}"

    files = BrowserFiles(
        app=f"app-{wanted[:12]}",
        leaflet=versioned("leaflet"),
        protomaps=versioned("protomaps-leaflet"),
        font=versioned("@fontsource/atkinson-hyperlegible"),
        digest=wanted,
    )
    _lay_folder(static / files.leaflet, {n: modules / "leaflet" / p for n, p in _LEAFLET.items()})
    _lay_folder(static / files.protomaps, {n: modules / "protomaps-leaflet" / p for n, p in _PROTOMAPS.items()})
    _lay_folder(static / files.font, dict(_font_files(modules / "@fontsource" / "atkinson-hyperlegible")))
    _lay_folder(static / files.app, {str(p.relative_to(frontend / "src")): p for p in _sources(frontend)})
    _write(static / "files.json", json.dumps({name: getattr(files, name) for name in files.__slots__}, indent=1))
    _drop_others(static, {files.app, files.leaflet, files.protomaps, files.font})
    return files, True


_LEAFLET = {"leaflet.js": "dist/leaflet.js", "leaflet.css": "dist/leaflet.css", "LICENSE": "LICENSE"}
_PROTOMAPS = {"protomaps-leaflet.js": "dist/protomaps-leaflet.js", "LICENSE": "LICENSE"}


def _font_files(package: Path) -> Iterator[tuple[str, Path]]:
    for weight in FONT_WEIGHTS:
        yield f"{weight}.woff2", package / "files" / f"atkinson-hyperlegible-{weight}.woff2"
    yield "LICENSE", package / "LICENSE"


def _sources(frontend: Path) -> list[Path]:
    return sorted(path for path in (frontend / "src").rglob("*") if path.is_file())


def _digest(paths: list[Path], base: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(base).as_posix()}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _is_complete(static: Path, wanted: str) -> bool:
    try:
        files = read_files(static)
    except BrowserFilesError:
        return False
    return files.digest == wanted and all(
        (static / place).is_file()
        for place in (
            f"{files.app}/map/main.js",
            f"{files.leaflet}/leaflet.js",
            f"{files.protomaps}/protomaps-leaflet.js",
            f"{files.font}/{FONT_WEIGHTS[-1]}.woff2",
        )
    )


def _fetch_modules(frontend: Path) -> Path:
    """node_modules as the lock file wants them; npm is asked only where they differ."""
    modules = frontend / "node_modules"
    stamp = modules / ".common-ground-lock"
    lock = _digest([frontend / "package-lock.json"], frontend)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return modules
    try:
        npm = find_node().npm
    except NodeMissingError as error:
        raise BrowserFilesError(str(error)) from error
    print("Fetching what the browser loads from npm (about 3 MB) …", flush=True)
    done = subprocess.run(  # noqa: S603 - our own command, nothing of a user's in it
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=frontend, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        said = "\n".join(f"    {line}" for line in (done.stderr or done.stdout).strip().splitlines()[-8:])
        raise BrowserFilesError(
            f"npm could not fetch what the browser loads. It said:\n{said}\n"
            "Check the connection (and the proxy and registry that “npm config list” names), then run "
            "“python -m ui.browser_files” again. What was in place before still works."
        )
    stamp.write_text(lock, encoding="utf-8")
    return modules


def _lay_folder(folder: Path, contents: dict[str, Path]) -> None:
    """Fill a folder beside its place, then move it there, so that a reader never meets half of it."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    for name, source in contents.items():
        place = beside / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
    if folder.exists():
        shutil.rmtree(folder)
    beside.rename(folder)


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


_KEPT_FOR_S = 24 * 60 * 60


def _drop_others(static: Path, kept: set[str]) -> None:
    """Remove what earlier set-ups laid and nothing names any more; other things under static/ are left alone.

    What was laid within the last day stays: an app that is still running serves it.
    """
    stems = {name.rsplit("-", 1)[0] for name in kept}
    for folder in static.iterdir():
        ours = folder.is_dir() and folder.name.lstrip(".").rsplit("-", 1)[0] in stems
        if ours and folder.name not in kept and time.time() - folder.stat().st_mtime > _KEPT_FOR_S:
            shutil.rmtree(folder)


def run_tests(frontend: Path = FRONTEND) -> int:
    """Run the tests of the browser's own code with node; the exit code is node's."""
    tests = sorted(str(path.relative_to(frontend)) for path in (frontend / "test").glob("*.test.js"))
    command = [*find_node().node, "--test", *tests]
    return subprocess.run(command, cwd=frontend, check=False).returncode  # noqa: S603 - our own files


def main(arguments: list[str] | None = None) -> int:
    """The command line: lay the files, or test the browser's own code."""
    parser = argparse.ArgumentParser(prog="python -m ui.browser_files", description="Lay what the browser loads.")
    parser.add_argument("--test", action="store_true", help="run the tests of the browser's own code instead")
    try:
        if parser.parse_args(arguments).test:
            return run_tests()
        files, changed = lay_files()
    except (BrowserFilesError, NodeMissingError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"What the browser loads is {'laid' if changed else 'already'} under static/ ({files.app}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())

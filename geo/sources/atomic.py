"""Writing so that a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo.errors import InputError


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path`, then put it in its place in one step.

    When `write` fails the old file stays as it was and the new one is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        write(draft)
        _flush(draft)
        draft.chmod(0o644)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def write_json(path: Path, content: Any) -> None:
    """Write JSON in one step; a file that already holds the same is left alone."""
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    write_file(path, lambda draft: draft.write_text(text, encoding="utf-8"))


def write_parquet(path: Path, frame: Any) -> None:
    """Write a data frame or a GeoDataFrame as (Geo)Parquet in one step."""
    write_file(path, lambda draft: frame.to_parquet(draft, index=False))


def write_folder(path: Path, write: Callable[[Path], object]) -> None:
    """The same for a folder: `write` fills an empty one, which then takes the place of `path`.

    Between two renames there is for an instant no folder; a power cut there leaves the old one beside it under a
    name that starts with a dot, and the next install makes it again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}-new-", dir=path.parent))
    try:
        write(draft)
        for file in draft.rglob("*"):
            if file.is_file():
                _flush(file)
        draft.chmod(0o755)
        if path.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{path.name}-old-", dir=path.parent))
            os.replace(path, old / path.name)
            os.replace(draft, path)
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.replace(draft, path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for one install at a time. Raises `InputError` when another process holds it.

    The operating system lets go when the process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".install.lock").open("a+b") as file:
        if not _lock(file.fileno()):
            raise InputError(
                "Data are being installed by another process just now. Wait for it to end, then try again."
            )
        yield


def _lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows has no fcntl
        import msvcrt

        lock: Any = msvcrt
        try:
            lock.locking(handle, lock.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

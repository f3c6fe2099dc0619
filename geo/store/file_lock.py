"""A lock on a file that the operating system lets go of when its process ends, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO


class FileLock:
    """Holds `path` locked from `acquire` to `release`; the file itself stays, empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; false when another process has it. Raises `OSError` if it cannot be made."""
        file = self._path.open("ab")
        try:
            _lock(file)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let go. Releasing what is not held does nothing."""
        if self._file is not None:
            self._file.close()  # closing lets go of the lock on every system
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError as refused:  # what Windows says where others say "would block"
            raise BlockingIOError from refused

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

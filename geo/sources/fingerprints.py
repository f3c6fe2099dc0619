"""Checksums of source files, read again only when a file's size or time has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = 1 << 20


@dataclass(slots=True)
class Fingerprints:
    """SHA-256 by file. `known` maps a path to [size, time in ns, sha256] and is kept between installs."""

    known: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def sha256(self, path: Path) -> str:
        """The file's SHA-256 in hex. Raises `OSError` when it cannot be read."""
        status = path.stat()
        held = self.known.get(str(path))
        if held is not None and (held[0], held[1]) == (status.st_size, status.st_mtime_ns):
            return held[2]
        value = sha256_of(path)
        self.known[str(path)] = (status.st_size, status.st_mtime_ns, value)
        return value


def sha256_of(path: Path) -> str:
    """SHA-256 in hex of a file's content, read in blocks."""
    checksum = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            checksum.update(block)
    return checksum.hexdigest()

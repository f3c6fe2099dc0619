"""Finished rows kept beside a table that is being made, so that a stopped run goes on where it stopped.

The file holds one gzip member for each finished piece of work, each of JSON lines [key, row]. A run that is killed may
leave half a member at the end: reading stops there, and what stands before it counts.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import InputError
from geo.export.whole_file import whole_file
from geo.services.table_rows import TableRow
from geo.store.file_lock import FileLock


class TableParts:
    """The parts file of the table at `out`. Make it with `parts_of`, which keeps a second run away."""

    def __init__(self, out: Path) -> None:
        self.path = out.with_name(f"{out.name}.parts")

    def read(self, keys: Iterable[str]) -> dict[str, TableRow]:
        """The kept rows with one of `keys`; none where there is no file, or one that is not of this kind."""
        wanted = set(keys)
        return {key: row for key, row in self._kept() if key in wanted}

    def add(self, rows: Mapping[str, TableRow]) -> None:
        """Keep rows by their keys; they are on the disk when this returns."""
        if rows:
            with self.path.open("ab") as file:
                file.write(_member(rows))
                file.flush()

    def replace(self, rows: Mapping[str, TableRow]) -> None:
        """Keep these rows and no others; what stood there stays until they are on the disk."""
        with whole_file(self.path) as part:
            part.write_bytes(_member(rows))

    def _kept(self) -> Iterator[tuple[str, TableRow]]:
        try:
            with gzip.open(self.path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    key, row = json.loads(line)
                    yield str(key), TableRow(**row)
        except FileNotFoundError:
            return
        except (EOFError, OSError, zlib.error, ValueError, TypeError):
            return  # cut short, or of an older version: what is missing is made again


@contextmanager
def parts_of(out: Path) -> Iterator[TableParts]:
    """The parts of a table, held for one run at a time.

    Raises `InputError` when another run makes the same table, or nothing can be written beside it.
    """
    beside = out.with_name(f".{out.name}.lock")
    lock = FileLock(beside)
    try:
        taken = lock.acquire()
    except OSError as refused:
        raise InputError(
            f"Nothing can be written in the folder {out.parent} ({refused.strerror}). Choose another with --out."
        ) from refused
    if not taken:
        raise InputError(f"Another run is making {out.name} just now. Wait for it to end, or choose another file.")
    try:
        yield TableParts(out)
    finally:
        with suppress(OSError):  # some systems do not let go of a file that is open
            beside.unlink()
        lock.release()


def _member(rows: Mapping[str, TableRow]) -> bytes:
    lines = "".join(json.dumps([key, row.as_dict()], ensure_ascii=False) + "\n" for key, row in rows.items())
    return gzip.compress(lines.encode(), mtime=0)

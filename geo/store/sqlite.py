"""One SQLite file, set up so that nothing acknowledged is lost and nothing erased stays behind.

WAL with synchronous=FULL: a saved pin survives a power cut. One writer connection behind a lock, which is also the
one that checkpoints; readers have connections of their own that cannot write. Several processes on one host may have
the file open, but only one of them may be an app.

secure_delete overwrites freed cells, but a page that SQLite laid out anew, as rows came and went, may still hold an
old copy of a row in its unused middle. So an erasure ends with VACUUM, which writes every page afresh, and with a
checkpoint that cuts the log to nothing. `user_version` counts erasures that were not yet followed by both, so that a
process killed in between leaves them to the next one.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import ArgumentError, OperationalError

from geo.errors import StoreError
from geo.store.faults import told_plainly
from geo.store.file_lock import FileLock
from geo.store.upgrading import upgrade

BUSY_TIMEOUT_MS = 10_000
SWEEP_TIMEOUT_MS = 2_000  # a withdrawal waits this long for readers of the old log
_ON_CONNECT = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",  # no resident's words in temporary files
)


class SqliteDatabase:
    """The connections to one file. Make it with `open`."""

    def __init__(self, path: Path, lock: FileLock | None) -> None:
        self._path = path
        self._lock = lock
        self._writing = threading.RLock()
        self._writer = _engine(path, "BEGIN IMMEDIATE", pool_size=1, pragmas=_ON_CONNECT)
        self._readers = _engine(path, "BEGIN", pool_size=5, pragmas=(*_ON_CONNECT, "PRAGMA query_only = ON"))
        self._unswept = False

    @classmethod
    def open(cls, url: str, *, exclusive: bool) -> Self:
        """Open the file, made for its owner alone where it is new, and bring its tables up to date."""
        path = _path_of(url)
        lock = FileLock(path.with_name(path.name + ".lock")) if exclusive else None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)
            alone = lock is None or lock.acquire()
        except OSError as refused:
            raise StoreError(
                f"The store cannot be opened in {path.parent}: {refused.strerror}. Choose a folder the app may write "
                "to with PLACES_HOME, or give it permission."
            ) from refused
        if not alone:
            raise StoreError(
                "Common Ground is already running on this store. Stop the other one first, or give this one a store "
                "of its own with PLACES_HOME."
            )
        database = cls(path, lock)
        try:
            with told_plainly():
                database._use_wal()
            with database.write() as connection:
                upgrade(connection)
                database._unswept = _erasures(connection) > 0
            with told_plainly():
                database._sweep_if_due()
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def write(self, *, erasing: bool = False) -> Iterator[Connection]:
        """One write transaction: committed at the end, undone on any error. `erasing` asks for a `sweep` after it."""
        with self._writing, told_plainly():
            with self._writer.begin() as connection:
                yield connection
                if erasing:
                    connection.exec_driver_sql(f"PRAGMA user_version = {_erasures(connection) + 1}")
            self._sweep_if_due()
            self._unswept |= erasing

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction: everything read in it is of the same moment."""
        with told_plainly(), self._readers.begin() as connection:
            yield connection

    def sweep(self) -> bool:
        """Take erased words out of every page and empty the write-ahead log; whether that was possible.

        While another reader still needs the log it stays; it is then emptied after the next change, or at opening.
        """
        with self._writing, told_plainly():
            return self._sweep(timeout_ms=SWEEP_TIMEOUT_MS)

    def close(self) -> None:
        """Close the connections, which empties the log, and let go of the lock."""
        with self._writing:
            self._readers.dispose()
            self._writer.dispose()
            if self._lock is not None:
                self._lock.release()

    def _sweep_if_due(self) -> None:
        if self._unswept:
            self._sweep(timeout_ms=0)

    def _sweep(self, *, timeout_ms: int) -> bool:
        with self._writer.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute(f"PRAGMA busy_timeout = {timeout_ms}")
            try:
                erasures = raw.execute("PRAGMA user_version").fetchone()[0]
                raw.execute("VACUUM")
                self._unswept = bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
                if not self._unswept:
                    raw.execute("BEGIN IMMEDIATE")
                    if raw.execute("PRAGMA user_version").fetchone()[0] == erasures:  # else another process has more
                        raw.execute("PRAGMA user_version = 0")
                    raw.execute("COMMIT")
            except sqlite3.OperationalError:
                self._unswept = True  # what was changed is safe; the sweep is made another time
            finally:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raw.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        return not self._unswept

    def _use_wal(self) -> None:
        # Turning to WAL takes a lock that does not wait as other locks do, so two that open at once try again.
        last_try = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                with self._writer.connect() as connection:
                    raw: Any = connection.connection.dbapi_connection
                    mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            except (OperationalError, sqlite3.OperationalError):
                if time.monotonic() > last_try:
                    raise
                time.sleep(0.02)
                continue
            if mode != "wal":
                raise StoreError("The store's disk does not allow SQLite's write-ahead log. Use a local disk.")
            return


def _erasures(connection: Connection) -> int:
    count: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return count


def _path_of(url: str) -> Path:
    try:
        parsed = sa.make_url(url)
    except ArgumentError as wrong:
        raise StoreError("PLACES_DATABASE_URL cannot be read. Write it as sqlite:///path/to/file.sqlite.") from wrong
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise StoreError("This version keeps pins in an SQLite file: sqlite:///path/to/file.sqlite.")
    assert parsed.database is not None
    return Path(parsed.database)


def _engine(path: Path, begin: str, *, pool_size: int, pragmas: tuple[str, ...]) -> Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=sa.QueuePool,
        pool_size=pool_size,
        max_overflow=0 if pool_size == 1 else 20,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # an error never carries a resident's words into a log
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would otherwise begin transactions late, or not at all
        for pragma in (f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}", *pragmas):
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine

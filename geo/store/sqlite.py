"""One SQLite file, set up so that nothing acknowledged is lost and nothing erased stays behind.

WAL with synchronous=FULL: a saved pin survives a power cut. secure_delete: freed bytes are overwritten. One writer
connection behind a lock, which is also the one that checkpoints; readers have connections of their own that cannot
write. Several processes on one host may have the file open, but only one of them may be an app.
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
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
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
        self._unswept = True  # a process killed before its sweep left it to the next one

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
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: committed at the end, undone on any error."""
        with self._writing:
            with told_plainly(), self._writer.begin() as connection:
                yield connection
            if self._unswept:
                self._sweep(timeout_ms=0)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction: everything read in it is of the same moment."""
        with told_plainly(), self._readers.begin() as connection:
            yield connection

    def sweep(self) -> bool:
        """Empty the write-ahead log, so that it holds no erased words; whether that was possible.

        While another reader still needs the log it stays; it is then emptied after the next change, or at closing.
        """
        with self._writing, told_plainly():
            return self._sweep(timeout_ms=SWEEP_TIMEOUT_MS)

    def close(self) -> None:
        """Empty the log, close the connections and let go of the lock."""
        with self._writing:
            self._readers.dispose()
            self._writer.dispose()
            if self._lock is not None:
                self._lock.release()

    def _sweep(self, *, timeout_ms: int) -> bool:
        with self._writer.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute(f"PRAGMA busy_timeout = {timeout_ms}")
            try:
                busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError:
                busy = 1  # the change itself is safe; the log is emptied another time
            finally:
                raw.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        self._unswept = bool(busy)
        return not busy

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
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine

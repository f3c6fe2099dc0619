"""A full disk, a read-only file, a busy file, a killed process: nothing acknowledged is lost, nothing half-saved."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from pin_drafts import NOON, a_draft, a_pin

from geo.errors import StoreError
from geo.store.pin_store import PinStore

SAVER = Path(__file__).with_name("saver.py")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pins.sqlite"


@pytest.fixture
def url(path):
    return f"sqlite:///{path}"


def saver(*arguments, **options):
    """Another process that saves pins and prints each id once it was told that it is saved."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SAVER.parents[2]), str(SAVER.parent)])}
    return subprocess.Popen(
        [sys.executable, str(SAVER), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


def add_pins(store, count):
    for _ in range(count):
        store.add(a_pin(a_draft(text="long " * 99)), now=NOON)


def fill(path):
    """Write until the disk takes no more."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 1024)


def integrity(path):
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        return raw.execute("PRAGMA integrity_check").fetchone()[0]


def half_saved(path):
    """Pins that lack a raw place, a published place, a receipt or a revision."""
    with closing(sqlite3.connect(path)) as raw:
        parts = ("pin_raw_places", "pin_published_places", "receipts", "pin_revisions")
        missing = " OR ".join(f"pin_key NOT IN (SELECT pin_key FROM {part})" for part in parts)
        return raw.execute(f"SELECT count(*) FROM pins WHERE {missing}").fetchone()[0]


def test_twenty_kills_in_the_middle_of_saving_lose_no_acknowledged_pin(url, path):
    with saver(url, "100000", "--kills", "20") as process:
        printed, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "killed 20 times")
    acknowledged = [UUID(line) for line in printed.splitlines() if len(line) == 36]  # a kill may cut a line short
    store = PinStore.open(url)
    kept = [pin.id for pin in store.pins_since(0).pins]
    store.close()
    assert len(acknowledged) >= 20
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))
    assert half_saved(path) == 0
    assert integrity(path) == "ok"


def test_two_processes_and_this_one_at_once_keep_every_pin(url, path):
    store = PinStore.open(url, exclusive=True)
    others = [saver(url, "60") for _ in range(2)]
    mine = [store.add(a_pin(), now=NOON).id for _ in range(60)]
    theirs = []
    for other in others:
        printed, said = other.communicate(timeout=60)
        assert (other.returncode, said) == (0, "")
        theirs += [UUID(line) for line in printed.split()]
    pins = store.pins_since(0).pins
    assert {pin.id for pin in pins} == set(mine) | set(theirs)
    assert sorted(pin.sequence for pin in pins) == list(range(1, 181))
    store.close()
    assert integrity(path) == "ok"


def test_a_full_disk_is_said_so_and_what_was_saved_stays(url, path):
    """The file-size limit stands in for a full disk: writing past it fails in the same way."""
    PinStore.open(url).close()
    with saver(url, "5000", "--largest-file", "400000") as process:
        printed, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert said.startswith("The disk is full")
    store = PinStore.open(url)
    kept = {str(pin.id) for pin in store.pins_since(0).pins}
    store.add(a_pin(), now=NOON)
    store.close()
    assert kept == set(printed.split())
    assert len(kept) > 5
    assert integrity(path) == "ok"
    assert half_saved(path) == 0


def test_a_disk_that_is_really_full_is_said_so_and_recovers(tmp_path):
    """A small file system of its own, filled to the last byte; mounting it takes root."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True)
    assert mounted.returncode == 0, f"the test must mount a small file system, which takes root: {mounted.stderr}"
    try:
        store = PinStore.open(f"sqlite:///{disk / 'pins.sqlite'}")
        first = store.add(a_pin(), now=NOON)
        filler = disk / "filler"
        fill(filler)
        with pytest.raises(StoreError, match="disk is full"):
            add_pins(store, 50)
        kept = store.pins_since(0).pins
        assert kept[0] == first
        filler.unlink()
        after = store.add(a_pin(), now=NOON)
        assert store.pins_since(0).pins == [*kept, after]
        store.close()
        assert integrity(disk / "pins.sqlite") == "ok"
        assert half_saved(disk / "pins.sqlite") == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_read_only_store_is_said_so_and_nothing_is_changed():
    """Root may write anything, so another user tries; the folder must let that user in."""
    folder = Path(tempfile.mkdtemp(prefix="common-ground-"))
    folder.chmod(0o755)
    path = folder / "pins.sqlite"
    url = f"sqlite:///{path}"
    store = PinStore.open(url)
    store.add(a_pin(), now=NOON)
    try:
        path.chmod(0o444)
        for beside in folder.glob("pins.sqlite-*"):
            beside.chmod(0o666)
        with saver(url, "1", "--as-nobody") as process:
            printed, said = process.communicate(timeout=60)
        assert (process.returncode, printed) == (3, "")
        assert "can be read but not written" in said or "cannot be opened" in said
        assert store.sequence() == 1
    finally:
        store.close()
        shutil.rmtree(folder)


def test_a_store_that_turns_read_only_while_open_still_reads(url):
    store = PinStore.open(url)
    pin = store.add(a_pin(), now=NOON)
    with store._database.write() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="can be read but not written"):
        store.add(a_pin(), now=NOON)
    assert store.pins_since(0).pins == [pin]
    store.close()


def test_a_store_held_by_another_program_is_said_so_and_saves_afterwards(url, path, monkeypatch):
    monkeypatch.setattr("geo.store.sqlite.BUSY_TIMEOUT_MS", 100)
    store = PinStore.open(url)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            store.add(a_pin(), now=NOON)
        assert store.sequence() == 0
        holder.execute("ROLLBACK")
    assert store.add(a_pin(), now=NOON).sequence == 1
    store.close()


def test_an_error_in_the_middle_of_a_save_leaves_nothing_of_it(url, path, monkeypatch):
    store = PinStore.open(url)

    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("geo.store.pin_writes.receipt_hash", fail)
    with pytest.raises(ZeroDivisionError):
        store.add(a_pin(), now=NOON)
    monkeypatch.undo()
    assert store.sequence() == 0
    assert store.add(a_pin(), now=NOON).sequence == 1
    store.close()
    assert half_saved(path) == 0


def test_no_error_carries_words_or_places_of_a_pin(url, path):
    store = PinStore.open(url)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TABLE receipts")
    draft = a_draft(text="my secret words")
    with pytest.raises(StoreError) as caught:
        store.add(a_pin(draft), now=NOON)
    told = str(caught.value) + str(caught.value.__cause__)
    assert "secret words" not in told
    assert draft.receipt not in told
    assert "51.5" not in told
    store.close()

"""A withdrawn pin leaves no words, places, receipt or contributor in any file of the store."""

from __future__ import annotations

import random
import sqlite3
import struct
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from pin_drafts import NOON, a_draft, a_pin, a_place
from shapely import LineString

from geo.barriers import Correction
from geo.crs import LonLat
from geo.drawn_shapes import DrawnShape
from geo.pins import PinDetail
from geo.store.correction_store import CorrectionStore
from geo.store.pin_records import Revision
from geo.store.pin_store import PinStore
from geo.store.pin_writes import receipt_hash
from geo.store.sqlite import SqliteDatabase
from geo.surveys import Affected, WalkEffect


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pins.sqlite"


def every_byte(path):
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def traces(number, lon, lat):
    """What would betray a pin: its words, its receipt's hash, and its places as SQLite writes numbers."""
    return [f"words of {number:05d}".encode(), struct.pack(">d", lon), struct.pack(">d", lat)]


def test_words_places_receipt_and_contributor_are_in_no_file_after_a_withdrawal(path):
    store = PinStore.open(f"sqlite:///{path}")
    draft = a_draft(text="words of 00001", place=LonLat(-0.1012347, 51.5234569))
    store.add(a_pin(draft, published=a_place(-0.1099887, 51.5211223), contributor_hash="5ca1ab1e" * 4), now=NOON)
    sought = [
        *traces(1, -0.1012347, 51.5234569),
        *traces(1, -0.1099887, 51.5211223),
        receipt_hash(draft.receipt),
        b"5ca1ab1e" * 4,
        draft.receipt.encode(),
    ]
    before = every_byte(path)
    assert [trace in before for trace in sought] == [True] * 8 + [False]  # the receipt itself was never kept
    assert store.withdraw(draft.receipt, now=NOON).swept
    after = every_byte(path)  # the app still runs: nothing waits for it to be closed
    assert [trace in after for trace in sought] == [False] * 9
    store.close()


def test_shapes_details_and_corrections_are_in_no_file_after_a_withdrawal(path):
    store = PinStore.open(f"sqlite:///{path}")
    drawn = DrawnShape(LineString([(-0.1012347, 51.5234569), (-0.1011, 51.5251231)]))
    shown = DrawnShape(LineString([(-0.10997, 51.52117), (-0.1011, 51.52512)]))
    detail = PinDetail(affects=(Affected.WHEELS, Affected.OLDER), until=date(2031, 7, 9))
    draft = a_draft(shape=drawn, detail=detail)
    pin = store.add(a_pin(draft, shape=shown), now=NOON)
    corrections = CorrectionStore(store.database)
    corrections.add(Correction(subject=str(pin.id), effect=WalkEffect.NONE, why="no ramp was ever there"), now=NOON)
    corrections.add(Correction(subject="map:way/7", not_a_barrier=True, why=f"see {pin.id}, ramp"), now=NOON)
    sought = [b"51.5251231", b"51.52117", b"wheels older", b"2031-07-09", b"no ramp was ever", str(pin.id).encode()]
    before = every_byte(path)
    assert [trace in before for trace in sought] == [True] * 6
    assert store.withdraw(draft.receipt, now=NOON).swept
    after = every_byte(path)
    assert [trace in after for trace in sought] == [False] * 6
    assert b"see (a withdrawn pin), ramp" in after
    store.close()


def test_a_revised_pin_leaves_none_of_its_versions(path):
    store = PinStore.open(f"sqlite:///{path}")
    draft = a_draft(text="what I wrote first")
    store.add(a_pin(draft), now=NOON)
    store.revise(draft.receipt, lambda pin: replace(Revision.of(pin), text="what I wrote then"), now=NOON)
    assert b"I wrote first" in every_byte(path)  # moderation keeps what was written first
    store.withdraw(draft.receipt, now=NOON)
    assert b"I wrote" not in every_byte(path)
    store.close()


def test_withdrawals_among_pins_that_come_and_go_leave_nothing(path):
    """As rows come and go SQLite splits and merges pages, and copies of rows stay behind in them: look everywhere."""
    store = PinStore.open(f"sqlite:///{path}")
    random.seed(7)
    written, alive, withdrawn = {}, [], []
    for _ in range(8):
        batch = []
        for number in range(len(written), len(written) + 100):
            lon, lat = random.uniform(-0.3, 0.1), random.uniform(51.4, 51.6)
            draft = a_draft(text=f"words of {number:05d} " + "and more " * random.randrange(50), place=LonLat(lon, lat))
            written[number] = (draft, lon, lat)
            batch.append(a_pin(draft, published=a_place(lon + 0.001, lat + 0.001)))
            alive.append(number)
        store.add_many(batch, now=NOON)
        for number in random.sample(alive, 30):
            store.withdraw(written[number][0].receipt, now=NOON)
            alive.remove(number)
            withdrawn.append(number)
    found = every_byte(path)
    left = [
        number
        for number in withdrawn
        for lon, lat in [written[number][1:]]
        for trace in (
            *traces(number, lon, lat),
            *traces(number, lon + 0.001, lat + 0.001),
            receipt_hash(written[number][0].receipt),
        )
        if trace in found
    ]
    assert left == []
    kept = [number for number in written if f"words of {number:05d}".encode() in found]
    assert sorted(kept) == sorted(alive)  # the search itself finds what is there
    store.close()


def test_an_erasure_whose_process_was_killed_before_the_sweep_is_finished_at_the_next_opening(path, monkeypatch):
    store = PinStore.open(f"sqlite:///{path}")
    draft = a_draft(text="words of a hurry")
    store.add(a_pin(draft), now=NOON)
    with monkeypatch.context() as killed:
        killed.setattr(SqliteDatabase, "_sweep", lambda *_, **__: False)
        store.withdraw(draft.receipt, now=NOON)
    assert b"of a hurry" in every_byte(path)
    again = PinStore.open(f"sqlite:///{path}")
    assert b"of a hurry" not in every_byte(path)
    again.close()
    store.close()


def test_a_reader_of_the_old_log_delays_the_sweep_and_the_next_change_makes_up_for_it(path, monkeypatch):
    monkeypatch.setattr("geo.store.sqlite.SWEEP_TIMEOUT_MS", 50)
    store = PinStore.open(f"sqlite:///{path}")
    draft = a_draft(text="seen by a slow reader")
    store.add(a_pin(draft), now=NOON)
    with closing(sqlite3.connect(path)) as slow:
        slow.execute("BEGIN")
        slow.execute("SELECT count(*) FROM pins").fetchone()
        assert not store.withdraw(draft.receipt, now=NOON).swept
    store.add(a_pin(), now=NOON)
    assert b"slow reader" not in every_byte(path)
    store.close()

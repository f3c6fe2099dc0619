"""The one store of pins: everything that is kept of what residents said, behind a handful of verbs.

Every verb that writes is one transaction: all of it is kept or none. Every change takes the next sequence number
inside its own transaction, so a reader who asks "what changed since N" never misses one, whichever process made it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import pandas as pd
import sqlalchemy as sa

from geo.errors import ConflictError, InputError
from geo.pins import Pin, PinStatus
from geo.store import schema as s
from geo.store.correction_rows import erase_mentions
from geo.store.pin_records import NewPin, PinChanges, Revision, Tombstone
from geo.store.pin_rows import ANY_PIN, DETAIL_COLUMNS, PUBLISHED_PIN, pin_of_row, with_additions
from geo.store.pin_writes import (
    add_pin,
    change_pin,
    find_pin,
    last_sequence,
    next_sequence,
    pin_of_id,
    pin_of_receipt,
)
from geo.store.sqlite import SqliteDatabase

Bounds = tuple[float, float, float, float]


class PinStore:
    """Pins in one database. Safe to share between threads; make it with `open`, end it with `close`.

    Raises `StoreError`, with nothing half-saved, when the database cannot be read or written.
    """

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str, *, exclusive: bool = False) -> Self:
        """Open the store at ``sqlite:///path``, making or upgrading its tables.

        `exclusive` is for the app, which must be alone; the command line works beside it.
        """
        return cls(SqliteDatabase.open(url, exclusive=exclusive))

    @property
    def database(self) -> SqliteDatabase:
        """The database itself, for the other things that are kept in it."""
        return self._database

    def close(self) -> None:
        """Let go of the files. Closing twice does nothing."""
        self._database.close()

    def add(self, new: NewPin, *, now: datetime) -> Pin:
        """Keep one pin. The same draft again gives the pin as it is kept now.

        Raises `ConflictError` when its id or receipt is taken by other content, or was withdrawn.
        """
        outcome = self.add_many([new], now=now)[0]
        if isinstance(outcome, ConflictError):
            raise outcome
        return outcome

    def add_many(self, new_pins: Sequence[NewPin], *, now: datetime) -> list[Pin | ConflictError]:
        """Keep several pins in one transaction; a conflict is returned in its place and the others are kept."""
        with self._database.write() as connection:
            return [add_pin(connection, new, now) for new in new_pins]

    def sequence(self) -> int:
        """The number of the last change; 0 for an empty store."""
        with self._database.read() as connection:
            return last_sequence(connection)

    def pins_since(self, sequence: int) -> PinChanges:
        """Public changes after `sequence`; 0 asks for all. A number of another store's time is answered as 0."""
        with self._database.read() as connection:
            last = last_sequence(connection)
            since = sequence if 0 <= sequence <= last else 0
            changed = s.pins.c.sequence > since
            shown = connection.execute(PUBLISHED_PIN.where(changed).order_by(s.pins.c.sequence))
            pins = [pin_of_row(row) for row in shown]
            removed: list[UUID] = []
            if since:
                hidden = sa.select(s.pins.c.pin_id).where(
                    changed, s.pins.c.status != PinStatus.PUBLISHED, s.pins.c.shown_sequence.is_not(None)
                )
                gone = sa.select(s.tombstones.c.pin_id).where(s.tombstones.c.sequence > since)
                removed = [*connection.scalars(hidden), *connection.scalars(gone)]
        return PinChanges(sequence=last, pins=pins, removed=removed)

    def published_pins(self, bounds: Bounds | None = None) -> list[Pin]:
        """Published pins, oldest first, whose published place lies in (west, south, east, north), WGS84 degrees."""
        query = PUBLISHED_PIN.where(*_inside(bounds)).order_by(s.pins.c.created_at, s.pins.c.pin_key)
        with self._database.read() as connection:
            return [pin_of_row(row) for row in connection.execute(query)]

    def pins_within(self, bounds: Bounds | None = None) -> pd.DataFrame:
        """Published pins as a frame: id, kind, category, lon, lat, created_at, ward_code, borough_code, method.

        `lon` and `lat` are the published place in WGS84 degrees, `created_at` is UTC. `bounds` is (west, south,
        east, north); None gives all. No pins give an empty frame with the same columns.
        """
        return self._frame(_SHOWN, _SHOWN_COLUMNS, bounds)

    def voices_within(self, bounds: Bounds | None = None) -> pd.DataFrame:
        """`pins_within` with the column `contributor`: a keyed hash, null where nothing tells who wrote the pin.

        For counting people in figures and for nothing else: it goes into no answer, no export and no log.
        """
        by = s.pin_contributors
        query = _SHOWN.add_columns(by.c.contributor_hash).outerjoin(by, by.c.pin_key == s.pins.c.pin_key)
        return self._frame(query, (*_SHOWN_COLUMNS, "contributor"), bounds)

    def testimony_within(self, bounds: Bounds | None = None) -> pd.DataFrame:
        """`voices_within` with how each place is shown and what its writer added; for figures alone.

        Adds `role`, `precision_m`, `felt`, `affects` (codes with a space between), `hours`, `until` (a date),
        `severity`, `knowledge` and `shape` (GeoJSON text, WGS84), null where nothing was said. Shapes that may reach
        into the bounds are in it although their middle lies outside: whoever asks sees to the rest.
        """
        by, place = s.pin_contributors, s.pin_published_places.c
        added = (by.c.contributor_hash, place.role, place.precision_m, *DETAIL_COLUMNS, s.pin_published_shapes.c.shape)
        query = with_additions(_SHOWN.add_columns(*added).outerjoin(by, by.c.pin_key == s.pins.c.pin_key))
        frame = self._frame(query, (*_SHOWN_COLUMNS, "contributor", *(c.name for c in added[1:])), bounds, shapes=True)
        return frame.astype({"precision_m": "float64", "until": "object", "shape": "object"})

    def _frame(
        self, query: sa.Select[Any], columns: Sequence[str], bounds: Bounds | None, *, shapes: bool = False
    ) -> pd.DataFrame:
        inside = [_inside_or_drawn(bounds)] if bounds is not None and shapes else _inside(bounds)
        with self._database.read() as connection:
            rows = connection.execute(query.where(*inside).order_by(s.pins.c.pin_key)).all()
        frame = pd.DataFrame([tuple(row) for row in rows], columns=list(columns))
        words = frame.columns.difference(["lon", "lat", "created_at", "precision_m", "until", "shape"])
        frame[words] = frame[words].astype("str")
        frame[["lon", "lat"]] = frame[["lon", "lat"]].astype("float64")
        frame["created_at"] = pd.to_datetime(frame["created_at"], utc=True)
        return frame

    def pin(self, pin_id: UUID) -> Pin | None:
        """One pin whatever its status, or None. For moderators."""
        with self._database.read() as connection:
            return find_pin(connection, pin_id)

    def pending(self) -> list[Pin]:
        """Pins that wait for a moderator, oldest first."""
        query = ANY_PIN.where(s.pins.c.status == PinStatus.PENDING).order_by(s.pins.c.created_at, s.pins.c.pin_key)
        with self._database.read() as connection:
            return [pin_of_row(row) for row in connection.execute(query)]

    def by_receipt(self, receipt: str) -> Pin | None:
        """The pin whose writer holds this receipt, whatever its status; None when there is none (any more)."""
        with self._database.read() as connection:
            return pin_of_receipt(connection, receipt)

    def revise(self, receipt: str, decide: Callable[[Pin], Revision], *, now: datetime) -> Pin:
        """The writer's own change, kept as a new revision. `decide` is given the pin as it stands and answers what it
        becomes, inside the transaction, so that a moderator's change a moment before is seen.

        Raises `InputError` when no pin has the receipt.
        """
        with self._database.write() as connection:
            pin = pin_of_receipt(connection, receipt)
            if pin is None:
                raise InputError(_NO_SUCH_RECEIPT)
            change_pin(connection, pin, decide(pin), made_by="writer", now=now)
            return pin_of_id(connection, pin.id)

    def set_status(self, pin_id: UUID, status: PinStatus, *, now: datetime, made_by: str = "moderator") -> Pin:
        """Publish or hide a pin; what was written stays as it is. Setting the same status again changes nothing."""
        with self._database.write() as connection:
            pin = find_pin(connection, pin_id)
            if pin is None:
                raise InputError("There is no pin with that id. “python -m geo pins pending” lists those that wait.")
            if pin.status is status:
                return pin
            change_pin(connection, pin, replace(Revision.of(pin), status=status), made_by=made_by, now=now)
            return pin_of_id(connection, pin_id)

    def withdraw(self, receipt: str, *, now: datetime) -> Tombstone:
        """Erase a pin for its writer: all that is kept of it, and what officers said of it. A tombstone is left.

        Raises `InputError` when no pin has the receipt.
        """
        with self._database.write(erasing=True) as connection:
            pin = pin_of_receipt(connection, receipt)
            if pin is None:
                raise InputError(_NO_SUCH_RECEIPT)
            sequence = next_sequence(connection)
            connection.execute(sa.delete(s.pins).where(s.pins.c.pin_id == pin.id))
            erase_mentions(connection, pin.id)
            connection.execute(sa.insert(s.tombstones).values(pin_id=pin.id, sequence=sequence, withdrawn_at=now))
        swept = self._database.sweep()
        return Tombstone(id=pin.id, sequence=sequence, withdrawn_at=now, swept=swept)


_SHOWN_COLUMNS = ("id", "kind", "category", "lon", "lat", "created_at", "ward_code", "borough_code", "method")
_SHOWN = (
    sa.select(
        s.pins.c.pin_id, s.pins.c.kind, s.pins.c.category, s.pin_published_places.c.lon, s.pin_published_places.c.lat,
        s.pins.c.created_at, s.pins.c.ward_code, s.pins.c.borough_code, s.pins.c.method,
    )
    .join_from(s.pins, s.pin_published_places)
    .where(s.pins.c.status == PinStatus.PUBLISHED)
)  # fmt: skip


def _inside(bounds: Bounds | None) -> list[sa.ColumnElement[bool]]:
    if bounds is None:
        return []
    west, south, east, north = bounds
    place = s.pin_published_places.c
    return [place.lon.between(west, east), place.lat.between(south, north)]


def _inside_or_drawn(bounds: Bounds) -> sa.ColumnElement[bool]:
    west, south, east, north = bounds
    reach = (west - _REACH_LON, south - _REACH_LAT, east + _REACH_LON, north + _REACH_LAT)
    drawn = sa.and_(s.pin_published_shapes.c.shape.is_not(None), *_inside(reach))
    return sa.or_(sa.and_(*_inside(bounds)), drawn)


# The middle of a line of 20 km lies within 10 km of all of it; degrees at London's latitude, taken generously.
_REACH_LON, _REACH_LAT = 0.16, 0.1

_NO_SUCH_RECEIPT = (
    "No pin has that receipt code. Check its 32 letters and figures; if the pin was withdrawn already, "
    "nothing of it is left."
)

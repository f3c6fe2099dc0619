"""What officers said that a barrier is: only ever added to, the last of a subject holds, what was before is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from geo.barriers import Correction
from geo.errors import InputError
from geo.pins import PinStatus
from geo.store import schema as s
from geo.store.correction_rows import TAKEN_BACK, correction_of_row, said_of
from geo.store.pin_writes import find_pin, next_sequence
from geo.store.sqlite import SqliteDatabase

OF_PINS = "pin:"  # what the id of a barrier made of pins begins with; its first pin's id follows


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCorrection:
    """A correction as it was made. `taken_back` tells one that only takes back what was said before it."""

    correction: Correction
    made_at: datetime
    taken_back: bool


class CorrectionStore:
    """Corrections in one database. Raises `StoreError`, with nothing half-saved, as the store of pins does."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def add(self, correction: Correction, *, now: datetime) -> int:
        """Keep a correction and give its number, which is taken from the store's one count of changes.

        One that says nothing takes back what was said of its subject. Where the subject is the id of a pin, or of a
        barrier made of pins, the pin must be public in this very moment: raises `InputError` otherwise.
        """
        with self._database.write() as connection:
            pin_id = _pin_id(correction.subject)
            if pin_id is not None:
                pin = find_pin(connection, pin_id)
                if pin is None or pin.status is not PinStatus.PUBLISHED:
                    raise InputError(
                        "There is no public pin with that id, so there is nothing to correct. It may have been hidden "
                        "or withdrawn."
                    )
            number = next_sequence(connection)
            connection.execute(
                sa.insert(s.barrier_corrections).values(
                    correction_key=number,
                    subject=correction.subject,
                    said=said_of(correction),
                    why=correction.why,
                    made_by=correction.made_by,
                    made_at=now,
                )
            )
            return number

    def standing(self) -> dict[str, Correction]:
        """The corrections that hold now, by subject: the last of each, unless that one took the others back."""
        table = s.barrier_corrections
        last = sa.select(sa.func.max(table.c.correction_key)).group_by(table.c.subject)
        query = sa.select(table).where(table.c.correction_key.in_(last), table.c.said != TAKEN_BACK)
        with self._database.read() as connection:
            return {row.subject: correction_of_row(row) for row in connection.execute(query.order_by(table.c.subject))}

    def history(self, subject: str) -> list[MadeCorrection]:
        """All that was ever said of a subject, oldest first."""
        table = s.barrier_corrections
        query = sa.select(table).where(table.c.subject == subject).order_by(table.c.correction_key)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [
            MadeCorrection(correction=correction_of_row(row), made_at=row.made_at, taken_back=row.said == TAKEN_BACK)
            for row in rows
        ]

    def sequence(self) -> int:
        """The number of the last correction that is kept; 0 where there is none."""
        with self._database.read() as connection:
            number: int | None = connection.scalar(sa.select(sa.func.max(s.barrier_corrections.c.correction_key)))
        return number or 0


def _pin_id(subject: str) -> UUID | None:
    try:
        return UUID(subject.removeprefix(OF_PINS))
    except ValueError:
        return None

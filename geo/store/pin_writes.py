"""The steps that the store's verbs are made of, each on a connection whose transaction the caller holds."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from geo.errors import ConflictError
from geo.pins import NO_DETAIL, Pin, PinDraft, PinStatus, PublishedPlace
from geo.store import schema as s
from geo.store.pin_records import NewPin, Revision
from geo.store.pin_rows import ANY_PIN, DETAIL_COLUMNS, detail_of_row, detail_values, pin_of_row, with_additions
from geo.surveys import TAXONOMY_VERSION


def receipt_hash(receipt: str) -> bytes:
    """What is kept of a receipt.

    SHA-256 with neither salt nor stretching: a receipt is 128 random bits, so there is nothing to guess or to look
    up, and finding a pin by its receipt stays one index probe.
    """
    return hashlib.sha256(receipt.encode("ascii", "replace")).digest()


_TAKEN = "A different pin was already saved under this id. Drop the pin again to give it a new one."
_WITHDRAWN = "This pin was withdrawn by its writer and is not saved again."


def add_pin(connection: Connection, new: NewPin, now: datetime) -> Pin | ConflictError:
    """Keep a new pin, or give the one that is kept under the same id, or say why its id or receipt is taken."""
    draft = new.draft
    kept = find_pin(connection, draft.id)
    if kept is not None:
        return kept if _is_same(connection, draft) else ConflictError(_TAKEN)
    if connection.scalar(sa.select(s.tombstones.c.pin_id).where(s.tombstones.c.pin_id == draft.id)):
        return ConflictError(_WITHDRAWN)
    if pin_of_receipt(connection, draft.receipt) is not None:
        return ConflictError("This receipt code belongs to another pin. Drop the pin again to get a new one.")
    sequence = next_sequence(connection)
    words = {"kind": draft.kind.value, "category": draft.category, "text": draft.text, "status": new.status.value}
    pin_key = connection.execute(
        sa.insert(s.pins).values(
            pin_id=draft.id,
            survey_id=s.DEFAULT_SURVEY_ID,
            sequence=sequence,
            shown_sequence=sequence if new.status is PinStatus.PUBLISHED else None,
            category_scheme_version=TAXONOMY_VERSION,
            method=draft.method.value,
            ward_code=new.ward_code,
            borough_code=new.borough_code,
            created_at=now,
            changed_at=now,
            **words,
        )
    ).inserted_primary_key
    assert pin_key is not None
    key = {"pin_key": pin_key[0]}
    connection.execute(sa.insert(s.pin_raw_places).values(**key, lon=draft.place.lon, lat=draft.place.lat))
    if new.published is not None:
        connection.execute(sa.insert(s.pin_published_places).values(**key, **_place_values(new.published)))
    connection.execute(sa.insert(s.receipts).values(**key, receipt_hash=receipt_hash(draft.receipt)))
    if new.contributor_hash is not None:
        connection.execute(sa.insert(s.pin_contributors).values(**key, contributor_hash=new.contributor_hash))
    if draft.detail != NO_DETAIL:
        connection.execute(sa.insert(s.pin_details).values(**key, **detail_values(draft.detail)))
    for table, shape in ((s.pin_raw_shapes, draft.shape), (s.pin_published_shapes, new.shape)):
        if shape is not None:
            connection.execute(sa.insert(table).values(**key, shape=shape.as_text()))
    connection.execute(sa.insert(s.pin_revisions).values(**key, number=1, made_by="writer", made_at=now, **words))
    return pin_of_id(connection, draft.id)


def _is_same(connection: Connection, draft: PinDraft) -> bool:
    """Whether a draft repeats what was first written: its place, shape, words and receipt, before any later revision.

    Details are compared until a revision, which writes over them. Who wrote it is not asked: a browser whose storage
    was cleared in between sends the same pin with another token.
    """
    first, raw, drawn = s.pin_revisions.c, s.pin_raw_places.c, s.pin_raw_shapes.c
    later = s.pin_revisions.alias().c
    revisions = sa.select(sa.func.count()).where(later.pin_key == s.pins.c.pin_key, later.made_by == "writer")
    row = connection.execute(
        with_additions(
            sa.select(
                *(first.kind, first.category, first.text, raw.lon, raw.lat, s.receipts.c.receipt_hash, *DETAIL_COLUMNS),
                drawn.shape.label("drawn"),
                revisions.scalar_subquery().label("revisions"),
            )
            .join_from(s.pins, s.pin_revisions)
            .join(s.receipts, s.receipts.c.pin_key == s.pins.c.pin_key)
            .outerjoin(s.pin_raw_places, raw.pin_key == s.pins.c.pin_key)
            .outerjoin(s.pin_raw_shapes, drawn.pin_key == s.pins.c.pin_key)
        ).where(s.pins.c.pin_id == draft.id, first.number == 1)
    ).one()
    same_words = (row.kind, row.category, row.text) == (draft.kind.value, draft.category, draft.text)
    same_detail = row.revisions > 1 or detail_of_row(row) == draft.detail
    # A raw place goes when its time is over, and its shape with it; the receipt alone then tells the writer from
    # anybody else.
    same_place = row.lon is None or (
        (row.lon, row.lat) == (draft.place.lon, draft.place.lat)
        and row.drawn == (None if draft.shape is None else draft.shape.as_text())
    )
    return same_words and same_detail and same_place and row.receipt_hash == receipt_hash(draft.receipt)


def change_pin(connection: Connection, pin: Pin, revision: Revision, *, made_by: str, now: datetime) -> None:
    """Write what a pin becomes, and a revision that says who made it so."""
    sequence = next_sequence(connection)
    words = {
        "kind": revision.kind.value,
        "category": revision.category,
        "text": revision.text,
        "status": revision.status.value,
    }
    counted = {"ward_code": revision.ward_code, "borough_code": revision.borough_code}
    shown = {"shown_sequence": sequence} if revision.status is PinStatus.PUBLISHED else {}
    changed = {"sequence": sequence, "changed_at": now}
    connection.execute(
        sa.update(s.pins).where(s.pins.c.pin_id == pin.id).values(**words, **counted, **shown, **changed)
    )
    key = _key_of(pin.id)
    latest = sa.select(sa.func.max(s.pin_revisions.c.number)).where(s.pin_revisions.c.pin_key == key)
    number = connection.execute(latest).scalar_one() + 1
    connection.execute(
        sa.insert(s.pin_revisions).values(pin_key=key, number=number, made_by=made_by, made_at=now, **words)
    )
    if revision.published is not None and revision.published != pin.published:
        connection.execute(sa.delete(s.pin_published_places).where(s.pin_published_places.c.pin_key == key))
        place = _place_values(revision.published)
        connection.execute(sa.insert(s.pin_published_places).values(pin_key=key, **place))
    if revision.shape is None and pin.shape is not None:
        connection.execute(sa.delete(s.pin_published_shapes).where(s.pin_published_shapes.c.pin_key == key))
    if revision.detail != pin.detail:
        connection.execute(sa.delete(s.pin_details).where(s.pin_details.c.pin_key == key))
        if revision.detail != NO_DETAIL:
            connection.execute(sa.insert(s.pin_details).values(pin_key=key, **detail_values(revision.detail)))


def _key_of(pin_id: UUID) -> sa.ScalarSelect[int]:
    return sa.select(s.pins.c.pin_key).where(s.pins.c.pin_id == pin_id).scalar_subquery()


def _place_values(published: PublishedPlace) -> dict[str, Any]:
    place = published.place
    return {"lon": place.lon, "lat": place.lat, "role": published.role.value, "precision_m": published.precision_m}


def find_pin(connection: Connection, pin_id: UUID) -> Pin | None:
    """The pin of an id, whatever its status, or None."""
    row = connection.execute(ANY_PIN.where(s.pins.c.pin_id == pin_id)).one_or_none()
    return None if row is None else pin_of_row(row)


def pin_of_id(connection: Connection, pin_id: UUID) -> Pin:
    """The pin of an id that is known to be there."""
    return pin_of_row(connection.execute(ANY_PIN.where(s.pins.c.pin_id == pin_id)).one())


def pin_of_receipt(connection: Connection, receipt: str) -> Pin | None:
    """The pin of a receipt, whatever its status, or None."""
    query = ANY_PIN.join(s.receipts, s.receipts.c.pin_key == s.pins.c.pin_key)
    row = connection.execute(query.where(s.receipts.c.receipt_hash == receipt_hash(receipt))).one_or_none()
    return None if row is None else pin_of_row(row)


def last_sequence(connection: Connection) -> int:
    """The number of the last change."""
    number: int = connection.execute(sa.select(s.change_counter.c.value)).scalar_one()
    return number


def next_sequence(connection: Connection) -> int:
    """Take the next number. Its row stays locked until the transaction ends, so numbers are seen in their order."""
    counter = s.change_counter
    step = sa.update(counter).values(value=counter.c.value + 1).returning(counter.c.value)
    number: int = connection.execute(step).scalar_one()
    return number

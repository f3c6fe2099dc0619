"""Corrections as rows: how one is written, how it is read, and how a withdrawn pin is taken out of them."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from geo.barriers import Correction
from geo.store.schema import barrier_corrections
from geo.surveys import Hours, WalkEffect

TAKEN_BACK = "null"
_GONE = "(a withdrawn pin)"


def said_of(correction: Correction) -> str:
    """What is said, as JSON; ``null`` where nothing is. A persona that cannot pass has null for metres."""
    said: dict[str, Any] = {
        "effect": correction.effect and correction.effect.value,
        "hours": correction.hours and correction.hours.value,
        "until": correction.until and correction.until.isoformat(),
        "extra_m": {name: None if math.isinf(m) else m for name, m in correction.extra_m.items()} or None,
        "not_a_barrier": correction.not_a_barrier or None,
    }
    said = {name: value for name, value in said.items() if value is not None}
    return json.dumps(said, sort_keys=True) if said else TAKEN_BACK


def correction_of_row(row: sa.Row[Any]) -> Correction:
    """The correction that a row of `barrier_corrections` holds; one that was taken back says nothing."""
    said = json.loads(row.said) or {}
    return Correction(
        subject=row.subject,
        effect=WalkEffect(said["effect"]) if "effect" in said else None,
        hours=Hours(said["hours"]) if "hours" in said else None,
        until=date.fromisoformat(said["until"]) if "until" in said else None,
        extra_m={name: math.inf if m is None else float(m) for name, m in said.get("extra_m", {}).items()},
        not_a_barrier=said.get("not_a_barrier", False),
        why=row.why,
        made_by=row.made_by,
    )


def erase_mentions(connection: Connection, pin_id: UUID) -> None:
    """Take a withdrawn pin out: what was said of it goes, and its id out of the reasons given for others."""
    table, name = barrier_corrections, str(pin_id)
    connection.execute(sa.delete(table).where(table.c.subject.contains(name)))
    naming = sa.select(table.c.correction_key, table.c.why).where(sa.func.lower(table.c.why).contains(name))
    for key, why in connection.execute(naming).all():
        cleaned = re.sub(re.escape(name), _GONE, why, flags=re.IGNORECASE)
        connection.execute(sa.update(table).where(table.c.correction_key == key).values(why=cleaned))

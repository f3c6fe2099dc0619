"""Pins from a file: each row checked, good rows kept, bad rows given back with the reason, the same row kept once."""

from __future__ import annotations

import csv
import hashlib
import hmac
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from geo.crs import LonLat
from geo.drawn_shapes import DrawnShape
from geo.errors import CoordinateError, InputError
from geo.export.csv_file import safe_cell
from geo.export.whole_file import whole_file
from geo.pins import NO_DETAIL, CollectionMethod, PinDraft, PinStatus
from geo.services.pin_details import codes_of, detail_of
from geo.services.pin_files import PinRow, read_pin_rows
from geo.services.pins import SavedPin, drop_pins
from geo.services.workspace import Workspace
from geo.surveys import PinKind

BATCH = 500  # rows a transaction: an import may be stopped and run again without losing or doubling a pin
T = TypeVar("T")
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that is no pin, and why, in a sentence."""

    row: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of a file. `waiting` of the saved pins are sensitive and wait for a moderator.

    `rejected_file` holds the refused rows as they were, with the reason, to mend and import again; None where every
    row was good, or where it could not be written (`rejected` says it all the same).
    """

    rows: int
    saved: int
    waiting: int
    repeated: int
    rejected: tuple[RejectedRow, ...]
    rejected_file: Path | None


def import_pins(workspace: Workspace, path: Path) -> ImportReport:
    """Keep the pins of a GeoJSON or CSV file (columns as `geo.services.pin_files.COLUMNS`; the first four are needed).

    A row without an id gets one drawn from its content, so that the same file imported twice keeps each pin once.
    Rows with the same `contributor` count as one person's; a row without one counts as a person of its own. What the
    file calls them is not kept, only its keyed hash.
    Raises `InputError` when the file as a whole cannot be read, `StoreError` when the store cannot save; the rows
    before that are kept, and importing the file again goes on from there.
    """
    rows = read_pin_rows(path)
    problems: dict[int, str] = {}
    seen: set[UUID] = set()
    waiting = repeated = 0
    for batch in _batches(rows, BATCH):
        before = workspace.store.sequence()
        drafts = _drafts(workspace, batch, problems)
        for row, outcome in zip(drafts, drop_pins(workspace, list(drafts.values())), strict=True):
            if not isinstance(outcome, SavedPin):
                problems[row] = str(outcome)
            elif outcome.pin.id in seen or outcome.pin.sequence <= before:
                repeated += 1
            else:
                seen.add(outcome.pin.id)
                waiting += outcome.pin.status is PinStatus.PENDING
    rejected = tuple(RejectedRow(row=row, problem=problems[row]) for row in sorted(problems))
    return ImportReport(
        rows=len(rows),
        saved=len(seen),
        waiting=waiting,
        repeated=repeated,
        rejected=rejected,
        rejected_file=_give_back(path, [row for row in rows if row.number in problems], problems),
    )


def _drafts(workspace: Workspace, rows: Sequence[PinRow], problems: dict[int, str]) -> dict[int, PinDraft]:
    drafts = {}
    for row in rows:
        try:
            if row.problem is not None:
                raise InputError(row.problem)
            drafts[row.number] = _draft(workspace.secret_key, row)
        except (InputError, CoordinateError) as wrong:
            problems[row.number] = str(wrong)
    return drafts


def _draft(secret_key: bytes, row: PinRow) -> PinDraft:
    values = row.values
    shape = None if values.get("shape") is None else DrawnShape.from_geojson(values["shape"])
    place = LonLat(_number(values.get("lon")), _number(values.get("lat"))) if shape is None else shape.middle
    kind = str(values.get("kind") or "").strip().lower()
    if kind not in set(PinKind):
        raise InputError(f"The kind must be one of {', '.join(PinKind)}.")
    category = str(values.get("category") or "").strip().lower()
    text = values.get("text")
    text = "" if text is None else text
    detail = detail_of(values)
    pin_id = _given_id(values.get("id"))
    contributor = _contributor(values.get("contributor"))
    if pin_id is None:
        content = [values.get("id"), place.lon, place.lat, kind, category, text]
        # What a file may hold beside is part of the content where it is there, so that older files keep their ids.
        content += [] if shape is None else [shape.as_text()]
        content += [] if detail == NO_DETAIL else [codes_of(detail)]
        # Two people may say the same of the same place; without names the same row twice is one row.
        pin_id = _drawn_id(secret_key, content if contributor is None else [*content, contributor])
    return PinDraft(
        id=pin_id,
        place=place,
        kind=PinKind(kind),
        category=category,
        text=text,
        receipt=_keyed(secret_key, "receipt of an imported pin", pin_id.hex).hex(),
        contributor=contributor,
        method=CollectionMethod.IMPORT,
        detail=detail,
        shape=shape,
    )


def _number(value: Any) -> float:
    """A number out of a cell; what is none becomes NaN, of which LonLat says what is wrong."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return math.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan


def _contributor(value: Any) -> str | None:
    """Whatever a file calls a contributor, as text; None for an empty cell. Sheets turn 7 into 7.0: both are "7"."""
    if value is None or isinstance(value, (bool, dict, list)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()).casefold() or None


def _given_id(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _drawn_id(secret_key: bytes, content: Sequence[Any]) -> UUID:
    """An id from content that cannot be worked back to it: ids are public, and raw places must not be guessed."""
    return UUID(bytes=_keyed(secret_key, "id of an imported pin", *map(repr, content)), version=4)


def _keyed(secret_key: bytes, *parts: str) -> bytes:
    said = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hmac.new(secret_key, said, hashlib.sha256).digest()[:16]


def _give_back(path: Path, rows: Sequence[PinRow], problems: dict[int, str]) -> Path | None:
    if not rows:
        return None
    beside = path.with_name(f"{path.name}.rejected.csv")
    columns = list(dict.fromkeys(name for row in rows for name in row.original))
    try:
        with whole_file(beside) as part, part.open("w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "problem", *columns])
            for row in rows:
                cells = [row.original.get(column, "") for column in columns]
                writer.writerow([row.number, problems[row.number], *map(_cell, cells)])
    except InputError:
        return None
    return beside


def _cell(text: str) -> str:
    return text if _PLAIN_NUMBER.fullmatch(text) else safe_cell(text)


def _batches(items: Sequence[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch

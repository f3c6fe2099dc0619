"""What residents said, row by row, as the rules of barriers read it. What cannot be read is told, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.barriers import Correction
from geo.crs import require_bng
from geo.metrics.barrier_penalties import CELL_M, Detail
from geo.pins import GeometryRole
from geo.surveys import CATEGORIES, Affected, FeltEffect, Hours, PinKind, Severity

MENDED = "The outline crossed itself, so we read it as the ground that it goes round."

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Pins that became no barrier, and why, in a sentence for who wrote them."""

    pins: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """One pin. `shape` (EPSG:27700) is its point, line or area; of a `cell` it is the square around it.

    `who` tells one writer from another; a pin of nobody known is one writer's.
    """

    id: str
    order: tuple[str, str]  # oldest first, whatever order the rows came in
    category: str
    who: str
    shape: BaseGeometry
    cell: bool
    detail: Detail
    until: date | None
    mended: bool = False

    @property
    def dimension(self) -> int:
        """0 for a point, 1 for a line, 2 for an area or a cell."""
        return int(shapely.get_dimensions(self.shape))


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """Pins that tell of barriers and of welcoming places, oldest first; and those that cannot be read."""

    barriers: tuple[Told, ...]
    welcoming: tuple[Told, ...]
    left_out: tuple[LeftOut, ...]


def read_testimony(frame: gpd.GeoDataFrame) -> Testimony:
    """Read a frame of pins (`geo.services.testimony`). A missing or unknown detail is none.

    A pin that is "both, depending on the time" counts on some days, unless it says when. Raises `FrameError` where
    the frame is not in EPSG:27700.
    """
    if not len(frame):
        return Testimony(barriers=(), welcoming=(), left_out=())
    require_bng(frame, "Pins")
    barriers: list[Told] = []
    welcoming: list[Told] = []
    unread: list[LeftOut] = []
    columns = {name: frame[name].tolist() if name in frame else [None] * len(frame) for name in _COLUMNS}
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    sound = shapely.is_valid(shapes) & ~shapely.is_empty(shapes) & np.isfinite(shapely.bounds(shapes)).all(axis=1)
    for number, shape in enumerate(shapes):
        row = {name: column[number] for name, column in columns.items()}
        if row["category"] not in CATEGORIES:
            unread.append(LeftOut(pins=(str(row["id"]),), why="We do not know what kind of barrier this is."))
            continue
        read = shape if sound[number] else _mended(shape)
        if read is None:
            unread.append(LeftOut(pins=(str(row["id"]),), why="The place of this pin cannot be read."))
            continue
        told = _told(row, read, mended=not sound[number])
        (barriers if CATEGORIES[told.category].kind is PinKind.BARRIER else welcoming).append(told)
    return Testimony(
        barriers=tuple(sorted(barriers, key=_order)),
        welcoming=tuple(sorted(welcoming, key=_order)),
        left_out=tuple(sorted(unread, key=lambda each: each.pins)),
    )


def corrected_detail(told: Told, correction: Correction | None) -> tuple[Detail, date | None]:
    """A pin's detail and end date, with what an officer says put over them."""
    if correction is None:
        return told.detail, told.until
    until = correction.until or told.until
    hours = correction.hours or told.detail.hours
    return (
        Detail(
            category=told.category,
            felt=told.detail.felt if correction.effect is None else None,
            affects=told.detail.affects,
            hours=hours,
            dated=until is not None,
            severity=_kept_severity(told.detail.severity, correction),
            effect=correction.effect or told.detail.effect,
        ),
        until,
    )


def ended(until: date) -> str:
    """Why a barrier that has ended is left out."""
    return f"It ended on {until.day} {until:%B %Y}, so it is not counted any more."


def taken_out(correction: Correction) -> str:
    """Why a barrier that an officer took out is left out."""
    return f"An officer took it out of the figures: {correction.why or 'no reason was given'}"


_COLUMNS = (
    *("id", "kind", "category", "contributor", "created_at", "role"),
    *("felt", "affects", "hours", "until", "severity"),
)


def _order(told: Told) -> tuple[str, str]:
    return told.order


def _kept_severity(severity: Severity | None, correction: Correction) -> Severity | None:
    """An officer's effect replaces "stops people", which says an effect; how bad it is otherwise stays."""
    return None if correction.effect is not None and severity is Severity.STOPS else severity


def _told(row: Mapping[str, Any], shape: BaseGeometry, *, mended: bool) -> Told:
    until, hours = _date(row["until"]), _word(Hours, row["hours"])
    if hours is None and row["kind"] == PinKind.BOTH.value:
        hours = Hours.SOME_DAYS
    cell = row["role"] == GeometryRole.GRID_CELL.value and shape.geom_type == "Point"
    pin_id, contributor = str(row["id"]), row["contributor"]
    return Told(
        id=pin_id,
        order=(_moment(row["created_at"]), pin_id),
        category=row["category"],
        who=f"pin {pin_id}" if _missing(contributor) else f"writer {contributor}",
        shape=_square(shape) if cell else shape,
        cell=cell,
        detail=Detail(
            category=row["category"],
            felt=_word(FeltEffect, row["felt"]),
            affects=tuple(_words(Affected, row["affects"])),
            hours=hours,
            dated=until is not None,
            severity=_word(Severity, row["severity"]),
        ),
        until=until,
        mended=mended,
    )


def _mended(shape: BaseGeometry | None) -> BaseGeometry | None:
    """A shape made valid, keeping its parts of the most dimensions; None for one that is empty or not a number."""
    if shape is None or shape.is_empty or not np.isfinite(shapely.get_coordinates(shape)).all():
        return None
    whole = shapely.make_valid(shape)
    parts = shapely.get_parts(whole)
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(whole)]
    mended: BaseGeometry | None = shapely.union_all(kept) if len(kept) else None
    return mended


def _square(point: BaseGeometry) -> BaseGeometry:
    middle = shapely.get_coordinates(point)[0]
    square: BaseGeometry = shapely.box(*(middle - CELL_M / 2.0), *(middle + CELL_M / 2.0))
    return square


def _missing(value: Any) -> bool:
    return value is None or value == "" or (not isinstance(value, (tuple, list)) and bool(pd.isna(value)))


def _word(words: type[_Word], value: object) -> _Word | None:
    known = {each.value: each for each in words}
    return None if _missing(value) else known.get(str(value))


def _words(words: type[_Word], values: object) -> Iterable[_Word]:
    if not isinstance(values, (tuple, list)):
        return []
    return [word for word in words if word.value in {str(value) for value in values}]


def _date(value: object) -> date | None:
    if _missing(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _moment(value: object) -> str:
    if _missing(value):
        return ""
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)

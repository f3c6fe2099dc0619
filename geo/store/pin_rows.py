"""From rows of the store to pins: the selects that every reader starts from."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from geo.crs import LonLat
from geo.drawn_shapes import DrawnShape
from geo.pins import NO_DETAIL, CollectionMethod, GeometryRole, Pin, PinDetail, PinStatus, PublishedPlace
from geo.store.schema import pin_details, pin_published_places, pin_published_shapes, pins
from geo.surveys import Affected, FeltEffect, Hours, Knowledge, PinKind, Severity

_PLACE, _SAID = pin_published_places.c, pin_details.c
DETAIL_COLUMNS = (_SAID.felt, _SAID.affects, _SAID.hours, _SAID.until, _SAID.severity, _SAID.knowledge)
_COLUMNS = (
    *(*pins.c, _PLACE.lon, _PLACE.lat, _PLACE.role, _PLACE.precision_m),
    *(*DETAIL_COLUMNS, pin_published_shapes.c.shape),
)


def with_additions(query: sa.Select[Any]) -> sa.Select[Any]:
    """A select from `pins` joined with what a writer may have added: details, and the shape that is shown."""
    for table in (pin_details, pin_published_shapes):
        query = query.outerjoin(table, table.c.pin_key == pins.c.pin_key)
    return query


# Raw places are in neither: whoever reads a pin reads the place it is shown at.
ANY_PIN = with_additions(sa.select(*_COLUMNS).outerjoin_from(pins, pin_published_places))
PUBLISHED_PIN = with_additions(sa.select(*_COLUMNS).join_from(pins, pin_published_places)).where(
    pins.c.status == PinStatus.PUBLISHED.value
)


def pin_of_row(row: sa.Row[Any]) -> Pin:
    """The pin that a row of `ANY_PIN` or `PUBLISHED_PIN` holds."""
    published = None
    if row.lon is not None:
        published = PublishedPlace(
            place=LonLat(row.lon, row.lat), role=GeometryRole(row.role), precision_m=row.precision_m
        )
    return Pin(
        id=row.pin_id,
        sequence=row.sequence,
        status=PinStatus(row.status),
        published=published,
        kind=PinKind(row.kind),
        category=row.category,
        text=row.text,
        method=CollectionMethod(row.method),
        ward_code=row.ward_code,
        borough_code=row.borough_code,
        created_at=row.created_at,
        changed_at=row.changed_at,
        category_scheme_version=row.category_scheme_version,
        detail=detail_of_row(row),
        shape=None if row.shape is None else DrawnShape.from_text(row.shape),
    )


def detail_of_row(row: sa.Row[Any]) -> PinDetail:
    """What the writer added; nothing where the columns are null."""
    if row.affects is None:
        return NO_DETAIL
    return PinDetail(
        felt=None if row.felt is None else FeltEffect(row.felt),
        affects=tuple(map(Affected, row.affects.split())),
        hours=None if row.hours is None else Hours(row.hours),
        until=row.until,
        severity=None if row.severity is None else Severity(row.severity),
        knowledge=None if row.knowledge is None else Knowledge(row.knowledge),
    )


def detail_values(detail: PinDetail) -> dict[str, Any]:
    """The columns that `detail_of_row` reads. `affects` is text, so that a row of details is known by it."""
    return {
        "felt": detail.felt and detail.felt.value,
        "affects": " ".join(detail.affects),
        "hours": detail.hours and detail.hours.value,
        "until": detail.until,
        "severity": detail.severity and detail.severity.value,
        "knowledge": detail.knowledge and detail.knowledge.value,
    }

"""From rows of the store to pins: the selects that every reader starts from."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from geo.crs import LonLat
from geo.pins import CollectionMethod, GeometryRole, Pin, PinStatus, PublishedPlace
from geo.store.schema import pin_published_places, pins
from geo.surveys import PinKind

_PLACE = pin_published_places.c
_COLUMNS = (*pins.c, _PLACE.lon, _PLACE.lat, _PLACE.role, _PLACE.precision_m)

# Raw places are in neither: whoever reads a pin reads the place it is shown at.
ANY_PIN = sa.select(*_COLUMNS).outerjoin_from(pins, pin_published_places)
PUBLISHED_PIN = (
    sa.select(*_COLUMNS).join_from(pins, pin_published_places).where(pins.c.status == PinStatus.PUBLISHED.value)
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
    )

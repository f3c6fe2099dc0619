"""Pins to put into a store, each new unless told."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from geo.crs import LonLat
from geo.pins import GeometryRole, PinDraft, PinStatus, PublishedPlace
from geo.store.pin_records import NewPin
from geo.surveys import PinKind

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def a_draft(**said: Any) -> PinDraft:
    """A draft of a barrier, with an id and a receipt of its own."""
    usual = {
        "id": uuid4(),
        "place": LonLat(-0.101234, 51.523456),
        "kind": PinKind.BARRIER,
        "category": "b-step",
        "text": "Three steps and no rail",
        "receipt": secrets.token_hex(16),
    }
    return PinDraft(**{**usual, **said})


def a_place(lon: float = -0.1013, lat: float = 51.5234) -> PublishedPlace:
    """A published place beside the raw one of `a_draft`."""
    return PublishedPlace(place=LonLat(lon, lat), role=GeometryRole.SNAPPED, precision_m=50.0)


def a_pin(draft: PinDraft | None = None, **said: Any) -> NewPin:
    """A draft with what was decided for it: public, at `a_place`."""
    usual = {
        "draft": draft or a_draft(),
        "published": a_place(),
        "status": PinStatus.PUBLISHED,
        "ward_code": "E05000001",
        "borough_code": "E09000007",
    }
    return NewPin(**{**usual, **said})

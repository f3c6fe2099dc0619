"""What goes into the store and what comes out of it, beside the pin itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from geo.drawn_shapes import DrawnShape
from geo.pins import NO_DETAIL, Pin, PinDetail, PinDraft, PinStatus, PublishedPlace
from geo.surveys import PinKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPin:
    """A draft, and what was decided: where it is shown, whether it waits, which ward and borough it counts in.

    `contributor_hash` is the keyed hash of who wrote it, 32 hexadecimal characters; None where nothing tells.
    `shape` is the line or area as the public sees it; None where none was drawn or none is shown.
    """

    draft: PinDraft
    published: PublishedPlace | None
    status: PinStatus
    ward_code: str | None
    borough_code: str | None
    contributor_hash: str | None = None
    shape: DrawnShape | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a pin becomes: its words and details, whether it is public, where it is shown and what it counts in.

    A shape that is shown may be taken away, never drawn anew.
    """

    kind: PinKind
    category: str
    text: str
    status: PinStatus
    published: PublishedPlace | None
    ward_code: str | None
    borough_code: str | None
    detail: PinDetail = NO_DETAIL
    shape: DrawnShape | None = None

    @classmethod
    def of(cls, pin: Pin) -> Self:
        """A pin as it stands, to change from."""
        return cls(
            kind=pin.kind,
            category=pin.category,
            text=pin.text,
            status=pin.status,
            published=pin.published,
            ward_code=pin.ward_code,
            borough_code=pin.borough_code,
            detail=pin.detail,
            shape=pin.shape,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PinChanges:
    """What a public reader must take in to be at `sequence`: pins to show, and ids to take off the map."""

    sequence: int
    pins: list[Pin]
    removed: list[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """All that is left of a withdrawn pin. `swept` is false while another reader holds the old log open."""

    id: UUID
    sequence: int
    withdrawn_at: datetime
    swept: bool

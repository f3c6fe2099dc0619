"""Schemes: what a designer would change, tried on the walking network before it is built. Geometry in EPSG:27700."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shapely.geometry.base import BaseGeometry


class ChangeKind(StrEnum):
    """One kind of change."""

    LINK = "link"  # a line: a new path, joined to every street or path that it meets at its ends or on its way
    CROSSING = "crossing"  # a line across a street: a new crossing, with dropped kerbs and signals
    RAMP = "ramp"  # a line or a point: a step-free way beside steps, or over a kerb
    SPACE = "space"  # an area: a new public open space, or a point: a community place
    CLOSE = "close"  # a line, point or area: streets and paths that it crosses, touches or holds are closed
    OPEN = "open"  # a point or line: a gate, wall or private way that is opened to all
    REMOVE_BARRIER = "remove-barrier"  # a barrier by its id

    @property
    def label(self) -> str:
        """The change in words."""
        return _LABELS[self]


_LABELS = {
    ChangeKind.LINK: "New path",
    ChangeKind.CROSSING: "New crossing",
    ChangeKind.RAMP: "Step-free way",
    ChangeKind.SPACE: "New public space",
    ChangeKind.CLOSE: "Closed",
    ChangeKind.OPEN: "Opened",
    ChangeKind.REMOVE_BARRIER: "Barrier removed",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """One change. `barrier_id` is for REMOVE_BARRIER, which has no geometry; `space_kind` for SPACE.

    `ends_only` is for a bridge or an underpass: it is joined at its ends, and to nothing that it passes.
    """

    kind: ChangeKind
    name: str = ""
    geometry: BaseGeometry | None = None
    barrier_id: str | None = None
    space_kind: str = "park"
    ends_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scheme:
    """A named set of changes. Saving again under one id makes the next `version`; earlier ones stay."""

    id: str
    name: str
    changes: tuple[Change, ...]
    area_id: str | None = None
    version: int = 1
    note: str = ""
    made_at: datetime | None = None

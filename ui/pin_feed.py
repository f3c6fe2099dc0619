"""What browsers ask every few seconds: which public pins changed. Made for many who ask and few changes.

Holds published places and public words only; `PinStore.pins_since` gives no others.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from geo.areas import AreaKind
from geo.errors import DataMissingError
from geo.pins import NO_DETAIL, Pin
from geo.services.pin_details import codes_of
from geo.services.pins import pins_since
from geo.services.workspace import Workspace
from geo.store.pin_records import PinChanges

# A whole answer that took long to make may be served for twice as long again before the next is made, so that
# many who come at once to a large store cost a third of the time at most. A small store is always answered afresh.
_LONG_S, _REST = 0.05, 2.0


@dataclass(frozen=True, slots=True)
class AreaNames:
    """Names of wards and boroughs by code; an index of the workspace."""

    by_code: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The whole answer as of a sequence number, and until when (monotonic seconds) it may lag behind the store."""

    sequence: int
    compressed: bytes
    rests_until: float


class PinFeed:
    """Answers "all" from one kept, compressed answer, and "since" from the store."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: _Kept | None = None

    def changes(self, workspace: Workspace, since: int) -> bytes:
        """JSON {sequence, pins, removed}, gzip-compressed. Raises `StoreError`."""
        if since > 0:
            return _compressed(_as_dict(workspace, pins_since(workspace, since)))
        with self._lock:
            started = monotonic()
            kept = self._kept
            if kept is not None and kept.sequence > 0:
                late = pins_since(workspace, kept.sequence)
                # Many who come at once share one answer, a moment old: each asks for the rest right away. But what
                # was withdrawn must not linger here.
                resting = started < kept.rests_until and not late.removed
                if late.sequence == kept.sequence or (late.sequence > kept.sequence and resting):
                    return kept.compressed
            everything = pins_since(workspace, 0)
            compressed = _compressed(_as_dict(workspace, everything))
            took = monotonic() - started
            rest = _REST * took if took > _LONG_S else 0.0
            self._kept = _Kept(everything.sequence, compressed, rests_until=monotonic() + rest)
            return compressed


def _as_dict(workspace: Workspace, changes: PinChanges) -> dict[str, Any]:
    names = workspace.index(_area_names, AreaNames).by_code
    return {
        "sequence": changes.sequence,
        "pins": [_public_pin(pin, names) for pin in changes.pins],
        "removed": [_text(each) for each in changes.removed],
    }


def _public_pin(pin: Pin, names: dict[str, str]) -> dict[str, Any]:
    shown = pin.published
    assert shown is not None, "only published pins reach the feed"
    public = {
        "id": str(pin.id),
        "lon": shown.place.lon,
        "lat": shown.place.lat,
        "kind": pin.kind.value,
        "category": pin.category,
        "text": pin.text,
        "ward": names.get(pin.ward_code or ""),
        "borough": names.get(pin.borough_code or ""),
        "created": pin.created_at.isoformat(timespec="minutes"),
        "precision_m": shown.precision_m,
        "role": shown.role.value,
    }
    if pin.shape is not None:
        public["shape"] = pin.shape.as_geojson()
    if pin.detail != NO_DETAIL:
        public["detail"] = codes_of(pin.detail)
    return public


def _area_names(workspace: Workspace) -> AreaNames:
    try:
        areas = workspace.areas
    except DataMissingError:
        return AreaNames({})
    named = areas[areas["kind"].isin([AreaKind.WARD.value, AreaKind.BOROUGH.value])]
    return AreaNames(dict(zip(named["area_id"], named["name"], strict=True)))


def _text(identity: UUID) -> str:
    return str(identity)


def _compressed(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)

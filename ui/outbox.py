"""Takes in what a browser's outbox sends, saves it and answers each pin; no screen attached.

What arrives is anyone's: it is read field by field, and what cannot be read is answered, never raised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from geo.crs import LonLat
from geo.drawn_shapes import DrawnShape
from geo.errors import CoordinateError, GeoError, InputError, StoreError
from geo.pins import NO_DETAIL, Pin, PinDetail, PinDraft
from geo.services.pin_details import detail_of
from geo.services.pins import SavedPin, drop_pins
from geo.services.understanding import how_understood
from geo.services.workspace import Workspace
from geo.surveys import PinKind
from ui.words import _

LARGEST_BATCH = 100
TOLD_AT_ONCE = 5  # of larger batches, nobody reads a panel each
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Answers:
    """One answer a pin that was dealt with, and what is wrong where nothing could be saved.

    A pin without an answer stays in the browser's outbox and comes again.
    """

    pins: list[dict[str, Any]] = field(default_factory=list)
    trouble: str = ""


def receive(workspace: Workspace, sent: Any) -> Answers:
    """Save a batch of pins as the browser sent it; the same batch again gives the same answers."""
    answers: list[dict[str, Any]] = []
    drafts: list[PinDraft] = []
    for item in sent[:LARGEST_BATCH] if isinstance(sent, list) else []:
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str):
            continue
        try:
            drafts.append(_draft(item))
        except GeoError as error:
            answers.append(_refusal(name, error))
    if not drafts:
        return Answers(answers)
    try:
        outcomes = drop_pins(workspace, drafts)
    except StoreError as error:
        return Answers(answers, trouble=_("Pins cannot be saved just now. {reason}").format(reason=error))
    for draft, outcome in zip(drafts, outcomes, strict=True):
        name = str(draft.id)
        if not isinstance(outcome, SavedPin):
            answers.append(_refusal(name, outcome))
            continue
        saved = _saved(name, outcome)
        if len(drafts) <= TOLD_AT_ONCE:
            saved["understood"] = _understood(workspace, outcome.pin)
        answers.append(saved)
    return Answers(answers)


def _understood(workspace: Workspace, pin: Pin) -> list[str]:
    """How a pin was understood; nothing where that cannot be said just now, for the pin itself is saved."""
    try:
        return list(how_understood(workspace, pin))
    except GeoError:
        return []


def _draft(item: dict[str, Any]) -> PinDraft:
    try:
        identity, kind = UUID(item["id"]), PinKind(item["kind"])
        category, receipt, text = (item.get(name, "") for name in ("category", "receipt", "text"))
        if str(identity) != item["id"] or not all(isinstance(each, str) for each in (category, receipt, text)):
            raise ValueError
        drawn = item.get("shape")
        shape = None if drawn is None else DrawnShape.from_geojson(drawn)
        place = _place(item["lon"], item["lat"]) if shape is None else shape.middle
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(_("The pin did not arrive whole. Please add it again.")) from error
    return PinDraft(
        id=identity,
        place=place,
        kind=kind,
        category=category,
        text=text,
        receipt=receipt,
        contributor=_contributor(item.get("contributor")),
        detail=_detail(item.get("detail")),
        shape=shape,
    )


def _place(lon: Any, lat: Any) -> LonLat:
    if not all(isinstance(value, (int, float)) for value in (lon, lat)):
        raise CoordinateError(_("The pin has no place. Please choose one on the map."))
    return LonLat(float(lon), float(lat))


def _detail(sent: Any) -> PinDetail:
    if sent is None:
        return NO_DETAIL
    if not isinstance(sent, dict):
        raise InputError(_("What you said beside the pin did not arrive whole. Please save it again."))
    return detail_of(sent)


def _contributor(sent: Any) -> str | None:
    """The token a browser drew for itself. No pin is refused for want of one: it then counts as a voice of its own."""
    return sent if isinstance(sent, str) and _TOKEN.fullmatch(sent) else None


def _saved(name: str, saved: SavedPin) -> dict[str, Any]:
    return {
        "id": name,
        "ok": True,
        "status": saved.pin.status.value,
        "ward": saved.locality.ward_name,
        "borough": saved.locality.borough_name,
    }


def _refusal(name: str, error: GeoError) -> dict[str, Any]:
    return {"id": name, "ok": False, "sentence": str(error)}

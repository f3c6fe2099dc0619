"""What is done with pins: drop, show what changed, find by receipt, revise, withdraw, moderate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pandas as pd

from geo.crs import LonLat
from geo.errors import ConflictError, CoordinateError, GeoError, InputError
from geo.pins import Pin, PinDetail, PinDraft, PinStatus, PublishedPlace, clean_text
from geo.services.contributors import contributor_hash
from geo.services.drawn_shapes import check_shape, published_shape, shape_place
from geo.services.places import Locality, locate
from geo.services.publication import coarser_place, published_place
from geo.services.workspace import Workspace
from geo.store.pin_records import NewPin, PinChanges, Revision, Tombstone
from geo.surveys import CATEGORIES, PinKind, categories_of

_NOWHERE = Locality(ward_code=None, ward_name=None, borough_code=None, borough_name=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPin:
    """A pin as it was kept, and the ward and borough of the place its writer tapped."""

    pin: Pin
    locality: Locality


def drop_pin(workspace: Workspace, draft: PinDraft) -> SavedPin:
    """Keep one pin; the same draft again, however often, gives the same pin.

    A sensitive category waits for a moderator; the rest is public at once. Raises `CoordinateError` outside Greater
    London, `InputError` for a shape that is too large, `ConflictError` where the id or receipt belongs to another pin,
    `StoreError` when it could not be saved.
    """
    outcome = drop_pins(workspace, [draft])[0]
    if not isinstance(outcome, SavedPin):
        raise outcome
    return outcome


Refused = CoordinateError | InputError | ConflictError


def drop_pins(workspace: Workspace, drafts: Sequence[PinDraft]) -> list[SavedPin | Refused]:
    """Keep several pins in one transaction; what cannot be kept is answered with its error, in its place."""
    prepared = [_prepare(workspace, draft) for draft in drafts]
    ready = [made for made in prepared if not isinstance(made, GeoError)]
    kept = iter(workspace.store.add_many([new for new, _ in ready], now=workspace.now()))
    outcomes: list[SavedPin | Refused] = []
    for made in prepared:
        if isinstance(made, GeoError):
            outcomes.append(made)
            continue
        pin = next(kept)
        outcomes.append(pin if isinstance(pin, ConflictError) else SavedPin(pin=pin, locality=made[1]))
    return outcomes


def preview_place(workspace: Workspace, place: LonLat, category: str) -> PublishedPlace:
    """Where the public would see a pin, before it is dropped. Raises as `drop_pin` does."""
    locate(workspace, place)
    return published_place(workspace, place, sensitive=_is_sensitive(category))


def pins_since(workspace: Workspace, sequence: int) -> PinChanges:
    """Public changes after a sequence number; 0 asks for all."""
    return workspace.store.pins_since(sequence)


def public_pins(workspace: Workspace, bounds: tuple[float, float, float, float] | None = None) -> pd.DataFrame:
    """Published pins as `PinStore.pins_within` gives them; `bounds` is west, south, east, north in degrees."""
    return workspace.store.pins_within(bounds)


def pin_of(workspace: Workspace, receipt: str) -> Pin:
    """The pin of a receipt, whatever its status. Raises `InputError` when there is none."""
    pin = workspace.store.by_receipt(_typed(receipt))
    if pin is None:
        raise InputError("No pin has that receipt code. Check its 32 letters and figures.")
    return pin


def revise(
    workspace: Workspace, receipt: str, *, text: str, kind: PinKind, category: str, detail: PinDetail | None = None
) -> Pin:
    """A writer's own change of words, kind, category or details; words that were written before are kept.

    `detail` None leaves the details as they are. New words of a sensitive pin wait for a moderator again; a pin that
    turns sensitive is shown coarsely from then on, without its shape, and never finely again.
    Raises `InputError` for an unknown receipt or an answer that is not on the list.
    """
    if category not in {choice.code for choice in categories_of(kind)}:
        raise InputError("That answer is not one of the choices for this kind of pin. Choose one from the list.")
    words = clean_text(text)

    def decide(pin: Pin) -> Revision:
        published, ward_code, borough_code = pin.published, pin.ward_code, pin.borough_code
        sensitive = _is_sensitive(category)
        if sensitive and published is not None:
            published = coarser_place(workspace, published)
            counted = _counted_in(workspace, published)
            ward_code, borough_code = counted.ward_code, counted.borough_code
        waits = sensitive and pin.status is PinStatus.PUBLISHED
        return Revision(
            kind=kind,
            category=category,
            text=words,
            status=PinStatus.PENDING if waits else pin.status,
            published=published,
            ward_code=ward_code,
            borough_code=borough_code,
            detail=pin.detail if detail is None else detail,
            shape=None if sensitive else pin.shape,
        )

    return workspace.store.revise(_typed(receipt), decide, now=workspace.now())


def withdraw(workspace: Workspace, receipt: str) -> Tombstone:
    """Erase a pin for whoever holds its receipt. Raises `InputError` when no pin has it."""
    return workspace.store.withdraw(_typed(receipt), now=workspace.now())


def pending_pins(workspace: Workspace) -> list[Pin]:
    """Pins that wait for a moderator, oldest first."""
    return workspace.store.pending()


def moderate(workspace: Workspace, pin_id: UUID, *, publish: bool) -> Pin:
    """Publish or hide a pin; its words stay as they were written. Raises `InputError` for an unknown id."""
    status = PinStatus.PUBLISHED if publish else PinStatus.HIDDEN
    return workspace.store.set_status(pin_id, status, now=workspace.now())


def _prepare(workspace: Workspace, draft: PinDraft) -> tuple[NewPin, Locality] | CoordinateError | InputError:
    try:
        if draft.shape is not None:
            check_shape(workspace, draft.shape)
        locality = locate(workspace, draft.place)
    except (CoordinateError, InputError) as refused:
        return refused
    sensitive = draft.category_of.sensitive
    shape = None if draft.shape is None else published_shape(workspace, draft.shape, sensitive=sensitive)
    published = shape_place(shape) if shape else published_place(workspace, draft.place, sensitive=sensitive)
    # The ward of the tapped place beside a coarse cell would cut the cell down to the part within that ward.
    counted = _counted_in(workspace, published)
    new = NewPin(
        draft=draft,
        published=published,
        status=PinStatus.PENDING if sensitive else PinStatus.PUBLISHED,
        ward_code=counted.ward_code,
        borough_code=counted.borough_code,
        contributor_hash=contributor_hash(workspace.secret_key, draft),
        shape=shape,
    )
    return new, locality


def _counted_in(workspace: Workspace, published: PublishedPlace) -> Locality:
    try:
        return locate(workspace, published.place)
    except CoordinateError:  # the middle of a cell at London's edge may lie across it
        return _NOWHERE


def _is_sensitive(category: str) -> bool:
    known = CATEGORIES.get(category)
    return known is not None and known.sensitive


def _typed(receipt: str) -> str:
    """A receipt as a person types it back: with spaces, dashes or capitals."""
    return "".join(receipt.split()).replace("-", "").lower()

"""Pins: what a resident said of a place. A pin is testimony; what it does to a walk is inferred elsewhere."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from geo.crs import LonLat
from geo.drawn_shapes import DrawnShape
from geo.errors import InputError
from geo.surveys import (
    CATEGORIES,
    TAXONOMY_VERSION,
    Affected,
    Category,
    FeltEffect,
    Hours,
    Knowledge,
    PinKind,
    Severity,
    categories_of,
)

MAX_TEXT_CHARACTERS = 500
MAX_CONTRIBUTOR_CHARACTERS = 100
_CODE = re.compile(r"[0-9a-f]{32}")  # 128 random bits


class PinStatus(StrEnum):
    """A pin's life. Only PUBLISHED is seen by the public."""

    PENDING = "pending"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class GeometryRole(StrEnum):
    """What the published place of a pin is."""

    EXACT_PUBLIC_SPACE = "exact-public-space"  # tapped in a public space or on a street: as tapped
    SNAPPED = "snapped"  # tapped beside homes: the nearest point of the street network
    GRID_CELL = "grid-cell"  # sensitive, or no street near: the middle of a 250 m cell
    DRAWN = "drawn"  # the middle of a line or an area that was drawn and is shown


class CollectionMethod(StrEnum):
    """How a pin came to us."""

    WEB = "web"
    PAPER = "paper"
    FACILITATED = "facilitated"
    VIRTUAL_VISIT = "virtual-visit"
    IMPORT = "import"
    INVENTED = "invented"  # the practice quarter's own pins


@dataclass(frozen=True, slots=True, kw_only=True)
class PinDetail:
    """What a writer may add with one tap each; all of it may be left out. `until` is the day that works end.

    `affects` is kept in the order of the list, each once; an end date alone says that there are works.
    Raises `InputError` for an end date of what is said to be there at other times, or of another century.
    """

    felt: FeltEffect | None = None
    affects: tuple[Affected, ...] = ()
    hours: Hours | None = None
    until: date | None = None
    severity: Severity | None = None
    knowledge: Knowledge | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "affects", tuple(group for group in Affected if group in self.affects))
        if self.until is None:
            return
        if self.hours is None:
            object.__setattr__(self, "hours", Hours.WORKS)
        if self.hours is not Hours.WORKS:
            raise InputError("Only works have an end date. Choose “While works go on”, or leave the date out.")
        if not 2000 <= self.until.year < 2100:
            raise InputError("The day that the works end is not of this century. Write it as, say, 2027-03-31.")


NO_DETAIL = PinDetail()


@dataclass(frozen=True, slots=True, kw_only=True)
class PinDraft:
    """What was tapped and said, before it is kept. `receipt` is 128 random bits in hex, made by the writer's device.

    `contributor` tells one writer's pins from another's: what a browser drew at random for itself, or what a file
    calls a person. It is never kept as it is (`geo.services.contributors`); None where nothing tells.
    Where a line or an area was drawn, its middle is the pin's place, whatever place was given with it.

    Raises `InputError` when the kind, category, text, receipt or contributor cannot be used.
    """

    id: UUID
    place: LonLat
    kind: PinKind
    category: str
    text: str = ""
    receipt: str
    contributor: str | None = field(default=None, repr=False)  # out of logs and tracebacks
    method: CollectionMethod = CollectionMethod.WEB
    detail: PinDetail = NO_DETAIL
    shape: DrawnShape | None = None

    def __post_init__(self) -> None:
        if self.shape is not None:
            object.__setattr__(self, "place", self.shape.middle)
        category = CATEGORIES.get(self.category)
        if category is None or category not in categories_of(self.kind):
            raise InputError("That answer is not one of the choices for this kind of pin. Choose one from the list.")
        object.__setattr__(self, "text", clean_text(self.text))
        if not _CODE.fullmatch(self.receipt):
            raise InputError("The receipt code is not 32 hexadecimal characters. Please try again.")
        if self.contributor is not None and not 0 < len(self.contributor) <= MAX_CONTRIBUTOR_CHARACTERS:
            raise InputError(f"What stands for the contributor has no, or over {MAX_CONTRIBUTOR_CHARACTERS} letters.")

    @property
    def category_of(self) -> Category:
        """The category's record."""
        return CATEGORIES[self.category]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPlace:
    """Where a pin is shown: drawn once, kept, and the only place that maps, exports and metrics may read."""

    place: LonLat
    role: GeometryRole
    precision_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A pin as it is kept and shown. It has no raw place: that lives apart in the store. Times are aware UTC.

    `shape` is the line or area as the public sees it.
    """

    id: UUID
    sequence: int  # grows with each change in the store; what a browser asks "since"
    status: PinStatus
    published: PublishedPlace | None
    kind: PinKind
    category: str
    text: str
    method: CollectionMethod
    ward_code: str | None
    borough_code: str | None
    created_at: datetime
    changed_at: datetime
    category_scheme_version: str = TAXONOMY_VERSION
    detail: PinDetail = NO_DETAIL
    shape: DrawnShape | None = None


def clean_text(text: str) -> str:
    """A resident's words made safe to keep: NFC, no control or unassigned characters, one line, trimmed.

    Emoji, joiners and right-to-left writing stay; direction overrides go, since they can disguise other text.
    Raises `InputError` over `MAX_TEXT_CHARACTERS`; the writer shortens it, we never cut it silently.

    >>> clean_text("  step\\u0000 up\\nhere ")
    'step up here'
    """
    if not isinstance(text, str):
        raise InputError("The text is not text. Please write it again.")
    # Lone surrogates cannot be written to a file or a database.
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text)
    kept = (
        character if unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn"} else " "
        for character in text
        if character not in _DIRECTION_OVERRIDES
    )
    text = re.sub(r"\s+", " ", "".join(kept)).strip()
    if len(text) > MAX_TEXT_CHARACTERS:
        raise InputError(
            f"The text has {len(text):,} characters; the most is {MAX_TEXT_CHARACTERS}. "
            "Please shorten it. Nothing has been lost."
        )
    return text


_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

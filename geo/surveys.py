"""What residents are asked: the pin taxonomy, version 1, in plain words.

The categories rest on the GLA's definition of social integration, Healthy Streets, the Place Standard,
the Civic Strength Index and the Public London Charter (docs/adr and docs/glossary.md say how).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TAXONOMY_VERSION = "1"


class PinKind(StrEnum):
    """What a resident says first of a place."""

    WELCOMING = "welcoming"
    BARRIER = "barrier"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The kind in a resident's words."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    PinKind.WELCOMING: "Welcoming",
    PinKind.BARRIER: "Barrier",
    PinKind.BOTH: "Both, depending on the time",
}


class WalkEffect(StrEnum):
    """What a barrier does to a walk unless its own pins say otherwise."""

    SLOWS = "slows"
    BLOCKS = "blocks"
    DETERS = "deters"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Category:
    """One answer to "why here?".

    `dimensions` are those of the Mayor of London's work on social integration (D1 connection, D2 taking
    part, D3 fewer barriers). A `sensitive` category is published only after a moderator looks, and coarsely.
    """

    code: str
    kind: PinKind
    label: str
    dimensions: tuple[str, ...] = ()
    effect: WalkEffect = WalkEffect.NONE
    sensitive: bool = False


_W, _B = PinKind.WELCOMING, PinKind.BARRIER
_SLOWS, _BLOCKS, _DETERS = WalkEffect.SLOWS, WalkEffect.BLOCKS, WalkEffect.DETERS

CATEGORIES: dict[str, Category] = {
    category.code: category
    for category in (
        Category("w-meet", _W, "Easy to meet or chat", ("D1",)),
        Category("w-mix", _W, "Different people use it together", ("D1",)),
        Category("w-rest", _W, "Sit, shelter, toilet, water", ("D1", "D3")),
        Category("w-play", _W, "Play, sport, young people", ("D1",)),
        Category("w-nature", _W, "Green, calm, clean air", ("D1",)),
        Category("w-belong", _W, "Feels like ours: culture, faith, heritage", ("D1",)),
        Category("w-help", _W, "Advice, library, community hub", ("D2",)),
        Category("w-voice", _W, "Where people organise or decide", ("D2",)),
        Category("w-safe", _W, "Feels safe and cared for", ("D3",)),
        Category("w-free", _W, "Free and open, no permission needed", ("D3",)),
        Category("w-other", _W, "Something else"),
        Category("b-cross", _B, "Road hard to cross", ("D3",), _SLOWS),
        Category("b-sever", _B, "Rail, road or water cuts us off", ("D3",), _SLOWS),
        Category("b-step", _B, "Steps, kerb, slope, broken lift", ("D3",), _BLOCKS),
        Category("b-surface", _B, "Poor, narrow or blocked pavement", ("D3",), _SLOWS),
        Category("b-gate", _B, "Locked, gated, hours, fees, fences", ("D3",), _BLOCKS),
        Category("b-rules", _B, "Moved on, over-policed, unwelcoming rules", ("D3",), _DETERS, True),
        Category("b-fear", _B, "Feels unsafe, dark, harassment", ("D3",), _DETERS, True),
        Category("b-traffic", _B, "Fast traffic, noise, fumes", ("D3",), _SLOWS),
        Category("b-rest", _B, "Nowhere to sit, shelter, toilet", ("D3",), _SLOWS),
        Category("b-find", _B, "Confusing route, no signs, language", ("D3",), _SLOWS),
        Category("b-exclude", _B, "“Not for people like me”, cost", ("D1", "D3"), _DETERS, True),
        Category("b-gone", _B, "Lost, closed or threatened space", ("D1",)),
        Category("b-link", _B, "No bus, long wait, inaccessible stop", ("D3",)),
        Category("b-works", _B, "Building works, temporary", ("D3",), _BLOCKS),
        Category("b-other", _B, "Something else"),
    )
}


def categories_of(kind: PinKind) -> tuple[Category, ...]:
    """The categories offered for a kind; a place that is both may be told by either side's."""
    return tuple(c for c in CATEGORIES.values() if kind is PinKind.BOTH or c.kind is kind)

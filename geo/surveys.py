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


class FeltEffect(StrEnum):
    """What a barrier does to whoever speaks: asked, never required."""

    SLOWS_ME = "slows-me"
    OTHER_WAY = "other-way"
    AVOID_AT_TIMES = "avoid-at-times"
    NEVER_GO = "never-go"

    @property
    def label(self) -> str:
        """The answer in a resident's words."""
        return _FELT_LABELS[self]


_FELT_LABELS = {
    FeltEffect.SLOWS_ME: "It slows me",
    FeltEffect.OTHER_WAY: "I go another way",
    FeltEffect.AVOID_AT_TIMES: "I avoid it at times",
    FeltEffect.NEVER_GO: "I never go there",
}


class Affected(StrEnum):
    """Who a barrier stands in the way of: said of the place, never as "who are you"."""

    WHEELS = "wheels"
    PUSHCHAIR = "pushchair"
    OLDER = "older"
    CHILDREN = "children"
    AFTER_DARK = "after-dark"
    ANYONE = "anyone"

    @property
    def label(self) -> str:
        """The answer in a resident's words."""
        return _AFFECTED_LABELS[self]


_AFFECTED_LABELS = {
    Affected.WHEELS: "People on wheels",
    Affected.PUSHCHAIR: "People with a pushchair",
    Affected.OLDER: "Older people",
    Affected.CHILDREN: "Children",
    Affected.AFTER_DARK: "Anyone after dark",
    Affected.ANYONE: "Anyone",
}


class Hours(StrEnum):
    """When a barrier is there."""

    ALWAYS = "always"
    SOME_DAYS = "some-days"
    DARK = "dark"
    WORKS = "works"  # until the date that is given with it

    @property
    def label(self) -> str:
        """The answer in a resident's words."""
        return _HOURS_LABELS[self]


_HOURS_LABELS = {
    Hours.ALWAYS: "Always",
    Hours.SOME_DAYS: "Some days",
    Hours.DARK: "When it is dark",
    Hours.WORKS: "While works go on",
}


class Severity(StrEnum):
    """How bad, in four words."""

    LITTLE = "little"
    SOME = "some"
    MUCH = "much"
    STOPS = "stops"

    @property
    def label(self) -> str:
        """The answer in a resident's words."""
        return _SEVERITY_LABELS[self]


_SEVERITY_LABELS = {
    Severity.LITTLE: "A nuisance",
    Severity.SOME: "Makes it hard",
    Severity.MUCH: "Makes it very hard",
    Severity.STOPS: "Stops people",
}


class Knowledge(StrEnum):
    """How somebody knows a place."""

    LIVE = "live"
    WORK = "work"
    VISIT = "visit"
    VIRTUAL_VISIT = "virtual-visit"

    @property
    def label(self) -> str:
        """The answer in a resident's words."""
        return _KNOWLEDGE_LABELS[self]


_KNOWLEDGE_LABELS = {
    Knowledge.LIVE: "I live here",
    Knowledge.WORK: "I work here",
    Knowledge.VISIT: "I visit",
    Knowledge.VIRTUAL_VISIT: "I saw it on a virtual study visit",
}


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

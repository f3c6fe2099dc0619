"""What a barrier of residents costs each walker: a table, and how a resident's own detail changes it.

Metres are those of ordinary walking at one place. Along a street, or inside a drawn area, `ALONG_M` of street count as
much as one place; where only a cell of `CELL_M` is known, so does a walk straight across it. Nearly all numbers are
choices of this project (docs/adr/0019), which is why half and double of them are tried beside every ranking.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geo.metrics.personas import AFTER_DARK, ANY_WALKER, OLDER_WALKER, PERSONAS, PUSHCHAIR, WHEELCHAIR
from geo.surveys import CATEGORIES, Affected, FeltEffect, Hours, Severity, WalkEffect

ALONG_M = 100.0
CELL_M = 250.0  # the side of the cell in which a sensitive pin is published

_ANY, _WHEELS, _PUSH, _OLDER, _DARK = (
    each.id for each in (ANY_WALKER, WHEELCHAIR, PUSHCHAIR, OLDER_WALKER, AFTER_DARK)
)
_OURS = "a choice of this project (docs/adr/0019)"
_TAXONOMY = "this project’s taxonomy"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPenalty:
    """What one category of pin costs one walker, in metres at one place; inf cannot be passed.

    `checked` is true where the source itself was read, or where the number is our own choice and says so.
    """

    category: str
    persona_id: str
    metres: float
    source: str
    checked: bool = True


def _rows(category: str, metres: dict[str, float], source: str = _OURS) -> list[PinPenalty]:
    return [
        PinPenalty(category=category, persona_id=persona_id, metres=each, source=source)
        for persona_id, each in metres.items()
    ]


def _all(metres: float, **other: float) -> dict[str, float]:
    """The same for everybody, but for `wheelchair`, `pushchair`, `older` and `dark` where they are named."""
    named = {"wheelchair": _WHEELS, "pushchair": _PUSH, "older": _OLDER, "dark": _DARK}
    return dict.fromkeys(PERSONAS, metres) | {named[name]: each for name, each in other.items()}


# What a category costs at its own effect, when its writer adds no detail. A walker who is not named is not hindered.
PENALTIES: tuple[PinPenalty, ...] = (
    *_rows("b-cross", _all(50.0, older=100.0)),  # older walkers: as for a crossing without signals on the map
    *_rows("b-sever", _all(100.0)),
    *_rows("b-step", {_WHEELS: math.inf}, f"{_TAXONOMY}: steps, kerbs and slopes block wheels"),
    *_rows("b-step", {_PUSH: 50.0, _OLDER: 50.0, _ANY: 10.0, _DARK: 10.0}),
    *_rows("b-surface", _all(10.0, wheelchair=60.0, pushchair=40.0, older=20.0)),
    *_rows("b-gate", _all(math.inf), f"{_TAXONOMY}: locked or gated ways block"),
    *_rows("b-rules", _all(100.0)),
    *_rows("b-fear", _all(100.0, dark=200.0)),  # along 100 m: as an unlit street on the map, after dark
    *_rows("b-traffic", _all(30.0, older=50.0)),
    *_rows("b-rest", {_OLDER: 100.0}, f"{_TAXONOMY}: slows older walkers; the metres are a choice"),
    *_rows("b-find", _all(30.0)),
    *_rows("b-exclude", _all(100.0)),
    *_rows("b-works", _all(math.inf), f"{_TAXONOMY}: works block until their end date"),
)
# What an effect costs whom a category's own table does not name, or when the writer says another effect.
EFFECT_M: dict[WalkEffect, float] = {
    WalkEffect.NONE: 0.0,
    WalkEffect.SLOWS: 50.0,
    WalkEffect.DETERS: 100.0,
    WalkEffect.BLOCKS: math.inf,
}
SEVERITY_TIMES: dict[Severity, float] = {Severity.LITTLE: 0.5, Severity.SOME: 1.0, Severity.MUCH: 2.0}
NEVER_GO_TIMES = 2.0  # "I never go there" of a writer who does not say whom it stops
SOME_DAYS_TIMES = 0.5
PUSHCHAIR_OF_WHEELS = 0.5  # what slows people on wheels slows a pushchair half as much, unless it is named itself

# No walker of ours is a child: the one who walks with a child is the one with a pushchair.
WHO: dict[Affected, tuple[str, ...]] = {
    Affected.WHEELS: (_WHEELS,),
    Affected.PUSHCHAIR: (_PUSH,),
    Affected.OLDER: (_OLDER,),
    Affected.CHILDREN: (_PUSH,),
    Affected.AFTER_DARK: (_DARK,),
    Affected.ANYONE: tuple(PERSONAS),
}
_FELT: dict[FeltEffect, WalkEffect] = {
    FeltEffect.SLOWS_ME: WalkEffect.SLOWS,
    FeltEffect.OTHER_WAY: WalkEffect.DETERS,
    FeltEffect.AVOID_AT_TIMES: WalkEffect.DETERS,
}
_BY_CATEGORY: dict[str, dict[str, float]] = {
    code: {each.persona_id: each.metres for each in PENALTIES if each.category == code} for code in CATEGORIES
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What is known of one barrier from one writer, as the rules read it. `effect` is an officer's word, and wins."""

    category: str
    felt: FeltEffect | None = None
    affects: tuple[Affected, ...] = ()
    hours: Hours | None = None
    dated: bool = False  # an end date is known
    severity: Severity | None = None
    effect: WalkEffect | None = None


def effect_of(detail: Detail) -> WalkEffect:
    """What a barrier does: an officer's word, else "stops people", else how it is felt, else the category's effect.

    Works whose end nobody told slow; they do not block. "Something else" has an effect only where its writer says
    how it is felt or how bad it is.

    >>> effect_of(Detail(category="b-step")), effect_of(Detail(category="b-works"))
    (<WalkEffect.BLOCKS: 'blocks'>, <WalkEffect.SLOWS: 'slows'>)
    """
    usual = CATEGORIES[detail.category].effect
    if detail.category == "b-other" and (detail.felt or detail.severity):
        usual = WalkEffect.SLOWS
    if detail.effect is not None or usual is WalkEffect.NONE:
        return detail.effect or usual
    if detail.severity is Severity.STOPS or (detail.felt is FeltEffect.NEVER_GO and detail.affects):
        return WalkEffect.BLOCKS
    if detail.felt is FeltEffect.NEVER_GO:
        return usual if usual is WalkEffect.BLOCKS else WalkEffect.DETERS
    if detail.felt is not None:
        return _FELT[detail.felt]
    works = detail.category == "b-works" or detail.hours is Hours.WORKS
    return WalkEffect.SLOWS if usual is WalkEffect.BLOCKS and works and not detail.dated else usual


def hours_of(detail: Detail) -> Hours:
    """When it counts: as told; after dark for what feels unsafe where nothing else is told; else always."""
    if detail.hours is not None:
        return detail.hours
    if detail.category == "b-fear" and not detail.affects:
        return Hours.DARK
    return Hours.WORKS if detail.category == "b-works" and detail.dated else Hours.ALWAYS


def extra_m(detail: Detail) -> dict[str, float]:
    """Metres at one place by persona id; whom it does not hinder is left out.

    >>> extra_m(Detail(category="b-step", affects=(Affected.WHEELS,)))
    {'wheelchair': inf, 'pushchair': 25.0}
    >>> extra_m(Detail(category="b-rest", severity=Severity.LITTLE))
    {'older-walker': 50.0}
    """
    effect, hours = effect_of(detail), hours_of(detail)
    if effect is WalkEffect.NONE:
        return {}
    metres = {persona_id: _metres(detail, effect, persona_id) for persona_id in _whom(detail)}
    if Affected.WHEELS in detail.affects and _PUSH not in metres:
        slowed = _finite(_metres(detail, effect, _PUSH), WalkEffect.SLOWS)
        metres[_PUSH] = PUSHCHAIR_OF_WHEELS * slowed
    if hours is Hours.DARK:
        metres = {_DARK: _metres(detail, effect, _DARK)}
    times = _times(detail)
    some_days = hours is Hours.SOME_DAYS
    if some_days:
        # A way that is shut on some days is not a wall: who knows it goes another way.
        metres = {who: _finite(each, WalkEffect.DETERS) for who, each in metres.items()}
    halved = SOME_DAYS_TIMES if some_days else 1.0
    return {who: each * times * halved for who, each in metres.items() if each > 0}


def _whom(detail: Detail) -> Iterable[str]:
    if detail.affects:
        named = {who for each in detail.affects for who in WHO[each]}
        return [persona_id for persona_id in PERSONAS if persona_id in named]
    own = _BY_CATEGORY[detail.category]
    return own or PERSONAS


def _metres(detail: Detail, effect: WalkEffect, persona_id: str) -> float:
    """Metres of one walker before severity and hours."""
    usual = CATEGORIES[detail.category].effect
    own = _BY_CATEGORY[detail.category].get(persona_id)
    said = detail.effect is not None or detail.severity is Severity.STOPS or detail.felt is FeltEffect.NEVER_GO
    if own is None or (effect is WalkEffect.BLOCKS and said and usual is not WalkEffect.BLOCKS):
        return EFFECT_M[effect]
    if effect is WalkEffect.BLOCKS:
        return _stopped(detail, own)
    if effect is usual:
        return own
    if effect is WalkEffect.SLOWS:
        return min(own, EFFECT_M[effect])
    return max(_finite(own, effect), EFFECT_M[effect])


def _stopped(detail: Detail, own: float) -> float:
    """A category that blocks some walkers blocks them alone, unless it is said to stop those who are named."""
    stops = detail.severity is Severity.STOPS or detail.felt is FeltEffect.NEVER_GO
    return math.inf if stops and detail.affects else own


def _finite(metres: float, effect: WalkEffect) -> float:
    return metres if math.isfinite(metres) else EFFECT_M[effect]


def _times(detail: Detail) -> float:
    times = SEVERITY_TIMES.get(detail.severity, 1.0) if detail.severity else 1.0
    if detail.felt is FeltEffect.NEVER_GO and not detail.affects:
        times *= NEVER_GO_TIMES
    return times

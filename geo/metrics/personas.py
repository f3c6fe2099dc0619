"""Walkers that figures are made for: how fast each goes, and what each thing in the way costs them. Tables, no rules.

A penalty is in metres of ordinary walking: what a walker would rather walk round than meet it. inf is "cannot pass".
Where no study gives a number it is a choice of this project (docs/adr/0015), to be tried with others by `penalties=`
of `costs_for`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from geo.errors import InputError
from geo.network.costs import WalkCosts
from geo.network.features import FEATURES, Counts, Feature
from geo.network.graph import WalkingNetwork
from geo.network.walking_costs import penalised


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """What one feature costs a walker. `metres` as `geo.network.features.FEATURES` counts them.

    `checked` is true where the source itself was read, or where the number is our own choice and says so.
    """

    feature: Feature
    metres: float
    source: str
    checked: bool

    @property
    def words(self) -> str:
        """The penalty in a line.

        >>> Penalty(feature=Feature.GATE, metres=10, source="", checked=True).words
        'gates: as 10 m more each time'
        """
        kind = FEATURES[self.feature]
        if math.isinf(self.metres):
            return f"{kind.label}: cannot be passed"
        if kind.counts is Counts.PER_METRE:
            return f"{kind.label}: as {1 + self.metres:g} times the length"
        return f"{kind.label}: as {self.metres:g} m more each time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A walker: how fast they go and the source of that, what stands in their way, and the tags that tell of it.

    `asks` are the tags of `geo.metrics.tag_shares` without which the figures are less sure than they look.
    """

    id: str
    label: str
    speed_m_per_s: float
    source: str
    checked: bool = True
    penalties: tuple[Penalty, ...] = ()
    asks: tuple[str, ...] = ()

    def metres_in(self, minutes: float) -> float:
        """How far the persona walks in some minutes.

        >>> ANY_WALKER.metres_in(10)
        798.0
        """
        return round(self.speed_m_per_s * 60.0 * minutes, 6)

    def minutes_for(self, metres: float) -> float:
        """How long the persona walks for some metres."""
        return metres / (self.speed_m_per_s * 60.0)

    @property
    def cannot_pass(self) -> tuple[Feature, ...]:
        """What the persona cannot pass."""
        return tuple(penalty.feature for penalty in self.penalties if math.isinf(penalty.metres))

    @property
    def penalty_m(self) -> dict[Feature, float]:
        """Metres by feature."""
        return {penalty.feature: penalty.metres for penalty in self.penalties}


def costs_for(network: WalkingNetwork, persona: Persona, penalties: Mapping[Feature, float] | None = None) -> WalkCosts:
    """What walking costs a persona, in metres of ordinary walking at the persona's own speed.

    `penalties` replaces single penalties of the persona, or adds to them, to see what hangs on one: 0 takes it
    away. Raises `InputError` for one that is negative or not a number. The costs of any walker are exactly the lengths.
    """
    return penalised(network, persona.penalty_m | dict(penalties or {}))


_OURS = "a choice of this project (docs/adr/0015)"
_MOBILITY = "Inclusive Mobility, Department for Transport"
_TAXONOMY = "this project's taxonomy: steps, kerbs and slopes block wheels"
_STILES = (
    "code of practice on access and mobility, 5.25: stiles are insurmountable to wheelchair users and to many others"
)
_BARRIERS = (
    "Active Travel England, on LTN 1/20: one that staggers must leave room for wheelchairs; none is said to here"
)
_STAIRS = "stairs are climbed at 0.35 of the speed on the level (IES pedestrian model): 1 ÷ 0.35 = 2.9 times the length"


def _blocked(feature: Feature, source: str, *, checked: bool = True) -> Penalty:
    return Penalty(feature=feature, metres=math.inf, source=source, checked=checked)


def _slowed(feature: Feature, metres: float, source: str = _OURS, *, checked: bool = True) -> Penalty:
    return Penalty(feature=feature, metres=metres, source=source, checked=checked)


ANY_WALKER = Persona(
    id="any-walker",
    label="Any walker",
    speed_m_per_s=1.33,
    source="80 metres a minute, as Transport for London's PTAL takes it",
)

WHEELCHAIR = Persona(
    id="wheelchair",
    label="Wheelchair user",
    speed_m_per_s=0.79,
    source="Tolerico et al. 2007: 52 manual wheelchair users in their own surroundings went at 0.79 m/s on average",
    penalties=(
        _blocked(Feature.STEPS, _TAXONOMY),
        _blocked(Feature.ESCALATOR, _TAXONOMY),
        _blocked(Feature.STEEP, f"{_MOBILITY}: a ramp is no steeper than 1 in 12"),
        _blocked(Feature.NARROW, f"{_MOBILITY}: 0.9 m for a wheelchair to pass", checked=False),
        _blocked(Feature.NO_WHEELCHAIRS, "the map says wheelchair=no"),
        _blocked(Feature.RAISED_KERB, _TAXONOMY),
        _slowed(Feature.ROLLED_KERB, 50.0),
        _slowed(Feature.ROUGH, 1.5),
        _slowed(Feature.NO_PAVEMENT, 0.5),
        _slowed(Feature.NO_PAVEMENT_FAST, 4.0),
        _slowed(Feature.GATE, 20.0),
        _blocked(Feature.STILE, _STILES),
        _blocked(Feature.KISSING_GATE, "BS 5709: a kissing gate is not passed without a special key", checked=False),
        _blocked(Feature.TURNSTILE, _OURS),
        _blocked(Feature.CYCLE_BARRIER, _BARRIERS),
        _blocked(Feature.NARROW_GAP, f"{_MOBILITY}: 0.9 m for a wheelchair to pass", checked=False),
        _slowed(Feature.OTHER_BARRIER, 20.0),
        _blocked(Feature.BARRIER_NO_WHEELCHAIRS, "the map says wheelchair=no"),
    ),
    asks=("surface", "incline", "width", "kerb", "sidewalk", "wheelchair"),
)

PUSHCHAIR = Persona(
    id="pushchair",
    label="With a pushchair",
    speed_m_per_s=1.2,
    source="1.2 m/s, for which crossings in Britain are timed (Asher et al. 2012); no study of pushchairs was found",
    penalties=(
        _slowed(Feature.STEPS, 9.0),
        _slowed(Feature.ESCALATOR, 9.0),
        _slowed(Feature.STEEP, 1.0),
        _slowed(Feature.ROUGH, 1.0),
        _slowed(Feature.NARROW, 4.0),
        _slowed(Feature.NO_PAVEMENT, 0.5),
        _slowed(Feature.NO_PAVEMENT_FAST, 4.0),
        _slowed(Feature.RAISED_KERB, 10.0),
        _slowed(Feature.ROLLED_KERB, 3.0),
        _slowed(Feature.GATE, 5.0),
        _slowed(Feature.STILE, 200.0),
        _slowed(Feature.KISSING_GATE, 50.0),
        _slowed(Feature.TURNSTILE, 100.0),
        _slowed(Feature.CYCLE_BARRIER, 20.0),
        _slowed(Feature.NARROW_GAP, 20.0),
        _slowed(Feature.OTHER_BARRIER, 10.0),
    ),
    asks=("surface", "incline", "width", "kerb", "sidewalk"),
)

OLDER_WALKER = Persona(
    id="older-walker",
    label="Older walker",
    speed_m_per_s=0.85,
    source="Asher et al. 2012, people of 65 and over in England: men 0.9 m/s, women 0.8 m/s; the middle of both",
    penalties=(
        _slowed(Feature.STEPS, 1.9, _STAIRS),
        _slowed(Feature.ESCALATOR, 1.0),
        _slowed(Feature.STEEP, 1.0),
        _slowed(Feature.ROUGH, 0.5),
        _slowed(Feature.NO_PAVEMENT, 0.5),
        _slowed(Feature.NO_PAVEMENT_FAST, 4.0),
        _slowed(Feature.RAISED_KERB, 5.0),
        _slowed(Feature.NO_SIGNALS, 100.0),
        _slowed(Feature.GATE, 5.0),
        _slowed(Feature.STILE, 200.0, _STILES + "; the metres are a choice"),
        _slowed(Feature.KISSING_GATE, 20.0),
        _slowed(Feature.TURNSTILE, 20.0),
        _slowed(Feature.CYCLE_BARRIER, 5.0),
        _slowed(Feature.OTHER_BARRIER, 5.0),
    ),
    asks=("surface", "incline", "kerb", "crossing", "sidewalk", "maxspeed"),
)

AFTER_DARK = Persona(
    id="after-dark",
    label="After dark",
    speed_m_per_s=1.33,
    source="as any walker",
    penalties=(
        _slowed(Feature.UNLIT, 2.0),
        _slowed(Feature.UNDERPASS, 2.0),
        _slowed(Feature.NO_PAVEMENT_FAST, 4.0),
    ),
    asks=("lit", "sidewalk", "maxspeed"),
)

PERSONAS: dict[str, Persona] = {
    persona.id: persona for persona in (ANY_WALKER, WHEELCHAIR, PUSHCHAIR, OLDER_WALKER, AFTER_DARK)
}


def persona_named(persona_id: str) -> Persona:
    """The persona with an id. Raises `InputError` naming those there are."""
    if persona_id not in PERSONAS:
        raise InputError(f"There is no walker “{persona_id}”. There are: {', '.join(PERSONAS)}.")
    return PERSONAS[persona_id]

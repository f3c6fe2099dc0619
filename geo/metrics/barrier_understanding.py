"""How a pin, or a thing of the map, was understood: plain sentences for who wrote it.

A sentence says what a walker meets, never what a resident is. Numbers of writers are not said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from geo.barriers import Barrier, BarrierSource, Meets
from geo.metrics.barrier_testimony import LeftOut
from geo.metrics.personas import PERSONAS, Persona
from geo.surveys import Hours, WalkEffect

_PEOPLE = {
    "any-walker": "most walkers",
    "wheelchair": "wheelchair users",
    "pushchair": "people with a pushchair",
    "older-walker": "older walkers",
    "after-dark": "people who walk after dark",
}
_MET_AT = {
    "b-step": "We took it to mean the steps, slope, lift or kerb nearest to the pin.",
    "b-gate": "We took it to mean the gate or barrier nearest to the pin.",
    "b-cross": "We took it to mean the crossing or main-road junction nearest to the pin.",
}
_HOW_MET = {
    Meets.CROSSED: "It counts wherever a street or path crosses the line; bridges and underpasses are the way across.",
    Meets.ALONG: "It counts along the streets and paths beside the line.",
}


def understood(barrier: Barrier | LeftOut, personas: Mapping[str, Persona] = PERSONAS) -> tuple[str, ...]:
    """What was made of some pins, in sentences: whom it slows and by how much, where, when, and what was left out.

    >>> understood(LeftOut(pins=("1",), why="The place of this pin cannot be read."))
    ('The place of this pin cannot be read.',)
    """
    if isinstance(barrier, LeftOut):
        return (barrier.why,)
    said = [*_costs(barrier, personas), *_where(barrier), *_when(barrier), *barrier.told, *_others(barrier)]
    if barrier.corrected is not None:
        said.append(f"An officer corrected this: {barrier.corrected.why or 'no reason was given'}")
    return tuple(said)


def _costs(barrier: Barrier, personas: Mapping[str, Persona]) -> Iterable[str]:
    """One sentence for each amount, the worst first."""
    by_metres: dict[float, list[str]] = {}
    for persona_id in personas:
        metres = barrier.extra_m.get(persona_id, 0.0)
        if barrier.hinders(persona_id):
            by_metres.setdefault(metres, []).append(persona_id)
    if not by_metres and barrier.meets is not Meets.NOTHING:
        yield "It changes no walk."
    for metres in sorted(by_metres, reverse=True):
        whom = "everyone" if len(by_metres[metres]) == len(PERSONAS) else _list(by_metres[metres], personas)
        yield _cost(barrier, whom, metres)


def _cost(barrier: Barrier, whom: str, metres: float) -> str:
    if math.isinf(metres):
        return f"Stops {whom} here."
    verb = "Puts off" if barrier.effect is WalkEffect.DETERS else "Slows"
    if barrier.per_metre:
        return f"{verb} {whom}: 100 m here count as {_metres(100.0 * (1.0 + metres))} m."
    return f"{verb} {whom} by about {_metres(metres)} m here."


def _metres(metres: float) -> str:
    """Metres as people say them: to 5 m from 10 m up, as they are below."""
    return f"{5 * math.floor(metres / 5 + 0.5):,}" if metres >= 10 else f"{metres:.1g}"


def _where(barrier: Barrier) -> Iterable[str]:
    if barrier.source is BarrierSource.MAP:
        yield f"The map says so ({', '.join(barrier.evidence.tags)})."
    elif barrier.meets is Meets.FEATURE:
        yield _MET_AT[barrier.kind]
    elif barrier.meets is Meets.INSIDE and not barrier.per_metre:
        yield "It counts wherever a street or path crosses the outline."
    elif barrier.meets is Meets.INSIDE:
        yield "It counts along the streets and paths inside."
    elif barrier.meets in _HOW_MET:
        yield _HOW_MET[barrier.meets]


def _when(barrier: Barrier) -> Iterable[str]:
    if barrier.meets is Meets.NOTHING or not barrier.extra_m:
        return
    if barrier.hours is Hours.DARK:
        yield "It counts after dark alone."
    if barrier.hours is Hours.SOME_DAYS:
        yield "It is there on some days, so it counts at half."
    if barrier.until is not None:
        yield f"It counts until {barrier.until.day} {barrier.until:%B %Y}."


def _others(barrier: Barrier) -> Iterable[str]:
    if len(barrier.evidence.pins) > 1:
        yield "Pins near each other that tell of the same thing count as one barrier."
    if barrier.evidence.against:
        yield "Other pins say the opposite of this place; both are kept."


def _list(ids: list[str], personas: Mapping[str, Persona]) -> str:
    names = [_PEOPLE.get(each, personas[each].label.lower()) for each in ids]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

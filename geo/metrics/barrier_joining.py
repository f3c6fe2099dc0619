"""Pins and the map that tell of one thing: the flight of steps that residents name is the one that the map draws.

Left apart, each would stand when the other is taken away, and neither would be worth anything alone. So a barrier of
pins that meets a feature of the map takes that feature in: its id and pins stay, the map's tags become evidence, and
each walker pays the larger of what the two say, for the whole of it; where an officer corrected one, what that says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from geo.barriers import Barrier, Meets
from geo.metrics.barrier_corrections import run_length_m
from geo.network.features import Feature
from geo.surveys import WalkEffect

_KERBS = frozenset({Feature.RAISED_KERB, Feature.ROLLED_KERB})
_SAME: dict[str, frozenset[str]] = {
    "b-step": frozenset({Feature.STEPS, Feature.ESCALATOR, Feature.STEEP} | _KERBS),
    "b-gate": frozenset(
        {
            *(Feature.GATE, Feature.LIFT_GATE, Feature.STILE, Feature.KISSING_GATE, Feature.TURNSTILE),
            *(Feature.CYCLE_BARRIER, Feature.BOLLARD, Feature.NARROW_GAP, Feature.OTHER_BARRIER),
            Feature.BARRIER_NO_WHEELCHAIRS,
        }
    ),
    "b-cross": frozenset({Feature.NO_SIGNALS}),
}
ON_THE_MAP = "The map shows it too; the two count as one thing."


def joined(of_pins: Sequence[Barrier], of_map: Sequence[Barrier], persona_id: str) -> tuple[Barrier, ...]:
    """All barriers that hinder a walker, pins' before the map's, each thing once.

    A feature is taken in by the first barrier of pins that means it. Costs without any barrier are the same
    (`geo.metrics.map_barriers.base_costs`).
    """
    left = {each.id: each for each in of_map if each.hinders(persona_id)}
    by_place: dict[tuple[str, int], list[str]] = {}
    for each in left.values():
        for place in _places(each):
            by_place.setdefault(place, []).append(each.id)
    told = []
    for barrier in of_pins:
        if not barrier.hinders(persona_id):
            continue
        same = [left[name] for name in _meant(barrier, by_place) if name in left and _is_same(barrier, left[name])]
        if same:
            left.pop(same[0].id)
        told.append(_one(barrier, same[0], persona_id) if same else barrier)
    return (*told, *left.values())


def _places(barrier: Barrier) -> set[tuple[str, int]]:
    """The nodes that a barrier is at, else its edges."""
    return {("node", node) for node in barrier.nodes} or {("edge", each.edge) for each in barrier.stretches}


def _meant(barrier: Barrier, by_place: dict[tuple[str, int], list[str]]) -> list[str]:
    if barrier.meets is not Meets.FEATURE or barrier.kind not in _SAME:
        return []
    return list(dict.fromkeys(name for place in sorted(_places(barrier)) for name in by_place.get(place, ())))


def _is_same(barrier: Barrier, feature: Barrier) -> bool:
    """A feature of the right kind that lies wholly at the barrier's own places, or the other way round."""
    mine, its = _places(barrier), _places(feature)
    return feature.kind in _SAME[barrier.kind] and (mine <= its or its <= mine)


def _one(barrier: Barrier, feature: Barrier, persona_id: str) -> Barrier:
    """A barrier of pins upon the feature's own ground. What the pins cost others is spread over its length."""
    whole_m = run_length_m(feature) if feature.per_metre else 1.0
    extra = {who: metres / whole_m for who, metres in barrier.extra_m.items()}
    extra[persona_id] = _settled(barrier, feature, persona_id, extra[persona_id])
    evidence = replace(
        barrier.evidence,
        osm=tuple(dict.fromkeys((*barrier.evidence.osm, *feature.evidence.osm))),
        tags=feature.evidence.tags,
        features=(feature.id,),
    )
    return replace(
        barrier,
        effect=_effect(barrier, extra),
        stretches=feature.stretches,
        nodes=feature.nodes,
        extra_m=extra,
        per_metre=feature.per_metre,
        evidence=evidence,
        told=(*barrier.told, ON_THE_MAP),
    )


def _settled(barrier: Barrier, feature: Barrier, persona_id: str, told: float) -> float:
    """What the walker pays: the larger of the two, but what an officer corrected wins over what nobody did."""
    if barrier.corrected is not None and feature.corrected is None:
        return told
    if feature.corrected is not None and barrier.corrected is None:
        return feature.extra_m[persona_id]
    return max(told, feature.extra_m[persona_id])


def _effect(barrier: Barrier, extra: dict[str, float]) -> WalkEffect:
    if any(math.isinf(metres) for metres in extra.values()):
        return WalkEffect.BLOCKS
    return WalkEffect.SLOWS if barrier.effect is WalkEffect.BLOCKS else barrier.effect

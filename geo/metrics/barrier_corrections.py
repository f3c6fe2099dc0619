"""What officers say of barriers of the map. Corrections of pins are put over by the rules (`barrier_rules`)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from geo.barriers import Barrier, Correction
from geo.metrics.barrier_penalties import ALONG_M, EFFECT_M, SOME_DAYS_TIMES
from geo.metrics.barrier_testimony import LeftOut, ended, taken_out
from geo.metrics.personas import AFTER_DARK
from geo.surveys import Hours, WalkEffect


def corrected_map_barriers(
    barriers: Sequence[Barrier], corrections: Mapping[str, Correction], today: date
) -> tuple[tuple[Barrier, ...], tuple[LeftOut, ...]]:
    """Barriers of the map with what officers say put over them, and what they took out.

    A barrier that is taken out stays out of `geo.metrics.map_barriers.base_costs`: it costs nothing, with or without.
    """
    kept, left_out = [], []
    for barrier in barriers:
        correction = corrections.get(barrier.id)
        if correction is None:
            kept.append(barrier)
        elif correction.not_a_barrier:
            left_out.append(LeftOut(pins=barrier.evidence.pins, why=f"{barrier.label}: {taken_out(correction)}"))
        elif correction.until is not None and correction.until < today:
            left_out.append(LeftOut(pins=barrier.evidence.pins, why=f"{barrier.label}: {ended(correction.until)}"))
        else:
            kept.append(_corrected(barrier, correction))
    return tuple(kept), tuple(left_out)


def run_length_m(barrier: Barrier) -> float:
    """Metres of a barrier's stretches together."""
    return sum(stretch.to_m - stretch.from_m for stretch in barrier.stretches)


def _corrected(barrier: Barrier, correction: Correction) -> Barrier:
    """One barrier with an officer's word. Metres that an officer gives are those of passing the whole of it."""
    effect = correction.effect or barrier.effect
    hours = correction.hours or barrier.hours
    extra = dict(barrier.extra_m)
    if correction.effect is not None:
        usual = EFFECT_M[effect] / (ALONG_M if barrier.per_metre else 1.0)
        extra = {who: _at_effect(metres, effect, usual) for who, metres in extra.items()}
    if correction.hours is Hours.SOME_DAYS:
        usual = EFFECT_M[WalkEffect.DETERS] / (ALONG_M if barrier.per_metre else 1.0)
        extra = {who: SOME_DAYS_TIMES * _at_effect(each, WalkEffect.SLOWS, usual) for who, each in extra.items()}
    if correction.hours is Hours.DARK:
        extra = {who: metres for who, metres in extra.items() if who == AFTER_DARK.id}
    whole = run_length_m(barrier) if barrier.per_metre else 1.0
    extra |= {who: metres / whole for who, metres in correction.extra_m.items()}
    extra = {who: metres for who, metres in extra.items() if metres > 0}
    stops = any(math.isinf(metres) for metres in extra.values())
    if stops or effect is WalkEffect.BLOCKS:
        effect = WalkEffect.BLOCKS if stops else WalkEffect.SLOWS
    return replace(
        barrier,
        effect=effect,
        extra_m=extra,
        hours=hours,
        until=correction.until or barrier.until,
        corrected=correction,
        original=barrier,
    )


def _at_effect(metres: float, effect: WalkEffect, usual_m: float) -> float:
    """What an effect makes of metres: 0 for none, no end for what blocks, and what has an end otherwise."""
    if effect in {WalkEffect.NONE, WalkEffect.BLOCKS}:
        return EFFECT_M[effect]
    return metres if math.isfinite(metres) else usual_m

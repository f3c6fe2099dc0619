"""One barrier from the pins that tell of one thing: what its writers say, settled, and who says the opposite."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import shapely
from shapely import STRtree

from geo.barriers import Barrier, BarrierSource, Correction, Evidence, Meets
from geo.metrics.barrier_meeting import Met
from geo.metrics.barrier_penalties import ALONG_M, CELL_M, EFFECT_M, Detail, effect_of, extra_m, hours_of
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_testimony import MENDED, Told, corrected_detail
from geo.metrics.personas import PERSONAS
from geo.surveys import CATEGORIES, Hours, WalkEffect

# What a welcoming pin says the opposite of.
CONTRADICTS: dict[str, frozenset[str]] = {
    "w-safe": frozenset({"b-fear"}),
    "w-free": frozenset({"b-gate", "b-rules", "b-exclude"}),
    "w-rest": frozenset({"b-rest"}),
    "w-mix": frozenset({"b-exclude"}),
    "w-belong": frozenset({"b-exclude"}),
    "w-nature": frozenset({"b-traffic"}),
}
_MILDER = (WalkEffect.NONE, WalkEffect.SLOWS, WalkEffect.DETERS, WalkEffect.BLOCKS)
_SELDOM = (Hours.DARK, Hours.SOME_DAYS, Hours.WORKS, Hours.ALWAYS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """Pins of one thing, oldest first. `met` tells how it meets the network, given whether it blocks anybody.

    `near_m` is how far a street was looked for; 0 for lines and areas.
    """

    told: tuple[Told, ...]
    met: Callable[[bool], Met]
    near_m: float

    @property
    def writers(self) -> int:
        """How many different people wrote the pins."""
        return len({each.who for each in self.told})


def barrier_of(group: Group, correction: Correction | None, settings: BarrierSettings) -> Barrier:
    """The barrier that some pins tell of, with an officer's word put over each of them."""
    first = group.told[0]
    voices = [corrected_detail(each, correction) for each in {told.who: told for told in group.told}.values()]
    details = [detail for detail, _ in voices]
    extra = {who: metres * settings.penalty_times for who, metres in _middle(details).items()}
    if correction is not None:
        extra = {who: metres for who, metres in (extra | correction.extra_m).items() if metres > 0}
    if first.cell:  # which street of a cell it is on nobody knows, so that it closes none
        extra = {who: _finite(metres, settings) for who, metres in extra.items()}
    blocks = any(math.isinf(metres) for metres in extra.values())
    met = group.met(blocks)
    if met.meets is Meets.NOTHING:
        extra = {}
    per_m = (CELL_M if first.cell else ALONG_M) if met.per_metre else 1.0
    return Barrier(
        id=f"pin:{first.id}",
        label=CATEGORIES[first.category].label,
        kind=first.category,
        source=BarrierSource.PINS,
        effect=_effect(details, blocks=blocks),
        geometry=met.geometry,
        meets=met.meets,
        stretches=met.stretches,
        nodes=met.nodes,
        extra_m={who: metres / per_m for who, metres in extra.items()},
        per_metre=met.per_metre,
        hours=_hours(details),
        until=_until([until for _, until in voices]),
        evidence=Evidence(pins=tuple(each.id for each in group.told), contributors=group.writers, osm=met.osm),
        told=_told(group, met),
    )


def with_contradictions(barriers: Sequence[Barrier], welcoming: Sequence[Told], within_m: float) -> tuple[Barrier, ...]:
    """The same barriers, each with the pins within some metres of it that say the opposite."""
    speaking = [each for each in welcoming if each.category in CONTRADICTS]
    if not speaking or not barriers:
        return tuple(barriers)
    tree = STRtree([barrier.geometry for barrier in barriers])
    shapes = np.array([each.shape for each in speaking], dtype=object)
    against: dict[int, list[str]] = {}
    for pin, row in zip(*tree.query(shapes, predicate="dwithin", distance=within_m).tolist(), strict=True):
        if barriers[row].kind in CONTRADICTS[speaking[pin].category]:
            against.setdefault(row, []).append(speaking[pin].id)
    return tuple(
        replace(barrier, evidence=replace(barrier.evidence, against=tuple(sorted(against[row]))))
        if row in against
        else barrier
        for row, barrier in enumerate(barriers)
    )


def _middle(details: Sequence[Detail]) -> dict[str, float]:
    """For each walker the middle of what the writers' pins cost; of an even number the milder of the two middles."""
    said = [extra_m(detail) for detail in details]
    middle = (len(said) - 1) // 2
    found = {who: sorted(each.get(who, 0.0) for each in said)[middle] for who in PERSONAS}
    return {who: metres for who, metres in found.items() if metres > 0}


def _effect(details: Sequence[Detail], *, blocks: bool) -> WalkEffect:
    """The middle of the writers' effects; it blocks where, and only where, somebody cannot pass."""
    if blocks:
        return WalkEffect.BLOCKS
    said = sorted(_MILDER.index(effect_of(detail)) for detail in details)
    return min(_MILDER[said[(len(said) - 1) // 2]], WalkEffect.DETERS, key=_MILDER.index)


def _hours(details: Sequence[Detail]) -> Hours:
    """What most writers say; of as many the less often."""
    said = Counter(hours_of(detail) for detail in details)
    return sorted(_SELDOM, key=lambda hours: -said[hours])[0]


def _until(said: Sequence[date | None]) -> date | None:
    """The last end date that any writer gives, where all give one."""
    known = [until for until in said if until is not None]
    return max(known) if len(known) == len(said) else None


def _finite(metres: float, settings: BarrierSettings) -> float:
    return metres if math.isfinite(metres) else EFFECT_M[WalkEffect.DETERS] * settings.penalty_times


def _told(group: Group, met: Met) -> tuple[str, ...]:
    told = list(met.told)
    if group.told[0].mended:
        told.append(MENDED)
    if met.meets is Meets.NOTHING and not met.told:
        told.append(_nothing(group))
    return tuple(told)


def _nothing(group: Group) -> str:
    shape = int(shapely.get_dimensions(group.told[0].shape))
    found = (
        f"We found no street or path within {group.near_m:g} m",
        "It crosses no street or path of the map",
        "No street or path of the map runs inside it",
    )[shape]
    return f"{found}, so it changes no walk; it still counts as a voice."

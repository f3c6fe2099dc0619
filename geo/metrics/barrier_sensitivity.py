"""Whether the ranking of barriers holds under other settings: other penalties, more voices, pins or map alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from geo.metrics.barrier_report import BarrierSettings, PricedBarrier, SensitivityRow
from geo.metrics.standards_barriers import (
    FEWEST_RANKED,
    PENALTY_HIGH,
    PENALTY_LOW,
    RANKED_FIRST,
    SURER_CONTRIBUTORS,
)

Floats = NDArray[np.float64]

AS_CHOSEN = "as-chosen"
HALF, DOUBLE, TWO_VOICES, PINS_ALONE, MAP_ALONE = "half", "double", "two-voices", "pins-alone", "map-alone"

_NO_GAIN = 1e-9  # people; sums over homes of no gain are that near to nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What the barriers of one setting regain. `gains` are people by barrier id, of each removed alone.

    `shares` are fair shares by id, which tell apart what is level; without them the id does. `same_as` gives the id
    here of a feature of the map that pins tell of as well: without the pins it is the same barrier by its own id.
    """

    recoverable: float
    gains: Mapping[str, float]
    shares: Mapping[str, float] = field(default_factory=dict)
    same_as: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, recoverable: float, barriers: Sequence[PricedBarrier]) -> Ranking:
        """The ranking of priced barriers."""
        return cls(
            recoverable=recoverable,
            gains={each.barrier.id: each.single for each in barriers},
            shares={each.barrier.id: each.shapley for each in barriers},
            same_as={name: each.barrier.id for each in barriers for name in each.barrier.evidence.features},
        )

    def named_as(self, base: Ranking) -> Ranking:
        """The same ranking with the ids of another, where that knows a barrier by another id."""
        return replace(self, gains={base.same_as.get(each, each): gain for each, gain in self.gains.items()})

    def first(self, count: int) -> tuple[str, ...]:
        """The first barriers that regain anyone: by what each regains alone, then by fair share, then by id."""
        there = [barrier_id for barrier_id, gain in self.gains.items() if gain > _NO_GAIN]
        return tuple(sorted(there, key=lambda each: (-self.gains[each], -self.shares.get(each, 0.0), each))[:count])


Price = Callable[[BarrierSettings], Ranking]
"""Prices the same area, walker and standard under other settings."""


def other_settings(chosen: BarrierSettings) -> tuple[tuple[str, str, BarrierSettings], ...]:
    """What the ranking is tried under, beside what was chosen: key, label, settings."""
    surer = max(int(SURER_CONTRIBUTORS.value), chosen.contributors + 1)
    people = "two" if surer == SURER_CONTRIBUTORS.value else f"{surer}"
    return (
        (HALF, "Half the penalty", replace(chosen, penalty_times=chosen.penalty_times * PENALTY_LOW.value)),
        (DOUBLE, "Double the penalty", replace(chosen, penalty_times=chosen.penalty_times * PENALTY_HIGH.value)),
        (TWO_VOICES, f"Only what at least {people} people told of", replace(chosen, contributors=surer)),
        (PINS_ALONE, "Pins alone, without what the map shows", replace(chosen, with_pins=True, with_map=False)),
        (MAP_ALONE, "The map alone, without pins", replace(chosen, with_pins=False, with_map=True)),
    )


def sensitivity(chosen: BarrierSettings, base: Ranking, price: Price) -> tuple[SensitivityRow, ...]:
    """The ranking under each of `other_settings`, beside the one under what was `chosen`, which comes first.

    `price` is called once for each setting that differs from the chosen one.
    """
    rows = [compared(AS_CHOSEN, "As chosen", base, base)]
    for key, label, settings in other_settings(chosen):
        rows.append(compared(key, label, base, base if settings == chosen else price(settings)))
    return tuple(rows)


def compared(key: str, label: str, base: Ranking, other: Ranking) -> SensitivityRow:
    """One ranking beside the base.

    A barrier that is among the first five of the base stays among them where fewer than five regain more than it does
    under the other; what is level at the fifth place stays.
    """
    other = other.named_as(base)
    first = base.first(int(RANKED_FIRST.value))
    theirs = sorted((gain for gain in other.gains.values() if gain > _NO_GAIN), reverse=True)
    bar = theirs[: int(RANKED_FIRST.value)][-1] if theirs else np.inf
    leader = other.first(1)
    return SensitivityRow(
        key=key,
        label=label,
        recoverable=other.recoverable,
        first_id=leader[0] if leader else None,
        rank_correlation=order_likeness(base.gains, other.gains),
        top_kept=sum(other.gains.get(each, 0.0) >= bar - _NO_GAIN for each in first),
    )


def order_likeness(gains: Mapping[str, float], others: Mapping[str, float]) -> float | None:
    """Spearman's rank correlation of two sets of gains by id, over those that regain anyone under either.

    An id that is missing gains nothing. Ties have their middle rank. None where fewer than three ids gain anything, or
    where one side has no order (all its gains are the same) and the other has; the same order is always 1.

    >>> order_likeness({"a": 50, "b": 30, "c": 20}, {"a": 5, "b": 3, "c": 2})
    1.0
    """
    ids = sorted(each for each in {*gains, *others} if max(gains.get(each, 0.0), others.get(each, 0.0)) > _NO_GAIN)
    if len(ids) < FEWEST_RANKED.value:
        return None
    mine, theirs = (_middle_ranks(np.array([side.get(each, 0.0) for each in ids])) for side in (gains, others))
    if np.array_equal(mine, theirs):
        return 1.0
    a, b = mine - mine.mean(), theirs - theirs.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    return None if spread == 0.0 else float(a @ b) / spread


def _middle_ranks(values: Floats) -> Floats:
    """Ranks from 1 for the least; what is level (to 1e-9) shares the middle of its places."""
    order = np.argsort(values, kind="stable")
    new = np.concatenate([[True], np.diff(values[order]) > _NO_GAIN])
    group = np.cumsum(new) - 1
    place = np.arange(1, len(values) + 1, dtype=np.float64)
    middle = np.bincount(group, weights=place) / np.bincount(group)
    ranks = np.empty(len(values))
    ranks[order] = middle[group]
    return ranks

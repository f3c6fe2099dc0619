"""How sure the price of a barrier is: its range over half and double the penalties, and what the evidence allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.barriers import Barrier, BarrierSource
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_sensitivity import DOUBLE, HALF, Ranking, other_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRange:
    """The least and the most people who may regain the standard when one barrier is removed; not a confidence interval.

    `why` says in a sentence what the range is made of.
    """

    low: float
    high: float
    why: str


def penalty_settings(chosen: BarrierSettings) -> tuple[BarrierSettings, BarrierSettings]:
    """The settings that a range is taken over beside the chosen one: half and double the penalties."""
    by_key = {key: settings for key, _label, settings in other_settings(chosen)}
    return by_key[HALF], by_key[DOUBLE]


def may_not_be(barrier: Barrier) -> bool:
    """Whether the evidence allows that the barrier is not there at all.

    So where pins alone tell of it (no tag of the map does) and one voice alone wrote them, or where other pins say the
    opposite of the place. An officer who corrected it has looked: then it is there.
    """
    if barrier.corrected is not None:
        return False
    evidence = barrier.evidence
    alone = barrier.source is BarrierSource.PINS and not evidence.tags and evidence.contributors <= 1
    return alone or bool(evidence.against)


def gain_ranges(
    barriers: Sequence[Barrier], singles: Mapping[str, float], others: Sequence[Ranking]
) -> dict[str, GainRange]:
    """The range of each barrier's single gain, by id.

    `singles` are people by id as chosen, `others` the rankings at half and double the penalties (`penalty_settings`).
    low = min over those three of the gain, or 0 where `may_not_be`; high = the greatest of the three. A barrier that a
    ranking does not know gains nothing there.
    """
    ranges = {}
    for barrier in barriers:
        tried = [singles[barrier.id], *(other.gains.get(barrier.id, 0.0) for other in others)]
        doubtful = may_not_be(barrier)
        ranges[barrier.id] = GainRange(
            low=0.0 if doubtful else min(tried), high=max(tried), why=_why(barrier, doubtful)
        )
    return ranges


def _why(barrier: Barrier, doubtful: bool) -> str:
    spread = "From half to double the penalties"
    if not doubtful:
        return f"{spread}."
    if barrier.evidence.against:
        return f"{spread}; nobody at the least, since some say the opposite of this place."
    return f"{spread}; nobody at the least, since so few told of it that it may not be there."

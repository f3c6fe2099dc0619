"""What barriers take from the people of an area: the standard, minutes, any way at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.metrics.barrier_report import Reach
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.personas import Persona
from geo.metrics.report import Measurement, measured
from geo.metrics.standards_barriers import LONGER_M

LOST_METRICS = (
    "barrier_met_share",
    "barrier_free_met_share",
    "barrier_lost_share",
    "barrier_affected_share",
    "barrier_minutes_added",
    "barrier_minutes_total",
    "barrier_no_way",
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ROUNDING_M = 1e-6
_SOMEONE = 0.5  # fewer than this many people round to nobody


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BarrierLoss:
    """The walks of an area's homes with all barriers and without any, beside each other. All arrays are [h].

    `with_m` and `without_m` are metres of ordinary walking to the place that meets the standard, inf where there is no
    way within the cutoff; a walk with barriers is never shorter. `there` marks homes that stand in such a place
    already: barriers take nothing from them. A home meets the standard when its walk is at most `limit_m`.
    """

    residents: Floats
    with_m: Floats
    without_m: Floats
    there: Bools
    limit_m: float
    persona: Persona

    @classmethod
    def of(
        cls,
        residents: Floats,
        with_m: Floats,
        without_m: Floats,
        *,
        limit_m: float,
        persona: Persona,
        there: Bools | None = None,
    ) -> BarrierLoss:
        """From the walks of a study. Raises `InputError` where arrays differ in length or barriers shorten a walk.

        A difference of rounding (1e-6 m) is no shortening: such walks are taken to be equal, and so are walks that the
        cutoff parts by as little.
        """
        if not len(residents) == len(with_m) == len(without_m):
            raise InputError("Residents and walks are of different homes: give one of each for every home.")
        found = np.maximum(with_m, without_m)
        both = np.isfinite(with_m) & np.isfinite(without_m)
        less = (found[both] - with_m[both] > _ROUNDING_M).any()
        if less or (with_m[np.isinf(without_m)] <= limit_m).any():
            raise InputError("Barriers would make walks shorter: the walks with and without them are mixed up.")
        inside = np.zeros(len(residents), np.bool_) if there is None else there
        return cls(
            residents=residents, with_m=found, without_m=without_m, there=inside, limit_m=limit_m, persona=persona
        )

    @property
    def people(self) -> float:
        """Everyone in it: the denominator of every share."""
        return float(self.residents.sum())

    @property
    def met(self) -> Bools:
        """Homes that meet the standard with all barriers."""
        return np.asarray(self.there | (self.with_m <= self.limit_m), np.bool_)

    @property
    def met_without(self) -> Bools:
        """Homes that would meet it were there no barriers."""
        return np.asarray(self.there | (self.without_m <= self.limit_m), np.bool_)

    @property
    def loses(self) -> Bools:
        """Homes that lose the standard to barriers."""
        return np.asarray(self.met_without & ~self.met, np.bool_)

    @property
    def no_way(self) -> Bools:
        """Homes from which barriers leave no way at all, where there would be one."""
        return np.asarray(~self.there & np.isfinite(self.without_m) & np.isinf(self.with_m), np.bool_)

    @property
    def longer_m(self) -> Floats:
        """Metres that barriers add to each walk; 0 where there is no way with or without them."""
        both = np.isfinite(self.with_m) & ~self.there
        return np.where(both, np.where(both, self.with_m, 0.0) - np.where(both, self.without_m, 0.0), 0.0)

    @property
    def affected(self) -> Bools:
        """Homes whose walk grows by more than 10 m, that lose the standard or have no way any more."""
        return np.asarray((self.longer_m > LONGER_M.value) | self.loses | self.no_way, np.bool_)

    def count(self, homes: Bools) -> float:
        """Residents of some homes."""
        return float(self.residents[homes].sum())


def reaches(loss: BarrierLoss) -> tuple[Reach, Reach]:
    """How many meet the standard without any barrier and with all of them.

    Both averages are over the same people, those who have a way with all barriers, so that they may be compared.
    """
    way = np.isfinite(loss.with_m)
    walkers = loss.count(way)

    def reach(metres: Floats, met: Bools) -> Reach:
        mean_m = float((loss.residents[way] * metres[way]).sum()) / walkers if walkers > 0 else None
        return Reach(
            residents=loss.people,
            meet=loss.count(met),
            no_way=loss.count(np.isinf(metres) & ~loss.there),
            mean_min=None if mean_m is None else loss.persona.minutes_for(mean_m),
        )

    return reach(loss.without_m, loss.met_without), reach(loss.with_m, loss.met)


def lost_measurements(loss: BarrierLoss, said: str = "") -> tuple[Measurement, ...]:
    """Shares that meet the standard with and without barriers, who is affected, minutes added, who has no way through.

    `said` is told with each figure: the standard, how people were placed. Minutes added are those of the walk there;
    minutes in all those of one walk there by everyone, as the price of a barrier counts them.
    """
    people = loss.people
    if people <= 0:
        return unknown_lost("Not known: no one lives in the part measured, by the census.", said)
    if too_few_residents(people):
        return tuple(measured(each, None, suppressed=True, notes=[RESIDENTS_WITHHELD]) for each in LOST_METRICS)
    n = round(people)
    shares = (loss.met, loss.met_without, loss.loses, loss.affected)
    never = loss.count(np.isinf(loss.without_m) & ~loss.there)
    none = f"{never:,.0f} residents have no way within the cutoff even without barriers." if never >= _SOMEONE else ""
    return (
        *(
            measured(metric, 100.0 * loss.count(homes) / people, n=n, notes=[said])
            for metric, homes in zip(LOST_METRICS, shares, strict=False)
        ),
        *_minutes(loss, said),
        _no_way(loss, [none, said]),
    )


def unknown_lost(reason: str, said: str = "") -> tuple[Measurement, ...]:
    """The same figures where they are not known, with the reason."""
    return tuple(measured(each, None, notes=[reason, said]) for each in LOST_METRICS)


def _minutes(loss: BarrierLoss, said: str) -> tuple[Measurement, Measurement]:
    """Minutes added to the walk there of each affected resident with a way; for all together."""
    longer = loss.affected & ~loss.no_way
    walkers, closed = loss.count(longer), loss.count(loss.no_way)
    if _few(walkers):
        return (
            measured("barrier_minutes_added", None, suppressed=True, notes=[RESIDENTS_WITHHELD]),
            measured("barrier_minutes_total", None, suppressed=True, notes=[RESIDENTS_WITHHELD]),
        )
    left_out = f"{closed:,.0f} residents with no way through are left out." if closed and not _few(closed) else ""
    metres = loss.residents * loss.longer_m
    total = loss.persona.minutes_for(float(metres.sum()))
    in_all = measured("barrier_minutes_total", total, n=round(loss.people - closed), notes=[left_out, said])
    if walkers < _SOMEONE:
        nobody = f"Not known: barriers make nobody’s walk longer by over {LONGER_M.value:g} m here."
        return measured("barrier_minutes_added", None, n=0, notes=[nobody, left_out, said]), in_all
    each = loss.persona.minutes_for(float(metres[longer].sum())) / walkers
    return measured("barrier_minutes_added", each, n=round(walkers), notes=[left_out, said]), in_all


def _no_way(loss: BarrierLoss, notes: list[str]) -> Measurement:
    closed = loss.count(loss.no_way)
    if _few(closed):
        return measured("barrier_no_way", None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    return measured("barrier_no_way", closed, n=round(loss.people), notes=notes)


def _few(residents: float) -> bool:
    return residents >= _SOMEONE and too_few_residents(residents)

"""The records of what barriers cost an area: access with and without them, the price of each, what to mend first."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from geo.areas import Area
from geo.barriers import Barrier
from geo.crs import LonLat
from geo.errors import InputError
from geo.metrics.barrier_standards import ReachStandard
from geo.metrics.coverage import Coverage
from geo.metrics.report import Breakdown, Measurement
from geo.provenance import Provenance

MERGE_M = 25.0
PERMUTATIONS = 200
FEWEST_PERMUTATIONS, MOST_PERMUTATIONS = 2, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierSettings:
    """What a reader may choose; shown beside every result.

    `contributors` is how many people must have said so before pins count as a barrier; `penalty_times` multiplies
    every finite penalty (what cannot be passed stays so); `with_map` takes in what the map itself says stands
    in the way, `with_pins` what residents say; `nearest_m` is how far a point may lie from the street or path it tells
    of, `merge_m` how near two points of one category are one thing. `permutations` and `seed` are of the fair shares.
    """

    contributors: int = 1
    penalty_times: float = 1.0
    with_map: bool = True
    with_pins: bool = True
    nearest_m: float = 50.0
    merge_m: float = MERGE_M
    permutations: int = PERMUTATIONS
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be worked with, in a sentence (`InputError`)."""
        if self.contributors < 1:
            raise InputError("At least one person must have told of a barrier: give 1 or more contributors.")
        for name, value in (("penalty", self.penalty_times), ("distance", self.nearest_m), ("distance", self.merge_m)):
            if not (math.isfinite(value) and value >= 0):
                raise InputError(f"A {name} of {value} cannot be worked with. Give a number from 0 up.")
        if not FEWEST_PERMUTATIONS <= self.permutations <= MOST_PERMUTATIONS:
            raise InputError(f"Give from {FEWEST_PERMUTATIONS} to {MOST_PERMUTATIONS:,} permutations.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedBarrier:
    """One barrier with its price. People and person-minutes are of the area's residents; None is "not known".

    `single` people regain the standard if it alone is removed, `low` to `high` of them as the evidence and the penalty
    may have it; `shapley` is its fair share of what all removals together regain, `shapley_error` its standard error;
    `minutes` the person-minutes that one walk there by each of them would shorten by; `opened` people who have no way
    through at all and would have one. `in_bundle` is the size of the smallest best bundle that holds it, or None.
    """

    barrier: Barrier
    place: LonLat
    single: float
    low: float
    high: float
    shapley: float
    shapley_error: float
    minutes: float
    opened: float
    in_bundle: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The best barriers to remove together, found one by one, each step exact; `gain` people regain the standard."""

    size: int
    ids: tuple[str, ...]
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many of the residents meet a standard, and how: with all barriers, and with none of them.

    `residents` is the denominator; `no_way` have no way through within the cutoff. `mean_min` is the average walk of
    those who have a way both with and without, None where nobody has.
    """

    residents: float
    meet: float
    no_way: float
    mean_min: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityRow:
    """The ranking under another setting: how much is recoverable, which barrier comes first, how alike the order is.

    `rank_correlation` is Spearman's, over barriers that gain anything under either; None where there are under 3.
    """

    key: str
    label: str
    recoverable: float
    first_id: str | None
    rank_correlation: float | None
    top_kept: int  # of the first five, how many stay among the first five


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CriticalLink:
    """A bridge, underpass, lift or other link: what would be lost if it closed."""

    label: str
    place: LonLat
    osm: str
    lose_standard: float
    lose_any_way: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FeltGap:
    """A place where what residents feel and what the model sees differ: `felt` without `modelled`, or the reverse."""

    kind: str  # "felt-not-modelled" or "modelled-not-felt"
    label: str
    place: LonLat
    pins: int
    residents: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BarrierReport:
    """What barriers cost one area, for one persona and one standard. Unknown as a whole where `reach` is None.

    `counted` is "residents", or "buildings" where no census is installed: then every number of people is one of
    buildings. `barriers` are ranked by what their removal regains alone, then by their fair share; `untold` counts
    those that were found but cost nobody here anything; `notes` says what was left out, and why.
    """

    area: Area
    persona: str
    standard: ReachStandard
    coverage: Coverage
    settings: BarrierSettings
    without: Reach | None
    reach: Reach | None
    recoverable: float | None
    counted: str = "residents"
    barriers: tuple[PricedBarrier, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    sensitivity: tuple[SensitivityRow, ...] = ()
    critical: tuple[CriticalLink, ...] = ()
    felt: tuple[FeltGap, ...] = ()
    untold: int = 0
    notes: tuple[str, ...] = ()
    why_they_differ: str = ""
    provenance: Provenance | None = None
    extra: dict[str, Any] = field(default_factory=dict)

"""The records of a design tried before it is built: before and after, who gains, which pins it answers."""

from __future__ import annotations

from dataclasses import dataclass

from geo.areas import Area
from geo.barriers import Barrier
from geo.crs import LonLat
from geo.metrics.barrier_report import Reach
from geo.metrics.barrier_standards import ReachStandard
from geo.metrics.coverage import Coverage
from geo.metrics.report import Breakdown, Measurement
from geo.schemes import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """One figure before and after. `change` is None where either is not known."""

    before: Measurement
    after: Measurement

    @property
    def change(self) -> float | None:
        """After less before, in the figure's own unit."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PinsMet:
    """Barriers of residents by what a scheme does to them: each is in one of the three."""

    addressed: tuple[Barrier, ...] = ()
    untouched: tuple[Barrier, ...] = ()
    worse: tuple[Barrier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedChange:
    """What became of one change of a scheme: whether it took effect, in a sentence. `place` is its middle."""

    label: str
    took_effect: bool
    told: str
    place: LonLat | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SchemeComparison:
    """A scheme tried on an area, for one persona and one standard. Not known as a whole where `before` is None.

    `gain` and `lose` are residents who meet the standard only after, and only before; `closer` and `farther` those
    whose walk grows shorter or longer by over 10 m. `figures` is every metric, where it was asked for.
    `within_reach` is residents within the standard's distance of the scheme itself. `counted` is what stands for people
    in all of these: residents, or buildings where no census is installed.
    """

    area: Area
    scheme: Scheme
    persona: str
    standard: ReachStandard
    coverage: Coverage
    before: Reach | None
    after: Reach | None
    gain: float = 0.0
    lose: float = 0.0
    closer: float = 0.0
    farther: float = 0.0
    within_reach: float | None = None
    figures: tuple[BeforeAfter, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()  # who gains and who loses: by IMD tenth and census group
    pins: PinsMet = PinsMet()
    changes: tuple[AppliedChange, ...] = ()
    notes: tuple[str, ...] = ()
    counted: str = "residents"

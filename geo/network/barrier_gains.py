"""What barriers cost people, exactly: who meets a standard of reach with them, and who would without some of them.

One pass with all barriers gives each node its nearest goals. To price a barrier its edges and nodes get their cost
without it, and only walks that become shorter are followed (`geo.network.kernels_barriers`; docs/adr/0018). Walks
equal those of a whole new pass to the last digit: costs are summed anew, never subtracted, and both find the least
sum along any walk, taken from the goal outwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.barrier_bundles import BundleRows, greedy_bundles
from geo.network.barrier_engine import CompiledEngine
from geo.network.barrier_question import BarrierQuestion
from geo.network.barrier_shares import Shapley, fair_shares
from geo.network.barrier_twin import PlainEngine
from geo.network.costs import WalkCosts
from geo.network.graph import WalkingNetwork
from geo.network.impositions import Impositions
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Singles:
    """What each removal alone gains, all [k].

    `people` regain the standard; `person_m` are metres of walk saved times people, over homes that have a way both
    before and after; `opened` are people who had no way within the cutoff and get one.
    """

    people: Floats
    person_m: Floats
    opened: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BarrierGame:
    """Barriers as players of a game whose worth is the people who regain a standard. Made with `of`."""

    question: BarrierQuestion
    engine: CompiledEngine | PlainEngine

    @classmethod
    def of(  # noqa: PLR0917  # what any answer needs; how it is counted goes by name
        cls,
        network: WalkingNetwork,
        base: WalkCosts,
        impositions: Impositions,
        goals: EdgePoints,
        group: Ints,
        homes: EdgePoints,
        people: Floats,
        *,
        limit_m: float,
        cutoff_m: float,
        least: int = 1,
        there: Bools | None = None,
        compiled: bool = True,
    ) -> BarrierGame:
        """The game of barriers [k] that `impositions` put on top of `base`.

        A home [h] of some people [h] meets the standard where its walk to the `least`-th nearest distinct group of
        goals [p] is at most `limit_m`, or where it is `there` already [h]; walks beyond `cutoff_m` are no way.
        Homes and goals on no edge (-1) reach nothing. `compiled=False` takes the twin, which walks all anew.
        Raises `InputError` where lengths differ, or anything imposed is negative.
        """
        question = BarrierQuestion(
            network=network,
            base=base,
            impositions=impositions,
            goals=goals,
            group=np.asarray(group, np.int64),
            homes=homes,
            people=np.asarray(people, np.float64),
            limit_m=float(limit_m),
            cutoff_m=float(cutoff_m),
            least=int(least),
            there=np.zeros(len(homes), bool) if there is None else np.asarray(there, bool),
        )
        return cls(question=question, engine=CompiledEngine(question) if compiled else PlainEngine(question))

    @property
    def count(self) -> int:
        """How many barriers there are."""
        return self.question.impositions.count

    def walks(self, standing: Bools | None = None) -> Floats:
        """Metres from each home to its `least`-th nearest group [h] with these barriers standing [k], or with all.

        inf is no way within the cutoff, 0 the walk of those who are there already. A copy, to do with as one likes.
        """
        standing = np.ones(self.count, bool) if standing is None else np.asarray(standing, bool)
        return self.engine.walks(standing).copy()

    def met(self, walks: Floats) -> float:
        """How many people meet the standard with such walks [h]."""
        return float(self.question.people[self.question.is_met(walks)].sum())

    @property
    def recoverable(self) -> float:
        """How many people regain the standard if every barrier goes."""
        question = self.question
        none = self.engine.walks(np.zeros(self.count, bool))
        lost = question.is_met(none) & ~question.is_met(self.engine.walks(np.ones(self.count, bool)))
        return float(question.people[lost].sum())

    def single(self) -> Singles:
        """The exact gain of each removal alone."""
        people, person_m, opened = self.engine.singles().T
        return Singles(people=people, person_m=person_m, opened=opened)

    def shapley(self, permutations: int, seed: int) -> Shapley:
        """Fair shares of what all removals together regain; exact where at most ten barriers matter.

        Raises `InputError` for fewer than two permutations, of which no error can be told.
        """
        if permutations < 2:
            raise InputError(f"Fair shares need at least two permutations; {permutations} asked for.")
        return fair_shares(self.engine, self.count, self.recoverable, permutations=permutations, seed=seed)

    def bundles(self, largest: int = 10) -> tuple[BundleRows, ...]:
        """What to remove together, greedily: see `geo.network.barrier_bundles.greedy_bundles`."""
        return greedy_bundles(self.engine, self.recoverable, largest=largest)

"""An area's walks with what stands in the way taken apart: all that the price of a barrier is worked out from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.barriers import Barrier
from geo.metrics.access import standing_in
from geo.metrics.access_ground import Layer
from geo.metrics.barrier_report import Reach
from geo.metrics.barrier_standards import ReachStandard, goals_of, places_of
from geo.metrics.imposing import Imposed, impose
from geo.metrics.opened_ways_in import with_ways_in
from geo.metrics.standards import REACH_CUTOFF_M
from geo.metrics.study import Ground, Study
from geo.network.barrier_gains import BarrierGame
from geo.network.costs import WalkCosts
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BarrierGround:
    """One area, one standard, and the barriers that may be taken away. `goals` and `start` lie on the split network.

    `group` [p] is the place that each goal leads into; `there` [h] homes that stand in such a place already.
    """

    study: Study
    standard: ReachStandard
    imposed: Imposed
    goals: EdgePoints
    group: Ints
    start: EdgePoints
    there: Bools
    game: BarrierGame

    @property
    def people(self) -> Floats:
        """Residents of each home, [h]."""
        return np.asarray(self.study.homes.residents, np.float64)

    @property
    def limit_m(self) -> float:
        """How far the standard is, in metres of ordinary walking."""
        return self.standard.limit_m(self.study.ground.persona)

    def reach(self, walks: Floats) -> Reach:
        """Who meets the standard by some walks [h], and who has no way through at all."""
        way = np.isfinite(walks)
        walked = self.people[way]
        persona = self.study.ground.persona
        mean = persona.minutes_for(float(np.average(walks[way], weights=walked))) if walked.sum() > 0 else None
        return Reach(
            residents=float(self.people.sum()),
            meet=float(self.game.met(walks)),
            no_way=float(self.people[~way].sum()),
            mean_min=mean,
        )


def barrier_ground(
    study: Study, everyone: Ground, standard: ReachStandard, base: WalkCosts, barriers: Sequence[Barrier]
) -> BarrierGround:
    """The ground of one area for one standard.

    `base` is what walking costs without any of `barriers` (`geo.metrics.map_barriers.base_costs`), `everyone` the
    ground of any walker on the same network: a way into a space that the persona cannot use now, because of a barrier,
    is one when the barrier is gone.
    """
    ground = study.ground
    imposed = impose(ground.network, base, barriers, ground.persona)
    shut = ~np.isfinite(np.asarray(ground.costs.edge_m))
    goals, group = goals_of(with_ways_in(ground, everyone, shut), standard)
    start = imposed.split.points(study.start)
    on_split = imposed.split.points(goals)
    there = np.zeros(len(start), bool)
    if standard.layer is Layer.OPEN and standard.least == 1:
        shapes = places_of(ground, standard.layer).shapes
        meets = np.unique(group)
        homes, _spaces = standing_in(ground.network, study.start, shapes[meets])
        there[homes] = True
    game = BarrierGame.of(
        imposed.split.network,
        imposed.base,
        imposed.impositions,
        on_split,
        group,
        start,
        np.asarray(study.homes.residents, np.float64),
        limit_m=standard.limit_m(ground.persona),
        cutoff_m=REACH_CUTOFF_M.value,
        least=standard.least,
        there=there,
    )
    return BarrierGround(
        study=study,
        standard=standard,
        imposed=imposed,
        goals=on_split,
        group=group,
        start=start,
        there=there,
        game=game,
    )

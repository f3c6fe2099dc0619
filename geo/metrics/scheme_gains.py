"""Who gains and who loses by a scheme: walks before and after, home by home, and what becomes of each barrier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.barriers import BarrierSource
from geo.metrics.access import standing_in
from geo.metrics.access_ground import Layer
from geo.metrics.barrier_breakdowns import Marked, shares_by_group
from geo.metrics.barrier_ground import BarrierGround
from geo.metrics.barrier_report import Reach
from geo.metrics.barrier_standards import goals_of, places_of
from geo.metrics.changed_ground import ground_upon
from geo.metrics.report import Breakdown
from geo.metrics.scheme_comparison import PinsMet
from geo.metrics.scheme_costs import SchemedCosts, schemed_costs
from geo.metrics.schemed_ground import SchemedGround, schemed_ground
from geo.metrics.schemed_places import is_shut, joined_points
from geo.metrics.standards import REACH_CUTOFF_M
from geo.network.barrier_gains import BarrierGame, Singles
from geo.network.changes import ChangedNetwork
from geo.network.impositions import no_impositions
from geo.network.snapping import EdgePoints
from geo.schemes import Change

CLOSER_M = 10.0
_SOMEONE = 0.5

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SchemeGains:
    """Walks of an area's homes [h] before and after a scheme, in metres of ordinary walking; inf is no way.

    `there` are homes that stand in such a place, before and after: their walk is 0.
    """

    ground: BarrierGround
    schemed: SchemedGround
    costs: SchemedCosts
    game: BarrierGame
    start: EdgePoints
    before: Floats
    after: Floats
    there_before: Bools
    there_after: Bools

    @property
    def people(self) -> Floats:
        """Residents of each home."""
        return self.ground.people

    @property
    def met_before(self) -> Bools:
        """Homes that meet the standard now."""
        return np.asarray(self.there_before | (self.before <= self.ground.limit_m), np.bool_)

    @property
    def met_after(self) -> Bools:
        """Homes that meet it with the scheme."""
        return np.asarray(self.there_after | (self.after <= self.ground.limit_m), np.bool_)

    def count(self, homes: Bools) -> float:
        """Residents of some homes."""
        return float(self.people[homes].sum())

    def gain(self) -> float:
        """Residents who meet the standard only with the scheme."""
        return self.count(self.met_after & ~self.met_before)

    def lose(self) -> float:
        """Residents who meet it only without."""
        return self.count(self.met_before & ~self.met_after)

    def closer(self) -> float:
        """Residents whose walk grows shorter by over 10 m, or who have a way where they had none."""
        return self.count(_shorter(self.before, self.after))

    def farther(self) -> float:
        """Residents whose walk grows longer by over 10 m, or who have no way any more."""
        return self.count(_shorter(self.after, self.before))

    def reaches(self) -> tuple[Reach, Reach]:
        """Before and after. The averages are over the same people: those who have a way both before and after."""
        both = np.isfinite(self.before) & np.isfinite(self.after)
        walkers = self.count(both)
        persona = self.ground.study.ground.persona

        def reach(walks: Floats, met: Bools) -> Reach:
            mean_m = float((self.people[both] * walks[both]).sum()) / walkers if walkers > 0 else None
            return Reach(
                residents=float(self.people.sum()),
                meet=self.count(met),
                no_way=self.count(np.isinf(walks)),
                mean_min=None if mean_m is None else persona.minutes_for(mean_m),
            )

        return reach(self.before, self.met_before), reach(self.after, self.met_after)

    def breakdowns(self) -> tuple[Breakdown, ...]:
        """Who gains and who loses the standard, by IMD tenth and census group; only what happens to anybody."""
        gain, lose = self.met_after & ~self.met_before, self.met_before & ~self.met_after
        kinds = (
            ("scheme_gain", "Gain the standard with the scheme", gain),
            ("scheme_lose", "Lose the standard with the scheme", lose),
        )
        marked = [
            Marked(key=key, metric="barrier_met_share", caption=caption, homes=homes)
            for key, caption, homes in kinds
            if self.count(homes) >= _SOMEONE
        ]
        return tuple(shares_by_group(self.ground.study, marked)) if marked else ()

    def pins(self) -> PinsMet:
        """What becomes of each barrier of residents that hinders this walker.

        Addressed: the scheme takes it away, or its removal would have shortened somebody's walk and no longer would.
        Made worse: its removal would shorten walks by more, over all residents, than before. All others are untouched.
        """
        before, after = self.ground.game.single(), self.game.single()
        was, still = _price(before), _price(after)
        addressed, untouched, worse = [], [], []
        for row, barrier in enumerate(self.ground.imposed.barriers):
            if barrier.source is not BarrierSource.PINS:
                continue
            if self.costs.gone[row] or (_hinders(before)[row] and not _hinders(after)[row]):
                addressed.append(barrier)
            elif still[row] > was[row] * 1.01 + _SOMEONE * CLOSER_M:
                worse.append(barrier)
            else:
                untouched.append(barrier)
        return PinsMet(addressed=tuple(addressed), untouched=tuple(untouched), worse=tuple(worse))

    def within_reach(self) -> float | None:
        """Residents within the standard's distance of what the scheme changes; None where it changes no place."""
        seeds = self._scheme_points()
        if not len(seeds):
            return None
        costs = self.costs.impositions.costs(self.costs.base)
        game = BarrierGame.of(
            self.schemed.ground.network,
            costs,
            no_impositions(),
            seeds,
            np.zeros(len(seeds), np.int64),
            self.start,
            self.people,
            limit_m=self.ground.limit_m,
            cutoff_m=REACH_CUTOFF_M.value,
        )
        return game.met(game.walks())

    def _scheme_points(self) -> EdgePoints:
        """Both ends of every edge that is added or mended or held a barrier that goes, new ways in, places shut."""
        changed, network = self.schemed.changed, self.schemed.ground.network
        imposed = self.ground.imposed.impositions
        told = changed.mended.copy()
        told[changed.added] = True
        told[imposed.edge[self.costs.gone[imposed.edge_barrier]]] = True
        at_node = np.zeros(network.node_count, bool)
        at_node[imposed.node[self.costs.gone[imposed.node_barrier]]] = True
        at_node[changed.split.node[changed.split.node >= 0]] = True
        uv = np.asarray(network.edge_uv)
        edge, side = np.nonzero(told[:, None] | at_node[uv])
        length = np.asarray(network.edge_length_m)
        ends = EdgePoints(edge=edge, offset_m=np.where(side == 0, 0.0, length[edge]), distance_m=np.zeros(len(edge)))
        for layer, row in self.schemed.spaces:
            entrances = places_of(self.schemed.ground, layer).entrances
            rows = np.flatnonzero(entrances.space == row)
            points = entrances.points
            new = EdgePoints(edge=points.edge[rows], offset_m=points.offset_m[rows], distance_m=points.distance_m[rows])
            ends = joined_points(ends, new)
        return ends


def scheme_gains(
    ground: BarrierGround, changed: ChangedNetwork, gone: Bools, spaces: tuple[Change, ...]
) -> SchemeGains:
    """Lay a scheme on the ground of an area and walk again.

    `changed.split.before` is the split network of the ground's barriers; `gone` [k] are those that the scheme takes
    away; `spaces` the changes that add a space. A home walks from where it steps out now, or from a new street or path
    nearer to it where that is the shorter walk.
    """
    study = ground.study
    costs = schemed_costs(changed, ground.imposed, study.ground.persona, gone)
    standing = costs.impositions.costs(costs.base)
    upon = ground_upon(study.ground, ground.imposed.split)
    schemed = schemed_ground(upon, changed, standing, spaces)
    goals, group = _goals_after(ground, schemed)
    start = schemed.starts(ground.start, changed.split.costs(ground.imposed.impositions.costs(ground.imposed.base)))
    there = _there(ground, schemed, start, group)
    game = _game(ground, schemed, costs, goals, group, start, there)
    rows, nearer = schemed.nearer_starts(study.homes.xy, start)
    if len(rows):
        tried = _with(start, rows, nearer)
        other = _game(ground, schemed, costs, goals, group, tried, there)
        better = rows[other.walks()[rows] < game.walks()[rows]]
        if len(better):
            start = _with(start, better, _at(tried, better))
            game = _game(ground, schemed, costs, goals, group, start, there)
    return SchemeGains(
        ground=ground,
        schemed=schemed,
        costs=costs,
        game=game,
        start=start,
        before=ground.game.walks(),
        after=game.walks(),
        there_before=ground.there,
        there_after=there,
    )


def _goals_after(ground: BarrierGround, schemed: SchemedGround) -> tuple[EdgePoints, Ints]:
    """The ways in after: the ground's own, and those that only barriers keep a walker from."""
    own, group = goals_of(schemed.ground, ground.standard)
    first = len(goals_of(ground.study.ground, ground.standard)[1])
    rest = np.arange(first, len(ground.group))
    barred = schemed.changed.points(_at(ground.goals, rest))
    kept = np.flatnonzero(~is_shut(schemed.changed, barred))
    return joined_points(own, _at(barred, kept)), np.concatenate([group, ground.group[rest[kept]]]).astype(np.int64)


def _there(ground: BarrierGround, schemed: SchemedGround, start: EdgePoints, group: Ints) -> Bools:
    there = np.zeros(len(start), bool)
    if ground.standard.layer is Layer.OPEN and ground.standard.least == 1:
        shapes = places_of(schemed.ground, Layer.OPEN).shapes[np.unique(group)]
        there[standing_in(schemed.ground.network, start, shapes)[0]] = True
    return there


def _game(  # noqa: PLR0917
    ground: BarrierGround,
    schemed: SchemedGround,
    costs: SchemedCosts,
    goals: EdgePoints,
    group: Ints,
    start: EdgePoints,
    there: Bools,
) -> BarrierGame:
    return BarrierGame.of(
        schemed.ground.network,
        costs.base,
        costs.impositions,
        goals,
        group,
        start,
        ground.people,
        limit_m=ground.limit_m,
        cutoff_m=REACH_CUTOFF_M.value,
        least=ground.standard.least,
        there=there,
    )


def _at(points: EdgePoints, rows: Ints) -> EdgePoints:
    return EdgePoints(edge=points.edge[rows], offset_m=points.offset_m[rows], distance_m=points.distance_m[rows])


def _with(points: EdgePoints, rows: Ints, other: EdgePoints) -> EdgePoints:
    """The points with some replaced."""
    edge, offset, distance = points.edge.copy(), points.offset_m.copy(), points.distance_m.copy()
    edge[rows], offset[rows], distance[rows] = other.edge, other.offset_m, other.distance_m
    return EdgePoints(edge=edge, offset_m=offset, distance_m=distance)


def _shorter(before: Floats, after: Floats) -> Bools:
    both = np.isfinite(before) & np.isfinite(after)
    saved = np.where(both, np.where(both, before, 0.0) - np.where(both, after, 0.0), 0.0)
    return np.asarray((saved > CLOSER_M) | (np.isinf(before) & np.isfinite(after)), np.bool_)


def _hinders(singles: Singles) -> Bools:
    return np.asarray((singles.people > 0) | (singles.person_m > 1e-6) | (singles.opened > 0), np.bool_)


def _price(singles: Singles) -> Floats:
    """Metres that a barrier costs all residents, those that it leaves no way counted as far as walks go."""
    return np.asarray(singles.person_m + singles.opened * REACH_CUTOFF_M.value, np.float64)

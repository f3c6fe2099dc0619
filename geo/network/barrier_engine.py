"""The compiled way to price removals: tables of nodes once, then improved walks alone."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels_barriers
from geo.network.barrier_cut import slack, walked_from
from geo.network.barrier_patch import Patch, edges_at, goals_on, patch_of
from geo.network.barrier_players import that_may_matter
from geo.network.barrier_question import BarrierQuestion
from geo.network.barrier_state import Standing, State, passed, state_from
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class CompiledEngine:
    """Prices removals for one question. Every answer begins from a state of its own: threads may share it."""

    def __init__(self, question: BarrierQuestion) -> None:
        self.question = question
        group = question.group if question.least > 1 else np.zeros(len(question.goals), np.int64)
        self.patch: Patch = patch_of(
            question.network, question.base, question.impositions, question.goals, group,
            question.movers, question.people, cutoff_m=question.cutoff_m,
        )  # fmt: skip

    @cached_property
    def all_standing(self) -> Standing:
        """With all barriers."""
        return self._passed(np.ones(self.question.impositions.count, bool))

    @cached_property
    def none_standing(self) -> Standing:
        """Without any."""
        return self._passed(np.zeros(self.question.impositions.count, bool))

    def walks(self, standing: Bools) -> Floats:
        """Metres from each home to the `least`-th nearest group, [h]; inf where there is no way within the cutoff."""
        if standing.all():
            return self.all_standing.walk
        return self._passed(standing).walk if standing.any() else self.none_standing.walk

    def singles(self) -> Floats:
        """People who regain the standard, metres x people and people who get a way, for each removal alone, [k, 3]."""
        question = self.question
        bound = np.full(len(self.patch.node), question.cutoff_m)
        rows = np.arange(question.impositions.count)
        gains: Floats = kernels_barriers.singles(
            self.patch, state_from(self.patch, self.all_standing, bound), rows, question.limit_m, question.cutoff_m
        )
        return gains

    def in_orders(self, orders: Ints, after: Ints) -> Floats:
        """People gained as barriers go in the order of each row [p, k] (-1: none), where `after` are gone before."""
        question = self.question
        limit = question.limit_m
        state = self._state_for_people()
        kernels_barriers.in_orders(self.patch, state, after[None], limit, limit, False)
        gains: Floats = kernels_barriers.in_orders(self.patch, state, orders, limit, limit, True)
        return gains

    @cached_property
    def players(self) -> Ints:
        """The barriers that matter to somebody in some coalition, or may."""
        patch, question = self.patch, self.question
        matters = that_may_matter(
            edges_at(patch, self.none_standing.edge_cost, self.none_standing.node_cost),
            patch.touched_from,
            patch.touched,
            goals_on(patch),
            patch.homes["edge"][self._swing],
            from_homes=self._from_swing,
            clear=self.none_standing.distance[:-1, 0],
            barred=self.all_standing.distance[:-1, -1],
            limit_m=question.limit_m,
        )
        return np.flatnonzero(matters)

    @cached_property
    def _swing(self) -> Ints:
        """Homes that meet the standard without barriers, and not with all of them."""
        met = self.question.is_met
        return np.flatnonzero(met(self.none_standing.walk) & ~met(self.all_standing.walk))

    @cached_property
    def _from_swing(self) -> Floats:
        """Metres without barriers from the nearest of those homes to each node of the patch."""
        question, rows = self.question, self._swing
        homes = question.homes
        swing = EdgePoints(edge=homes.edge[rows], offset_m=homes.offset_m[rows], distance_m=homes.distance_m[rows])
        cost, _ = walked_from(question.network, question.base, swing, question.limit_m)
        return cost[self.patch.node]

    def _state_for_people(self) -> State:
        """A state that follows walks no farther than where they may still bring a home within the limit.

        A walk on which a node costs more than the limit less the walk to it from the nearest such home, without any
        barrier, brings nobody within the limit. What it leaves as it was is too long either way.
        """
        bound = slack(self.question.limit_m) - self._from_swing
        return state_from(self.patch, self.all_standing, bound)

    def _passed(self, standing: Bools) -> Standing:
        question = self.question
        return passed(self.patch, standing, question.least, question.cutoff_m, question.there)

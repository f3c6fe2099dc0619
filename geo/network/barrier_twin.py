"""The plain way to price removals: every coalition is walked anew by scipy. The same answers, and slow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.network.barrier_question import BarrierQuestion
from geo.network.reach import reach_pairs
from geo.network.routing import nearest_seed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class PlainEngine:
    """The twin of `geo.network.barrier_engine.CompiledEngine`, by the twins of `nearest_seed` and `reach_pairs`."""

    def __init__(self, question: BarrierQuestion) -> None:
        self.question = question
        self._known: dict[bytes, Floats] = {}

    def walks(self, standing: Bools) -> Floats:
        """Metres from each home to the `least`-th nearest group, [h]; inf where there is no way within the cutoff."""
        key = standing.tobytes()
        if key not in self._known:
            self._known[key] = self._walked(standing)
        return self._known[key]

    def singles(self) -> Floats:
        """People who regain the standard, metres x people and people who get a way, for each removal alone, [k, 3]."""
        question = self.question
        before = self.walks(np.ones(question.impositions.count, bool))
        gains = np.zeros((question.impositions.count, 3))
        for row in range(question.impositions.count):
            walk = self.walks(self._without([row]))
            shorter = np.isfinite(before) & (walk < before)
            gains[row] = (
                question.people[question.is_met(walk) & ~question.is_met(before)].sum(),
                (question.people[shorter] * (before[shorter] - walk[shorter])).sum(),
                question.people[np.isinf(before) & np.isfinite(walk)].sum(),
            )
        return gains

    def in_orders(self, orders: Ints, after: Ints) -> Floats:
        """People gained as barriers go in the order of each row [p, k] (-1: none), where `after` are gone before."""
        gains = np.zeros(orders.shape)
        for turn, order in enumerate(orders):
            gone = list(after)
            met = self._met(gone)
            for row, barrier in enumerate(order):
                if barrier >= 0:
                    gone.append(barrier)
                    now = self._met(gone)
                    gains[turn, row] = self.question.people[now & ~met].sum()
                    met = now
        return gains

    @property
    def players(self) -> Ints:
        """The barriers that change some home's walk alone, or on top of others: here, all that impose anything."""
        impositions = self.question.impositions
        imposes = np.zeros(impositions.count, bool)
        imposes[impositions.edge_barrier[impositions.edge_m > 0]] = True
        imposes[impositions.node_barrier[impositions.node_m > 0]] = True
        return np.flatnonzero(imposes)

    def _met(self, gone: list[int]) -> Bools:
        return self.question.is_met(self.walks(self._without(gone)))

    def _without(self, gone: list[int]) -> Bools:
        standing = np.ones(self.question.impositions.count, bool)
        standing[gone] = False
        return standing

    def _walked(self, standing: Bools) -> Floats:
        question = self.question
        costs = question.impositions.costs(question.base, standing)
        network, goals, homes, cutoff = question.network, question.goals, question.movers, question.cutoff_m
        if question.least == 1:
            walk = nearest_seed(network, goals, homes, cutoff_m=cutoff, costs=costs, compiled=False).distance_m
        else:
            pairs = reach_pairs(network, goals, question.group, homes, cutoff_m=cutoff, costs=costs, compiled=False)
            walk = np.full(len(homes), np.inf)
            place = np.arange(len(pairs)) - np.searchsorted(pairs.target, pairs.target)
            last = place == question.least - 1
            walk[pairs.target[last]] = pairs.distance_m[last]
        return np.where(question.there, 0.0, walk)

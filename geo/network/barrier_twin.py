"""The plain way to price removals: every coalition is walked anew by scipy. The same answers, and slow."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels_twin
from geo.network.barrier_cut import slack
from geo.network.barrier_patch import touched_edges
from geo.network.barrier_players import that_may_matter
from geo.network.barrier_question import BarrierQuestion
from geo.network.costs import WalkCosts
from geo.network.edge_ends import Edges
from geo.network.reach import reach_pairs
from geo.network.routing import nearest_seed, spread
from geo.network.snapping import EdgePoints

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

    @cached_property
    def players(self) -> Ints:
        """The barriers that matter to somebody in some coalition, or may."""
        question = self.question
        network, on, ends = question.network, question.impositions, np.asarray(question.network.edge_uv).reshape(-1, 2)
        clear, barred = on.costs(question.base, np.zeros(on.count, bool)), on.costs(question.base)
        met = question.is_met
        swing = np.flatnonzero(met(self.walks(np.zeros(on.count, bool))) & ~met(self.walks(np.ones(on.count, bool))))
        touched = touched_edges(on.count, (on.edge_barrier, on.node_barrier), on.edge, on.node, ends)
        matters = that_may_matter(
            Edges.of(network, clear),
            *touched,
            question.goals,
            question.homes.edge[swing],
            from_homes=self._from(swing),
            clear=self._node_tables(clear)[:, 0],
            barred=self._node_tables(barred)[:, -1],
            limit_m=question.limit_m,
        )
        return np.flatnonzero(matters)

    def _from(self, rows: Ints) -> Floats:
        """Metres without barriers from the nearest of some homes to each node, [n]."""
        question, homes = self.question, self.question.homes
        network, base = question.network, question.base
        some = EdgePoints(edge=homes.edge[rows], offset_m=homes.offset_m[rows], distance_m=homes.distance_m[rows])
        starts = Edges.of(network, base).away(some)
        arcs = np.asarray(network.indptr), np.asarray(network.indices), base.arc_m(network)
        cost, _ = kernels_twin.multi_source(*arcs, starts.node, starts.cost, starts.row, slack(question.limit_m))
        return cost

    def _node_tables(self, costs: WalkCosts) -> Floats:
        """From each node to its `least` nearest distinct groups, [n, least], in rising order."""
        question = self.question
        network, goals, least = question.network, question.goals, question.least
        group = question.group if least > 1 else np.zeros(len(goals), np.int64)
        columns = [np.full(network.node_count, np.inf)] * least
        for each in np.unique(group):
            own = group == each
            some = EdgePoints(edge=goals.edge[own], offset_m=goals.offset_m[own], distance_m=goals.distance_m[own])
            columns.append(spread(network, some, cutoff_m=question.cutoff_m, costs=costs, compiled=False).cost)
        return np.sort(np.column_stack(columns), axis=1)[:, :least]

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

"""RAAM, the rational agent access model: everyone goes where walking and crowding together cost them least.

Supply j costs a person at i: walk_ij / tau + D_j / (rho S_j), where D_j is how many people use j, and rho how many
people there are for a unit of supply on the whole. Tau is how far people will walk to halve the crowding they meet
from twice to once the average. People shift from the dearest of the supplies they use to the cheapest until no one
gains: then all supplies that the people of one place use cost them the same, and no other costs less.

Source: Saxon and Snow 2020, A rational agent model for the spatial accessibility of primary health care.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.metrics.floating_catchment import Floats, Ints, Pairs

_FIRST_STEP = 0.2
_LEAST_STEP = 0.005
_HALF_LIFE = 50
_USED = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choices:
    """Where everyone goes. `cost` [d] is what it costs a person of each place (1 = the average crowding, no walk);

    NaN where no one lives or nothing is reached. `people` [p] is how many of the pair's place use the pair's supply.
    `gap` is what the people of a place would still gain by another choice, on average over all: 0 at the end.
    """

    cost: Floats
    people: Floats
    gap: float


def rational_choices(
    pairs: Pairs, population: Floats, size: Floats, *, tau_m: float, cycles: int = 600, gap: float = 1e-3
) -> Choices:
    """Share everyone out over the supplies they reach, until the gap is at most `gap` or the cycles are used up.

    `population` [d], `size` [s] finite and not negative; supplies of no size serve no one.
    """
    used = (population[pairs.demand] > 0) & (size[pairs.supply] > 0)
    order = np.flatnonzero(used)[np.argsort(pairs.demand[used], kind="stable")]
    cost = np.full(len(population), np.nan)
    shared = np.zeros(len(pairs.demand))
    if not len(order):
        return Choices(cost=cost, people=shared, gap=0.0)
    places, first = np.unique(pairs.demand[order], return_index=True)
    supplies = np.unique(pairs.supply[order])
    market = _Market(
        place=np.repeat(np.arange(len(places)), np.diff(np.append(first, len(order)))),
        first=first.astype(np.int64),
        supply=pairs.supply[order],
        walk=pairs.distance_m[order] / tau_m,
        room=size * float(population[places].sum()) / float(size[supplies].sum()),
        people=population[places],
    )
    people, found = market.settle(cycles, gap)
    at = market.costs(people)
    cost[places] = np.add.reduceat(at * people, market.first) / market.people
    shared[order] = people
    return Choices(cost=cost, people=shared, gap=found)


@dataclass(frozen=True, slots=True, eq=False)
class _Market:
    """Pairs in the order of their places: [p] but for `first` and `people` [d] and `room` [s]."""

    place: Ints
    first: Ints
    supply: Ints
    walk: Floats
    room: Floats
    people: Floats

    def costs(self, shared: Floats) -> Floats:
        """What each pair costs, where `shared` people use it."""
        crowd = np.bincount(self.supply, weights=shared, minlength=len(self.room))
        return np.asarray(self.walk + crowd[self.supply] / self.room[self.supply], np.float64)

    def settle(self, cycles: int, enough: float) -> tuple[Floats, float]:
        """People [p] at the end of all shifting, and the gap that is left."""
        shared = np.zeros(len(self.place))
        shared[self._least(self.walk)] = self.people
        gap = np.inf
        for cycle in range(cycles):
            cost = self.costs(shared)
            low = self._least(cost)
            high = self._least(np.where(shared > _USED, -cost, np.inf))
            spent = np.add.reduceat(cost * shared, self.first) - cost[low] * self.people
            gap = float(spent.sum() / self.people.sum())
            if gap <= enough:
                break
            step = max(_FIRST_STEP * 0.5 ** (cycle / _HALF_LIFE), _LEAST_STEP)
            self._shift(shared, cost, low, high, step)
        return shared, gap

    def _shift(self, shared: Floats, cost: Floats, low: Ints, high: Ints, step: float) -> None:
        """Move from the dearest to the cheapest as many as would make them equal, but only a part of all at once."""
        slow, shigh = self.room[self.supply[low]], self.room[self.supply[high]]
        equal = (cost[high] - cost[low]) * slow * shigh / (slow + shigh)
        moved = np.minimum(np.minimum(equal, shared[high]), step * self.people)
        # Many places may rush to one supply at once: together they bring at most what fits it once.
        rush = np.bincount(self.supply[low], weights=moved, minlength=len(self.room))
        moved = moved / np.maximum(rush[self.supply[low]] / slow, 1.0)
        moved[self.supply[low] == self.supply[high]] = 0.0
        shared[low] += moved
        shared[high] -= moved

    def _least(self, values: NDArray[np.float64]) -> Ints:
        """The pair with the least value at each place, [d]; the first of equals."""
        least = np.minimum.reduceat(values, self.first)
        at = np.flatnonzero(values == least[self.place])
        _, first = np.unique(self.place[at], return_index=True)
        return at[first]

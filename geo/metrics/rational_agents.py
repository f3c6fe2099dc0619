"""RAAM, the rational agent access model: everyone goes where walking and crowding together cost them least.

Supply j costs a person at i: walk_ij / tau + D_j / (rho S_j), where D_j is how many people use j, and rho how many
people there are for a unit of supply on the whole. Tau is the walk that weighs as much as the average crowding. Places
choose again, one after the other, until no one gains: then all supplies that the people of one place use cost them the
same, and no other costs less. That sharing is the one that makes sum(walk) + sum(D_j^2 / (2 rho S_j)) least, so that
there is one answer for D, whatever the order of choosing.

Source: Saxon and Snow 2020, A rational agent model for the spatial accessibility of primary health care.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.metrics.floating_catchment import Floats, Ints, Pairs, check_amounts
from geo.metrics.rational_kernels import round_of_choices, round_of_choices_twin


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
    pairs: Pairs,
    population: Floats,
    size: Floats,
    *,
    tau_m: float,
    rounds: int = 200,
    gap: float = 1e-3,
    compiled: bool = True,
) -> Choices:
    """Share everyone out over the supplies they reach, until the gap is at most `gap` or the rounds are used up.

    `population` [d], `size` [s] finite and not negative, else `InputError`; supplies of no size serve no one.
    `compiled=False` takes the twin on numpy.
    """
    check_amounts("people", population)
    check_amounts("sizes", size)
    used = (population[pairs.demand] > 0) & (size[pairs.supply] > 0)
    order = np.flatnonzero(used)[np.argsort(pairs.demand[used], kind="stable")]
    cost = np.full(len(population), np.nan)
    shared = np.zeros(len(pairs.demand))
    if not len(order):
        return Choices(cost=cost, people=shared, gap=0.0)
    places, first = np.unique(pairs.demand[order], return_index=True)
    supplies = np.unique(pairs.supply[order])
    people = population[places]
    market = _Market(
        first=np.append(first, len(order)).astype(np.int64),
        supply=pairs.supply[order],
        walk=pairs.distance_m[order] / tau_m,
        room=size * float(people.sum()) / float(size[supplies].sum()),
        people=people,
    )
    choose = round_of_choices if compiled else round_of_choices_twin
    here = np.zeros(len(order))
    left = np.inf
    for _ in range(rounds):
        # Counted anew each time, so that rounding does not add up.
        crowd = np.bincount(market.supply, weights=here, minlength=len(size)).astype(np.float64)
        choose(market.first, market.supply, market.walk, market.room, market.people, here, crowd)
        left = market.gap(here)
        if left <= gap:
            break
    cost[places] = market.paid(here) / people
    shared[order] = here
    return Choices(cost=cost, people=shared, gap=left)


@dataclass(frozen=True, slots=True, eq=False)
class _Market:
    """Pairs in the order of their places: `supply` and `walk` [p], `first` [d + 1], `people` [d], `room` [s]."""

    first: Ints
    supply: Ints
    walk: Floats
    room: Floats
    people: Floats

    def costs(self, shared: Floats) -> Floats:
        """What each pair costs, where `shared` people use it."""
        crowd = np.bincount(self.supply, weights=shared, minlength=len(self.room))
        return np.asarray(self.walk + crowd[self.supply] / self.room[self.supply], np.float64)

    def paid(self, shared: Floats) -> Floats:
        """What the people of each place pay together, [d]."""
        return np.asarray(np.add.reduceat(self.costs(shared) * shared, self.first[:-1]), np.float64)

    def gap(self, shared: Floats) -> float:
        """What a person would still gain by the cheapest choice, on average."""
        least = np.minimum.reduceat(self.costs(shared), self.first[:-1])
        return float((self.paid(shared) - least * self.people).sum() / self.people.sum())

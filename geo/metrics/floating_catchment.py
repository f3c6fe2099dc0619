"""The family of floating catchments: supply shared among the people who reach it, over arrays of pairs.

A pair is a place where people live (demand), a place that serves them (supply) and the walk between. Steps, with
P people at i, S supply at j, and a weight w(d) that falls with the walk:

    2SFCA    R_j = S_j / sum_i P_i w_ij      A_i = sum_j R_j w_ij      w = 1 up to the limit
    E2SFCA   the same                                                  w = 1, 0.68, 0.22 by thirds of the limit
    G2SFCA   the same                                                  w = a Gaussian that ends at the limit
    M2SFCA   R_j as above                    A_i = sum_j R_j w_ij^2    distance counts, not only competition
    RAAM     `geo.metrics.rational_agents`

The first three share out what there is and no more: sum_i P_i A_i = sum of the S_j that anyone reaches. They tell
who gets how much of it, and can never show what a shorter walk would gain all together.

Sources: Luo and Wang 2003 (2SFCA), Luo and Qi 2009 (E2SFCA), Dai 2010 (Gaussian), Delamater 2013 (M2SFCA).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Decay = Callable[[Floats], Floats]

E2SFCA_WEIGHTS = (1.0, 0.68, 0.22)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Who reaches what: all [p]. `demand` and `supply` are rows; each pair of rows is there at most once."""

    demand: Ints
    supply: Ints
    distance_m: Floats

    def within(self, limit_m: float) -> Pairs:
        """The pairs whose walk is at most `limit_m`."""
        near = self.distance_m <= limit_m
        return Pairs(demand=self.demand[near], supply=self.supply[near], distance_m=self.distance_m[near])


def flat(limit_m: float) -> Decay:
    """1 up to the limit, 0 beyond: 2SFCA.

    >>> flat(400.0)(np.array([0.0, 400.0, 400.1])).tolist()
    [1.0, 1.0, 0.0]
    """
    return lambda metres: np.where(metres <= limit_m, 1.0, 0.0)


def stepped(limit_m: float, weights: tuple[float, ...] = E2SFCA_WEIGHTS) -> Decay:
    """Equal zones up to the limit, each with its weight; a walk that ends a zone belongs to it: E2SFCA.

    >>> stepped(900.0)(np.array([0.0, 300.0, 300.1, 900.0, 901.0])).tolist()
    [1.0, 1.0, 0.68, 0.22, 0.0]
    """
    ends = [limit_m * zone / len(weights) for zone in range(1, len(weights) + 1)]
    by_zone = np.array([*weights, 0.0])

    def weight(metres: Floats) -> Floats:
        passed = np.zeros(len(metres), np.int8)
        for end in ends:
            passed += metres > end
        return by_zone[passed]

    return weight


def gaussian(limit_m: float) -> Decay:
    """(exp(-(d/limit)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)) up to the limit: from 1 at the door to 0 at the limit.

    >>> gaussian(800.0)(np.array([0.0, 400.0, 800.0, 900.0])).round(4).tolist()
    [1.0, 0.7014, 0.0, 0.0]
    """
    end = np.exp(-0.5)

    def weight(metres: Floats) -> Floats:
        falling = (np.exp(-0.5 * (metres / limit_m) ** 2) - end) / (1.0 - end)
        return np.where(metres < limit_m, falling, 0.0)

    return weight


def supply_ratios(pairs: Pairs, population: Floats, size: Floats, decay: Decay) -> Floats:
    """The first step: R_j [s], supply for each (weighted) person who reaches it; 0 where nobody does.

    `population` [d] and `size` [s] are finite and not negative; else `InputError`. Leave out what is not known.
    """
    return _ratios(pairs, population, size, decay(pairs.distance_m))


def received(pairs: Pairs, ratio: Floats, decay: Decay, demand_count: int, *, modified: bool = False) -> Floats:
    """The second step: A_i [d], supply for each person; 0 where nothing is reached. `modified` is that of M2SFCA."""
    weight = decay(pairs.distance_m)
    return _given(pairs, ratio, weight * weight if modified else weight, demand_count)


def two_step(pairs: Pairs, population: Floats, size: Floats, decay: Decay) -> Floats:
    """A_i [d]: both steps. With `flat` it is 2SFCA, with `stepped` E2SFCA, with `gaussian` G2SFCA.

    >>> three = Pairs(demand=np.array([0, 1, 1]), supply=np.array([0, 0, 1]), distance_m=np.array([90.0, 90.0, 90.0]))
    >>> two_step(three, np.array([3.0, 1.0]), np.array([4.0, 2.0]), flat(100.0)).tolist()
    [1.0, 3.0]
    """
    weight = decay(pairs.distance_m)
    return _given(pairs, _ratios(pairs, population, size, weight), weight, len(population))


def modified_two_step(pairs: Pairs, population: Floats, size: Floats, decay: Decay) -> Floats:
    """A_i [d] of M2SFCA: what is far away is used less, not only shared out otherwise. Never more than `two_step`."""
    weight = decay(pairs.distance_m)
    return _given(pairs, _ratios(pairs, population, size, weight), weight * weight, len(population))


def _ratios(pairs: Pairs, population: Floats, size: Floats, weight: Floats) -> Floats:
    check_amounts("people", population)
    check_amounts("sizes", size)
    reached_by = np.bincount(pairs.supply, weights=population[pairs.demand] * weight, minlength=len(size))
    return np.divide(size, reached_by, out=np.zeros(len(size)), where=reached_by > 0)


def _given(pairs: Pairs, ratio: Floats, weight: Floats, demand_count: int) -> Floats:
    shared = ratio[pairs.supply] * weight
    return np.bincount(pairs.demand, weights=shared, minlength=demand_count).astype(np.float64, copy=False)


def check_amounts(what: str, values: Floats) -> None:
    """Raise `InputError` unless all values are finite and not negative."""
    if not np.isfinite(values).all() or (values < 0).any():
        raise InputError(
            f"A floating catchment needs {what} that are known and not negative. Leave out those that are not known."
        )

"""Fair shares: what all removals together regain, shared out among barriers by Shapley's value.

A barrier's share is what it gains when it goes, averaged over all orders in which the barriers may go (Shapley 1953,
"A value for n-person games"). Where more than ten barriers matter, over orders drawn at random (Castro, Gómez and
Tejada 2009, "Polynomial calculation of the Shapley value based on sampling").
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

from geo.network.barrier_engine import CompiledEngine
from geo.network.barrier_twin import PlainEngine

EXACT_UP_TO = 10
_ROUNDING = 1e-12

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shapley:
    """Fair shares in people, [k], that sum to `total`; `error` [k] is their standard error, 0 where they are exact."""

    value: Floats
    error: Floats
    total: float


def fair_shares(
    engine: CompiledEngine | PlainEngine, count: int, total: float, *, permutations: int, seed: int
) -> Shapley:
    """Shares of `count` barriers: exact where few matter, else from some permutations.

    In every order the gains add up to the total, so that their means do. `permutations` are two at least.
    """
    players = engine.players
    value, error = np.zeros(count), np.zeros(count)
    if 0 < len(players) <= EXACT_UP_TO:
        value[players] = _by_enumeration(engine, players)
    elif len(players):
        gains = _by_barrier(engine, players, permutations, seed)
        value[players] = gains.mean(axis=0)
        error[players] = gains.std(axis=0, ddof=1) / np.sqrt(permutations)
        error[error < _ROUNDING * total] = 0.0  # the same gain in every order
    return Shapley(value=value, error=error, total=total)


def _by_enumeration(engine: CompiledEngine | PlainEngine, players: Ints) -> Floats:
    """Each player's mean gain over all coalitions, weighed by how many orders put just that coalition before it."""
    k = len(players)
    coalitions = np.arange(2**k)
    held = (coalitions[:, None] >> np.arange(k)) & 1 == 1
    worth = engine.in_orders(np.where(held, players, -1), np.zeros(0, np.int64)).sum(axis=1)
    sizes = held.sum(axis=1)
    weight = np.array([factorial(size) * factorial(k - size - 1) / factorial(k) for size in range(k)])
    value = np.zeros(k)
    for player in range(k):
        without = coalitions[~held[:, player]]
        value[player] = (weight[sizes[without]] * (worth[without | 1 << player] - worth[without])).sum()
    return value


def _by_barrier(engine: CompiledEngine | PlainEngine, players: Ints, permutations: int, seed: int) -> Floats:
    """What each player gains in each of the permutations, [permutations, players]."""
    rng = np.random.default_rng(seed)
    order = np.array([rng.permutation(len(players)) for _ in range(permutations)])
    gains = engine.in_orders(players[order], np.zeros(0, np.int64))
    by_player = np.empty_like(gains)
    np.put_along_axis(by_player, order, gains, axis=1)
    return by_player

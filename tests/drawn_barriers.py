"""Barriers drawn at random on small networks, and their prices by brute force: every coalition walked by networkx."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
from drawn_networks import drawn_network, walks_by_networkx

from geo.network.barrier_gains import BarrierGame
from geo.network.costs import WalkCosts
from geo.network.graph import WalkingNetwork
from geo.network.impositions import Impositions
from geo.network.snapping import EdgePoints

_ONE_WAY = {"highway": "footway", "oneway:foot": "yes"}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """All that a game is made of."""

    network: WalkingNetwork
    base: WalkCosts
    impositions: Impositions
    goals: EdgePoints
    group: np.ndarray
    homes: EdgePoints
    people: np.ndarray
    limit_m: float
    cutoff_m: float
    least: int = 1
    there: np.ndarray | None = None
    known: dict[frozenset[int], np.ndarray] = field(default_factory=dict)

    def game(self, **other: Any) -> BarrierGame:
        """The game, with some of it changed."""
        names = ("limit_m", "cutoff_m", "least", "there")
        return BarrierGame.of(
            self.network,
            self.base,
            self.impositions,
            self.goals,
            self.group,
            self.homes,
            self.people,
            **({name: getattr(self, name) for name in names} | other),
        )

    def walks(self, gone: frozenset[int]) -> np.ndarray:
        """Walks without some barriers, by networkx: every walk to every goal, then the nearest of each group."""
        if gone not in self.known:
            standing = np.array([row not in gone for row in range(self.impositions.count)], bool)
            costs = self.impositions.costs(self.base, standing)
            all_walks = walks_by_networkx(self.network, self.goals, self.homes, costs)
            by_group = [all_walks[:, self.group == each].min(axis=1) for each in np.unique(self.group)]
            missing = [np.full(len(self.homes), np.inf)] * self.least
            walk = np.sort(np.column_stack([*by_group, *missing]), axis=1)[:, self.least - 1]
            walk[walk > self.cutoff_m] = np.inf
            self.known[gone] = walk if self.there is None else np.where(self.there, 0.0, walk)
        return self.known[gone]

    def worth(self, gone: frozenset[int]) -> float:
        """People who meet the standard without some barriers, beyond those who do with all."""
        now, before = self.walks(gone) <= self.limit_m, self.walks(frozenset()) <= self.limit_m
        return float(self.people[now].sum() - self.people[before].sum())

    def shares(self) -> np.ndarray:
        """Shapley's value by its definition over all coalitions."""
        k = self.impositions.count
        value = np.zeros(k)
        for row in range(k):
            others = [other for other in range(k) if other != row]
            for size in range(k):
                weight = factorial(size) * factorial(k - size - 1) / factorial(k)
                for some in combinations(others, size):
                    value[row] += weight * (self.worth(frozenset({*some, row})) - self.worth(frozenset(some)))
        return value


def draw(seed: int, *, most: int = 6) -> Drawn:
    """A lattice of up to 16 junctions with some streets missing, some one way, and up to `most` barriers.

    Lengths and costs are mostly whole numbers, so that many walks are equally long; barriers share edges and nodes;
    homes and goals stand on barriers' edges, on each other's, at nodes, or nowhere.
    """
    rng = np.random.default_rng(seed)
    network = _lattice(rng)
    n, m = network.node_count, network.edge_count
    base = WalkCosts(
        edge_m=network.edge_length_m * rng.choice([1.0, 1.0, 1.5, 2.0, rng.uniform(1, 2)], m),
        node_m=rng.choice([0.0, 4.0, 1.7, np.inf], n, p=[0.85, 0.1, 0.03, 0.02]),
    )
    k = int(rng.integers(1, most + 1))
    p, q = int(rng.integers(0, m)), int(rng.integers(0, n // 2 + 1))
    impositions = Impositions(
        count=k,
        edge_barrier=rng.integers(0, k, p),
        edge=rng.integers(0, m, p),
        edge_m=rng.choice([0.0, 5.0, 7.0, 7.3, 30.0, np.inf], p),
        node_barrier=rng.integers(0, k, q),
        node=rng.integers(0, n, q),
        node_m=rng.choice([2.0, 6.0, 40.0, np.inf, np.inf], q),
    )
    goals, homes = _points(rng, m, int(rng.integers(0, 5))), _points(rng, m, int(rng.integers(1, 25)))
    limit = float(rng.choice([10.0, 20.0, 35.0, 60.0]))
    return Drawn(
        network=network,
        base=base,
        impositions=impositions,
        goals=goals,
        group=rng.integers(0, 4, len(goals)),
        homes=homes,
        people=rng.choice([1.0, 2.0, 5.0, 0.3, 0.0], len(homes)),
        limit_m=limit,
        cutoff_m=limit * float(rng.choice([1.0, 1.5, 4.0])),
        least=int(rng.choice([1, 1, 2, 3])),
        there=rng.random(len(homes)) < 0.1,
    )


def _lattice(rng: np.random.Generator) -> WalkingNetwork:
    side = int(rng.integers(2, 5))
    places = {f"n{i}_{j}": (10.0 * i, 10.0 * j) for i in range(side) for j in range(side)}
    ways: list[Any] = ["n0_0 n1_0"]
    for i in range(side):
        for j in range(side):
            for other in ((i + 1, j), (i, j + 1)):
                if max(other) < side and rng.random() < 0.85:
                    a, b = rng.permutation([f"n{i}_{j}", f"n{other[0]}_{other[1]}"])
                    ways.append(f"{a} {b}" if rng.random() < 0.75 else (f"{a} {b}", _ONE_WAY))
    return drawn_network(places, ways)


def _points(rng: np.random.Generator, edges: int, count: int) -> EdgePoints:
    edge = np.where(rng.random(count) < 0.05, -1, rng.integers(0, edges, count))
    return EdgePoints(
        edge=edge,
        offset_m=np.where(edge >= 0, rng.choice([0.0, 2.0, 5.0, 5.0, 10.0], count), 0.0),
        distance_m=np.where(edge >= 0, rng.choice([0.0, 1.0, 3.0], count), np.nan),
    )

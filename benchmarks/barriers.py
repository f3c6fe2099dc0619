"""The price of a thousand barriers against one pass, and against a pass without each: see benchmarks/README.md."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks import new_pin
from benchmarks.network import LARGE, MIDDLE
from benchmarks.network_tasks import task
from benchmarks.side_by_side import taken_in_turn
from benchmarks.tiled_towns import City, at_nodes, city_of, one_town
from geo.network.barrier_gains import BarrierGame
from geo.network.costs import lengths
from geo.network.impositions import Impositions
from geo.network.routing import nearest_seed, spread

BARRIERS, HOMES, PERMUTATIONS, LARGEST = 1000, 4000, 200, 10
LIMIT_M, CUTOFF_M = 800.0, 3000.0
_NAIVE = 20  # barriers that are removed the long way; their time is scaled to all
_AT_NODES = 0.6  # of the barriers; the others lie on edges, every second over five of them
_NEAR = 15_000  # nodes around the area, on which its barriers lie


def measure() -> dict[str, Any]:
    """All rows: about a minute."""
    town = one_town()
    return {
        "tasks": [_short(row) for row in ranked(city_of(town, MIDDLE))],
        "area": _short(one_area(city_of(town, LARGE))),
        "new_pin": _short(new_pin.measure()),
    }


def drawn_barriers(city: City, nodes: np.ndarray, count: int) -> Impositions:
    """Barriers at places and along stretches: 15 to 200 m each, every fifth not to be passed."""
    rng = np.random.default_rng(1)
    places = int(_AT_NODES * count)
    many = np.where(rng.random(count - places) < 0.5, 1, 5)
    at = np.asarray(city.network.csr_edge)[np.asarray(city.network.indptr)[rng.choice(nodes, len(many))]]
    first = np.minimum(at, city.network.edge_count - 5)
    within = np.concatenate([np.arange(each) for each in many])
    return Impositions(
        count=count,
        edge_barrier=np.repeat(np.arange(places, count), many),
        edge=np.repeat(first, many) + within,
        edge_m=np.repeat(rng.choice([15.0, 40.0, 100.0, 200.0, np.inf], len(many)), many),
        node_barrier=np.arange(places),
        node=rng.choice(nodes, places),
        node_m=rng.choice([15.0, 40.0, 100.0, 200.0, np.inf], places),
    )


def ranked(city: City) -> list[dict[str, Any]]:
    """A home at every node, and barriers all over the city."""
    network, base = city.network, lengths(city.network)
    homes = at_nodes(network, np.arange(network.node_count))
    people = np.random.default_rng(2).uniform(0, 30, len(homes))
    on = drawn_barriers(city, np.arange(network.node_count), BARRIERS)
    costs = on.costs(base)

    def made() -> BarrierGame:
        args = network, base, on, city.ways_in, city.space, homes, people
        return BarrierGame.of(*args, limit_m=LIMIT_M, cutoff_m=CUTOFF_M)

    def met(standing: np.ndarray | None) -> float:
        now = on.costs(base, standing)
        walk = nearest_seed(network, city.ways_in, homes, cutoff_m=CUTOFF_M, costs=now).distance_m
        return float(people[walk <= LIMIT_M].sum())

    game = made()
    times, gave = taken_in_turn(
        {
            "pass": lambda: spread(network, city.ways_in, cutoff_m=CUTOFF_M, costs=costs),
            "walks": lambda: nearest_seed(network, city.ways_in, homes, cutoff_m=CUTOFF_M, costs=costs),
            "ranked": game.single,
            "whole": lambda: made().single(),
        },
        7,
    )
    gains = gave["ranked"].people
    sample = np.concatenate([np.argsort(-gains)[: _NAIVE // 2], np.arange(0, BARRIERS, 2 * BARRIERS // _NAIVE)])
    began = time.perf_counter()
    without = [met(np.arange(BARRIERS) != row) for row in sample]
    naive = (time.perf_counter() - began) / len(sample) * BARRIERS
    apart = float(np.abs(np.array(without) - met(None) - gains[sample]).max())
    exact = {"difference": f"{apart:.1g} people at most, of {len(sample)} barriers removed both ways"}
    counted = {"difference": f"{int((gains > 0).sum())} barriers regain somebody the standard"}
    one_pass, walks = ("one pass", times["pass"]), ("one pass and everybody's walk", times["walks"])
    long_way = (f"{BARRIERS:,} passes with walks, from {len(sample)}", naive)
    given, whole = (f"{BARRIERS:,} barriers ranked{said}" for said in ("", ", the first walks among it"))
    return [
        task(given, city, times["ranked"], one_pass, "<=1.5", **counted),
        task(whole, city, times["whole"], walks, "<=1.5", **counted),
        task(given, city, times["ranked"], long_way, ">=500", **exact),
        task(whole, city, times["whole"], long_way, ">=500", **exact),
    ]


def one_area(city: City) -> dict[str, Any]:
    """What a report of one area in a large city asks for: its 4,000 homes, and 400 barriers near it."""
    network, base = city.network, lengths(city.network)
    near = np.argsort(np.hypot(*(network.node_xy - network.node_xy.mean(axis=0)).T))
    homes = at_nodes(network, near[:HOMES])
    people = np.random.default_rng(2).uniform(0, 30, HOMES)
    on = drawn_barriers(city, near[:_NEAR], 400)
    args = network, base, on, city.ways_in, city.space, homes, people
    row: dict[str, Any] = {"nodes": network.node_count, "homes": HOMES, "barriers": on.count}
    for least in (1, 3):

        def made(least: int = least) -> BarrierGame:
            return BarrierGame.of(*args, limit_m=LIMIT_M, cutoff_m=CUTOFF_M, least=least)

        game = made()
        times, gave = taken_in_turn(
            {
                "pass": lambda: spread(network, city.ways_in, cutoff_m=CUTOFF_M, costs=on.costs(base)),
                "single": lambda: made().single(),
                "shapley": lambda game=game: game.shapley(PERMUTATIONS, 1),
                "bundles": lambda game=game: game.bundles(LARGEST),
            },
            3,
        )
        row[f"least_{least}"] = {name: float(f"{seconds:.4g}") for name, seconds in times.items()} | {
            "players": len(game.engine.players),
            "recoverable": round(gave["shapley"].total, 1),
        }
    return row


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """Figures to four places: the rest is noise."""
    return {key: float(f"{value:.4g}") if isinstance(value, float) else value for key, value in row.items()}

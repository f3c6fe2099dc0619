"""Small networks drawn by hand, for tests whose distances can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
import shapely

from geo.network.build import build_network
from geo.network.costs import WalkCosts
from geo.network.flags import EdgeFlag
from geo.network.graph import NetworkMeta, WalkingNetwork
from geo.network.snapping import EdgePoints
from geo.network.ways import WalkWays, Way

Places = Mapping[str, tuple[float, float]]
Drawn = str | tuple[str, Mapping[str, str]]


def drawn_meta(footprint=None, **said) -> NetworkMeta:
    """A description of a drawn network; everything within 10 km is its footprint unless told."""
    named = {"id": "drawn", "name": "Drawn by hand", "date": "2026-01-01", "source_id": "drawn"} | said
    return NetworkMeta(footprint=footprint or shapely.box(-1e4, -1e4, 1e4, 1e4), **named)


def drawn_ways(places: Places, ways: Sequence[Drawn], nodes: Mapping[str, Mapping[str, str]] | None = None) -> WalkWays:
    """Ways from words: ``drawn_ways({"a": (0, 0), "b": (9, 0)}, ["a b"])``; a way may have tags, a node too.

    A node named in a way without a place is one that the extract lacks.
    """
    number = {name: 100 + row for row, name in enumerate(sorted({*places, *_named(ways)}))}
    made = []
    for row, way in enumerate(ways):
        names, tags = (way, {"highway": "footway"}) if isinstance(way, str) else way
        made.append(Way(id=row + 1, node_ids=[number[name] for name in names.split()], tags=tags))
    return WalkWays(
        node_ids=np.array([number[name] for name in places], np.int64),
        node_xy=np.array(list(places.values()), float).reshape(-1, 2),
        ways=made,
        node_tags={number[name]: tags for name, tags in (nodes or {}).items()},
    )


def drawn_network(
    places: Places, ways: Sequence[Drawn], nodes: Mapping[str, Mapping[str, str]] | None = None, **said
) -> WalkingNetwork:
    """The walking network of `drawn_ways`."""
    buildings = said.pop("buildings", None)
    return build_network(drawn_ways(places, ways, nodes), drawn_meta(**said), buildings)


def on_edges(*points: tuple[int, float]) -> EdgePoints:
    """Points that are on the network themselves: (edge, metres along it)."""
    edge, offset = zip(*points, strict=True) if points else ((), ())
    return EdgePoints(edge=np.array(edge, np.int64), offset_m=np.array(offset, float), distance_m=np.zeros(len(points)))


def edge_at(network: WalkingNetwork, x: float, y: float) -> int:
    """The edge that passes nearest to a place."""
    return int(network.tree.nearest(shapely.Point(x, y)))


def costs_with(
    network: WalkingNetwork, edges: Mapping[int, float] | None = None, nodes: Mapping[int, float] | None = None
) -> WalkCosts:
    """Lengths, but for some edges and nodes that cost as said."""
    costs = WalkCosts(edge_m=np.array(network.edge_length_m, float), node_m=np.zeros(network.node_count))
    for array, said in ((costs.edge_m, edges), (costs.node_m, nodes)):
        for row, cost in (said or {}).items():
            array[row] = cost
    return costs


def nearest_by_networkx(
    network: WalkingNetwork, seeds: EdgePoints, targets: EdgePoints, costs: WalkCosts | None = None
) -> np.ndarray:
    """The nearest of `walks_by_networkx`, [t]; inf where there are no seeds."""
    return walks_by_networkx(network, seeds, targets, costs).min(axis=1, initial=np.inf)


def walks_by_networkx(
    network: WalkingNetwork, seeds: EdgePoints, targets: EdgePoints, costs: WalkCosts | None = None
) -> np.ndarray:
    """Every walk, [t, s], the slow way: seeds and targets become nodes in the middle of their edges."""
    graph = _graph_with_stops(network, {"seed": seeds, "target": targets}, costs or costs_with(network))
    answer = np.full((len(targets), len(seeds)), np.inf)
    backwards = graph.reverse(copy=False)
    for seed in np.flatnonzero(seeds.edge >= 0):
        walked = nx.single_source_dijkstra_path_length(backwards, ("seed", int(seed)))
        for target in np.flatnonzero(targets.edge >= 0):
            walk = walked.get(("target", int(target)), np.inf)
            answer[target, seed] = walk + targets.distance_m[target] + seeds.distance_m[seed]
    return answer


def _graph_with_stops(network: WalkingNetwork, points: Mapping[str, EdgePoints], costs: WalkCosts) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    stops: dict[int, list[tuple[float, tuple[str, int]]]] = {}
    for name, given in points.items():
        for row in np.flatnonzero(given.edge >= 0):
            graph.add_node((name, int(row)))
            stops.setdefault(int(given.edge[row]), []).append((float(given.offset_m[row]), (name, int(row))))
    for edge, (u, v) in enumerate(network.edge_uv.tolist()):
        length = float(network.edge_length_m[edge])
        both_ways = not network.edge_flags[edge] & EdgeFlag.ONEWAY_FOOT
        doors = ((0.0, ("from", edge)), (length, ("to", edge)))  # where the edge begins, past its node
        for node, (_, door) in zip((u, v), doors, strict=True):
            if np.isfinite(costs.node_m[node]):
                graph.add_edge(node, door, weight=costs.node_m[node] / 2)
                graph.add_edge(door, node, weight=costs.node_m[node] / 2)
        chain = [doors[0], *sorted(stops.get(edge, []), key=lambda stop: stop[0]), doors[1]]
        for (from_m, a), (to_m, b) in pairwise(chain):
            weight = 0.0 if to_m == from_m else float(costs.edge_m[edge]) * ((to_m - from_m) / length)
            if np.isfinite(weight):
                graph.add_edge(a, b, weight=weight)
                if both_ways or to_m == from_m:  # one and the same spot
                    graph.add_edge(b, a, weight=weight)
    return graph


def _named(ways: Sequence[Drawn]) -> set[str]:
    return {name for way in ways for name in (way if isinstance(way, str) else way[0]).split()}

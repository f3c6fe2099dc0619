"""Small networks drawn by hand, for tests whose distances can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
import shapely

from geo.network.build import build_network
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


def nearest_by_networkx(network: WalkingNetwork, seeds: EdgePoints, targets: EdgePoints) -> np.ndarray:
    """The same question answered the slow way: seeds and targets become nodes in the middle of their edges."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    stops: dict[int, list[tuple[float, tuple[str, int]]]] = {}
    for name, points in (("seed", seeds), ("target", targets)):
        for row in np.flatnonzero(points.edge >= 0):
            stops.setdefault(int(points.edge[row]), []).append((float(points.offset_m[row]), (name, int(row))))
    for edge, (u, v) in enumerate(network.edge_uv.tolist()):
        length = float(network.edge_length_m[edge])
        chain = [(0.0, u), *sorted(stops.get(edge, []), key=lambda stop: stop[0]), (length, v)]
        both_ways = not network.edge_flags[edge] & EdgeFlag.ONEWAY_FOOT
        for (from_m, a), (to_m, b) in pairwise(chain):
            graph.add_edge(a, b, weight=to_m - from_m)
            if both_ways or to_m == from_m:  # one and the same spot
                graph.add_edge(b, a, weight=to_m - from_m)
    answer = np.full(len(targets), np.inf)
    goals = [("seed", int(row)) for row in np.flatnonzero(seeds.edge >= 0)]
    for goal in goals:
        graph.add_edge(goal, "end", weight=float(seeds.distance_m[goal[1]]))
    if not goals:
        return answer
    walked = nx.single_source_dijkstra_path_length(graph.reverse(copy=False), "end")
    for row in np.flatnonzero(targets.edge >= 0):
        answer[row] = walked.get(("target", int(row)), np.inf) + targets.distance_m[row]
    return answer


def _named(ways: Sequence[Drawn]) -> set[str]:
    return {name for way in ways for name in (way if isinstance(way, str) else way[0]).split()}

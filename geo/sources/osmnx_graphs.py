"""A walking network from a graph that OSMnx made, as it came or simplified.

OSMnx gives a directed graph with an edge in each direction; walking needs each once. A simplified graph has its bends
in the edges' geometry and has lost the nodes between junctions: gates and kerbs that stood on them are gone, so that a
graph made with ``simplify=False`` tells more (`geo.sources.osm_live` makes such a one).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs import NationalGrid
from geo.errors import SourceError
from geo.network.build import build_network
from geo.network.graph import NetworkMeta, WalkingNetwork
from geo.network.pedestrian import is_walkable
from geo.network.ways import WalkWays, Way
from geo.sources.great_britain import check_great_britain
from geo.sources.osm_live import chains

Place = tuple[float, float]
_DIRECTED = ("oneway:foot", "foot:forward", "foot:backward", "conveying")


def network_from_osmnx(
    graph: Any, meta: NetworkMeta, grid: NationalGrid, *, buildings: NDArray[np.float64] | None = None
) -> WalkingNetwork:
    """The walking network of an OSMnx graph (a networkx MultiDiGraph) in WGS84 or in EPSG:27700.

    Nodes need `x` and `y`, edges `highway` and what else the walking rules read (`geo.network.pedestrian`); edges that
    may not be walked are left out. Where simplifying has put several ways into one edge, a tag with several values
    is taken as not said, but for steps, which stay steps; the edge keeps the first way's id.

    Degrees are turned into metres by `grid`; a graph that was projected by other means keeps their error (a stock PROJ
    is up to 5 m out). `meta.footprint` (EPSG:27700) must be where the graph is complete. Raises `SourceError` for a
    graph in another CRS, outside Great Britain, or with nodes without a place.
    """
    numbers: dict[Any, int] = {}
    places: list[Place] = []
    for node, data in graph.nodes(data=True):
        numbers[node] = len(numbers) + 1
        places.append(_place(node, data))
    ways = []
    for way_id, chain, data in _chained(graph):
        tags = _tags(data)
        if not is_walkable(tags):
            continue
        nodes = [numbers[node] for node in chain]
        bends = _bends(data, places[nodes[0] - 1])
        between = list(range(len(places) + 1, len(places) + 1 + len(bends)))
        places.extend(bends)
        ways.append(Way(id=way_id, node_ids=[nodes[0], *between, *nodes[1:]], tags=tags))
    node_tags = {numbers[node]: tags for node, data in graph.nodes(data=True) if (tags := _tags(data))}
    walk_ways = WalkWays(
        node_ids=np.arange(1, len(places) + 1, dtype=np.int64),
        node_xy=_metres(graph, places, grid),
        ways=ways,
        node_tags=node_tags,
    )
    return build_network(walk_ways, meta, buildings)


def _chained(graph: Any) -> Iterator[tuple[int, list[Any], Mapping[str, Any]]]:
    """Ways along their drawing: a simplified edge alone, the stretches of an unsimplified way end to end."""
    stretches: dict[int, list[tuple[Any, Any]]] = defaultdict(list)
    told: dict[int, Mapping[str, Any]] = {}
    for start, end, data in _each_once(graph):
        along = (end, start) if _runs_backwards(data) else (start, end)
        way_id = _way_id(data)
        if "geometry" in data or len(_osm_ids(data)) > 1 or not way_id:
            yield way_id, list(along), data
        else:
            stretches[way_id].append(along)
            told[way_id] = data
    for way_id, pairs in stretches.items():
        for chain in chains(pairs):
            yield way_id, chain, told[way_id]


def _each_once(graph: Any) -> Iterator[tuple[Any, Any, Mapping[str, Any]]]:
    """Edges without the second of a pair that runs back along the same line; one along its drawing goes first."""
    edges = sorted(graph.edges(data=True), key=lambda edge: bool(_runs_backwards(edge[2])))
    seen = set()
    for start, end, data in edges:
        there = (start, end, _coordinates(data), _osm_ids(data))
        if (end, start, there[2][::-1], there[3]) in seen or there in seen:
            continue
        seen.add(there)
        yield start, end, data


def _coordinates(data: Mapping[str, Any]) -> tuple[Place, ...]:
    line = data.get("geometry")
    return () if line is None else tuple((float(x), float(y)) for x, y, *_ in line.coords)


def _bends(data: Mapping[str, Any], start: Place) -> list[Place]:
    """The places between an edge's ends, from its first node on."""
    between = list(_coordinates(data))
    if between and between[0] != start and between[-1] == start:
        between = between[::-1]
    return between[1:-1]


def _osm_ids(data: Mapping[str, Any]) -> frozenset[Any]:
    osm_id = data.get("osmid", 0)
    return frozenset(osm_id) if isinstance(osm_id, (list, tuple, set)) else frozenset([osm_id])


def _way_id(data: Mapping[str, Any]) -> int:
    osm_id = data.get("osmid", 0)
    first = next(iter(osm_id), 0) if isinstance(osm_id, (list, tuple, set)) else osm_id
    return int(first) if isinstance(first, (int, np.integer)) else 0


def _runs_backwards(data: Mapping[str, Any]) -> bool:
    return data.get("reversed") is True


def _tags(data: Mapping[str, Any]) -> dict[str, str]:
    tags = {str(key): value for key, value in data.items() if isinstance(value, str)}
    kinds = data.get("highway")
    if isinstance(kinds, (list, tuple, set)):
        tags["highway"] = "steps" if "steps" in kinds else str(next(iter(kinds)))
    if isinstance(data.get("reversed"), (list, tuple, set)):  # ways drawn against each other have no one direction
        for key in _DIRECTED:
            tags.pop(key, None)
    return tags


def _place(node: Any, data: Mapping[str, Any]) -> Place:
    try:
        x, y = float(data["x"]), float(data["y"])
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(
            f"Node {node} of the graph has no place (x and y). Give a graph as OSMnx makes it."
        ) from error
    return x, y


def _metres(graph: Any, places: list[Place], grid: NationalGrid) -> NDArray[np.float64]:
    xy = np.array(places, np.float64).reshape(-1, 2)
    crs = CRS.from_user_input(graph.graph.get("crs", "EPSG:4326"))
    if crs == CRS.from_epsg(27700):
        return xy
    if crs != CRS.from_epsg(4326):
        raise SourceError(
            f"The graph is in {crs.to_string()}. Give one in longitude and latitude (EPSG:4326), as OSMnx downloads "
            "it, or in British National Grid (EPSG:27700)."
        )
    if len(xy):
        check_great_britain(xy, "the graph")
    return np.column_stack(grid.to_bng(xy[:, 0], xy[:, 1]))

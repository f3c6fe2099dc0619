"""The walking figures of an area worked out a second time: plain loops, networkx and shapely, from the source files.

Nothing of geo.network or geo.metrics is used but the rule of which ways may be walked, which docs/metrics.md states.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import osmium
import pandas as pd
import shapely
from shapely.ops import unary_union

from geo.network.pedestrian import is_walkable

BARRIERS_THAT_PASS = {"no", "entrance", "sally_port"}
SHUT = {
    "no",
    "private",
    "permit",
    "residents",
    "employees",
    "staff",
    "members",
    "military",
    "emergency",
    "agricultural",
}


@dataclass
class Stretch:
    """A stretch of a way from one junction to the next."""

    start: object
    end: object
    line: shapely.LineString
    tags: dict


def stretches(pbf: Path, grid) -> tuple[list[Stretch], set]:
    """Stretches between junctions, and the nodes with a closed gate."""
    ways, place, tags = [], {}, {}
    for item in osmium.FileProcessor(str(pbf)).with_locations().with_areas():
        if item.is_node():
            place[item.id] = (item.location.lon, item.location.lat)
            tags[item.id] = dict(item.tags)
        elif item.is_way() and is_walkable(dict(item.tags)):
            ways.append(([node.ref for node in item.nodes if node.ref in place], dict(item.tags)))
        elif item.is_area() and not item.from_way() and is_walkable(dict(item.tags) | {"area": "yes"}):
            for outer in item.outer_rings():
                for ring in (outer, *item.inner_rings(outer)):
                    ways.append(([node.ref for node in ring], dict(item.tags)))
    used = Counter(node for nodes, _ in ways for node in nodes)
    ids = list(used)
    xy = dict(zip(ids, zip(*grid.to_bng(*np.array([place[node] for node in ids]).T), strict=True), strict=True))
    gates = {
        node for node in ids if tags[node].get("barrier", "no") not in BARRIERS_THAT_PASS or tags[node].get("kerb")
    }
    found = []
    for nodes, said in ways:
        at = 0
        for stop in range(1, len(nodes)):
            if stop == len(nodes) - 1 or used[nodes[stop]] > 1 or nodes[stop] in gates:
                line = shapely.LineString([xy[node] for node in nodes[at : stop + 1]])
                if line.length > 0:
                    found.append(Stretch(nodes[at], nodes[stop], line, said))
                at = stop
    return found, {node for node in gates if _is_shut(tags[node])}


def walks(pbf: Path, grid, homes: np.ndarray, spaces: list) -> np.ndarray:
    """Metres from each home to the nearest space; inf = none."""
    network, shut = stretches(pbf, grid)
    _part_at(network, shut)
    shut_ends = {
        end for each in network for end in (each.start, each.end) if (end[0] if isinstance(end, tuple) else end) in shut
    }
    usable = _long_enough(network)
    seeds = _entrances(network, usable, shut_ends, spaces)
    lines = np.array([network[row].line for row in usable])
    tree = shapely.STRtree(lines)
    snapped = {}
    for home, point in enumerate(shapely.points(homes)):
        near = tree.query(point.buffer(150.0))
        if len(near):
            distance = shapely.distance(lines[near], point)
            best = near[np.argmin(distance)]
            if distance.min() <= 150.0:
                snapped[home] = (usable[best], lines[best].project(point), distance.min())
    graph = _graph(network, seeds, snapped)
    reached = nx.multi_source_dijkstra_path_length(
        graph.reverse(copy=False), {("seed", each) for each in range(len(seeds))}
    )
    answer = np.full(len(homes), np.inf)
    for home, (row, offset, apart) in snapped.items():
        answer[home] = apart + reached.get(("home", home), np.inf)
        at = network[row].line.interpolate(offset)
        other_level = _other_level(network[row])
        if not other_level and any(space.geom_type != "Point" and space.intersects(at) for space in spaces):
            answer[home] = apart
    return answer


def junctions(pbf: Path, grid) -> np.ndarray:
    """Places where other than two stretches end."""
    network, shut = stretches(pbf, grid)
    _part_at(network, shut)
    ends, drawn = defaultdict(list), set()
    for each in network:
        pair = frozenset((each.start, each.end))
        if len(each.line.coords) == 2 and pair in drawn:
            continue  # one straight line drawn twice
        if len(each.line.coords) == 2:
            drawn.add(pair)
        ends[each.start].append(each.line.coords[0])
        ends[each.end].append(each.line.coords[-1])
    return np.array([places[0] for places in ends.values() if len(places) != 2])


def placed_residents(ward, zones: gpd.GeoDataFrame, buildings: np.ndarray, footprint) -> pd.DataFrame:
    """Buildings inside the ward with the people of their zone that live in each."""
    big = buildings[buildings[:, 2] > 10.0]
    points = shapely.points(big[:, :2])
    rows = []
    for zone in zones.itertuples():
        part = zone.geometry.intersection(footprint)
        if part.intersection(ward).area <= 1.0:
            continue
        inside = np.flatnonzero(shapely.contains(part, points))
        people = zone.residents * part.area / zone.geometry.area
        for row in inside:
            if ward.contains(points[row]):
                rows.append((*big[row, :2], people * big[row, 2] / big[inside, 2].sum()))
    return pd.DataFrame(rows, columns=["x", "y", "residents"])


def _is_shut(tags: dict) -> bool:
    if tags.get("barrier", "no") in BARRIERS_THAT_PASS:
        return False
    return tags["barrier"] in {"wall", "fence", "city_wall"} or tags.get("foot", tags.get("access", "")) in SHUT


def _part_at(network: list[Stretch], shut: set) -> None:
    """Take a closed gate on a single line apart into its two sides."""
    ends = defaultdict(list)
    for row, each in enumerate(network):
        ends[each.start].append((row, "start"))
        ends[each.end].append((row, "end"))
    for node in shut:
        if len(ends[node]) == 2:
            row, side = ends[node][1]
            setattr(network[row], side, (node, "other side"))


def _long_enough(network: list[Stretch]) -> list[int]:
    graph = nx.MultiGraph()
    for row, each in enumerate(network):
        graph.add_edge(each.start, each.end, row=row, metres=each.line.length)
    pieces = []
    for nodes in nx.connected_components(graph):
        edges = list(graph.subgraph(nodes).edges(data=True))
        pieces.append((sum(said["metres"] for *_, said in edges), [said["row"] for *_, said in edges]))
    longest = max(length for length, _ in pieces)
    return sorted(row for length, rows in pieces if length >= min(500.0, longest) for row in rows)


def _entrances(network, usable, shut_ends, spaces) -> list[tuple[int, float]]:
    seeds = []
    union = unary_union([network[row].line for row in usable])
    ground = [row for row in usable if not _other_level(network[row])]
    for space in spaces:
        if space.geom_type == "Point":
            row = min(usable, key=lambda row: network[row].line.distance(space))
            if union.distance(space) <= 150.0:
                seeds.append((row, network[row].line.project(space)))
            continue
        found, met = [], False
        for row in usable:
            line = network[row].line
            if not line.intersects(space.boundary) or (_other_level(network[row]) and not _lands(network[row], space)):
                continue
            for x, y in shapely.get_coordinates(line.intersection(space.boundary)):
                met = True
                offset = line.project(shapely.Point(x, y))
                behind = (
                    network[row].start if offset < 0.01 else network[row].end if line.length - offset < 0.01 else None
                )
                if behind not in shut_ends:
                    found.append((row, offset))
        if not met and ground:
            row = min(ground, key=lambda row: network[row].line.distance(space.boundary))
            if network[row].line.distance(space.boundary) <= 30.0:
                at = shapely.shortest_line(network[row].line, space.boundary)
                found.append((row, network[row].line.project(shapely.get_point(at, 0))))
        seeds += found
    return seeds


def _graph(network, seeds, snapped) -> nx.MultiDiGraph:
    stops = defaultdict(list)
    for number, (row, offset) in enumerate(seeds):
        stops[row].append((offset, ("seed", number)))
    for home, (row, offset, _) in snapped.items():
        stops[row].append((offset, ("home", home)))
    graph = nx.MultiDiGraph()
    for row, each in enumerate(network):
        chain = [(0.0, each.start), *sorted(stops[row], key=lambda stop: stop[0]), (each.line.length, each.end)]
        forward, backward = _directions(each.tags)
        for (from_m, a), (to_m, b) in pairwise(chain):
            step = max(to_m - from_m, 0.0)
            if forward or step == 0:
                graph.add_edge(a, b, weight=step)
            if backward or step == 0:
                graph.add_edge(b, a, weight=step)
    return graph


def _directions(tags: dict) -> tuple[bool, bool]:
    if tags.get("oneway:foot") == "yes" or tags.get("conveying") == "forward" or tags.get("foot:backward") == "no":
        return True, False
    if tags.get("oneway:foot") == "-1" or tags.get("conveying") == "backward" or tags.get("foot:forward") == "no":
        return False, True
    return True, True


def _other_level(stretch: Stretch) -> bool:
    return stretch.tags.get("bridge", "no") != "no" or stretch.tags.get("tunnel", "no") not in {
        "no",
        "building_passage",
    }


def _lands(stretch: Stretch, space) -> bool:
    return any(shapely.Point(stretch.line.coords[end]).distance(space) <= 0.01 for end in (0, -1))

"""Where a line that is drawn over a network meets it: the places at which a new path is joined to what is there.

A line is joined wherever it crosses a street or path on the same level, and at its ends to the nearest street or path
within 10 m. An end that overshoots by less than that is cut off where it crossed. A bridge or an underpass of the map
is joined at the line's ends alone; a line that is itself one (`ends_only`) is joined at its ends alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point
from shapely.ops import substring

from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import offset_along

END_M = 10.0  # how far from a street or path a line may end and still be joined to it
SAME_M = 0.02
_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)


class Port(NamedTuple):
    """A place on a line where it is joined: to an edge of the network, or (edge -1) to another new line."""

    at_m: float
    edge: int
    offset_m: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class JoinedLine:
    """A line as it will be built, and where it is joined, in order along it."""

    line: LineString
    ports: tuple[Port, ...]


class _Crossing(NamedTuple):
    at_m: float
    edge: int
    offset_m: float
    point: Point
    level: bool  # on the same level


def joined_lines(network: WalkingNetwork, lines: list[LineString], ends_only: list[bool]) -> list[JoinedLine]:
    """Where each new line meets the network and the other lines."""
    made = [_joined(network, line, only, lines[:row] + lines[row + 1 :]) for row, (line, only) in
            enumerate(zip(lines, ends_only, strict=True))]  # fmt: skip
    meetings: list[list[Port]] = [[] for _ in made]
    for a in range(len(made)):
        for b in range(a + 1, len(made)):
            for point in _meetings(made[a].line, made[b].line):
                near = [_near_end(made[row].line, point) for row in (a, b)]
                if (ends_only[a] and not near[0]) or (ends_only[b] and not near[1]):
                    continue
                for row in (a, b):
                    meetings[row].append(Port(made[row].line.project(point), -1, 0.0, point.x, point.y))
    return [JoinedLine(each.line, _in_order(each.ports, more)) for each, more in zip(made, meetings, strict=True)]


def _in_order(ports: tuple[Port, ...], meetings: list[Port]) -> tuple[Port, ...]:
    """All ports in order; a meeting with another new line at a place that is joined already adds nothing."""
    kept = list(ports)
    for meeting in meetings:
        if all(abs(meeting.at_m - port.at_m) > SAME_M for port in kept):
            kept.append(meeting)
    return tuple(sorted(kept))


def _joined(network: WalkingNetwork, line: LineString, only: bool, others: list[LineString]) -> JoinedLine:
    crossings = _crossings(network, line)
    ends = [_end(network, line, crossings, others, last=last) for last in (False, True)]
    begin = ends[0].at_m if isinstance(ends[0], _Crossing) else 0.0
    stop = ends[1].at_m if isinstance(ends[1], _Crossing) else line.length
    if stop <= begin:  # one and the same crossing for both ends of a short line
        begin, stop = 0.0, line.length
        ends = [None, None]
    body = substring(line, begin, stop)
    before = [ends[0]] if isinstance(ends[0], Port) else []
    after = [ends[1]] if isinstance(ends[1], Port) else []
    coords = [*((p.x, p.y) for p in before), *body.coords, *((p.x, p.y) for p in after)]
    built = LineString(coords)
    shift = Point(coords[0]).distance(Point(coords[1])) if before else 0.0
    ports = [p._replace(at_m=0.0) for p in before if p.edge >= 0]
    for crossing in crossings:
        at_end = crossing in ends
        if at_end or (begin <= crossing.at_m <= stop and crossing.level and not only):
            at_m = min(max(crossing.at_m - begin, 0.0) + shift, built.length)
            ports.append(Port(at_m, crossing.edge, crossing.offset_m, crossing.point.x, crossing.point.y))
    ports += [p._replace(at_m=built.length) for p in after if p.edge >= 0]
    return JoinedLine(built, tuple(sorted(ports)))


def _end(
    network: WalkingNetwork, line: LineString, crossings: list[_Crossing], others: list[LineString], *, last: bool
) -> _Crossing | Port | None:
    """What an end of a line is joined to: a crossing just behind it, or the nearest street, path or line before it."""
    point = Point(line.coords[-1 if last else 0])
    behind = [(line.length - each.at_m if last else each.at_m, each) for each in crossings]
    near = [pair for pair in behind if pair[0] <= END_M]
    best = min(near, key=lambda pair: pair[0]) if near else None
    crossed = {each.edge for _, each in near}
    edges = [e for e in network.tree.query(point, predicate="dwithin", distance=END_M).tolist() if e not in crossed]
    apart = shapely.distance(point, network.lines[edges]) if edges else np.zeros(0)
    to_line = [(point.distance(other), other) for other in others]
    limit = min(END_M, best[0] if best else np.inf)
    if len(apart) and apart.min() < limit:
        edge = edges[int(apart.argmin())]
        there = shapely.get_point(shapely.shortest_line(network.lines[edge], point), 0)
        offset = offset_along(network, np.array([edge]), np.array([there], dtype=object))[0]
        limit, found = float(apart.min()), Port(0.0, edge, float(offset), there.x, there.y)
    else:
        found = None
    reached = min(to_line, key=lambda pair: pair[0], default=None)
    if reached is not None and SAME_M < reached[0] < limit:
        there = shapely.get_point(shapely.shortest_line(reached[1], point), 0)
        return Port(0.0, -1, 0.0, there.x, there.y)
    return found if found is not None else (best[1] if best else None)


def _crossings(network: WalkingNetwork, line: LineString) -> list[_Crossing]:
    """Every point in which a line crosses or touches an edge, in order along the line."""
    edges = network.tree.query(line, predicate="intersects").astype(np.int64)
    points, of = _points(shapely.intersection(network.lines[edges], line))
    edge = edges[of]
    if not len(edge):
        return []
    offset = offset_along(network, edge, points)
    at = shapely.line_locate_point(line, points)
    level = (np.asarray(network.edge_flags)[edge] & _OTHER_LEVEL) == 0
    rows = np.lexsort((edge, at))
    return [_Crossing(float(at[r]), int(edge[r]), float(offset[r]), points[r], bool(level[r])) for r in rows]


def _points(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """The points of intersections; of a shared stretch its two ends."""
    parts, of = shapely.get_parts(shapes, return_index=True)
    flat, inner = shapely.get_parts(parts, return_index=True)
    of = of[inner]
    lines = shapely.get_dimensions(flat) == 1
    ends = shapely.boundary(flat[lines])
    more, owner = shapely.get_parts(ends, return_index=True)
    return np.concatenate([flat[~lines], more]), np.concatenate([of[~lines], of[lines][owner]]).astype(np.int64)


def _meetings(a: LineString, b: LineString) -> list[Point]:
    """Where two new lines meet; an end that was led up to the other line touches it within rounding."""
    found, _ = _points(np.array([shapely.intersection(a, b)], dtype=object))
    points = list(found)
    for line, other in ((a, b), (b, a)):
        for at in (0, -1):
            end = Point(line.coords[at])
            if end.distance(other) <= SAME_M and all(end.distance(p) > SAME_M for p in points):
                points.append(end)
    return points


def _near_end(line: LineString, point: Point) -> bool:
    at = line.project(point)
    return bool(min(at, line.length - at) <= END_M)

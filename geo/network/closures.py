"""What a closure shuts: places on streets and paths that nobody passes any more, and stretches that nobody walks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import offset_along

CLOSE_M = 20.0  # how far from a street or path the point of a closure may lie
ALONG_M = 10.0  # a line this near to a street and along it closes the stretch
_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)
_ON_NODE_M = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """Places [(edge, metres along it)] that are shut, and stretches [(edge, from, to)] that are."""

    places: tuple[tuple[int, float], ...] = ()
    stretches: tuple[tuple[int, float, float], ...] = ()


def closure_of(network: WalkingNetwork, shape: BaseGeometry) -> Closure:
    """What a point, line or area closes. A line that is drawn along a street closes the stretch beside it."""
    dimension = int(shapely.get_dimensions(shape))
    if dimension == 0:
        return _at_points(network, shapely.get_parts(shape))
    if dimension == 1:
        parts = [_by_line(network, part) for part in shapely.get_parts(shape)]
        return Closure(
            tuple(place for part in parts for place in part.places),
            tuple(stretch for part in parts for stretch in part.stretches),
        )
    return _in_area(network, shape)


def _at_points(network: WalkingNetwork, points: NDArray[np.object_]) -> Closure:
    (which, edge), _ = network.tree.query_nearest(points, max_distance=CLOSE_M, return_distance=True, all_matches=False)
    offset = offset_along(network, edge, points[which])
    return Closure(places=tuple(zip(edge.tolist(), offset.tolist(), strict=True)))


def _by_line(network: WalkingNetwork, line: BaseGeometry) -> Closure:
    edges = network.tree.query(line, predicate="intersects").astype(np.int64)
    if not len(edges):
        return _beside(network, line)
    places, stretches = [], []
    for edge in edges.tolist():
        meeting = shapely.intersection(network.lines[edge], line)
        points = np.array([shapely.Point(xy) for xy in shapely.get_coordinates(meeting)], dtype=object)
        offsets = offset_along(network, np.full(len(points), edge), points)
        if offsets.max() - offsets.min() > _ON_NODE_M:  # it is drawn along this street, to and fro across it
            stretches.append((edge, float(offsets.min()), float(offsets.max())))
        else:
            places.append((edge, float(offsets[0])))
    return Closure(tuple(places), tuple(stretches))


def _beside(network: WalkingNetwork, line: BaseGeometry) -> Closure:
    """A line that crosses nothing: the stretch of the street it is drawn along, or the nearest place."""
    middle = line.interpolate(0.5, normalized=True)
    edges = network.tree.query_nearest(middle, max_distance=ALONG_M, all_matches=False)
    if not len(edges):
        return Closure()
    edge = int(edges[0])
    ends = np.array([shapely.Point(line.coords[at]) for at in (0, -1)], dtype=object)
    offsets = offset_along(network, np.full(2, edge), ends)
    if abs(offsets[1] - offsets[0]) >= line.length / 2.0:
        return Closure(stretches=((edge, float(offsets.min()), float(offsets.max())),))
    at = offset_along(network, np.array([edge]), np.array([middle], dtype=object))[0]
    return Closure(places=((edge, float(at)),))


def _in_area(network: WalkingNetwork, shape: BaseGeometry) -> Closure:
    """The stretches inside; a bridge over the area or a tunnel under it is none, unless it ends there."""
    edges = network.tree.query(shape, predicate="intersects").astype(np.int64)
    apart = (np.asarray(network.edge_flags)[edges] & _OTHER_LEVEL) > 0
    ends = np.asarray(shapely.points(network.node_xy[np.asarray(network.edge_uv)[edges]]), dtype=object)
    lands = shapely.dwithin(ends, shape, _ON_NODE_M).reshape(-1, 2).any(axis=1)
    edges = edges[~apart | lands]
    stretches = []
    for edge, inside in zip(edges.tolist(), shapely.intersection(network.lines[edges], shape), strict=True):
        for part in shapely.get_parts(inside):
            if part.length <= _ON_NODE_M:
                continue
            first, last = (shapely.Point(part.coords[at]) for at in (0, -1))
            at = np.sort(offset_along(network, np.full(2, edge), np.array([first, last], dtype=object)))
            stretches.append((edge, float(at[0]), float(at[1])))
    return Closure(stretches=tuple(stretches))

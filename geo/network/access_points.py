"""Where a public space is entered: where walks cross or touch its boundary, never its middle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import SNAP_LIMIT_M, EdgePoints, offset_along, snap

BOUNDARY_LIMIT_M = 30.0
_ON_NODE_M = 0.01
_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class AccessMethod(StrEnum):
    """How the way into a space was found."""

    CROSSING = "crossing"  # a walk crosses or touches the boundary
    NEARBY = "nearby"  # no walk touches it: the nearest edge within 30 m of the boundary
    POINT = "point"  # only a point is known: the nearest edge within 150 m of it
    NONE = "none"  # no walk comes near


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AccessPoints:
    """Ways into spaces. `space` [p] is the row of the space that each point in `points` [p] leads into.

    `method` [s] tells for every space how its points were found; a space without points has `AccessMethod.NONE`.
    A space counts once, however many ways in it has.
    """

    space: Ints
    points: EdgePoints
    method: NDArray[np.object_]


def access_points(
    network: WalkingNetwork,
    geometries: Any,
    *,
    allowed: Bools | None = None,
    boundary_limit_m: float = BOUNDARY_LIMIT_M,
    point_limit_m: float = SNAP_LIMIT_M,
) -> AccessPoints:
    """The ways into each space.

    `geometries` is an array [s] of Polygons, MultiPolygons and Points in EPSG:27700; empty ones have no way in.
    `allowed` ([m]) narrows the choice to some edges, for instance those that are no islands.

    A polygon is entered wherever an edge meets its boundary. A bridge over it or a tunnel under it meets nothing,
    unless it ends there; nor does an edge that ends at a closed gate. A walk ends at the access point: the straight
    line from a street to a boundary or point near it is not added.
    """
    shapes = np.asarray(geometries, dtype=object).reshape(-1)
    kinds = shapely.get_type_id(shapes)
    polygons = np.flatnonzero(np.isin(kinds, (3, 6)) & ~shapely.is_empty(shapes))
    single = np.flatnonzero((kinds == 0) & ~shapely.is_empty(shapes))
    method = np.full(len(shapes), AccessMethod.NONE, dtype=object)

    usable = np.ones(network.edge_count, bool) if allowed is None else np.asarray(allowed, bool)
    crossed, edge, offset = _crossings(network, shapes, polygons, usable)
    shut = _at_closed_gate(network, edge, offset)
    # A space whose only ways in are shut is not entered over its fence either.
    left = np.setdiff1d(polygons, crossed)
    crossed, edge, offset = crossed[~shut], edge[~shut], offset[~shut]
    method[crossed] = AccessMethod.CROSSING
    near, near_edge, near_offset = _nearby(network, shapes, left, usable, limit_m=boundary_limit_m)
    method[near] = AccessMethod.NEARBY
    snapped = snap(network, shapely.get_coordinates(shapes[single]), limit_m=point_limit_m, allowed=allowed)
    hit = snapped.reached
    method[single[hit]] = AccessMethod.POINT

    edges = np.concatenate([edge, near_edge, snapped.edge[hit]])
    return AccessPoints(
        space=np.concatenate([crossed, near, single[hit]]),
        points=EdgePoints(
            edge=edges,
            offset_m=np.concatenate([offset, near_offset, snapped.offset_m[hit]]),
            distance_m=np.zeros(len(edges)),
        ),
        method=method,
    )


def _crossings(
    network: WalkingNetwork, shapes: NDArray[np.object_], rows: Ints, usable: Bools
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Space, edge and offset of every point in which an edge meets a boundary, each once."""
    boundaries = shapely.boundary(shapes[rows])
    found, edge = network.tree.query(boundaries, predicate="intersects")
    kept = usable[edge] & ~_passes_over(network, shapes[rows[found]], edge)
    found, edge = found[kept], edge[kept]
    meetings = shapely.intersection(network.lines[edge], boundaries[found])
    xy, pair = shapely.get_coordinates(meetings, return_index=True)
    space, edge = rows[found[pair]], edge[pair].astype(np.int64)
    offset = offset_along(network, edge, np.asarray(shapely.points(xy), dtype=object))
    _, once = np.unique(np.column_stack([space, edge, np.round(offset, 3)]), axis=0, return_index=True)
    return space[once], edge[once], offset[once]


def _passes_over(network: WalkingNetwork, polygons: NDArray[np.object_], edge: Ints) -> Bools:
    """Which edges are bridges or tunnels of which neither end lies in or on the polygon beside them."""
    apart = (np.asarray(network.edge_flags)[edge] & _OTHER_LEVEL) > 0
    passes = np.zeros(len(edge), bool)
    if apart.any():
        uv = np.asarray(network.edge_uv)[edge[apart]]
        lands = np.zeros(len(uv), bool)
        for side in (0, 1):
            ends = np.asarray(shapely.points(network.node_xy[uv[:, side]]), dtype=object)
            lands |= shapely.dwithin(ends, polygons[apart], _ON_NODE_M)
        passes[apart] = ~lands
    return passes


def _at_closed_gate(network: WalkingNetwork, edge: Ints, offset: NDArray[np.float64]) -> Bools:
    closed = (np.asarray(network.node_flags) & np.uint32(NodeFlag.CLOSED)) > 0
    uv = np.asarray(network.edge_uv)[edge].reshape(-1, 2)
    rest = np.asarray(network.edge_length_m)[edge] - offset
    return np.asarray((closed[uv[:, 0]] & (offset < _ON_NODE_M)) | (closed[uv[:, 1]] & (rest < _ON_NODE_M)), bool)


def _nearby(
    network: WalkingNetwork, shapes: NDArray[np.object_], rows: Ints, usable: Bools, *, limit_m: float
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """The point of an edge nearest to each boundary, within the limit; edges on another level do not count."""
    allowed = np.flatnonzero(usable & ((np.asarray(network.edge_flags) & _OTHER_LEVEL) == 0))
    if not len(rows) or not len(allowed):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    boundaries = shapely.boundary(shapes[rows])
    tree = shapely.STRtree(network.lines[allowed])
    found, edge = tree.query_nearest(boundaries, max_distance=limit_m, all_matches=False)
    edge = allowed[edge]
    across = shapely.shortest_line(network.lines[edge], boundaries[found])
    return rows[found], edge, offset_along(network, edge, shapely.get_point(across, 0))

"""What an opening, a step-free way or a crossing mends of what the map has already: gates, steps, kerbs, crossings."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.network.features import has, on_streets
from geo.network.flags import BARRIER_NODES, EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork

OPEN_M = 15.0
RAMP_M = 20.0
CROSSING_M = 10.0

Ints = NDArray[np.int64]

_KERBS = NodeFlag.KERB | NodeFlag.KERB_FLUSH | NodeFlag.KERB_RAISED | NodeFlag.KERB_ROLLED
IN_THE_WAY = int((BARRIER_NODES & ~_KERBS) | NodeFlag.LOCKED | NodeFlag.NARROW | NodeFlag.WHEELCHAIR_NO)
HIGH_KERB = int(NodeFlag.KERB_RAISED | NodeFlag.KERB_ROLLED | NodeFlag.WHEELCHAIR_NO)
NOT_STEP_FREE = int(EdgeFlag.ESCALATOR | EdgeFlag.STEEP | EdgeFlag.NARROW | EdgeFlag.WHEELCHAIR_NO)
SIGNALLED = int(NodeFlag.CROSSING | NodeFlag.SIGNALS | NodeFlag.CROSSING_SAID)


def nodes_near(network: WalkingNetwork, shape: BaseGeometry, within_m: float, *flags: NodeFlag) -> Ints:
    """Nodes near a shape that have a bit of each of the masks."""
    xy = np.asarray(network.node_xy)
    west, south, east, north = shape.bounds
    near = (xy[:, 0] >= west - within_m) & (xy[:, 0] <= east + within_m)
    near &= (xy[:, 1] >= south - within_m) & (xy[:, 1] <= north + within_m)
    rows = np.flatnonzero(near)
    rows = rows[has(np.asarray(network.node_flags)[rows], *flags)]
    apart = shapely.distance(np.asarray(shapely.points(xy[rows]), dtype=object), shape)
    return np.asarray(rows[apart <= within_m], np.int64)


def closed_gates(network: WalkingNetwork, shape: BaseGeometry) -> list[Ints]:
    """Closed gates near a shape: of each the nodes in its one spot, which the map's closure keeps apart."""
    rows = nodes_near(network, shape, OPEN_M, NodeFlag.CLOSED)
    spots: dict[tuple[float, float], list[int]] = {}
    for row, (x, y) in zip(rows.tolist(), np.round(network.node_xy[rows], 2).tolist(), strict=True):
        spots.setdefault((x, y), []).append(row)
    return [np.array(nodes, np.int64) for nodes in spots.values()]


def barred_gates(network: WalkingNetwork, shape: BaseGeometry) -> Ints:
    """Gates and other barriers near a shape that can be passed, if with trouble."""
    return nodes_near(network, shape, OPEN_M, BARRIER_NODES & ~_KERBS)


def restricted_ways(network: WalkingNetwork, shape: BaseGeometry) -> Ints:
    """Edges near a shape that the map opens to some people alone."""
    return _edges_near(network, shape, OPEN_M, EdgeFlag.RESTRICTED)


def steps_near(network: WalkingNetwork, shape: BaseGeometry) -> Ints:
    """The nearest flight of steps near a shape: all the edges of its way there that are steps."""
    edges = _edges_near(network, shape, RAMP_M, EdgeFlag.STEPS)
    if not len(edges):
        return edges
    apart = shapely.distance(network.lines[edges], shape)
    way = int(network.edge_way_id[edges[int(apart.argmin())]])
    return np.asarray(edges[np.asarray(network.edge_way_id)[edges] == way], np.int64)


def high_kerbs(network: WalkingNetwork, shape: BaseGeometry) -> Ints:
    """Kerbs near a shape that are raised or rolled."""
    return nodes_near(network, shape, RAMP_M, NodeFlag.KERB_RAISED | NodeFlag.KERB_ROLLED)


def crossings_near(network: WalkingNetwork, shape: BaseGeometry) -> Ints:
    """Nodes of streets near a shape where the map has a crossing."""
    rows = nodes_near(network, shape, CROSSING_M)
    if not len(rows):
        return rows
    uv = np.asarray(network.edge_uv).reshape(-1, 2)
    on = np.zeros(network.node_count, bool)
    on[uv[has(np.asarray(network.edge_flags), EdgeFlag.CROSSING)].ravel()] = True
    on |= has(np.asarray(network.node_flags), NodeFlag.CROSSING)
    return np.asarray(rows[(on & on_streets(network))[rows]], np.int64)


def _edges_near(network: WalkingNetwork, shape: BaseGeometry, within_m: float, flag: EdgeFlag) -> Ints:
    edges = np.sort(network.tree.query(shape, predicate="dwithin", distance=within_m)).astype(np.int64)
    return edges[has(np.asarray(network.edge_flags)[edges], flag)]

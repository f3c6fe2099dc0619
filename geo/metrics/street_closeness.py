"""How closely streets hang together around each junction and each home of a ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.metrics.standards_isolation import CLOSENESS_CUTOFFS_M
from geo.metrics.study import Ground
from geo.network.closeness import closeness
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClosenessGround:
    """Closeness within each cutoff: of nodes [n, c] and of the ground's homes [h, c], NaN for homes off the network."""

    of_node: Floats
    of_home: Floats


def prepare_closeness(ground: Ground) -> ClosenessGround:
    """Closeness of every node and home of a ground, at the persona's costs.

    Formula: count² / total, where count is the number of other junctions and street ends within the cutoff and total
    the sum of the walks to them: how many there are times how near they are on average. It is the closeness of
    Wasserman and Faust (1994), (n - 1)/(N - 1) · (n - 1)/Σd, without the division by the size of the network. A node
    with none near has 0.
    """
    network = ground.network
    near = closeness(network, cutoffs_m=[each.value for each in CLOSENESS_CUTOFFS_M], costs=ground.costs)
    with np.errstate(invalid="ignore", divide="ignore"):
        of_node = np.where(near.total_m > 0, near.count.astype(np.float64) ** 2 / near.total_m, 0.0)
    return ClosenessGround(of_node=of_node, of_home=at_points(network, of_node, ground.home_points))


def at_points(network: WalkingNetwork, of_node: Floats, points: EdgePoints) -> Floats:
    """Values of nodes [n, c] at points on edges [k, c]: between those of both ends, by how near each is."""
    rows = np.flatnonzero(points.reached)
    edge = points.edge[rows]
    ends = np.asarray(network.edge_uv).reshape(-1, 2)[edge]
    share = (points.offset_m[rows] / np.asarray(network.edge_length_m)[edge])[:, None]
    values = np.full((len(points), of_node.shape[1]), np.nan)
    values[rows] = (1.0 - share) * of_node[ends[:, 0]] + share * of_node[ends[:, 1]]
    return values


def on_edges(network: WalkingNetwork, of_node: Floats) -> Floats:
    """Values of nodes [n, c] for drawing: of each edge [m, c] the mean of its ends."""
    ends = np.asarray(network.edge_uv).reshape(-1, 2)
    return np.asarray((of_node[ends[:, 0]] + of_node[ends[:, 1]]) / 2.0, np.float64)

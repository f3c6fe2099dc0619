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

# One search a node: on larger maps an even sample of homes stands for all (its mean is within about 1 % of theirs).
EVERY_NODE_TO = 20_000
SAMPLE = 3_000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClosenessGround:
    """Closeness within each cutoff. `of_node` [n, c] is NaN where it was not asked for.

    `homes` [r] are rows of the ground's homes, `people` [r] the residents that each stands for and `of_home` [r, c] its
    closeness: all homes near a street, or on a large map a sample.
    """

    of_node: Floats
    homes: Ints
    people: Floats
    of_home: Floats


def prepare_closeness(ground: Ground) -> ClosenessGround:
    """Closeness of a ground's nodes and homes, at the persona's costs.

    Formula: count² / total, where count is the number of other junctions and street ends within the cutoff and total
    the sum of the walks to them: how many there are times how near they are on average. It is the closeness of
    Wasserman and Faust (1994), (n - 1)/(N - 1) · (n - 1)/Σd, without the division by the size of the network. A node
    with none near has 0.
    """
    network, points = ground.network, ground.home_points
    of_node = np.full((network.node_count, len(CLOSENESS_CUTOFFS_M)), np.nan)
    near = np.flatnonzero(points.reached & (ground.homes.residents > 0))
    homes, people = sample_of(near, ground.homes.residents[near], network)
    at = some_of(points, homes)
    nodes = np.arange(network.node_count) if network.node_count <= EVERY_NODE_TO else ends_of(network, at.edge)
    of_node = asked_for(ground, of_node, nodes)
    return ClosenessGround(of_node=of_node, homes=homes, people=people, of_home=at_points(network, of_node, at))


def sample_of(rows: Ints, people: Floats, network: WalkingNetwork, size: int = SAMPLE) -> tuple[Ints, Floats]:
    """Homes to look at, and the residents that each stands for: all on a map of ordinary size.

    On a large one every so many residents, in the order of the rows: a home of many may come several times.
    """
    if network.node_count <= EVERY_NODE_TO or len(rows) <= size:
        return rows, people
    held = np.cumsum(people)
    at = np.searchsorted(held, (np.arange(size) + 0.5) / size * held[-1])
    return rows[at], np.full(size, held[-1] / size)


def ends_of(network: WalkingNetwork, edge: Ints) -> Ints:
    """The nodes at the ends of some edges, each once."""
    return np.unique(np.asarray(network.edge_uv).reshape(-1, 2)[edge]).astype(np.int64)


def asked_for(ground: Ground, of_node: Floats, nodes: Ints) -> Floats:
    """The closeness of nodes with some more of them worked out, where they are not known yet."""
    missing = nodes[np.isnan(of_node[nodes, 0])]
    if not len(missing):
        return of_node
    cutoffs = [each.value for each in CLOSENESS_CUTOFFS_M]
    near = closeness(ground.network, cutoffs_m=cutoffs, nodes=missing, costs=ground.costs)
    known = of_node.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        known[missing] = np.where(near.total_m > 0, near.count.astype(np.float64) ** 2 / near.total_m, 0.0)
    return known


def at_points(network: WalkingNetwork, of_node: Floats, points: EdgePoints) -> Floats:
    """Values of nodes [n, c] at points on edges [k, c]: between those of both ends, by how near each is."""
    rows = np.flatnonzero(points.reached)
    edge = points.edge[rows]
    ends = np.asarray(network.edge_uv).reshape(-1, 2)[edge]
    share = (points.offset_m[rows] / np.asarray(network.edge_length_m)[edge])[:, None]
    values = np.full((len(points), of_node.shape[1]), np.nan)
    values[rows] = (1.0 - share) * of_node[ends[:, 0]] + share * of_node[ends[:, 1]]
    return values


def some_of(points: EdgePoints, rows: Ints) -> EdgePoints:
    """Some of the points, in the order of `rows`."""
    return EdgePoints(edge=points.edge[rows], offset_m=points.offset_m[rows], distance_m=points.distance_m[rows])

"""What it costs to walk between points on edges and the ends of those edges, or along one edge to another point.

Passing a node costs `WalkCosts.node_m`, half on the way in and half on the way out. A point within an edge pays one
half at the end by which it leaves (or is reached); a walk that stays on its edge pays none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels
from geo.network.costs import WalkCosts, lengths
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Ends(NamedTuple):
    """The two ends of the edges of some points; all [2k], first ends before second ends.

    `cost` is the walk between the node and the place itself, with the straight line; `row` the point's row.
    """

    node: Ints
    cost: Floats
    row: Ints


class Along(NamedTuple):
    """Walks along one edge, [p]: the target's row, the seed's row, the cost with both straight lines."""

    target: Ints
    seed: Ints
    cost: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edges of a network at some costs. `back` [m] tells which may be walked from second node to first."""

    ends: NDArray[np.int32]  # [m, 2]
    length: Floats
    cost: Floats
    node_cost: Floats
    back: NDArray[np.bool_]

    @classmethod
    def of(cls, network: WalkingNetwork, costs: WalkCosts | None = None) -> Edges:
        """The edges at `costs`, or at their lengths."""
        costs = lengths(network) if costs is None else costs
        return cls(
            np.asarray(network.edge_uv).reshape(-1, 2),
            np.asarray(network.edge_length_m, np.float64),
            np.asarray(costs.edge_m, np.float64),
            np.asarray(costs.node_m, np.float64),
            ~network.is_one_way,
        )

    def part(self, edge: Ints, metres: Floats) -> Floats:
        """Cost of some metres of edges; nothing for no metres, even of a closed one."""
        with np.errstate(invalid="ignore", divide="ignore"):
            cost = self.cost[edge] * (metres / self.length[edge])
        return np.where(metres <= 0, 0.0, cost)

    def towards(self, seeds: EdgePoints) -> Ends:
        """Walks from the ends of edges to the seeds on them."""
        rows = np.flatnonzero(seeds.reached)
        edge, offset, rest = self._stretches(seeds, rows)
        forwards = self.part(edge, offset)
        backwards = np.where(self.back[edge] | (rest <= 0), self.part(edge, rest), np.inf)
        return self._both(rows, edge, seeds.distance_m[rows], forwards, backwards)

    def away(self, targets: EdgePoints) -> Ends:
        """Walks from targets to the ends of the edges they are on."""
        rows = np.flatnonzero(targets.reached)
        edge, offset, rest = self._stretches(targets, rows)
        backwards = np.where(self.back[edge] | (offset <= 0), self.part(edge, offset), np.inf)
        return self._both(rows, edge, targets.distance_m[rows], backwards, self.part(edge, rest))

    def needed(self, points: EdgePoints, ends: Ends) -> Ends:
        """The ends of `points` that a search needs: not one that is never better than the other and the edge between.

        A point at a node of no cost needs that node alone.
        """
        edge = points.edge[points.reached]
        first, second = ends.cost.reshape(2, -1)
        across = self.cost[edge] + self.node_cost[ends.node].reshape(2, -1).sum(axis=0) / 2.0
        open_ = self.back[edge] & np.isfinite(across)
        no_first = open_ & (first >= second + across)
        no_second = open_ & ~no_first & (second >= first + across)
        kept = ~np.concatenate([no_first, no_second])
        return Ends(ends.node[kept], ends.cost[kept], ends.row[kept])

    def along(self, seeds: EdgePoints, targets: EdgePoints) -> Along:
        """Every target and seed that are on one edge, and the walk along it."""
        goals = np.flatnonzero(seeds.reached)
        goals = goals[np.argsort(seeds.edge[goals], kind="stable")]
        held = seeds.edge[goals]
        with_goals = np.zeros(len(self.length) + 1, bool)  # the last is for targets that are on no edge
        with_goals[held] = True
        rows = np.flatnonzero(with_goals[targets.edge])
        edge = targets.edge[rows]
        low, high = np.searchsorted(held, edge, "left"), np.searchsorted(held, edge, "right")
        count = high - low
        target = np.repeat(rows, count)
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        seed = goals[np.repeat(low, count) + within]
        ahead = seeds.offset_m[seed] - targets.offset_m[target]
        may = (ahead >= 0) | self.back[targets.edge[target]]
        walk = np.where(may, self.part(targets.edge[target], np.abs(ahead)), np.inf)
        return Along(target, seed, walk + seeds.distance_m[seed] + targets.distance_m[target])

    def _stretches(self, points: EdgePoints, rows: Ints) -> tuple[Ints, Floats, Floats]:
        edge, offset = points.edge[rows], points.offset_m[rows]
        return edge, offset, np.maximum(self.length[edge] - offset, 0.0)

    def _both(self, rows: Ints, edge: Ints, line: Floats, first: Floats, second: Floats) -> Ends:
        node = self.ends[edge].astype(np.int64).T.ravel()
        cost = np.concatenate([line + first, line + second]) + self.node_cost[node] / 2.0
        return Ends(node, cost, np.concatenate([rows, rows]))


def arcs_towards(
    network: WalkingNetwork, costs: WalkCosts | None, *, compiled: bool = True
) -> tuple[Ints, NDArray[np.int32], Floats]:
    """Arcs turned round, so that a pass from the seeds finds walks towards them: indptr, node at the end, cost."""
    indptr, indices, edge = network.turned_arcs
    if costs is None:
        return indptr, indices, network.turned_lengths
    edge_m, node_m = np.asarray(costs.edge_m, np.float64), np.asarray(costs.node_m, np.float64)
    if compiled:
        return indptr, indices, kernels.arc_costs(indptr, indices, edge, edge_m, node_m)
    tail = np.repeat(np.arange(network.node_count), np.diff(indptr))
    return indptr, indices, edge_m[edge] + (node_m[tail] + node_m[indices]) / 2.0

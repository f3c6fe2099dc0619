"""Where a walk crosses a main road, as far as a map of middle lines can tell: by the sides on which it comes and goes.

        |  B        A walk from A to B meets the road and goes on across it: one crossing. A walk from A along the road
    ====+====+===   and off again to C crosses it too: it came from one side and leaves on the other. A to D does not:
     A  |    | C    it came and left on the same side.
             D

A walk that ends on the road itself ends on the side of its space; one that begins there, on the side of its home.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints
from geo.network.walk_trees import WalkTree

_TURN = 2.0 * np.pi
_ASIDE_M = 1.0  # nearer to the line than this is on neither side

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class _Arms(NamedTuple):
    """Main roads at each node: arms of node u are ``start[u]:start[u + 1]``; the bearing of each, and its edge."""

    start: Ints
    bearing: Floats
    edge: Ints


@dataclass(frozen=True, slots=True, eq=False)
class RoadCrossings:
    """Crossings on the walks of a tree. `side` [n] is where a walk on a main road from a node leaves it: 1 is left of

    the direction it walks in, -1 right, 0 not known or not on a main road. `seed_side` [s] is where the space of a seed
    on a main road lies, by the direction in which the road is drawn.
    """

    tree: WalkTree
    arms: _Arms
    major: Bools  # [m]
    side: Ints
    seed_side: Ints

    def entering(self, network: WalkingNetwork, node: Ints, edge: Ints) -> Ints:
        """Whether walks that come to `node` [t] by `edge` [t] cross a main road there or on the run that begins there.

        A walk that comes by a main road is on it already: its crossing is counted where it came onto it.
        """
        found = np.zeros(len(node), np.int64)
        onward = self.tree.edge[node]
        from_side = np.flatnonzero(~self.major[edge] & (onward >= 0)) if len(edge) else np.zeros(0, np.int64)
        on_road = self.major[onward[from_side]]
        along, across = from_side[on_road], from_side[~on_road]
        came = _side(network, self.arms, node[along], ahead=onward[along], behind=None, of=edge[along])
        found[along] = came * self.side[node[along]] < 0
        found[across] = self._parted(network, node[across], edge[across], onward[across])
        return found

    def leaving_home(self, network: WalkingNetwork, node: Ints, edge: Ints, offset_m: Floats, xy: Floats) -> Ints:
        """Whether walks from homes at `xy` beside a main road, along it to `node`, leave it on the other side."""
        found = np.zeros(len(node), np.int64)
        on = np.flatnonzero(self.major[edge]) if len(edge) else np.zeros(0, np.int64)
        node, edge = node[on], edge[on]
        lines = network.lines[edge]
        home = _side_of_line(lines, offset_m[on], xy[on])
        forwards = np.asarray(network.edge_uv).reshape(-1, 2)[edge, 1] == node
        found[on] = np.where(forwards, home, -home) * _left_on(network, self, node, edge) < 0
        return found

    def along_home(self, network: WalkingNetwork, seed: Ints, edge: Ints, offset_m: Floats, xy: Floats) -> Ints:
        """Whether walks from homes at `xy` along one main road alone end at a space on its other side."""
        found = np.zeros(len(seed), np.int64)
        on = np.flatnonzero(self.major[edge]) if len(edge) else np.zeros(0, np.int64)
        home = _side_of_line(network.lines[edge[on]], offset_m[on], xy[on])
        found[on] = home * self.seed_side[seed[on]] < 0
        return found

    def _parted(self, network: WalkingNetwork, node: Ints, came: Ints, goes: Ints) -> Bools:
        """Whether two streets at a node lie in different sectors between the main roads that meet there."""
        count = self.arms.start[node + 1] - self.arms.start[node]
        row = np.repeat(np.arange(len(node)), count)
        arm = np.repeat(self.arms.start[node], count) + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        between = np.zeros(len(node))
        for street, sign in ((came, 1.0), (goes, -1.0)):
            past = self.arms.bearing[arm] < _bearing(network, node, street)[row]
            between += sign * np.bincount(row, weights=past, minlength=len(node))
        return np.asarray((count > 1) & (np.mod(between, np.maximum(count, 1)) != 0), np.bool_)


def road_crossings(
    network: WalkingNetwork, tree: WalkTree, seeds: EdgePoints, seed_shapes: NDArray[np.object_]
) -> RoadCrossings:
    """What tells where the walks of a tree cross main roads. `seed_shapes` [s] are the spaces behind the seeds."""
    major = (np.asarray(network.edge_flags) & np.uint32(EdgeFlag.MAJOR_ROAD)) > 0
    arms = _arms(network, major)
    n = network.node_count
    side = np.zeros(n, np.int64)
    seed_side = _sides_of_seeds(network, major, seeds, seed_shapes)
    crossings = RoadCrossings(tree, arms, major, side, seed_side)
    if not major.any():
        return crossings
    on = np.flatnonzero((tree.edge >= 0) & major[tree.edge])
    parent = tree.parent[on]
    # Where the next node's edge is a main road too, the side is that of the next node.
    goes_on = (parent >= 0) & (tree.edge[np.maximum(parent, 0)] >= 0) & major[tree.edge[np.maximum(parent, 0)]]
    ahead = np.full(n, -1, np.int64)
    ahead[on[goes_on]] = parent[goes_on]
    leaves = on[~goes_on & (parent >= 0)]
    side[leaves] = _left_at(network, arms, tree, tree.parent[leaves], tree.edge[leaves])
    ends = on[parent < 0]
    first = np.asarray(network.edge_uv).reshape(-1, 2)[tree.edge[ends], 0] == ends
    side[ends] = np.where(first, seed_side[tree.seed[ends]], -seed_side[tree.seed[ends]])
    while (walking := np.flatnonzero(ahead >= 0)).size:
        side[walking], ahead[walking] = side[ahead[walking]], ahead[ahead[walking]]
    return crossings


def _left_on(network: WalkingNetwork, crossings: RoadCrossings, node: Ints, edge: Ints) -> Ints:
    """On which side walks that come to a node by a main road leave that road."""
    onward = crossings.tree.edge[node]
    stays = (onward >= 0) & crossings.major[onward]
    leaves = np.flatnonzero((onward >= 0) & ~stays)
    side = np.where(stays, crossings.side[node], 0)
    side[leaves] = _left_at(network, crossings.arms, crossings.tree, node[leaves], edge[leaves])
    return side


def _left_at(network: WalkingNetwork, arms: _Arms, tree: WalkTree, node: Ints, came: Ints) -> Ints:
    """On which side walks that come to a node by a main road `came` turn off it there."""
    side = np.zeros(len(node), np.int64)
    off = np.flatnonzero(tree.edge[node] >= 0)
    side[off] = _side(network, arms, node[off], ahead=None, behind=came[off], of=tree.edge[node[off]])
    return side


def _side(
    network: WalkingNetwork, arms: _Arms, node: Ints, *, ahead: Ints | None, behind: Ints | None, of: Ints
) -> Ints:
    """On which side of a road through a node a street lies: 1 left, -1 right of walking ahead.

    One end of the road is given, the other is the arm most opposite to it, or straight on where there is none.
    """
    known = ahead if ahead is not None else behind
    assert known is not None
    this = _bearing(network, node, known)
    that = _most_opposite(arms, node, known, this)
    front, back = (this, that) if ahead is not None else (that, this)
    street = _bearing(network, node, of)
    left = np.mod(street - front, _TURN) < np.mod(back - front, _TURN)
    return np.where(left, 1, -1).astype(np.int64)


def _most_opposite(arms: _Arms, node: Ints, edge: Ints, bearing: Floats) -> Floats:
    count = arms.start[node + 1] - arms.start[node]
    row = np.repeat(np.arange(len(node)), count)
    arm = np.repeat(arms.start[node], count) + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    off = np.abs(np.mod(arms.bearing[arm] - bearing[row], _TURN) - np.pi)
    other = arms.edge[arm] != edge[row]
    opposite = np.mod(bearing + np.pi, _TURN)
    # The least off straight on is written last.
    order = np.flatnonzero(other)[np.argsort(-off[other], kind="stable")]
    opposite[row[order]] = arms.bearing[arm[order]]
    return opposite


def _sides_of_seeds(network: WalkingNetwork, major: Bools, seeds: EdgePoints, shapes: NDArray[np.object_]) -> Ints:
    """On which side of a main road the space of each seed upon it lies, by the direction the road is drawn in."""
    side = np.zeros(len(seeds), np.int64)
    rows = np.flatnonzero(seeds.reached)
    rows = rows[major[seeds.edge[rows]]]
    lines, offset = network.lines[seeds.edge[rows]], seeds.offset_m[rows]
    across = shapely.shortest_line(shapely.line_interpolate_point(lines, offset), shapes[rows])
    far = shapely.get_coordinates(shapely.get_point(across, 1)).reshape(-1, 2)
    side[rows] = _side_of_line(lines, offset, far)
    return side


def _side_of_line(lines: NDArray[np.object_], offset_m: Floats, xy: Floats) -> Ints:
    """1 for places left of a line in the direction it is drawn, -1 for right of it, 0 for places upon it."""
    before = shapely.get_coordinates(shapely.line_interpolate_point(lines, np.maximum(offset_m - 1.0, 0.0)))
    after = shapely.get_coordinates(shapely.line_interpolate_point(lines, offset_m + 1.0))
    along = (after - before).reshape(-1, 2)
    aside = xy - before.reshape(-1, 2)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    apart = (along[:, 0] * aside[:, 1] - along[:, 1] * aside[:, 0]) / length
    return np.where(np.abs(apart) < _ASIDE_M, 0, np.sign(apart)).astype(np.int64)


def _arms(network: WalkingNetwork, major: Bools) -> _Arms:
    edge = np.repeat(np.flatnonzero(major), 2)
    node = np.asarray(network.edge_uv).reshape(-1, 2)[np.flatnonzero(major)].astype(np.int64).ravel()
    bearing = _bearing(network, node, edge)
    order = np.lexsort((bearing, node))
    start = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=network.node_count))]).astype(np.int64)
    return _Arms(start, bearing[order], edge[order])


def _bearing(network: WalkingNetwork, node: Ints, edge: Ints) -> Floats:
    """Direction in which an edge leaves a node, radians anticlockwise from east, 0 to 2 pi."""
    coords, offsets = np.asarray(network.edge_coords), np.asarray(network.edge_offsets)
    first = np.asarray(network.edge_uv).reshape(-1, 2)[edge, 0] == node
    here = np.where(first, offsets[edge], offsets[edge + 1] - 1)
    there = np.where(first, here + 1, here - 1)
    step = coords[there] - coords[here]
    return np.mod(np.arctan2(step[:, 1], step[:, 0]), _TURN)

"""How often a walk crosses main roads, as far as a map of middle lines can tell: the fewest times on its pavements.

        |  B        A walk from A to B meets the road and goes on across it: one crossing. A walk from A along the road
    ====+====+===   and off again to C crosses it too: it came from one side and leaves on the other. A to D does not:
     A  |    | C    it came and left on the same side.
             D

Where a walk passes a node it goes round it clockwise or anticlockwise, that is on its left or its right pavement, and
crosses the main roads that it comes by on that way round; along a main road it may change pavement for one crossing.
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
_LEFT, _RIGHT = 0, 1

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
    """Crossings on the walks of a tree. `to_go` [n, 2] is, for a walk that leaves a node by a main road on its left and

    on its right pavement, how often it still crosses until it is off that road. `seed_side` [s] is where the space of
    a seed on a main road lies, by the direction in which the road is drawn: 1 left, -1 right, 0 neither.
    """

    tree: WalkTree
    arms: _Arms
    major: Bools  # [m]
    to_go: Floats
    seed_side: Ints

    def entering(self, network: WalkingNetwork, node: Ints, edge: Ints) -> Floats:
        """Crossings of walks that come to `node` [t] by `edge` [t]: there, and on the run of main road that begins.

        A walk that comes by a main road is on it already: its crossings are counted where it came onto it.
        """
        found = np.zeros(len(node))
        side_street = np.flatnonzero(~self.major[edge]) if len(edge) else np.zeros(0, np.int64)
        found[side_street] = self._through(network, node[side_street], edge[side_street]).min(axis=1)
        return found

    def leaving_home(self, network: WalkingNetwork, node: Ints, edge: Ints, offset_m: Floats, xy: Floats) -> Floats:
        """Crossings of walks from homes at `xy` beside a main road, along it to `node`, until they are off it."""
        found = np.zeros(len(node))
        on = np.flatnonzero(self.major[edge]) if len(edge) else np.zeros(0, np.int64)
        if not len(on):
            return found
        forwards = np.asarray(network.edge_uv).reshape(-1, 2)[edge[on], 1] == node[on]
        home = _side_of_line(network.lines[edge[on]], offset_m[on], xy[on]) * np.where(forwards, 1, -1)
        on_each = _with_changes(self._through(network, node[on], edge[on]))
        found[on] = np.choose(home + 1, [on_each[:, _RIGHT], on_each.min(axis=1), on_each[:, _LEFT]])
        return found

    def along_home(self, network: WalkingNetwork, seed: Ints, edge: Ints, offset_m: Floats, xy: Floats) -> Floats:
        """Crossings of walks from homes at `xy` along one main road alone: whether the space is on its other side."""
        found = np.zeros(len(seed))
        on = np.flatnonzero(self.major[edge]) if len(edge) else np.zeros(0, np.int64)
        home = _side_of_line(network.lines[edge[on]], offset_m[on], xy[on])
        found[on] = home * self.seed_side[seed[on]] < 0
        return found

    def _through(self, network: WalkingNetwork, node: Ints, came: Ints) -> Floats:
        """Crossings at nodes and on the run of main road after them, [t, 2]: passing them on the left and on the right.

        Walks come by the edge `came`; those that end at the node cross nothing there.
        """
        crossed = np.zeros((len(node), 2))
        goes = np.flatnonzero(self.tree.edge[node] >= 0)
        onward = self.tree.edge[node[goes]]
        crossed[goes] = _passed(network, self.arms, node[goes], came[goes], onward)
        crossed[goes] += np.where(self.major[onward][:, None], self.to_go[node[goes]], 0.0)
        # A home at the node itself, on the edge that its walk takes: its left towards the node is its right from there.
        back = goes[came[goes] == onward]
        crossed[back] = np.where(self.major[came[back]][:, None], self.to_go[node[back]][:, ::-1], 0.0)
        return crossed


def road_crossings(
    network: WalkingNetwork, tree: WalkTree, seeds: EdgePoints, seed_shapes: NDArray[np.object_]
) -> RoadCrossings:
    """What tells where the walks of a tree cross main roads. `seed_shapes` [s] are the spaces behind the seeds."""
    major = (np.asarray(network.edge_flags) & np.uint32(EdgeFlag.MAJOR_ROAD)) > 0
    seed_side = _sides_of_seeds(network, major, seeds, seed_shapes)
    to_go = np.zeros((network.node_count, 2))
    crossings = RoadCrossings(tree, _arms(network, major), major, to_go, seed_side)
    if not major.any():
        return crossings
    on = np.flatnonzero((tree.edge >= 0) & major[tree.edge])
    ends = on[tree.parent[on] < 0]
    drawn = np.asarray(network.edge_uv).reshape(-1, 2)[tree.edge[ends], 0] == ends
    side = seed_side[tree.seed[ends]] * np.where(drawn, 1, -1)
    to_go[ends, _LEFT], to_go[ends, _RIGHT] = side < 0, side > 0
    goes = on[tree.parent[on] >= 0]
    onward = tree.edge[tree.parent[goes]]
    ahead = goes[onward >= 0]
    to_go[ahead] = _passed(network, crossings.arms, tree.parent[ahead], tree.edge[ahead], tree.edge[tree.parent[ahead]])
    stays = np.zeros(network.node_count, bool)
    stays[ahead] = major[tree.edge[tree.parent[ahead]]]
    # Nodes nearer to the end first, so that what comes after each is known.
    for node in on[np.argsort(tree.metres[on], kind="stable")].tolist():
        left, right = to_go[node]
        if stays[node]:
            left, right = (left, right) + to_go[tree.parent[node]]
        to_go[node] = min(left, right + 1.0), min(right, left + 1.0)
    return crossings


def _with_changes(crossed: Floats) -> Floats:
    """The same where a walk may change pavement before, for one crossing."""
    return np.minimum(crossed, crossed[:, ::-1] + 1.0)


def _passed(network: WalkingNetwork, arms: _Arms, node: Ints, came: Ints, goes: Ints) -> Floats:
    """Main roads between two edges at each node, [t, 2]: clockwise from `came` to `goes` (left pavement), and the other

    way round (right pavement). The two edges themselves do not count.
    """
    count = arms.start[node + 1] - arms.start[node]
    row = np.repeat(np.arange(len(node)), count)
    arm = np.repeat(arms.start[node], count) + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    back = _bearing(network, node, came)[row]
    round_to = np.mod(back - _bearing(network, node, goes)[row], _TURN)
    round_arm = np.mod(back - arms.bearing[arm], _TURN)
    other = (arms.edge[arm] != came[row]) & (arms.edge[arm] != goes[row])
    left = np.bincount(row, weights=other & (round_arm < round_to), minlength=len(node))
    right = np.bincount(row, weights=other & (round_arm > round_to), minlength=len(node))
    return np.column_stack([left, right]).astype(np.float64)


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
    order = np.argsort(node, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=network.node_count))]).astype(np.int64)
    return _Arms(start, _bearing(network, node, edge)[order], edge[order])


def _bearing(network: WalkingNetwork, node: Ints, edge: Ints) -> Floats:
    """Direction in which an edge leaves a node, radians anticlockwise from east, 0 to 2 pi."""
    coords, offsets = np.asarray(network.edge_coords), np.asarray(network.edge_offsets)
    first = np.asarray(network.edge_uv).reshape(-1, 2)[edge, 0] == node
    here = np.where(first, offsets[edge], offsets[edge + 1] - 1)
    there = np.where(first, here + 1, here - 1)
    step = coords[there] - coords[here]
    return np.mod(np.arctan2(step[:, 1], step[:, 0]), _TURN)

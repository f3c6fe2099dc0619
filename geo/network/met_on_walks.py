"""What the shortest walks to the nearest seeds pass: flights of steps, main roads, gates, raised kerbs.

Counted along the trees of the walks, so that all walks of a network take one pass (`geo.network.walk_trees`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork
from geo.network.road_crossings import RoadCrossings, road_crossings
from geo.network.snapping import EdgePoints
from geo.network.walk_trees import WalkStarts, WalkTree

_GATES = np.uint32(
    NodeFlag.GATE
    | NodeFlag.LIFT_GATE
    | NodeFlag.STILE
    | NodeFlag.KISSING_GATE
    | NodeFlag.CYCLE_BARRIER
    | NodeFlag.TURNSTILE
    | NodeFlag.OTHER_BARRIER
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Met(StrEnum):
    """What a walk may meet, in the order of the columns of a count."""

    STEPS = "steps"
    MAJOR_ROAD = "major-road"
    GATE = "gate"
    RAISED_KERB = "raised-kerb"


MET = tuple(Met)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MetOnWalks:
    """Counts [n, k] of what the walk from each node meets, a column for each of `MET`; the node itself is passed."""

    counts: Floats
    tree: WalkTree
    crossings: RoadCrossings
    steps: Bools  # [m]

    def from_places(self, network: WalkingNetwork, starts: WalkStarts, places: EdgePoints, xy: Floats) -> Floats:
        """Counts [t, k] on the walk from each place; 0 where there is no walk.

        `xy` [t, 2] are the places themselves: one beside a main road has a side of it. A walk along one edge alone
        meets what the edge is.
        """
        counts = np.zeros((len(places), len(MET)))
        rows = np.flatnonzero(starts.node >= 0)
        node, edge = starts.node[rows], places.edge[rows]
        counts[rows] = self.counts[node]
        counts[rows, 0] += self.steps[edge] & ~_has(self.steps, self.tree.edge[node])
        counts[rows, 1] += self.crossings.entering(network, node, edge)
        counts[rows, 1] += self.crossings.leaving_home(network, node, edge, places.offset_m[rows], xy[rows])
        rows = np.flatnonzero((starts.node < 0) & (starts.seed >= 0))
        edge = places.edge[rows]
        counts[rows, 0] = self.steps[edge]
        counts[rows, 1] = self.crossings.along_home(network, starts.seed[rows], edge, places.offset_m[rows], xy[rows])
        return counts


def met_on_walks(
    network: WalkingNetwork, tree: WalkTree, seeds: EdgePoints, seed_shapes: NDArray[np.object_]
) -> MetOnWalks:
    """What the walks of a tree meet. `seed_shapes` [s] are the spaces that the seeds lead into.

    Steps: each unbroken run of steps once. Main roads (trunk, primary, secondary): the fewest crossings with which the
    walk can be walked on pavements (`geo.network.road_crossings`); roads passed above or below are not met, and each
    half of a dual carriageway is a road. Gates: stiles, cycle barriers, turnstiles and other barriers too, no bollards.
    """
    flags = np.asarray(network.node_flags)
    steps = (np.asarray(network.edge_flags) & np.uint32(EdgeFlag.STEPS)) > 0
    crossings = road_crossings(network, tree, seeds, seed_shapes)
    own = np.zeros((network.node_count, len(MET)))
    onward = np.where(tree.parent >= 0, tree.edge[np.maximum(tree.parent, 0)], -1)
    own[:, 0] = _has(steps, tree.edge) & ~_has(steps, onward)
    going_on = np.flatnonzero(tree.parent >= 0)
    own[going_on, 1] = crossings.entering(network, tree.parent[going_on], tree.edge[going_on])
    own[:, 2] = (flags & _GATES) > 0
    own[:, 3] = (flags & np.uint32(NodeFlag.KERB_RAISED)) > 0
    return MetOnWalks(counts=tree.along(own), tree=tree, crossings=crossings, steps=steps)


def _has(flag: Bools, edge: Ints) -> Bools:
    """The flag of each edge; none for no edge."""
    if not len(flag):
        return np.zeros(len(edge), np.bool_)
    return np.asarray(flag[edge] & (edge >= 0), np.bool_)

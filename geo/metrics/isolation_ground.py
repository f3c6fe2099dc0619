"""What the figures on isolation need of a whole network, made once for each ground and shared by its areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from geo.metrics.free_walks import FreeWalks, prepare_free_walks
from geo.metrics.standards import REACH_CUTOFF_M
from geo.metrics.street_closeness import ClosenessGround, prepare_closeness
from geo.metrics.study import Ground
from geo.network.cut_links import Cuts, at_map_edge, find_cuts
from geo.network.graph import WalkingNetwork
from geo.network.met_on_walks import MetOnWalks, met_on_walks
from geo.network.routing import NodeReach, spread
from geo.network.snapping import EdgePoints
from geo.network.walk_trees import WalkTree, walk_tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """The parts of the network that hang together for the persona. `of_node` [n] is each node's piece.

    `main` is the piece with most length of street; `reaches_edge` [pieces] tells which come to the edge of the map,
    beyond which they may be joined to it.
    """

    of_node: Ints
    main: int
    reaches_edge: Bools


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IsolationGround:
    """One ground, and what hangs on its network as a whole.

    `reach` and `tree` are the walks of all nodes to the nearest way into a public open space, `met` what those walks
    pass; `entrance_xy` [p, 2] are the ways in, `space_tree` the shapes of spaces that have one, by their rows;
    `middle_xy` [m, 2] are the middles of edges.
    """

    ground: Ground
    reach: NodeReach
    tree: WalkTree
    met: MetOnWalks
    cuts: Cuts
    pieces: Pieces
    free: FreeWalks
    closeness: ClosenessGround
    entrance_xy: Floats
    space_tree: STRtree
    middle_xy: Floats


def prepare_isolation(ground: Ground) -> IsolationGround:
    """Everything that the areas of one ground share. A ground without homes, spaces or streets is prepared as well."""
    network, costs = ground.network, ground.costs
    seeds = ground.open_spaces.entrances.points
    reach = spread(network, seeds, cutoff_m=REACH_CUTOFF_M.value, costs=costs)
    tree = walk_tree(network, reach, seeds, costs)
    shapes = ground.open_spaces.shapes
    beyond = at_map_edge(network)
    entered = shapes.copy()
    entered[~np.isin(np.arange(len(shapes)), ground.open_spaces.entrances.space)] = None
    space_tree = STRtree(entered)
    return IsolationGround(
        ground=ground,
        reach=reach,
        tree=tree,
        met=met_on_walks(network, tree, seeds, shapes[ground.open_spaces.entrances.space]),
        cuts=find_cuts(
            network,
            _on_edges(network, ground.home_points, ground.homes.residents),
            np.rint(_on_edges(network, seeds, np.ones(len(seeds)))).astype(np.int64),
            costs=costs,
            beyond=beyond,
        ),
        pieces=_pieces(ground, beyond),
        free=prepare_free_walks(ground, space_tree),
        closeness=prepare_closeness(ground),
        entrance_xy=points_xy(network, seeds),
        space_tree=space_tree,
        middle_xy=_middles(network),
    )


def points_xy(network: WalkingNetwork, points: EdgePoints) -> Floats:
    """Where points on edges are, [k, 2]; NaN for those that are on none."""
    xy = np.full((len(points), 2), np.nan)
    rows = np.flatnonzero(points.reached)
    at = shapely.line_interpolate_point(network.lines[points.edge[rows]], points.offset_m[rows])
    xy[rows] = shapely.get_coordinates(at).reshape(-1, 2)
    return xy


def _on_edges(network: WalkingNetwork, points: EdgePoints, weight: Floats) -> Floats:
    rows = np.flatnonzero(points.reached)
    held = np.bincount(points.edge[rows], weights=weight[rows], minlength=network.edge_count)
    return np.asarray(held, np.float64)


def _pieces(ground: Ground, beyond: Bools) -> Pieces:
    network, costs = ground.network, ground.costs
    n = network.node_count
    uv = np.asarray(network.edge_uv).reshape(-1, 2)
    passed = np.isfinite(costs.edge_m) & np.isfinite(costs.node_m)[uv].all(axis=1)
    on = np.flatnonzero(passed)
    matrix = csr_array((np.ones(len(on), bool), (uv[on, 0], uv[on, 1])), shape=(n, n))
    count, label = connected_components(matrix, directed=False) if n else (0, np.zeros(0))
    of_node = np.asarray(label, np.int64)
    length = np.bincount(of_node[uv[on, 0]], weights=np.asarray(network.edge_length_m)[on], minlength=max(count, 1))
    edge = np.zeros(max(count, 1), bool)
    edge[of_node[beyond]] = True
    return Pieces(of_node=of_node, main=int(np.argmax(length)), reaches_edge=edge)


def _middles(network: WalkingNetwork) -> Floats:
    middle = shapely.line_interpolate_point(network.lines, 0.5, normalized=True)
    return np.asarray(shapely.get_coordinates(middle), np.float64).reshape(-1, 2)

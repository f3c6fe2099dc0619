"""Links and points of a network that people depend on: if one closes, they have no other way to the rest.

A cut link (a bridge of the graph) is an edge on no loop; a cut point (an articulation point) is a node that every walk
between two parts passes. Found in linear time with the people and the ways into spaces behind each
(`geo.network.cut_kernels`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network import cut_kernels
from geo.network.costs import WalkCosts
from geo.network.graph import WalkingNetwork

MAP_EDGE_M = 25.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cuts:
    """What hangs on each edge and node. Edges: [m], nodes: [n].

    A link is closed where it meets the rest, so that whoever lives along it is behind it. "The rest" is what lies
    towards the edge of the map or, in a piece that does not reach it, the part with more residents. `dependants` and
    `entrances_behind` are 0 for edges that are no cut links. `loses_space` marks links with no way into a space behind
    them while there is one (or the edge of the map) before them. `first_in_series` marks links that leave a loop, the
    edge of the map or a fork at the root: those behind them with no loop between hang on them as well.
    `outer` and `inner` name the first and the last cut link between the rest and a node, -1 for none; the people of an
    edge belong to the node `edge_node`. `point_dependants` are the residents whom a closed node parts from the rest.
    `place` and `span` [m, 2] number the nodes so that those behind a link have the numbers of its span.
    """

    is_link: Bools
    dependants: Floats
    entrances_behind: Ints
    loses_space: Bools
    first_in_series: Bools
    edge_node: Ints
    outer: Ints
    inner: Ints
    is_point: Bools
    point_dependants: Floats
    place: Ints
    span: Ints

    def behind(self, edge_weight: Floats) -> Floats:
        """Any other weight of edges, [m], summed behind and along each cut link, [m]; 0 for edges that are none."""
        at_place = np.bincount(self.place[self.edge_node], weights=edge_weight, minlength=len(self.place) + 1)
        held = np.concatenate([[0.0], np.cumsum(at_place)])
        return np.where(self.is_link, held[self.span[:, 1]] - held[self.span[:, 0]], 0.0)


class _Graph(NamedTuple):
    """Open edges both ways; the node after the last stands for all that lies beyond the map."""

    indptr: Ints
    heads: Ints
    edge: Ints


class _Trees(NamedTuple):
    """What `cut_kernels.walk_in_depth` finds, and which nodes hang on their parent by a bridge."""

    place: Ints
    last: Ints
    low: Ints
    parent: Ints
    parent_edge: Ints
    order: Ints
    is_bridge: Bools

    def sums(self, weight: Floats) -> Floats:
        """Sum of a weight over each node and all below it: those met from `place` to `last`."""
        held = np.concatenate([[0.0], np.cumsum(weight[self.order])])
        return np.asarray(held[self.last + 1] - held[self.place], np.float64)


def find_cuts(
    network: WalkingNetwork,
    edge_residents: Floats,
    edge_entrances: Ints,
    *,
    costs: WalkCosts | None = None,
    beyond: Bools | None = None,
    compiled: bool = True,
) -> Cuts:
    """Cut links and cut points, with the residents behind them.

    `edge_residents` [m] are the people who step onto each edge, `edge_entrances` [m] the ways into spaces on it. Edges
    and nodes of infinite cost are closed already: what hangs on a step-free way is found with the costs of someone who
    needs one. `beyond` [n] marks nodes from which the map may go on (`at_map_edge`): they are taken to be joined there,
    so that a cut is one whatever lies beyond. One-way edges hold both ways. `compiled=False` runs plain Python.
    """
    open_edge = np.ones(network.edge_count, bool) if costs is None else _open_edges(network, costs)
    beyond = np.zeros(network.node_count, bool) if beyond is None else beyond
    graph = _graph(network, open_edge, beyond)
    uv = np.asarray(network.edge_uv).astype(np.int64).reshape(-1, 2)
    roots = np.arange(network.node_count, -1, -1)
    trees = _trees(graph, network.edge_count, roots, compiled)
    map_goes_on = bool(beyond.any())
    heavy = _heavy_ends(trees, _at_nodes(trees, uv, open_edge, edge_residents), edge_residents, map_goes_on)
    if len(heavy):
        trees = _trees(graph, network.edge_count, np.concatenate([roots[:1], heavy, roots]), compiled)
    return _read_out(trees, uv, open_edge, edge_residents, np.asarray(edge_entrances, np.int64), map_goes_on, compiled)


def at_map_edge(network: WalkingNetwork, near_m: float = MAP_EDGE_M) -> Bools:
    """Nodes [n] outside the footprint or within `near_m` of its edge: what joins them may lie beyond the map.

    Beyond an invented quarter there is nothing.
    """
    if network.meta.invented or network.node_count == 0:
        return np.zeros(network.node_count, bool)
    inner = network.meta.footprint.buffer(-near_m)
    shapely.prepare(inner)
    xy = np.asarray(network.node_xy)
    return ~np.asarray(shapely.contains_xy(inner, xy[:, 0], xy[:, 1]), bool)


def _open_edges(network: WalkingNetwork, costs: WalkCosts) -> Bools:
    ends_open = np.isfinite(costs.node_m)[np.asarray(network.edge_uv)].reshape(-1, 2).all(axis=1)
    return np.asarray(np.isfinite(costs.edge_m) & ends_open, bool)


def _graph(network: WalkingNetwork, open_edge: Bools, beyond: Bools) -> _Graph:
    edge = np.flatnonzero(open_edge)
    ends = np.asarray(network.edge_uv).astype(np.int64).reshape(-1, 2)[edge]
    exits = np.flatnonzero(beyond)
    outside = np.full(len(exits), network.node_count)
    first = np.concatenate([ends[:, 0], exits])
    second = np.concatenate([ends[:, 1], outside])
    number = np.concatenate([edge, network.edge_count + np.arange(len(exits))])
    tails = np.concatenate([first, second])
    order = np.argsort(tails, kind="stable")
    count = np.bincount(tails, minlength=network.node_count + 1)
    return _Graph(
        np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        np.concatenate([second, first])[order],
        np.concatenate([number, number])[order],
    )


def _trees(graph: _Graph, edges: int, roots: Ints, compiled: bool) -> _Trees:
    walk = cut_kernels.walk_in_depth if compiled else cut_kernels.walk_in_depth.py_func
    place, last, low, parent, parent_edge, order = walk(*graph, roots)
    below = parent >= 0
    bridge = below & (low > place[parent]) & (parent_edge < edges)
    return _Trees(place, last, low, parent, parent_edge, order, bridge)


def _at_nodes(trees: _Trees, uv: Ints, open_edge: Bools, weight: Floats | Ints) -> Floats:
    """A weight of edges given to the end that was met later, [n + 1]; closed edges lead nowhere."""
    node = _later_end(trees, uv)[open_edge]
    return np.asarray(np.bincount(node, weights=weight[open_edge], minlength=len(trees.place)), np.float64)


def _later_end(trees: _Trees, uv: Ints) -> Ints:
    return np.where(trees.place[uv[:, 0]] > trees.place[uv[:, 1]], uv[:, 0], uv[:, 1])


def _heavy_ends(trees: _Trees, residents: Floats, edge_residents: Floats, map_goes_on: bool) -> Ints:
    """Where the pieces that do not reach the edge of the map must be entered, so that most people are before each link.

    Of the bridges with more people after them than before, the lowest: the tree is walked again from there.
    """
    root = _roots(trees)
    outside = len(residents) - 1
    nodes = np.flatnonzero(trees.is_bridge & (~np.bool_(map_goes_on) | (root != outside)))
    held = trees.sums(residents)
    behind = held[nodes] - edge_residents[trees.parent_edge[nodes]]
    nodes = nodes[behind > held[root[nodes]] - held[nodes]]
    order = nodes[np.lexsort((-trees.place[nodes], root[nodes]))]
    return order[np.unique(root[order], return_index=True)[1]]


def _roots(trees: _Trees) -> Ints:
    """The root of each node's tree: the last root met up to the node."""
    is_root = (trees.parent < 0)[trees.order]
    met = np.maximum.accumulate(np.where(is_root, np.arange(len(is_root)), 0))
    return trees.order[met[trees.place]]


# PLR0917: one call, from `find_cuts`.
def _read_out(  # noqa: PLR0917
    trees: _Trees,
    uv: Ints,
    open_edge: Bools,
    edge_residents: Floats,
    edge_entrances: Ints,
    map_goes_on: bool,
    compiled: bool,
) -> Cuts:
    edges, outside = len(uv), len(trees.place) - 1
    down = cut_kernels.hand_down if compiled else cut_kernels.hand_down.py_func
    root, outer, inner = down(trees.order, trees.parent, trees.parent_edge, trees.is_bridge)
    residents = _at_nodes(trees, uv, open_edge, edge_residents)
    people = np.maximum(trees.sums(residents), 0.0)
    ways_in = np.rint(trees.sums(_at_nodes(trees, uv, open_edge, edge_entrances))).astype(np.int64)
    child = np.flatnonzero(trees.is_bridge)
    edge = trees.parent_edge[child]
    before = ways_in[root[child]] > ways_in[child]
    goes_on = np.bool_(map_goes_on) & (root[child] == outside)
    is_point, at_point = _points(trees, people, root, map_goes_on)
    return Cuts(
        is_link=_on_edges(edge, np.ones(len(edge), np.bool_), edges),
        dependants=_on_edges(edge, people[child], edges),
        entrances_behind=_on_edges(edge, ways_in[child], edges),
        loses_space=_on_edges(edge, (ways_in[child] == 0) & (before | goes_on), edges),
        first_in_series=_on_edges(edge, ~trees.is_bridge[trees.parent[child]], edges),
        edge_node=_later_end(trees, uv),
        outer=outer[:outside],
        inner=inner[:outside],
        is_point=is_point[:outside],
        point_dependants=at_point[:outside],
        place=trees.place[:outside],
        span=np.column_stack(
            [_on_edges(edge, trees.place[child], edges), _on_edges(edge, trees.last[child] + 1, edges)]
        ),
    )


def _on_edges(edge: Ints, value: NDArray[_Kind], edges: int) -> NDArray[_Kind]:
    spread = np.zeros(edges, value.dtype)
    spread[edge] = value
    return spread


def _points(trees: _Trees, people: Floats, root: Ints, map_goes_on: bool) -> tuple[Bools, Floats]:
    """Cut points, and the residents of all parts but the main one when each is closed."""
    n = len(people)
    child = np.flatnonzero(trees.parent >= 0)
    up = trees.parent[child]
    parted = trees.low[child] >= trees.place[up]
    child, up = child[parted], up[parted]
    parts = np.bincount(up, minlength=n)
    below = np.bincount(up, weights=people[child], minlength=n)
    largest = np.zeros(n)
    np.maximum.at(largest, up, people[child])
    is_root = trees.parent < 0
    rest = np.where(is_root, 0.0, people[root] - below)
    main = np.where(np.bool_(map_goes_on) & (root == n - 1), rest, np.maximum(rest, largest))
    point = parts > is_root
    point[n - 1] = False
    return point, np.where(point, np.maximum(below + rest - main, 0.0), 0.0)

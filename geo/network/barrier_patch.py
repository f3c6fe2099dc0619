"""The part of a network that matters to some homes, with their goals and what barriers impose, as kernels take it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels_patch
from geo.network.barrier_cut import cut_out, plain
from geo.network.costs import WalkCosts
from geo.network.edge_ends import Edges
from geo.network.graph import WalkingNetwork
from geo.network.impositions import Impositions
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Short = NDArray[np.int32]
Bools = NDArray[np.bool_]
Records = NDArray[np.void]

EDGE = np.dtype(
    [("length", np.float64), ("first", np.int32), ("second", np.int32), ("goal", np.int32), ("back", np.bool_)],
    align=True,
)
GOAL = np.dtype(
    [("offset", np.float64), ("line", np.float64), ("group", np.int32), ("next", np.int32), ("edge", np.int32)],
    align=True,
)
HOME = np.dtype([("offset", np.float64), ("line", np.float64), ("people", np.float64), ("edge", np.int32)], align=True)
OWN = np.dtype([("place", np.int64), ("low", np.int64), ("high", np.int64)], align=True)


class Patch(NamedTuple):
    """Arrays for `geo.network.kernels_barriers`; n nodes, m edges, p goals, h homes, k barriers.

    Arcs are turned round (`geo.network.graph.WalkingNetwork.turned_arcs`). Points at an edge or a node are chains: the
    first one, and the one after each; entry 2 h + e of the homes at a node is home h by end e of its edge. The rows of
    barrier b are ``own_edge_from[b]:own_edge_from[b + 1]``, each with the place and ``low:high``, the rows of all that
    is imposed there, in the order of the impositions; likewise for nodes. `touched` are the edges whose walks a
    barrier changes: its own, and those at its nodes.
    """

    node: Ints  # [n] rows of the network
    indptr: Ints
    head: Short
    arc_edge: Short
    edges: Records  # [m] EDGE
    base_edge: Floats
    base_node: Floats
    goals: Records  # [p] GOAL
    homes: Records  # [h] HOME; edge -1 for none
    home_first: Short  # [n]
    home_next: Short  # [2 h]
    own_edge_from: Ints  # [k + 1]
    own_edge: Records  # OWN
    edge_row_place: Ints
    edge_row_barrier: Ints
    edge_row_m: Floats
    own_node_from: Ints  # [k + 1]
    own_node: Records  # OWN
    node_row_place: Ints
    node_row_barrier: Ints
    node_row_m: Floats
    touched_from: Ints  # [k + 1]
    touched: Ints


def patch_of(  # noqa: PLR0917  # as `BarrierGame.of`
    network: WalkingNetwork,
    base: WalkCosts,
    impositions: Impositions,
    goals: EdgePoints,
    group: Ints,
    homes: EdgePoints,
    people: Floats,
    *,
    cutoff_m: float,
) -> Patch:
    """The patch of all that lies on a walk from some home within the cutoff; the whole network where that is most."""
    cut = cut_out(network, base, homes, goals, cutoff_m)
    ends = cut.at_edges(np.asarray(network.edge_uv).reshape(-1, 2))
    ends = ends if cut.is_whole else cut.new_node[ends]
    goal_edge, home_edge = cut.edges_of(goals.edge), cut.edges_of(homes.edge)
    goal_first, goal_next = kernels_patch.chained(goal_edge, len(cut.old_edge))
    home_first, home_next = kernels_patch.chained_at_ends(home_edge, *plain(ends), len(cut.node))
    base_edge, base_node = plain(cut.at_edges(base.edge_m), base.node_m if cut.is_whole else base.node_m[cut.node])
    on = impositions
    edge, node = cut.edges_of(on.edge), cut.nodes_of(on.node)
    touched_from, touched = touched_edges(on.count, (on.edge_barrier, on.node_barrier), edge, node, ends)
    return Patch(
        cut.node,
        cut.indptr,
        cut.head,
        cut.arc_edge,
        _records(
            EDGE,
            first=ends[:, 0],
            second=ends[:, 1],
            length=cut.at_edges(np.asarray(network.edge_length_m)),
            goal=goal_first,
            back=~cut.at_edges(network.is_one_way),
        ),
        base_edge,
        base_node,
        _records(GOAL, offset=goals.offset_m, line=goals.distance_m, group=group, next=goal_next, edge=goal_edge),
        _records(HOME, offset=homes.offset_m, line=homes.distance_m, people=people, edge=home_edge),
        home_first,
        home_next,
        *_imposed(on.count, on.edge_barrier, edge, on.edge_m),
        *_imposed(on.count, on.node_barrier, node, on.node_m),
        touched_from,
        touched,
    )


def edges_at(patch: Patch, edge_cost: Floats, node_cost: Floats) -> Edges:
    """The patch's edges at some costs."""
    edges = patch.edges
    ends = np.column_stack([edges["first"], edges["second"]])
    return Edges(ends, edges["length"], edge_cost, node_cost, edges["back"])


def goals_on(patch: Patch) -> EdgePoints:
    """The goals on the patch's own edges."""
    return EdgePoints(
        edge=patch.goals["edge"].astype(np.int64), offset_m=patch.goals["offset"], distance_m=patch.goals["line"]
    )


def _imposed(count: int, barrier: Ints, at: Ints, metres: Floats) -> tuple[Ints, Records, Ints, Ints, Floats]:
    """Rows of each barrier: where each's begin, and they; all that is imposed: place, barrier, metres, by place.

    At each place rows stand in the order in which they came.
    """
    here = np.flatnonzero(at >= 0)
    by_place = here[np.argsort(at[here], kind="stable")]
    by_barrier = here[np.argsort(barrier[here], kind="stable")]
    own, places = at[by_barrier], at[by_place]
    low, high = np.searchsorted(places, own, "left"), np.searchsorted(places, own, "right")
    return (
        np.searchsorted(barrier[by_barrier], np.arange(count + 1)).astype(np.int64),
        _records(OWN, place=own, low=low, high=high),
        places.astype(np.int64),
        barrier[by_place].astype(np.int64),
        np.asarray(metres, np.float64)[by_place],
    )


def _records(dtype: np.dtype[np.void], **columns: NDArray[Any]) -> Records:
    """Columns side by side: what belongs together is read together."""
    made = np.empty(len(next(iter(columns.values()))), dtype)
    for name, column in columns.items():
        made[name] = column
    return made


def touched_edges(count: int, barriers: tuple[Ints, Ints], edge: Ints, node: Ints, ends: Short) -> tuple[Ints, Ints]:
    """Edges of each barrier and at its nodes, each once a barrier: where each barrier's begin, and they."""
    at_some = np.zeros(int(ends.max(initial=-1)) + 1, bool)
    at_some[node[(node >= 0) & (node < len(at_some))]] = True
    side = np.column_stack(np.nonzero(at_some[ends]))
    of = ends[side[:, 0], side[:, 1]]
    order = np.argsort(of, kind="stable")
    low, high = np.searchsorted(of[order], node, "left"), np.searchsorted(of[order], node, "right")
    many = high - low
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    at_nodes = side[order[np.repeat(low, many) + within], 0]
    barrier = np.concatenate([barriers[0], np.repeat(barriers[1], many)])
    edges = np.concatenate([edge, at_nodes])
    pairs = np.unique(np.column_stack([barrier, edges])[edges >= 0], axis=0).reshape(-1, 2)
    begin = np.searchsorted(pairs[:, 0], np.arange(count + 1))
    return begin.astype(np.int64), np.ascontiguousarray(pairs[:, 1], np.int64)

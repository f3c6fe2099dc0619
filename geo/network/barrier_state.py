"""What walks cost while some barriers stand and others are gone: tables of nodes, walks of homes, logs to undo by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network import kernels, kernels_barriers
from geo.network.barrier_patch import Patch, edges_at, goals_on

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Short = NDArray[np.int32]
Bools = NDArray[np.bool_]
Records = NDArray[np.void]

MARK = np.dtype([("met", np.int64), ("log", np.int64)], align=True)
_LOG = np.dtype([("distance", np.float64), ("node", np.int32), ("group", np.int32)], align=True)
_HOME_LOG = np.dtype([("walk", np.float64), ("home", np.int64)], align=True)


class State(NamedTuple):
    """Arrays that `geo.network.kernels_barriers` changes; never shared between threads.

    `distance` and `group` [n + 1, least] are each node's nearest distinct groups of goals, in rising order, and a
    scratch row; `bound` [n] is what a walk may cost at a node and still count. Marks tell what was met in this
    removal, and what is in the logs since the last undo.
    """

    edge_cost: Floats
    node_cost: Floats
    gone: Bools
    distance: Floats
    group: Short
    walk: Floats
    bound: Floats
    met: Short
    marks: Records  # [n] MARK
    logs: Records  # [n x least]
    home_marks: Records  # [h] MARK
    home_logs: Records  # [h]
    counts: Ints


class Standing(NamedTuple):
    """The outcome of one whole pass with some barriers standing; never changed."""

    edge_cost: Floats
    node_cost: Floats
    gone: Bools
    distance: Floats  # [n + 1, least]
    group: Short
    walk: Floats  # [h]


def passed(patch: Patch, standing: Bools, least: int, cutoff_m: float, there: Bools) -> Standing:
    """One pass with these barriers standing [k]: exact tables and walks. Homes that are `there` walk 0."""
    edge_cost, node_cost = _costs(patch, standing)
    n = len(patch.node)
    distance, group = np.full((n + 1, least), np.inf), np.full((n + 1, least), -1, np.int32)
    walk = np.where(there, 0.0, np.inf)
    found = Standing(edge_cost, node_cost, ~standing, distance, group, walk)
    if least == 1:
        arc_m = kernels.arc_costs(patch.indptr, patch.head, patch.arc_edge, edge_cost, node_cost)
        starts = edges_at(patch, edge_cost, node_cost).towards(goals_on(patch))
        cost, _ = kernels.multi_source(
            *(patch.indptr, patch.head, arc_m, starts.node, starts.cost, starts.row, cutoff_m)
        )
        distance[:n, 0] = cost
        group[:n, 0] = np.where(np.isfinite(cost), 0, -1)
    else:
        kernels_barriers.fill_tables(patch, _shared(patch, found, np.full(n, cutoff_m)))
    kernels_barriers.fill_walks(patch, found, cutoff_m)
    return found


def state_from(patch: Patch, found: Standing, bound: Floats) -> State:
    """A state of its own to take barriers away in."""
    return _shared(patch, Standing._make(array.copy() for array in found), bound)


def _shared(patch: Patch, found: Standing, bound: Floats) -> State:
    n, least, homes = len(patch.node), found.distance.shape[1], len(patch.homes)
    return State(
        *found,
        bound,
        met=np.empty(n, np.int32),
        marks=np.zeros(n, MARK),
        logs=np.empty(n * least, _LOG),
        home_marks=np.zeros(homes, MARK),
        home_logs=np.empty(homes, _HOME_LOG),
        counts=np.array([0, 1, 0, 0, 0]),
    )


def _costs(patch: Patch, standing: Bools) -> tuple[Floats, Floats]:
    """As `geo.network.impositions.Impositions.costs`, of the patch's own edges and nodes.

    Rows lie by place, and in their first order at each place, so that each sum is the same to its last digit.
    """
    edge_cost, node_cost = patch.base_edge.copy(), patch.base_node.copy()
    on_edges, at_nodes = standing[patch.edge_row_barrier], standing[patch.node_row_barrier]
    np.add.at(edge_cost, patch.edge_row_place[on_edges], patch.edge_row_m[on_edges])
    np.add.at(node_cost, patch.node_row_place[at_nodes], patch.node_row_m[at_nodes])
    return edge_cost, node_cost

"""Unbroken runs of edges of one way of the map: a flight of steps, a stretch of unlit path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.graph import WalkingNetwork

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WayRuns:
    """Runs of edges. `edge` [k] are the edges in them, ascending; `run` [k] numbers the run of each, from 0."""

    edge: Ints
    run: Ints

    @property
    def count(self) -> int:
        """How many runs there are."""
        return int(self.run.max()) + 1 if len(self.run) else 0

    def holding(self, edge: int) -> Ints:
        """The edges of the run that holds an edge; none where the edge is in no run."""
        at = int(np.searchsorted(self.edge, edge))
        if at == len(self.edge) or self.edge[at] != edge:
            return np.zeros(0, np.int64)
        return np.asarray(self.edge[self.run == self.run[at]])

    def each(self) -> list[Ints]:
        """The edges of every run, run by run."""
        order = np.argsort(self.run, kind="stable")
        return np.split(self.edge[order], np.cumsum(np.bincount(self.run))[:-1]) if len(order) else []


def way_runs(network: WalkingNetwork, chosen: Bools) -> WayRuns:
    """The chosen edges ([m]) put together where they are of one way and share a node.

    Edges of no way (id 0) are runs of their own kind: they are put together as if 0 were a way.
    """
    edge = np.flatnonzero(chosen)
    if not len(edge):
        return WayRuns(edge=edge, run=np.zeros(0, np.int64))
    ends = np.asarray(network.edge_uv).reshape(-1, 2)[edge].astype(np.int64)
    way = np.asarray(network.edge_way_id)[edge]
    _, way_row = np.unique(way, return_inverse=True)
    # A node counts once for each way that passes it, so that two ways that cross stay apart.
    _, joint = np.unique((way_row[:, None] * np.int64(network.node_count) + ends).ravel(), return_inverse=True)
    size = len(edge) + int(joint.max()) + 1
    links = coo_array(
        (np.ones(len(joint), bool), (np.repeat(np.arange(len(edge)), 2), len(edge) + joint)), shape=(size, size)
    )
    _, label = connected_components(links, directed=False)
    _, run = np.unique(label[: len(edge)], return_inverse=True)
    return WayRuns(edge=edge, run=np.asarray(run, np.int64))

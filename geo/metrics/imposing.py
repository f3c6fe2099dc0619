"""Barriers laid on the walking network: a place becomes a node, and each barrier costs what it costs there alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.barriers import Barrier, Stretch
from geo.metrics.personas import Persona
from geo.network.costs import WalkCosts
from geo.network.graph import WalkingNetwork
from geo.network.impositions import Impositions
from geo.network.snapping import EdgePoints
from geo.network.split_edges import AT_NODE_M, SplitNetwork, split_edges

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imposed:
    """Barriers on a split network. `base` is what walking costs there without any of them, `barriers` row by row."""

    split: SplitNetwork
    base: WalkCosts
    impositions: Impositions
    barriers: tuple[Barrier, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Marks:
    """All that barriers impose on stretches [s]; `metres` for the whole stretch, or `per_metre` of it."""

    barrier: Ints
    edge: Ints
    from_m: Floats
    to_m: Floats
    metres: Floats
    per_metre: Bools

    def only(self, rows: Bools | Ints) -> _Marks:
        """Some of them."""
        return _Marks(
            barrier=self.barrier[rows],
            edge=self.edge[rows],
            from_m=self.from_m[rows],
            to_m=self.to_m[rows],
            metres=self.metres[rows],
            per_metre=self.per_metre[rows],
        )


def impose(network: WalkingNetwork, base: WalkCosts, barriers: Sequence[Barrier], persona: Persona) -> Imposed:
    """Lay barriers on a network for a walker.

    `base` are costs on `network`, without any of the barriers. Edges are split where a barrier is a place within them
    and where a stretch begins or ends, so that walks between other places stay exactly as long as they were. A barrier
    costs a node once, however often it meets it. One that meets nothing, or does not hinder the walker, imposes
    nothing and keeps its row.
    """
    marks = _marks(barriers, persona)
    has_length = marks.to_m > marks.from_m
    places, stretches = marks.only(~has_length & ~marks.per_metre), marks.only(has_length)
    cut_edge = np.concatenate([places.edge, stretches.edge, stretches.edge])
    cut_m = np.concatenate([places.from_m, stretches.from_m, stretches.to_m])
    split = split_edges(network, EdgePoints(edge=cut_edge, offset_m=cut_m, distance_m=np.zeros(len(cut_m))))
    at_nodes = _at_nodes(barriers, persona, places, split.node[: len(places.edge)])
    on_edges = _on_edges(split, stretches)
    impositions = Impositions(
        count=len(barriers),
        edge_barrier=on_edges[0],
        edge=on_edges[1],
        edge_m=on_edges[2],
        node_barrier=at_nodes[0],
        node=at_nodes[1],
        node_m=at_nodes[2],
    )
    return Imposed(split=split, base=split.costs(base), impositions=impositions, barriers=tuple(barriers))


def _marks(barriers: Sequence[Barrier], persona: Persona) -> _Marks:
    rows: list[tuple[int, Stretch, float, bool]] = [
        (row, stretch, barrier.extra_m[persona.id], barrier.per_metre)
        for row, barrier in enumerate(barriers)
        if barrier.hinders(persona.id)
        for stretch in barrier.stretches
    ]
    return _Marks(
        barrier=np.array([row for row, _, _, _ in rows], np.int64),
        edge=np.array([stretch.edge for _, stretch, _, _ in rows], np.int64),
        from_m=np.array([stretch.from_m for _, stretch, _, _ in rows], np.float64),
        to_m=np.array([stretch.to_m for _, stretch, _, _ in rows], np.float64),
        metres=np.array([metres * stretch.share for _, stretch, metres, _ in rows], np.float64),
        per_metre=np.array([per_metre for _, _, _, per_metre in rows], bool),
    )


def _at_nodes(
    barriers: Sequence[Barrier], persona: Persona, places: _Marks, place_node: Ints
) -> tuple[Ints, Ints, Floats]:
    """Barrier, node and metres of each mark on a node; of several of one barrier on one node the largest."""
    own = [
        (row, node, barrier.extra_m[persona.id])
        for row, barrier in enumerate(barriers)
        if barrier.hinders(persona.id) and not barrier.per_metre
        for node in barrier.nodes
    ]
    barrier = np.concatenate([places.barrier, np.array([row for row, _, _ in own], np.int64)])
    node = np.concatenate([place_node, np.array([node for _, node, _ in own], np.int64)])
    metres = np.concatenate([places.metres, np.array([metres for _, _, metres in own], np.float64)])
    order = np.lexsort((-metres, node, barrier))
    barrier, node, metres = barrier[order], node[order], metres[order]
    first = np.ones(len(barrier), bool)
    first[1:] = (barrier[1:] != barrier[:-1]) | (node[1:] != node[:-1])
    return barrier[first], node[first], metres[first]


def _on_edges(split: SplitNetwork, marks: _Marks) -> tuple[Ints, Ints, Floats]:
    """Barrier, edge of the split network and metres on the whole of it, of each mark on a stretch."""
    is_cut = np.isin(marks.edge, split.cut_edge)
    length = np.asarray(split.network.edge_length_m)
    whole = marks.only(~is_cut)
    span = whole.to_m - whole.from_m
    # A stretch too short to cut off must not close the rest of its edge.
    whole = whole.only(np.isfinite(whole.metres) | (span > length[whole.edge] - 2 * AT_NODE_M))
    parts = [(whole.barrier, whole.edge, _on_part(whole, whole.to_m - whole.from_m))]
    for row in np.flatnonzero(is_cut).tolist():
        mark = marks.only(np.array([row]))
        pieces = split.pieces(int(mark.edge[0]))
        ends = np.cumsum(length[pieces])
        middle = ends - length[pieces] / 2.0
        held = pieces[(middle > mark.from_m[0]) & (middle < mark.to_m[0])]
        of = mark.only(np.zeros(len(held), np.int64))
        parts.append((of.barrier, held, _on_part(of, length[held])))
    barrier, edge, metres = (np.concatenate(column) for column in zip(*parts, strict=True))
    return barrier.astype(np.int64), edge.astype(np.int64), metres.astype(np.float64)


def _on_part(marks: _Marks, part_m: Floats) -> Floats:
    """What a mark costs on a part of its stretch, by length."""
    span = np.where(marks.per_metre, 1.0, marks.to_m - marks.from_m)
    return np.asarray(marks.metres * (part_m / span), np.float64)

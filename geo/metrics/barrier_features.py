"""The features of the map that a point is taken to mean: steps, kerbs, gates, crossings, junctions of main roads.

A flight of several edges is met on each, by its share of the length. A crossing is met in the middle of each half,
half on either: whoever walks along the street passes the same node of the map and crosses nothing. A main road is met
the same way, at the ends of the streets that come into it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.barriers import Meets, Stretch
from geo.metrics.barrier_meeting import Met, edges_at, ways_of
from geo.metrics.way_runs import WayRuns, way_runs
from geo.network.features import on_streets
from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_STEPS = EdgeFlag.STEPS | EdgeFlag.STEEP | EdgeFlag.LIFT
_STEP_NODES = NodeFlag.KERB | NodeFlag.LIFT
_GATES = (
    NodeFlag.GATE
    | NodeFlag.LIFT_GATE
    | NodeFlag.STILE
    | NodeFlag.KISSING_GATE
    | NodeFlag.CYCLE_BARRIER
    | NodeFlag.TURNSTILE
    | NodeFlag.BOLLARD
    | NodeFlag.OTHER_BARRIER
    | NodeFlag.LOCKED
    | NodeFlag.CLOSED
)
_CROSSINGS = NodeFlag.CROSSING | NodeFlag.SIGNALS | NodeFlag.ZEBRA | NodeFlag.CROSSING_SAID
_MAIN_ROADS = EdgeFlag.MAJOR_ROAD | EdgeFlag.FAST_TRAFFIC
_FROM_JUNCTION_M = 2.0  # how far from a junction a main road is met on the streets that come into it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Near:
    """Pairs of a point and an edge within the limit of it; `at_end_m` [p, 2] is how far the ends of the edge are."""

    row: Ints
    edge: Ints
    apart_m: Floats
    ends: Ints
    at_end_m: Floats
    limit_m: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Choices:
    """Features that points may be met at: an edge's run, or a node."""

    row: Ints
    apart_m: Floats
    is_node: Bools
    number: Ints

    def nearest(self, points: int) -> tuple[Ints, Bools]:
        """Edge or node for each point, -1 for none, and which it is; ties to the lowest number."""
        order = np.lexsort((self.number, self.is_node, self.apart_m, self.row))
        _, first = np.unique(self.row[order], return_index=True)
        chosen = order[first]
        number, is_node = np.full(points, -1, np.int64), np.zeros(points, bool)
        number[self.row[chosen]], is_node[self.row[chosen]] = self.number[chosen], self.is_node[chosen]
        return number, is_node


def features_near(
    network: WalkingNetwork, usable: Bools, near: Near, category: str, points: int
) -> tuple[Ints, tuple[Met, ...]]:
    """The feature of each point, -1 where its category has none or none is near, and the features themselves."""
    number, is_node = np.full(points, -1, np.int64), np.zeros(points, bool)
    for choices in _choices(network, near, category):
        found, of_node = choices.nearest(points)
        fresh = (number < 0) & (found >= 0)
        number[fresh], is_node[fresh] = found[fresh], of_node[fresh]
    runs = way_runs(network, _stepped(network, usable) if category == "b-step" else np.zeros(network.edge_count, bool))
    number = _first_of_runs(runs, number, is_node)
    rows = np.flatnonzero(number >= 0)
    keys, of = np.unique(np.column_stack([is_node[rows], number[rows]]), axis=0, return_inverse=True)
    feature = np.full(points, -1, np.int64)
    feature[rows] = of.reshape(-1)
    features = tuple(
        _node_met(network, usable, int(which), category) if node else _run_met(network, runs.holding(int(which)))
        for node, which in keys.tolist()
    )
    return feature, features


def _choices(network: WalkingNetwork, near: Near, category: str) -> list[_Choices]:
    """What the points of a category may be met at, the best kind first."""
    flags, node_flags = np.asarray(network.edge_flags), np.asarray(network.node_flags)

    def with_flag(bits: int) -> Bools:
        return np.asarray((node_flags & np.uint32(bits)) > 0)

    if category == "b-step":
        edges = (flags[near.edge] & np.uint32(_STEPS)) > 0
        return [_joined(_edges(near, edges), _nodes(near, with_flag(_STEP_NODES)))]
    if category == "b-gate":
        return [_nodes(near, with_flag(_GATES))]
    if category == "b-cross":
        crossing = (flags[near.edge] & np.uint32(EdgeFlag.CROSSING)) > 0
        drawn = _street_ends(near, crossing, on_streets(network))
        main = (flags & np.uint32(_MAIN_ROADS)) > 0
        junctions = _touched(network, main) & _touched(network, ~main)
        return [_joined(drawn, _nodes(near, with_flag(_CROSSINGS))), _nodes(near, junctions)]
    return []


def _edges(near: Near, chosen: Bools) -> _Choices:
    return _Choices(
        row=near.row[chosen],
        apart_m=near.apart_m[chosen],
        is_node=np.zeros(int(chosen.sum()), bool),
        number=near.edge[chosen],
    )


def _nodes(near: Near, chosen: Bools) -> _Choices:
    """Chosen nodes ([n]) within the limit of a point."""
    kept = chosen[near.ends] & (near.at_end_m <= near.limit_m)
    return _Choices(
        row=np.repeat(near.row, 2)[kept.ravel()],
        apart_m=near.at_end_m[kept],
        is_node=np.ones(int(kept.sum()), bool),
        number=near.ends[kept],
    )


def _street_ends(near: Near, crossing: Bools, street: Bools) -> _Choices:
    """Crossings drawn as ways, by the node in the street that they cross; as near as the way itself."""
    kept = crossing[:, None] & street[near.ends]
    nearer = near.apart_m[:, None] + near.at_end_m * 1e-6  # of a way that crosses two streets the nearer one
    return _Choices(
        row=np.repeat(near.row, 2)[kept.ravel()],
        apart_m=nearer[kept],
        is_node=np.ones(int(kept.sum()), bool),
        number=near.ends[kept],
    )


def _joined(one: _Choices, other: _Choices) -> _Choices:
    return _Choices(
        row=np.concatenate([one.row, other.row]),
        apart_m=np.concatenate([one.apart_m, other.apart_m]),
        is_node=np.concatenate([one.is_node, other.is_node]),
        number=np.concatenate([one.number, other.number]),
    )


def _touched(network: WalkingNetwork, edges: Bools) -> Bools:
    touched = np.zeros(network.node_count, bool)
    touched[np.asarray(network.edge_uv).reshape(-1, 2)[edges].ravel()] = True
    return touched


def _first_of_runs(runs: WayRuns, number: Ints, is_node: Bools) -> Ints:
    """Edges of one flight, or one steep way, stand for its first edge, so that whoever means it meets the same."""
    chosen = np.flatnonzero((number >= 0) & ~is_node)
    first = np.full(runs.count, np.iinfo(np.int64).max)
    np.minimum.at(first, runs.run, runs.edge)
    number = number.copy()
    number[chosen] = first[runs.run[np.searchsorted(runs.edge, number[chosen])]]
    return number


def _stepped(network: WalkingNetwork, usable: Bools) -> Bools:
    return np.asarray(((np.asarray(network.edge_flags) & np.uint32(_STEPS)) > 0) & usable)


def _run_met(network: WalkingNetwork, edges: Ints) -> Met:
    """A flight of steps: each of its edges is met in its middle, by its share of the whole length."""
    length = np.asarray(network.edge_length_m)[edges]
    shares = length / length.sum()
    stretches = tuple(
        Stretch(edge=each, from_m=metres / 2.0, to_m=metres / 2.0, share=share)
        for each, metres, share in zip(edges.tolist(), length.tolist(), shares.tolist(), strict=True)
    )
    middle = edges[int(np.argmax(length))]
    return Met(
        meets=Meets.FEATURE,
        geometry=shapely.line_interpolate_point(network.lines[middle], 0.5, normalized=True),
        stretches=stretches,
        osm=ways_of(network, edges),
    )


def _node_met(network: WalkingNetwork, usable: Bools, node: int, category: str) -> Met:
    """A gate or a kerb on a path at its node; what lies across a street on the arms that cross it."""
    arms = edges_at(network, node)
    arms = arms[usable[arms]]
    stretches = () if category == "b-gate" else _across(network, node, arms, main_road=category == "b-cross")
    return Met(
        meets=Meets.FEATURE,
        geometry=shapely.Point(network.node_xy[node]),
        stretches=stretches,
        nodes=() if stretches else (node,),
        osm=ways_of(network, arms),
    )


def _across(network: WalkingNetwork, node: int, arms: Ints, *, main_road: bool) -> tuple[Stretch, ...]:
    """Places on the arms that cross the street at a node; none where the map draws no such arm."""
    flags = np.asarray(network.edge_flags)[arms]
    crossing = (flags & np.uint32(EdgeFlag.CROSSING)) > 0
    if not (flags & np.uint32(EdgeFlag.ROAD | EdgeFlag.SERVICE)).any():
        return ()
    length = np.asarray(network.edge_length_m)[arms]
    if crossing.any():
        share = 0.5 if crossing.sum() > 1 else 1.0
        return tuple(
            Stretch(edge=edge, from_m=metres / 2.0, to_m=metres / 2.0, share=share)
            for edge, metres in zip(arms[crossing].tolist(), length[crossing].tolist(), strict=True)
        )
    side = (flags & np.uint32(_MAIN_ROADS)) == 0
    if not main_road or side.all():
        return ()
    places = []
    for edge, metres in zip(arms[side].tolist(), length[side].tolist(), strict=True):
        inward = min(_FROM_JUNCTION_M, metres / 2.0)
        at = inward if network.edge_uv[edge, 0] == node else metres - inward
        places.append(Stretch(edge=edge, from_m=at, to_m=at, share=0.5))
    return tuple(places)

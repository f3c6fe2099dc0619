"""How far a walk reaches: the streets and paths within some metres of a place, and the ground beside them.

The reached part of each edge is exact: a partly reached one is cut where the metres run out. The polygon is all ground
within 25 m of a reached street or path: about the width of a street with the plots that face it. It claims nothing
beyond, so that a railway yard, a lake or a block of back gardens wider than 50 m stays a hole, as what lies across it
is not reached. (A hull would fill these; see docs/adr/0015.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPolygon
from shapely.ops import substring

from geo.network import kernels, kernels_twin
from geo.network.costs import WalkCosts, lengths
from geo.network.edge_ends import Edges, arcs_towards
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints

BESIDE_STREET_M = 25.0
_SAME_SPOT_M = 1e-9

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catchment:
    """What is reached within `cutoff_m` metres of walking (at a persona's costs), in EPSG:27700.

    `streets` are the reached parts of streets and paths, `length_m` long in all; `polygon` the ground within 25 m of
    them. Both are empty where nothing is reached.
    """

    cutoff_m: float
    streets: MultiLineString
    polygon: MultiPolygon
    length_m: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walked:
    """One pass from (or, with `towards`, to) some points: the cost at every node, [n], inf past the cutoff.

    As `geo.network.routing.NodeReach`, a cost is that in the middle of the node.
    """

    points: EdgePoints
    cutoff_m: float
    towards: bool
    node_cost: Floats


def walk_out(
    network: WalkingNetwork,
    points: EdgePoints,
    cutoff_m: float,
    *,
    costs: WalkCosts | None = None,
    towards: bool = False,
    compiled: bool = True,
) -> Walked:
    """One pass from all points together. `towards` turns every walk round: who can come here, not where one can go.

    The two differ on one-way walks alone, such as escalators. Points that are not on the network reach nothing.
    """
    costs = lengths(network) if costs is None else costs
    edges = Edges.of(network, costs)
    if towards:
        starts = edges.towards(points)
        indptr, indices, arc_m = arcs_towards(network, costs)
    else:
        starts = edges.away(points)
        indptr, indices, arc_m = np.asarray(network.indptr), np.asarray(network.indices), costs.arc_m(network)
    pass_from = kernels.multi_source if compiled else kernels_twin.multi_source
    cost, _ = pass_from(indptr, indices, arc_m, starts.node, starts.cost, starts.row, float(cutoff_m))
    return Walked(points=points, cutoff_m=float(cutoff_m), towards=towards, node_cost=cost)


def walks_of(network: WalkingNetwork, walked: Walked, places: EdgePoints, *, costs: WalkCosts | None = None) -> Floats:
    """Metres of the walk between the points of a pass and each place, [t]; inf past its cutoff.

    `costs` must be those of the pass. Straight lines at both ends count.
    """
    edges = Edges.of(network, costs)
    ends = edges.away(places) if walked.towards else edges.towards(places)
    metres = np.full(len(places), np.inf)
    np.minimum.at(metres, ends.row, walked.node_cost[ends.node] + ends.cost)
    if walked.towards:
        along = edges.along(walked.points, places)
        np.minimum.at(metres, along.target, along.cost)
    else:
        along = edges.along(places, walked.points)
        np.minimum.at(metres, along.seed, along.cost)
    return np.where(metres <= walked.cutoff_m, metres, np.inf)


def catchments(
    network: WalkingNetwork,
    points: EdgePoints,
    cutoffs_m: Sequence[float],
    *,
    costs: WalkCosts | None = None,
    towards: bool = False,
    beside_m: float = BESIDE_STREET_M,
) -> tuple[Catchment, ...]:
    """The catchment of some points together (the ways into one space, or one place) for each cutoff, in their order.

    `costs` are a persona's (`geo.metrics.personas.costs_for`); without them the lengths. A farther cutoff always
    holds the nearer ones. Of a point 40 m from its street, 40 m are spent on the straight line.
    """
    cutoffs = [float(cutoff) for cutoff in cutoffs_m]
    if not cutoffs:
        return ()
    walked = walk_out(network, points, max(cutoffs), costs=costs, towards=towards)
    edges = Edges.of(network, costs)
    found: dict[float, Catchment] = {}
    polygon, beside = MultiPolygon(), np.zeros(network.edge_count, bool)
    for cutoff in sorted(set(cutoffs)):
        parts = _reached_parts(network, edges, walked, cutoff)
        # The nearer catchment is part of the farther one, so that what it holds is not drawn again.
        new = shapely.buffer(parts.lines[~beside[parts.edge]], beside_m)
        polygon = _as_polygons(shapely.union_all([polygon, *new]))
        beside = parts.whole
        streets = MultiLineString(list(parts.lines))
        found[cutoff] = Catchment(cutoff_m=cutoff, streets=streets, polygon=polygon, length_m=streets.length)
    return tuple(found[cutoff] for cutoff in cutoffs)


class _Parts(NamedTuple):
    """Parts of edges: their lines and edges, [p] each, and which edges are there as a whole, [m]."""

    lines: NDArray[np.object_]
    edge: Ints
    whole: NDArray[np.bool_]


def _reached_parts(network: WalkingNetwork, edges: Edges, walked: Walked, cutoff_m: float) -> _Parts:
    from_first, from_second = _from_ends(edges, walked, cutoff_m)
    own = _around_points(edges, walked, cutoff_m)
    whole = from_first + from_second >= edges.length - _SAME_SPOT_M
    touched = (from_first > _SAME_SPOT_M) | (from_second > _SAME_SPOT_M)
    touched[list(own)] = True
    lines, of = list(network.lines[whole]), list(np.flatnonzero(whole))
    for edge in np.flatnonzero(touched & ~whole):
        length = float(edges.length[edge])
        spans = [(0.0, float(from_first[edge])), (length - float(from_second[edge]), length), *own.get(int(edge), ())]
        for low, high in _joined(spans):
            lines.append(substring(network.lines[edge], low, high))
            of.append(edge)
    held = np.empty(len(lines), object)
    held[:] = lines
    return _Parts(held, np.array(of, np.int64), whole)


def _from_ends(edges: Edges, walked: Walked, cutoff_m: float) -> tuple[Floats, Floats]:
    """How many metres of each edge are walked from its first node, and from its second; [m] each."""
    at_ends = walked.node_cost[edges.ends] + edges.node_cost[edges.ends] / 2.0
    with np.errstate(divide="ignore", invalid="ignore"):
        left = (cutoff_m - at_ends) / (edges.cost / edges.length)[:, None]
    metres = np.clip(np.where(np.isfinite(at_ends) & np.isfinite(edges.cost)[:, None], left, 0.0), 0.0, None)
    metres = np.minimum(metres, edges.length[:, None])
    # Out from the second node, or in to the first, is against the edge.
    metres[~edges.back, 0 if walked.towards else 1] = 0.0
    return metres[:, 0], metres[:, 1]


def _around_points(edges: Edges, walked: Walked, cutoff_m: float) -> dict[int, list[tuple[float, float]]]:
    """Stretches of edges around the points themselves, by edge."""
    points = walked.points
    spans: dict[int, list[tuple[float, float]]] = {}
    for row in np.flatnonzero(points.reached & (points.distance_m < cutoff_m)):
        edge, offset = int(points.edge[row]), float(points.offset_m[row])
        if not np.isfinite(edges.cost[edge]):
            continue
        metres = (cutoff_m - float(points.distance_m[row])) * edges.length[edge] / edges.cost[edge]
        ahead, behind = (edges.back[edge], True) if walked.towards else (True, edges.back[edge])
        low = max(offset - metres, 0.0) if behind else offset
        high = min(offset + metres, float(edges.length[edge])) if ahead else offset
        spans.setdefault(edge, []).append((low, high))
    return spans


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches of one edge with overlaps joined and empty ones gone."""
    joined: list[tuple[float, float]] = []
    for low, high in sorted(span for span in spans if span[1] - span[0] > _SAME_SPOT_M):
        if joined and low <= joined[-1][1] + _SAME_SPOT_M:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _as_polygons(shape: shapely.Geometry) -> MultiPolygon:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return MultiPolygon(parts)

"""How much of an area's streets lies within a walk of public open space: a figure that needs no census."""

from __future__ import annotations

import numpy as np
import shapely

from geo.metrics.access_ground import AccessGround, Bools, Goal, Layer
from geo.metrics.access_walks import HomeWalks
from geo.metrics.coverage import percent
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards import COVERAGE_NEEDED, NEAR_SPACE_M
from geo.metrics.standards_access import OPEN_KINDS
from geo.metrics.stretches import Floats, Stretches, joined, stretches_in
from geo.network.flags import EdgeFlag

_METRIC = "streets_within_400m"
_NOTEWORTHY = 0.005
_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)
_LEAST_M = 1.0


def street_figures(walks: HomeWalks) -> Figures:
    """The share of the length of streets in the area from which a public open space is at most 400 m away on foot."""
    return Figures(measurements=(_streets(walks),))


def _streets(walks: HomeWalks) -> Measurement:
    prepared, limit = walks.prepared, NEAR_SPACE_M.value
    coverage = walks.study.coverage.note
    if not len(prepared.ground.open_spaces.entrances.space):
        return measured(_METRIC, None, notes=["Not known: no public open space is known on this map.", coverage])
    here = _streets_in(walks)
    metres = float(here.length_m.sum())
    if metres < _LEAST_M:
        return measured(_METRIC, None, notes=["Not known: the map shows no street in this area.", coverage])
    near = here.shared_m(prepared.kept(("streets", limit), lambda: _near_space(prepared, limit)))
    left = here.length_m - near
    # Where the map ends sooner, a space beyond it may be nearer.
    network = prepared.ground.network
    may = np.zeros(len(left), bool)
    if not network.meta.invented:
        may = shapely.distance(network.lines[here.edge], network.meta.footprint.boundary) < limit
    hidden = float(left[may].sum()) / metres
    said = f"Of {metres / 1000:,.1f} km of streets that this walker can use."
    if hidden >= _NOTEWORTHY and walks.covered(limit) < COVERAGE_NEEDED.value:
        covered = f"Not known: the installed map covers {percent(walks.covered(limit))} of the {limit:.0f} m around."
        return measured(_METRIC, None, notes=[covered, said, coverage])
    ends = f"The map ends near: up to {percent(hidden)} more may be within it by ways beyond."
    notes = [said, ends if hidden >= _NOTEWORTHY else "", prepared.listed_note, coverage]
    return measured(_METRIC, 100.0 * float(near.sum()) / metres, notes=notes)


def _streets_in(walks: HomeWalks) -> Stretches:
    """The streets of the area within the map; merged."""
    network = walks.prepared.ground.network
    area = walks.study.area.geometry.intersection(network.meta.footprint)
    shapely.prepare(area)
    streets = _is_street(walks.prepared)
    edge = np.sort(network.tree.query(area, predicate="intersects"))
    edge = edge[streets[edge]].astype(np.int64)
    whole = shapely.contains_properly(area, network.lines[edge])
    inner = _whole(np.asarray(network.edge_length_m), edge[whole])
    cut = edge[~whole]
    return joined(inner, stretches_in(network.lines, cut, np.full(len(cut), area, dtype=object))).merged()


def _is_street(prepared: AccessGround) -> Bools:
    flags = np.asarray(prepared.ground.network.edge_flags)
    return np.asarray(prepared.ground.usable & ((flags & np.uint32(EdgeFlag.ROAD)) > 0), np.bool_)


def _whole(length: Floats, edge: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Stretches:
    return Stretches(edge=edge, start_m=np.zeros(len(edge)), end_m=np.asarray(length[edge], np.float64))


def _near_space(prepared: AccessGround, limit: float) -> Stretches:
    """Every stretch of street from which a space is at most so far away, or that lies in one; merged."""
    ground = prepared.ground
    edge = np.flatnonzero(_is_street(prepared)).astype(np.int64)
    by_ends = _by_ends(prepared, edge, limit)
    by_entrances = _by_entrances(prepared, limit)
    level = edge[(np.asarray(ground.network.edge_flags)[edge] & _OTHER_LEVEL) == 0]
    shapes = ground.open_spaces.shapes
    land = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    at, space = shapely.STRtree(shapes[land]).query(ground.network.lines[level], predicate="intersects")
    inside = stretches_in(ground.network.lines, level[at], shapes[land[space]])
    return joined(*by_ends, *by_entrances, inside).merged()


def _goal() -> Goal:
    return Goal(layer=Layer.OPEN, kinds=OPEN_KINDS)


def _by_ends(
    prepared: AccessGround, edge: np.ndarray[tuple[int], np.dtype[np.int64]], limit: float
) -> tuple[Stretches, Stretches]:
    """What lies near enough by way of each end of the edge."""
    network, costs = prepared.ground.network, prepared.ground.costs
    reach = prepared.spread(_goal()).reach
    length = np.asarray(network.edge_length_m)[edge]
    left = limit - (reach.cost + np.asarray(costs.node_m) / 2.0)[np.asarray(network.edge_uv)[edge]]
    far = np.clip(_metres_for(left, prepared, edge[:, None]), 0.0, length[:, None])
    far[:, 0] = np.where(_one_way(prepared, edge), 0.0, far[:, 0])
    zero = np.zeros(len(edge))
    return (
        Stretches(edge=edge, start_m=zero, end_m=far[:, 0]),
        Stretches(edge=edge, start_m=length - far[:, 1], end_m=length),
    )


def _by_entrances(prepared: AccessGround, limit: float) -> tuple[Stretches]:
    """What lies near enough along an edge that a way into a space stands on."""
    seeds = prepared.spread(_goal()).seeds
    length = np.asarray(prepared.ground.network.edge_length_m)[seeds.edge]
    left = limit - seeds.distance_m
    far = np.maximum(_metres_for(left, prepared, seeds.edge), 0.0)
    ahead = np.where(_one_way(prepared, seeds.edge), 0.0, far)
    return (
        Stretches(
            edge=seeds.edge,
            start_m=np.maximum(seeds.offset_m - far, 0.0),
            end_m=np.minimum(seeds.offset_m + ahead, length),
        ),
    )


def _metres_for(cost: Floats, prepared: AccessGround, edge: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Floats:
    """How many metres of an edge may be walked at some cost; none of a closed one."""
    length = np.asarray(prepared.ground.network.edge_length_m)[edge]
    each = np.asarray(prepared.ground.costs.edge_m)[edge] / length
    metres = np.where(np.isfinite(each), cost / each, 0.0)
    return np.asarray(np.where(np.isfinite(cost), metres, 0.0), np.float64)


def _one_way(prepared: AccessGround, edge: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Bools:
    flags = np.asarray(prepared.ground.network.edge_flags)[edge]
    return np.asarray((flags & np.uint32(EdgeFlag.ONEWAY_FOOT)) > 0, np.bool_)

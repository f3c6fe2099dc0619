"""Where a barrier that is a line or an area meets the walking network.

A line meets every street and path that it crosses; what runs along it (within 10 m, less than 45 degrees off) it does
not cross. For what is felt along a street, such as its surface or its traffic, the stretches beside it count instead.
An area meets the stretches inside it; where it cannot be passed, the places where streets cross its outline. A bridge
or an underpass is the way across: no line meets it, nor does an area that neither of its ends lies in.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.barriers import Meets, Stretch
from geo.metrics.barrier_meeting import Met, place_on, ways_of
from geo.metrics.barrier_penalties import ALONG_M
from geo.metrics.stretches import Stretches, stretches_in
from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import offset_along

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ALONG_CATEGORIES = frozenset(
    {"b-surface", "b-traffic", "b-fear", "b-rest", "b-works", "b-find", "b-rules", "b-exclude"}
)
BESIDE_M = 10.0
OTHER_LEVEL_ONLY = "Every street or path across it goes over or under it, so it stops no walk by itself."

_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)
_DRAWN_WITHIN_M = 0.5  # a line of very many vertices is read no finer than this
_LEAST_ALONG = np.cos(np.pi / 4.0)
_LEAST_M = 0.01
_SAME_M = 1e-6


def line_met(network: WalkingNetwork, usable: Bools, line: BaseGeometry, category: str, *, blocks: bool) -> Met:
    """How a line (EPSG:27700) meets the network.

    What `blocks` along a street is met in the middle of each stretch, so that homes on either side stand apart; its
    share makes a finite penalty as large as along the stretch.
    """
    drawn = shapely.simplify(line, _DRAWN_WITHIN_M)
    beside = _beside(network, usable, drawn)
    if category in ALONG_CATEGORIES and len(beside.edge):
        return _along(network, line, beside, Meets.ALONG, blocks=blocks)
    edge, offset, passed = _crossed(network, usable, drawn)
    runs_along = _within(edge, offset, beside)
    edge, offset = edge[~runs_along], offset[~runs_along]
    if not len(edge):
        return Met(meets=Meets.NOTHING, geometry=line, told=(OTHER_LEVEL_ONLY,) if passed else ())
    return _places(network, line, edge, offset, Meets.CROSSED)


def area_met(network: WalkingNetwork, usable: Bools, area: BaseGeometry, *, blocks: bool) -> Met:
    """How an area (EPSG:27700), or the square of a cell, meets the network; `area` is copied before it is asked."""
    own = shapely.from_wkb(shapely.to_wkb(area))
    edge = _candidates(network, usable, own)
    edge = edge[~_passes_over(network, own, edge)]
    if blocks:
        at, offset = _meetings(network, edge, shapely.boundary(own))
        if len(at):
            return _places(network, area, at, offset, Meets.INSIDE)
        return Met(meets=Meets.NOTHING, geometry=area)
    inside = stretches_in(network.lines, edge, np.full(len(edge), own, dtype=object)).merged()
    if not len(inside.edge):
        return Met(meets=Meets.NOTHING, geometry=area)
    return _along(network, area, inside, Meets.INSIDE, blocks=False)


def _candidates(network: WalkingNetwork, usable: Bools, shape: BaseGeometry) -> Ints:
    edge = np.sort(network.tree.query(shape, predicate="intersects")).astype(np.int64)
    return edge[usable[edge]]


def _beside(network: WalkingNetwork, usable: Bools, line: BaseGeometry) -> Stretches:
    """Stretches of edges that run along a line: within 10 m of it and less than 45 degrees off."""
    ribbon = shapely.buffer(line, BESIDE_M, cap_style="flat")
    edge = _candidates(network, usable, ribbon)
    edge = edge[(np.asarray(network.edge_flags)[edge] & _OTHER_LEVEL) == 0]
    near = stretches_in(network.lines, edge, np.full(len(edge), ribbon, dtype=object))
    lines = network.lines[near.edge]
    drawn = np.full(len(lines), line, dtype=object)
    first = shapely.line_locate_point(drawn, shapely.line_interpolate_point(lines, near.start_m))
    last = shapely.line_locate_point(drawn, shapely.line_interpolate_point(lines, near.end_m))
    # As far along the line as along the street, but for the cosine of what lies between their directions.
    along = np.abs(last - first) >= _LEAST_ALONG * near.length_m
    along &= near.length_m > _LEAST_M
    return Stretches(edge=near.edge[along], start_m=near.start_m[along], end_m=near.end_m[along]).merged()


def _crossed(network: WalkingNetwork, usable: Bools, line: BaseGeometry) -> tuple[Ints, Floats, bool]:
    """Edges and offsets where they cross a line, and whether any bridge or tunnel passes it."""
    edge = _candidates(network, usable, line)
    level = (np.asarray(network.edge_flags)[edge] & _OTHER_LEVEL) > 0
    at, offset = _meetings(network, edge[~level], line)
    return at, offset, bool(level.any())


def _meetings(network: WalkingNetwork, edge: Ints, shape: BaseGeometry) -> tuple[Ints, Floats]:
    xy, pair = shapely.get_coordinates(shapely.intersection(network.lines[edge], shape), return_index=True)
    at = edge[pair]
    return at, offset_along(network, at, np.asarray(shapely.points(xy), dtype=object))


def _within(edge: Ints, offset: Floats, stretches: Stretches) -> Bools:
    """Which places lie in a stretch; `stretches` are merged."""
    low = np.searchsorted(stretches.edge, edge, "left")
    count = np.searchsorted(stretches.edge, edge, "right") - low
    place = np.repeat(np.arange(len(edge)), count)
    of = np.repeat(low - (np.cumsum(count) - count), count) + np.arange(len(place))
    hit = (stretches.start_m[of] - _LEAST_M <= offset[place]) & (offset[place] <= stretches.end_m[of] + _LEAST_M)
    return np.bincount(place, weights=hit, minlength=len(edge)) > 0


def _passes_over(network: WalkingNetwork, area: BaseGeometry, edge: Ints) -> Bools:
    """Bridges and tunnels of which neither end lies in the area."""
    apart = (np.asarray(network.edge_flags)[edge] & _OTHER_LEVEL) > 0
    ends = np.asarray(network.node_xy)[np.asarray(network.edge_uv).reshape(-1, 2)[edge[apart]]]
    points = np.asarray(shapely.points(ends.reshape(-1, 2)), dtype=object)
    lands = shapely.intersects(area, points).reshape(-1, 2).any(axis=1)
    apart[apart] = ~lands
    return apart


def _places(network: WalkingNetwork, shape: BaseGeometry, edge: Ints, offset: Floats, meets: Meets) -> Met:
    stretches, nodes = set(), set()
    for of, metres in zip(edge.tolist(), np.round(offset, 2).tolist(), strict=True):
        at = place_on(network, of, min(metres, float(network.edge_length_m[of])))
        if isinstance(at, Stretch):
            stretches.add((of, metres))
        else:
            nodes.add(at)
    return Met(
        meets=meets,
        geometry=shape,
        stretches=tuple(Stretch(edge=of, from_m=metres, to_m=metres) for of, metres in sorted(stretches)),
        nodes=tuple(sorted(nodes)),
        osm=ways_of(network, edge),
    )


def _along(network: WalkingNetwork, shape: BaseGeometry, parts: Stretches, meets: Meets, *, blocks: bool) -> Met:
    length = np.asarray(network.edge_length_m)[parts.edge]
    start = np.where(parts.start_m <= _SAME_M, 0.0, parts.start_m)
    end = np.where(parts.end_m >= length - _SAME_M, length, parts.end_m)
    middle, share = (start + end) / 2.0, (end - start) / ALONG_M
    rows = zip(parts.edge.tolist(), start.tolist(), end.tolist(), middle.tolist(), share.tolist(), strict=True)
    stretches = tuple(
        Stretch(edge=edge, from_m=at, to_m=at, share=part) if blocks else Stretch(edge=edge, from_m=from_m, to_m=to_m)
        for edge, from_m, to_m, at, part in rows
    )
    return Met(meets=meets, geometry=shape, stretches=stretches, osm=ways_of(network, parts.edge), per_metre=not blocks)

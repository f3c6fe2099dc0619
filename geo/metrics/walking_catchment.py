"""What lies within some minutes' walk of a place: streets, people, spaces, on the ground of one network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.study import Ground, Places
from geo.network.catchments import Catchment, Walked, catchments, walk_out, walks_of
from geo.network.flags import EdgeFlag
from geo.network.snapping import EdgePoints

_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)
_SAME_SPOT_M = 0.01

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedSpace:
    """A space that a walk arrives at, and the minutes to its nearest way in. `name` None where it has none."""

    id: str
    name: str | None
    kind: str
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CatchmentBand:
    """What is within some minutes' walk. Each band holds the nearer ones.

    `residents` is None where it is not known or withheld (`suppressed`), and `residents_note` says why.
    `at_least` is true where a reached street leaves the mapped footprint: the walk may go on where nothing is known,
    so that every figure here is a lower bound. `outside_share` is the share of `shape.polygon` beyond the footprint.
    """

    minutes: float
    shape: Catchment
    residents: float | None
    residents_note: str
    suppressed: bool
    open_spaces: tuple[ReachedSpace, ...]
    community: tuple[ReachedSpace, ...]
    stops: tuple[ReachedSpace, ...]
    at_least: bool
    outside_share: float


def catchment_bands(
    ground: Ground, point: EdgePoints, minutes: Sequence[float], *, towards: bool = False
) -> tuple[CatchmentBand, ...]:
    """A band for each number of minutes, in their order, from one place on the ground (one or more points).

    Residents are those whose own walk from the place is within the minutes, not those inside the polygon; so are
    spaces, each counted once by its nearest way in. `towards` takes walks to the place instead, which differ
    on escalators and other one-way walks alone. Nothing is reached from points that are not on the network.
    """
    if not len(minutes):
        return ()
    metres = [ground.persona.metres_in(each) for each in minutes]
    shapes = catchments(ground.network, point, metres, costs=ground.costs, towards=towards)
    walked = walk_out(ground.network, point, max(metres), costs=ground.costs, towards=towards)
    homes_m = walks_of(ground.network, walked, ground.home_points, costs=ground.costs)
    reached = [_reached(ground, walked, places) for places in (ground.open_spaces, ground.community, ground.stops)]
    bands = []
    for each, shape in zip(minutes, shapes, strict=True):
        residents, note = _residents(ground, homes_m <= shape.cutoff_m)
        hidden = residents is not None and too_few_residents(residents)
        at_least, outside = _beyond(ground, shape)
        within = [tuple(space for space in spaces if space.minutes <= each + 1e-9) for spaces in reached]
        bands.append(
            CatchmentBand(
                minutes=each,
                shape=shape,
                residents=None if hidden else residents,
                residents_note=RESIDENTS_WITHHELD if hidden else note,
                suppressed=hidden,
                open_spaces=within[0],
                community=within[1],
                stops=within[2],
                at_least=at_least,
                outside_share=outside,
            )
        )
    return tuple(bands)


def _residents(ground: Ground, near: NDArray[np.bool_]) -> tuple[float | None, str]:
    homes = ground.homes
    if float(homes.residents.sum()) <= 0:
        return None, "Not known: no census counts are installed for this map."
    method = f"{homes.method[:1].upper()}{homes.method[1:]}."
    unknown = " Some census zones have no count: nobody was placed there." if homes.unknown_zones else ""
    return float(homes.residents[near].sum()), method + unknown


def _reached(ground: Ground, walked: Walked, places: Places) -> tuple[ReachedSpace, ...]:
    """Spaces within the farthest cutoff, nearest first, each once."""
    metres = np.full(len(places.frame), np.inf)
    entrances = places.entrances
    np.minimum.at(metres, entrances.space, walks_of(ground.network, walked, entrances.points, costs=ground.costs))
    for row, line_m in _already_in(ground, walked.points, places):
        metres[row] = min(metres[row], line_m)
    rows = np.flatnonzero(metres <= walked.cutoff_m)
    rows = rows[np.argsort(metres[rows], kind="stable")]
    key = "space_id" if "space_id" in places.frame.columns else "stop_id"
    found = places.frame.iloc[rows]
    names = [name if isinstance(name, str) and name else None for name in found["name"]]
    return tuple(
        ReachedSpace(id=str(space_id), name=name, kind=str(kind), minutes=ground.persona.minutes_for(float(walk_m)))
        for space_id, name, kind, walk_m in zip(found[key], names, found["kind"], metres[rows], strict=True)
    )


def _already_in(ground: Ground, points: EdgePoints, places: Places) -> list[tuple[int, float]]:
    """Spaces whose ground a point's street is on, with the straight line to it: there is no walk left to take."""
    network = ground.network
    on = np.flatnonzero(points.reached)
    on = on[(np.asarray(network.edge_flags)[points.edge[on]] & _OTHER_LEVEL) == 0]
    if not len(on) or not len(places.shapes):
        return []
    spots = shapely.line_interpolate_point(network.lines[points.edge[on]], points.offset_m[on])
    spot, space = shapely.STRtree(places.shapes).query(np.asarray(spots, dtype=object), predicate="intersects")
    areas = shapely.get_dimensions(places.shapes[space]) == 2
    return [(int(row), float(points.distance_m[on[at]])) for at, row in zip(spot[areas], space[areas], strict=True)]


def _beyond(ground: Ground, shape: Catchment) -> tuple[bool, float]:
    footprint, polygon = ground.network.meta.footprint, shape.polygon
    if ground.network.meta.invented or polygon.is_empty:  # beyond an invented quarter there is nothing
        return False, 0.0
    outside = polygon.difference(footprint).area / polygon.area
    leaves = shapely.length(shapely.difference(shape.streets, footprint)) > _SAME_SPOT_M if outside > 0 else False
    return bool(leaves), float(outside)

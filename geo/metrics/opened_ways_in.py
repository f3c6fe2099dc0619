"""Ways into places that a walker cannot use now, and could if what shuts them were gone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.metrics.study import Ground, Places
from geo.network.access_points import AccessPoints
from geo.network.snapping import EdgePoints

_AT_END_M = 0.01

Bools = NDArray[np.bool_]


def with_ways_in(ground: Ground, everyone: Ground, shut: Bools) -> Ground:
    """A persona's ground with the ways in of any walker that lie within edges which are `shut` to the persona [m].

    `everyone` is any walker's ground on the same network. Within an edge that stays shut, a way in is never reached.
    """
    if everyone is ground:
        return ground
    return replace(
        ground,
        open_spaces=_joined(ground, ground.open_spaces, everyone.open_spaces, shut),
        community=_joined(ground, ground.community, everyone.community, shut),
        stops=_joined(ground, ground.stops, everyone.stops, shut),
    )


def _joined(ground: Ground, own: Places, theirs: Places, shut: Bools) -> Places:
    points, here = theirs.entrances.points, own.entrances.points
    edge = np.maximum(points.edge, 0)
    length = np.asarray(ground.network.edge_length_m)[edge]
    # At an end it stands on a node, which other edges lead to: the persona has that way in, or none.
    within = (points.offset_m > _AT_END_M) & (points.offset_m < length - _AT_END_M)
    more = np.flatnonzero(points.reached & within & shut[edge])
    space = theirs.entrances.space[more]
    method = own.entrances.method.copy()
    new = np.setdiff1d(space, own.entrances.space)
    method[new] = theirs.entrances.method[new]
    return replace(
        own,
        entrances=AccessPoints(
            space=np.concatenate([own.entrances.space, space]),
            points=EdgePoints(
                edge=np.concatenate([here.edge, points.edge[more]]),
                offset_m=np.concatenate([here.offset_m, points.offset_m[more]]),
                distance_m=np.concatenate([here.distance_m, points.distance_m[more]]),
            ),
            method=method,
        ),
    )

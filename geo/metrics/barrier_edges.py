"""Where a barrier that is a point meets the walking network: on the nearest street, or at a feature of the right kind.

    category   looks for, within the limit                                      else
    b-step     the nearest flight of steps, steep way, lift, or kerb             the nearest street or path
    b-gate     the nearest gate, stile, bollard or other barrier across a path   the nearest street or path
    b-cross    the nearest crossing; then the nearest junction of a main road    the nearest street or path
    others     -                                                                 the nearest street or path

A barrier on an edge is one place on it, so that homes on either side stand apart. How features are met:
`geo.metrics.barrier_features`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.barriers import Meets, Stretch
from geo.metrics.barrier_features import Near, features_near
from geo.metrics.barrier_meeting import Met, place_on, ways_of
from geo.network.graph import WalkingNetwork
from geo.network.snapping import offset_along

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Where points [k] meet the network.

    `edge` is -1 for a point that has no street near, `xy` [k, 2] where it lies on the network (or its own place), and
    `feature` the row of what it is met at in `features`, -1 for a mere place on an edge.
    """

    network: WalkingNetwork
    edge: Ints
    offset_m: Floats
    xy: Floats
    feature: Ints
    features: tuple[Met, ...]

    def met(self, row: int) -> Met:
        """How one of the points meets the network."""
        if self.feature[row] >= 0:
            return self.features[int(self.feature[row])]
        point = shapely.Point(self.xy[row])
        edge = int(self.edge[row])
        if edge < 0:
            return Met(meets=Meets.NOTHING, geometry=point)
        at = place_on(self.network, edge, float(self.offset_m[row]))
        return Met(
            meets=Meets.NEAREST,
            geometry=point,
            stretches=(at,) if isinstance(at, Stretch) else (),
            nodes=() if isinstance(at, Stretch) else (at,),
            osm=ways_of(self.network, np.array([edge])),
        )


def point_places(network: WalkingNetwork, usable: Bools, xy: Floats, category: str, limit_m: float) -> Places:
    """Where points [k, 2] of one category meet the network, by the table above.

    `usable` [m] narrows the choice to some edges. Points at one spot are looked up once.
    """
    spots, spot = np.unique(xy.reshape(-1, 2), axis=0, return_inverse=True)
    spot = spot.reshape(-1)
    near = _near(network, usable, spots, limit_m)
    edge, offset = _nearest_edge(network, near, spots)
    on_network = spots.copy()
    hit = np.flatnonzero(edge >= 0)
    on_network[hit] = shapely.get_coordinates(shapely.line_interpolate_point(network.lines[edge[hit]], offset[hit]))
    feature, features = features_near(network, usable, near, category, len(spots))
    return Places(
        network=network,
        edge=edge[spot],
        offset_m=offset[spot],
        xy=on_network[spot],
        feature=feature[spot],
        features=features,
    )


def _near(network: WalkingNetwork, usable: Bools, xy: Floats, limit_m: float) -> Near:
    points = np.asarray(shapely.points(xy), dtype=object)
    row, edge = network.tree.query(points, predicate="dwithin", distance=limit_m)
    kept = usable[edge]
    row, edge = row[kept].astype(np.int64), edge[kept].astype(np.int64)
    ends = np.asarray(network.edge_uv).reshape(-1, 2)[edge].astype(np.int64)
    away = np.asarray(network.node_xy)[ends] - xy[row][:, None, :]
    return Near(
        row=row,
        edge=edge,
        apart_m=shapely.distance(network.lines[edge], points[row]),
        ends=ends,
        at_end_m=np.hypot(away[..., 0], away[..., 1]),
        limit_m=limit_m,
    )


def _nearest_edge(network: WalkingNetwork, near: Near, xy: Floats) -> tuple[Ints, Floats]:
    edge, offset = np.full(len(xy), -1, np.int64), np.zeros(len(xy))
    order = np.lexsort((near.edge, near.apart_m, near.row))
    rows, first = np.unique(near.row[order], return_index=True)
    edge[rows] = near.edge[order[first]]
    offset[rows] = offset_along(network, edge[rows], np.asarray(shapely.points(xy[rows]), dtype=object))
    return edge, offset

"""From places to the network: the nearest point ON an edge, with a limit past which a place is not reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.network.graph import WalkingNetwork

SNAP_LIMIT_M = 150.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgePoints:
    """Points on edges. All arrays are [k].

    `edge` is the edge, -1 where none is within the limit; `offset_m` how far along it from its first node;
    `distance_m` the straight line from the place to that point, NaN where not reached. A walk to or from the place
    is `distance_m` longer than one to or from the point: set it to 0 for points that are on the network themselves.
    """

    edge: NDArray[np.int64]
    offset_m: NDArray[np.float64]
    distance_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.edge)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Which places have a point on an edge."""
        return self.edge >= 0


def snap(
    network: WalkingNetwork,
    xy: NDArray[np.float64],
    *,
    limit_m: float = SNAP_LIMIT_M,
    allowed: NDArray[np.bool_] | None = None,
) -> EdgePoints:
    """The nearest point on an edge for each place.

    `xy` is float64 [k, 2] in EPSG:27700; a place that is NaN, or farther than `limit_m` from any edge, is not
    reached. `allowed` ([m]) narrows the choice to some edges, for instance those that carry a flag.
    """
    xy = np.asarray(xy, np.float64).reshape(-1, 2)
    edge = np.full(len(xy), -1, np.int64)
    offset = np.zeros(len(xy))
    distance = np.full(len(xy), np.nan)
    tree, rows = _index(network, allowed)
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if len(known) and len(rows):
        points = np.asarray(shapely.points(xy[known]), dtype=object)
        (which, found), apart = tree.query_nearest(
            points, max_distance=limit_m, return_distance=True, all_matches=False
        )
        edge[known[which]] = rows[found]
        distance[known[which]] = apart
        offset[known[which]] = offset_along(network, rows[found], points[which])
    return EdgePoints(edge=edge, offset_m=offset, distance_m=distance)


def offset_along(network: WalkingNetwork, edge: NDArray[np.int64], points: NDArray[np.object_]) -> NDArray[np.float64]:
    """Metres along each edge [k] to where it is nearest to each point [k]; never past its end."""
    offset = shapely.line_locate_point(network.lines[edge], points)
    return np.minimum(offset, np.asarray(network.edge_length_m)[edge])


def _index(network: WalkingNetwork, allowed: NDArray[np.bool_] | None) -> tuple[STRtree, NDArray[np.int64]]:
    if allowed is None:
        return network.tree, np.arange(network.edge_count)
    rows = np.flatnonzero(allowed)
    return STRtree(network.lines[rows]), rows

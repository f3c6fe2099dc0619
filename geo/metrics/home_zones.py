"""The zone of another table that each home lies in: 2011 zones of deprivation and age, for homes of 2021 zones."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import require_bng

# Zones are drawn to about 20 m, and end at high water: a home in the gap between two belongs to the nearer.
SLIVER_LIMIT_M = 50.0

Ints = NDArray[np.int64]


def deprivation_zone_of(xy: NDArray[np.float64], deprivation_zones: gpd.GeoDataFrame) -> Ints:
    """The deprivation zone of each home: int64 [h], a row of `deprivation_zones`, or -1 where there is none.

    `xy` is float64 [h, 2] in EPSG:27700. A home on the edge of several zones takes the first of them; one in none takes
    the nearest within 50 m; a place that is NaN is in none. Raises `FrameError` for zones in another CRS.

    >>> from shapely import box
    >>> zones = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(10, 0, 20, 10)], crs=27700)
    >>> deprivation_zone_of(np.array([[3.0, 3.0], [15.0, 3.0], [25.0, 3.0], [900.0, 3.0]]), zones).tolist()
    [0, 1, 1, -1]
    """
    require_bng(deprivation_zones, "The table “deprivation_zones”")
    xy = np.asarray(xy, np.float64).reshape(-1, 2)
    zone = np.full(len(xy), -1, np.int64)
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(known) or not len(deprivation_zones):
        return zone
    points = np.asarray(shapely.points(xy[known]), dtype=object)
    tree = deprivation_zones.sindex
    home, inside = tree.query(points, predicate="intersects")
    # Written from the last zone to the first, so that the first stays.
    order = np.argsort(-inside, kind="stable")
    zone[known[home[order]]] = inside[order]
    outside = np.flatnonzero(zone[known] < 0)
    if len(outside):
        (lost, nearest) = tree.nearest(points[outside], return_all=False, max_distance=SLIVER_LIMIT_M)
        zone[known[outside[lost]]] = nearest
    return zone

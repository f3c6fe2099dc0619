"""Hectares of spaces that overlap, each piece of land counted once."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

_M2_PER_HA = 10_000.0


def own_hectares(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Of each space [s] the hectares that lie in no larger one, so that they add up to those of the union.

    Of two spaces of one size the first counts as the larger. A space without area (a point) is NaN: not known, not 0.

    >>> park, playground = shapely.box(0, 0, 100, 100), shapely.box(90, 0, 110, 100)
    >>> own_hectares(np.array([playground, park, shapely.Point(5, 5)], dtype=object)).tolist()
    [0.1, 1.0, nan]
    """
    hectares = np.full(len(shapes), np.nan)
    rows = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    land = shapely.make_valid(shapes[rows])
    size = shapely.area(land)
    hectares[rows] = size / _M2_PER_HA
    rank = np.empty(len(rows), np.int64)
    rank[np.argsort(-size, kind="stable")] = np.arange(len(rows))
    small, large = STRtree(land).query(land, predicate="intersects")
    larger = rank[large] < rank[small]
    small, large = small[larger], large[larger]
    shared = shapely.area(shapely.intersection(land[small], land[large])) > 0
    small, large = small[shared], large[shared]
    for row in np.unique(small):
        others = shapely.union_all(land[large[small == row]])
        hectares[rows[row]] = shapely.area(shapely.difference(land[row], others)) / _M2_PER_HA
    return hectares

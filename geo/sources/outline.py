"""Greater London's outline, and the tidal Thames in it, from boroughs that stop at the water's edge."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

Shapes = NDArray[np.object_]

_CLOSED_OVER_M = 500.0  # the tidal Thames is less than 1 km wide within London
_RIVER_HA = 20.0
_RIVER_BOROUGHS = 3
_ON_OUTLINE = 0.1  # a notch in London's border has about a third of its edge on the closed outline, a river its mouth


def london(boroughs: Shapes) -> tuple[BaseGeometry, BaseGeometry]:
    """Boroughs and river together, and the river alone (empty where boroughs meet in mid-stream); EPSG:27700.

    `boroughs` are polygons that share their edges. Gaps between them of up to 1 km are closed; of what that gains, the
    river is what lies between at least three boroughs and not on the border of London, where only notches were filled.
    """
    land = shapely.union_all(boroughs)
    closed = land.buffer(_CLOSED_OVER_M, quad_segs=8).buffer(-_CLOSED_OVER_M, quad_segs=8)
    gained = shapely.get_parts(shapely.difference(closed, land))
    river = [part for part in gained if part.area >= _RIVER_HA * 1e4 and _is_river(part, boroughs, closed)]
    water = shapely.union_all(river) if river else Polygon()
    return shapely.union(land, water), water


def _is_river(part: Polygon, boroughs: Shapes, closed: BaseGeometry) -> bool:
    beside = int((shapely.distance(boroughs, part) < 1.0).sum())
    on_outline = part.boundary.intersection(closed.boundary.buffer(1.0)).length
    return beside >= _RIVER_BOROUGHS and on_outline <= _ON_OUTLINE * part.boundary.length

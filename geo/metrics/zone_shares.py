"""Which census zones an area takes in, and how much of each."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import require_bng
from geo.metrics.standards_people import ZONE_LAND_INSIDE

_SLIVER_M2 = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZoneShares:
    """Zones that share land with an area: `row` [k] of the table, `share` [k] of each zone's land that is inside.

    `zoned` is the share of the area's own land that lies in zones.
    """

    row: NDArray[np.int64]
    share: NDArray[np.float64]
    zoned: float

    @property
    def mostly_in(self) -> NDArray[np.int64]:
        """Rows of zones with at least half of their land in the area."""
        return self.row[self.share >= ZONE_LAND_INSIDE.value]


def zone_shares(area: BaseGeometry | None, zones: gpd.GeoDataFrame) -> ZoneShares:
    """Zones that share more than 1 m² with an area in EPSG:27700, in the table's order; None is everywhere.

    Raises `FrameError` for zones in another CRS.
    """
    require_bng(zones, "The table of census zones")
    if area is None:
        return ZoneShares(row=np.arange(len(zones)), share=np.ones(len(zones)), zoned=1.0 if len(zones) else 0.0)
    row = np.sort(zones.sindex.query(area, predicate="intersects")).astype(np.int64)
    shapes = np.asarray(zones.geometry.to_numpy(), dtype=object)[row]
    whole = shapely.area(shapes)
    shapely.prepare(area)
    # Cutting is dear: zones that lie inside need none.
    inside = np.where(shapely.contains_properly(area, shapes), whole, np.nan)
    cut = np.flatnonzero(np.isnan(inside))
    inside[cut] = shapely.area(shapely.intersection(shapes[cut], area))
    kept = inside > _SLIVER_M2
    return ZoneShares(
        row=row[kept],
        share=np.minimum(inside[kept] / whole[kept], 1.0),
        zoned=min(float(inside[kept].sum() / area.area), 1.0) if area.area > 0 else 0.0,
    )

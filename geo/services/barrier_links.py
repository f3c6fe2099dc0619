"""Links that access hangs on, with the street each is near."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.crs import LonLat
from geo.metrics.barrier_ground import BarrierGround
from geo.metrics.barrier_report import CriticalLink
from geo.metrics.critical_links import critical_links
from geo.metrics.standards import REACH_CUTOFF_M
from geo.services.street_names import nearest_streets
from geo.services.workspace import Workspace


def links_of(workspace: Workspace, ground: BarrierGround) -> tuple[CriticalLink, ...]:
    """What would be lost if one bridge, underpass, lift or other link closed, barriers standing as they are.

    None for a standard that asks for several places: a walk to the nearest is then not all that counts.
    """
    if ground.standard.least > 1:
        return ()
    imposed = ground.imposed
    found = critical_links(
        imposed.split.network,
        imposed.impositions.costs(imposed.base),
        ground.goals,
        ground.start,
        ground.people,
        limit_m=ground.limit_m,
        cutoff_m=REACH_CUTOFF_M.value,
        to_lonlat=lambda x, y: _rounded(workspace.grid.point_to_wgs84(x, y)),
        there=ground.there,
    )
    places = [workspace.grid.point_to_bng(each.place) for each in found]
    streets = nearest_streets(workspace, np.array(places, np.float64).reshape(-1, 2))
    return tuple(
        each if street is None else replace(each, label=f"{each.label} near {street}")
        for each, street in zip(found, streets, strict=True)
    )


def _rounded(place: LonLat) -> LonLat:
    return LonLat(round(place.lon, 6), round(place.lat, 6))

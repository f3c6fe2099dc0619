"""Buildings in place of residents, where no census counts are installed: what a map from elsewhere can still tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geo.metrics.study import Study
from geo.network.population import SMALLEST_HOME_M2, Homes
from geo.network.snapping import snap

RESIDENTS, BUILDINGS = "residents", "buildings"
BUILDINGS_COUNTED = "No census counts are installed here: buildings are counted in place of residents, each once."


def with_buildings(study: Study) -> Study | None:
    """The study with every building of over 10 m2 as a home of one; None where the area or its map has none."""
    ground = study.ground
    buildings = ground.network.buildings
    if buildings is None or not len(buildings):
        return None
    kept = np.asarray(buildings, np.float64).reshape(-1, 3)
    kept = kept[(kept[:, 2] > SMALLEST_HOME_M2) & np.isfinite(kept).all(axis=1)]
    area = study.area.geometry.intersection(ground.network.meta.footprint)
    shapely.prepare(area)
    xy = kept[:, :2][shapely.contains_xy(area, kept[:, :2])]
    if not len(xy):
        return None
    homes = Homes(
        xy=xy,
        residents=np.ones(len(xy)),
        zone=np.full(len(xy), -1, np.int64),
        unknown_zones=0,
        method="every building counted once",
    )
    return replace(study, homes=homes, start=snap(ground.network, xy, allowed=ground.usable))

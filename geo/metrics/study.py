"""What the figures of one area rest on: the ground of its network, and its own homes upon it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.areas import Area
from geo.metrics.coverage import Coverage
from geo.metrics.personas import Persona
from geo.network.access_points import AccessPoints
from geo.network.costs import WalkCosts
from geo.network.graph import WalkingNetwork
from geo.network.population import Homes
from geo.network.snapping import EdgePoints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Places that walks end at, with their ways in. `frame` [s] keeps `geo.frames.SPACES`, or STOPS for stops.

    `entrances.space` are rows of `frame`; `shapes` [s] its geometries.
    """

    frame: gpd.GeoDataFrame
    shapes: NDArray[np.object_]
    entrances: AccessPoints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """One network as one persona walks it; made once and shared by every area on it.

    `usable` [m]: edges that walks begin and end on. `open_spaces`: public open spaces. `community`: community places
    with a door that anyone may enter. `stops`: bus stops and stations. `homes`: everyone who lives within the
    footprint (nobody, where no census is installed), `home_points` where each steps onto the network.
    """

    network: WalkingNetwork
    persona: Persona
    costs: WalkCosts
    usable: NDArray[np.bool_]
    open_spaces: Places
    community: Places
    stops: Places
    homes: Homes
    home_points: EdgePoints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Study:
    """One area upon a ground that covers enough of it. `homes` [h] are the area's own, `start` [h] their points.

    `zones` is every census zone that may be used (`geo.frames.ZONES` and the census columns as published);
    `deprivation_zones` those of `geo.frames.DEPRIVATION_ZONES`. `homes.zone` are rows of `zones`.
    """

    area: Area
    coverage: Coverage
    ground: Ground
    homes: Homes
    start: EdgePoints
    zones: gpd.GeoDataFrame
    deprivation_zones: gpd.GeoDataFrame

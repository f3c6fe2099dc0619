"""The families of figures of one area, each called with what it needs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.areas import Area
from geo.metrics.access import Walks
from geo.metrics.access_figures import AccessSettings, access_figures
from geo.metrics.access_ground import Layer
from geo.metrics.access_walks import home_walks
from geo.metrics.building_walks import building_figures
from geo.metrics.contributors import contributor_codes
from geo.metrics.isolation import isolation_figures
from geo.metrics.people_figures import people_figures
from geo.metrics.report import Figures
from geo.metrics.spatial_separation import spatial_separation_figures
from geo.metrics.standards import WALKING_MINUTES
from geo.metrics.standards_access import REACH_MINUTES
from geo.metrics.study import Study
from geo.metrics.tag_figures import tag_figures
from geo.metrics.unequal_access import hectares_in_reach
from geo.services.area_pins import voices_in
from geo.services.areas import find_area
from geo.services.barriers import barrier_family
from geo.services.grounds_prepared import PreparedGround, prepared
from geo.services.workspace import Workspace
from geo.surveys import PinKind


def network_families(workspace: Workspace, study: Study, walks: Walks, settings: AccessSettings) -> list[Figures]:
    """What is known of an area by its walking map alone: access, who misses out, and how sure the map is."""
    ready = prepared(workspace, study.ground)
    with ready.lock:
        return [
            building_figures(study, ready.buildings),
            access_figures(study, ready.access, settings),
            people_figures(study, walks, _hectares(study, ready)),
            spatial_separation_figures(study, ready.separation),
            tag_figures(study),
        ]


def pin_network_families(workspace: Workspace, study: Study) -> list[Figures]:
    """What is known of an area by its walking map and its pins: what isolates it, and what barriers cost."""
    # People walk to a welcoming place across the area's line.
    pins = voices_in(workspace, study.area, around_m=study.ground.persona.metres_in(REACH_MINUTES[-1].value))
    ready = prepared(workspace, study.ground)
    with ready.lock:
        return [
            isolation_figures(
                study, ready.isolation, _places(pins), _borough(workspace, study.area), contributors=_voices(pins)
            ),
            barrier_family(workspace, study),
        ]


def _welcoming(pins: pd.DataFrame) -> NDArray[np.bool_]:
    return pins["kind"].isin([PinKind.WELCOMING.value, PinKind.BOTH.value]).to_numpy(dtype=bool)


def _places(pins: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    everyone = pins[["x", "y"]].to_numpy(dtype=np.float64)
    return everyone[_welcoming(pins)], everyone


def _voices(pins: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    codes = contributor_codes(pins["contributor"])
    return codes[_welcoming(pins)], codes


def _borough(workspace: Workspace, area: Area) -> BaseGeometry | None:
    code = area.borough_code
    if code is None or code == area.id or code not in workspace.areas.index:
        return None
    return find_area(workspace, code).geometry


def _hectares(study: Study, ready: PreparedGround) -> NDArray[np.float64] | None:
    """Open space within ten minutes of each home; None where the map draws no outlines of spaces."""
    if not ready.access.outlines_mapped:
        return None
    pairs = home_walks(study, ready.access).pairs(Layer.OPEN)
    limit, homes = study.ground.persona.metres_in(WALKING_MINUTES.value), len(study.homes.residents)
    return hectares_in_reach(
        pairs.demand,
        pairs.supply,
        pairs.distance_m,
        ready.access.own_ha,
        limit_m=limit,
        homes=homes,
    )

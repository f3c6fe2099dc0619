"""What cuts an area off: every figure of the family at once."""

from __future__ import annotations

from itertools import chain

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.metrics.closeness_of_area import closeness_figures, closeness_layer
from geo.metrics.cut_off import cut_figures, cut_links_of_area, cut_points_of_area, dependants_layer
from geo.metrics.detour import detour_figures
from geo.metrics.fragments_of_area import fragment_figures
from geo.metrics.isolation_ground import IsolationGround, prepare_isolation
from geo.metrics.isolation_walks import area_walks
from geo.metrics.report import Figures
from geo.metrics.severance import severance_figures
from geo.metrics.silence import silence_figures, silence_map
from geo.metrics.study import Study
from geo.metrics.walk_barriers import walk_barrier_figures
from geo.metrics.welcoming_reach import welcoming_figures
from geo.network.snapping import snap

__all__ = [
    "IsolationGround",
    "closeness_layer",
    "cut_links_of_area",
    "cut_points_of_area",
    "dependants_layer",
    "isolation_figures",
    "prepare_isolation",
    "silence_map",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def isolation_figures(
    study: Study,
    prepared: IsolationGround,
    pins_xy: tuple[Floats, Floats],
    borough: BaseGeometry | None = None,
    *,
    contributors: tuple[Ints, Ints] | None = None,
) -> Figures:
    """Detours, severance, barriers met, cut links, fragments, closeness, welcoming places and silence.

    `prepared` is of the study's ground. `pins_xy` are the published places of welcoming pins [w, 2] and of all pins
    [p, 2], EPSG:27700, around the area too. `borough` (EPSG:27700) is what closeness is compared with; None for the
    whole installed map. `contributors` [w] and [p] tell who placed each pin; without them each pin is one voice.
    """
    welcoming, everyone = (np.asarray(places, np.float64).reshape(-1, 2) for places in pins_xy)
    who_welcomed, who = contributors or (None, None)
    walks = area_walks(study, prepared)
    families = (
        detour_figures(walks),
        severance_figures(walks),
        walk_barrier_figures(walks),
        cut_figures(study, prepared),
        fragment_figures(study, prepared),
        closeness_figures(study, prepared, borough),
        welcoming_figures(walks, snap(study.ground.network, welcoming), who_welcomed),
        silence_figures(study, everyone, who),
    )
    return Figures(
        measurements=tuple(chain.from_iterable(family.measurements for family in families)),
        breakdowns=tuple(chain.from_iterable(family.breakdowns for family in families)),
    )

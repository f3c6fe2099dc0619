"""Walks from every building to public open space, each building counted once: what a map without a census tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.access import Walks, walks_to_spaces
from geo.metrics.coverage import percent
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards import NEAR_SPACE_M, WALKING_MINUTES
from geo.metrics.study import Ground, Study
from geo.network.population import SMALLEST_HOME_M2
from geo.network.snapping import snap

_WITHIN_400, _WITHIN_10, _MEAN = "buildings_within_400m", "buildings_within_10min", "buildings_mean_walk_m"
_NOTEWORTHY = 0.005


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BuildingWalks:
    """Buildings of over 10 m2 on a ground, `xy` [b, 2] in EPSG:27700, and the walk of each to its nearest space."""

    xy: NDArray[np.float64]
    walks: Walks


def walk_from_buildings(ground: Ground) -> BuildingWalks:
    """The walk of every building of a ground; none where the map draws no buildings."""
    buildings = ground.network.buildings
    kept = np.zeros((0, 3)) if buildings is None else np.asarray(buildings, np.float64).reshape(-1, 3)
    kept = kept[(kept[:, 2] > SMALLEST_HOME_M2) & np.isfinite(kept).all(axis=1)]
    start = snap(ground.network, kept[:, :2], allowed=ground.usable)
    spaces = ground.open_spaces
    walks = walks_to_spaces(ground.network, start, spaces.shapes, spaces.entrances, ground.costs)
    return BuildingWalks(xy=kept[:, :2], walks=walks)


def building_figures(study: Study, prepared: BuildingWalks) -> Figures:
    """Shares of the area's buildings within 400 m and 10 minutes of open space, and the mean of their walks."""
    ground = study.ground
    area = study.area.geometry.intersection(ground.network.meta.footprint)
    shapely.prepare(area)
    here = shapely.contains_xy(area, prepared.xy) if len(prepared.xy) else np.zeros(0, bool)
    count, coverage = int(here.sum()), study.coverage.note
    if count == 0:
        return _not_known("Not known: the installed map shows no buildings here.", coverage)
    if not len(ground.open_spaces.entrances.space):
        return _not_known("Not known: no public open space is known on this map.", coverage)
    metres, sure = prepared.walks.distance_m[here], prepared.walks.sure[here]
    return Figures(
        measurements=(
            _share(_WITHIN_400, metres, sure, NEAR_SPACE_M.value, coverage),
            _share(_WITHIN_10, metres, sure, ground.persona.metres_in(WALKING_MINUTES.value), coverage),
            _mean(metres, sure, coverage),
        )
    )


def _share(
    metric: str, metres: NDArray[np.float64], sure: NDArray[np.bool_], limit_m: float, coverage: str
) -> Measurement:
    near = metres <= limit_m
    hidden = float((~near & ~sure).mean())
    more = f"The map ends near: up to {percent(hidden)} more may be within it by ways beyond."
    return measured(
        metric,
        100.0 * float(near.mean()),
        n=len(metres),
        notes=[_lost(metres), more if hidden >= _NOTEWORTHY else "", coverage],
    )


def _mean(metres: NDArray[np.float64], sure: NDArray[np.bool_], coverage: str) -> Measurement:
    reached = np.isfinite(metres)
    if not reached.any():
        return measured(_MEAN, None, n=0, notes=["Not known: no building reaches a public open space.", coverage])
    hidden = float((~sure).mean())
    beyond = f"The map ends near: for {percent(hidden)} of buildings a shorter walk beyond it is possible."
    return measured(
        _MEAN,
        float(metres[reached].mean()),
        n=int(reached.sum()),
        notes=[_lost(metres), beyond if hidden >= _NOTEWORTHY else "", coverage],
    )


def _lost(metres: NDArray[np.float64]) -> str:
    lost = int((~np.isfinite(metres)).sum())
    return f"{lost:,} of {len(metres):,} buildings reach none." if lost else ""


def _not_known(*notes: str) -> Figures:
    return Figures(
        measurements=tuple(measured(metric, None, notes=notes) for metric in (_WITHIN_400, _WITHIN_10, _MEAN))
    )

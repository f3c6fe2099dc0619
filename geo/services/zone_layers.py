"""Layers of census zones: how many people live where, and how deprived the zones are."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.disclosure import significant, too_few_residents
from geo.metrics.personas import Persona
from geo.services.grounds import zones_of
from geo.services.map_layers import UNKNOWN, MapClass, MapLayer
from geo.services.report_map import AROUND_M
from geo.services.walk_study import WalkStudy
from geo.services.workspace import Workspace

PER_HA = (0.0, 50.0, 100.0, 150.0, 250.0)  # residents a hectare; London's zones have a median of about 90
FIFTHS = (
    "most deprived fifth of England",
    "second most deprived fifth",
    "middle fifth",
    "second least deprived fifth",
    "least deprived fifth of England",
)
_M2_PER_HA = 10_000.0
_SIMPLER_M = 2.0


def residents_layer(workspace: Workspace, study: WalkStudy, _persona: Persona) -> MapLayer:
    """Census zones by residents a hectare, in five classes with fixed breaks, so that areas can be compared."""
    zones = _near(zones_of(workspace, invented=study.area.invented), study)
    people = zones["residents"].to_numpy(dtype=float)
    density = people / np.maximum(shapely.area(zones.geometry.to_numpy()) / _M2_PER_HA, 1e-9)
    of_class = np.where(np.isfinite(density), np.searchsorted(PER_HA, density, side="right") - 1, UNKNOWN)
    labels = [f"{low:.0f} to {high:.0f}" for low, high in pairwise(PER_HA)]
    labels = [f"under {PER_HA[1]:.0f}", *labels[1:], f"{PER_HA[-1]:.0f} and more"]
    return _layer(study, zones, of_class, labels, ("residents", "People who live here, to the hectare", "amount"))


def deprivation_layer(workspace: Workspace, study: WalkStudy, _persona: Persona) -> MapLayer:
    """Zones by fifth of the Index of Multiple Deprivation 2019 in England; nothing for an invented area."""
    zones = workspace.deprivation_zones
    zones = _near(zones.iloc[:0] if study.area.invented else zones, study)
    decile = zones["imd_decile"].to_numpy(dtype=float)
    known = np.isfinite(decile)
    of_class = np.where(known, (np.where(known, decile, 1.0) - 1) // 2, UNKNOWN)
    title = "Deprivation of census zones (Index of Multiple Deprivation 2019)"
    return _layer(study, zones, of_class, list(FIFTHS), ("deprivation", title, "need"))


def _near(zones: gpd.GeoDataFrame, study: WalkStudy) -> gpd.GeoDataFrame:
    near = study.area.geometry.buffer(AROUND_M)
    return zones.iloc[np.sort(zones.sindex.query(near, predicate="intersects"))]


def _layer(
    study: WalkStudy,
    zones: gpd.GeoDataFrame,
    of_class: NDArray[np.float64],
    labels: list[str],
    named: tuple[str, str, str],
) -> MapLayer:
    shapes = zones.geometry.to_numpy()
    share = shapely.area(shapely.intersection(shapes, study.area.geometry)) / np.maximum(shapely.area(shapes), 1e-9)
    people = np.nan_to_num(zones["residents"].to_numpy(dtype=float) * share)
    rows = of_class.astype(np.int64)
    living = [float(people[rows == row].sum()) for row in range(len(labels))]
    layer_id, title, scale = named
    lost = bool((rows == UNKNOWN).any())
    return MapLayer(
        id=layer_id,
        title=title,
        scale=scale,
        classes=tuple(
            MapClass(label=label, amount=people_in_words(count)) for label, count in zip(labels, living, strict=True)
        ),
        unknown=MapClass(label="not known") if lost else None,
        shapes=np.asarray(shapely.simplify(shapes, _SIMPLER_M), dtype=object),
        of_class=rows,
        note="A zone's people are taken to live evenly over its land.",
    )


def people_in_words(count: float) -> str:
    """People as a legend tells them: three digits at most, and nothing that would point at a household."""
    if count < 0.5:
        return "nobody here"
    if too_few_residents(count):
        return "fewer than 10 people"
    return f"{significant(round(count, -1)):,.0f} people"

"""Area outlines as the map draws them: lighter, and simplified together so that neighbours still touch."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.areas import AreaKind

Shapes = NDArray[np.object_]

# Metres by which a drawn outline may depart from the published one: about a pixel at the zoom where it is chosen.
TOLERANCE_M: Mapping[AreaKind, float] = {
    AreaKind.BOROUGH: 15.0,
    AreaKind.WARD: 12.0,
    AreaKind.REGENERATION: 10.0,
    AreaKind.TOWN_CENTRE: 8.0,
    AreaKind.SITE: 1.0,
}
_SAME_AREA = 0.01


def drawn_shapes(areas: gpd.GeoDataFrame, kind: AreaKind) -> Shapes:
    """Simplified outlines of the areas of one kind, in the order of the frame, EPSG:27700.

    Where wards tile the boroughs, boroughs are drawn as their wards together: two generalisations of one line would
    run beside each other on the screen.
    """
    own = areas[areas["kind"] == kind.value]
    shapes = own.geometry.to_numpy()
    if kind is AreaKind.BOROUGH:
        wards = areas[areas["kind"] == AreaKind.WARD.value]
        joined = _from_wards(own, wards, drawn_shapes(areas, AreaKind.WARD)) if len(wards) else None
        if joined is not None:
            return joined
    return simplified_together(shapes, TOLERANCE_M[kind])


def simplified_together(shapes: Shapes, tolerance_m: float) -> Shapes:
    """Polygons simplified as a coverage, so that shared edges stay shared; each on its own where they overlap."""
    if not len(shapes):
        return shapes
    cleaned = shapes if shapely.coverage_is_valid(shapes) else _clean(shapes)
    area = shapely.area(shapes)
    if (np.abs(shapely.area(cleaned) - area) > _SAME_AREA * area).any():
        # They overlap, so that cleaning took from one to give to the other: town centres do.
        return np.asarray(shapely.simplify(shapes, tolerance_m), dtype=object)
    return np.asarray(shapely.coverage_simplify(cleaned, tolerance_m), dtype=object)


def _clean(shapes: Shapes) -> Shapes:
    # types-shapely does not know this function of Shapely 2.2 yet.
    cleaned: Shapes = shapely.coverage_clean(shapes)  # type: ignore[attr-defined]
    return cleaned


def _from_wards(boroughs: gpd.GeoDataFrame, wards: gpd.GeoDataFrame, drawn_wards: Shapes) -> Shapes | None:
    """Each borough as the union of its wards as drawn, or None where wards do not tile every borough."""
    shapes = np.empty(len(boroughs), dtype=object)
    ward_areas = shapely.area(wards.geometry.to_numpy())
    for number, (code, area_km2) in enumerate(zip(boroughs["area_id"], boroughs["area_km2"], strict=True)):
        own = (wards["borough_code"] == code).to_numpy(dtype=bool)
        if abs(ward_areas[own].sum() / 1e6 - area_km2) > _SAME_AREA * area_km2:
            return None
        shapes[number] = shapely.coverage_union_all(drawn_wards[own])
    return shapes

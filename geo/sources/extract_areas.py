"""An area for each installed walking map, so that a map of any place gets a report, also far from London."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geo.areas import AreaKind, extract_area_id
from geo.crs import BNG
from geo.frames import AREAS, check_frame
from geo.sources.extract import KeptExtract

_HEAVY_VERTICES = 2000
_SIMPLER_M = 10.0


def extract_areas(extracts: Sequence[KeptExtract]) -> gpd.GeoDataFrame:
    """AREAS rows of kind EXTRACT: each map's footprint, in no borough. No extracts give no rows."""
    shapes = np.array([_lighter(extract.footprint) for extract in extracts], dtype=object)
    frame = gpd.GeoDataFrame(
        {
            "area_id": [extract_area_id(extract.id) for extract in extracts],
            "name": [extract.title.removeprefix("OpenStreetMap: ") for extract in extracts],
            "kind": AreaKind.EXTRACT.value,
            "borough_code": None,
            "borough_name": None,
            "area_km2": shapely.area(shapes) / 1e6,
            "source_id": [extract.source.id for extract in extracts],
            "invented": np.array([extract.invented for extract in extracts], dtype=bool),
        },
        geometry=gpd.GeoSeries(shapes, crs=BNG),
    )[list(AREAS.columns)]
    check_frame(frame, AREAS)
    return frame


def _lighter(footprint: shapely.Geometry) -> shapely.Geometry:
    # A county's outline has tens of thousands of vertices, and every cut with it would take its time.
    if shapely.get_num_coordinates(footprint) <= _HEAVY_VERTICES:
        return footprint
    simpler = shapely.make_valid(shapely.simplify(footprint, _SIMPLER_M))
    return simpler if simpler.geom_type in {"Polygon", "MultiPolygon"} else footprint

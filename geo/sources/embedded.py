"""The embedded default: real outlines of the 33 boroughs, shipped with the code (data/boundaries/README.md)."""

from __future__ import annotations

import geopandas as gpd

from geo.crs import NationalGrid
from geo.errors import SourceError
from geo.sources.area_rows import area_rows
from geo.sources.fingerprints import sha256_of
from geo.sources.layers import read_layer
from geo.sources.manifest import BOUNDARIES, manifest

OUTLINES_ID = "spdata-boroughs"


def read_outlines(grid: NationalGrid) -> gpd.GeoDataFrame:
    """AREAS rows of the 33 boroughs as shipped. Raises `SourceError` when the file is not the one that was released."""
    entry = manifest()[OUTLINES_ID]
    if entry.file is None:
        raise SourceError(f"The manifest does not say where {OUTLINES_ID} lies. Take it from the release.")
    path = BOUNDARIES / entry.file.path
    if not path.is_file() or sha256_of(path) != entry.file.sha256:
        raise SourceError(f"{path.name} is missing or not as it was released. Take data/boundaries from the release.")
    frame, _ = area_rows(read_layer(path, entry, grid), entry)
    return frame

"""What one OpenStreetMap extract or download gives: ways to walk, spaces to reach, and lines for the base map."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG
from geo.network.ways import WalkWays
from geo.provenance import Source
from geo.sources.manifest import source_of
from geo.sources.stop_rows import empty_stops

ATTRIBUTION = "© OpenStreetMap contributors"


def line_frame(names: list[str | None], classes: list[str], geometries: list[BaseGeometry]) -> gpd.GeoDataFrame:
    """A base map layer (`name`, `class`, geometry in EPSG:27700) from three columns of equal length."""
    return gpd.GeoDataFrame(
        {"name": pd.Series(names, dtype=object), "class": pd.Series(classes, dtype=object)},
        geometry=gpd.GeoSeries(geometries, crs=BNG),
    )


def _nothing_drawn() -> gpd.GeoDataFrame:
    return line_frame([], [], [])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extract:
    """One window of OpenStreetMap, all in EPSG:27700.

    `id` is a slug (it names the installed network); `date` the ISO day that the data show, or None where nothing says.
    `footprint` is where the data are complete: ways may reach outside it, and nothing should be measured there.
    `spaces` keeps geo.frames.SPACES and `stops` STOPS, with OpenStreetMap's own ids. `buildings` is float64 [k, 3]:
    easting and northing of a point inside each building that may house people, and the area of its outline in m2;
    [0, 3] where the file has none. What the base map draws has the columns `name` (or None) and `class`: `streets` and
    `rail` lines, `green` and building `outlines` polygons, `water` polygons and, for rivers drawn so, lines.
    """

    id: str
    title: str
    date: str | None
    sha256: str
    source_id: str
    invented: bool
    footprint: Polygon | MultiPolygon
    ways: WalkWays
    spaces: gpd.GeoDataFrame
    buildings: NDArray[np.float64]
    streets: gpd.GeoDataFrame
    rail: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    green: gpd.GeoDataFrame
    outlines: gpd.GeoDataFrame = field(default_factory=_nothing_drawn)
    stops: gpd.GeoDataFrame = field(default_factory=empty_stops)

    @property
    def source(self) -> Source:
        """This extract as a reader would cite it. An invented one is not OpenStreetMap's."""
        return extract_source(self.source_id, self.title, self.date, invented=self.invented)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptExtract:
    """The little of an installed extract that tables need: `footprint` in EPSG:27700, `stops` keep geo.frames.STOPS."""

    id: str
    title: str
    invented: bool
    source: Source
    footprint: Polygon | MultiPolygon
    stops: gpd.GeoDataFrame


def extract_source(source_id: str, title: str, date: str | None, *, invented: bool) -> Source:
    """An extract as a reader would cite it."""
    if invented:
        return source_of(source_id)
    return Source(
        id=source_id,
        title=title,
        publisher="OpenStreetMap",
        url="https://www.openstreetmap.org/copyright",
        vintage=date or "no date in the file",
        licence="Open Database Licence 1.0",
        attribution=ATTRIBUTION,
        invented=invented,
    )

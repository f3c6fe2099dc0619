"""The practice quarter: an invented neighbourhood that code draws, for when there is neither bundle nor internet.

About 1.4 km across, laid on open ground in Richmond Park. It has what the real city has: a road that severs, with two
crossings; a railway with an underpass and a footbridge of steps; parks behind gates; a passage that is locked. All of
it is marked as invented, and the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.crs import NationalGrid
from geo.pins import PinDraft
from geo.provenance import digest
from geo.sources.extract import Extract, line_frame
from geo.sources.practice_areas import practice_areas, practice_zones, quarter_outline
from geo.sources.practice_pins import practice_pins
from geo.sources.practice_spaces import (
    SOURCE_ID,
    practice_buildings,
    practice_pond,
    practice_spaces,
    practice_stops,
)
from geo.sources.practice_streets import Streets, draw_streets

TITLE = "The practice quarter (invented)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeQuarter:
    """All of the quarter: `areas` (AREAS), `zones` (ZONES), and the rest as if read from an extract."""

    areas: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame
    extract: Extract


def practice_quarter() -> PracticeQuarter:
    """Draw the quarter, in EPSG:27700."""
    streets = _streets()
    spaces = practice_spaces(streets)
    buildings = practice_buildings(streets, spaces)
    zones = practice_zones(streets, buildings)
    names, classes, lines = zip(*streets.drawn, strict=True)
    green = spaces[~spaces["is_point"] & spaces["kind"].isin(_GREEN)]
    extract = Extract(
        id=SOURCE_ID,
        title=TITLE,
        date=None,
        sha256=digest([line.wkt for line in lines]),
        source_id=SOURCE_ID,
        invented=True,
        footprint=quarter_outline(streets),
        ways=streets.plan.as_walk_ways(),
        spaces=spaces,
        buildings=buildings,
        streets=line_frame(list(names), list(classes), list[BaseGeometry](lines)),
        rail=line_frame(["Imaginary Line"], ["rail"], [streets.rail]),
        water=line_frame(["Practice Pond"], ["water"], [practice_pond(streets)]),
        green=line_frame(list(green["name"]), [_GREEN[kind] for kind in green["kind"]], list(green.geometry)),
        stops=practice_stops(streets),
    )
    return PracticeQuarter(areas=practice_areas(zones, streets.road), zones=zones, extract=extract)


def invented_pins(grid: NationalGrid) -> list[PinDraft]:
    """Pins that nobody dropped, with `method` INVENTED."""
    return practice_pins(_streets(), grid)


_GREEN = {
    **dict.fromkeys(("park", "village-green", "garden", "allotments"), "park"),
    **dict.fromkeys(("pitch", "playground"), "pitch"),
}


@cache
def _streets() -> Streets:
    return draw_streets()

"""Areas that figures are made for: boroughs, wards, regeneration areas, town centres, project sites, whole maps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

import shapely
from shapely import MultiPolygon, Polygon


class AreaKind(StrEnum):
    """The kinds of area, in the order in which people meet them."""

    REGENERATION = "regeneration"
    TOWN_CENTRE = "town-centre"
    WARD = "ward"
    BOROUGH = "borough"
    SITE = "site"
    EXTRACT = "extract"

    @property
    def label(self) -> str:
        """The kind in words, singular."""
        return _LABELS[self]


_LABELS = {
    AreaKind.REGENERATION: "Regeneration area",
    AreaKind.TOWN_CENTRE: "Town centre",
    AreaKind.WARD: "Ward",
    AreaKind.BOROUGH: "Borough",
    AreaKind.SITE: "Project site",
    AreaKind.EXTRACT: "Whole walking map",
}


def extract_area_id(network_id: str) -> str:
    """The id of the area that is all of an installed walking map."""
    return f"map-{network_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area; geometry in EPSG:27700. `invented` marks the practice quarter."""

    id: str
    name: str
    kind: AreaKind
    borough_code: str | None
    borough_name: str | None
    area_km2: float
    geometry: Polygon | MultiPolygon
    source_id: str
    invented: bool = False


def own_outline(outline: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """A copy of an outline for one reader.

    Asking whether things lie in an outline makes GEOS prepare it in place, which is not safe while another thread
    asks the same of the same object: the process ends.
    """
    return cast("Polygon | MultiPolygon", shapely.from_wkb(shapely.to_wkb(outline)))

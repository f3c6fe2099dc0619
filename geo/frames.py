"""Table contracts: which columns a frame has, what each means, in which CRS. One place, so that rooms agree.

All geometry is EPSG:27700. `check_frame` is called where a frame is made or read, not on every use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.crs import require_bng
from geo.errors import FrameError


@dataclass(frozen=True, slots=True)
class FrameContract:
    """What a table promises. `columns` maps a name to what it holds; `key` names a unique column without nulls."""

    name: str
    key: str
    columns: Mapping[str, str]
    geometric: bool = True


AREAS = FrameContract(
    "areas",
    "area_id",
    {
        "area_id": "publisher's code, or ours where there is none; unique over all kinds",
        "name": "name as published",
        "kind": "AreaKind value",
        "borough_code": "ONS code of the borough that holds it, or null",
        "borough_name": "that borough's name, or null",
        "area_km2": "area of the geometry, km2",
        "source_id": "id in the data manifest",
        "invented": "true for the practice quarter",
        "geometry": "Polygon or MultiPolygon",
    },
)

ZONES = FrameContract(
    "zones",
    "zone_id",
    {
        "zone_id": "2021 LSOA code",
        "borough_code": "ONS code",
        "residents": "usual residents, Census 2021 (TS021); float, NaN = not known",
        "source_id": "id in the data manifest",
        "invented": "true for the practice quarter",
        "geometry": "Polygon or MultiPolygon",
    },
)

DEPRIVATION_ZONES = FrameContract(
    "deprivation_zones",
    "zone_id",
    {
        "zone_id": "2011 LSOA code",
        "borough_code": "ONS code",
        "imd_decile": "Index of Multiple Deprivation 2019, 1 = most deprived tenth of England; float, NaN = not known",
        "imd_rank": "rank in England, 1 = most deprived; float",
        "residents": "mid-2020 estimate; float",
        "age_0_15": "float",
        "age_16_64": "float",
        "age_65plus": "float",
        "source_id": "id in the data manifest",
        "geometry": "Polygon or MultiPolygon",
    },
)

SPACES = FrameContract(
    "spaces",
    "space_id",
    {
        "space_id": "way/…, relation/…, node/… of OpenStreetMap, or another publisher's id with its prefix",
        "name": "name, or null",
        "kind": "code in geo.spaces.SPACE_KINDS",
        "group": "SpaceGroup value",
        "access": "SpaceAccess value",
        "wheelchair": "yes | limited | no, or null where the map does not say",
        "opening_hours": "opening_hours as tagged, or null",
        "area_ha": "area of the polygon; NaN where only a point is known",
        "is_point": "true where only a point is known",
        "parent_id": "space_id of the space this one lies in (a playground in a park), or null",
        "network_id": "id of the extract it was read from, or null for London-wide layers",
        "source_id": "id in the data manifest",
        "invented": "true for the practice quarter",
        "geometry": "Polygon, MultiPolygon or Point",
    },
)

STOPS = FrameContract(
    "stops",
    "stop_id",
    {
        "stop_id": "node/… or way/… of OpenStreetMap, or another publisher's id with its prefix",
        "name": "name, or null",
        "kind": "bus | rail | tram | ferry",
        "network_id": "id of the extract it was read from, or null for London-wide layers",
        "source_id": "id in the data manifest",
        "invented": "true for the practice quarter",
        "geometry": "Point",
    },
)

PLACES = FrameContract(
    "places",
    "place_id",
    {
        "place_id": "unique text",
        "name": "what people call it",
        "kind": "street | space | station | ward | borough | regeneration | town-centre | site",
        "detail": "what tells it from others of its name, for instance the ward and borough; may be empty",
        "search_name": "name folded for search: casefolded, accents and punctuation stripped",
        "west": "bounding box in WGS84 degrees",
        "south": "",
        "east": "",
        "north": "",
        "lon": "a point on it, WGS84 degrees",
        "lat": "",
    },
    geometric=False,
)


def check_frame(frame: Any, contract: FrameContract) -> None:
    """Raise `FrameError` unless the frame keeps the contract: columns, CRS, a unique key, no empty geometry."""
    missing = sorted(set(contract.columns) - set(frame.columns))
    if missing:
        raise FrameError(f"The table “{contract.name}” lacks the columns {', '.join(missing)}.")
    key = frame[contract.key]
    if key.isna().any() or key.duplicated().any():
        raise FrameError(f"The table “{contract.name}” has missing or repeated values of {contract.key}.")
    if contract.geometric:
        require_bng(frame, f"The table “{contract.name}”")
        if frame.geometry.isna().any() or frame.geometry.is_empty.any():
            raise FrameError(f"The table “{contract.name}” has features without a geometry.")

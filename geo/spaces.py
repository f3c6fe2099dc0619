"""Public spaces: the places people go, and the kinds they come in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SpaceGroup(StrEnum):
    """Open spaces one walks into, or community places with a door."""

    OPEN = "open"
    COMMUNITY = "community"


class SpaceAccess(StrEnum):
    """Who may go in, as the map data say it. UNKNOWN is not "public": it is counted and said so."""

    PUBLIC = "public"
    RESTRICTED = "restricted"  # customers, permit, members, fee
    PRIVATE = "private"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SpaceKind:
    """One kind of space: its code, its words and its group."""

    code: str
    label: str
    plural: str
    group: SpaceGroup


_OPEN, _COMMUNITY = SpaceGroup.OPEN, SpaceGroup.COMMUNITY

SPACE_KINDS: dict[str, SpaceKind] = {
    kind.code: kind
    for kind in (
        SpaceKind("park", "Park", "Parks", _OPEN),
        SpaceKind("garden", "Garden", "Gardens", _OPEN),
        SpaceKind("playground", "Playground", "Playgrounds", _OPEN),
        SpaceKind("square", "Square", "Squares", _OPEN),
        SpaceKind("pedestrian-area", "Pedestrian area", "Pedestrian areas", _OPEN),
        SpaceKind("nature-reserve", "Nature reserve", "Nature reserves", _OPEN),
        SpaceKind("common", "Common", "Commons", _OPEN),
        SpaceKind("recreation-ground", "Recreation ground", "Recreation grounds", _OPEN),
        SpaceKind("village-green", "Village green", "Village greens", _OPEN),
        SpaceKind("pitch", "Sports pitch", "Sports pitches", _OPEN),
        SpaceKind("allotments", "Allotments", "Allotments", _OPEN),
        SpaceKind("cemetery", "Cemetery or churchyard", "Cemeteries and churchyards", _OPEN),
        SpaceKind("woodland", "Wood", "Woods", _OPEN),
        SpaceKind("library", "Library", "Libraries", _COMMUNITY),
        SpaceKind("community-centre", "Community centre", "Community centres", _COMMUNITY),
        SpaceKind("place-of-worship", "Place of worship", "Places of worship", _COMMUNITY),
        SpaceKind("market", "Market", "Markets", _COMMUNITY),
        SpaceKind("theatre", "Theatre or cinema", "Theatres and cinemas", _COMMUNITY),
        SpaceKind("museum", "Museum or gallery", "Museums and galleries", _COMMUNITY),
        SpaceKind("arts-centre", "Arts centre", "Arts centres", _COMMUNITY),
        SpaceKind("sports-centre", "Sports centre", "Sports centres", _COMMUNITY),
        SpaceKind("advice", "Advice or social centre", "Advice and social centres", _COMMUNITY),
        SpaceKind("toilets", "Public toilets", "Public toilets", _COMMUNITY),
    )
}

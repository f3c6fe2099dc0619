"""How OpenStreetMap's lines and areas are drawn on the quiet base map: a handful of classes, nothing more."""

from __future__ import annotations

from collections.abc import Mapping

Tags = Mapping[str, str]

STREET_CLASSES: dict[str, str] = {
    **dict.fromkeys(("motorway", "motorway_link", "trunk", "trunk_link"), "major"),
    **dict.fromkeys(("primary", "primary_link", "secondary", "secondary_link"), "major"),
    **dict.fromkeys(("tertiary", "tertiary_link"), "main"),
    **dict.fromkeys(("unclassified", "residential", "living_street", "road", "pedestrian"), "minor"),
    **dict.fromkeys(("service", "busway"), "service"),
    **dict.fromkeys(("footway", "path", "cycleway", "bridleway", "track"), "path"),
    "steps": "steps",
}
PATH_CLASSES = frozenset({"path", "steps"})

_RAIL = frozenset({"rail", "light_rail", "subway", "tram", "narrow_gauge"})
_WATER_AREAS = {"natural": {"water", "bay"}, "waterway": {"riverbank", "dock"}, "landuse": {"reservoir", "basin"}}
_WATER_LINES = frozenset({"river", "canal", "stream"})
_GREEN: tuple[tuple[str, frozenset[str], str], ...] = (
    ("leisure", frozenset({"park", "garden", "common", "recreation_ground", "nature_reserve", "golf_course"}), "park"),
    ("leisure", frozenset({"pitch", "playground", "track"}), "pitch"),
    ("landuse", frozenset({"recreation_ground", "village_green", "allotments"}), "park"),
    ("landuse", frozenset({"cemetery", "churchyard"}), "cemetery"),
    ("amenity", frozenset({"grave_yard"}), "cemetery"),
    ("natural", frozenset({"wood", "scrub", "heath"}), "wood"),
    ("landuse", frozenset({"forest"}), "wood"),
    ("landuse", frozenset({"grass", "meadow"}), "grass"),
    ("natural", frozenset({"grassland"}), "grass"),
)
HOME = "home"
_NO_HOME = frozenset(
    {
        *("roof", "carport", "garage", "garages", "shed", "greenhouse", "hut", "kiosk", "container", "ruins"),
        *("service", "toilets", "bridge", "parking", "transportation", "train_station"),
        *("industrial", "warehouse", "hangar", "barn", "farm_auxiliary", "stable", "silo", "storage_tank", "bunker"),
        *("church", "chapel", "cathedral", "mosque", "temple", "synagogue", "school", "kindergarten", "stadium"),
        *("grandstand", "sports_hall", "sports_centre", "pavilion", "supermarket", "office", "government", "museum"),
        *("civic", "public", "hospital", "fire_station", "cinema", "theatre", "library", "retail_park", "tank"),
    }
)


def street_class(tags: Tags) -> str | None:
    """``major``, ``main``, ``minor``, ``service``, ``path`` or ``steps``; None for what is not drawn.

    Open areas are drawn as spaces, pavements and crossings beside a street not at all: they would only blur it.
    """
    if tags.get("area") == "yes" or tags.get("footway") in {"sidewalk", "crossing"} or tags.get("tunnel") == "yes":
        return None
    return STREET_CLASSES.get(tags.get("highway", ""))


def rail_class(tags: Tags) -> str | None:
    """The kind of railway above ground, else None."""
    railway = tags.get("railway", "")
    hidden = tags.get("tunnel", "no") != "no" or tags.get("layer", "0").startswith("-")
    return railway if railway in _RAIL and not hidden else None


def water_line_class(tags: Tags) -> str | None:
    """``river``, ``canal`` or ``stream`` above ground, else None."""
    waterway = tags.get("waterway", "")
    return waterway if waterway in _WATER_LINES and tags.get("tunnel", "no") == "no" else None


def water_area_class(tags: Tags) -> str | None:
    """``water`` for an area of open water, else None."""
    return "water" if any(tags.get(key) in values for key, values in _WATER_AREAS.items()) else None


def green_class(tags: Tags) -> str | None:
    """``park``, ``pitch``, ``cemetery``, ``wood`` or ``grass``, else None."""
    return next((drawn for key, values, drawn in _GREEN if tags.get(key) in values), None)


def building_class(tags: Tags) -> str | None:
    """``home`` for a building in which people may live, ``other`` for the rest, None for what is no building.

    ``building=yes`` and shops count as homes, since flats lie above; garages, schools, stations and the like do not.

    >>> building_class({"building": "yes"}), building_class({"building": "garage"}), building_class({"shop": "bakery"})
    ('home', 'other', None)
    """
    building = tags.get("building", "no")
    if building in {"no", "demolished", "construction"}:
        return None
    return "other" if building in _NO_HOME else HOME

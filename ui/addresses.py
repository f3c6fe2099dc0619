"""Where this host gives what the small maps show (see ui.routes); relative to its base path."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from geo.crs import LonLat


def report_map_source(area_id: str, layer_id: str, persona_id: str) -> str:
    """What a map of a report shows: one area, one layer, one walker."""
    return "api/report-map?" + urlencode({"area": area_id, "layer": layer_id, "persona": persona_id})


def barrier_map_source(area_id: str, choice: Mapping[str, str]) -> str:
    """What the map beside ranked barriers shows: one area, by what a reader chose."""
    return "api/barrier-map?" + urlencode({"area": area_id} | dict(choice))


def scheme_map_source(area_id: str, choice: Mapping[str, str], scheme: Mapping[str, str]) -> str:
    """What the maps of the design bench show: an area, and before and after a scheme where one is named."""
    return "api/scheme-map?" + urlencode({"area": area_id} | dict(choice) | dict(scheme))


def walk_source(place: LonLat | None, persona_id: str) -> str:
    """What the map of walks shows: the ground within reach of a place, or no more than London."""
    asked = {} if place is None else {"lon": f"{place.lon:.6f}", "lat": f"{place.lat:.6f}"}
    return "api/walk-map?" + urlencode(asked | {"persona": persona_id})

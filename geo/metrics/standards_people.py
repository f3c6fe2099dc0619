"""Thresholds of the figures on who misses out, each with where it comes from."""

from __future__ import annotations

from typing import Any

from geo.metrics.home_zones import SLIVER_LIMIT_M
from geo.metrics.standards import Standard

_OURS = "a choice of this project, explained in docs/metrics.md"

ZONE_LAND_INSIDE = Standard(id="zone_land_inside", value=0.5, unit="share of a zone's land", source=_OURS, checked=True)
ZONED_NEEDED = Standard(id="zoned_needed", value=0.8, unit="share of the area's land", source=_OURS, checked=True)
UNKNOWN_ALLOWED = Standard(id="unknown_allowed", value=0.02, unit="share", source=_OURS, checked=True)
FEWEST_ZONES = Standard(id="fewest_zones", value=5, unit="census zones", source=_OURS, checked=True)
FEWEST_ZONES_BY_GROUP = Standard(id="fewest_zones_by_group", value=3, unit="census zones", source=_OURS, checked=True)
ENVIRONMENT_M = Standard(
    id="environment_m",
    value=500.0,
    unit="m",
    source=(
        "Reardon and others 2008, The geographic scale of metropolitan racial segregation: 500 m, the smallest of "
        "their radii, for what a person meets on foot"
    ),
    checked=False,
)
HOMES_PER_ZONE = Standard(id="homes_per_zone", value=32, unit="homes", source=_OURS, checked=True)
ZONE_GAP_M = Standard(id="zone_gap_m", value=SLIVER_LIMIT_M, unit="m", source=_OURS, checked=True)

_STANDARDS = (
    ZONE_LAND_INSIDE,
    ZONED_NEEDED,
    UNKNOWN_ALLOWED,
    FEWEST_ZONES,
    FEWEST_ZONES_BY_GROUP,
    ENVIRONMENT_M,
    HOMES_PER_ZONE,
    ZONE_GAP_M,
)


def parameters_people() -> dict[str, Any]:
    """Every threshold of this family by its id."""
    return {standard.id: standard.value for standard in _STANDARDS}

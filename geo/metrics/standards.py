"""Thresholds and limits of the figures, each with where it comes from. Data, so that a report can print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.network.access_points import BOUNDARY_LIMIT_M
from geo.network.fragments import SMALLEST_FRAGMENT_M
from geo.network.population import SMALLEST_HOME_M2
from geo.network.snapping import SNAP_LIMIT_M


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One number that decides a figure. `checked` is true where the source itself was read (docs/metrics.md)."""

    id: str
    value: float
    unit: str
    source: str
    checked: bool


_OURS = "a choice of this project, explained in docs/metrics.md"

NEAR_SPACE_M = Standard(
    id="near_space_m",
    value=400.0,
    unit="m",
    source="London Plan 2021, Policy G4, Table 8.1: local parks, small open spaces and pocket parks within 400 m",
    checked=True,
)
WALKING_MINUTES = Standard(
    id="walking_minutes", value=10.0, unit="min", source="the ten-minute walk of this project's brief", checked=True
)
REACH_CUTOFF_M = Standard(id="reach_cutoff_m", value=5000.0, unit="m", source=_OURS, checked=True)
COVERAGE_NEEDED = Standard(id="coverage_needed", value=0.6, unit="share of the area", source=_OURS, checked=True)
BUS_WALK_M = Standard(
    id="bus_walk_m",
    value=640.0,
    unit="m",
    source="TfL, Assessing transport connectivity in London (PTAL): 8 minutes at 80 m a minute to a bus",
    checked=True,
)
RAIL_WALK_M = Standard(
    id="rail_walk_m",
    value=960.0,
    unit="m",
    source="TfL, Assessing transport connectivity in London (PTAL): 12 minutes at 80 m a minute to rail",
    checked=True,
)
LATTICE_M = Standard(id="lattice_m", value=100.0, unit="m", source=_OURS, checked=True)
FEWEST_CONTRIBUTORS = Standard(
    id="fewest_pins",  # the id of old, which provenances name
    value=5,
    unit="contributors",
    source="this project's privacy rules: a figure made of pins by 1 to 4 contributors is withheld",
    checked=True,
)
FEWEST_RESIDENTS = Standard(
    id="fewest_residents",
    value=10,
    unit="residents",
    source="this project's privacy rules: a figure about fewer than 10 people is withheld",
    checked=True,
)

_NETWORK_LIMITS = {
    "snap_limit_m": SNAP_LIMIT_M,
    "boundary_limit_m": BOUNDARY_LIMIT_M,
    "smallest_fragment_m": SMALLEST_FRAGMENT_M,
    "smallest_home_m2": SMALLEST_HOME_M2,
}


def parameters() -> dict[str, Any]:
    """Every threshold and limit by its id, for the provenance of a report."""
    standards = (
        NEAR_SPACE_M,
        WALKING_MINUTES,
        REACH_CUTOFF_M,
        COVERAGE_NEEDED,
        BUS_WALK_M,
        RAIL_WALK_M,
        LATTICE_M,
        FEWEST_CONTRIBUTORS,
        FEWEST_RESIDENTS,
    )
    return {standard.id: standard.value for standard in standards} | _NETWORK_LIMITS

"""Thresholds of the figures on what cuts a place off, each with where it comes from."""

from __future__ import annotations

from typing import Any

from geo.metrics.standards import Standard
from geo.network.cut_links import MAP_EDGE_M

_OURS = "a choice of this project, explained in docs/metrics.md"

DETOUR_LIMIT = Standard(id="detour_limit", value=1.5, unit="times the straight line", source=_OURS, checked=True)
DETOUR_FLOOR_M = Standard(id="detour_floor_m", value=50.0, unit="m", source=_OURS, checked=True)
FREE_CIRCUITY = Standard(
    id="free_circuity",
    value=1.414,
    unit="times the straight line",
    source="the longest walk on a fine square grid of streets: the square root of 2, along both sides of a square",
    checked=True,
)
CLOSENESS_CUTOFFS_M = tuple(
    Standard(
        id=f"closeness_{metres}m",
        value=float(metres),
        unit="m",
        source=f"this project's brief: {metres} m",
        checked=True,
    )
    for metres in (400, 800, 1200)
)
WELCOME_MINUTES = tuple(
    Standard(
        id=f"welcome_{minutes}min",
        value=float(minutes),
        unit="min",
        source="5, 10 and 15 minutes: this project's brief",
        checked=True,
    )
    for minutes in (5, 10, 15)
)
SILENCE_CELL_M = Standard(id="silence_cell_m", value=250.0, unit="m", source=_OURS, checked=True)
SILENCE_FAR_M = Standard(id="silence_far_m", value=400.0, unit="m", source=_OURS, checked=True)

_STANDARDS = (
    DETOUR_LIMIT,
    DETOUR_FLOOR_M,
    FREE_CIRCUITY,
    *CLOSENESS_CUTOFFS_M,
    *WELCOME_MINUTES,
    SILENCE_CELL_M,
    SILENCE_FAR_M,
)


def parameters_isolation() -> dict[str, Any]:
    """Every threshold of this family by its id, for the provenance of a report."""
    return {standard.id: standard.value for standard in _STANDARDS} | {"map_edge_m": MAP_EDGE_M}

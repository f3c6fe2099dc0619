"""Thresholds and settings of the figures on who has been heard. Data, so that a report can print them."""

from __future__ import annotations

from typing import Any

from geo.metrics.standards import Standard

_OURS = "a choice of this project, explained in docs/metrics.md"

DENSITY_BANDWIDTH_M = Standard(
    id="density_bandwidth_m",
    value=400.0,
    unit="m",
    source="a choice of this project: the 400 m of local open space (London Plan 2021, Table 8.1), the same everywhere",
    checked=True,
)
DENSITY_CELL_M = Standard(id="density_cell_m", value=50.0, unit="m", source=_OURS, checked=True)
HOT_SPOT_CELL_M = Standard(
    id="hot_spot_cell_m",
    value=250.0,
    unit="m across",
    source="a choice of this project: no finer than the 250 m cells that sensitive pins are shown in",
    checked=True,
)
FEWEST_CELLS = Standard(
    id="fewest_cells",
    value=30,
    unit="cells",
    source="usual guidance for Gi*: at least 30 features; this project's brief withholds below",
    checked=True,
)
FALSE_DISCOVERIES = Standard(
    id="false_discoveries",
    value=0.05,
    unit="share of the hot spots named",
    source="Benjamini and Hochberg 1995, at the usual 5 %",
    checked=False,
)
CHANCE_DRAWS = Standard(id="chance_draws", value=9999, unit="draws", source=_OURS, checked=True)
CHANCE_SEED = Standard(id="chance_seed", value=2026, unit="seed", source=_OURS, checked=True)
RANKED_CATEGORIES = Standard(id="ranked_categories", value=3, unit="categories", source=_OURS, checked=True)


def parameters_voices() -> dict[str, Any]:
    """Every setting by its id, for the provenance of a report."""
    standards = (
        DENSITY_BANDWIDTH_M,
        DENSITY_CELL_M,
        HOT_SPOT_CELL_M,
        FEWEST_CELLS,
        FALSE_DISCOVERIES,
        CHANCE_DRAWS,
        CHANCE_SEED,
        RANKED_CATEGORIES,
    )
    return {standard.id: standard.value for standard in standards}

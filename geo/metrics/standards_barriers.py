"""Thresholds of what is said of barriers, each with where it comes from."""

from __future__ import annotations

from typing import Any

from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.standards import Standard

_OURS = "a choice of this project, explained in docs/metrics.md"

LONGER_M = Standard(id="barrier_longer_m", value=10.0, unit="m", source=_OURS, checked=True)
PENALTY_LOW = Standard(id="barrier_penalty_low", value=0.5, unit="times", source=_OURS, checked=True)
PENALTY_HIGH = Standard(id="barrier_penalty_high", value=2.0, unit="times", source=_OURS, checked=True)
SURER_CONTRIBUTORS = Standard(id="barrier_surer_contributors", value=2, unit="contributors", source=_OURS, checked=True)
RANKED_FIRST = Standard(id="barrier_ranked_first", value=5, unit="barriers", source=_OURS, checked=True)
FEWEST_RANKED = Standard(id="barrier_fewest_ranked", value=3, unit="barriers", source=_OURS, checked=True)
LINKS_SHOWN = Standard(id="critical_links_shown", value=10, unit="links", source=_OURS, checked=True)
LINKS_TRIED = Standard(id="critical_links_tried", value=200, unit="links", source=_OURS, checked=True)
FELT_NEAR_M = Standard(id="felt_near_m", value=150.0, unit="m", source=_OURS, checked=True)
FELT_RESIDENTS = Standard(id="felt_residents", value=50, unit="residents", source=_OURS, checked=True)
FELT_SHOWN = Standard(id="felt_shown", value=10, unit="places", source=_OURS, checked=True)

_STANDARDS = (
    LONGER_M,
    PENALTY_LOW,
    PENALTY_HIGH,
    SURER_CONTRIBUTORS,
    RANKED_FIRST,
    FEWEST_RANKED,
    LINKS_SHOWN,
    LINKS_TRIED,
    FELT_NEAR_M,
    FELT_RESIDENTS,
    FELT_SHOWN,
)


def parameters_barriers(settings: BarrierSettings | None = None) -> dict[str, Any]:
    """Every threshold of this family by its id, with what a reader chose, for the provenance of a report."""
    chosen = settings or BarrierSettings()
    return {standard.id: standard.value for standard in _STANDARDS} | {
        "barrier_contributors": chosen.contributors,
        "barrier_penalty_times": chosen.penalty_times,
        "barrier_nearest_m": chosen.nearest_m,
        "barrier_merge_m": chosen.merge_m,
        "barrier_permutations": chosen.permutations,
        "barrier_seed": chosen.seed,
    }

"""The walkers as Markdown tables, so that the docs and the code cannot part (docs/metrics.md; a test holds them)."""

from __future__ import annotations

import math

from geo.metrics.personas import PERSONAS, Penalty, Persona
from geo.network.features import FEATURES, Counts, Feature


def speeds_table() -> str:
    """Each walker's speed, how far ten minutes go, and the source."""
    rows = ["| walker | speed | 10 minutes | source |", "|---|---|---|---|"]
    for persona in PERSONAS.values():
        metres = persona.metres_in(10)
        rows.append(
            f"| {persona.label} (`{persona.id}`) | {persona.speed_m_per_s:g} m/s | {metres:.0f} m "
            f"| {persona.source} {_mark(persona.checked)} |"
        )
    return "\n".join(rows)


def penalties_table() -> str:
    """What each feature costs each walker: ×2 is twice the length, +5 m is each time, – is nothing."""
    walkers = [persona for persona in PERSONAS.values() if persona.penalties]
    rows = ["| | " + " | ".join(persona.label for persona in walkers) + " |", "|---" * (len(walkers) + 1) + "|"]
    for feature, kind in FEATURES.items():
        cells = [_cell(persona, feature) for persona in walkers]
        if any(cell != "–" for cell in cells):
            rows.append(f"| {kind.label} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def sources_table() -> str:
    """The penalties that rest on something other than a choice of this project, with their sources."""
    rows = ["| walker | what | source |", "|---|---|---|"]
    for persona in PERSONAS.values():
        for penalty in persona.penalties:
            if not penalty.source.startswith("a choice of this project"):
                label = FEATURES[penalty.feature].label
                rows.append(f"| {persona.label} | {label} | {penalty.source} {_mark(penalty.checked)} |")
    return "\n".join(rows)


def _cell(persona: Persona, feature: Feature) -> str:
    penalty = next((each for each in persona.penalties if each.feature is feature), None)
    return "–" if penalty is None else _short(penalty)


def _short(penalty: Penalty) -> str:
    if math.isinf(penalty.metres):
        return "cannot pass"
    if FEATURES[penalty.feature].counts is Counts.PER_METRE:
        return f"×{1 + penalty.metres:g}"
    return f"+{penalty.metres:g} m"


def _mark(checked: bool) -> str:
    return "[r]" if checked else "[k]"

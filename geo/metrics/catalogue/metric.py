"""An entry of the catalogue: what a figure is called, how it is worked out, its source, what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What must be known before a figure can be worked out."""

    PINS = "pins"
    RESIDENTS = "residents"
    SPACES = "spaces"
    NETWORK = "network"
    STOPS = "stops"
    CENSUS = "census"
    DEPRIVATION = "deprivation"


class Better(StrEnum):
    """Which way a figure is good news; NEITHER where it depends."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure. Those that differ in a kind or class alone share a `family` and its section of docs/metrics.md."""

    id: str
    label: str
    unit: str
    question: str
    formula: str
    source: str
    caveats: str
    needs: frozenset[Need]
    family: str | None = None
    better: Better = Better.NEITHER

    @property
    def anchor(self) -> str:
        """Heading of its section in docs/metrics.md, as a link fragment."""
        return (self.family or self.id).replace("_", "-")


LIVES = "Who lives here?"
GREEN = "How far is it to green space?"
CUTS = "What cuts this place off?"
MISSES = "Who misses out?"
HEARD = "Who has been heard?"
QUESTIONS = (GREEN, CUTS, MISSES, HEARD)

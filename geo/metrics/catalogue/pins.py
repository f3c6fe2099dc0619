"""Who has been heard: pins by land and by residents."""

from __future__ import annotations

from geo.metrics.catalogue.metric import HEARD, Metric, Need

_PIN_CAVEAT = (
    "Pins come from people who chose to take part: they are not a sample, and no pins is not “no barrier”. "
    "One person may have placed several: see the figures by contributor. Pins that say “both” count in both."
)

PIN_METRICS = (
    Metric(
        id="welcoming_pins_per_km2",
        label="Welcoming pins per km²",
        unit="pins per km²",
        question=HEARD,
        formula="published pins of kind welcoming or both in the area ÷ its land in km²",
        source="residents' pins",
        caveats=_PIN_CAVEAT,
        needs=frozenset({Need.PINS}),
    ),
    Metric(
        id="barrier_pins_per_km2",
        label="Barrier pins per km²",
        unit="pins per km²",
        question=HEARD,
        formula="published pins of kind barrier or both in the area ÷ its land in km²",
        source="residents' pins",
        caveats=_PIN_CAVEAT,
        needs=frozenset({Need.PINS}),
    ),
    Metric(
        id="welcoming_pins_per_1000",
        label="Welcoming pins per 1,000 residents",
        unit="pins per 1,000 residents",
        question=HEARD,
        formula="1,000 × published pins of kind welcoming or both in the area ÷ its residents",
        source="residents' pins; Census 2021",
        caveats=_PIN_CAVEAT,
        needs=frozenset({Need.PINS, Need.RESIDENTS}),
    ),
    Metric(
        id="barrier_pins_per_1000",
        label="Barrier pins per 1,000 residents",
        unit="pins per 1,000 residents",
        question=HEARD,
        formula="1,000 × published pins of kind barrier or both in the area ÷ its residents",
        source="residents' pins; Census 2021",
        caveats=_PIN_CAVEAT,
        needs=frozenset({Need.PINS, Need.RESIDENTS}),
    ),
)

"""Who lives in an area."""

from __future__ import annotations

from geo.metrics.catalogue.metric import LIVES, Metric, Need

RESIDENT_METRICS = (
    Metric(
        id="residents",
        label="People who live here",
        unit="residents",
        question=LIVES,
        formula="sum over census zones of residents × share of the zone's land that lies in the area",
        source="Census 2021, usual residents by 2021 LSOA; areal interpolation",
        caveats="People are taken to live evenly over each census zone's land.",
        needs=frozenset({Need.RESIDENTS}),
    ),
)

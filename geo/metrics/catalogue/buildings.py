"""Walks from every building: figures that need a walking map and no census."""

from __future__ import annotations

from geo.metrics.catalogue.metric import GREEN, Better, Metric, Need

_CAVEAT = (
    "Buildings, not people: a shed of over 10 m² counts like a tower. Read it where no census is installed, and to "
    "compare one map with another. Beyond the mapped window walks may be shorter than said, never longer."
)
_NEEDS = frozenset({Need.NETWORK, Need.SPACES})

BUILDING_METRICS = (
    Metric(
        id="buildings_within_400m",
        label="Buildings within a 400 m walk of public open space",
        unit="% of buildings",
        question=GREEN,
        formula="buildings whose walk to the nearest access point is at most 400 m ÷ buildings of over 10 m²",
        source="London Plan 2021, Policy G4, Table 8.1 (400 m); walks on OpenStreetMap",
        caveats=_CAVEAT,
        needs=_NEEDS,
        better=Better.HIGHER,
    ),
    Metric(
        id="buildings_within_10min",
        label="Buildings within 10 minutes' walk of public open space",
        unit="% of buildings",
        question=GREEN,
        formula="buildings whose walk is at most 10 minutes × the persona's speed ÷ buildings of over 10 m²",
        source="80 m a minute as in TfL's PTAL; walks on OpenStreetMap",
        caveats=_CAVEAT,
        needs=_NEEDS,
        better=Better.HIGHER,
    ),
    Metric(
        id="buildings_mean_walk_m",
        label="Average walk from a building to the nearest public open space",
        unit="m",
        question=GREEN,
        formula="mean of the walks of buildings that reach one",
        source="walks on OpenStreetMap",
        caveats=_CAVEAT,
        needs=_NEEDS,
        better=Better.LOWER,
    ),
)

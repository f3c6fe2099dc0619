"""How far the walk is to the nearest public open space."""

from __future__ import annotations

from geo.metrics.catalogue.metric import GREEN, Better, Metric, Need

_WALK_CAVEAT = (
    "As good as the map: paths, gates and spaces that OpenStreetMap lacks are missing here. Homes are stood for by "
    "buildings or street junctions. Beyond the mapped window walks may be shorter than said, never longer."
)
_WALK_NEEDS = frozenset({Need.NETWORK, Need.SPACES, Need.RESIDENTS})

WALK_METRICS = (
    Metric(
        id="residents_within_400m",
        label="Residents within a 400 m walk of public open space",
        unit="% of residents",
        question=GREEN,
        formula="residents whose walk to the nearest access point is at most 400 m ÷ residents placed",
        source="London Plan 2021, Policy G4, Table 8.1 (400 m); walks on OpenStreetMap",
        caveats=_WALK_CAVEAT,
        better=Better.HIGHER,
        needs=_WALK_NEEDS,
    ),
    Metric(
        id="residents_within_10min",
        label="Residents within 10 minutes' walk of public open space",
        unit="% of residents",
        question=GREEN,
        formula="residents whose walk is at most 10 minutes × the persona's speed ÷ residents placed",
        source="80 m a minute as in TfL's PTAL (798 m at 1.33 m/s); walks on OpenStreetMap",
        caveats=_WALK_CAVEAT,
        better=Better.HIGHER,
        needs=_WALK_NEEDS,
    ),
    Metric(
        id="mean_walk_m",
        label="Average walk to the nearest public open space",
        unit="m",
        question=GREEN,
        formula="mean of the walks of residents who reach one, weighted by residents",
        source="walks on OpenStreetMap; Census 2021",
        caveats=_WALK_CAVEAT,
        better=Better.LOWER,
        needs=_WALK_NEEDS,
    ),
    Metric(
        id="p95_walk_m",
        label="Walk that 19 of 20 residents do not exceed",
        unit="m",
        question=GREEN,
        formula="smallest walk that covers 95 % of the residents who reach one",
        source="walks on OpenStreetMap; Census 2021",
        caveats=_WALK_CAVEAT,
        better=Better.LOWER,
        needs=_WALK_NEEDS,
    ),
    Metric(
        id="worst_walk_m",
        label="Longest walk to the nearest public open space",
        unit="m",
        question=GREEN,
        formula="longest of the walks of residents who reach one",
        source="walks on OpenStreetMap; Census 2021",
        caveats=_WALK_CAVEAT + " One home alone decides it: read it beside the walk of 19 in 20.",
        better=Better.LOWER,
        needs=_WALK_NEEDS,
    ),
)

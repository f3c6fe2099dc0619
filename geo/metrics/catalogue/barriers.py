"""What barriers cost: who loses a standard to them, minutes added, what removing the best of them gives back."""

from __future__ import annotations

from geo.metrics.catalogue.metric import CUTS, Better, Metric, Need

_CAVEATS = (
    "Barriers are what is inferred from residents' pins and from the map by stated rules, with penalties that are "
    "choices: settings stand beside each result. No pins is not “no barrier”, and a tag that the map lacks is never "
    "read as “fine”. Those who took part are no sample."
)
_WALKS = frozenset({Need.NETWORK, Need.SPACES, Need.RESIDENTS})

BARRIER_METRICS: tuple[Metric, ...] = tuple(
    Metric(
        id=id_,
        label=label,
        unit=unit,
        question=CUTS,
        formula=formula,
        source="residents' pins; OpenStreetMap's tags; walks on OpenStreetMap with barriers and without",
        caveats=_CAVEATS,
        needs=_WALKS,
        family="barrier_cost",
        better=better,
    )
    for id_, label, unit, formula, better in (
        (
            "barriers_counted",
            "Barriers that stand in the way here",
            "barriers",
            "barriers from pins and from the map that cost this walker anything and are within reach of the area",
            Better.NEITHER,
        ),
        (
            "barrier_met_share",
            "Residents who meet the standard with all barriers",
            "% of residents",
            "residents whose walk, with all barriers, is at most the standard's ÷ residents placed",
            Better.HIGHER,
        ),
        (
            "barrier_free_met_share",
            "Residents who would meet the standard were there no barriers",
            "% of residents",
            "residents whose walk, without any barrier, is at most the standard's ÷ residents placed",
            Better.NEITHER,
        ),
        (
            "barrier_lost_share",
            "Residents who lose the standard to barriers",
            "% of residents",
            "residents who meet the standard without barriers and not with them ÷ residents placed",
            Better.LOWER,
        ),
        (
            "barrier_affected_share",
            "Residents to whom barriers cost more than 10 m, the standard or any way through",
            "% of residents",
            "residents whose walk grows by over 10 m, who lose the standard or have no way left ÷ residents placed",
            Better.LOWER,
        ),
        (
            "barrier_minutes_added",
            "Minutes that barriers add to the walk there of those affected",
            "min",
            "Σ residents × (walk with − walk without) ÷ speed ÷ residents, over those affected who have a way",
            Better.LOWER,
        ),
        (
            "barrier_minutes_total",
            "Minutes that barriers add to one walk there of everyone together",
            "resident-minutes",
            "Σ residents × (walk with − walk without) ÷ speed, over residents who have a way",
            Better.LOWER,
        ),
        (
            "barrier_no_way",
            "Residents to whom barriers leave no way through",
            "residents",
            "residents with a way within the cutoff without barriers and none with them",
            Better.LOWER,
        ),
        (
            "barrier_best_single",
            "Residents who regain the standard when the one best barrier is removed",
            "residents",
            "greatest, over barriers, of residents who meet the standard without it and not with it",
            Better.NEITHER,
        ),
        (
            "barrier_best_bundle_share",
            "Part of what barriers take that the best few, removed together, give back",
            "% of those who lose it",
            "residents who regain the standard when the best bundle is removed ÷ residents who lose it to barriers",
            Better.NEITHER,
        ),
    )
)

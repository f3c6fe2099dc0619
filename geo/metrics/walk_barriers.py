"""What stands in the way on the shortest walks to the nearest public open space, by what the map says."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.metrics.isolation_walks import AreaWalks, base_notes, lost_note, no_one_to_measure, unsure_note
from geo.metrics.report import Breakdown, BreakdownRow, Figures, measured
from geo.network.met_on_walks import MET, Met

BARRIER_METRICS = ("barriers_per_km", "crosses_major_road")
MET_WORDS = {
    Met.STEPS: "Flights of steps",
    Met.MAJOR_ROAD: "Main roads crossed",
    Met.GATE: "Gates, stiles and the like",
    Met.RAISED_KERB: "Raised kerbs",
}

Floats = NDArray[np.float64]


def walk_barrier_figures(walks: AreaWalks) -> Figures:
    """Things met for each kilometre of the walks, with each kind, and who crosses a main road on the way."""
    nobody = no_one_to_measure(walks.study, BARRIER_METRICS)
    if nobody:
        return Figures(measurements=nobody)
    reached, notes = walks.reached, base_notes(walks.study)
    people, metres = walks.people[reached], np.where(walks.there, 0.0, walks.metres)[reached]
    walked_km = float((people * metres).sum()) / 1000.0
    if walked_km <= 0:
        said = ["Not known: no resident has a walk to a public open space on the installed network.", *notes]
        return Figures(measurements=tuple(measured(metric, None, n=0, notes=said) for metric in BARRIER_METRICS))
    met = met_by(walks)[reached]
    per_km = (people @ met) / walked_km
    n = round(float(people.sum()))
    unsure = unsure_note(walks.people, walks.sure, "for {} of residents a shorter walk beyond it is possible.")
    said = [lost_note(walks), *notes, unsure]
    crossing = 100.0 * float(people[met[:, MET.index(Met.MAJOR_ROAD)] > 0].sum()) / float(people.sum())
    rows = tuple(
        BreakdownRow(key=kind.value, label=MET_WORDS[kind], value=float(per_km[column]), n=n)
        for column, kind in enumerate(MET)
    )
    return Figures(
        measurements=(
            measured(BARRIER_METRICS[0], float(per_km.sum()), n=n, notes=said),
            measured(BARRIER_METRICS[1], crossing, n=n, notes=said),
        ),
        breakdowns=(
            Breakdown(
                id="barriers_met_by_kind",
                metric=BARRIER_METRICS[0],
                caption="What people meet on the way to the nearest open space, for each kilometre walked",
                unit="per km",
                rows=rows,
                note="What the map does not draw is not counted: a kerb or gate that nobody mapped is missing here.",
            ),
        ),
    )


def met_by(walks: AreaWalks) -> Floats:
    """How often the walk of each home meets each of `MET`, [h, k]; 0 for homes that are there already."""
    study, prepared = walks.study, walks.prepared
    met = prepared.met.from_places(prepared.ground.network, walks.starts, study.start, study.homes.xy)
    met[walks.there] = 0.0
    return met

"""Whether an area's streets hang together as closely as those around: closeness beside its borough or the whole map."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.metrics.disclosure import too_few_residents
from geo.metrics.isolation_ground import IsolationGround
from geo.metrics.isolation_walks import base_notes, no_one_to_measure, too_little_map, unsure_note
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards import COVERAGE_NEEDED
from geo.metrics.standards_isolation import CLOSENESS_CUTOFFS_M
from geo.metrics.street_closeness import asked_for, at_points, ends_of, sample_of, some_of
from geo.metrics.study import Study

CLOSENESS_METRICS = tuple(f"closeness_{standard.value:.0f}m" for standard in CLOSENESS_CUTOFFS_M)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def closeness_figures(study: Study, prepared: IsolationGround, borough: BaseGeometry | None) -> Figures:
    """The closeness at the area's homes as a share of that at all homes of its borough, in %, for each cutoff.

    `borough` in EPSG:27700; where it is None, or the map covers less than 60 % of it, all homes of the map stand in.
    """
    nobody = no_one_to_measure(study, CLOSENESS_METRICS)
    if nobody:
        return Figures(measurements=nobody)
    of_area, residents = _at_homes(study, prepared)
    compared, words = _compared(prepared, borough)
    people, reference = prepared.closeness.people[compared], prepared.closeness.of_home[compared]
    edge = _to_map_edge(study)
    return Figures(
        measurements=tuple(
            _closeness(
                study,
                column=column,
                area=_mean(of_area[:, column], residents),
                beside=None if too_few_residents(people.sum()) else _mean(reference[:, column], people),
                words=words,
                inside=edge >= CLOSENESS_CUTOFFS_M[column].value,
            )
            for column in range(len(CLOSENESS_METRICS))
        )
    )


def _closeness(
    study: Study, *, column: int, area: float | None, beside: float | None, words: str, inside: Bools
) -> Measurement:
    metric, cutoff = CLOSENESS_METRICS[column], CLOSENESS_CUTOFFS_M[column].value
    withheld = too_little_map(study, cutoff)
    if withheld:
        return measured(metric, None, notes=[withheld])
    notes = base_notes(study)
    if area is None or not beside:
        said = "Not known: no home here, or none to compare with, is near a street."
        return measured(metric, None, n=0, notes=[said, *notes])
    unsure = unsure_note(study.homes.residents, inside, "for {} of residents streets beyond it are missing.")
    n = round(float(study.homes.residents[study.start.reached].sum()))
    return measured(metric, 100.0 * area / beside, n=n, notes=[words, *notes, unsure])


def _at_homes(study: Study, prepared: IsolationGround) -> tuple[Floats, Floats]:
    """Closeness at the area's homes, or at a sample of them where the map is large, with the residents of each."""
    near = np.flatnonzero(study.start.reached)
    homes, people = sample_of(near, study.homes.residents[near], study.ground.network)
    points = some_of(study.start, homes)
    of_node = asked_for(study.ground, prepared.closeness.of_node, ends_of(study.ground.network, points.edge))
    return at_points(study.ground.network, of_node, points), people


def closeness_layer(prepared: IsolationGround, column: int, study: Study | None = None) -> Floats:
    """Closeness of edges for drawing, [m]: the mean of both ends; NaN where it was not worked out.

    `column` 0, 1 and 2 are within 400, 800 and 1,200 m. On a map of more than 20,000 nodes few edges are known: a
    `study` asks for those of its area.
    """
    network, of_node = prepared.ground.network, prepared.closeness.of_node
    if study is not None:
        shapely.prepare(study.area.geometry)
        inside = shapely.contains_xy(study.area.geometry, prepared.middle_xy[:, 0], prepared.middle_xy[:, 1])
        of_node = asked_for(prepared.ground, of_node, ends_of(network, np.flatnonzero(inside)))
    return np.asarray(of_node[np.asarray(network.edge_uv).reshape(-1, 2), column].mean(axis=1), np.float64)


def _compared(prepared: IsolationGround, borough: BaseGeometry | None) -> tuple[Bools, str]:
    """The homes to compare with, and which they are in words."""
    xy, footprint = prepared.ground.homes.xy[prepared.closeness.homes], prepared.ground.network.meta.footprint
    everyone = np.ones(len(xy), np.bool_)
    if borough is None or borough.area <= 0:
        return everyone, "Beside all homes on the installed map."
    covered = borough.intersection(footprint).area / borough.area
    if covered < COVERAGE_NEEDED.value:
        return everyone, "Beside all homes on the installed map, which holds too little of the borough."
    shapely.prepare(borough)
    here = shapely.contains_xy(borough, xy[:, 0], xy[:, 1])
    return np.asarray(here, np.bool_), "Beside the homes of its borough that the map covers."


def _mean(values: Floats, people: Floats) -> float | None:
    known = np.isfinite(values) & (people > 0)
    return float(np.average(values[known], weights=people[known])) if known.any() else None


def _to_map_edge(study: Study) -> Floats:
    """Metres from each home to the edge of the map; inf where there is nothing beyond."""
    meta = study.ground.network.meta
    if meta.invented:
        return np.full(len(study.homes.residents), np.inf)
    return np.asarray(shapely.distance(shapely.points(study.homes.xy), meta.footprint.boundary), np.float64)

"""Whether an area's streets hang together with the rest of the map: residents and street length off the main piece."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.disclosure import too_few_residents
from geo.metrics.isolation_ground import IsolationGround
from geo.metrics.isolation_walks import base_notes, no_one_to_measure
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.study import Study

FRAGMENT_METRICS = ("residents_off_main_network", "streets_off_main_network")

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def fragment_figures(study: Study, prepared: IsolationGround) -> Figures:
    """Shares of residents and of street length on pieces that are not joined to the main one, on the map or beyond."""
    nobody = no_one_to_measure(study, FRAGMENT_METRICS[:1])
    residents = nobody if nobody else (_residents(study, prepared),)
    return Figures(measurements=(*residents, _streets(study, prepared)))


def _residents(study: Study, prepared: IsolationGround) -> Measurement:
    metric, people = FRAGMENT_METRICS[0], study.homes.residents
    rows = np.flatnonzero(study.start.reached)
    total = float(people[rows].sum())
    far = float(people.sum()) - total
    notes = [
        f"{far:,.0f} residents live farther than 150 m from any street and are left out." if far >= 0.5 else "",
        *base_notes(study),
    ]
    if total <= 0:
        return measured(metric, None, n=0, notes=["Not known: no one lives near a street of the map.", *notes])
    if too_few_residents(total):
        return measured(metric, None, suppressed=True, notes=notes)
    off, joined = _off(prepared, study.start.edge[rows])
    notes.insert(0, _joined_note(100.0 * float(people[rows][joined].sum()) / total, "residents"))
    return measured(metric, 100.0 * float(people[rows][off].sum()) / total, n=round(total), notes=notes)


def _streets(study: Study, prepared: IsolationGround) -> Measurement:
    metric, area = FRAGMENT_METRICS[1], study.area.geometry
    shapely.prepare(area)
    inside = shapely.contains_xy(area, prepared.middle_xy[:, 0], prepared.middle_xy[:, 1])
    rows = np.flatnonzero(inside & prepared.ground.usable)
    length = np.asarray(prepared.ground.network.edge_length_m)[rows]
    total = float(length.sum())
    if total <= 0:
        return measured(metric, None, notes=["Not known: the map has no street here.", study.coverage.note])
    off, joined = _off(prepared, rows)
    share = 100.0 * float(length[off].sum()) / total
    said = f"Of {total / 1000:,.1f} km of streets and paths."
    more = _joined_note(100.0 * float(length[joined].sum()) / total, "street length")
    return measured(metric, share, notes=[said, more, study.coverage.note])


def _off(prepared: IsolationGround, edge: Ints) -> tuple[Bools, Bools]:
    """Which edges are on a piece that nothing joins to the main one; which on one that may be joined beyond the map."""
    pieces = prepared.pieces
    piece = pieces.of_node[np.asarray(prepared.ground.network.edge_uv).reshape(-1, 2)[edge, 0]]
    beyond = pieces.reaches_edge[piece] & pieces.reaches_edge[pieces.main]
    return (piece != pieces.main) & ~beyond, (piece != pieces.main) & beyond


def _joined_note(percent: float, what: str) -> str:
    if percent < 0.5:
        return ""
    return (
        f"A further {percent:.0f} % of {what} is on pieces that reach the edge of the map and may be joined beyond it."
    )

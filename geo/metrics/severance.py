"""What detours take from people, by the four indicators of van Eldijk, Gil, Kuska and Sisinty Patro (2020)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.free_walks import FreeWalks, free_walk_m
from geo.metrics.isolation_walks import (
    AreaWalks,
    base_notes,
    lost_note,
    no_one_to_measure,
    too_little_map,
    unsure_note,
)
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards_isolation import FREE_CIRCUITY

SEVERANCE_METRICS = ("severance_travel_min", "severance_choice", "severance_catchment", "severance_service")

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def severance_figures(walks: AreaWalks) -> Figures:
    """Travel time, choice, catchment and service efficiency lost to detours."""
    nobody = no_one_to_measure(walks.study, SEVERANCE_METRICS)
    if nobody:
        return Figures(measurements=nobody)
    free = walks.prepared.free
    withheld = too_little_map(walks.study, free.limit_m)
    within = Figures(measurements=(_travel(walks),))
    if withheld:
        told = tuple(measured(metric, None, notes=[withheld]) for metric in SEVERANCE_METRICS[1:])
        return Figures(measurements=(*within.measurements, *told))
    ground, area = walks.prepared.ground, walks.study.area.geometry
    people, xy = ground.homes.residents, ground.homes.xy
    shapely.prepare(area)
    here = shapely.contains_xy(area, xy[:, 0], xy[:, 1])[free.home]
    touches = np.zeros(len(ground.open_spaces.shapes), np.bool_)
    touches[walks.prepared.space_tree.query(area, predicate="intersects")] = True
    of_area = touches[free.space] if len(free.space) else np.zeros(0, np.bool_)
    yardstick = f"Beside walks of {FREE_CIRCUITY.value:g} times the straight line."
    edge = unsure_note(
        walks.people, _stays_on_map(walks, free.limit_m), "for {} of residents ten minutes lead beyond it."
    )
    notes = [yardstick, *base_notes(walks.study), edge]
    return Figures(
        measurements=(
            *within.measurements,
            _lost("severance_choice", _Pairs(free, here, people), notes),
            _lost("severance_catchment", _Pairs(free, of_area, people), notes),
            _lost("severance_service", _Pairs(free, here, people), notes, once=True),
        )
    )


class _Pairs(NamedTuple):
    """The pairs of homes and spaces that a figure is about."""

    free: FreeWalks
    about: Bools
    people: Floats

    def residents(self, chosen: Bools, *, once: bool) -> float:
        """Residents of the pairs chosen; each home once, or once for every space."""
        home = self.free.home[self.about & chosen]
        return float(self.people[np.unique(home) if once else home].sum())


def _lost(metric: str, pairs: _Pairs, notes: list[str], *, once: bool = False) -> Measurement:
    might = pairs.residents(np.ones(len(pairs.about), np.bool_), once=once)
    do = pairs.residents(pairs.free.walked, once=once)
    n = round(pairs.residents(np.ones(len(pairs.about), np.bool_), once=True))
    if might <= 0:
        none = "Not known: no public open space would be within ten minutes, whatever stood in the way."
        return measured(metric, None, n=0, notes=[none, *notes])
    if too_few_residents(n):
        return measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    return measured(metric, 100.0 * (might - do) / might, n=n, notes=notes)


def _travel(walks: AreaWalks) -> Measurement:
    """Mean minutes beyond a walk with nothing in the way, over residents who reach a space."""
    metric, reached = SEVERANCE_METRICS[0], walks.reached
    notes = base_notes(walks.study)
    if not reached.any():
        none = "Not known: no resident reaches a public open space on the installed network."
        return measured(metric, None, n=0, notes=[none, *notes])
    cost, people = walks.cost_m[reached], walks.people[reached]
    extra = cost - free_walk_m(cost, np.where(walks.there, np.inf, walks.crow_m)[reached])
    minutes = walks.study.ground.persona.minutes_for(float(np.average(extra, weights=people)))
    unsure = unsure_note(walks.people, walks.sure, "for {} of residents a shorter walk beyond it is possible.")
    return measured(metric, minutes, n=round(float(people.sum())), notes=[lost_note(walks), *notes, unsure])


def _stays_on_map(walks: AreaWalks, metres: float) -> Bools:
    """Homes from which no walk of so many metres leads beyond the map."""
    meta = walks.study.ground.network.meta
    if meta.invented:
        return np.ones(len(walks.people), np.bool_)
    return np.asarray(
        shapely.distance(shapely.points(walks.study.homes.xy), meta.footprint.boundary) >= metres, np.bool_
    )

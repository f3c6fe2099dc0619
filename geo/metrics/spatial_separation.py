"""How apart the groups of an area live by who is near on foot: the spatial indices of Reardon and O'Sullivan."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.metrics.census_groups import CENSUS_DIMENSIONS, Dimension, counts_of, lacking
from geo.metrics.coverage import percent
from geo.metrics.disclosure import RESIDENTS_WITHHELD
from geo.metrics.groups import placing_notes
from geo.metrics.nobody import nobody_here
from geo.metrics.report import Breakdown, BreakdownRow, Figures, Measurement
from geo.metrics.segregation import dissimilarity_in
from geo.metrics.separation import (
    Mix,
    dissimilarity_breakdown,
    evenness_figures,
    exposure_breakdown,
    hardly_two_groups,
    isolation_figures,
    not_known,
)
from geo.metrics.spatial_segregation import Pairs, SeparationGround, local_environments
from geo.metrics.standards import COVERAGE_NEEDED
from geo.metrics.standards_people import ENVIRONMENT_M, FEWEST_ZONES, UNKNOWN_ALLOWED
from geo.metrics.study import Study
from geo.network.population import zones_in_words
from geo.network.snapping import SNAP_LIMIT_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NO_STREET = f"Not known: no home here is within {SNAP_LIMIT_M:.0f} m of a street or path."
_TOO_FEW = "Not known: there are too few homes here to tell how people are spread."
_OUTLINE_M = 10.0  # a margin is as good as this; outlines of boroughs have thousands of corners
_NOTEWORTHY = 0.005  # a share of residents below this is not worth a sentence


def spatial_separation_figures(study: Study, prepared: SeparationGround) -> Figures:
    """Spatial dissimilarity, information index, isolation and exposure of an area's groups.

    Evenness is judged among the area's own residents, as Reardon and O'Sullivan define it: the area is the whole.
    Exposure takes in everyone who lives within the bandwidth on foot, also beyond the area's edge, and is not known
    where the map covers less than 60 % of the area with that margin. Not known either where the area's homes are of
    fewer than 5 census zones. A breakdown sets both beside the same index by zones and by straight lines.
    """
    place = _place(study, prepared)
    measurements: list[Measurement] = []
    breakdowns: list[Breakdown] = []
    for dimension in CENSUS_DIMENSIONS:
        evenness, exposure, compared = _mixes(study.zones, place, dimension)
        measurements += [
            *evenness_figures(evenness, "spatial_dissimilarity", "spatial_information_index"),
            *isolation_figures(exposure, "spatial_isolation"),
        ]
        breakdowns += [
            *dissimilarity_breakdown(evenness, "spatial_dissimilarity"),
            exposure_breakdown(exposure, "spatial_exposure", "spatial_exposure", "Who lives within a short walk of"),
            compared,
        ]
    return Figures(measurements=tuple(measurements), breakdowns=tuple(breakdowns))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Place:
    """The homes of an area that stand for others: rows `here` [h] of the ground's, and who is near each.

    `around` leads to rows of the ground's homes, `within` and `straight` to rows of `here`. `nobody` says why there are
    no homes, `beyond` why exposure is not known; `notes` go with all figures, `edge` with those of exposure.
    """

    prepared: SeparationGround
    here: Ints
    around: Pairs
    within: Pairs
    straight: Pairs
    nobody: str
    beyond: str
    notes: tuple[str, ...]
    edge: tuple[str, ...]


def _place(study: Study, prepared: SeparationGround) -> _Place:
    shapely.prepare(study.area.geometry)
    here = np.flatnonzero(shapely.contains_xy(study.area.geometry, prepared.xy))
    around = prepared.walks.of(here)
    nobody = ""
    if not len(here):
        nobody = nobody_here(study) or (_TOO_FEW if study.start.reached.any() else _NO_STREET)
    return _Place(
        prepared=prepared,
        here=here,
        around=around,
        within=_among(around, here, len(prepared.xy)),
        straight=_straight_lines(prepared.xy[here], prepared.bandwidth_m),
        nobody=nobody,
        beyond=_margin_reason(study, prepared.bandwidth_m),
        notes=placing_notes(study),
        edge=_near_the_edge(study, prepared, here) if len(here) else (),
    )


def _mixes(zones: gpd.GeoDataFrame, place: _Place, dimension: Dimension) -> tuple[Mix, Mix, Breakdown]:
    """The mix that evenness is judged by, the one that exposure is, and the comparison of distances."""
    prepared, here = place.prepared, place.here
    people, reason, notes = _people(zones, place, dimension)
    if reason:
        unknown = not_known(dimension, reason)
        return unknown, unknown, _compared(dimension, [None, None, None], 0, reason)
    own, bandwidth = people[here], prepared.bandwidth_m
    near = local_environments(own, place.within, bandwidth)
    evenness = Mix(dimension=dimension, people=own, around=near, evenness=near, notes=notes)
    straight = local_environments(own, place.straight, bandwidth)
    by_zone = _zone_totals(own, prepared.zone[here])
    values = [dissimilarity_in(own, around) for around in (by_zone, straight, near)]
    hidden = hardly_two_groups(own)
    compared = _compared(dimension, values, round(float(own.sum())), RESIDENTS_WITHHELD if hidden else "")
    if place.beyond:
        return evenness, not_known(dimension, place.beyond), compared
    around = local_environments(own, place.around, bandwidth, people)
    exposure = Mix(dimension=dimension, people=own, around=around, evenness=around, notes=(*notes, *place.edge))
    return evenness, exposure, compared


def _people(zones: gpd.GeoDataFrame, place: _Place, dimension: Dimension) -> tuple[Floats, str, tuple[str, ...]]:
    """People of each group whom each home stands for, [q, g]; or why they are not known; and what to say of them."""
    prepared, here = place.prepared, place.here
    nobody = np.zeros((len(prepared.zone), len(dimension.groups)))
    reason = lacking(zones, dimension) or place.nobody
    if reason:
        return nobody, reason, ()
    counts = counts_of(zones, dimension)
    residents = zones["residents"].to_numpy(float)
    per_resident = np.divide(counts, residents[:, None], out=np.full_like(counts, np.nan), where=residents[:, None] > 0)
    people = per_resident[prepared.zone] * prepared.residents[:, None]
    unknown = ~np.isfinite(people).all(axis=1)
    missed = prepared.residents[here][unknown[here]].sum()
    if missed > UNKNOWN_ALLOWED.value * prepared.residents[here].sum():
        zones_lost = len(np.unique(prepared.zone[here][unknown[here]]))
        return nobody, f"Not known: the census table has no count for {zones_in_words(zones_lost)}.", ()
    known_zones = len(np.unique(prepared.zone[here][~unknown[here]]))
    if known_zones < FEWEST_ZONES.value:
        needed = f"{FEWEST_ZONES.value:.0f} are needed to tell how people are spread"
        return nobody, f"Not known: the homes here are of {zones_in_words(known_zones)}; {needed}.", ()
    note = (
        f"{len(here):,} homes in {known_zones:,} census zones stand for all; "
        f"people within {prepared.bandwidth_m:,.0f} m on foot count, nearer ones more."
    )
    return np.where(unknown[:, None], 0.0, people), "", (note, *place.notes)


def _among(pairs: Pairs, here: Ints, count: int) -> Pairs:
    """Of pairs from `here` to all `count` points those that lead to one of `here`, as places in it."""
    place = np.full(count, -1, np.int64)
    place[here] = np.arange(len(here))
    kept = place[pairs.around] >= 0
    return Pairs(at=pairs.at[kept], around=place[pairs.around[kept]], distance_m=pairs.distance_m[kept])


def _straight_lines(xy: Floats, bandwidth_m: float) -> Pairs:
    """Pairs of points within the bandwidth as the crow flies."""
    found = cKDTree(xy).query_pairs(bandwidth_m, output_type="ndarray")
    apart = np.hypot(*(xy[found[:, 0]] - xy[found[:, 1]]).T)
    return Pairs(
        at=np.concatenate([found[:, 0], found[:, 1]]),
        around=np.concatenate([found[:, 1], found[:, 0]]),
        distance_m=np.concatenate([apart, apart]),
    )


def _zone_totals(people: Floats, zone: Ints) -> Floats:
    """For each home all people of its zone."""
    _, of = np.unique(zone, return_inverse=True)
    return np.column_stack([np.bincount(of, weights=column)[of] for column in people.T])


def _compared(dimension: Dimension, values: list[float | None], people: int, reason: str) -> Breakdown:
    withheld = reason == RESIDENTS_WITHHELD
    far = f"{ENVIRONMENT_M.value:.0f} m"
    labels = ("In the same census zone", f"Within {far} in a straight line", f"Within {far} on foot")
    rows = tuple(
        BreakdownRow(key=key, label=label, value=None, suppressed=withheld, note=reason)
        if reason
        else BreakdownRow(key=key, label=label, value=value, n=None if value is None else people)
        for key, label, value in zip(("zone", "straight", "foot"), labels, values, strict=True)
    )
    return Breakdown(
        id=f"spatial_dissimilarity_compared_by_{dimension.id}",
        metric="spatial_dissimilarity",
        caption=f"How apart people live, by what counts as near: {dimension.label}",
        unit="index, 0 to 1",
        rows=rows,
        note="Where the way on foot shows more than the straight line, streets, railways and water keep people apart.",
    )


def _margin_reason(study: Study, bandwidth_m: float) -> str:
    """Why exposure is not known where the map ends too near; empty where it does not."""
    meta = study.ground.network.meta
    if meta.invented:
        return ""  # beyond an invented quarter there is nothing
    wide = study.area.geometry.simplify(_OUTLINE_M).buffer(bandwidth_m)
    share = float(wide.intersection(meta.footprint).area / wide.area) if wide.area > 0 else 0.0
    if share >= COVERAGE_NEEDED.value:
        return ""
    return (
        f"Not known: the installed map covers {percent(share)} of the area with {bandwidth_m:,.0f} m around it; "
        f"{percent(COVERAGE_NEEDED.value)} are needed."
    )


def _near_the_edge(study: Study, prepared: SeparationGround, here: Ints) -> tuple[str, ...]:
    meta = study.ground.network.meta
    if meta.invented:
        return ()
    points = np.asarray(shapely.points(prepared.xy[here]), dtype=object)
    near = shapely.distance(points, meta.footprint.boundary) < prepared.bandwidth_m
    share = float(prepared.residents[here][near].sum() / prepared.residents[here].sum())
    if share < _NOTEWORTHY:
        return ()
    return (f"The map ends near: for {percent(share)} of residents, neighbours beyond it are not counted.",)

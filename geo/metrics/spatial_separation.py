"""How apart the groups of an area live by who is near on foot: the spatial indices of Reardon and O'Sullivan."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.metrics.census_groups import CENSUS_DIMENSIONS, Dimension, counts_of, lacking
from geo.metrics.coverage import percent
from geo.metrics.disclosure import RESIDENTS_WITHHELD
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

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NOTEWORTHY = 0.005  # a share of residents below this is not worth a sentence


def spatial_separation_figures(study: Study, prepared: SeparationGround) -> Figures:
    """Spatial dissimilarity, information index, isolation and exposure of an area's groups.

    Evenness is judged among the area's own residents, as Reardon and O'Sullivan define it: the area is the whole.
    Exposure takes in everyone who lives within the bandwidth on foot, also beyond the area's edge, and is not known
    where the map covers less than 60 % of the area with that margin. Not known either where the area's homes are of
    fewer than 5 census zones. A breakdown sets both beside the same index by zones and by straight lines.
    """
    shapely.prepare(study.area.geometry)
    here = np.flatnonzero(shapely.contains_xy(study.area.geometry, prepared.xy))
    measurements: list[Measurement] = []
    breakdowns: list[Breakdown] = []
    for dimension in CENSUS_DIMENSIONS:
        evenness, exposure, compared = _mixes(study, prepared, here, dimension)
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


def _mixes(study: Study, prepared: SeparationGround, here: Ints, dimension: Dimension) -> tuple[Mix, Mix, Breakdown]:
    """The mix that evenness is judged by, the one that exposure is, and the comparison of distances."""
    people, reason, notes = _people(study.zones, prepared, here, dimension)
    if reason:
        unknown = not_known(dimension, reason)
        return unknown, unknown, _compared(dimension, [None, None, None], 0, reason)
    own = people[here]
    within = _between(prepared.walks, here, len(people))
    near = local_environments(own, within, prepared.bandwidth_m)
    evenness = Mix(dimension=dimension, people=own, around=near, evenness=near, notes=notes)
    straight = local_environments(own, _straight_lines(prepared.xy[here], prepared.bandwidth_m), prepared.bandwidth_m)
    by_zone = _zone_totals(own, prepared.zone[here])
    values = [dissimilarity_in(own, around) for around in (by_zone, straight, near)]
    hidden = hardly_two_groups(own)
    compared = _compared(dimension, values, round(float(own.sum())), RESIDENTS_WITHHELD if hidden else "")

    beyond = _margin_reason(study, prepared.bandwidth_m)
    if beyond:
        return evenness, not_known(dimension, beyond), compared
    around = local_environments(people, prepared.walks, prepared.bandwidth_m)[here]
    edge = _near_the_edge(study, prepared, here)
    return (
        evenness,
        Mix(dimension=dimension, people=own, around=around, evenness=around, notes=(*notes, *edge)),
        compared,
    )


def _people(
    zones: gpd.GeoDataFrame, prepared: SeparationGround, here: Ints, dimension: Dimension
) -> tuple[Floats, str, tuple[str, ...]]:
    """People of each group whom each home stands for, [q, g]; or why they are not known; and what to say of them."""
    nobody = np.zeros((len(prepared.zone), len(dimension.groups)))
    reason = lacking(zones, dimension)
    if reason:
        return nobody, reason, ()
    if not len(here):
        return nobody, "Not known: no one lives in the part measured, by the census.", ()
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
        return (
            nobody,
            f"Not known: the homes here are of {zones_in_words(known_zones)}; "
            f"{FEWEST_ZONES.value:.0f} are needed to tell how people are spread.",
            (),
        )
    note = (
        f"{len(here):,} homes in {known_zones:,} census zones stand for all; "
        f"people within {prepared.bandwidth_m:,.0f} m on foot count, nearer ones more."
    )
    return np.where(unknown[:, None], 0.0, people), "", (note,)


def _between(pairs: Pairs, rows: Ints, count: int) -> Pairs:
    """The pairs with both ends among some rows of `count` points, as places in `rows`."""
    place = np.full(count, -1, np.int64)
    place[rows] = np.arange(len(rows))
    kept = (place[pairs.at] >= 0) & (place[pairs.around] >= 0)
    return Pairs(at=place[pairs.at[kept]], around=place[pairs.around[kept]], distance_m=pairs.distance_m[kept])


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
    wide = study.area.geometry.buffer(bandwidth_m)
    share = wide.intersection(meta.footprint).area / wide.area
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

"""How far people walk to the nearest public open space, on the network, to where it is entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.metrics.coverage import percent
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.personas import Persona
from geo.metrics.report import Measurement, WalkBand, measured
from geo.metrics.standards import NEAR_SPACE_M, REACH_CUTOFF_M, WALKING_MINUTES
from geo.network.access_points import AccessPoints
from geo.network.costs import WalkCosts
from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.population import Homes
from geo.network.routing import nearest_seed
from geo.network.snapping import EdgePoints

WALK_METRICS = ("residents_within_400m", "residents_within_10min", "mean_walk_m", "p95_walk_m", "worst_walk_m")
BAND_MINUTES = (0.0, 5.0, 10.0, 15.0, 20.0)
BAND_LABELS = (
    *(f"{low:.0f}–{high:.0f} minutes" for low, high in pairwise(BAND_MINUTES)),
    f"over {BAND_MINUTES[-1]:.0f} minutes",
    "no walk found",
)
_SOMEONE = 0.5  # fewer than this many residents round to nobody
_NOTEWORTHY = 0.005  # a share of residents below this is not worth a sentence
_POLYGON = 2  # dimensions
_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walks:
    """The walk from each start to its nearest space: metres (inf = none found) and the row of that space (-1).

    `sure` tells where no shorter walk can exist beyond the network's footprint, however the map goes on there.
    """

    distance_m: Floats
    space: NDArray[np.int64]
    sure: NDArray[np.bool_]


def walks_to_spaces(
    network: WalkingNetwork,
    start: EdgePoints,
    shapes: NDArray[np.object_],
    entrances: AccessPoints,
    costs: WalkCosts | None = None,
) -> Walks:
    """The shortest walk from each start to a way into any space.

    A walk is the straight line from the place to the nearest point of a street or path (`start.distance_m`, at most
    150 m), then the shortest way on the network to an access point. Where that point lies in a space, the walk ends
    there. Walks over 5 km are taken for none. `shapes` [s] are the spaces, whose `entrances` were found on `network`;
    `costs` what walking costs a persona (None: the lengths).
    """
    nearest = nearest_seed(network, entrances.points, start, cutoff_m=REACH_CUTOFF_M.value, costs=costs)
    distance = nearest.distance_m.copy()
    space = np.full(len(start), -1, np.int64)
    arrived = nearest.seed >= 0
    space[arrived] = entrances.space[nearest.seed[arrived]]

    rows = np.flatnonzero(start.reached)
    points = _points(network, start, rows)
    home, inside = standing_in(network, start, shapes)
    distance[home], space[home] = start.distance_m[home], inside

    # A walk by way of what lies beyond the footprint is at least as long as the straight line to its edge.
    # Beyond an invented quarter there is nothing.
    sure = np.full(len(start), network.meta.invented)
    sure[rows] |= distance[rows] <= start.distance_m[rows] + shapely.distance(points, network.meta.footprint.boundary)
    return Walks(distance_m=distance, space=space, sure=sure)


def standing_in(
    network: WalkingNetwork, start: EdgePoints, shapes: NDArray[np.object_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts whose point on the network lies in a space on the same level: pairs of rows, of starts and of `shapes`."""
    rows = np.flatnonzero(start.reached)
    home, inside = STRtree(shapes).query(_points(network, start, rows), predicate="intersects")
    ground = (np.asarray(network.edge_flags)[start.edge[rows[home]]] & _OTHER_LEVEL) == 0
    there = ground & (shapely.get_dimensions(shapes[inside]) == _POLYGON)
    return rows[home[there]], np.asarray(inside[there], np.int64)


def _points(network: WalkingNetwork, start: EdgePoints, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    points = shapely.line_interpolate_point(network.lines[start.edge[rows]], start.offset_m[rows])
    return np.asarray(points, dtype=object)


def walk_measurements(walks: Walks, homes: Homes, persona: Persona, notes: Sequence[str] = ()) -> list[Measurement]:
    """Shares of residents within 400 m and 10 minutes, and the average, 95th percentile and longest walk.

    Residents who reach no space stay in the shares' denominator, and are left out of the walks with a word.
    """
    people = float(homes.residents.sum())
    if people <= 0:
        return unknown_walks(["Not known: no one lives in the part measured, by the census.", *notes])
    if too_few_residents(people):
        return [measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD]) for metric in WALK_METRICS]
    notes = [f"{homes.method[:1].upper()}{homes.method[1:]}.", *notes]
    return [*_shares(walks, homes, persona, notes), *_lengths(walks, homes, notes)]


def _shares(walks: Walks, homes: Homes, persona: Persona, notes: Sequence[str]) -> list[Measurement]:
    people = float(homes.residents.sum())
    lost = float(homes.residents[~np.isfinite(walks.distance_m)].sum())
    counted = f"{lost:,.0f} residents reach none and count as farther." if lost >= _SOMEONE else ""
    measurements = []
    limits = (NEAR_SPACE_M.value, persona.metres_in(WALKING_MINUTES.value))
    for metric, limit in zip(WALK_METRICS[:2], limits, strict=True):
        near = walks.distance_m <= limit
        hidden = float(homes.residents[~near & ~walks.sure].sum()) / people
        more = f"The map ends near: up to {percent(hidden)} more may be within it by ways beyond."
        measurements.append(
            measured(
                metric,
                100.0 * float(homes.residents[near].sum()) / people,
                n=round(people),
                notes=[counted, *notes, more if hidden >= _NOTEWORTHY else ""],
            )
        )
    return measurements


def _lengths(walks: Walks, homes: Homes, notes: Sequence[str]) -> list[Measurement]:
    reached = np.isfinite(walks.distance_m) & (homes.residents > 0)
    distance, weight = walks.distance_m[reached], homes.residents[reached]
    if not len(distance):
        none = ["Not known: no resident reaches a public open space on the installed network.", *notes]
        return [measured(metric, None, n=0, notes=none) for metric in WALK_METRICS[2:]]
    people, arrived = float(homes.residents.sum()), float(weight.sum())
    far = f"within {REACH_CUTOFF_M.value / 1000:.0f} km and are left out"
    missed = f"{people - arrived:,.0f} of {people:,.0f} residents reach none {far}."
    hidden = float(homes.residents[~walks.sure].sum()) / people
    beyond = f"The map ends near: for {percent(hidden)} of residents a shorter walk beyond it is possible."
    said = [
        missed if people - arrived >= _SOMEONE else "",
        *notes,
        beyond if hidden >= _NOTEWORTHY else "",
    ]
    walked = (np.average(distance, weights=weight), weighted_quantile(distance, weight, 0.95), distance.max())
    return [
        measured(metric, float(value), n=round(arrived), notes=said)
        for metric, value in zip(WALK_METRICS[2:], walked, strict=True)
    ]


def unknown_walks(notes: Sequence[str]) -> list[Measurement]:
    """The same figures where they are not known, with the reason."""
    return [measured(metric, None, notes=notes) for metric in WALK_METRICS]


def band_of(distance_m: Floats, persona: Persona) -> NDArray[np.int64]:
    """The class of each walk: row of `BAND_LABELS`, from 0 to 5 minutes up to "no walk found"."""
    upper = [persona.metres_in(minutes) for minutes in BAND_MINUTES[1:]]
    band = np.searchsorted(upper, distance_m, side="left")
    return np.where(np.isfinite(distance_m), band, len(BAND_MINUTES)).astype(np.int64)


def walk_bands(walks: Walks, homes: Homes, persona: Persona) -> tuple[WalkBand, ...]:
    """Residents by the minutes of their walk, for a chart. They add up to the residents placed."""
    people = np.bincount(band_of(walks.distance_m, persona), weights=homes.residents, minlength=len(BAND_LABELS))
    lower = (*BAND_MINUTES, None)
    upper = (*BAND_MINUTES[1:], None, None)
    return tuple(
        WalkBand(label=label, from_min=low, to_min=high, residents=float(count))
        for label, low, high, count in zip(BAND_LABELS, lower, upper, people, strict=True)
    )


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """The smallest value that, with all smaller ones, holds the share of the weight."""
    order = np.argsort(values, kind="stable")
    held = np.cumsum(weights[order])
    # Rounding in the sum must not push a full share past the value that completes it.
    at = int(np.searchsorted(held, share * held[-1] * (1 - 1e-12)))
    return float(values[order][min(at, len(values) - 1)])

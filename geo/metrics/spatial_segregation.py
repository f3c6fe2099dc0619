"""Local environments: who lives around each home on foot, the nearer the more (Reardon and O'Sullivan 2004).

Homes stand for their zones: of each zone up to 32, taken so that each stands for the same number of its people and all
are spread over its streets. Distances are walks on the network, with a persona's penalties and closures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.metrics.standards_people import ENVIRONMENT_M, HOMES_PER_ZONE
from geo.metrics.study import Ground
from geo.network.population import Homes
from geo.network.reach import reach_pairs
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Points within reach of one another: from row `at` [p] to row `around` [p], `distance_m` [p] apart.

    Sorted by `at`. No point is paired with itself: that distance is 0.
    """

    at: Ints
    around: Ints
    distance_m: Floats

    def of(self, rows: Ints) -> Pairs:
        """The pairs from some points, in ascending order; `at` numbers them as they are given."""
        first, end = np.searchsorted(self.at, rows, "left"), np.searchsorted(self.at, rows, "right")
        count = end - first
        pair = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
        return Pairs(
            at=np.repeat(np.arange(len(rows)), count), around=self.around[pair], distance_m=self.distance_m[pair]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeparationGround:
    """Homes that stand for all others of a ground, and the walks between them up to `bandwidth_m`.

    `xy` [q, 2]; `residents` [q] for whom each stands; `zone` [q] row of its census zone. `unreached` residents live
    where no street is near, and are left out.
    """

    ground: Ground
    bandwidth_m: float
    xy: Floats
    residents: Floats
    zone: Ints
    walks: Pairs
    unreached: float


def biweight(distance_m: Floats, bandwidth_m: float) -> Floats:
    """Weight of a neighbour: (1 − (d ÷ b)²)² below the bandwidth b, 0 from there on; 1 at no distance.

    >>> biweight(np.array([0.0, 250.0, 500.0, 900.0]), 500.0).tolist()
    [1.0, 0.5625, 0.0, 0.0]
    >>> biweight(np.array([0.0, 1.0]), 0.0).tolist(), biweight(np.array([0.0, 1.0]), np.inf).tolist()
    ([1.0, 0.0], [1.0, 1.0])
    """
    if bandwidth_m <= 0:
        return np.where(distance_m <= 0, 1.0, 0.0)
    with np.errstate(over="ignore"):
        nearness = 1.0 - np.minimum(distance_m / bandwidth_m, 1.0) ** 2
    return np.asarray(nearness**2, np.float64)


def local_environments(people: Floats, pairs: Pairs, bandwidth_m: float, others: Floats | None = None) -> Floats:
    """People of each group around each point, [q, g], nearer ones counted for more; the point's own count whole.

    `people` [q, g] live at each point; `pairs` lead to rows of `others` [o, g], which are the same points where not
    given. τ̃ₚₘ = τₚₘ + Σ_q τ_qₘ φ(p, q), with φ the biweight kernel of the distance.
    """
    weight = biweight(pairs.distance_m, bandwidth_m)
    source = people if others is None else others
    around = people.copy()
    for group in range(people.shape[1]):
        around[:, group] += np.bincount(pairs.at, weights=weight * source[pairs.around, group], minlength=len(people))
    return around


def prepare_separation(ground: Ground, bandwidth_m: float = ENVIRONMENT_M.value) -> SeparationGround:
    """Choose the homes that stand for a ground's, and find the walks between them. Once for each ground."""
    homes, points = ground.homes, ground.home_points
    settled = points.reached & (homes.residents > 0)
    row, residents = representatives(homes, settled, int(HOMES_PER_ZONE.value))
    start = EdgePoints(edge=points.edge[row], offset_m=points.offset_m[row], distance_m=points.distance_m[row])
    found = reach_pairs(ground.network, start, np.arange(len(row)), start, cutoff_m=bandwidth_m, costs=ground.costs)
    apart = found.target != found.group
    return SeparationGround(
        ground=ground,
        bandwidth_m=bandwidth_m,
        xy=homes.xy[row],
        residents=residents,
        zone=homes.zone[row],
        walks=Pairs(at=found.target[apart], around=found.group[apart], distance_m=found.distance_m[apart]),
        unreached=float(homes.residents[~points.reached].sum()),
    )


def representatives(homes: Homes, settled: NDArray[np.bool_], most: int) -> tuple[Ints, Floats]:
    """Rows of up to `most` homes for each zone, and the residents for whom each stands.

    A zone's settled homes are put in the order of a curve that fills the plane; the residents along it are cut into
    `most` equal parts, and the home in the middle of each part stands for it. A zone with no more homes than that keeps
    them all, each for its own residents. Residents of the settled homes add up to the same.
    """
    rows = np.flatnonzero(settled)
    order = rows[np.lexsort((_along_curve(homes.xy[rows]), homes.zone[rows]))]
    chosen, stands_for = [np.empty(0, np.int64)], [np.empty(0)]
    for of_zone in np.split(order, np.flatnonzero(np.diff(homes.zone[order])) + 1):
        people = homes.residents[of_zone]
        if len(of_zone) <= most:
            chosen.append(of_zone)
            stands_for.append(people)
            continue
        held = np.cumsum(people)
        middle = held[-1] * (np.arange(most) + 0.5) / most
        picked, times = np.unique(np.searchsorted(held, middle), return_counts=True)
        chosen.append(of_zone[picked])
        stands_for.append(times * held[-1] / most)
    return np.concatenate(chosen).astype(np.int64), np.concatenate(stands_for)


def _along_curve(xy: Floats) -> Ints:
    """Place of each point on the Z-order curve, to the metre: near on the curve is mostly near on the ground."""
    whole = np.round(xy - xy.min(axis=0, initial=np.inf)).astype(np.int64) if len(xy) else np.empty((0, 2), np.int64)
    place = np.zeros(len(xy), np.int64)
    for bit in range(20):
        place |= ((whole[:, 0] >> bit) & 1) << (2 * bit) | ((whole[:, 1] >> bit) & 1) << (2 * bit + 1)
    return place

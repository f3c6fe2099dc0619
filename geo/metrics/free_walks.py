"""Walks as they would be with nothing in the way, beside walks as they are: the yardstick of severance.

The indicators of van Eldijk, Gil, Kuska and Sisinty Patro (2020) compare two networks, with a road or railway and with
it in a tunnel. Here the one without barriers is no plan but a yardstick: walks no longer than on a fine square grid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.metrics.standards import WALKING_MINUTES
from geo.metrics.standards_isolation import FREE_CIRCUITY
from geo.metrics.study import Ground
from geo.network.reach import reach_pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FreeWalks:
    """Homes of the ground and open spaces that are within ten minutes if nothing stands in the way, [p] each.

    `home` and `space` are rows of `Ground.homes` and `Ground.open_spaces`; `walked` tells which pairs are within ten
    minutes on the network as it is. Each pair once.
    """

    home: Ints
    space: Ints
    walked: Bools
    limit_m: float


def free_walk_m(walk_m: Floats, crow_m: Floats) -> Floats:
    """A walk with nothing in the way: 1.414 times the straight line, or the walk itself where it is shorter."""
    return np.minimum(walk_m, FREE_CIRCUITY.value * crow_m)


def prepare_free_walks(ground: Ground, space_tree: STRtree) -> FreeWalks:
    """Every home of a ground with every open space that it might reach in ten minutes.

    `space_tree` holds the shapes of spaces that have a way in, by their rows.
    """
    limit = ground.persona.metres_in(WALKING_MINUTES.value)
    spaces = max(len(ground.open_spaces.shapes), 1)
    entrances = ground.open_spaces.entrances
    walks = reach_pairs(
        ground.network, entrances.points, entrances.space, ground.home_points, cutoff_m=limit, costs=ground.costs
    )
    walked = np.unique(walks.target * spaces + walks.group)
    xy = ground.homes.xy
    known = np.flatnonzero(np.isfinite(xy).all(axis=1) & ground.home_points.reached)
    home, space = space_tree.query(shapely.points(xy[known]), predicate="dwithin", distance=limit / FREE_CIRCUITY.value)
    either = np.union1d(walked, known[home] * spaces + space).astype(np.int64)
    return FreeWalks(
        home=either // spaces, space=either % spaces, walked=np.isin(either, walked, assume_unique=True), limit_m=limit
    )

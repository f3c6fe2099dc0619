"""Potential access: hectares of open space, each counting for less the longer the walk to it.

    A_i = sum over spaces j of S_j f(d_ij),   f(d) = 2^(-d / h) = exp(-d ln 2 / h)

with S the space's own hectares and h the walk at which a hectare counts for half. Hansen 1959, How accessibility
shapes land use, with the negative exponential that pedestrian studies use most.
"""

from __future__ import annotations

import numpy as np

from geo.metrics.floating_catchment import Decay, Floats, Pairs


def halving(half_m: float) -> Decay:
    """1 at the door, half at `half_m`, a quarter at twice that.

    >>> halving(400.0)(np.array([0.0, 400.0, 800.0])).tolist()
    [1.0, 0.5, 0.25]
    """
    return lambda metres: np.exp2(-metres / half_m)


def potential(pairs: Pairs, size: Floats, decay: Decay, demand_count: int) -> Floats:
    """A_i [d], in the unit of `size` [s]; 0 where nothing is reached.

    >>> two = Pairs(demand=np.array([0, 0]), supply=np.array([0, 1]), distance_m=np.array([0.0, 400.0]))
    >>> potential(two, np.array([1.0, 3.0]), halving(400.0), 2).tolist()
    [2.5, 0.0]
    """
    felt = size[pairs.supply] * decay(pairs.distance_m)
    return np.bincount(pairs.demand, weights=felt, minlength=demand_count).astype(np.float64)

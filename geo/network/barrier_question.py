"""The question that the price of barriers answers: whose walks, to what, how far, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.costs import WalkCosts
from geo.network.graph import WalkingNetwork
from geo.network.impositions import Impositions
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BarrierQuestion:
    """Homes [h] with people [h], goals [p] of groups [p], and barriers on top of base costs.

    A home meets the standard where its walk to the `least`-th nearest distinct group is at most `limit_m`, or where it
    is `there` already [h]. Walks beyond `cutoff_m` are no way at all.
    """

    network: WalkingNetwork
    base: WalkCosts
    impositions: Impositions
    goals: EdgePoints
    group: Ints
    homes: EdgePoints
    people: Floats
    limit_m: float
    cutoff_m: float
    least: int
    there: Bools

    def __post_init__(self) -> None:
        told = {
            "as many groups as goals": len(self.group) == len(self.goals),
            "as many people as homes": len(self.people) == len(self.there) == len(self.homes),
            "people that are numbers of 0 or more": bool((np.asarray(self.people) >= 0).all()),
            "a cutoff that is not below the limit": self.cutoff_m >= self.limit_m,
            "one group at least to be reached": self.least >= 1,
            "nothing imposed that is negative or unknown": bool(
                (self.impositions.edge_m >= 0).all() and (self.impositions.node_m >= 0).all()
            ),
        }
        wrong = [rule for rule, kept in told.items() if not kept]
        if wrong:
            raise InputError(f"The price of barriers needs {'; '.join(wrong)}.")

    @property
    def movers(self) -> EdgePoints:
        """The homes whose walks count: those that are there already are on no edge."""
        homes = self.homes
        edge = np.where(self.there, -1, homes.edge)
        return EdgePoints(edge=edge, offset_m=homes.offset_m, distance_m=homes.distance_m)

    def is_met(self, walks: Floats) -> Bools:
        """Which homes meet the standard with such walks."""
        return self.there | (walks <= self.limit_m)

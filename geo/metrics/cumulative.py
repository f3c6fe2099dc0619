"""How many places people can choose from: distinct open spaces and community places within 5, 10 and 15 minutes."""

from __future__ import annotations

import numpy as np

from geo.metrics.access_ground import Layer
from geo.metrics.access_shares import average_of, map_ends
from geo.metrics.access_walks import HomeWalks
from geo.metrics.report import Figures
from geo.metrics.standards_access import REACH_MINUTES

_BEYOND = "At least: for {} of residents there may be more beyond the end of the map."


def cumulative_figures(walks: HomeWalks) -> Figures:
    """The average number of places within each of the minutes. A playground in a park is part of the park."""
    persona = walks.prepared.ground.persona
    measurements = []
    for layer, name in ((Layer.OPEN, "open_spaces"), (Layer.COMMUNITY, "community_places")):
        pairs = walks.pairs(layer)
        counted = np.ones(len(pairs.supply), bool)
        if layer is Layer.OPEN:
            counted = walks.prepared.whole[pairs.supply]
        for each in REACH_MINUTES:
            limit = persona.metres_in(each.value)
            near = counted & (pairs.distance_m <= limit)
            choice = np.bincount(pairs.demand[near], minlength=len(walks.people)).astype(np.float64)
            measurements.append(
                average_of(
                    f"{name}_in_{each.value:.0f}min",
                    walks.people,
                    choice,
                    [map_ends(walks, limit, words=_BEYOND)],
                    [f"Within {limit:,.0f} m.", walks.prepared.listed_note, *walks.notes],
                )
            )
    return Figures(measurements=tuple(measurements))

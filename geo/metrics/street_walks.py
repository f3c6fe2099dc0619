"""How far it is from each street to what a standard asks for, by the costs and goals of a game of barriers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.metrics.access import standing_in
from geo.metrics.access_ground import Layer
from geo.metrics.barrier_standards import ReachStandard, places_of
from geo.metrics.study import Ground
from geo.network.barrier_gains import BarrierGame
from geo.network.impositions import no_impositions
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def walks_from_streets(game: BarrierGame, ground: Ground, standard: ReachStandard, edges: Ints) -> Floats:
    """Metres from the middle of each edge [e] of the game's network to its goals, all barriers standing.

    `ground` is the ground on that network: a street inside an open space that meets the standard is there already, as
    a home is (0). inf is no way within the game's cutoff. No edges give no walks.
    """
    asked = game.question
    length = np.asarray(asked.network.edge_length_m)
    middles = EdgePoints(edge=edges, offset_m=length[edges] / 2.0, distance_m=np.zeros(len(edges)))
    there = np.zeros(len(edges), bool)
    if standard.layer is Layer.OPEN and standard.least == 1 and len(edges):
        shapes = places_of(ground, standard.layer).shapes[np.unique(asked.group)]
        there[standing_in(asked.network, middles, shapes)[0]] = True
    walks = BarrierGame.of(
        asked.network,
        asked.impositions.costs(asked.base),
        no_impositions(),
        asked.goals,
        asked.group,
        middles,
        np.ones(len(edges)),
        limit_m=asked.limit_m,
        cutoff_m=asked.cutoff_m,
        least=asked.least,
        there=there,
    ).walks()
    return np.where(there, 0.0, walks)

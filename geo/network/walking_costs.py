"""What walking costs where some things are hard to pass: lengths with a penalty in metres on each of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.costs import WalkCosts, lengths
from geo.network.features import Feature, along_edges, at_edge_ends, at_nodes
from geo.network.graph import WalkingNetwork

Floats = NDArray[np.float64]

# Signals are wanted once for a crossing, which is drawn in two halves that meet in the middle of the street.
SHARED_BY_TWO = frozenset({Feature.NO_SIGNALS, Feature.SIGNALS_NOT_SAID})


def penalised(network: WalkingNetwork, penalties: Mapping[Feature, float]) -> WalkCosts:
    """Costs with penalties in metres: extra metres for each metre of it, or each time it is passed (`FEATURES`).

    inf is "cannot be passed". Penalties of several features on one edge or node add up. No penalties give exactly
    the lengths. Raises `InputError` for a penalty that is negative or not a number.
    """
    plain = lengths(network)
    edge_m, node_m = plain.edge_m.copy(), plain.node_m.copy()
    for feature, metres in penalties.items():
        if not metres >= 0:
            raise InputError(
                f"The penalty of “{feature.value}” is {metres}. "
                "Give metres from 0 up, or “inf” for what cannot be passed."
            )
        if metres == 0:
            continue
        edge_m += _only(along_edges(network, feature), metres) * plain.edge_m
        ends = at_edge_ends(network, feature)
        shared = metres / 2.0 if feature in SHARED_BY_TWO else metres
        edge_m[ends > 0] += shared * ends[ends > 0]
        node_m += _only(at_nodes(network, feature), metres)
    return WalkCosts(edge_m=edge_m, node_m=node_m)


def _only(where: NDArray[np.bool_], metres: float) -> Floats:
    return np.where(where, metres, 0.0)

"""What the map itself says stands in a walker's way, as single things that could be taken away one by one.

Along a way: an unbroken run of one way that has the feature. On a path: a node, with all that stands on it. Across a
street: a node of the street, whose kerb or missing signals are met on the crossing that is drawn there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from geo.areas import own_outline
from geo.metrics.personas import Persona
from geo.metrics.way_runs import WayRuns, way_runs
from geo.network.features import FEATURES, Counts, Feature, along_edges, at_nodes, in_streets
from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# A want of knowledge is no thing that can be taken away.
_SILENCE = frozenset(feature for feature in Feature if feature.value.endswith("-not-said"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapFeatures:
    """The things of one persona on one network, and which of them count as barriers that could be removed.

    `along` [m], `at` [n] and `across` [n] are masks by feature; `on_paths` [n] are metres at nodes. `near_edge` [m]
    and `near_node` [n] are what a polygon is met by: a thing is removable where any part of it is.
    """

    network: WalkingNetwork
    metres: dict[Feature, float]
    along: dict[Feature, Bools]
    at: dict[Feature, Bools]
    across: dict[Feature, Bools]
    on_paths: Floats
    near_edge: Bools
    near_node: Bools

    def runs(self, feature: Feature) -> WayRuns:
        """The runs of a feature along ways, on the whole network: what one is does not hang on the polygon."""
        return way_runs(self.network, self.along[feature])

    def removable_along(self, feature: Feature) -> Bools:
        """Edges [m] of a feature in runs that meet the polygon."""
        runs = self.runs(feature)
        met = np.bincount(runs.run, weights=self.near_edge[runs.edge], minlength=runs.count) > 0
        chosen = np.zeros(self.network.edge_count, bool)
        chosen[runs.edge[met[runs.run]]] = True
        return chosen

    def features_at(self, node: int) -> Iterator[Feature]:
        """What stands at a node of a path, the costliest first."""
        found = [feature for feature, mask in self.at.items() if mask[node]]
        return iter(sorted(found, key=lambda feature: -self.metres[feature]))


def map_features(network: WalkingNetwork, persona: Persona, within: Polygon | MultiPolygon | None) -> MapFeatures:
    """The things that the map says stand in a persona's way; `within` (EPSG:27700) narrows what is removable.

    Where the map calls a way unfit for wheelchairs that has another thing on it that cannot be passed, such as steps,
    it says why: that is one thing, not two.
    """
    metres = {feature: each for feature, each in persona.penalty_m.items() if each > 0 and feature not in _SILENCE}
    along = {
        feature: along_edges(network, feature) for feature in metres if FEATURES[feature].counts is Counts.PER_METRE
    }
    if Feature.NO_WHEELCHAIRS in along:
        closed = [mask for feature, mask in along.items() if np.isinf(metres[feature])]
        other = np.sum(closed, axis=0) > along[Feature.NO_WHEELCHAIRS] if closed else np.zeros(network.edge_count, bool)
        along[Feature.NO_WHEELCHAIRS] &= ~other
    on_paths = np.zeros(network.node_count)
    at, across = {}, {}
    for feature, each in metres.items():
        if FEATURES[feature].counts is Counts.PER_PASSING:
            at[feature] = at_nodes(network, feature)
            on_paths += np.where(at[feature], each, 0.0)
            across[feature] = in_streets(network, feature) & _crossed(network)
    near_edge, near_node = _near(network, within)
    return MapFeatures(
        network=network,
        metres=metres,
        along=along,
        at=at,
        across=across,
        on_paths=on_paths,
        near_edge=near_edge,
        near_node=near_node,
    )


def is_crossing(network: WalkingNetwork) -> Bools:
    """Edges [m] that are drawn across a street."""
    return np.asarray((np.asarray(network.edge_flags) & np.uint32(EdgeFlag.CROSSING)) > 0)


def _crossed(network: WalkingNetwork) -> Bools:
    touched = np.zeros(network.node_count, bool)
    touched[np.asarray(network.edge_uv).reshape(-1, 2)[is_crossing(network)].ravel()] = True
    return touched


def _near(network: WalkingNetwork, within: Polygon | MultiPolygon | None) -> tuple[Bools, Bools]:
    if within is None:
        return np.ones(network.edge_count, bool), np.ones(network.node_count, bool)
    edge, node = np.zeros(network.edge_count, bool), np.zeros(network.node_count, bool)
    edge[network.tree.query(own_outline(within), predicate="intersects")] = True
    xy = np.asarray(network.node_xy)
    west, south, east, north = within.bounds
    rows = np.flatnonzero(((xy >= (west, south)) & (xy <= (east, north))).all(axis=1))
    outline = own_outline(within)
    shapely.prepare(outline)
    node[rows] = shapely.intersects(outline, np.asarray(shapely.points(xy[rows]), dtype=object))
    return edge, node

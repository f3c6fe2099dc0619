"""Barriers that the map itself tells of: flights of steps, kerbs, gates, unlit ways. Marked as the map's.

They are exactly what a persona's costs hold beside the lengths: what walking costs without them, and all of them, add
up to `geo.metrics.personas.costs_for`. What the map does not say is no barrier.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.barriers import Barrier, BarrierSource, Evidence, Meets, Stretch
from geo.metrics.barrier_meeting import edges_at, ways_of
from geo.metrics.map_features import MapFeatures, is_crossing, map_features
from geo.metrics.personas import Persona
from geo.network.costs import WalkCosts, lengths
from geo.network.features import Feature
from geo.network.graph import WalkingNetwork
from geo.network.walking_costs import SHARED_BY_TWO, penalised
from geo.surveys import Hours, WalkEffect

Ints = NDArray[np.int64]

# Feature: what one of it is called, and the tags of the map that say so.
_SAID: dict[Feature, tuple[str, tuple[str, ...]]] = {
    Feature.STEPS: ("Flight of steps", ("highway=steps",)),
    Feature.ESCALATOR: ("Escalator", ("highway=steps", "conveying=*")),
    Feature.STEEP: ("Slope over 1 in 12", ("incline=*",)),
    Feature.ROUGH: ("Rough or loose surface", ("surface=*",)),
    Feature.NARROW: ("Path under 0.9 m wide", ("width=*",)),
    Feature.NO_WHEELCHAIRS: ("Way that the map calls unfit for wheelchairs", ("wheelchair=no",)),
    Feature.NO_PAVEMENT: ("Street without a pavement", ("sidewalk=no",)),
    Feature.NO_PAVEMENT_FAST: ("Street without a pavement, with fast traffic", ("sidewalk=no", "maxspeed=*")),
    Feature.UNLIT: ("Street or path without lighting", ("lit=no",)),
    Feature.UNDERPASS: ("Underpass or tunnel", ("tunnel=*",)),
    Feature.RAISED_KERB: ("Raised kerb", ("kerb=raised",)),
    Feature.ROLLED_KERB: ("Rolled kerb", ("kerb=rolled",)),
    Feature.NO_SIGNALS: ("Crossing of a main road without signals or a zebra", ("crossing=*",)),
    Feature.GATE: ("Gate", ("barrier=gate",)),
    Feature.LIFT_GATE: ("Lift gate or swing gate", ("barrier=lift_gate",)),
    Feature.STILE: ("Stile", ("barrier=stile",)),
    Feature.KISSING_GATE: ("Kissing gate", ("barrier=kissing_gate",)),
    Feature.TURNSTILE: ("Turnstile", ("barrier=turnstile",)),
    Feature.CYCLE_BARRIER: ("Cycle barrier", ("barrier=cycle_barrier",)),
    Feature.BOLLARD: ("Bollard", ("barrier=bollard",)),
    Feature.NARROW_GAP: ("Gap under 0.9 m", ("maxwidth:physical=*",)),
    Feature.OTHER_BARRIER: ("Barrier on a path", ("barrier=*",)),
    Feature.BARRIER_NO_WHEELCHAIRS: ("Barrier that the map calls unfit for wheelchairs", ("wheelchair=no",)),
}
_DARK = frozenset({Feature.UNLIT, Feature.UNDERPASS})


def base_costs(network: WalkingNetwork, persona: Persona, within: Polygon | MultiPolygon | None = None) -> WalkCosts:
    """What walking costs a persona without what `map_barriers` finds for the same `within`.

    With these barriers imposed it is `costs_for(network, persona)`, to rounding. Things outside `within` stay imposed.
    """
    found = map_features(network, persona, within)
    left = {feature: each for feature, each in persona.penalty_m.items() if feature not in found.metres}
    silent = penalised(network, left)
    plain = lengths(network).edge_m
    edge_m = silent.edge_m.copy()
    for feature, mask in found.along.items():
        stays = mask & ~found.removable_along(feature) if within is not None else np.zeros(len(mask), bool)
        edge_m[stays] += found.metres[feature] * plain[stays]
    uv = np.asarray(network.edge_uv).reshape(-1, 2)
    for feature, mask in found.across.items():
        ends = (mask & ~found.near_node)[uv].sum(axis=1) * is_crossing(network)
        edge_m[ends > 0] += _share(feature) * found.metres[feature] * ends[ends > 0]
    return WalkCosts(edge_m=edge_m, node_m=silent.node_m + np.where(found.near_node, 0.0, found.on_paths))


def map_barriers(
    network: WalkingNetwork, persona: Persona, within: Polygon | MultiPolygon | None = None
) -> tuple[Barrier, ...]:
    """What the map says stands in a persona's way, one barrier for each thing that could be taken away.

    `within` (EPSG:27700) narrows it to things that meet a polygon; None takes the whole network. Ids stay the same
    from one network to the next as long as the map's ways do: ``map:steps:way/123``, with a place of the National Grid
    where one way has several. A persona without penalties meets none.
    """
    found = map_features(network, persona, within)
    return (*_along(found, persona), *_on_paths(found, persona), *_across(found, persona))


def _along(found: MapFeatures, persona: Persona) -> Iterator[Barrier]:
    network = found.network
    length = np.asarray(network.edge_length_m)
    for feature in found.along:
        runs = found.runs(feature)
        ways = np.asarray(network.edge_way_id)[[edges[0] for edges in runs.each()]] if runs.count else np.zeros(0)
        several = {int(way): int((ways == way).sum()) for way in np.unique(ways)}
        for edges in runs.each():
            if not found.near_edge[edges].any():
                continue
            shape = shapely.line_merge(shapely.multilinestrings(network.lines[edges].tolist()))
            way = int(network.edge_way_id[edges[0]])
            place = f"@{_middle(shape)}" if several[way] > 1 or not way else ""
            yield _barrier(
                feature,
                persona,
                barrier_id=f"map:{feature.value}:way/{way}{place}",
                metres=found.metres[feature],
                geometry=shape,
                stretches=tuple(Stretch(edge=int(edge), from_m=0.0, to_m=float(length[edge])) for edge in edges),
                osm=ways_of(network, edges),
                per_metre=True,
            )


def _on_paths(found: MapFeatures, persona: Persona) -> Iterator[Barrier]:
    """One barrier for all that stands in one spot: a closed gate is two nodes of the network, one at each side."""
    network = found.network
    nodes = np.flatnonzero((found.on_paths > 0) & found.near_node)
    spots: dict[tuple[str, float], list[int]] = {}
    for node in nodes.tolist():
        spots.setdefault((_spot(network, node), float(found.on_paths[node])), []).append(node)
    for (spot, metres), together in spots.items():
        features = list(found.features_at(together[0]))
        osm = ways_of(network, np.concatenate([edges_at(network, node) for node in together]))
        yield _barrier(
            features[0],
            persona,
            barrier_id=f"map:{features[0].value}:{osm[0] if osm else 'node'}@{spot}",
            metres=metres,
            geometry=shapely.Point(network.node_xy[together[0]]),
            nodes=tuple(together),
            osm=osm,
            tags=tuple(dict.fromkeys(tag for feature in features for tag in _SAID[feature][1])),
        )


def _across(found: MapFeatures, persona: Persona) -> Iterator[Barrier]:
    network = found.network
    crossing, length = is_crossing(network), np.asarray(network.edge_length_m)
    for feature, mask in found.across.items():
        for node in np.flatnonzero(mask & found.near_node).tolist():
            arms = edges_at(network, node)
            arms = arms[crossing[arms]]
            osm = ways_of(network, arms)
            yield _barrier(
                feature,
                persona,
                barrier_id=f"map:{feature.value}:{osm[0] if osm else 'node'}@{_spot(network, node)}",
                metres=found.metres[feature],
                geometry=shapely.Point(network.node_xy[node]),
                stretches=tuple(
                    Stretch(edge=int(arm), from_m=0.0, to_m=float(length[arm]), share=_share(feature)) for arm in arms
                ),
                osm=osm,
            )


def _barrier(
    feature: Feature,
    persona: Persona,
    *,
    barrier_id: str,
    metres: float,
    geometry: BaseGeometry,
    stretches: tuple[Stretch, ...] = (),
    nodes: tuple[int, ...] = (),
    osm: tuple[str, ...],
    tags: tuple[str, ...] | None = None,
    per_metre: bool = False,
) -> Barrier:
    label, said = _SAID[feature]
    dark = feature in _DARK
    slowed = WalkEffect.DETERS if dark else WalkEffect.SLOWS
    return Barrier(
        id=barrier_id,
        label=label,
        kind=feature.value,
        source=BarrierSource.MAP,
        effect=WalkEffect.BLOCKS if math.isinf(metres) else slowed,
        geometry=geometry,
        meets=Meets.FEATURE,
        stretches=stretches,
        nodes=nodes,
        extra_m={persona.id: metres},
        per_metre=per_metre,
        hours=Hours.DARK if dark else Hours.ALWAYS,
        evidence=Evidence(osm=osm, tags=said if tags is None else tags),
    )


def _share(feature: Feature) -> float:
    """A want of signals is that of the whole crossing, half of it on either side; a kerb is met at each side."""
    return 0.5 if feature in SHARED_BY_TWO else 1.0


def _spot(network: WalkingNetwork, node: int) -> str:
    x, y = network.node_xy[node]
    return f"{x:.1f},{y:.1f}"


def _middle(shape: BaseGeometry) -> str:
    """The middle of a line's bounds, for an id that does not hang on the order of edges."""
    west, south, east, north = shape.bounds
    return f"{(west + east) / 2.0:.1f},{(south + north) / 2.0:.1f}"

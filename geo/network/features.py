"""What stands in a walker's way, read from the bits of a network: along streets, at nodes, and where roads are crossed.

A feature is there only where the map says so. Where the map is silent the `..._NOT_SAID` features answer: they cost
nothing unless asked to, and the share of a network that they hold is shown beside every persona's figures
(`geo.metrics.tag_shares`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork

Bools = NDArray[np.bool_]
Bits = NDArray[np.uint32]


class Feature(StrEnum):
    """One kind of thing in the way. `FEATURES` says what each is and how a penalty on it counts."""

    STEPS = "steps"
    ESCALATOR = "escalator"
    STEEP = "steep"
    ROUGH = "rough"
    NARROW = "narrow"
    NO_WHEELCHAIRS = "no-wheelchairs"
    NO_PAVEMENT = "no-pavement"
    NO_PAVEMENT_FAST = "no-pavement-fast"
    UNLIT = "unlit"
    UNDERPASS = "underpass"
    SLOPE_NOT_SAID = "slope-not-said"
    SURFACE_NOT_SAID = "surface-not-said"
    WIDTH_NOT_SAID = "width-not-said"
    PAVEMENT_NOT_SAID = "pavement-not-said"
    LIGHT_NOT_SAID = "light-not-said"
    RAISED_KERB = "raised-kerb"
    ROLLED_KERB = "rolled-kerb"
    KERB_NOT_SAID = "kerb-not-said"
    NO_SIGNALS = "no-signals"
    SIGNALS_NOT_SAID = "signals-not-said"
    GATE = "gate"
    LIFT_GATE = "lift-gate"
    STILE = "stile"
    KISSING_GATE = "kissing-gate"
    TURNSTILE = "turnstile"
    CYCLE_BARRIER = "cycle-barrier"
    BOLLARD = "bollard"
    NARROW_GAP = "narrow-gap"
    OTHER_BARRIER = "other-barrier"
    BARRIER_NO_WHEELCHAIRS = "barrier-no-wheelchairs"


class Counts(StrEnum):
    """How a penalty on a feature counts."""

    PER_METRE = "per metre"  # extra metres for each metre of street that has it
    PER_PASSING = "per passing"  # extra metres each time a walk passes it


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureKind:
    """What a feature is in words, and how it counts."""

    label: str
    counts: Counts


def _along(label: str) -> FeatureKind:
    return FeatureKind(label=label, counts=Counts.PER_METRE)


def _at(label: str) -> FeatureKind:
    return FeatureKind(label=label, counts=Counts.PER_PASSING)


FEATURES: dict[Feature, FeatureKind] = {
    Feature.STEPS: _along("steps without a ramp for wheelchairs"),
    Feature.ESCALATOR: _along("escalators"),
    Feature.STEEP: _along("slopes over 1 in 12"),
    Feature.ROUGH: _along("rough or loose surface"),
    Feature.NARROW: _along("paths under 0.9 m wide"),
    Feature.NO_WHEELCHAIRS: _along("ways that the map calls unfit for wheelchairs"),
    Feature.NO_PAVEMENT: _along("streets without a pavement"),
    Feature.NO_PAVEMENT_FAST: _along("streets without a pavement where traffic may go faster than 30 mph"),
    Feature.UNLIT: _along("streets and paths without lighting"),
    Feature.UNDERPASS: _along("underpasses and tunnels"),
    Feature.SLOPE_NOT_SAID: _along("slope not on the map"),
    Feature.SURFACE_NOT_SAID: _along("surface not on the map"),
    Feature.WIDTH_NOT_SAID: _along("width not on the map"),
    Feature.PAVEMENT_NOT_SAID: _along("pavement not on the map"),
    Feature.LIGHT_NOT_SAID: _along("lighting not on the map"),
    Feature.RAISED_KERB: _at("raised kerbs"),
    Feature.ROLLED_KERB: _at("rolled kerbs"),
    Feature.KERB_NOT_SAID: _at("kerbs of unknown height"),
    Feature.NO_SIGNALS: _at("crossings of a major or fast road without signals or a zebra"),
    Feature.SIGNALS_NOT_SAID: _at("crossings of a major or fast road of unknown kind"),
    Feature.GATE: _at("gates"),
    Feature.LIFT_GATE: _at("lift gates and swing gates"),
    Feature.STILE: _at("stiles"),
    Feature.KISSING_GATE: _at("kissing gates"),
    Feature.TURNSTILE: _at("turnstiles"),
    Feature.CYCLE_BARRIER: _at("cycle barriers"),
    Feature.BOLLARD: _at("bollards"),
    Feature.NARROW_GAP: _at("gaps under 0.9 m"),
    Feature.OTHER_BARRIER: _at("other barriers"),
    Feature.BARRIER_NO_WHEELCHAIRS: _at("barriers that the map calls unfit for wheelchairs"),
}

_WALKERS_OWN = EdgeFlag.FOOTWAY | EdgeFlag.CYCLEWAY
_HARD_TO_CROSS = EdgeFlag.MAJOR_ROAD | EdgeFlag.FAST_TRAFFIC
_KERB_HEIGHT = NodeFlag.KERB_FLUSH | NodeFlag.KERB_RAISED | NodeFlag.KERB_ROLLED


def has(flags: Bits, *bits: EdgeFlag | NodeFlag) -> Bools:
    """Which have at least one bit of each of the masks."""
    held = np.ones(len(flags), bool)
    for mask in bits:
        held &= (flags & np.uint32(mask)) > 0
    return held


_EDGES: dict[Feature, Callable[[Bits], Bools]] = {
    Feature.STEPS: lambda f: has(f, EdgeFlag.STEPS) & ~has(f, EdgeFlag.ESCALATOR | EdgeFlag.RAMP),
    Feature.ESCALATOR: lambda f: has(f, EdgeFlag.STEPS, EdgeFlag.ESCALATOR),
    Feature.STEEP: lambda f: has(f, EdgeFlag.STEEP) & ~has(f, EdgeFlag.WHEELCHAIR_YES),
    # A street's surface is that of its carriageway.
    Feature.ROUGH: lambda f: has(f, EdgeFlag.SURFACE_ROUGH) & ~has(f, EdgeFlag.ROAD, EdgeFlag.PAVEMENT),
    Feature.NARROW: lambda f: has(f, EdgeFlag.NARROW) & ~has(f, EdgeFlag.WHEELCHAIR_YES),
    Feature.NO_WHEELCHAIRS: lambda f: has(f, EdgeFlag.WHEELCHAIR_NO),
    Feature.NO_PAVEMENT: lambda f: has(f, EdgeFlag.ROAD, EdgeFlag.NO_PAVEMENT) & ~has(f, EdgeFlag.FAST_TRAFFIC),
    Feature.NO_PAVEMENT_FAST: lambda f: has(f, EdgeFlag.ROAD, EdgeFlag.NO_PAVEMENT, EdgeFlag.FAST_TRAFFIC),
    Feature.UNLIT: lambda f: has(f, EdgeFlag.UNLIT),
    Feature.UNDERPASS: lambda f: has(f, EdgeFlag.TUNNEL) & ~has(f, EdgeFlag.INDOOR),
    Feature.SLOPE_NOT_SAID: lambda f: ~has(f, EdgeFlag.INCLINE | EdgeFlag.STEPS | EdgeFlag.LIFT),
    Feature.SURFACE_NOT_SAID: lambda f: ~has(f, EdgeFlag.SURFACE_FIRM | EdgeFlag.SURFACE_ROUGH | EdgeFlag.LIFT),
    Feature.WIDTH_NOT_SAID: lambda f: has(f, _WALKERS_OWN) & ~has(f, EdgeFlag.WIDTH),
    Feature.PAVEMENT_NOT_SAID: lambda f: has(f, EdgeFlag.ROAD) & ~has(f, EdgeFlag.PAVEMENT | EdgeFlag.NO_PAVEMENT),
    Feature.LIGHT_NOT_SAID: lambda f: ~has(f, EdgeFlag.LIT | EdgeFlag.UNLIT | EdgeFlag.INDOOR),
}
_NODES: dict[Feature, Callable[[Bits], Bools]] = {
    Feature.GATE: lambda f: has(f, NodeFlag.GATE),
    Feature.LIFT_GATE: lambda f: has(f, NodeFlag.LIFT_GATE),
    Feature.STILE: lambda f: has(f, NodeFlag.STILE),
    Feature.KISSING_GATE: lambda f: has(f, NodeFlag.KISSING_GATE),
    Feature.TURNSTILE: lambda f: has(f, NodeFlag.TURNSTILE),
    Feature.CYCLE_BARRIER: lambda f: has(f, NodeFlag.CYCLE_BARRIER),
    Feature.BOLLARD: lambda f: has(f, NodeFlag.BOLLARD),
    Feature.NARROW_GAP: lambda f: has(f, NodeFlag.NARROW),
    Feature.OTHER_BARRIER: lambda f: has(f, NodeFlag.OTHER_BARRIER),
    Feature.BARRIER_NO_WHEELCHAIRS: lambda f: has(f, NodeFlag.WHEELCHAIR_NO),
}
_KERBS: dict[Feature, Callable[[Bits], Bools]] = {
    Feature.RAISED_KERB: lambda f: has(f, NodeFlag.KERB_RAISED),
    Feature.ROLLED_KERB: lambda f: has(f, NodeFlag.KERB_ROLLED),
    Feature.KERB_NOT_SAID: lambda f: has(f, NodeFlag.KERB) & ~has(f, _KERB_HEIGHT),
}
_CROSSINGS: dict[Feature, Callable[[Bits], Bools]] = {
    Feature.NO_SIGNALS: lambda f: has(f, NodeFlag.CROSSING_SAID) & ~has(f, NodeFlag.SIGNALS | NodeFlag.ZEBRA),
    Feature.SIGNALS_NOT_SAID: lambda f: ~has(f, NodeFlag.CROSSING_SAID | NodeFlag.SIGNALS | NodeFlag.ZEBRA),
}


def along_edges(network: WalkingNetwork, feature: Feature) -> Bools:
    """Which edges, [m], have a feature all along them; none for a feature that is passed at a point."""
    flags = np.asarray(network.edge_flags)
    return _EDGES[feature](flags) if feature in _EDGES else np.zeros(len(flags), bool)


def at_nodes(network: WalkingNetwork, feature: Feature) -> Bools:
    """Which nodes, [n], have a feature that whoever passes must pass: a barrier, or a kerb on a path.

    A barrier that the map calls fit for wheelchairs is none.
    """
    flags = np.asarray(network.node_flags)
    if feature in _NODES:
        return _NODES[feature](flags) & ~has(flags, NodeFlag.WHEELCHAIR_YES)
    if feature in _KERBS:
        return _KERBS[feature](flags) & ~on_streets(network)
    return np.zeros(len(flags), bool)


def at_edge_ends(network: WalkingNetwork, feature: Feature) -> NDArray[np.int64]:
    """At how many of its two ends, [m], a crossing edge meets a feature of the street it crosses.

    A crossing is drawn to the middle of the street and on: whoever walks along the street passes the same node and
    crosses nothing, so that this is counted on the crossing's own edges. Kerbs count at each side; a want of signals
    is that of the whole crossing, half of it on either side.
    """
    uv = np.asarray(network.edge_uv).reshape(-1, 2)
    if feature not in _KERBS and feature not in _CROSSINGS:
        return np.zeros(len(uv), np.int64)
    met = in_streets(network, feature)
    crossing = has(np.asarray(network.edge_flags), EdgeFlag.CROSSING)
    return np.asarray(met[uv].sum(axis=1) * crossing, np.int64)


def in_streets(network: WalkingNetwork, feature: Feature) -> Bools:
    """Which nodes, [n], of a street have a feature that only whoever crosses the street there meets."""
    flags = np.asarray(network.node_flags)
    if feature in _KERBS:
        return _KERBS[feature](flags) & on_streets(network)
    if feature in _CROSSINGS:
        return _CROSSINGS[feature](flags) & _ends_of(network, has(np.asarray(network.edge_flags), _HARD_TO_CROSS))
    return np.zeros(len(flags), bool)


def on_streets(network: WalkingNetwork) -> Bools:
    """Which nodes, [n], a street with traffic passes."""
    return _ends_of(network, has(np.asarray(network.edge_flags), EdgeFlag.ROAD | EdgeFlag.SERVICE))


def _ends_of(network: WalkingNetwork, edges: Bools) -> Bools:
    touched = np.zeros(network.node_count, bool)
    touched[np.asarray(network.edge_uv).reshape(-1, 2)[edges].ravel()] = True
    return touched

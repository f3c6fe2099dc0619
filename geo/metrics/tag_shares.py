"""How much of a network says what a persona must know: a tag that is missing is never read as "fine"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.metrics.personas import Persona
from geo.network.features import has
from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork

Bools = NDArray[np.bool_]

_KERB_HEIGHT = NodeFlag.KERB_FLUSH | NodeFlag.KERB_RAISED | NodeFlag.KERB_ROLLED


@dataclass(frozen=True, slots=True, kw_only=True)
class TagShare:
    """How much of what should carry a tag does. `share` (0 to 1) is None where nothing there should.

    `km` is the length of what should carry it, `of_what` in words; for tags of crossings it is None and `count` is how
    many crossings there are.
    """

    tag: str
    label: str
    share: float | None
    km: float | None
    count: int | None = None
    of_what: str = "streets and paths"


@dataclass(frozen=True, slots=True, kw_only=True)
class _EdgeTag:
    label: str
    of: EdgeFlag | None  # edges that should carry it, by any of these bits; None is all
    but: EdgeFlag  # edges that need not
    said: EdgeFlag
    of_what: str = "streets and paths"


_WALKERS_OWN = EdgeFlag.FOOTWAY | EdgeFlag.CYCLEWAY
_EDGE_TAGS: dict[str, _EdgeTag] = {
    "surface": _EdgeTag(
        label="what the surface is",
        of=None,
        but=EdgeFlag.LIFT | EdgeFlag.STEPS,
        said=EdgeFlag.SURFACE_FIRM | EdgeFlag.SURFACE_ROUGH,
    ),
    "incline": _EdgeTag(label="how steep it is", of=None, but=EdgeFlag.LIFT | EdgeFlag.STEPS, said=EdgeFlag.INCLINE),
    "width": _EdgeTag(
        label="how wide the path is", of=_WALKERS_OWN, but=EdgeFlag(0), said=EdgeFlag.WIDTH, of_what="paths"
    ),
    "sidewalk": _EdgeTag(
        label="whether the street has a pavement",
        of=EdgeFlag.ROAD,
        but=EdgeFlag(0),
        said=EdgeFlag.PAVEMENT | EdgeFlag.NO_PAVEMENT,
        of_what="streets",
    ),
    "maxspeed": _EdgeTag(
        label="how fast traffic may go", of=EdgeFlag.ROAD, but=EdgeFlag(0), said=EdgeFlag.SPEED_LIMIT, of_what="streets"
    ),
    "lit": _EdgeTag(label="whether it is lit", of=None, but=EdgeFlag.INDOOR, said=EdgeFlag.LIT | EdgeFlag.UNLIT),
    "wheelchair": _EdgeTag(
        label="whether wheelchairs can use it",
        of=_WALKERS_OWN,
        but=EdgeFlag(0),
        said=EdgeFlag.WHEELCHAIR_YES | EdgeFlag.WHEELCHAIR_NO,
        of_what="paths",
    ),
}


def tag_completeness(
    network: WalkingNetwork, persona: Persona, within: BaseGeometry | None = None
) -> tuple[TagShare, ...]:
    """For each tag that a persona needs, how much of the network carries it, within a geometry (EPSG:27700) or in all.

    Streets and paths count by their length inside. A crossing counts as carrying `kerb` where its node does or a kerb
    at either side. Nothing for any walker, who needs none.
    """
    if not persona.asks:
        return ()
    length = _length_within(network, within)
    inside = _nodes_within(network, within)
    shares = []
    for tag in persona.asks:
        if tag in _EDGE_TAGS:
            shares.append(_edge_share(network, tag, length))
        else:
            label, said = _CROSSING_TAGS[tag]
            shares.append(_crossing_share(network, tag, label, said(network), inside))
    return tuple(shares)


def _edge_share(network: WalkingNetwork, tag: str, length_m: NDArray[np.float64]) -> TagShare:
    asked = _EDGE_TAGS[tag]
    flags = np.asarray(network.edge_flags)
    should = ~has(flags, asked.but)
    if asked.of is not None:
        should &= has(flags, asked.of)
    whole = float(length_m[should].sum())
    said = float(length_m[should & has(flags, asked.said)].sum())
    return TagShare(
        tag=tag, label=asked.label, share=said / whole if whole > 0 else None, km=whole / 1000.0, of_what=asked.of_what
    )


def _crossing_share(network: WalkingNetwork, tag: str, label: str, said: Bools, inside: Bools) -> TagShare:
    crossings = has(np.asarray(network.node_flags), NodeFlag.CROSSING) & inside
    count = int(crossings.sum())
    share = float(said[crossings].mean()) if count else None
    return TagShare(tag=tag, label=label, share=share, km=None, count=count, of_what="crossings")


def _says_kerb(network: WalkingNetwork) -> Bools:
    said = has(np.asarray(network.node_flags), _KERB_HEIGHT)
    uv = np.asarray(network.edge_uv).reshape(-1, 2)
    uv = uv[has(np.asarray(network.edge_flags), EdgeFlag.CROSSING)]
    beside = said.copy()
    beside[uv[said[uv[:, 1]], 0]] = True
    beside[uv[said[uv[:, 0]], 1]] = True
    return beside


def _says_kind(network: WalkingNetwork) -> Bools:
    return has(np.asarray(network.node_flags), NodeFlag.CROSSING_SAID | NodeFlag.SIGNALS)


_CROSSING_TAGS: dict[str, tuple[str, Callable[[WalkingNetwork], Bools]]] = {
    "kerb": ("how high the kerbs are", _says_kerb),
    "crossing": ("whether a crossing has signals", _says_kind),
}


def _length_within(network: WalkingNetwork, within: BaseGeometry | None) -> NDArray[np.float64]:
    if within is None:
        return np.asarray(network.edge_length_m, np.float64)
    length = np.zeros(network.edge_count)
    touched = network.tree.query(within, predicate="intersects")
    length[touched] = shapely.length(shapely.intersection(network.lines[touched], within))
    return length


def _nodes_within(network: WalkingNetwork, within: BaseGeometry | None) -> Bools:
    if within is None:
        return np.ones(network.node_count, bool)
    xy = np.asarray(network.node_xy)
    return np.asarray(shapely.intersects_xy(within, xy[:, 0], xy[:, 1]), bool)

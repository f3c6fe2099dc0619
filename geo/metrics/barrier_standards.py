"""What barriers may cost people: the standards of reach that the price of a barrier is counted in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.metrics.access_ground import Layer
from geo.metrics.personas import Persona
from geo.metrics.standards import BUS_WALK_M, NEAR_SPACE_M, RAIL_WALK_M
from geo.metrics.study import Ground, Places
from geo.network.snapping import EdgePoints

_TEN_MINUTES = "the ten-minute walk of this project's brief"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachStandard:
    """At least `least` distinct places of a layer within some minutes at the persona's own pace, or some metres.

    `kinds` narrows the layer to some kinds (None: all), `size_ha` to spaces whose outline is known to be so large.
    """

    id: str
    label: str
    layer: Layer
    minutes: float | None = None
    metres: float | None = None
    kinds: frozenset[str] | None = None
    size_ha: float = 0.0
    least: int = 1
    source: str

    def limit_m(self, persona: Persona) -> float:
        """How far that is for a persona, in metres of ordinary walking."""
        if self.minutes is not None:
            return persona.metres_in(self.minutes)
        assert self.metres is not None
        return self.metres


def _within(minutes: float, name: str, label: str, layer: Layer, **more: Any) -> ReachStandard:
    return ReachStandard(
        id=f"{name}-{minutes:g}min",
        label=f"{label} within {minutes:g} minutes’ walk",
        layer=layer,
        minutes=minutes,
        source=_TEN_MINUTES if minutes == 10 else "this project’s brief: 5, 10 and 15 minutes",
        **more,
    )


REACH_STANDARDS: dict[str, ReachStandard] = {
    each.id: each
    for each in (
        _within(10, "open-space", "A public open space", Layer.OPEN),
        _within(5, "open-space", "A public open space", Layer.OPEN),
        _within(15, "open-space", "A public open space", Layer.OPEN),
        ReachStandard(
            id="open-space-400m",
            label="A public open space within 400 m",
            layer=Layer.OPEN,
            metres=NEAR_SPACE_M.value,
            source=NEAR_SPACE_M.source,
        ),
        _within(10, "three-open-spaces", "At least three public open spaces", Layer.OPEN, least=3),
        ReachStandard(
            id="local-park-400m",
            label="An open space of 2 hectares or more within 400 m",
            layer=Layer.OPEN,
            metres=NEAR_SPACE_M.value,
            size_ha=2.0,
            source="London Plan 2021, Policy G4, Table 8.1: local parks and open spaces, 2 ha, 400 m",
        ),
        _within(10, "playground", "A playground", Layer.OPEN, kinds=frozenset({"playground"})),
        _within(10, "community", "A community place", Layer.COMMUNITY),
        _within(15, "community", "A community place", Layer.COMMUNITY),
        ReachStandard(
            id="bus-640m",
            label="A bus stop within 640 m",
            layer=Layer.STOPS,
            metres=BUS_WALK_M.value,
            kinds=frozenset({"bus"}),
            source=BUS_WALK_M.source,
        ),
        ReachStandard(
            id="rail-960m",
            label="A station within 960 m",
            layer=Layer.STOPS,
            metres=RAIL_WALK_M.value,
            kinds=frozenset({"rail"}),
            source=RAIL_WALK_M.source,
        ),
    )
}
DEFAULT_STANDARD = REACH_STANDARDS["open-space-10min"]


def standard_named(standard_id: str) -> ReachStandard:
    """The standard with an id. Raises `InputError` naming those there are."""
    if standard_id not in REACH_STANDARDS:
        raise InputError(f"There is no standard “{standard_id}”. There are: {', '.join(REACH_STANDARDS)}.")
    return REACH_STANDARDS[standard_id]


def goals_of(ground: Ground, standard: ReachStandard) -> tuple[EdgePoints, NDArray[np.int64]]:
    """The ways into the places that meet a standard: points [p] and the row of each one's place [p] in its layer."""
    places = places_of(ground, standard.layer)
    meets = np.ones(len(places.frame), bool)
    if standard.kinds is not None:
        meets &= places.frame["kind"].isin(standard.kinds).to_numpy(dtype=bool)
    if standard.size_ha:
        meets &= np.nan_to_num(places.frame["area_ha"].to_numpy(dtype=float)) >= standard.size_ha
    entrances = places.entrances
    rows = np.flatnonzero(meets[entrances.space])
    points = entrances.points
    kept = EdgePoints(edge=points.edge[rows], offset_m=points.offset_m[rows], distance_m=points.distance_m[rows])
    return kept, entrances.space[rows]


def places_of(ground: Ground, layer: Layer) -> Places:
    """The places of a layer of a ground."""
    return {Layer.OPEN: ground.open_spaces, Layer.COMMUNITY: ground.community, Layer.STOPS: ground.stops}[layer]

"""Standards of access to green and play space: who publishes them, how large a space, how far away, which kinds.

A ladder is a publisher's list of rungs. Each rung is met by a space of one of its kinds that is at least so large, and
at most so far from home, by the way the publisher measures: on foot to where a space is entered, or in a straight line
to its boundary.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.metrics.standards import Standard
from geo.spaces import SPACE_KINDS, SpaceGroup

_GIGL = "London Plan 2021, Policy G4, Table 8.1, as described by GiGL"
_NATURAL_ENGLAND = "Natural England, Green Infrastructure Framework: Accessible Greenspace Standards, Table 1"
_WHO = "WHO Regional Office for Europe 2017, Urban green spaces: a brief for action"
_FIT = "Fields in Trust, Guidance for Outdoor Sport and Play: Beyond the Six Acre Standard"
_SPG = "Mayor of London 2012, Shaping Neighbourhoods: Play and Informal Recreation SPG"
_OURS = "a choice of this project, explained in docs/metrics.md"

OPEN_KINDS = frozenset(code for code, kind in SPACE_KINDS.items() if kind.group is SpaceGroup.OPEN)
COMMUNITY_KINDS = frozenset(SPACE_KINDS) - OPEN_KINDS
GREEN_KINDS = frozenset(
    {"park", "garden", "nature-reserve", "common", "recreation-ground", "village-green", "cemetery", "woodland"}
)
# Paved streets, and plots that are let to single gardeners, are in no category of Table 8.1.
LONDON_PLAN_KINDS = OPEN_KINDS - {"pedestrian-area", "allotments"}
PLAYGROUND = frozenset({"playground"})


class LondonPlanVariant(StrEnum):
    """Which of the published distances to take for Table 8.1, where sources differ."""

    TABLE_8_1 = "table-8-1"  # regional parks within 8 km, metropolitan parks within 3.2 km
    SHORTER = "shorter"  # regional parks within 5 km, metropolitan parks within 2.4 km


class Measure(StrEnum):
    """How far is measured."""

    WALK = "walk"
    STRAIGHT_LINE = "straight line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One standard. `id` is that of its figure; `for_children` counts children instead of everyone.

    `at_most` says why those who seem to meet it may not: what the map cannot tell.
    """

    id: str
    label: str
    size: Standard | None  # None: any size
    distance: Standard
    kinds: frozenset[str]
    measure: Measure = Measure.WALK
    for_children: bool = False
    at_most: str = ""

    @property
    def size_ha(self) -> float:
        """The smallest space that meets it; 0 for any."""
        return 0.0 if self.size is None else self.size.value


def _rung(rung_id: str, label: str, size_ha: float, metres: float, *, source: str, checked: bool, **more: Any) -> Rung:
    size = Standard(id=f"{rung_id}_ha", value=size_ha, unit="ha", source=source, checked=checked) if size_ha else None
    distance = Standard(id=f"{rung_id}_m", value=metres, unit="m", source=source, checked=checked)
    return Rung(id=rung_id, label=label, size=size, distance=distance, **more)


def _london(name: str, label: str, size_ha: float, metres: float, *, checked: bool = True) -> Rung:
    source = _GIGL if checked else "Open space strategies that follow earlier guidance (also printed for Table 8.1)"
    return _rung(f"london_plan_{name}", label, size_ha, metres, kinds=LONDON_PLAN_KINDS, source=source, checked=checked)


_REGIONAL = _london("regional", "Regional park (400 ha)", 400.0, 8000.0)
_METROPOLITAN = _london("metropolitan", "Metropolitan park (60 ha)", 60.0, 3200.0)
_BELOW = (
    _london("district", "District park (20 ha)", 20.0, 1200.0),
    _london("local", "Local park (2 ha)", 2.0, 400.0),
    _london("small", "Small open space (0.4 ha)", 0.4, 400.0),
    _london("pocket", "Pocket park (any size)", 0.0, 400.0),
)
LONDON_PLAN: dict[LondonPlanVariant, tuple[Rung, ...]] = {
    LondonPlanVariant.TABLE_8_1: (_REGIONAL, _METROPOLITAN, *_BELOW),
    LondonPlanVariant.SHORTER: (
        _london("regional", _REGIONAL.label, 400.0, 5000.0, checked=False),
        _london("metropolitan", _METROPOLITAN.label, 60.0, 2400.0, checked=False),
        *_BELOW,
    ),
}


def _natural(name: str, label: str, size_ha: float, metres: float, *, checked: bool) -> Rung:
    return _rung(
        f"natural_england_{name}",
        label,
        size_ha,
        metres,
        kinds=GREEN_KINDS,
        source=_NATURAL_ENGLAND,
        checked=checked,
        measure=Measure.STRAIGHT_LINE,
    )


NATURAL_ENGLAND = (
    _natural("doorstep", "Doorstep: 0.5 ha within 200 m", 0.5, 200.0, checked=True),
    _natural("local", "Local: 2 ha within 300 m", 2.0, 300.0, checked=True),
    _natural("neighbourhood", "Neighbourhood: 10 ha within 1 km", 10.0, 1000.0, checked=True),
    _natural("wider", "Wider neighbourhood: 20 ha within 2 km", 20.0, 2000.0, checked=False),
    _natural("district", "District: 100 ha within 5 km", 100.0, 5000.0, checked=False),
    _natural("subregional", "Sub-regional: 500 ha within 10 km", 500.0, 10000.0, checked=False),
)


def _who(name: str, label: str, size_ha: float) -> Rung:
    return _rung(
        f"who_{name}",
        label,
        size_ha,
        300.0,
        kinds=GREEN_KINDS,
        source=_WHO,
        checked=True,
        measure=Measure.STRAIGHT_LINE,
    )


WHO = (
    _who("half_hectare", "0.5 ha within 300 m", 0.5),
    _who("one_hectare", "1 ha within 300 m", 1.0),
)

_ANY_PLAYGROUND = "The map does not tell a LAP, LEAP or NEAP from one another: any playground counts, so at most this."
_ANY_PITCH = "The map's pitches are of any sport, and not all are multi-use games areas: at most this."


def _fit(name: str, label: str, metres: float, kinds: set[str], at_most: str = "") -> Rung:
    return _rung(
        f"fields_in_trust_{name}",
        label,
        0.0,
        metres,
        kinds=frozenset(kinds),
        source=_FIT,
        checked=False,
        at_most=at_most,
    )


FIELDS_IN_TRUST = (
    _fit("lap", "Local area for play (100 m)", 100.0, {"playground"}, _ANY_PLAYGROUND),
    _fit("leap", "Local equipped area for play (400 m)", 400.0, {"playground"}, _ANY_PLAYGROUND),
    _fit("neap", "Neighbourhood equipped area for play (1,000 m)", 1000.0, {"playground"}, _ANY_PLAYGROUND),
    _fit("muga", "Multi-use games area (700 m)", 700.0, {"pitch"}, _ANY_PITCH),
    _fit("parks", "Park or garden (710 m)", 710.0, {"park", "garden"}),
    _fit("amenity", "Amenity green space (480 m)", 480.0, {"recreation-ground", "village-green"}),
    _fit("natural", "Natural or semi-natural green space (720 m)", 720.0, {"nature-reserve", "woodland", "common"}),
)


def _play(name: str, label: str, metres: float, kinds: set[str], *, checked: bool) -> Rung:
    return _rung(
        f"play_{name}",
        label,
        0.0,
        metres,
        kinds=frozenset(kinds),
        source=_SPG,
        checked=checked,
        for_children=True,
    )


PLAY = (
    _play("under_5", "Under 5: a playground within 100 m", 100.0, {"playground"}, checked=False),
    _play("5_to_11", "5 to 11: a playground within 400 m", 400.0, {"playground"}, checked=True),
    _play("12_plus", "12 and over: a playground or pitch within 800 m", 800.0, {"playground", "pitch"}, checked=True),
)
PLAY_M2_A_CHILD = Standard(id="play_m2_a_child", value=10.0, unit="m2 a child", source=_SPG, checked=True)
PLAY_SHARED_M = Standard(id="play_shared_m", value=800.0, unit="m", source=_SPG, checked=True)

REACH_MINUTES = tuple(
    Standard(id=f"reach_{minutes}_minutes", value=float(minutes), unit="min", source=_OURS, checked=True)
    for minutes in (5, 10, 15)
)
CATCHMENT_MINUTES = Standard(id="catchment_minutes", value=10.0, unit="min", source=_OURS, checked=True)
MIX_MINUTES = Standard(
    id="mix_minutes", value=15.0, unit="min", source="the 15-minute city (Moreno and others 2021)", checked=False
)
GRAVITY_HALF_M = Standard(id="gravity_half_m", value=400.0, unit="m", source=_OURS, checked=True)
RAAM_TAU_M = Standard(id="raam_tau_m", value=400.0, unit="m", source=_OURS, checked=True)


def parameters_access(variant: LondonPlanVariant = LondonPlanVariant.TABLE_8_1) -> dict[str, Any]:
    """Every threshold of this family by its id, with the variant of Table 8.1 that is in force."""
    rungs = (*LONDON_PLAN[variant], *NATURAL_ENGLAND, *WHO, *FIELDS_IN_TRUST, *PLAY)
    standards = [each for rung in rungs for each in (rung.size, rung.distance) if each is not None]
    standards += [PLAY_M2_A_CHILD, PLAY_SHARED_M, *REACH_MINUTES, CATCHMENT_MINUTES, MIX_MINUTES]
    standards += [GRAVITY_HALF_M, RAAM_TAU_M]
    return {standard.id: standard.value for standard in standards}

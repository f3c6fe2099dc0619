"""From pins to barriers, by stated rules (docs/adr/0019).

1. A pin that stands in nobody's way (a lost space, a missing bus), that has ended or whose place cannot be read
   becomes no barrier. It is left out with the reason, and still counts as a voice.
2. A point meets the nearest feature that its category names, else the nearest street or path
   (`geo.metrics.barrier_edges`); lines and areas meet what they cross, run along or hold
   (`geo.metrics.barrier_shapes`).
3. Pins of one category that tell of one place become one barrier (`geo.metrics.barrier_merging`). Each writer counts
   once, by the latest pin. Where writers differ, a walker pays the middle of what they say; of two middles the milder.
4. What it costs is a table, changed by the writers' own detail (`geo.metrics.barrier_penalties`).
5. A barrier that fewer writers told of than the reader asks for is left out with the reason.
6. Pins that welcome where a barrier is told of stand beside it as `against`. They take nothing away.
7. What an officer says of one pin is put over every pin of its barrier, and what the rules gave is kept with it. Of
   several corrections within one barrier that of the oldest pin holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.barriers import Barrier, Correction
from geo.metrics.barrier_edges import point_places
from geo.metrics.barrier_evidence import Group, barrier_of, with_contradictions
from geo.metrics.barrier_meeting import Met
from geo.metrics.barrier_merging import point_groups, shape_groups
from geo.metrics.barrier_penalties import effect_of
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_shapes import area_met, line_met
from geo.metrics.barrier_testimony import LeftOut, Told, corrected_detail, ended, read_testimony, taken_out
from geo.network.graph import WalkingNetwork
from geo.surveys import CATEGORIES, WalkEffect

__all__ = ["Inferred", "LeftOut", "infer_barriers"]

Bools = NDArray[np.bool_]

_NO_EFFECT = {
    "b-gone": "A space that is lost or threatened takes away somewhere to go; it lengthens no walk.",
    "b-link": "A stop or a service is no part of a walk, so it changes none; figures of stops take it up.",
    "b-other": "We cannot tell from “something else” what it does to a walk, so it changes none.",
}
_STILL_A_VOICE = " It still counts as a voice."


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """Barriers by category and age of their first pin, and the pins that became none, with why."""

    barriers: tuple[Barrier, ...]
    left_out: tuple[LeftOut, ...]


def infer_barriers(  # noqa: PLR0917
    network: WalkingNetwork,
    usable: Bools,
    testimony: gpd.GeoDataFrame,
    corrections: Mapping[str, Correction],
    settings: BarrierSettings,
    today: date,
) -> Inferred:
    """The barriers that pins tell of on a network.

    `testimony` is a frame in EPSG:27700 as `geo.services.testimony` makes it; `usable` [m] the edges that barriers
    may meet; `corrections` are by pin or barrier id. The rows' order changes nothing. No pins give no barriers.
    Raises `FrameError` where the frame is not in EPSG:27700.
    """
    read = read_testimony(testimony)
    standing, left_out = _standing(read.barriers, corrections, today)
    left_out = [*read.left_out, *left_out]
    barriers: list[Barrier] = []
    for category in CATEGORIES:
        told = [each for each in standing if each.category == category]
        for group in _groups(network, usable, told, settings):
            made = _made(group, corrections, settings, today)
            (barriers if isinstance(made, Barrier) else left_out).append(made)  # type: ignore[arg-type]
    return Inferred(
        barriers=with_contradictions(barriers, read.welcoming, settings.merge_m), left_out=_by_reason(left_out)
    )


def _standing(
    told: Sequence[Told], corrections: Mapping[str, Correction], today: date
) -> tuple[list[Told], list[LeftOut]]:
    """Pins that may be a barrier today, and the others."""
    standing, left_out = [], []
    for each in told:
        correction = corrections.get(each.id)
        why = _why_not(each, correction, today)
        if why:
            left_out.append(LeftOut(pins=(each.id,), why=why))
        else:
            standing.append(each)
    return standing, left_out


def _why_not(told: Told, correction: Correction | None, today: date) -> str:
    detail, until = corrected_detail(told, correction)
    said = correction is not None and (correction.effect is not None or bool(correction.extra_m))
    if not said and effect_of(detail) is WalkEffect.NONE:
        return _NO_EFFECT[told.category] + _STILL_A_VOICE
    return ended(until) if until is not None and until < today else ""


def _groups(network: WalkingNetwork, usable: Bools, told: Sequence[Told], settings: BarrierSettings) -> list[Group]:
    """The pins of one category put together, with how each group meets the network."""
    points = [each for each in told if each.dimension == 0]
    lines = [each for each in told if each.dimension == 1]
    areas = [each for each in told if each.dimension == 2]
    groups: list[Group] = []
    if points:
        xy = np.array([shapely.get_coordinates(each.shape)[0] for each in points])
        places = point_places(network, usable, xy, points[0].category, settings.nearest_m)
        for rows in point_groups(places, settings.merge_m):
            met = places.met(rows[0])
            groups.append(Group(told=tuple(points[row] for row in rows), met=_always(met), near_m=settings.nearest_m))
    groups += _shapes(lines, lambda each: _line(network, usable, each))
    groups += _shapes(areas, lambda each: _area(network, usable, each))
    return sorted(groups, key=lambda group: group.told[0].order)


def _shapes(told: Sequence[Told], meets: Callable[[Told], Callable[[bool], Met]]) -> list[Group]:
    same = [shapely.to_wkb(each.shape) for each in told]
    once = {key: meets(each) for key, each in reversed(list(zip(same, told, strict=True)))}
    first = {key: met(False) for key, met in once.items()}
    rows = shape_groups([first[key] for key in same], same, exact=[each.cell for each in told])
    return [Group(told=tuple(told[row] for row in group), met=once[same[group[0]]], near_m=0.0) for group in rows]


def _always(met: Met) -> Callable[[bool], Met]:
    return lambda _blocks: met


def _line(network: WalkingNetwork, usable: Bools, told: Told) -> Callable[[bool], Met]:
    return lambda blocks: line_met(network, usable, told.shape, told.category, blocks=blocks)


def _area(network: WalkingNetwork, usable: Bools, told: Told) -> Callable[[bool], Met]:
    return lambda blocks: area_met(network, usable, told.shape, blocks=blocks)


def _made(
    group: Group, corrections: Mapping[str, Correction], settings: BarrierSettings, today: date
) -> Barrier | LeftOut:
    """The barrier of some pins, with an officer's word put over it; or why it is none."""
    pins = tuple(each.id for each in group.told)
    if group.writers < settings.contributors:
        asked = (
            f"Fewer than the {settings.contributors} people asked for have told of this place, so it is not counted."
        )
        return LeftOut(pins=pins, why=asked)
    plain = barrier_of(group, None, settings)
    correction = next((corrections[key] for key in (plain.id, *pins) if key in corrections), None)
    if correction is None:
        return plain
    if correction.not_a_barrier:
        return LeftOut(pins=pins, why=taken_out(correction))
    barrier = barrier_of(group, correction, settings)
    if barrier.until is not None and barrier.until < today:
        return LeftOut(pins=pins, why=ended(barrier.until))
    return replace(barrier, corrected=correction, original=plain)


def _by_reason(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """The same, with the pins of one reason together."""
    pins: dict[str, list[str]] = {}
    for each in left_out:
        pins.setdefault(each.why, []).extend(each.pins)
    return tuple(LeftOut(pins=tuple(sorted(ids)), why=why) for why, ids in pins.items())

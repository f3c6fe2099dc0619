"""The barriers of an area: what its residents and its map say, by the rules, as a reader chose them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.areas import Area
from geo.barriers import Barrier
from geo.metrics.barrier_corrections import corrected_map_barriers
from geo.metrics.barrier_ground import BarrierGround, barrier_ground
from geo.metrics.barrier_joining import joined
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_rules import LeftOut, infer_barriers
from geo.metrics.barrier_standards import ReachStandard
from geo.metrics.counted_buildings import BUILDINGS, RESIDENTS, with_buildings
from geo.metrics.coverage import Coverage
from geo.metrics.map_barriers import base_costs, map_barriers
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.study import Ground, Study
from geo.network.costs import WalkCosts
from geo.services.corrections import corrections, corrections_sequence
from geo.services.grounds import ground_for, study_for
from geo.services.street_names import labels_with_street
from geo.services.testimony import testimony_in
from geo.services.workspace import Workspace

_KEPT = 12  # of a network as large as London’s each holds some 20 MB of costs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BarrierInputs:
    """What the price of an area's barriers is worked out from. `barriers` are those that hinder the persona here.

    `found` are all barriers of pins, those that hinder others too; `left_out` pins that became none, with the reason.
    `base` is what walking costs the persona where none of `barriers` stands. `counted` is what the homes of the study
    stand for: residents, or buildings where no census is installed.
    """

    study: Study
    counted: str
    everyone: Ground
    base: WalkCosts
    barriers: tuple[Barrier, ...]
    found: tuple[Barrier, ...]
    left_out: tuple[LeftOut, ...]


class _Kept(dict[tuple[object, ...], tuple[Coverage, BarrierInputs | None]]):
    """Inputs made from the same pins, the oldest dropped first."""


class _MapBarriers(dict[tuple[object, ...], tuple[Ground, WalkCosts, tuple[Barrier, ...]]]):
    """What the map says stands in the way of a persona near an area."""


def inputs_key(workspace: Workspace) -> tuple[object, ...]:
    """What the barriers of pins depend on beside the pins' own settings: the store's changes, and the day."""
    return workspace.store.sequence(), corrections_sequence(workspace), workspace.now().date()


def barrier_inputs(
    workspace: Workspace, area: Area, persona: Persona, standard: ReachStandard, settings: BarrierSettings
) -> tuple[Coverage, BarrierInputs | None]:
    """The barriers within the standard's distance of an area; None where no network covers enough of it."""
    kept = workspace.index(lambda _: _Kept(), _Kept)
    near_m = standard.limit_m(persona)
    key = (area.id, area.geometry.wkb, persona.id, near_m, settings, *inputs_key(workspace))
    if key not in kept:
        made = _make(workspace, area, persona, near_m, settings)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = made
    return kept[key]


def ground_of(inputs: BarrierInputs, standard: ReachStandard) -> BarrierGround:
    """The barriers laid on the network, and the game that prices them."""
    return barrier_ground(inputs.study, inputs.everyone, standard, inputs.base, inputs.barriers)


def _make(
    workspace: Workspace, area: Area, persona: Persona, near_m: float, settings: BarrierSettings
) -> tuple[Coverage, BarrierInputs | None]:
    coverage, study = study_for(workspace, area, persona)
    return coverage, None if study is None else inputs_upon(workspace, study, near_m, settings)


def inputs_upon(workspace: Workspace, study: Study, near_m: float, settings: BarrierSettings) -> BarrierInputs:
    """The barriers within some metres of the area of a study, on the very ground that the study stands on."""
    counted = RESIDENTS
    if study.homes.residents.sum() <= 0 and not _has_census(study):
        bare = with_buildings(study)
        study, counted = (study, RESIDENTS) if bare is None else (bare, BUILDINGS)
    ground = study.ground
    everyone = ground_for(workspace, ground.network.meta.id, ANY_WALKER)
    if everyone.network is not ground.network:  # a ground that a scheme changed
        everyone = ground
    found, left_out = _of_pins(workspace, study.area, everyone, near_m, settings) if settings.with_pins else ((), ())
    base, of_map = _map_barriers(workspace, study, near_m) if settings.with_map else (ground.costs, ())
    of_map, taken_out = corrected_map_barriers(of_map, corrections(workspace), workspace.now().date())
    hindering = joined(found, _times(of_map, settings.penalty_times), ground.persona.id)
    return BarrierInputs(
        study=study,
        counted=counted,
        everyone=everyone,
        base=base,
        barriers=hindering,
        found=found,
        left_out=(*left_out, *taken_out),
    )


def _has_census(study: Study) -> bool:
    """Whether any census zone with a count touches the area: then nobody living there is a finding."""
    touching = study.zones.sindex.query(study.area.geometry, predicate="intersects")
    return bool(np.isfinite(study.zones["residents"].to_numpy(dtype=float)[touching]).any())


def _of_pins(
    workspace: Workspace, area: Area, everyone: Ground, near_m: float, settings: BarrierSettings
) -> tuple[tuple[Barrier, ...], tuple[LeftOut, ...]]:
    inferred = infer_barriers(
        everyone.network,
        everyone.usable,
        testimony_in(workspace, area, around_m=near_m),
        corrections(workspace),
        settings,
        workspace.now().date(),
    )
    return _named(workspace, inferred.barriers), inferred.left_out


def _map_barriers(workspace: Workspace, study: Study, near_m: float) -> tuple[WalkCosts, tuple[Barrier, ...]]:
    kept = workspace.index(lambda _: _MapBarriers(), _MapBarriers)
    ground, area = study.ground, study.area
    key = (area.id, area.geometry.wkb, id(ground), near_m)
    if key not in kept:
        within = area.geometry.buffer(near_m)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = (
            ground,  # held, so that no other ground is given its id
            base_costs(ground.network, ground.persona, within),
            _named(workspace, map_barriers(ground.network, ground.persona, within)),
        )
    return kept[key][1:]


def _times(barriers: tuple[Barrier, ...], times: float) -> tuple[Barrier, ...]:
    """Barriers of the map with every finite penalty so many times as large; those of pins were made so already."""
    if times == 1:
        return barriers
    return tuple(
        replace(each, extra_m={persona: metres * times for persona, metres in each.extra_m.items()})
        if all(math.isfinite(metres) for metres in each.extra_m.values())
        else each
        for each in barriers
    )


def _named(workspace: Workspace, barriers: Sequence[Barrier]) -> tuple[Barrier, ...]:
    """Barriers with the street they are near in their label, so that people can find them."""
    if not barriers:
        return ()
    points = shapely.point_on_surface(np.array([each.geometry for each in barriers], dtype=object))
    labels = labels_with_street(workspace, [each.label for each in barriers], shapely.get_coordinates(points))
    return tuple(replace(each, label=label) for each, label in zip(barriers, labels, strict=True))


def left_out_notes(inputs: BarrierInputs) -> tuple[str, ...]:
    """What became no barrier, reason by reason: pins, and things of the map that an officer took out."""
    return tuple(
        f"{_count(len(each.pins))} not counted: {each.why}" if each.pins else each.why for each in inputs.left_out
    )


def _count(pins: int) -> str:
    return "1 pin" if pins == 1 else f"{pins} pins"

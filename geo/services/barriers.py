"""What barriers cost an area: access with and without them, the price of each, and which to remove first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from geo.areas import Area
from geo.metrics.barrier_figures import barrier_figures, unknown_barrier_figures
from geo.metrics.barrier_ground import BarrierGround
from geo.metrics.barrier_lost import BarrierLoss, reaches
from geo.metrics.barrier_report import BarrierReport, BarrierSettings
from geo.metrics.barrier_sensitivity import Ranking, sensitivity
from geo.metrics.barrier_standards import DEFAULT_STANDARD, ReachStandard
from geo.metrics.barrier_uncertainty import gain_ranges, penalty_settings
from geo.metrics.barrier_words import PEOPLE, why_they_differ
from geo.metrics.counted_buildings import BUILDINGS, BUILDINGS_COUNTED
from geo.metrics.coverage import Coverage
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.personas import ANY_WALKER, Persona, persona_named
from geo.metrics.report import Figures
from geo.metrics.study import Study
from geo.services.areas import find_area
from geo.services.barrier_felt import felt_and_modelled
from geo.services.barrier_inputs import (
    BarrierInputs,
    barrier_inputs,
    ground_of,
    inputs_key,
    inputs_upon,
    left_out_notes,
)
from geo.services.barrier_links import links_of
from geo.services.barrier_prices import bundles_of, prices, ranking_of, tells
from geo.services.barrier_provenance import barrier_provenance
from geo.services.workspace import Workspace

_KEPT = 32


class _Reports(dict[tuple[object, ...], BarrierReport]):
    """Reports made from the same pins, the oldest dropped first."""


def barrier_report(
    workspace: Workspace,
    area_id: str,
    persona: Persona = ANY_WALKER,
    standard: ReachStandard = DEFAULT_STANDARD,
    settings: BarrierSettings | None = None,
    *,
    quick: bool = False,
) -> BarrierReport:
    """What barriers cost the residents of an area, for one walker and one standard.

    `quick` leaves out what needs prices under other settings, and the critical links. A report is kept until a pin or
    a correction changes. Raises `InputError` for an unknown area and `DataMissingError` where nothing is installed.
    """
    area = find_area(workspace, area_id)
    chosen = settings or BarrierSettings()
    kept = workspace.index(lambda _: _Reports(), _Reports)
    key = (area.id, area.geometry.wkb, persona.id, standard.id, chosen, quick, *inputs_key(workspace))
    if key not in kept:
        made = _make(workspace, area, persona, standard, chosen, quick=quick)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = made
    return kept[key]


def _make(
    workspace: Workspace,
    area: Area,
    persona: Persona,
    standard: ReachStandard,
    settings: BarrierSettings,
    *,
    quick: bool,
) -> BarrierReport:
    coverage, inputs = barrier_inputs(workspace, area, persona, standard, settings)
    blank = _blank(area, persona, standard, coverage, settings)
    return _not_known(blank, coverage.note) if inputs is None else _priced(workspace, blank, inputs, quick=quick)


def barrier_family(workspace: Workspace, study: Study) -> Figures:
    """What barriers cost the area of a study, on the very ground it stands on, as figures of its report."""
    persona = study.ground.persona
    blank = _blank(study.area, persona, DEFAULT_STANDARD, study.coverage, BarrierSettings())
    inputs = inputs_upon(workspace, study, DEFAULT_STANDARD.limit_m(persona), blank.settings)
    report = _priced(workspace, blank, inputs, quick=True)
    return Figures(measurements=report.measurements, breakdowns=report.breakdowns)


def _blank(
    area: Area, persona: Persona, standard: ReachStandard, coverage: Coverage, settings: BarrierSettings
) -> BarrierReport:
    return BarrierReport(
        area=area,
        persona=persona.id,
        standard=standard,
        coverage=coverage,
        settings=settings,
        without=None,
        reach=None,
        recoverable=None,
    )


def _priced(workspace: Workspace, blank: BarrierReport, inputs: BarrierInputs, *, quick: bool) -> BarrierReport:
    ground = ground_of(inputs, blank.standard)
    why = _unknown(ground)
    return _not_known(blank, why) if why else _filled(workspace, blank, inputs, ground, quick=quick)


def _not_known(blank: BarrierReport, why: str) -> BarrierReport:
    return replace(blank, measurements=unknown_barrier_figures(why).measurements, notes=(why,))


def _unknown(ground: BarrierGround) -> str:
    """Why nothing can be said; empty where something can."""
    residents = float(ground.people.sum())
    if residents <= 0:
        return "Not known: no one lives in the part measured, by the census that is installed."
    if too_few_residents(residents):
        return RESIDENTS_WITHHELD
    if not len(ground.goals):
        return "Not known: the installed map shows no place of this kind that walks could end at."
    return ""


def _filled(
    workspace: Workspace, blank: BarrierReport, inputs: BarrierInputs, ground: BarrierGround, *, quick: bool
) -> BarrierReport:
    settings = blank.settings
    loss = loss_of(ground)
    without, reach = reaches(loss)
    base = ranking_of(ground)
    ranked = _rankings(workspace, blank, base)
    others = () if quick else tuple(ranked(each) for each in penalty_settings(settings))
    bundles = bundles_of(ground)
    priced = prices(workspace, ground, settings, bundles, gain_ranges(inputs.barriers, base.gains, others))
    told = tuple(each for each in priced if tells(each))
    notes = (blank.coverage.note, *left_out_notes(inputs))
    counted = inputs.counted if inputs.counted == BUILDINGS else PEOPLE
    if inputs.counted == BUILDINGS:
        notes = (BUILDINGS_COUNTED, *notes)
        figures = unknown_barrier_figures("Not known: no census counts are installed for this area.")
    else:
        figures = barrier_figures(
            inputs.study, loss, blank.standard, counted=len(priced), barriers=priced, bundles=bundles, brief=quick
        )
    return replace(
        blank,
        counted=inputs.counted,
        reach=reach,
        without=without,
        recoverable=ground.game.recoverable,
        barriers=told,
        bundles=bundles,
        measurements=figures.measurements,
        breakdowns=figures.breakdowns,
        sensitivity=() if quick else sensitivity(settings, base, ranked),
        critical=() if quick else links_of(workspace, ground),
        felt=() if quick else felt_and_modelled(workspace, ground, priced, inputs.found),
        provenance=None if quick else barrier_provenance(workspace, ground, settings),
        untold=len(priced) - len(told),
        why_they_differ=why_they_differ(priced, bundles, ground.game.recoverable, counted),
        notes=tuple(note for note in notes if note),
    )


def loss_of(ground: BarrierGround) -> BarrierLoss:
    """The walks of an area's homes with all barriers beside those with none."""
    none = np.zeros(len(ground.imposed.barriers), bool)
    return BarrierLoss.of(
        ground.people,
        ground.game.walks(None),
        ground.game.walks(none),
        limit_m=ground.limit_m,
        persona=ground.study.ground.persona,
        there=ground.there,
    )


def _rankings(workspace: Workspace, blank: BarrierReport, base: Ranking) -> Callable[[BarrierSettings], Ranking]:
    """What the same area, walker and standard give under other settings, each worked out once."""
    persona = persona_named(blank.persona)
    made = {blank.settings: base}

    def ranked(settings: BarrierSettings) -> Ranking:
        if settings not in made:
            _coverage, inputs = barrier_inputs(workspace, blank.area, persona, blank.standard, settings)
            assert inputs is not None, "the area is covered, whatever is chosen"
            made[settings] = ranking_of(ground_of(inputs, blank.standard))
        return made[settings]

    return ranked

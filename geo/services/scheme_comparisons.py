"""A design tried before it is built: an area before and after, who gains and who loses, which pins it answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.barriers import Barrier
from geo.crs import LonLat
from geo.errors import InputError
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_standards import DEFAULT_STANDARD, ReachStandard
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.scheme_comparison import AppliedChange, SchemeComparison
from geo.metrics.scheme_costs import barriers_answered
from geo.metrics.scheme_gains import SchemeGains, scheme_gains
from geo.metrics.scheme_spaces import space_unfit
from geo.metrics.schemed_ground import SchemedGround
from geo.network.change_words import Outcome
from geo.network.changes import apply_changes
from geo.schemes import Change, ChangeKind, Scheme
from geo.services.areas import find_area
from geo.services.barrier_inputs import BarrierInputs, barrier_inputs, ground_of
from geo.services.scheme_figures import FIGURES_NOTE, Progress, every_figure
from geo.services.workspace import Workspace


def compare_scheme(
    workspace: Workspace,
    area_id: str,
    scheme: Scheme,
    persona: Persona = ANY_WALKER,
    standard: ReachStandard = DEFAULT_STANDARD,
    *,
    settings: BarrierSettings | None = None,
    everything: bool = False,
    progress: Progress | None = None,
) -> SchemeComparison:
    """An area without and with a scheme, for one walker and one standard of reach.

    Barriers of residents and of the map stand on both sides, but for those that the scheme takes away. `everything`
    adds every metric of the catalogue, before and after, which takes longer: `progress` is told how far it is, and may
    raise to stop it. Raises `InputError` for an unknown area and for a scheme without a change.
    """
    comparison, gains = try_scheme(workspace, area_id, scheme, persona, standard, settings=settings, progress=progress)
    if not everything or gains is None:
        return comparison
    figures = every_figure(workspace, gains, settings or BarrierSettings(), scheme, persona, progress)
    return replace(comparison, figures=figures, notes=(*comparison.notes, FIGURES_NOTE))


def try_scheme(
    workspace: Workspace,
    area_id: str,
    scheme: Scheme,
    persona: Persona = ANY_WALKER,
    standard: ReachStandard = DEFAULT_STANDARD,
    *,
    settings: BarrierSettings | None = None,
    progress: Progress | None = None,
) -> tuple[SchemeComparison, SchemeGains | None]:
    """A scheme compared (`compare_scheme`), with the walks behind it; None of these where nothing is known."""
    if not scheme.changes:
        raise InputError("This scheme changes nothing yet. Draw a change first.")
    area = find_area(workspace, area_id)
    coverage, inputs = barrier_inputs(workspace, area, persona, standard, settings or BarrierSettings())
    blank = SchemeComparison(
        area=area, scheme=scheme, persona=persona.id, standard=standard, coverage=coverage, before=None, after=None
    )
    if inputs is None:
        return replace(blank, notes=(coverage.note,)), None
    why = _unknown(inputs)
    if why:
        return replace(blank, notes=(why, coverage.note)), None
    _tell(progress, 0.05, "Walks as they are")
    gains, changes = try_changes(workspace, inputs, standard, scheme)
    return _filled(replace(blank, counted=inputs.counted), gains, changes), gains


def _unknown(inputs: BarrierInputs) -> str:
    residents = float(inputs.study.homes.residents.sum())
    if residents <= 0:
        return "Not known: no one lives in the part measured, by the census that is installed."
    return RESIDENTS_WITHHELD if too_few_residents(residents) else ""


def try_changes(
    workspace: Workspace, inputs: BarrierInputs, standard: ReachStandard, scheme: Scheme
) -> tuple[SchemeGains, tuple[AppliedChange, ...]]:
    """A scheme laid on the ground of an area: the walks before and after, and what became of each change."""
    ground = ground_of(inputs, standard)
    network = ground.imposed.split.network
    changed = apply_changes(network, scheme.changes)
    outcomes = list(changed.outcomes)
    spaces: dict[int, Change] = {}
    for row, change in enumerate(scheme.changes):
        if change.kind is ChangeKind.SPACE:
            why = space_unfit(network.meta, change)
            outcomes[row] = Outcome(told=why)
            if not why:
                spaces[row] = change
        elif change.kind is ChangeKind.REMOVE_BARRIER:
            outcomes[row] = _removed(change, ground.imposed.barriers, inputs.found)
    took = [each.took_effect for each in outcomes]
    gone = barriers_answered(ground.imposed.barriers, scheme.changes, took)
    gains = scheme_gains(ground, changed, gone, tuple(spaces.values()))
    for at, (row, change) in enumerate(spaces.items()):
        outcomes[row] = _space_words(change, gains.schemed, at)
    applied = tuple(
        _applied(workspace, change, outcome) for change, outcome in zip(scheme.changes, outcomes, strict=True)
    )
    return gains, applied


def _filled(blank: SchemeComparison, gains: SchemeGains, changes: tuple[AppliedChange, ...]) -> SchemeComparison:
    before, after = gains.reaches()
    return replace(
        blank,
        before=before,
        after=after,
        gain=gains.gain(),
        lose=gains.lose(),
        closer=gains.closer(),
        farther=gains.farther(),
        within_reach=gains.within_reach(),
        breakdowns=gains.breakdowns(),
        pins=gains.pins(),
        changes=changes,
        notes=_notes(blank, gains, changes),
    )


def _notes(blank: SchemeComparison, gains: SchemeGains, changes: tuple[AppliedChange, ...]) -> tuple[str, ...]:
    before, after = gains.reaches()
    lost = after.no_way - before.no_way
    people = "Fewer than 10" if too_few_residents(lost) else f"{round(lost, -1):,.0f}"
    cut_off = f"{people} more {blank.counted} have no way through with the scheme." if lost > 0 else ""
    none = "" if any(each.took_effect for each in changes) else "No change of this scheme took effect."
    return tuple(note for note in (none, cut_off, blank.coverage.note) if note)


def _removed(change: Change, barriers: tuple[Barrier, ...], found: tuple[Barrier, ...]) -> Outcome:
    label = change.kind.label
    for barrier in barriers:
        if change.barrier_id is not None and barrier.is_named(change.barrier_id):
            middle = barrier.geometry.representative_point()
            return Outcome(took_effect=True, told=f"{label}: {barrier.label}.", place=(middle.x, middle.y))
    if change.barrier_id is not None and any(barrier.is_named(change.barrier_id) for barrier in found):
        return Outcome(told=f"{label}: this barrier does not hinder this walker, so that nothing changes.")
    return Outcome(told=f"{label}: there is no barrier with the id “{change.barrier_id}” near this area.")


def _space_words(change: Change, schemed: SchemedGround, at: int) -> Outcome:
    from geo.metrics.barrier_standards import places_of

    layer, row = schemed.spaces[at]
    ways = int((places_of(schemed.ground, layer).entrances.space == row).sum())
    label = change.kind.label
    assert change.geometry is not None
    middle = change.geometry.representative_point()
    if not ways:
        return Outcome(told=f"{label}: no street or path comes near enough to enter it.", place=(middle.x, middle.y))
    entered = f"entered at {ways} {'place' if ways == 1 else 'places'}"
    return Outcome(took_effect=True, told=f"{label}: {entered}.", place=(middle.x, middle.y))


def _applied(workspace: Workspace, change: Change, outcome: Outcome) -> AppliedChange:
    place = None
    if outcome.place is not None:
        lon, lat = workspace.grid.to_wgs84(*(np.array([each]) for each in outcome.place))
        place = LonLat(float(lon[0]), float(lat[0]))
    return AppliedChange(
        label=change.name or change.kind.label, took_effect=outcome.took_effect, told=outcome.told, place=place
    )


def _tell(progress: Progress | None, share: float, what: str) -> None:
    if progress is not None:
        progress(share, what)

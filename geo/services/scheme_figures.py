"""Every metric of the catalogue for an area, without and with a scheme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from geo.metrics.access_figures import AccessSettings
from geo.metrics.barrier_ground import barrier_ground
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.map_barriers import base_costs, map_barriers
from geo.metrics.opened_ways_in import with_ways_in
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.scheme_comparison import BeforeAfter
from geo.metrics.scheme_costs import barriers_answered
from geo.metrics.scheme_gains import SchemeGains, scheme_gains
from geo.metrics.scheme_spaces import space_unfit
from geo.metrics.study import Study
from geo.network.changes import apply_changes
from geo.schemes import ChangeKind, Scheme
from geo.services.barrier_inputs import barrier_inputs
from geo.services.grounds import ground_for
from geo.services.report_figures import area_figures
from geo.services.workspace import Workspace

Progress = Callable[[float, str], None]
"""Told how far it is, from 0 to 1, and with what; it stops the work by raising."""

FIGURES_NOTE = (
    "Figures of the catalogue are those of the area’s report: by the map alone, and with the scheme; in its figures of "
    "barriers and of pins, what residents say stands on both sides."
)


def every_figure(  # noqa: PLR0917
    workspace: Workspace,
    gains: SchemeGains,
    settings: BarrierSettings,
    scheme: Scheme,
    persona: Persona,
    progress: Progress | None,
) -> tuple[BeforeAfter, ...]:
    """Each metric before and after, in the order of the catalogue. `progress` may raise to stop between the steps."""
    area = gains.ground.study.area
    _tell(progress, 0.3, "Every figure as it is")
    before = area_figures(workspace, area, persona, AccessSettings()).figures.measurements
    _tell(progress, 0.6, "The ground with the scheme")
    upon = _study_after(workspace, gains, settings, scheme)
    _tell(progress, 0.65, "Every figure with the scheme")
    after = area_figures(workspace, area, persona, AccessSettings(), upon=upon).figures.measurements
    _tell(progress, 1.0, "Done")
    found = {each.metric: each for each in after}
    return tuple(BeforeAfter(before=each, after=found[each.metric]) for each in before)


def _study_after(workspace: Workspace, gains: SchemeGains, settings: BarrierSettings, scheme: Scheme) -> Study:
    """The area upon its ground with the scheme, by the map alone: neither residents nor officers have a word in it."""
    study, standard = gains.ground.study, gains.ground.standard
    ground = study.ground
    _coverage, inputs = barrier_inputs(workspace, study.area, ground.persona, standard, settings)
    assert inputs is not None
    within = study.area.geometry.buffer(gains.ground.limit_m)
    of_map = map_barriers(ground.network, ground.persona, within)
    everyone = ground_for(workspace, ground.network.meta.id, ANY_WALKER)
    base = base_costs(ground.network, ground.persona, within)
    # Where nothing shuts them any more, ways into places are ways in.
    opens = np.isfinite(base.edge_m) & ~np.isfinite(ground.costs.edge_m)
    study = replace(study, ground=with_ways_in(ground, everyone, opens))
    upon = barrier_ground(study, everyone, standard, base, of_map)
    changed = apply_changes(upon.imposed.split.network, scheme.changes)
    took = [each.took_effect for each in changed.outcomes]
    removals = [change.kind is ChangeKind.REMOVE_BARRIER for change in scheme.changes]
    answered = barriers_answered(inputs.barriers, scheme.changes, np.logical_or(took, removals).tolist())
    # A barrier of residents may be a thing of the map as well, which goes with it.
    going = (each for each, gone in zip(inputs.barriers, answered, strict=True) if gone)
    ids = {name for each in going for name in (each.id, *each.evidence.features)}
    gone = np.array([each.id in ids for each in of_map], bool)
    spaces = tuple(
        change
        for change in scheme.changes
        if change.kind is ChangeKind.SPACE and not space_unfit(ground.network.meta, change)
    )
    tried = scheme_gains(upon, changed, gone, spaces)
    return replace(study, ground=tried.schemed.ground, start=tried.start)


def _tell(progress: Progress | None, share: float, what: str) -> None:
    if progress is not None:
        progress(share, what)

"""Schemes tried on areas, kept while nothing that they rest on changes: a page and its map ask for the same."""

from __future__ import annotations

from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_standards import DEFAULT_STANDARD, ReachStandard
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.scheme_comparison import SchemeComparison
from geo.metrics.scheme_gains import SchemeGains
from geo.schemes import Scheme
from geo.services.areas import find_area
from geo.services.barrier_inputs import inputs_key
from geo.services.scheme_comparisons import try_scheme
from geo.services.workspace import Workspace

_KEPT = 16


class _Trials(dict[tuple[object, ...], tuple[SchemeComparison, SchemeGains | None]]):
    """Trials by what they rest on, the oldest dropped first."""


def tried_scheme(
    workspace: Workspace,
    area_id: str,
    scheme: Scheme,
    persona: Persona = ANY_WALKER,
    standard: ReachStandard = DEFAULT_STANDARD,
    *,
    settings: BarrierSettings | None = None,
) -> tuple[SchemeComparison, SchemeGains | None]:
    """What `try_scheme` gives, made once for the same scheme, area, walker, standard, settings, pins and day."""
    area, chosen = find_area(workspace, area_id), settings or BarrierSettings()
    kept = workspace.index(lambda _: _Trials(), _Trials)
    key = (
        *(area.id, area.geometry.wkb, scheme.id, scheme.version, scheme.name, *_content(scheme)),
        *(persona.id, standard.id, chosen, *inputs_key(workspace)),
    )
    if key not in kept:
        made = try_scheme(workspace, area_id, scheme, persona, standard, settings=chosen)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = made
    return kept[key]


def _content(scheme: Scheme) -> tuple[object, ...]:
    return tuple(
        (
            change.kind,
            change.name,
            change.barrier_id,
            change.space_kind,
            change.ends_only,
            None if change.geometry is None else change.geometry.wkb,
        )
        for change in scheme.changes
    )

"""The report of an area: all its figures, each with its reason where it is not known, beside larger places."""

from __future__ import annotations

from geo.metrics.access_figures import AccessSettings
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.report import AreaReport
from geo.services.area_pins import pins_in
from geo.services.areas import AreaSummary, find_area, list_areas
from geo.services.barrier_inputs import inputs_key
from geo.services.comparisons import comparisons_for
from geo.services.report_figures import area_figures
from geo.services.report_map import report_map
from geo.services.report_provenance import provenance_of
from geo.services.workspace import Workspace

__all__ = ["AreaSummary", "area_report", "find_area", "list_areas", "pins_in", "report_map"]

_KEPT = 64


class _Reports(dict[tuple[object, ...], AreaReport]):
    """Reports made from the same data and pins, the oldest dropped first."""


def area_report(
    workspace: Workspace,
    area_id: str,
    persona: Persona = ANY_WALKER,
    settings: AccessSettings | None = None,
    *,
    compared: bool = False,
) -> AreaReport:
    """Every figure of one area for one walker, by what a reader chose (`settings`).

    `compared` adds the same figures of its borough, of London and of the whole walking map.
    Raises `InputError` for an unknown id, naming close ones, and `DataMissingError` where nothing is installed.
    Figures that cannot be worked out are there with the value None and the reason. A report is kept until a pin
    changes.
    """
    area = find_area(workspace, area_id)
    kept = workspace.index(lambda _: _Reports(), _Reports)
    chosen = settings or AccessSettings()
    key = (area.id, persona.id, chosen, compared, *inputs_key(workspace))
    if key not in kept:
        found = area_figures(workspace, area, persona, chosen)
        report = AreaReport(
            area=area,
            persona=persona.id,
            coverage=found.study.coverage,
            measurements=found.figures.measurements,
            breakdowns=found.figures.breakdowns,
            walk_bands=found.walk_bands,
            comparisons=comparisons_for(workspace, area, found.study.coverage, persona, chosen) if compared else (),
            provenance=provenance_of(workspace, found.study, found.inputs, persona, chosen),
        )
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = report
    return kept[key]

"""A scheme before and after as one HTML file that opens offline."""

from __future__ import annotations

from pathlib import Path

from geo.export.folium_map import LegendRow, MapPage, Role, standalone_page
from geo.export.leaflet_files import leaflet_files
from geo.metrics.barrier_standards import DEFAULT_STANDARD, ReachStandard
from geo.metrics.personas import ANY_WALKER, Persona
from geo.schemes import Scheme
from geo.services import standalone_sheets as sheets
from geo.services.scheme_comparisons import compare_scheme
from geo.services.scheme_map import scheme_map
from geo.services.standalone_maps import (
    AREA_ROW,
    SPACES_ROW,
    STATIC,
    credits_of,
    ground,
    met,
    notes_beside,
    outline,
    what,
)
from geo.services.workspace import Workspace


def scheme_page(
    workspace: Workspace,
    area_id: str,
    scheme: Scheme,
    persona: Persona = ANY_WALKER,
    standard: ReachStandard = DEFAULT_STANDARD,
    *,
    static: Path = STATIC,
) -> str:
    """A scheme tried on an area: streets before and after, to choose between, what it changes, which pins it answers.

    Raises as `compare_scheme` does, and `DataMissingError` where the browser's files are not laid.
    """
    compared = compare_scheme(workspace, area_id, scheme, persona, standard)
    shown = scheme_map(workspace, area_id, scheme, persona, standard)
    area, sides, legend = compared.area, [], []
    for name, key in (("After the scheme", "after"), ("As it is now", "before")):
        if shown[key] is not None:
            sides.append(sheets.classes_sheet(shown[key], name=name, role=Role.CHOICE, shown=key == "after"))
            legend = sheets.classes_legend(shown[key])
    page = MapPage(
        title=f"{scheme.name}: {area.name}",
        lead=[
            what(area),
            f"{compared.standard.label}, for {persona.label.lower()}.",
            *met("As it is now", compared.before, compared.counted),
            *met("With the scheme", compared.after, compared.counted),
        ],
        bounds=shown["bounds"],
        sheets=[
            ground(workspace, area),
            sheets.spaces_sheet(shown["spaces"]),
            *sides,
            outline(workspace, area),
            sheets.answered_sheet(shown["pins"]),
            sheets.changes_sheet(shown["changes"]),
        ],
        legend=[
            *legend,
            *sheets.answered_legend(),
            LegendRow(colour=sheets.PLUM, label="changed by the scheme", shape="dashed"),
            SPACES_ROW,
            AREA_ROW,
        ],
        ranked_title="What becomes of each change",
        ranked=[(each.label, each.told) for each in compared.changes],
        notes=notes_beside(area, *compared.notes),
        credits=credits_of(workspace, area),
    )
    return standalone_page(page, leaflet_files(static))

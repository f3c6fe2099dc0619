"""Maps of a result as one HTML file that opens offline: an area, its barriers, a design."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.areas import Area
from geo.errors import InputError
from geo.export.folium_map import LegendRow, MapPage, MapSheet, standalone_page
from geo.export.layers import INVENTED, SELF_SELECTED
from geo.export.leaflet_files import leaflet_files
from geo.export.whole_file import whole_file
from geo.metrics.barrier_report import BarrierReport, Reach
from geo.metrics.disclosure import significant
from geo.metrics.personas import ANY_WALKER, Persona, persona_named
from geo.services import standalone_sheets as sheets
from geo.services.areas import find_area
from geo.services.barrier_map import barrier_map
from geo.services.map_layers import bounds_of
from geo.services.report_layers import report_layer
from geo.services.sites import SITE_SOURCE
from geo.services.walk_study import study_walks
from geo.services.workspace import Workspace
from geo.sources.design_files import DesignFile
from geo.sources.drawn_base import drawn_base

STATIC = Path(__file__).resolve().parents[2] / "static"
_AROUND_M = 400.0
_MOST_RANKED = 50
_OFFLINE = "This map is one file: it opens without the internet, and asks nothing of any other computer."
_CENSUS = "census-2021"
AREA_ROW = LegendRow(colour=sheets.INK, label="the area", shape="dashed")
SPACES_ROW = LegendRow(colour="#CFE3C8", label="public space")


def area_page(workspace: Workspace, area_id: str, persona: Persona = ANY_WALKER, *, static: Path = STATIC) -> str:
    """An area with its streets by the walk to the nearest public open space.

    Raises `InputError` for an area that there is not, and `DataMissingError` where the browser's files are not laid.
    """
    area = find_area(workspace, area_id)
    shown = report_layer(workspace, area_id, "walk", persona)
    walk = sheets.classes_sheet(shown["layer"], name="Walk to the nearest public open space")
    page = MapPage(
        title=area.name,
        lead=[what(area), f"Streets by the walk to the nearest public open space, for {persona.label.lower()}."],
        bounds=shown["bounds"],
        sheets=[ground(workspace, area), sheets.spaces_sheet(shown["spaces"]), walk, outline(workspace, area)],
        legend=[*sheets.classes_legend(shown["layer"]), SPACES_ROW, AREA_ROW],
        notes=notes_beside(area, shown["layer"]["note"], pins=False),
        credits=credits_of(workspace, area),
    )
    return standalone_page(page, leaflet_files(static))


def barrier_page(workspace: Workspace, report: BarrierReport, *, static: Path = STATIC) -> str:
    """A barrier report: what stands in the way, ranked, on the map and as a list."""
    area, shown = report.area, barrier_map(workspace, report)
    sheet = sheets.barriers_sheet(report, shown["barriers"], _MOST_RANKED)
    page = MapPage(
        title=f"What stands in the way: {area.name}",
        lead=[what(area), *_reach_words(report)],
        bounds=shown["bounds"],
        sheets=[ground(workspace, area), sheets.spaces_sheet(shown["spaces"]), outline(workspace, area), sheet],
        legend=[LegendRow(colour=sheets.VERMILION, label="in the way, by rank", shape="point"), SPACES_ROW, AREA_ROW],
        ranked_title="Which to remove first",
        ranked=[
            (each.barrier.label, sheets.barrier_words(report, row)[0])
            for row, each in enumerate(report.barriers[:_MOST_RANKED])
        ],
        notes=notes_beside(area, report.why_they_differ, *report.notes),
        credits=credits_of(workspace, area),
    )
    return standalone_page(page, leaflet_files(static))


def design_preview(workspace: Workspace, design: DesignFile, *, static: Path = STATIC) -> str:
    """A design file as it was read, on the streets around it. Raises `InputError` for one that still asks something."""
    if design.asks is not None:
        raise InputError(design.asks.text)
    shapes = np.asarray(design.frame.geometry.to_numpy(), dtype=object)
    near = shapely.box(*shapely.total_bounds(shapes)).buffer(_AROUND_M).envelope
    page = MapPage(
        title=design.file_name,
        lead=["The file as it was read. Check that it lies where it should.", *design.told],
        bounds=bounds_of(workspace.grid, near),
        sheets=[
            sheets.ground_sheet(workspace.grid, drawn_base(workspace.data_dir, near)),
            sheets.design_sheet(workspace.grid, design.frame),
        ],
        legend=[LegendRow(colour=sheets.PLUM, label="the design")],
        notes=[_OFFLINE],
        credits=map_credits(workspace),
    )
    return standalone_page(page, leaflet_files(static))


def write_page(page: str, out: Path) -> Path:
    """Write a page whole or not at all. Raises `InputError` where it cannot be written."""
    with whole_file(out) as part:
        part.write_text(page, encoding="utf-8")
    return out


def ground(workspace: Workspace, area: Area) -> MapSheet:
    """What lies around an area, quietly drawn."""
    near: BaseGeometry = shapely.box(*area.geometry.buffer(_AROUND_M).bounds)
    study = study_walks(workspace, area, ANY_WALKER)
    first = None if study.network is None else study.network.meta.id
    return sheets.ground_sheet(workspace.grid, drawn_base(workspace.data_dir, near, first))


def outline(workspace: Workspace, area: Area) -> MapSheet:
    """The area's own line."""
    return sheets.outline_sheet(workspace.grid, area.name, area.geometry)


def what(area: Area) -> str:
    """The kind of area and where it is, in words."""
    where = f", {area.borough_name}" if area.borough_name and area.borough_name != area.name else ""
    return f"{area.kind.label}{where}."


def _reach_words(report: BarrierReport) -> list[str]:
    persona = persona_named(report.persona)
    if report.reach is None or report.without is None:
        return [f"{report.standard.label}, for {persona.label.lower()}."]
    return [
        f"{report.standard.label}, for {persona.label.lower()}.",
        *met("With what stands in the way", report.reach, report.counted),
        *met("Without it", report.without, report.counted),
    ]


def met(when: str, reach: Reach | None, who: str = "residents") -> list[str]:
    """How many meet a standard, as a sentence; nothing where it is not known."""
    if reach is None:
        return []
    return [f"{when}, {_people(reach.meet)} of {_people(reach.residents)} {who} meet it."]


def _people(number: float) -> str:
    return f"{significant(number):,.0f}"


def notes_beside(area: Area, *more: str, pins: bool = True) -> list[str]:
    """What must be said beside a map; `pins`: that it rests on what people said."""
    said = [INVENTED if area.invented else "", *more, SELF_SELECTED if pins else "", _OFFLINE]
    return [each for each in said if each]


def credits_of(workspace: Workspace, area: Area) -> list[str]:
    """Whose data a map of an area shows."""
    known = {**workspace.sources, SITE_SOURCE.id: SITE_SOURCE}
    own = [known[each].attribution for each in (area.source_id, _CENSUS) if each in known]
    return [each for each in dict.fromkeys([*own, *map_credits(workspace)]) if each]


def map_credits(workspace: Workspace) -> list[str]:
    """Of every map and list of spaces that may be drawn here."""
    drawn = {
        *workspace.spaces["source_id"],
        *(workspace.network(each).meta.source_id for each in workspace.network_ids),
    }
    return list(dict.fromkeys(source.attribution for key, source in workspace.sources.items() if key in drawn))

"""Files for planning documents: an area's pins, the area with its figures, its public spaces.

Pins, areas and spaces come under different terms (residents' words; OGL; ODbL), so GeoJSON and CSV hold one layer a
file. A GeoPackage holds all three as layers of their own, each with its terms in its metadata.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.areas import Area
from geo.crs import BNG, WGS84
from geo.errors import CoordinateError, InputError
from geo.export import csv_file, geojson, geopackage
from geo.export.features import (
    AREA_COLUMNS,
    PIN_COLUMNS,
    PINS_LICENCE,
    SPACE_COLUMNS,
    Origin,
    area_feature,
    figures_of,
    pin_feature,
    space_feature,
)
from geo.export.layers import SELF_SELECTED, SHAPED_AFTER, ExportLayer, LayerNote
from geo.pins import CollectionMethod, GeometryRole, Pin
from geo.provenance import Source
from geo.services.areas import find_area
from geo.services.places import locate
from geo.services.reports import area_report, pins_in
from geo.services.workspace import Workspace

Choice = TypeVar("Choice", bound=StrEnum)

_OSM_LICENCE = "Open Database Licence (ODbL) 1.0"
_OSM_ATTRIBUTION = "© OpenStreetMap contributors"


class ExportFormat(StrEnum):
    """The kinds of file. A GeoPackage holds every layer; the others hold the one asked for."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    CSV = "csv"


class ExportLayerName(StrEnum):
    """The layers of an export."""

    AREA = "area"
    PINS = "pins"
    SPACES = "spaces"


class Download(NamedTuple):
    """A file to hand to a browser."""

    file_name: str
    media_type: str
    data: bytes


_MEDIA_TYPES = {
    ExportFormat.GEOJSON: geojson.MEDIA_TYPE,
    ExportFormat.GPKG: geopackage.MEDIA_TYPE,
    ExportFormat.CSV: csv_file.MEDIA_TYPE,
}


def export_area(workspace: Workspace, area_id: str, format: str, out: Path, *, layer: str = "pins") -> Path:
    """Write an area's export to `out`, whole or not at all.

    `layer` (pins, area or spaces) says what GeoJSON and CSV hold; a GeoPackage holds all three. Raises `InputError`
    for an unknown area, format or layer, or a place that cannot be written.
    """
    chosen, wanted = _choice(ExportFormat, format, "format"), _choice(ExportLayerName, layer, "layer")
    area = find_area(workspace, area_id)
    if chosen is ExportFormat.GPKG:
        layers = [_LAYERS[name](workspace, area) for name in ExportLayerName]
        geopackage.write_geopackage(layers, out, grid=workspace.grid)
    elif chosen is ExportFormat.GEOJSON:
        geojson.write_geojson(_LAYERS[wanted](workspace, area), out, grid=workspace.grid)
    else:
        csv_file.write_csv(_LAYERS[wanted](workspace, area), out, grid=workspace.grid)
    return out


def download_area(workspace: Workspace, area_id: str, format: str, *, layer: str = "pins") -> Download:
    """The same as a file in memory, for a download button."""
    chosen = _choice(ExportFormat, format, "format")
    name = area_id if chosen is ExportFormat.GPKG else f"{area_id}-{layer}"
    with tempfile.TemporaryDirectory() as folder:
        out = export_area(workspace, area_id, format, Path(folder) / f"export.{chosen.value}", layer=layer)
        safe_name = "".join(character if character.isalnum() or character in "-_" else "-" for character in name)
        return Download(f"{safe_name}.{chosen.value}", _MEDIA_TYPES[chosen], out.read_bytes())


def _area_layer(workspace: Workspace, area: Area) -> ExportLayer:
    report = area_report(workspace, area.id)
    origin = _origin(workspace, area.source_id)
    return ExportLayer(
        name="area",
        crs=BNG,
        columns=(*AREA_COLUMNS, *figures_of(report)),
        features=[area_feature(area, report, origin)],
        note=_note(
            workspace,
            area,
            title=f"{area.name}: the area with its figures",
            origin=origin,
            statements=(SELF_SELECTED, SHAPED_AFTER),
            provenance=report.provenance.as_dict(),
            invented=area.invented or any(source.invented for source in report.provenance.sources),
        ),
    )


def _pins_layer(workspace: Workspace, area: Area) -> ExportLayer:
    pins = _pins_inside(workspace, area)
    ward_source = _source_of_wards(workspace)
    snapped = any(pin.published and pin.published.role is GeometryRole.SNAPPED for pin in pins)
    lines = ["Pins: the residents who wrote them.", *([ward_source.attribution] if ward_source else [])]
    origin = Origin(
        licence=PINS_LICENCE, attribution=" ".join([*lines, *([f"{_OSM_ATTRIBUTION}."] if snapped else [])])
    )
    features = [
        pin_feature(
            pin,
            area_reference=area.id,
            ward_vintage=ward_source.vintage if ward_source else None,
            attribution=origin.attribution,
        )
        for pin in pins
    ]
    return ExportLayer(
        name="pins",
        crs=WGS84,
        columns=PIN_COLUMNS,
        features=features,
        note=_note(
            workspace,
            area,
            title=f"{area.name}: what residents pinned",
            origin=origin,
            statements=(SELF_SELECTED, _PLACES_SHOWN, SHAPED_AFTER),
            provenance={"pins": len(pins), "store_sequence": workspace.store.sequence(), "area": area.id},
            invented=area.invented or any(pin.method is CollectionMethod.INVENTED for pin in pins),
        ),
    )


def _spaces_layer(workspace: Workspace, area: Area) -> ExportLayer:
    spaces = workspace.spaces
    inside = np.sort(spaces.sindex.query(area.geometry, predicate="intersects"))
    rows = spaces.iloc[inside].sort_values("space_id")
    source_ids = sorted(set(rows["source_id"]))
    features = [
        space_feature(
            row,
            _origin(workspace, row["source_id"]),
            area_reference=area.id,
            borough_code=_borough_of(workspace, row["geometry"]),
        )
        for row in rows.to_dict("records")
    ]
    sources = [workspace.sources[source_id] for source_id in source_ids if source_id in workspace.sources]
    origin = Origin(
        licence=_joined(source.licence for source in sources) or _OSM_LICENCE,
        attribution=_joined(source.attribution for source in sources) or _OSM_ATTRIBUTION,
    )
    return ExportLayer(
        name="public-spaces",
        crs=BNG,
        columns=SPACE_COLUMNS,
        features=features,
        note=_note(
            workspace,
            area,
            title=f"{area.name}: public spaces that lie in it or reach into it",
            origin=origin,
            statements=("Each space is whole, also where it reaches beyond the area.", SHAPED_AFTER),
            provenance={"sources": source_ids, "spaces": len(features), "area": area.id},
            invented=area.invented or any(source.invented for source in sources),
        ),
    )


_LAYERS = {
    ExportLayerName.AREA: _area_layer,
    ExportLayerName.PINS: _pins_layer,
    ExportLayerName.SPACES: _spaces_layer,
}
_PLACES_SHOWN = (
    "Places are those shown to the public: a pin beside homes stands on the nearest street, a sensitive one in the "
    "middle of a 250 m cell (geometry-role, location-precision-metres)."
)


def _pins_inside(workspace: Workspace, area: Area) -> list[Pin]:
    """The very pins that the area's report counts."""
    counted = pins_in(workspace, area)
    if counted.empty:
        return []
    lon, lat = counted["lon"], counted["lat"]
    ids = set(counted["id"])
    near = workspace.store.published_pins((lon.min(), lat.min(), lon.max(), lat.max()))
    return [pin for pin in near if str(pin.id) in ids]


def _note(
    workspace: Workspace,
    area: Area,
    *,
    title: str,
    origin: Origin,
    statements: tuple[str, ...],
    provenance: dict[str, Any],
    invented: bool,
) -> LayerNote:
    grid = f"{workspace.grid.name}, accurate to {workspace.grid.accuracy_m:g} m"
    return LayerNote(
        title=title,
        licence=origin.licence,
        attribution=origin.attribution,
        generated_at=workspace.now(),
        statements=statements,
        provenance={**provenance, "national_grid": grid},
        invented=invented,
    )


def _origin(workspace: Workspace, source_id: str) -> Origin:
    source = workspace.sources.get(source_id)
    if source is None:
        return Origin(licence="not stated", attribution=source_id)
    return Origin(licence=source.licence, attribution=source.attribution)


def _source_of_wards(workspace: Workspace) -> Source | None:
    wards = workspace.areas.loc[workspace.areas["kind"] == "ward", "source_id"]
    return workspace.sources.get(str(wards.mode().iloc[0])) if len(wards) else None


def _borough_of(workspace: Workspace, geometry: BaseGeometry) -> str | None:
    try:
        inner = shapely.point_on_surface(geometry)
        return locate(workspace, workspace.grid.point_to_wgs84(inner.x, inner.y)).borough_code
    except CoordinateError:
        return None


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))


def _choice(choices: type[Choice], given: str, what: str) -> Choice:
    try:
        return choices(given)
    except ValueError:
        raise InputError(f"There is no {what} “{given}”. Choose from {', '.join(choices)}.") from None

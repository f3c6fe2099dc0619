"""Files for planning documents: an area's pins, the area with its figures, its public spaces.

Pins, areas and spaces come under different terms (residents' words; OGL; ODbL), so GeoJSON and CSV hold one layer a
file. A GeoPackage holds all three as layers of their own, each with its terms in its metadata.
"""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from geo.errors import InputError
from geo.export import csv_file, geojson, geopackage
from geo.export.choices import ExportFormat, ExportLayerName
from geo.services.areas import find_area
from geo.services.export_layers import ExportSubject, export_layer
from geo.services.workspace import Workspace

Choice = TypeVar("Choice", bound=StrEnum)


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
    subject = ExportSubject(workspace, find_area(workspace, area_id))
    if chosen is ExportFormat.GPKG:
        layers = [export_layer(subject, name) for name in ExportLayerName]
        geopackage.write_geopackage(layers, out, grid=workspace.grid)
    elif chosen is ExportFormat.GEOJSON:
        geojson.write_geojson(export_layer(subject, wanted), out, grid=workspace.grid)
    else:
        csv_file.write_csv(export_layer(subject, wanted), out, grid=workspace.grid)
    return out


def download_area(workspace: Workspace, area_id: str, format: str, *, layer: str = "pins") -> Download:
    """The same as a file in memory, for a download button."""
    chosen = _choice(ExportFormat, format, "format")
    name = area_id if chosen is ExportFormat.GPKG else f"{area_id}-{layer}"
    with tempfile.TemporaryDirectory() as folder:
        out = export_area(workspace, area_id, format, Path(folder) / f"export.{chosen.value}", layer=layer)
        safe_name = "".join(character if character.isalnum() or character in "-_" else "-" for character in name)
        return Download(f"{safe_name}.{chosen.value}", _MEDIA_TYPES[chosen], out.read_bytes())


def _choice(choices: type[Choice], given: str, what: str) -> Choice:
    try:
        return choices(given)
    except ValueError:
        raise InputError(f"There is no {what} “{given}”. Choose from {', '.join(choices)}.") from None

"""What one can ask of an export: which kind of file, which layer."""

from __future__ import annotations

from enum import StrEnum


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

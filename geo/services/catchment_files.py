"""A walking catchment as a file for planning documents: GeoJSON with its polygons, streets and place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely
from shapely import MultiLineString

from geo.crs import BNG
from geo.export.fields import Field
from geo.export.geojson import feature_collection, write_geojson
from geo.export.layers import ExportFeature, ExportLayer, LayerNote
from geo.metrics.walking_catchment import CatchmentBand, ReachedSpace
from geo.network.catchments import BESIDE_STREET_M
from geo.services.catchments import CatchmentResult
from geo.services.workspace import Workspace

DECIMALS = 5

FIELDS = (
    Field("kind", "catchment (ground within reach), streets (what is reached of them) or place (where walks begin)"),
    Field("minutes", "minutes of walking", True),
    Field("metres", "the same in metres at the walker's speed, penalties counted in", True),
    Field("persona", "who walks"),
    Field("streets-km", "length of the streets and paths reached", True),
    Field("residents", "people whose own walk is within the minutes; empty is not known or withheld", True),
    Field("open-spaces", "public open spaces whose nearest way in is within the minutes", True),
    Field("community-places", "community places, the same", True),
    Field("stops", "bus stops and stations, the same", True),
    Field("open-space-names", "their names, nearest first, where they have one"),
    Field("community-place-names", "the same for community places"),
    Field("lower-bound", "whether the walking map ends within the walk, so that every figure is at least this"),
    Field("share-outside-map", "share of the ground that lies beyond the map's complete part, 0 to 1", True),
    Field("notes", "how residents were placed, or why they are not known"),
)


def catchment_geojson(workspace: Workspace, result: CatchmentResult) -> dict[str, Any]:
    """A catchment as an RFC 7946 FeatureCollection in WGS84 with five decimals; no features where nothing is known.

    For each number of minutes, farthest first so that nearer ground is drawn on top, the ground and the streets, then
    the place itself.
    """
    return feature_collection(_layer(workspace, result), grid=workspace.grid)


def write_catchment(workspace: Workspace, result: CatchmentResult, out: Path) -> Path:
    """Write `catchment_geojson` to a file, whole or not at all. Raises `InputError` where it cannot be written."""
    write_geojson(_layer(workspace, result), out, grid=workspace.grid)
    return out


def _layer(workspace: Workspace, result: CatchmentResult) -> ExportLayer:
    features: list[ExportFeature] = []
    for band in reversed(result.bands):
        said = _properties(result, band)
        name = f"{band.minutes:g}-min"
        if not band.shape.polygon.is_empty:
            features.append(_feature(f"catchment-{name}", band.shape.polygon, said | {"kind": "catchment"}))
        merged = shapely.line_merge(band.shape.streets)
        if not shapely.is_empty(merged):
            lines = MultiLineString(list(shapely.get_parts(merged)))
            features.append(_feature(f"streets-{name}", lines, said | {"kind": "streets"}))
    if result.bands:
        told = {"kind": "place", "persona": result.persona.id}
        features.append(_feature("place", shapely.Point(result.xy), told))
    return ExportLayer(
        name="walking-catchment", crs=BNG, fields=FIELDS, features=features, note=_note(workspace, result)
    )


def _feature(feature_id: str, shape: Any, said: dict[str, Any]) -> ExportFeature:
    return ExportFeature(id=feature_id, geometry=shape, properties=said, decimals=DECIMALS)


def _properties(result: CatchmentResult, band: CatchmentBand) -> dict[str, Any]:
    return {
        "minutes": band.minutes,
        "metres": round(band.shape.cutoff_m, 1),
        "persona": result.persona.id,
        "streets-km": round(band.shape.length_m / 1000.0, 3),
        "residents": None if band.residents is None else round(band.residents),
        "open-spaces": len(band.open_spaces),
        "community-places": len(band.community),
        "stops": len(band.stops),
        "open-space-names": _names(band.open_spaces),
        "community-place-names": _names(band.community),
        "lower-bound": band.at_least,
        "share-outside-map": round(band.outside_share, 3),
        "notes": band.residents_note,
    }


def _names(spaces: tuple[ReachedSpace, ...]) -> str:
    return "; ".join(dict.fromkeys(space.name for space in spaces if space.name))


def _note(workspace: Workspace, result: CatchmentResult) -> LayerNote:
    meta = result.network
    source = None if meta is None else workspace.sources.get(meta.source_id)
    return LayerNote(
        title=f"Walking catchment: {result.persona.label.lower()}",
        licence=source.licence if source else "",
        attribution=source.attribution if source else "",
        generated_at=workspace.now(),
        statements=(
            *result.sentences,
            f"The ground is all that lies within {BESIDE_STREET_M:.0f} m of a street or path that is reached.",
        ),
        provenance={
            "network": None if meta is None else meta.id,
            "network-date": None if meta is None else meta.date,
            "persona": result.persona.id,
            "speed-m-per-s": result.persona.speed_m_per_s,
            "penalties": [penalty.words for penalty in result.persona.penalties],
            "straight-line-m": None if result.line_m is None else round(result.line_m, 1),
            "beside-street-m": BESIDE_STREET_M,
            "grid": workspace.grid.name,
        },
        invented=meta is not None and meta.invented,
    )

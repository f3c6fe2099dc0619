"""The layers of an area's export, made from what is installed and what the public may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.areas import Area, AreaKind
from geo.crs import BNG, WGS84
from geo.errors import CoordinateError
from geo.export.choices import ExportLayerName
from geo.export.features import PINS_LICENCE, Origin, area_feature, figure_fields, pin_feature, space_feature
from geo.export.fields import AREA_FIELDS, PIN_FIELDS, SPACE_FIELDS
from geo.export.layers import SELF_SELECTED, SHAPED_AFTER, ExportLayer, LayerNote
from geo.metrics.report import AreaReport
from geo.pins import CollectionMethod, GeometryRole, Pin
from geo.provenance import Source
from geo.services.area_pins import pins_in
from geo.services.grounds import spaces_of
from geo.services.places import locate
from geo.services.reports import area_report
from geo.services.sites import SITE_SOURCE
from geo.services.workspace import Workspace
from geo.spaces import SpaceAccess

_OSM_LICENCE = "Open Database Licence (ODbL) 1.0"
_OSM_ATTRIBUTION = "© OpenStreetMap contributors"


@dataclass(frozen=True)
class ExportSubject:
    """An area to export."""

    workspace: Workspace
    area: Area

    @cached_property
    def report(self) -> AreaReport:
        """Worked out at most once an export, and not at all for pins alone."""
        return area_report(self.workspace, self.area.id)


def export_layer(subject: ExportSubject, name: ExportLayerName) -> ExportLayer:
    """One layer of an area's export; empty where there is nothing, never missing."""
    return _LAYERS[name](subject)


def _area_layer(subject: ExportSubject) -> ExportLayer:
    workspace, area, report = subject.workspace, subject.area, subject.report
    # The outline comes under its publisher's terms; the figures rest on more sources, and each is to be named.
    named = _joined(source.attribution for source in report.provenance.sources if source.attribution)
    origin = Origin(licence=_origin(workspace, area.source_id).licence, attribution=named)
    return ExportLayer(
        name="area",
        crs=BNG,
        fields=(*AREA_FIELDS, *figure_fields(report)),
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


def _pins_layer(subject: ExportSubject) -> ExportLayer:
    workspace, area = subject.workspace, subject.area
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
        fields=PIN_FIELDS,
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


def _spaces_layer(subject: ExportSubject) -> ExportLayer:
    workspace, area, coverage = subject.workspace, subject.area, subject.report.coverage
    # The very spaces that the report counts, each once.
    spaces = spaces_of(workspace, coverage.network_id if coverage.sufficient else None, invented=area.invented)
    spaces = spaces[spaces["access"] != SpaceAccess.PRIVATE.value]
    inside = np.sort(spaces.sindex.query(area.geometry, predicate="intersects"))
    rows = spaces.iloc[inside].sort_index()
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
        licence=_licence_of_all(sources),
        attribution=_joined(source.attribution for source in sources) or _OSM_ATTRIBUTION,
    )
    return ExportLayer(
        name="public-spaces",
        crs=BNG,
        fields=SPACE_FIELDS,
        features=features,
        note=_note(
            workspace,
            area,
            title=f"{area.name}: public spaces that lie in it or reach into it",
            origin=origin,
            statements=(_SPACES_SHOWN, SHAPED_AFTER),
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


_SPACES_SHOWN = (
    "Each space is whole, also where it reaches beyond the area. Spaces tagged private are left out; access “unknown” "
    "means that the map does not say."
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
    source = SITE_SOURCE if source_id == SITE_SOURCE.id else workspace.sources.get(source_id)
    if source is None:
        return Origin(licence="not stated", attribution=source_id)
    return Origin(licence=source.licence, attribution=source.attribution)


def _source_of_wards(workspace: Workspace) -> Source | None:
    wards = workspace.areas.loc[workspace.areas["kind"] == AreaKind.WARD.value, "source_id"]
    return workspace.sources.get(str(wards.mode().iloc[0])) if len(wards) else None


def _borough_of(workspace: Workspace, geometry: BaseGeometry) -> str | None:
    try:
        inner = shapely.point_on_surface(geometry)
        return locate(workspace, workspace.grid.point_to_wgs84(inner.x, inner.y)).borough_code
    except CoordinateError:
        return None


def _licence_of_all(sources: Iterable[Source]) -> str:
    """One licence for a file of spaces: where OpenStreetMap is in it, its share-alike licence holds for the whole."""
    licences = list(dict.fromkeys(source.licence for source in sources)) or [_OSM_LICENCE]
    shared = [licence for licence in licences if "Open Database" in licence]
    others = [licence for licence in licences if licence not in shared]
    if not shared or not others:
        return _joined(licences)
    return (
        f"{shared[0]} for the file as a whole; features of other publishers also under {_joined(others)}, as each says"
    )


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))

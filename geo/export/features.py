"""From pins, areas and spaces to exported features: the values of the fields that `geo.export.fields` names."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely import Point

from geo.areas import Area
from geo.export.fields import AREA_FIELDS, PIN_FIELDS, SPACE_FIELDS, Field
from geo.export.layers import INVENTED, SELF_SELECTED, ExportFeature, decimals_for
from geo.export.organisations import organisation_of
from geo.metrics.report import AreaReport
from geo.pins import CollectionMethod, Pin
from geo.spaces import SPACE_KINDS
from geo.surveys import CATEGORIES, Hours

# Writers were asked for their words for the survey's purpose; no open licence has been asked of them.
PINS_LICENCE = (
    "Residents' own words, given for plan-making and its evidence. No open licence was asked of their writers: ask the "
    "survey's owner before any other use."
)


_SHAPE_DECIMALS = 5  # as shapes are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Under which terms a feature comes."""

    licence: str
    attribution: str


def pin_feature(pin: Pin, *, area_reference: str, ward_vintage: str | None, attribution: str) -> ExportFeature:
    """A published pin at its published place or with its published shape, WGS84.

    Neither its raw place nor its raw shape is in the record, so they cannot slip out.
    """
    assert pin.published is not None
    published, detail = pin.published, pin.detail
    invented = pin.method is CollectionMethod.INVENTED
    said = {
        "reference": str(pin.id),
        "name": CATEGORIES[pin.category].label if pin.category in CATEGORIES else pin.category,
        "dataset": "pin",
        "organisation": None if invented else organisation_of(pin.borough_code),
        "notes": f"{INVENTED} {SELF_SELECTED}" if invented else SELF_SELECTED,
        "entry-date": pin.changed_at.date().isoformat(),
        "start-date": pin.created_at.date().isoformat(),
        "end-date": detail.until.isoformat() if detail.until else None,
        "kind": pin.kind.value,
        "category": pin.category,
        "category-scheme-version": pin.category_scheme_version,
        "description": pin.text or None,
        "effect": detail.felt and detail.felt.value,
        "severity": detail.severity and detail.severity.value,
        "time-of-day": detail.hours and detail.hours.value,
        "temporary": None if detail.hours is None else detail.hours is Hours.WORKS,
        "affected-groups": ";".join(detail.affects) or None,
        "knowledge-basis": detail.knowledge and detail.knowledge.value,
        "collection-method": pin.method.value,
        "location-precision-metres": published.precision_m,
        "geometry-role": published.role.value,
        "moderation-status": pin.status.value,
        "borough-code": pin.borough_code,
        "ward-code": pin.ward_code,
        "ward-code-vintage": ward_vintage if pin.ward_code else None,
        "area-reference": area_reference,
        "licence": PINS_LICENCE,
        "attribution": attribution,
        "invented": invented,
    }
    return ExportFeature(
        id=str(pin.id),
        geometry=pin.shape.geometry if pin.shape else Point(published.place.lon, published.place.lat),
        properties=_all_fields(PIN_FIELDS, said),
        decimals=_SHAPE_DECIMALS if pin.shape else decimals_for(published.precision_m),
    )


def area_feature(area: Area, report: AreaReport, origin: Origin) -> ExportFeature:
    """An area with its figures as flat properties; a figure that is not known is null and its note says why."""
    said: dict[str, Any] = {
        "reference": area.id,
        "name": area.name,
        "dataset": "area",
        "organisation": None if area.invented else organisation_of(area.borough_code),
        "notes": f"{INVENTED} {SELF_SELECTED}" if area.invented else SELF_SELECTED,
        "entry-date": report.provenance.made_at.date().isoformat(),
        "kind": area.kind.value,
        "borough-code": area.borough_code,
        "borough-name": area.borough_name,
        "area-km2": round(area.area_km2, 4),
        "persona": report.persona,
        "network-coverage": round(report.coverage.area_share, 4),
        "licence": origin.licence,
        "attribution": origin.attribution,
        "invented": area.invented,
    }
    return ExportFeature(
        id=area.id,
        geometry=area.geometry,
        properties={**_all_fields(AREA_FIELDS, said), **_figures(report)},
    )


def figure_fields(report: AreaReport) -> list[Field]:
    """The fields of a report's figures: per metric its value, its unit, what stands behind it, and the note."""
    fields: list[Field] = []
    for measurement in report.measurements:
        name = _kebab(measurement.metric)
        fields += [
            Field(name, measurement.label, True),
            Field(f"{name}-unit", "unit of the value"),
            Field(f"{name}-n", "how many pins, spaces or residents stand behind it", True),
            Field(f"{name}-note", "what to know of it, or why it is not known"),
        ]
    return fields


def _figures(report: AreaReport) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for measurement in report.measurements:
        name = _kebab(measurement.metric)
        figure = measurement.as_dict()
        flat |= {name: figure["value"], f"{name}-unit": figure["unit"], f"{name}-n": figure["n"]}
        flat[f"{name}-note"] = figure["note"] or ("withheld" if figure["suppressed"] else None)
    return flat


def space_feature(
    space: Mapping[str, Any], origin: Origin, *, area_reference: str, borough_code: str | None
) -> ExportFeature:
    """A row of the table of spaces (geo.frames.SPACES), in EPSG:27700."""
    reference = str(space["space_id"])
    invented = bool(space["invented"])
    kind = SPACE_KINDS.get(space["kind"])
    in_osm = reference.startswith(("way/", "relation/", "node/")) and not invented
    area_ha = float(space["area_ha"])
    said = {
        "reference": reference,
        "name": _text(space["name"]) or (kind.label if kind else None),
        "dataset": "public-space",
        "organisation": None if invented else organisation_of(borough_code),
        "documentation-url": f"https://www.openstreetmap.org/{reference}" if in_osm else None,
        "notes": INVENTED if invented else None,
        "kind": space["kind"],
        "group": space["group"],
        "access": space["access"],
        "wheelchair": _text(space["wheelchair"]),
        "opening-hours": _text(space["opening_hours"]),
        "area-ha": None if math.isnan(area_ha) else round(area_ha, 4),
        "part-of": _text(space["parent_id"]),
        "area-reference": area_reference,
        "licence": origin.licence,
        "attribution": origin.attribution,
        "invented": invented,
    }
    return ExportFeature(id=reference, geometry=space["geometry"], properties=_all_fields(SPACE_FIELDS, said))


def _all_fields(fields: tuple[Field, ...], said: Mapping[str, Any]) -> dict[str, Any]:
    columns = [field.name for field in fields]
    unknown = set(said) - set(columns)
    assert not unknown, unknown
    return {column: said.get(column) for column in columns}


def _kebab(metric: str) -> str:
    return metric.replace("_", "-")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None  # a missing text is None or NaN in a frame

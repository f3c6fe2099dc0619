"""A scheme's comparison as JSON, and its changes as GeoJSON with what became of each: for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geo.barriers import Barrier
from geo.metrics.barrier_report import Reach
from geo.metrics.disclosure import significant
from geo.metrics.scheme_comparison import AppliedChange, SchemeComparison
from geo.services.barrier_json import evidence_json
from geo.services.schemes import scheme_geojson
from geo.services.workspace import Workspace

_DIGITS = 6


def comparison_json(comparison: SchemeComparison) -> dict[str, Any]:
    """A comparison as a JSON-ready mapping; null is "not known", and `notes` says why."""
    area, scheme = comparison.area, comparison.scheme
    return {
        "area": {"id": area.id, "name": area.name, "kind": area.kind.value},
        "scheme": {"id": scheme.id or None, "name": scheme.name, "version": scheme.version},
        "persona": comparison.persona,
        "standard": {"id": comparison.standard.id, "label": comparison.standard.label},
        "counted": comparison.counted,
        "before": _reach(comparison.before),
        "after": _reach(comparison.after),
        **{
            key: None if comparison.before is None else _number(getattr(comparison, key))
            for key in ("gain", "lose", "closer", "farther", "within_reach")
        },
        "changes": [_applied(each) for each in comparison.changes],
        "barriers": {
            "addressed": [_barrier(each) for each in comparison.pins.addressed],
            "untouched": [_barrier(each) for each in comparison.pins.untouched],
            "worse": [_barrier(each) for each in comparison.pins.worse],
        },
        "breakdowns": [
            {
                "id": each.id,
                "caption": each.caption,
                "unit": each.unit,
                "rows": [_numbers(asdict(row)) for row in each.rows],
                "note": each.note,
            }
            for each in comparison.breakdowns
        ],
        "figures": [
            {"before": each.before.as_dict(), "after": each.after.as_dict(), "change": _number(each.change)}
            for each in comparison.figures
        ],
        "coverage": comparison.coverage.as_dict(),
        "notes": list(comparison.notes),
    }


def comparison_geojson(workspace: Workspace, comparison: SchemeComparison) -> dict[str, Any]:
    """The scheme as GeoJSON (`scheme_geojson`); each feature also says what became of it: ``took-effect``, ``told``."""
    collection = scheme_geojson(workspace, comparison.scheme)
    for feature, applied in zip(collection["features"], comparison.changes, strict=False):
        feature["properties"] |= {"took-effect": applied.took_effect, "told": applied.told}
    told = comparison_json(comparison)
    return collection | {"comparison": {key: value for key, value in told.items() if key != "changes"}}


def _applied(applied: AppliedChange) -> dict[str, Any]:
    place = applied.place
    return {
        "label": applied.label,
        "took_effect": applied.took_effect,
        "told": applied.told,
        "lon": None if place is None else place.lon,
        "lat": None if place is None else place.lat,
    }


def _barrier(barrier: Barrier) -> dict[str, Any]:
    return {"id": barrier.id, "label": barrier.label, "kind": barrier.kind, "evidence": evidence_json(barrier)}


def _reach(reach: Reach | None) -> dict[str, Any] | None:
    return None if reach is None else _numbers(asdict(reach))


def _numbers(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _number(value) if isinstance(value, float) else value for key, value in values.items()}


def _number(value: float | None) -> float | None:
    return None if value is None else significant(value, _DIGITS)

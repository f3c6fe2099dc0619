"""A barrier report as JSON, for the command line and for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geo.barriers import Barrier
from geo.metrics.barrier_report import BarrierReport, PricedBarrier, Reach
from geo.metrics.disclosure import significant, too_few_contributors, too_few_residents

_DIGITS = 6


def barrier_json(report: BarrierReport, top: int | None = None) -> dict[str, Any]:
    """The report as a JSON-ready mapping; `top` keeps the first so many barriers.

    `area`, `persona`, `standard`, `recoverable`, `barriers` and `bundles` come first; `access`, `settings` and the rest
    follow. A value of null is "not known", and `notes` says why.
    """
    barriers = report.barriers if top is None else report.barriers[:top]
    return {
        "area": {"id": report.area.id, "name": report.area.name, "kind": report.area.kind.value},
        "persona": report.persona,
        "standard": {"id": report.standard.id, "label": report.standard.label, "source": report.standard.source},
        "recoverable": _number(report.recoverable),
        "barriers": [_priced(each) for each in barriers],
        "bundles": [{"size": each.size, "ids": list(each.ids), "gain": _number(each.gain)} for each in report.bundles],
        "counted": report.counted,
        "access": {"with_barriers": _reach(report.reach), "without_barriers": _reach(report.without)},
        "settings": asdict(report.settings),
        "coverage": report.coverage.as_dict(),
        "without_price": report.untold,
        "why_they_differ": report.why_they_differ,
        "sensitivity": [_numbers(asdict(each)) for each in report.sensitivity],
        "critical_links": [
            {
                "label": each.label,
                "osm": each.osm,
                "lon": each.place.lon,
                "lat": each.place.lat,
                "lose_standard": _told(each.lose_standard),
                "lose_any_way": _told(each.lose_any_way),
            }
            for each in report.critical
        ],
        "felt_and_modelled": [
            {
                "kind": each.kind,
                "label": each.label,
                "lon": each.place.lon,
                "lat": each.place.lat,
                "pins": each.pins,
                "residents": _number(each.residents),
            }
            for each in report.felt
        ],
        "measurements": [each.as_dict() for each in report.measurements],
        "breakdowns": [
            {
                "id": each.id,
                "caption": each.caption,
                "unit": each.unit,
                "rows": [_numbers(asdict(row)) for row in each.rows],
            }
            for each in report.breakdowns
        ],
        "notes": list(report.notes),
        "provenance": None if report.provenance is None else report.provenance.as_dict(),
    }


def evidence_json(barrier: Barrier) -> dict[str, Any]:
    """What a barrier rests on; contributors under five are withheld as null."""
    evidence = barrier.evidence
    few = too_few_contributors(evidence.contributors)
    return {
        "pins": len(evidence.pins),
        "contributors": None if few else evidence.contributors,
        "against": len(evidence.against),
        "osm": list(evidence.osm),
        "tags": list(evidence.tags),
        "corrected": barrier.corrected is not None,
    }


def _priced(priced: PricedBarrier) -> dict[str, Any]:
    barrier = priced.barrier
    return {
        "id": barrier.id,
        "label": barrier.label,
        "kind": barrier.kind,
        "source": barrier.source.value,
        "evidence": evidence_json(barrier),
        "lon": priced.place.lon,
        "lat": priced.place.lat,
        "single": _number(priced.single),
        "single_low": _number(priced.low),
        "single_high": _number(priced.high),
        "shapley": _number(priced.shapley),
        "shapley_error": _number(priced.shapley_error),
        "minutes": _number(priced.minutes),
        "opened": _number(priced.opened),
    }


def _told(residents: float) -> float | None:
    """A number of people; of fewer than ten it is withheld."""
    return None if too_few_residents(residents) else _number(residents)


def _reach(reach: Reach | None) -> dict[str, Any] | None:
    return None if reach is None else _numbers(asdict(reach))


def _numbers(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _number(value) if isinstance(value, float) else value for key, value in values.items()}


def _number(value: float | None) -> float | None:
    return None if value is None else significant(value, _DIGITS)

"""`areas` and `report`: what figures can be made for, and the figures."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from geo.areas import AreaKind
from geo.cli.session import print_json, print_table, say, workspace_from_environment

if TYPE_CHECKING:
    from geo.metrics.report import AreaReport, Breakdown, Measurement

_AREAS_EXAMPLES = """\
examples:
  python -m geo areas --kind regeneration         the regeneration areas, with the ids that report and export take
  python -m geo areas --json > areas.json         all areas, for another program

--json gives [{id, name, kind, borough_code, area_km2}]; practice areas carry "invented": true.
"""

_REPORT_EXAMPLES = """\
examples:
  python -m geo report E09000010-R05              the figures of a regeneration area, in words
  python -m geo report E09000010-R05 --persona wheelchair --compare
  python -m geo report E09000010-R05 --json       the same with sources and parameters, for another program

--json gives {area, persona, coverage, measurements: [{metric, label, value, unit, n, suppressed, note}], provenance};
a value of null is "not known", never nought, and the note says why.
"""

# A figure for each of thirty kinds of place: a table of its own, printed on demand.
_MANY_KINDS = frozenset({"walk_m_kind", "within_minutes_kind"})


def add_commands(subparsers: Any) -> None:
    """Add `areas` and `report`."""
    areas = subparsers.add_parser(
        "areas",
        help="list the areas that reports can be made for",
        description="List the installed areas with the ids that “report” and “pins export” take.",
        epilog=_AREAS_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    areas.add_argument("--kind", choices=[kind.value for kind in AreaKind], help="only areas of this kind")
    areas.add_argument("--json", action="store_true", help="print JSON")
    areas.set_defaults(run=_areas)
    report = subparsers.add_parser(
        "report",
        help="the figures of one area",
        description="Print what is known of one area: who lives there, its public spaces, the walk to them, its pins.",
        epilog=_REPORT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    report.add_argument("area_id", metavar="AREA_ID", help="an id from “python -m geo areas”")
    report.add_argument(
        "--persona", default="any-walker", help="any-walker, wheelchair, pushchair, older-walker or after-dark"
    )
    report.add_argument(
        "--compare", action="store_true", help="the borough, London and the whole walking map beside each figure"
    )
    report.add_argument("--all", action="store_true", help="also what is not known, and every figure by kind or group")
    report.add_argument("--json", action="store_true", help="print JSON")
    report.set_defaults(run=_report)


def _areas(options: argparse.Namespace) -> int:
    from geo.services.areas import list_areas

    with workspace_from_environment() as workspace:
        areas = list_areas(workspace, options.kind)
    if options.json:
        keys = ("id", "name", "kind", "borough_code", "area_km2")
        rows = [area.as_dict() for area in areas]
        print_json([{key: row[key] for key in keys} | ({"invented": True} if row["invented"] else {}) for row in rows])
        return 0
    print_table(
        ("id", "kind", "km2", "name", "borough"),
        [
            (
                area.id,
                area.kind.value,
                f"{area.area_km2:.2f}",
                _named(area.name, area.invented),
                area.borough_name or "",
            )
            for area in areas
        ],
    )
    say(f"{len(areas)} areas.")
    return 0


def _report(options: argparse.Namespace) -> int:
    from geo.metrics.personas import persona_named
    from geo.services.reports import area_report

    with workspace_from_environment() as workspace:
        report = area_report(workspace, options.area_id, persona_named(options.persona), compared=options.compare)
    if options.json:
        compared = {"comparisons": [each.as_dict() for each in report.comparisons]} if options.compare else {}
        print_json(report.as_dict() | compared)
    else:
        _print_report(report, everything=options.all)
    return 0


def _print_report(report: AreaReport, *, everything: bool) -> None:
    from geo.metrics.catalogue import GREEN, LIVES, METRICS, QUESTIONS, question_of

    area = report.area
    where = f", {area.borough_name}" if area.borough_name and area.borough_name != area.name else ""
    print(f"{_named(area.name, area.invented)} ({area.kind.label.lower()} {area.id}{where})")
    for question in (LIVES, *QUESTIONS):
        print(f"\n{question.upper()}")
        mine = [
            each
            for each in report.measurements
            if METRICS[each.metric].question == question
            and (everything or METRICS[each.metric].family not in _MANY_KINDS)
        ]
        known = [each for each in mine if each.value is not None]
        for measurement in mine if everything else known:
            _print_measurement(measurement, report)
        if not everything and len(known) < len(mine):
            _print_unknown([each for each in mine if each.value is None])
        for breakdown in report.breakdowns:
            if everything and (question_of(breakdown.metric) or GREEN) == question:
                _print_breakdown(breakdown)
    print("\nSources: " + "; ".join(f"{source.title} ({source.vintage})" for source in report.provenance.sources))
    print("Pins are a self-selected sample, not a referendum. How each figure is worked out: docs/metrics.md.")


def _print_measurement(measurement: Measurement, report: AreaReport) -> None:
    counted = "" if measurement.n is None else f"  (n = {measurement.n:,})"
    print(f"\n{measurement.label}: {_figure(measurement)}{counted}")
    for place in report.comparisons:
        print(f"    {place.name}: {_figure(place.measurements[measurement.metric])}")
    if measurement.note:
        print(textwrap.indent(textwrap.fill(measurement.note, 96), "    "))


def _print_unknown(measurements: list[Measurement]) -> None:
    """What is not known, by its reason, so that forty figures for want of one map are one line."""
    by_reason: dict[str, list[str]] = {}
    for each in measurements:
        reason = "withheld" if each.suppressed else (each.note or "not known").split(". ")[0].removesuffix(".")
        by_reason.setdefault(reason, []).append(each.label)
    print(f"\nNot shown: {len(measurements)} figures (--all shows them).")
    for reason, labels in by_reason.items():
        more = f" and {len(labels) - 1} more" if len(labels) > 1 else ""
        print(textwrap.indent(textwrap.fill(f"{reason}: {labels[0]}{more}", 96), "    "))


def _print_breakdown(breakdown: Breakdown) -> None:
    print(f"\n{breakdown.caption} ({breakdown.unit})")
    print_table(
        ("", "", ""),
        [(f"    {row.label}", _amount(row.value, row.suppressed), row.note or "") for row in breakdown.rows],
    )


def _figure(measurement: Measurement) -> str:
    said = _amount(measurement.value, measurement.suppressed)
    return said if measurement.value is None else f"{said} {measurement.unit}".strip()


def _amount(value: float | None, suppressed: bool) -> str:
    from geo.metrics.disclosure import significant

    if value is None:
        return "withheld" if suppressed else "not known"
    rounded = significant(value, 3)
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:,g}"


def _named(name: str, invented: bool) -> str:
    return f"{name} [invented]" if invented else name

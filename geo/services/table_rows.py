"""One row of a table of figures: what an area's report says, as plain values that travel between processes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from geo.metrics.coverage import Coverage
from geo.metrics.personas import Persona
from geo.metrics.report import AreaReport
from geo.services.areas import AreaSummary
from geo.services.reports import area_report
from geo.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """The figures of one area. `figures` holds, by metric id, [value, n, withheld, note].

    `problem` is None, or why the area's figures could not be worked out; nothing but `area` is known then. `sources`
    and `parameters` are those of the report's provenance. JSON-ready throughout.
    """

    area: dict[str, Any]
    coverage: dict[str, Any]
    figures: dict[str, list[Any]]
    input_digest: str | None
    sources: list[dict[str, Any]]
    parameters: dict[str, Any]
    problem: str | None = None

    @property
    def area_id(self) -> str:
        """The id of its area."""
        return str(self.area["id"])

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping that `TableRow(**mapping)` reads back."""
        return asdict(self)


def table_row(workspace: Workspace, area: AreaSummary, persona: Persona) -> TableRow:
    """The row of an area, from its report. Raises as `area_report` does."""
    report = area_report(workspace, area.id, persona)
    said = report.provenance.as_dict()
    return TableRow(
        area=area.as_dict(),
        coverage=_coverage(report.coverage),
        figures=_figures(report),
        input_digest=report.provenance.input_digest,
        sources=said["sources"],
        parameters=said["parameters"],
    )


def row_without_figures(area: AreaSummary, problem: str) -> TableRow:
    """The row of an area whose figures could not be worked out."""
    return TableRow(
        area=area.as_dict(), coverage={}, figures={}, input_digest=None, sources=[], parameters={}, problem=problem
    )


def _coverage(coverage: Coverage) -> dict[str, Any]:
    kept = ("network_id", "network_name", "network_date", "area_share", "margin_share")
    said = coverage.as_dict()
    return {key: said[key] for key in kept}


def _figures(report: AreaReport) -> dict[str, list[Any]]:
    rows = (measurement.as_dict() for measurement in report.measurements)
    return {
        row["metric"]: [None if row["suppressed"] else row["value"], row["n"], row["suppressed"], row["note"]]
        for row in rows
    }

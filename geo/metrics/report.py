"""The records of a report: one figure, and all figures of an area with what it takes to make them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.areas import Area
from geo.metrics.catalogue import METRICS
from geo.metrics.coverage import Coverage
from geo.metrics.disclosure import significant
from geo.provenance import Provenance

_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One figure. `value` None is "not known", never 0, and `note` says why. `n` is how many pins, spaces or residents

    stand behind it, None where that is not known or would tell too much. `suppressed` is "known but withheld".
    """

    metric: str
    label: str
    value: float | None
    unit: str
    n: int | None = None
    suppressed: bool = False
    note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping; the value to six significant digits."""
        return {
            "metric": self.metric,
            "label": self.label,
            "value": None if self.value is None else significant(self.value, _DIGITS),
            "unit": self.unit,
            "n": self.n,
            "suppressed": self.suppressed,
            "note": self.note,
        }


def measured(
    metric_id: str, value: float | None, *, n: int | None = None, suppressed: bool = False, notes: Sequence[str] = ()
) -> Measurement:
    """A measurement with the catalogue's label and unit; empty notes fall away."""
    metric = METRICS[metric_id]
    note = " ".join(part for part in notes if part) or None
    return Measurement(
        metric=metric_id, label=metric.label, value=value, unit=metric.unit, n=n, suppressed=suppressed, note=note
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownRow:
    """One bar of a chart and one line of its table. `value` None is "not known"; `key` is a stable id of the row."""

    key: str
    label: str
    value: float | None
    n: int | None = None
    suppressed: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One figure told apart by kind, class, time or group: a chart with its table.

    `metric` is the catalogue entry (or family) that explains it; all rows are in `unit`.
    """

    id: str
    metric: str
    caption: str
    unit: str
    rows: tuple[BreakdownRow, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one family of figures has to say of an area."""

    measurements: tuple[Measurement, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkBand:
    """People by the length of their walk: from `from_min` (not included, but for 0) to `to_min` minutes.

    `to_min` None is "longer than that"; both None is "no walk found".
    """

    label: str
    from_min: float | None
    to_min: float | None
    residents: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same figures for a larger place, by metric id.

    `place` is "borough", "london" or "map" (everyone on the walking map that the area was measured on).
    """

    place: str
    name: str
    measurements: Mapping[str, Measurement]

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping."""
        figures = [each.as_dict() for each in self.measurements.values()]
        return {"place": self.place, "name": self.name, "measurements": figures}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaReport:
    """All figures of one area for one persona. `walk_bands` is empty where walks are not known."""

    area: Area
    persona: str
    coverage: Coverage
    measurements: tuple[Measurement, ...]
    walk_bands: tuple[WalkBand, ...]
    provenance: Provenance
    breakdowns: tuple[Breakdown, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    def breakdown(self, breakdown_id: str) -> Breakdown | None:
        """The breakdown with an id; None where the report has none."""
        return next((each for each in self.breakdowns if each.id == breakdown_id), None)

    def measurement(self, metric_id: str) -> Measurement:
        """The figure with an id of the catalogue; `KeyError` where the report has none."""
        for measurement in self.measurements:
            if measurement.metric == metric_id:
                return measurement
        raise KeyError(metric_id)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping: area, persona, coverage, measurements, provenance."""
        return {
            "area": {"id": self.area.id, "name": self.area.name, "kind": self.area.kind.value},
            "persona": self.persona,
            "coverage": self.coverage.as_dict(),
            "measurements": [measurement.as_dict() for measurement in self.measurements],
            "provenance": self.provenance.as_dict(),
        }

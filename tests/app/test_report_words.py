"""What a report says of the pins: a known side is never hidden because the other is withheld."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.metrics.report import AreaReport, measured
from geo.services.reports import area_report
from geo.services.workspace import Workspace
from tests.small_town import ESTATE
from ui import report_words


def _with_pins(report: AreaReport, welcoming: int, barrier: int) -> AreaReport:
    """The report as it would be with so many pins: 1 to 4 of a kind are withheld."""
    counts = {"welcoming": welcoming, "barrier": barrier}

    def counted(metric: str) -> object:
        n = counts[metric.split("_", 1)[0]]
        withheld = 0 < n < 5
        return measured(metric, None if withheld else float(n), n=None if withheld else n, suppressed=withheld)

    return replace(
        report,
        measurements=tuple(counted(m.metric) if "_pins_per_" in m.metric else m for m in report.measurements),
    )


@pytest.mark.parametrize(
    ("welcoming", "barrier", "finding", "headline"),
    [
        (0, 0, "Nobody has said yet what the place is like.", "0"),
        (2, 3, "A few people have said what the place is like; too few to show figures of yet.", "…"),
        (2, 11, "A few pins say welcoming, 11 pins say something gets in the way.", "11"),
        (12, 0, "12 pins say welcoming, no pins say something gets in the way.", "12"),
        (2, 0, "A few pins say welcoming, no pins say something gets in the way.", "…"),
        (8, 6, "8 pins say welcoming, 6 pins say something gets in the way.", "14"),
    ],
)
def test_each_side_is_told_as_far_as_it_may_be(
    town: Workspace, welcoming: int, barrier: int, finding: str, headline: str
) -> None:
    report = _with_pins(area_report(town, ESTATE), welcoming, barrier)
    assert report_words.finding(report).endswith(finding)
    assert report_words.voices_headline(report).value == headline

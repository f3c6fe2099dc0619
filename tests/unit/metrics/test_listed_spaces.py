"""A map of streets alone may say "at least so many", and never "none"."""

from geo.metrics.listed_spaces import without_nought
from geo.metrics.report import Breakdown, BreakdownRow, Figures, measured


def test_a_nought_about_spaces_becomes_not_known_and_a_number_stays():
    found = without_nought(
        Figures(measurements=(measured("within_5min_garden", 0.0, n=80), measured("within_5min_park", 84.2, n=80)))
    )
    assert [each.value for each in found.measurements] == [None, 84.2]
    assert found.measurements[0].n == 80
    assert "draws streets alone" in found.measurements[0].note


def test_a_nought_about_stops_stays():
    assert without_nought(Figures(measurements=(measured("bus_within_640m", 0.0, n=80),))).measurements[0].value == 0.0


def test_charts_say_the_same_as_the_figures():
    rows = (BreakdownRow(key="garden", label="Garden", value=0.0), BreakdownRow(key="park", label="Park", value=3.0))
    chart = Breakdown(id="nearest_kinds_5min", metric="within_minutes_kind", caption="", unit="%", rows=rows)
    found = without_nought(Figures(breakdowns=(chart,))).breakdowns[0]
    assert [row.value for row in found.rows] == [None, 3.0]

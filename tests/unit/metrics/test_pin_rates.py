"""Pins by land and by residents, worked out on paper."""

import pandas as pd
import pytest

from geo.metrics.participation import pin_measurements
from geo.metrics.people import resident_measurement
from geo.network.population import Residents

MANY = Residents(count=2000.0, reason=None)


def rates(kinds, area_km2=0.5, residents=MANY, who=None):
    """Figures of pins by kind; `who` placed each, a contributor of its own unless told."""
    pins = pd.DataFrame({"kind": kinds, "contributor": who if who is not None else [None] * len(kinds)})
    return {each.metric: each for each in pin_measurements(pins, area_km2, residents)}


def test_pins_that_say_both_count_in_both():
    found = rates(["welcoming"] * 6 + ["barrier"] * 9 + ["both"] * 2)
    assert found["welcoming_pins_per_km2"].value == pytest.approx(8 / 0.5)
    assert found["barrier_pins_per_km2"].value == pytest.approx(11 / 0.5)
    assert found["welcoming_pins_per_1000"].value == pytest.approx(4.0)
    assert found["barrier_pins_per_1000"].value == pytest.approx(5.5)
    assert (found["welcoming_pins_per_km2"].n, found["barrier_pins_per_1000"].n) == (8, 11)
    assert "both" in found["barrier_pins_per_km2"].note
    assert "8 pins by 8 contributors" in found["welcoming_pins_per_km2"].note


def test_no_pins_are_nought_and_not_withheld():
    found = rates([])
    assert found["barrier_pins_per_km2"].value == 0
    assert not found["barrier_pins_per_km2"].suppressed
    assert "does not mean" in found["barrier_pins_per_km2"].note


@pytest.mark.parametrize("pins", [1, 4, 40])
def test_from_one_to_four_contributors_neither_rate_nor_count_is_said_however_many_pins(pins):
    found = rates(["barrier"] * pins, who=[f"person {n % 4}" for n in range(pins)])
    for metric in ("barrier_pins_per_km2", "barrier_pins_per_1000"):
        assert (found[metric].value, found[metric].n, found[metric].suppressed) == (None, None, True)
        assert str(pins) not in found[metric].note.replace("fewer than 5", "")
    assert found["welcoming_pins_per_km2"].value == 0


def test_five_pins_of_five_are_said():
    assert rates(["barrier"] * 5)["barrier_pins_per_km2"].value == pytest.approx(10)


def test_without_residents_the_rate_by_land_still_comes():
    for residents in (Residents(count=0.0, reason=None), Residents(count=None, reason="no census counts")):
        found = rates(["barrier"] * 5, residents=residents)
        assert found["barrier_pins_per_1000"].value is None
        assert not found["barrier_pins_per_1000"].suppressed
        assert found["barrier_pins_per_1000"].note.startswith("Not known")
        assert found["barrier_pins_per_km2"].value == pytest.approx(10)


def test_a_rate_for_a_handful_of_residents_is_withheld():
    found = rates(["barrier"] * 5, residents=Residents(count=9.4, reason=None))
    assert found["barrier_pins_per_1000"].suppressed
    assert found["barrier_pins_per_1000"].n is None
    assert found["barrier_pins_per_km2"].value == pytest.approx(10)


@pytest.mark.parametrize(
    ("residents", "value", "suppressed"),
    [
        (Residents(count=1234.4, reason=None), 1234.4, False),
        (Residents(count=0.0, reason=None), 0.0, False),
        (Residents(count=9.0, reason=None), None, True),
        (Residents(count=None, reason="no census counts"), None, False),
    ],
)
def test_residents_are_said_unless_they_are_a_handful_or_not_known(residents, value, suppressed):
    figure = resident_measurement(residents)
    assert (figure.value, figure.suppressed) == (value, suppressed)
    assert figure.note


def test_an_area_without_land_has_no_rate():
    assert rates(["barrier"] * 5, area_km2=0.0)["barrier_pins_per_km2"].value is None

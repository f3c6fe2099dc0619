"""Walks from buildings on one straight street, whose metres can be read off the drawing.

building:   100     250     400     401                 2,000 (no street within 150 m)
street:  0 ──────────────────────────────────── 900     metres from the park's gate at 0
"""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study

from geo.metrics.building_walks import building_figures, walk_from_buildings

PARK = ("park", shapely.box(-100, -50, 0, 50))
STREET = drawn_network({"a": (0, 0), "b": (900, 0)}, ["a b"])


def figures(buildings, spaces=(PARK,)):
    network = replace(STREET, buildings=None if buildings is None else np.array(buildings, float).reshape(-1, 3))
    ground = drawn_ground(network, spaces=spaces)
    found = building_figures(drawn_study(ground), walk_from_buildings(ground))
    return {measurement.metric: measurement for measurement in found.measurements}


ROW = [(100, 0, 50), (250, 0, 5000), (400, 0, 50), (401, 0, 50), (2000, 0, 50)]


def test_each_building_counts_once_whatever_its_size():
    found = figures(ROW)
    assert found["buildings_within_400m"].value == pytest.approx(60.0)  # 100, 250 and 400 m of five
    assert found["buildings_within_10min"].value == pytest.approx(80.0)
    assert found["buildings_within_400m"].n == 5


def test_the_mean_walk_is_of_those_that_arrive_and_tells_how_many_do_not():
    found = figures(ROW)["buildings_mean_walk_m"]
    assert found.value == pytest.approx((100 + 250 + 400 + 401) / 4)
    assert found.n == 4
    assert "1 of 5 buildings reach none" in found.note


def test_sheds_are_left_out():
    assert figures([(100, 0, 50), (500, 0, 10)])["buildings_within_400m"].value == 100.0


@pytest.mark.parametrize("buildings", [None, [], [(np.nan, 0, 50)]], ids=["not mapped", "none", "no place"])
def test_without_buildings_the_figures_are_not_known(buildings):
    found = figures(buildings)
    assert [each.value for each in found.values()] == [None] * 3
    assert "no buildings" in found["buildings_mean_walk_m"].note


def test_without_a_space_the_figures_are_not_known():
    found = figures(ROW, spaces=())
    assert [each.value for each in found.values()] == [None] * 3
    assert "no public open space" in found["buildings_mean_walk_m"].note

"""Welcoming places in reach, and the silence map, on one street with a park at its west end."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study, figure
from shapely import Point, box

from geo.metrics.isolation_ground import prepare_isolation
from geo.metrics.isolation_walks import area_walks
from geo.metrics.silence import silence_figures, silence_map
from geo.metrics.welcoming_reach import welcoming_figures
from geo.network.snapping import snap

PARK = ("park", box(-200, -50, 0, 50))
# Walks to the park: 300, 900 and 550 m. 5 minutes are 399 m.
PEOPLE = [(300.0, 0.0, 60.0), (900.0, 0.0, 15.0), (550.0, 0.0, 25.0)]
FIVE_PINS = np.array([[950.0, 0.0]] * 5)  # 50 m from the second home, 400 m from the third


def street(people=PEOPLE, spaces=(PARK,), **said):
    ground = drawn_ground(drawn_network({"a": (0, 0), "b": (1000, 0)}, ["a b"], **said), spaces=spaces, homes=people)
    return drawn_study(ground), prepare_isolation(ground)


def welcome(pins, *, contributor=None, **drawn):
    study, prepared = street(**drawn)
    return welcoming_figures(area_walks(study, prepared), snap(study.ground.network, pins), contributor)


def test_a_park_or_a_pin_is_a_welcoming_place():
    found = welcome(FIVE_PINS)
    assert figure(found, "no_welcoming_place_5min").value == pytest.approx(25.0)
    assert figure(found, "no_welcoming_place_10min").value == 0  # 550 m to the park, within 798 m
    assert figure(found, "no_welcoming_place_5min").n == 100
    assert "5 welcoming pins" in figure(found, "no_welcoming_place_5min").note


def test_spaces_and_pins_are_told_apart():
    spaces, pins = welcome(FIVE_PINS).breakdowns
    assert [row.value for row in spaces.rows] == pytest.approx([40.0, 15.0, 0.0])
    assert [row.value for row in pins.rows] == pytest.approx([85.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("pins", "contributor"),
    [(FIVE_PINS[:4], None), (FIVE_PINS, np.zeros(5, int)), (FIVE_PINS, np.array([0, 1, 2, 3, 3]))],
)
def test_pins_of_fewer_than_five_people_are_left_out(pins, contributor):
    found = welcome(pins, contributor=contributor)
    assert figure(found, "no_welcoming_place_5min").value == pytest.approx(40.0)
    assert "left out" in figure(found, "no_welcoming_place_5min").note
    rows = found.breakdowns[1].rows
    assert {(row.value, row.n, row.suppressed) for row in rows} == {(None, None, True)}


def test_no_pins_yet_leaves_the_spaces():
    found = welcome(np.zeros((0, 2)))
    assert figure(found, "no_welcoming_place_5min").value == pytest.approx(40.0)
    assert "No welcoming pin" in figure(found, "no_welcoming_place_5min").note


def test_pins_far_from_every_street_welcome_nobody():
    found = welcome(np.array([[900.0, 500.0]] * 5 + [[np.nan, np.nan]]))
    assert "No welcoming pin" in figure(found, "no_welcoming_place_5min").note


def test_a_map_without_spaces_cannot_tell():
    found = welcome(FIVE_PINS, spaces=())
    assert {each.value for each in found.measurements} == {None}
    assert "no public open space is known" in found.measurements[0].note


# Middles of hexagons stand 250 m apart: (0, 0) and (500, 0) are the middles of two that do not touch.
HEARD_HERE = np.array([[10.0, 10.0]] * 5)
SPREAD = [(0.0, 0.0, 300.0), (500.0, 0.0, 100.0)]


def test_people_in_cells_without_a_pin_live_in_silence():
    study, _ = street(people=SPREAD)
    found = silence_figures(study, HEARD_HERE)
    assert figure(found, "silent_cells").value == pytest.approx(25.0)
    assert figure(found, "far_from_any_pin").value == pytest.approx(25.0)  # 490 m
    assert "No pins is not “no barrier”" in figure(found, "silent_cells").note


def test_few_voices_are_withheld_and_none_is_said():
    study, _ = street(people=SPREAD)
    for few in (silence_figures(study, HEARD_HERE[:4]), silence_figures(study, HEARD_HERE, np.zeros(5, int))):
        assert {(each.value, each.suppressed) for each in few.measurements} == {(None, True)}
    none = silence_figures(study, np.zeros((0, 2)))
    assert figure(none, "silent_cells").value == pytest.approx(100.0)
    assert "No pin is in the area" in figure(none, "silent_cells").note


def test_the_silence_map_holds_everyone_once():
    study, _ = street(people=[*SPREAD, (20.0, 20.0, 30.0), (505.0, 5.0, 4.0), (-250.0, 0.0, 6.0)])
    cells = silence_map(study, HEARD_HERE)
    assert [(cell.key, cell.residents, cell.heard) for cell in cells] == [
        ("0,0", 330.0, True),
        ("2,0", 104.0, False),
        ("-1,0", None, False),  # six people: too few to be said
    ]
    for cell, (x, y) in zip(cells, [(0, 0), (500, 0), (-250, 0)], strict=True):
        assert cell.geometry.area == pytest.approx(250**2 * np.sqrt(3) / 2)
        assert cell.geometry.centroid.distance(Point(x, y)) < 1e-6


def test_every_place_lies_in_the_hexagon_that_it_is_counted_in():
    places = np.random.default_rng(5).uniform(-2000, 2000, (500, 2))
    study, _ = street(people=[(x, y, 20.0) for x, y in places])
    by_key = {cell.key: cell for cell in silence_map(study, np.zeros((0, 2)))}
    assert sum(cell.residents for cell in by_key.values()) == pytest.approx(20.0 * len(study.homes.residents))
    for home in study.homes.xy:
        assert any(cell.geometry.buffer(1e-6).covers(Point(home)) for cell in by_key.values())
    whole = sum(cell.geometry.area for cell in by_key.values())
    assert whole == pytest.approx(sum_of_union(by_key.values()))


def sum_of_union(cells):
    """Land covered by the cells together: as much as one by one where none overlaps another."""
    import shapely

    return shapely.union_all([cell.geometry for cell in cells]).area

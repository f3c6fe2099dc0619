"""Somewhere to play, for children counted by hand.

A street of 1,000 m runs east from (0, 0); a playground lies west of it, entered where the street meets it, so that a
home at x has a walk of 10 + x. Every fifth resident is a child.
"""

import numpy as np
import pytest
from drawn_networks import drawn_network
from drawn_studies import EVERYWHERE, drawn_ground, drawn_study, figure
from shapely import Point, box

from geo.metrics.access_ground import prepare_access
from geo.metrics.access_walks import home_walks
from geo.metrics.play_space import play_figures

HOUSE = np.array([[10.0, 10.0, 80.0]])
STREET = {"a": (0.0, 0.0), "b": (1000.0, 0.0)}
ROAD = [("a b", {"highway": "residential"})]
PLAYGROUND = ("playground", box(-10, -7.5, 0, 7.5))  # 150 m2
A_FIFTH = [(EVERYWHERE, 1000.0, 200.0)]
HOMES = [(290.0, 10.0, 50.0), (490.0, 10.0, 25.0)]  # 10 children at 300 m, 5 at 500 m


def play(spaces=(PLAYGROUND,), homes=HOMES, ages=A_FIFTH, *, area=EVERYWHERE, buildings=HOUSE):
    ground = drawn_ground(drawn_network(STREET, ROAD, buildings=buildings), spaces=spaces, homes=homes)
    return play_figures(home_walks(drawn_study(ground, ages=ages, area=area), prepare_access(ground)))


def test_children_near_enough_at_each_age():
    said = play()
    assert figure(said, "play_under_5").value == 0.0
    assert figure(said, "play_5_to_11").value == pytest.approx(100 * 10 / 15)
    assert figure(said, "play_12_plus").value == 100.0
    assert figure(said, "play_12_plus").n == 15


def test_a_pitch_is_for_those_of_12_and_over():
    said = play([("pitch", PLAYGROUND[1])])
    assert figure(said, "play_12_plus").value == 100.0
    assert figure(said, "play_5_to_11").value == 0.0


def test_a_playground_is_shared_by_all_children_within_800_m():
    # 150 m2 for 15 children: 10 m2 each. One child more, also outside the area, and no one has enough.
    assert figure(play(), "play_10m2").value == 100.0
    crowded = play(homes=[*HOMES, (780.0, 10.0, 5.0)], area=box(-300, -300, 600, 300))
    assert figure(crowded, "play_10m2").value == 0.0
    far = play(homes=[*HOMES, (800.0, 10.0, 5.0)], area=box(-300, -300, 600, 300))  # a walk of 810 m
    assert figure(far, "play_10m2").value == 100.0


def test_a_playground_known_by_a_point_may_be_large_enough():
    far_away = (990.0, 10.0, 100.0)  # 20 of 35 children
    said = figure(play([("playground", Point(-5, 0))], homes=[*HOMES, far_away]), "play_10m2")
    assert said.value is None  # for 15 of 35 children, 43 %, the answer is open
    more = figure(play([("playground", Point(-5, 0))], homes=[*HOMES, (990.0, 10.0, 200.0)]), "play_10m2")
    assert more.value == 0.0
    assert "Playgrounds known by a point alone may be large enough for up to 27 % more." in more.note


def test_homes_whose_ages_are_not_known_are_left_out_with_a_word():
    half = [(box(-900, -900, 400, 900), 1000.0, 200.0), (box(400, -900, 2900, 900), float("nan"), float("nan"))]
    said = play(ages=half)
    assert figure(said, "play_5_to_11").value == 100.0
    assert figure(said, "play_5_to_11").n == 10
    assert "For 33 % of residents no ages are known" in figure(said, "play_5_to_11").note


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ([], "Not known: no estimates of age are installed for this area."),
        ([(EVERYWHERE, 1000.0, 0.0)], "Not known: no child lives in the part measured, by the estimates of age."),
        ([(EVERYWHERE, 0.0, 0.0)], "Not known: no child lives in the part measured, by the estimates of age."),
    ],
    ids=["no table", "no children", "an empty zone"],
)
def test_no_children_known_is_said_in_words(ages, words):
    for each in play(ages=ages).measurements:
        assert each.value is None
        assert each.note.startswith(words)


def test_fewer_than_ten_children_are_not_told_of():
    for each in play(homes=[(290.0, 10.0, 45.0)]).measurements:  # 9 children
        assert each.suppressed
        assert each.value is None


def test_a_map_of_streets_says_nothing_of_playgrounds():
    said = play([("park", Point(5, 5))], buildings=None)
    assert [each.value for each in said.measurements] == [None] * 4

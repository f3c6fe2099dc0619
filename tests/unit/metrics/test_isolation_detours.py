"""Detours and what they take from people, on towns drawn by hand.

The park has one gate, on its right side; people in front of it walk round.

    200 +--------+
        |  park  |<-- g ---- c   150     40 people at (200, 0): 100 m to the park as the crow flies,
    100 +--------+           |           200 + 150 + 100 = 450 m on foot.
                             |           60 people at c: 100 m both ways.
      0 a--------------------b
        0  100  200  300    400
"""

from __future__ import annotations

import numpy as np
import pytest
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study, figure
from shapely import box

from geo.metrics.detour import detour_figures, detour_ratios
from geo.metrics.isolation_ground import prepare_isolation
from geo.metrics.isolation_walks import area_walks
from geo.metrics.severance import severance_figures

PARK = ("park", box(100, 100, 300, 200))
STREETS = {"a": (0, 0), "b": (400, 0), "c": (400, 150), "g": (300, 150)}
PEOPLE = [(200.0, 0.0, 40.0), (400.0, 150.0, 60.0)]


def fenced(people=PEOPLE, spaces=(PARK,), **said):
    ground = drawn_ground(drawn_network(STREETS, ["a b", "b c g"], **said), spaces=spaces, homes=people)
    return area_walks(drawn_study(ground), prepare_isolation(ground))


def test_a_fence_makes_a_detour():
    found = detour_figures(fenced())
    assert figure(found, "detour_mean").value == pytest.approx((40 * 4.5 + 60 * 1.0) / 100)
    assert figure(found, "detour_median").value == pytest.approx(1.0)
    assert figure(found, "detour_over").value == pytest.approx(40.0)
    assert figure(found, "detour_mean").n == 100


def test_circuity_leaves_the_fence_out():
    # To the gate at (300, 150) itself: 180.28 m from (200, 0), 100 m from c.
    walked, straight = 40 * 450 + 60 * 100, 40 * np.hypot(100, 150) + 60 * 100
    assert figure(detour_figures(fenced()), "circuity").value == pytest.approx(walked / straight)


def test_beside_a_space_a_few_metres_are_no_detour():
    # 10 m before the gate, 5 m beside the path: 15 m on foot, about 11 as the crow flies; not a ratio of 1.36.
    walks = fenced([(310.0, 155.0, 20.0)])
    assert walks.metres[0] == pytest.approx(15.0)
    assert detour_ratios(walks).tolist() == [1.0]


def test_a_home_whose_street_lies_in_a_space_is_there():
    walks = fenced([(310.0, 155.0, 20.0)], spaces=[("park", box(100, 100, 500, 200))])
    assert walks.there.tolist() == [True]
    assert detour_ratios(walks).tolist() == [1.0]
    assert figure(detour_figures(walks), "circuity").value is None


def test_those_who_reach_no_space_count_as_over_and_are_left_out_of_the_mean():
    # 25 people 300 m from any street: no walk.
    found = detour_figures(fenced([*PEOPLE, (0.0, -300.0, 25.0)]))
    assert figure(found, "detour_over").value == pytest.approx(100 * (40 + 25) / 125)
    assert figure(found, "detour_mean").value == pytest.approx(2.4)
    assert figure(found, "detour_mean").n == 100
    assert "25 of 125 residents reach none" in figure(found, "detour_mean").note


def test_the_map_that_ends_near_is_said():
    # The footprint ends 20 m above the park's gate: whoever walks farther than to there may find a nearer space.
    walks = fenced(footprint=box(-100, -100, 600, 170))
    assert walks.sure.tolist() == [False, False]
    assert "100 % of residents a shorter walk" in figure(detour_figures(walks), "detour_mean").note


def test_minutes_are_lost_to_the_fence():
    # 40 people walk 450 m where 141.4 m would do on a grid; the others' 100 m are as straight as can be.
    found = severance_figures(fenced())
    assert figure(found, "severance_travel_min").value == pytest.approx(0.4 * (450 - 141.4) / 79.8)


# A railway between y = 0 and y = 300 with one bridge, at x = 500. A garden touches the near street's left end, a park
# the far street's, so that 798 m (10 minutes) reach one of them and not the other:
#
#   park ]  50---------- q ---x      x: 40 people at (450, 300): park 400 m; garden 50 + 300 + 500 = 850 m,
#                             |         as the crow flies hypot(450, 250) = 514.8 m, free 727.9 m
#                             |
#   garden ] 0-- p -----------+      p: 60 people at (20, 0): garden 20 m; park 480 + 300 + 450 = 1,230 m,
#                                       as the crow flies 300 m, free 424.2 m
RAILWAY = {"a": (0, 0), "b": (500, 0), "c": (500, 300), "d": (50, 300)}
GARDEN, FAR_PARK = ("garden", box(-100, -50, 0, 50)), ("park", box(-50, 300, 50, 400))
BESIDE_RAILWAY = [(20.0, 0.0, 60.0), (450.0, 300.0, 40.0)]


def railway(spaces=(GARDEN, FAR_PARK), **study):
    network = drawn_network(RAILWAY, ["a b", ("b c", {"highway": "footway", "bridge": "yes"}), "c d"])
    ground = drawn_ground(network, spaces=spaces, homes=BESIDE_RAILWAY)
    return severance_figures(area_walks(drawn_study(ground, **study), prepare_isolation(ground)))


def test_a_railway_halves_the_choice():
    found = railway()
    assert figure(found, "severance_choice").value == pytest.approx(50.0)
    assert figure(found, "severance_catchment").value == pytest.approx(50.0)
    assert figure(found, "severance_service").value == 0.0


def test_catchment_is_of_the_areas_spaces_and_of_everyone_around():
    # The far side alone: its park would serve all 100, and serves 40. Its 40 people would have two spaces and have one.
    found = railway(area=box(-200, 200, 600, 500))
    assert figure(found, "severance_catchment").value == pytest.approx(60.0)
    assert figure(found, "severance_catchment").n == 100
    assert figure(found, "severance_choice").value == pytest.approx(50.0)
    assert figure(found, "severance_choice").n == 40


def test_one_space_serves_fewer_than_it_would():
    assert figure(railway(spaces=[FAR_PARK]), "severance_service").value == pytest.approx(60.0)


def test_spaces_out_of_anyones_reach_are_not_known_to_be_lost():
    far = railway(spaces=[("park", box(5000, 0, 5100, 100))])
    choice = figure(far, "severance_choice")
    assert choice.value is None
    assert "whatever stood in the way" in choice.note

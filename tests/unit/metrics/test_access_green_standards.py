"""Standards of green space on drawn streets.

A street of 1,000 m runs east from (0, 0); a park lies west of it and is entered where the street meets it.
Homes stand 10 m north of the street, so that a home at x has a walk of 10 + x.
"""

import numpy as np
import pytest
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study, figure
from shapely import Point, box

from geo.metrics.access_ground import prepare_access
from geo.metrics.access_walks import home_walks
from geo.metrics.green_standards import green_standard_figures
from geo.metrics.standards_access import LondonPlanVariant, parameters_access

TABLE = LondonPlanVariant.TABLE_8_1
HOUSE = np.array([[10.0, 10.0, 80.0]])
STREET = {"a": (0.0, 0.0), "b": (1000.0, 0.0)}
ROAD = [("a b", {"highway": "residential"})]
PARK = ("park", box(-250, -50, 0, 50))  # 2.5 ha
SIXTY_FORTY = [(290.0, 10.0, 60.0), (440.0, 10.0, 40.0)]  # walks of 300 m and 450 m


def standards(spaces, homes, *, variant=TABLE, places=STREET, buildings=HOUSE, area=None, **more):
    network = drawn_network(places, ROAD, buildings=buildings, **more)
    ground = drawn_ground(network, spaces=spaces, homes=homes)
    study = drawn_study(ground) if area is None else drawn_study(ground, area=area)
    return green_standard_figures(home_walks(study, prepare_access(ground)), variant)


def test_a_local_park_serves_those_within_400_m_on_foot():
    said = standards([PARK], SIXTY_FORTY)
    assert [figure(said, f"london_plan_{name}").value for name in ("local", "small", "pocket")] == [60.0] * 3
    assert figure(said, "london_plan_district").value == 0.0
    assert figure(said, "london_plan_local").n == 100


def test_the_average_walk_to_a_park_of_each_size():
    # 1 ha at the western end, 2.5 ha at the eastern: walks of 300 and 450 m west, 720 and 570 m east.
    said = standards([("park", box(-100, -50, 0, 50)), ("park", box(1000, -50, 1250, 50))], SIXTY_FORTY)
    assert figure(said, "walk_m_london_plan_small").value == pytest.approx(360.0)
    assert figure(said, "walk_m_london_plan_local").value == pytest.approx((60 * 720 + 40 * 570) / 100)
    district = figure(said, "walk_m_london_plan_district")
    assert (district.value, district.note.split(".")[0]) == (None, "Not known: no resident reaches one within 5 km")


def test_a_larger_park_serves_each_smaller_category_at_the_smaller_distance():
    said = standards([("common", box(-500, -250, 0, 250))], SIXTY_FORTY)  # 25 ha
    assert figure(said, "london_plan_district").value == 100.0  # 1.2 km
    assert figure(said, "london_plan_local").value == 60.0  # 400 m


def test_a_space_just_too_small_serves_the_category_below():
    said = standards([("garden", box(-100, -50, 0, 50))], SIXTY_FORTY)  # 1 ha
    assert figure(said, "london_plan_local").value == 0.0
    assert figure(said, "london_plan_small").value == 60.0


@pytest.mark.parametrize(("kind", "served"), [("pedestrian-area", 0.0), ("allotments", 0.0), ("playground", 60.0)])
def test_paved_streets_and_allotments_are_in_no_category(kind, served):
    assert figure(standards([(kind, PARK[1])], SIXTY_FORTY), "london_plan_local").value == served


def test_the_two_published_distances_are_a_setting_that_the_note_names():
    # 60 ha at a walk of 2,800 m: within 3.2 km, not within 2.4 km.
    large, homes = ("park", box(-1000, -300, 0, 300)), [(2790.0, 10.0, 50.0)]
    places = {"a": (0.0, 0.0), "b": (3000.0, 0.0)}
    farther = figure(standards([large], homes, places=places), "london_plan_metropolitan")
    shorter = standards([large], homes, places=places, variant=LondonPlanVariant.SHORTER)
    assert (farther.value, figure(shorter, "london_plan_metropolitan").value) == (100.0, 0.0)
    assert "metropolitan parks in 3.2 km" in farther.note
    assert "metropolitan parks in 2.4 km" in figure(shorter, "london_plan_metropolitan").note
    assert parameters_access(TABLE)["london_plan_regional_m"] == 8000.0
    assert parameters_access(LondonPlanVariant.SHORTER)["london_plan_regional_m"] == 5000.0


def test_natural_england_and_the_who_measure_a_straight_line_to_the_boundary():
    # 1 ha, 150 m north of 5 people and 250 m north of 15; no street goes there.
    said = standards([("park", box(-50, 150, 50, 250))], [(0.0, 0.0, 5.0), (0.0, -100.0, 15.0)])
    assert figure(said, "natural_england_doorstep").value == 25.0  # 0.5 ha within 200 m
    assert figure(said, "natural_england_local").value == 0.0  # 2 ha within 300 m
    assert figure(said, "who_half_hectare").value == 100.0
    assert figure(said, "who_one_hectare").value == 100.0
    assert figure(said, "london_plan_small").value == 0.0
    assert "straight line" in figure(said, "who_one_hectare").note


def test_a_home_inside_a_space_is_there_already():
    said = standards([("park", box(400, -100, 600, 100))], [(500.0, 10.0, 20.0)])
    assert figure(said, "london_plan_local").value == 100.0
    assert figure(said, "natural_england_local").value == 100.0


def test_each_kind_of_fields_in_trust_counts_only_its_own():
    said = standards([("playground", box(-20, -10, 0, 10))], [(80.0, 10.0, 10.0), (490.0, 10.0, 30.0)])
    names = ("lap", "leap", "neap", "muga", "parks")
    assert [figure(said, f"fields_in_trust_{name}").value for name in names] == [25.0, 25.0, 100.0, 0.0, 0.0]
    assert "does not tell a LAP, LEAP or NEAP" in figure(said, "fields_in_trust_lap").note


def test_a_space_known_by_a_point_proves_no_size():
    homes = [(100.0, 10.0, 30.0), (590.0, 10.0, 70.0)]  # walks to the point's street place of 60 m and 550 m
    said = standards([("park", Point(50, 5))], homes)
    local = figure(said, "london_plan_local")
    assert local.value == 0.0
    assert "Spaces known by a point alone may be large enough for up to 30 % more." in local.note
    assert figure(said, "london_plan_pocket").value == 30.0
    # For 100 % of these people the answer is open: that is no answer.
    crowd = figure(standards([("park", Point(50, 5))], homes[:1]), "london_plan_local")
    assert crowd.value is None
    assert crowd.note.startswith("Not known: too much is open.")


def test_a_map_without_outlines_says_nothing_of_sizes_but_what_is_proven():
    said = standards([("park", Point(50, 5))], SIXTY_FORTY, buildings=None)
    assert figure(said, "london_plan_local").value is None
    assert "outlines of spaces are not mapped" in figure(said, "london_plan_local").note
    assert figure(said, "london_plan_pocket").value == 100.0  # walks of 250 m and 400 m to the point's place
    proven = standards([("park", box(-250, -250, 0, 250))], [SIXTY_FORTY[0]], buildings=None)
    assert figure(proven, "london_plan_local").value == 100.0


def test_a_map_of_streets_does_not_say_that_there_are_no_playgrounds():
    said = figure(standards([("park", Point(50, 5))], SIXTY_FORTY, buildings=None), "fields_in_trust_lap")
    assert said.value is None
    assert said.note.startswith("Not known: the installed map does not show playgrounds.")
    assert figure(standards([PARK], SIXTY_FORTY), "fields_in_trust_lap").value == 0.0  # here they would be drawn


def test_where_the_map_ends_the_note_says_for_how_many():
    # The map ends at x = 700: from x = 600 a walk of 110 m leaves it.
    homes = [(100.0, 10.0, 70.0), (600.0, 10.0, 30.0)]
    area = box(0, -100, 650, 100)
    said = figure(standards([PARK], homes, footprint=box(-2e3, -2e3, 700, 2e3), area=area), "london_plan_local")
    assert said.value == 70.0
    assert "The map ends near: up to 30 % more may have it by ways beyond." in said.note


def test_a_map_that_covers_too_little_around_gives_no_figure_unless_all_is_sure():
    # The area and 400 m around it: 1,250 x 1,000 m less its round corners (4 - pi) 400^2 = 1.113 km2. The map covers
    # 700 x 600 m of it: 38 %.
    small, area = box(-250, -300, 450, 300), box(0, -100, 450, 100)
    mixed = [(100.0, 10.0, 90.0), (430.0, 10.0, 10.0)]
    said = figure(standards([PARK], mixed, footprint=small, area=area), "london_plan_local")
    assert said.value is None
    assert said.note.startswith("Not known: the installed map covers 38 % of the 400 m around.")
    sure = figure(standards([PARK], mixed[:1], footprint=small, area=area), "london_plan_local")
    assert sure.value == 100.0


@pytest.mark.parametrize(("people", "withheld"), [(9.0, True), (10.0, False)])
def test_fewer_than_ten_residents_are_not_told_of(people, withheld):
    said = figure(standards([PARK], [(100.0, 10.0, people)]), "london_plan_local")
    assert (said.suppressed, said.value is None) == (withheld, withheld)


def test_no_residents_and_no_spaces_are_said_in_words():
    none = figure(standards([PARK], []), "london_plan_local")
    assert (none.value, none.note.split(".")[0]) == (
        None,
        "Not known: no one lives in the part measured, by the census",
    )
    assert figure(standards([], SIXTY_FORTY), "london_plan_local").value == 0.0
    assert figure(standards([], SIXTY_FORTY), "natural_england_local").value == 0.0


def test_a_space_without_a_way_in_serves_no_one_on_foot():
    said = standards([("park", box(-900, 400, -600, 700))], SIXTY_FORTY)
    assert figure(said, "london_plan_pocket").value == 0.0


def test_each_ladder_is_a_chart_in_the_order_of_its_rungs():
    said = standards([PARK], SIXTY_FORTY)
    ladders = {each.id: each for each in said.breakdowns}
    assert list(ladders) == ["london_plan", "natural_england", "who", "fields_in_trust", "london_plan_walks"]
    assert [row.value for row in ladders["london_plan"].rows[2:]] == [0.0, 60.0, 60.0, 60.0]
    assert {row.n for row in ladders["fields_in_trust"].rows} == {100}

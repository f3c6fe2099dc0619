"""Walks by group, the gaps between groups and unequal access, worked by hand on a street of six zones."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network
from people_street import (
    said,
    street_deprivation_zones,
    street_ground,
    street_homes,
    street_network,
    street_study,
    street_walks,
    street_zones,
    told,
)

from geo.metrics.catalogue import METRICS
from geo.metrics.people_figures import people_figures, unknown_people_figures
from geo.metrics.unequal_access import hectares_in_reach

HECTARES = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 3.0])


@pytest.fixture(scope="module")
def figures():
    study = street_study()
    walks = street_walks(study)
    assert walks.distance_m == pytest.approx([600, 500, 400, 300, 200, 100])
    return people_figures(study, walks, HECTARES)


def test_average_walk_of_each_group(figures):
    # Asian: (50 × 600 + 40 × 500 + 30 × 400 + 20 × 300 + 10 × 200) ÷ 150 = 70,000 ÷ 150.
    # White: (50 × 600 + 60 × 500 + 70 × 400 + 80 × 300 + 90 × 200 + 100 × 100) ÷ 450 = 140,000 ÷ 450.
    rows = told(figures, "walk_by_ethnic_group")
    assert rows["asian"].value == pytest.approx(70_000 / 150)
    assert rows["white"].value == pytest.approx(140_000 / 450)
    assert (rows["asian"].n, rows["white"].n) == (150, 450)
    assert rows["black"].value is None
    assert "nobody of this group" in rows["black"].note


def test_share_of_each_group_within_400_m_and_10_minutes(figures):
    # Within 400 m are zones 2 to 5: 30 + 20 + 10 of 150 Asian, 340 of 450 White residents. All walks are under 798 m.
    near = told(figures, "within_400m_by_ethnic_group")
    assert near["asian"].value == pytest.approx(40.0)
    assert near["white"].value == pytest.approx(100 * 340 / 450)
    assert told(figures, "within_10min_by_ethnic_group")["asian"].value == pytest.approx(100.0)


def test_gap_between_groups(figures):
    assert said(figures, "walk_gap_ethnic_group").value == pytest.approx(70_000 / 150 - 140_000 / 450)
    assert said(figures, "walk_ratio_ethnic_group").value == pytest.approx(1.5)
    assert said(figures, "near_gap_ethnic_group").value == pytest.approx(100 * 340 / 450 - 40)
    gap = said(figures, "walk_gap_ethnic_group")
    assert gap.n == 600
    assert "Longest: Asian, Asian British or Asian Welsh (467 m). Shortest: White (311 m)." in gap.note
    assert "the mix of its census zone" in gap.note


def test_a_group_that_is_everywhere_alike_walks_like_all_others(figures):
    # 20 of 100 in every zone are disabled: both groups walk 350 m.
    assert said(figures, "walk_gap_disability").value == pytest.approx(0.0, abs=1e-9)
    assert told(figures, "walk_by_disability")["disabled"].value == pytest.approx(350.0)


def test_households_stand_for_their_people(figures):
    # Social renters: 25 households each in zones 0, 1, 2: (600 + 500 + 400) ÷ 3; private: 10 everywhere; others 15 in
    # zones 0 to 2 and 40 in 3 to 5: (15 × 1,500 + 40 × 600) ÷ 165.
    rows = told(figures, "walk_by_tenure")
    assert rows["social_rented"].value == pytest.approx(500.0)
    assert rows["private_rented"].value == pytest.approx(350.0)
    assert rows["owned_or_other"].value == pytest.approx((15 * 1500 + 40 * 600) / 165)
    assert [row.n for row in rows.values()] == [75, 60, 165]
    assert told(figures, "walk_by_deprivation")["deprived"].n == 150


def test_ages_and_deciles_are_those_of_the_2011_zone_a_home_lies_in(figures):
    # Zones of 2011 take in two homes each, of 100 people: walks of 550, 350 and 150 m on average.
    rows = told(figures, "walk_by_imd")
    assert [rows[key].value for key in ("decile_1", "decile_3", "decile_10")] == pytest.approx([550, 350, 150])
    assert rows["decile_2"].value is None
    assert said(figures, "walk_gap_imd").value == pytest.approx(400.0)
    # Under 16: 20, 40 and 60 of 200: (20 × 550 + 40 × 350 + 60 × 150) ÷ 120.
    assert told(figures, "walk_by_age")["age_0_15"].value == pytest.approx((11_000 + 14_000 + 9_000) / 120)


def test_inequality_of_walks(figures):
    # Ordered pairs of 100 … 600: 2 × 35 × 100 = 7,000 ÷ (2 × 36 × 350).
    assert said(figures, "gini_walk").value == pytest.approx(7000 / 25200)
    # The tenth with most: 60 people at 600 m. Four tenths with least: 100 at 100, 100 at 200, 40 at 300.
    assert said(figures, "palma_walk").value == pytest.approx(36_000 / 42_000)
    ratios = np.arange(1, 7) / 3.5
    assert said(figures, "theil_walk").value == pytest.approx((ratios * np.log(ratios)).mean())
    # R = 1/6, 1/2, 5/6 by zone; cov = (200 × −1/3 + 0 − 200 × 1/3) ÷ 3 = −400/9; C = −800/9 ÷ 350.
    assert said(figures, "concentration_walk").value == pytest.approx(-800 / 9 / 350)
    assert said(figures, "gini_walk").n == 600


def test_inequality_of_hectares_in_reach(figures):
    # 0, 0, 1, 1, 1, 3, mean 1: pairs 2 × (2 × 3 × 1 + 2 × 3 + 3 × 2) = 36 ÷ (2 × 36 × 1).
    assert said(figures, "gini_reach").value == pytest.approx(0.5)
    # Most: 60 people with 3. Least: 200 with nothing, 40 with 1.
    assert said(figures, "palma_reach").value == pytest.approx(180 / 40)
    # Zones of 2011 hold 0, 1 and 2 on average: cov = (−1 × −1/3 + 0 + 1 × 1/3) ÷ 3 = 2/9.
    assert said(figures, "concentration_reach").value == pytest.approx(4 / 9)


def test_tenths_of_residents_by_their_walk(figures):
    # The first tenth are 60 of the 100 people at 100 m; the second the other 40 and 20 at 200 m.
    rows = told(figures, "walk_by_tenth")
    assert rows["tenth_1"].value == pytest.approx(100.0)
    assert rows["tenth_2"].value == pytest.approx((40 * 100 + 20 * 200) / 60)
    assert rows["tenth_10"].value == pytest.approx(600.0)
    assert {row.n for row in rows.values()} == {60}


def test_hectares_not_known_give_no_inequality_of_them():
    study = street_study()
    found = said(people_figures(study, street_walks(study)), "gini_reach")
    assert (found.value, found.suppressed) == (None, False)
    assert "hectares" in found.note


def test_hectares_are_withheld_where_too_little_around_is_mapped():
    # The map ends 100 m around the street: of the area with 798 m around it far less than 60 %.
    study = street_study(street_ground(street_network(footprint=shapely.box(-100, -100, 1000, 100))))
    found = people_figures(study, street_walks(study), HECTARES)
    assert said(found, "gini_reach").value is None
    assert "% of the area with 798 m around it" in said(found, "gini_reach").note
    assert said(found, "gini_walk").value is not None
    assert "The map ends near" in said(found, "walk_gap_ethnic_group").note


def test_residents_who_reach_nothing_are_left_out_of_the_walks_and_count_as_farther():
    # The street is cut between zones 0 and 1, so that zone 0 reaches no park.
    cut = drawn_network({"a": (0, 0), "b": (90, 0), "c": (110, 0), "d": (1000, 0)}, ["a b", "c d"])
    study = street_study(street_ground(cut))
    walks = street_walks(study)
    assert np.isinf(walks.distance_m).tolist() == [True] + [False] * 5
    found = people_figures(study, walks, HECTARES)
    rows = told(found, "walk_by_ethnic_group")
    assert rows["asian"].value == pytest.approx(40_000 / 100)
    assert rows["asian"].n == 100
    assert told(found, "within_400m_by_ethnic_group")["asian"].value == pytest.approx(40.0)
    assert said(found, "gini_walk").n == 500
    assert "100 of 600 residents reach no open space" in said(found, "gini_walk").note


def test_groups_of_fewer_than_ten_are_withheld_and_left_out_of_the_gap():
    zones = street_zones()
    zones["eth_black"] = [0.0, 0, 0, 0, 0, 9]
    zones["eth_white"] -= zones["eth_black"]
    study = street_study(zones=zones)
    found = people_figures(study, street_walks(study))
    row = told(found, "walk_by_ethnic_group")["black"]
    assert (row.value, row.n, row.suppressed) == (None, None, True)
    # The next smallest group goes with it: else the average of all would tell.
    assert told(found, "walk_by_ethnic_group")["asian"].suppressed
    assert told(found, "walk_by_ethnic_group")["white"].value is not None
    assert "Black" not in said(found, "walk_gap_ethnic_group").note


def test_a_handful_of_residents_is_withheld_altogether():
    study = street_study(street_ground(homes=street_homes(1.0)))
    found = people_figures(study, street_walks(study), HECTARES)
    assert said(found, "gini_walk").suppressed
    assert all(figure.value is None for figure in found.measurements)
    assert all(row.value is None for breakdown in found.breakdowns for row in breakdown.rows)


def test_a_table_without_a_column_says_which():
    study = street_study(zones=street_zones().drop(columns=["hh_social_rented", "eth_asian"]))
    found = people_figures(study, street_walks(study))
    assert said(found, "walk_gap_tenure").note == (
        "Not known: the installed census table has no column hh_social_rented."
    )
    assert said(found, "walk_gap_ethnic_group").value is None
    assert said(found, "walk_gap_disability").value is not None


@pytest.mark.parametrize("bad", [np.nan, -5.0, "c"])
def test_a_count_that_is_none_is_not_taken_for_nobody(bad):
    zones = street_zones().astype({"eth_asian": object})
    zones.loc[2, "eth_asian"] = bad
    study = street_study(zones=zones)
    found = people_figures(study, street_walks(study))
    assert said(found, "walk_gap_ethnic_group").note == "Not known: the census table has no count for 1 census zone."
    assert said(found, "walk_gap_tenure").value is not None


def test_two_zones_do_not_tell_groups_apart():
    study = street_study(area=shapely.box(0, -50, 200, 50))
    found = people_figures(study, street_walks(study))
    assert "2 census zones; 3 are needed" in said(found, "walk_gap_ethnic_group").note
    assert said(found, "gini_walk").value is not None
    assert said(found, "concentration_walk").note == "Not known: all homes here are of one neighbourhood."


def test_no_residents_is_not_known_and_no_crash():
    study = street_study(area=shapely.box(700, -50, 900, 50))
    assert len(study.homes.residents) == 0
    found = people_figures(study, street_walks(study), np.empty(0))
    assert all(figure.value is None and figure.note for figure in found.measurements)
    study = street_study(street_ground(homes=street_homes(0.0)))
    found = people_figures(study, street_walks(study), HECTARES)
    assert all(figure.value is None and figure.note for figure in found.measurements)


def test_no_deprivation_zones_leave_the_rest_as_it_is():
    study = street_study(deprivation_zones=street_deprivation_zones().iloc[:0])
    found = people_figures(study, street_walks(study), HECTARES)
    assert said(found, "walk_gap_imd").note == (
        "Not known: ages and deprivation of neighbourhoods are not installed for this area."
    )
    assert said(found, "concentration_walk").value is None
    assert "deprivation" in said(found, "concentration_walk").note
    assert said(found, "gini_walk").value is not None


def test_no_census_here_is_not_an_empty_place():
    study = street_study(area=shapely.box(700, -50, 900, 50))
    found = people_figures(study, street_walks(study))
    assert said(found, "gini_walk").note == "Not known: no census counts are installed for this area."
    nobody = street_zones()
    nobody["residents"] = 0.0
    study = street_study(street_ground(homes=street_homes(0.0)), zones=nobody)
    found = people_figures(study, street_walks(study))
    assert said(found, "gini_walk").note == "Not known: no one lives in the part measured, by the census."


def test_a_map_of_part_of_the_area_is_said():
    # The map ends at 450 m: three quarters of the street.
    study = street_study(street_ground(street_network(footprint=shapely.box(-5000, -5000, 450, 5000))))
    found = people_figures(study, street_walks(study))
    assert "In the 75 % of the area that the walking network covers." in said(found, "walk_gap_tenure").note
    assert "In the 75 % of the area" in said(found, "gini_walk").note


def test_everyone_beside_the_park_has_no_walk_to_share():
    study = street_study()
    walks = replace(street_walks(study), distance_m=np.zeros(6))
    found = people_figures(study, walks)
    assert said(found, "gini_walk").value is None
    assert said(found, "walk_gap_ethnic_group").value == 0.0
    assert said(found, "walk_ratio_ethnic_group").value is None


def test_without_a_study_the_same_figures_say_why(figures):
    unknown = unknown_people_figures("Not known: no map.")
    assert {each.metric for each in unknown.measurements} == {each.metric for each in figures.measurements}
    assert all(each.note == "Not known: no map." for each in unknown.measurements)


def test_every_breakdown_is_explained_by_the_catalogue(figures):
    families = {metric.family or metric.id for metric in METRICS.values()}
    assert {each.metric for each in figures.breakdowns} <= families


def test_hectares_in_reach_count_each_space_within_the_walk():
    home, space, metres = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2]), np.array([798.0, 799.0, 10.0, 5.0])
    found = hectares_in_reach(home, space, metres, np.array([2.0, 5.0, np.nan]), limit_m=798.0, homes=4)
    assert found.tolist() == [2.0, 5.0, 0.0, 0.0]

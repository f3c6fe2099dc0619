"""Walks to each kind, choice, shared provision, the everyday mix and stops, on one drawn street.

A street of 1,000 m runs east from (0, 0); a park lies west of it and is entered where the street meets it.
Homes stand 10 m north of the street, so that a home at x has a walk of 10 + x to the park.
"""

from dataclasses import replace

import numpy as np
import pytest
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_homes, drawn_study, figure
from shapely import Point, box

from geo.errors import InputError
from geo.metrics.access_figures import AccessSettings, access_figures, prepare_access
from geo.metrics.personas import ANY_WALKER
from geo.network.costs import lengths

HOUSE = np.array([[10.0, 10.0, 80.0]])
STREET = {"a": (0.0, 0.0), "b": (1000.0, 0.0)}
ROAD = [("a b", {"highway": "residential"})]
PARK = ("park", box(-250, -50, 0, 50))  # 2.5 ha
SIXTY_FORTY = [(290.0, 10.0, 60.0), (440.0, 10.0, 40.0)]  # walks of 300 m and 450 m to the park
WEST = box(-900, -900, 1900, 900)


def street(buildings=HOUSE, **more):
    return drawn_network(STREET, ROAD, buildings=buildings, **more)


def access(people=SIXTY_FORTY, *, network=None, settings=None, area=WEST, only=None, **drawn):
    """Figures of an area; `people` live on the map, `only` (or those in the area) are its own."""
    ground = drawn_ground(street() if network is None else network, homes=people, **drawn)
    study = drawn_study(ground, area=area, homes=None if only is None else drawn_homes(only))
    return access_figures(study, prepare_access(ground), settings)


def rows_of(figures, breakdown):
    (found,) = [each for each in figures.breakdowns if each.id == breakdown]
    return {row.key: row.value for row in found.rows}


def test_walks_to_the_nearest_of_each_kind():
    # The library's door is at x = 500: walks of 220 m and 70 m, (60 x 220 + 40 x 70) / 100 = 160.
    said = access(spaces=[PARK], community=[("library", Point(500, 5))])
    assert figure(said, "walk_m_library").value == pytest.approx(160.0)
    assert figure(said, "walk_m_park").value == pytest.approx(360.0)  # (60 x 300 + 40 x 450) / 100
    assert figure(said, "within_5min_park").value == 60.0  # 399 m
    assert figure(said, "within_10min_park").value == 100.0
    assert rows_of(said, "nearest_kinds") == pytest.approx(
        {"park": 360.0, "any_green": 360.0, "library": 160.0, "any_community": 160.0}
    )
    assert rows_of(said, "nearest_kinds_5min")["park"] == 60.0


def test_kinds_that_no_walk_can_end_at_are_not_shown():
    said = access(spaces=[PARK, ("garden", box(5000, 5000, 5050, 5050))])
    assert set(rows_of(said, "nearest_kinds")) == {"park", "any_green"}


def test_a_slower_walker_reaches_less_in_the_same_minutes():
    # At 0.85 m/s five minutes are 255 m and ten are 510 m.
    slow = replace(ANY_WALKER, speed_m_per_s=0.85)
    said = access(spaces=[PARK], persona=slow)
    assert figure(said, "within_5min_park").value == 0.0
    assert figure(said, "within_10min_park").value == 100.0


def test_what_a_persona_pays_more_for_is_farther():
    network = street()
    plain = lengths(network)
    twice = replace(plain, edge_m=2 * plain.edge_m)
    said = access(spaces=[PARK], network=network, costs=twice)
    # 10 m to the street, then 290 and 440 m that count twice: (60 x 590 + 40 x 890) / 100.
    assert figure(said, "walk_m_park").value == pytest.approx(710.0)
    assert figure(said, "london_plan_local").value == 0.0


def test_a_place_counts_once_and_a_playground_in_a_park_is_part_of_it():
    # The park is entered twice: by the street and by a path from x = 200 round to its north.
    places = {**STREET, "m": (200.0, 0.0), "n": (-100.0, 100.0)}
    network = drawn_network(places, [("a m b", {"highway": "residential"}), "m n"], buildings=HOUSE)
    inside = ("playground", box(-40, -20, 0, 20))
    garden = ("garden", box(600, 0, 640, 40))
    said = access(spaces=[PARK, inside, garden], network=network, parents={1: 0})
    # Within 399 m: the park from the first home, the garden's corner at x = 600 from both (320 m, 170 m).
    assert figure(said, "open_spaces_in_5min").value == pytest.approx((60 * 2 + 40 * 1) / 100)
    assert figure(said, "open_spaces_in_10min").value == pytest.approx(2.0)
    assert figure(said, "community_places_in_15min").value == 0.0


def test_hectares_count_for_half_at_400_m():
    said = access(spaces=[PARK])
    expected = 2.5 * (60 * 2 ** (-300 / 400) + 40 * 2 ** (-450 / 400)) / 100
    assert figure(said, "open_space_gravity").value == pytest.approx(expected, rel=1e-12)


def test_a_playground_in_a_park_adds_no_hectares():
    inside = ("playground", box(-40, -20, 0, 20))
    alone, both = access(spaces=[PARK]), access(spaces=[PARK, inside], parents={1: 0})
    assert figure(both, "open_space_gravity").value == pytest.approx(figure(alone, "open_space_gravity").value)


def test_open_space_is_shared_with_those_who_live_beyond_the_area():
    # 2.5 ha, 100 people here and 100 at x = 740 outside the area: 2.5 / 200 a person, 12.5 ha per 1,000.
    people = [*SIXTY_FORTY, (740.0, 10.0, 100.0)]
    said = access(people, spaces=[PARK], area=box(-300, -300, 600, 300))
    assert figure(said, "open_space_2sfca").n == 100
    assert figure(said, "open_space_2sfca").value == pytest.approx(12.5)
    assert figure(said, "open_space_ha_per_1000_in_reach").value == pytest.approx(12.5)
    said_so = "2.5 ha in 1 space, shared by 200 people who reach one of them."
    assert said_so in figure(said, "open_space_ha_per_1000_in_reach").note
    alone = access(spaces=[PARK])
    assert figure(alone, "open_space_2sfca").value == pytest.approx(25.0)


def test_nearer_people_have_more_by_e2sfca():
    # Limits of 266, 532 and 798 m: 60 people at 200 m weigh 1, 40 at 450 m 0.68. R = 2.5 / (60 + 27.2).
    said = access([(190.0, 10.0, 60.0), (440.0, 10.0, 40.0)], spaces=[PARK])
    assert figure(said, "open_space_e2sfca").value == pytest.approx(1000 * 2.5 / 87.2)
    assert figure(said, "open_space_m2sfca").value < figure(said, "open_space_g2sfca").value


def test_everyone_at_one_space_pays_the_walk_and_the_average_crowding():
    # One space, 100 people: crowding is the average, 1; walks of 300 and 450 m cost 0.75 and 1.125.
    assert figure(access(spaces=[PARK]), "open_space_raam").value == pytest.approx(1.75)


def test_a_home_that_the_ground_does_not_know_is_measured_all_the_same():
    # A zone without buildings gives its people to a point of the area that is no home of the ground.
    only = [(290.0, 10.0, 60.0), (300.0, 10.0, 40.0)]
    said = access(SIXTY_FORTY, only=only, spaces=[PARK])
    assert figure(said, "open_spaces_in_5min").value == 1.0
    expected = 2.5 * (60 * 2 ** (-300 / 400) + 40 * 2 ** (-310 / 400)) / 100
    assert figure(said, "open_space_gravity").value == pytest.approx(expected, rel=1e-12)


def test_no_one_in_reach_of_any_space_has_none():
    said = access(spaces=[("park", box(5000, 5000, 5100, 5100))])
    assert figure(said, "open_space_2sfca").value == 0.0
    assert figure(said, "open_space_ha_per_1000_in_reach").value == 0.0
    assert figure(said, "open_space_raam").value is None
    assert figure(said, "open_spaces_in_15min").value == 0.0


def test_without_outlines_nothing_is_said_of_hectares():
    said = access(spaces=[("park", Point(50, 5))], network=street(buildings=None))
    for metric in ("open_space_gravity", "open_space_ha_per_1000_in_reach", "open_space_2sfca", "open_space_raam"):
        assert figure(said, metric).value is None
        assert "outlines of spaces are not mapped" in figure(said, metric).note
    assert figure(said, "open_spaces_in_10min").value == 1.0


def test_the_everyday_mix_counts_kinds_not_places():
    # In 5 minutes (399 m): 30 people at x = 380 reach the park (390 m), two libraries and a bus stop; 10 at x = 30
    # reach the park alone. (30 x 3 + 10) / 40 = 2.5 of 3 kinds.
    said = access(
        [(380.0, 10.0, 30.0), (30.0, 10.0, 10.0)],
        spaces=[PARK],
        community=[("library", Point(500, 5)), ("library", Point(510, 5))],
        stops=[("bus", Point(500, -5))],
        settings=AccessSettings(mix_minutes=5),
    )
    assert figure(said, "everyday_mix").value == 2.5
    assert "Of 3 kinds on the installed map, within 5 minutes (399 m)." in figure(said, "everyday_mix").note
    assert rows_of(said, "everyday_mix") == {"park": 100.0, "library": 75.0, "stop_bus": 75.0}


def test_stops_within_the_limits_of_ptal():
    # Walks of 640 and 641 m to the bus; a tram counts as rail: 960 and 961 m.
    bus = access([(630.0, 10.0, 30.0), (631.0, 10.0, 10.0)], stops=[("bus", Point(0, 5))])
    assert figure(bus, "bus_within_640m").value == 75.0
    assert figure(bus, "rail_within_960m").value is None
    assert figure(bus, "rail_within_960m").note.startswith("Not known: no stations or tram stops are installed")
    tram = access([(950.0, 10.0, 30.0), (951.0, 10.0, 10.0)], stops=[("tram", Point(0, 5))])
    assert figure(tram, "rail_within_960m").value == 75.0


@pytest.mark.parametrize("minutes", [0.5, 16.0, float("nan")])
def test_minutes_that_cannot_be_are_refused(minutes):
    with pytest.raises(InputError, match="from 1 to 15 minutes"):
        AccessSettings(catchment_minutes=minutes)


def test_an_area_of_no_one_and_nothing_gets_a_sentence_for_each_figure():
    said = access([], spaces=[], network=street())
    assert said.measurements
    for each in said.measurements:
        assert each.value is None
        assert each.note


def test_every_figure_is_in_the_catalogue_once():
    said = access(spaces=[PARK], community=[("library", Point(500, 5))], stops=[("bus", Point(0, 5))])
    ids = [each.metric for each in said.measurements]
    assert len(ids) == len(set(ids))
    for each in said.measurements:
        assert each.value is None or np.isfinite(each.value)
        assert each.value is not None or each.note


def test_a_map_without_a_single_street_gets_a_sentence_for_each_figure():
    empty = drawn_network({"a": (0.0, 0.0)}, [], buildings=HOUSE)
    said = access(SIXTY_FORTY, network=empty, spaces=[PARK], stops=[("bus", Point(0, 5))])
    # No one reaches anything on foot; a straight line needs no street.
    assert figure(said, "london_plan_pocket").value == 0.0
    assert figure(said, "bus_within_640m").value == 0.0
    assert figure(said, "open_spaces_in_15min").value == 0.0
    assert figure(said, "who_one_hectare").value == 60.0
    for metric in ("everyday_mix", "open_space_raam", "streets_within_400m"):
        assert figure(said, metric).value is None
        assert figure(said, metric).note.startswith("Not known:")


def test_homes_too_far_from_any_street_count_as_farther():
    said = access([(100.0, 10.0, 60.0), (100.0, 400.0, 40.0)], spaces=[PARK])
    assert figure(said, "london_plan_local").value == 60.0
    assert figure(said, "open_spaces_in_5min").value == 0.6
    assert figure(said, "walk_m_park").n == 60
    assert figure(said, "walk_m_park").note.startswith("40 residents reach none within 5 km and are left out.")

"""What is within some minutes' walk, counted by hand on a drawn street.

 park (100 m square, entered from the street at x=300)
  │
──┴───────────────────────────  a street of 1,000 m, footprint from x=-100 to x=800
0    100   300    600   1000
"""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network

from geo.crs import BNG
from geo.metrics.personas import ANY_WALKER, OLDER_WALKER, costs_for
from geo.metrics.study import Ground, Places
from geo.metrics.walking_catchment import catchment_bands
from geo.network.access_points import access_points
from geo.network.population import Homes
from geo.network.snapping import snap

PARK = shapely.box(300, -50, 400, 50)
NETWORK = drawn_network({"a": (0, 0), "b": (1000, 0)}, ["a b"], footprint=shapely.box(-100, -500, 800, 500))


def places(network, *rows):
    frame = gpd.GeoDataFrame(
        {"space_id": [f"way/{row}" for row in range(len(rows))], "name": [name for name, _ in rows], "kind": "park"},
        geometry=[shape for _, shape in rows],
        crs=BNG,
    )
    shapes = np.array([shape for _, shape in rows], dtype=object)
    return Places(frame=frame, shapes=shapes, entrances=access_points(network, shapes))


def ground(*, persona=ANY_WALKER, homes=((50, 40.0), (250, 30.0), (450, 20.0)), network=NETWORK):
    xy = np.array([(x, 0.0) for x, _ in homes]).reshape(-1, 2)
    people = Homes(
        xy=xy,
        residents=np.array([people for _, people in homes], float),
        zone=np.zeros(len(homes), np.int64),
        unknown_zones=0,
        method="residents placed by hand",
    )
    return Ground(
        network=network,
        persona=persona,
        costs=costs_for(network, persona),
        usable=np.ones(network.edge_count, bool),
        open_spaces=places(network, ("The Park", PARK), (None, shapely.Point(600, 20))),
        community=places(network, ("Library", shapely.Point(100, 10))),
        stops=places(network),
        homes=people,
        home_points=snap(network, xy),
    )


def bands_at(x, y, minutes, made=None, **more):
    made = made or ground()
    return catchment_bands(made, snap(made.network, np.array([[float(x), float(y)]])), minutes, **more)


def test_people_and_spaces_are_those_whose_own_walk_is_short_enough():
    # From x=0: 2.5 min are 199.5 m, 5 min 399 m, 7.6 min 606 m. Homes at 50, 250, 450; library at 100, park at 300,
    # the unnamed one at 600.
    near, middle, far = bands_at(0, 0, [2.5, 5, 7.6])
    assert [band.residents for band in (near, middle, far)] == [40, 70, 90]
    assert [len(band.open_spaces) for band in (near, middle, far)] == [0, 1, 2]
    assert [len(band.community) for band in (near, middle, far)] == [1, 1, 1]
    assert middle.open_spaces[0].name == "The Park"
    assert middle.open_spaces[0].minutes == pytest.approx(300 / 79.8)
    assert far.open_spaces[1].name is None


def test_the_straight_line_to_the_street_counts_for_everyone():
    # 100 m beside the street 399 m reach 299 m along it: the home at 250 is in, the park at 300 is not.
    (band,) = bands_at(0, 100, [5])
    assert band.residents == 70
    assert not band.open_spaces


def test_a_place_inside_a_space_has_no_walk_left():
    (band,) = bands_at(350, 0, [0.1])
    assert band.open_spaces[0].minutes == 0


def test_a_slower_walker_gets_less_far():
    (band,) = bands_at(0, 0, [5], ground(persona=OLDER_WALKER))
    assert band.shape.cutoff_m == pytest.approx(0.85 * 300)
    assert band.shape.length_m == pytest.approx(255)
    assert band.residents == 70


def test_where_reached_streets_leave_the_map_figures_are_a_lower_bound():
    inside, beyond = bands_at(500, 0, [3, 4])  # to 739 m and to 819 m; the map ends at 800
    assert (inside.at_least, beyond.at_least) == (False, True)
    assert 0 < beyond.outside_share < 0.1


def test_beyond_an_invented_map_there_is_nothing():
    invented = drawn_network(
        {"a": (0, 0), "b": (1000, 0)}, ["a b"], footprint=shapely.box(-9, -9, 500, 9), invented=True
    )
    (band,) = bands_at(500, 0, [5], ground(network=invented))
    assert (band.at_least, band.outside_share) == (False, 0.0)


def test_fewer_than_ten_people_are_not_told_of():
    few = ground(homes=((50, 9.0), (700, 500.0)))
    (band,) = bands_at(0, 0, [5], few)
    assert band.residents is None
    assert band.suppressed
    assert "Fewer than 10 people" in band.residents_note


def test_nobody_near_is_nought_and_no_census_is_not_known():
    (nobody,) = bands_at(0, 0, [0.5])
    assert (nobody.residents, nobody.suppressed) == (0, False)
    (unknown,) = bands_at(0, 0, [5], ground(homes=()))
    assert unknown.residents is None
    assert "no census counts" in unknown.residents_note


def test_zones_without_a_count_are_told_of():
    made = ground()
    made = replace(made, homes=replace(made.homes, unknown_zones=1))
    (band,) = bands_at(0, 0, [5], made)
    assert "no count" in band.residents_note


def test_a_place_on_no_street_reaches_nothing():
    (band,) = bands_at(0, 5000, [5])
    assert band.residents == 0
    assert band.shape.polygon.is_empty
    assert not band.open_spaces + band.community + band.stops


def test_no_minutes_are_no_bands():
    assert bands_at(0, 0, []) == ()

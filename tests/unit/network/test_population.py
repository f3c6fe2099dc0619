"""Where residents are placed, and how many an area has."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network

from geo.errors import FrameError
from geo.network.population import BY_BUILDINGS, BY_NODES, homes_in, residents_of

WEST, EAST = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)
# A street from a to e with a side street at b, c and d that ends outside both zones, and a bend x that is no junction.
STREET = {"a": (10, 50), "b": (60, 50), "c": (90, 50), "x": (120, 50), "d": (150, 50), "e": (190, 50)}
STREET |= {"B": (60, 150), "C": (90, 150), "D": (150, 150)}
WAYS = ["a b c x", "x d e", "b B", "c C", "d D"]


def zones(*rows, crs="EPSG:27700"):
    shapes, people = zip(*rows, strict=True) if rows else ((), ())
    return gpd.GeoDataFrame(
        {"zone_id": [f"Z{row}" for row in range(len(rows))], "residents": np.array(people, float)},
        geometry=gpd.GeoSeries(list(shapes), crs=crs),
        crs=crs,
    )


def test_an_area_has_the_share_of_each_zones_people_that_it_has_of_its_land():
    found = residents_of(shapely.box(50, 0, 125, 100), zones((WEST, 300), (EAST, 80)))
    assert found.count == pytest.approx(300 / 2 + 80 / 4)
    assert found.reason is None


def test_an_area_outside_all_zones_has_an_unknown_count_and_not_nought():
    for table in (zones(), zones((WEST, 300))):
        found = residents_of(EAST.buffer(-1), table)
        assert found.count is None
        assert "no census counts" in found.reason


def test_a_zone_without_a_count_makes_the_total_unknown_unless_it_is_a_sliver():
    table = zones((WEST, 300), (EAST, np.nan))
    assert residents_of(shapely.box(0, 0, 150, 100), table).count is None
    assert "1 census zone" in residents_of(EAST, table).reason
    assert residents_of(shapely.box(0, 0, 101, 100), table).count == pytest.approx(300)


def test_a_zone_where_no_one_lives_gives_nought():
    assert residents_of(WEST, zones((WEST, 0))).count == 0


def test_degrees_are_refused():
    with pytest.raises(FrameError):
        residents_of(WEST, zones((WEST, 1), crs="EPSG:4326"))


def test_residents_are_spread_over_buildings_by_their_footprint():
    buildings = np.array([[20, 40, 300.0], [80, 40, 100.0], [30, 30, 9.0], [150, 40, 50.0]])
    network = drawn_network(STREET, WAYS, buildings=buildings)
    homes = homes_in(shapely.box(0, 0, 200, 100), zones((WEST, 80), (EAST, 30)), network)
    assert homes.method == BY_BUILDINGS
    assert sorted(zip(homes.xy[:, 0], homes.residents, strict=True)) == [(20, 60), (80, 20), (150, 30)]


def test_a_zones_people_are_shared_over_all_of_it_and_only_those_in_the_area_counted():
    buildings = np.array([[20, 40, 300.0], [80, 40, 100.0]])
    network = drawn_network(STREET, WAYS, buildings=buildings)
    homes = homes_in(shapely.box(60, 0, 100, 100), zones((WEST, 80)), network)
    assert (homes.xy.tolist(), homes.residents.tolist()) == ([[80, 40]], [20])


def test_without_buildings_residents_are_spread_over_the_streets_nodes():
    homes = homes_in(shapely.box(0, 0, 200, 100), zones((WEST, 90), (EAST, 30)), drawn_network(STREET, WAYS))
    assert homes.method == BY_NODES
    assert sorted(zip(homes.xy[:, 0], homes.residents, strict=True)) == [
        (10, 30),
        (60, 30),
        (90, 30),
        (150, 15),
        (190, 15),
    ]


def test_of_a_zone_half_outside_the_map_half_its_people_are_placed():
    network = drawn_network(STREET, WAYS, footprint=shapely.box(0, 0, 50, 100))
    homes = homes_in(WEST, zones((WEST, 90)), network)
    assert (homes.xy.tolist(), homes.residents.tolist()) == ([[10, 50]], [45])


def test_people_of_a_zone_without_a_place_are_not_lost():
    empty_land = shapely.box(0, 200, 100, 300)
    homes = homes_in(shapely.box(0, 0, 100, 300), zones((WEST, 90), (empty_land, 12)), drawn_network(STREET, WAYS))
    assert homes.residents.sum() == pytest.approx(102)
    assert homes.residents[homes.xy[:, 1] > 200].tolist() == [12]


def test_zones_without_a_count_place_no_one_and_are_counted():
    homes = homes_in(shapely.box(0, 0, 200, 100), zones((WEST, np.nan), (EAST, 30)), drawn_network(STREET, WAYS))
    assert homes.unknown_zones == 1
    assert homes.residents.sum() == pytest.approx(30)


@pytest.mark.parametrize("table", [zones(), zones((WEST, 0))])
def test_no_zones_or_no_people_place_no_one(table):
    homes = homes_in(shapely.box(0, 0, 100, 100), table, drawn_network(STREET, WAYS))
    assert homes.residents.sum() == 0


def test_an_area_beyond_the_map_has_no_homes():
    homes = homes_in(shapely.box(5e5, 5e5, 5e5 + 9, 5e5 + 9), zones((WEST, 90)), drawn_network(STREET, WAYS))
    assert len(homes.xy) == 0


def test_a_network_without_edges_keeps_its_people():
    homes = homes_in(WEST, zones((WEST, 90)), drawn_network({}, []))
    assert homes.residents.tolist() == [90]

"""Straight lines to what is known, on drawn zones whose figures can be worked out on paper."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.metrics.open_space import OpenSpace
from geo.metrics.straight_lines import KnownPlaces, lattice_of, straight_line_figures

NOTHING = OpenSpace(hectares=0.0, outlines=0, points=0, unsaid_ha=0.0)


def zones(*rows):
    """Census zones as (box, residents)."""
    return gpd.GeoDataFrame(
        {"residents": [people for _, people in rows]}, geometry=[shapely.box(*box) for box, _ in rows], crs=27700
    )


def known(spaces=(), bus=(), rail=()):
    return KnownPlaces(
        open_spaces=shapely.STRtree(list(spaces)),
        bus=shapely.STRtree([shapely.Point(xy) for xy in bus]),
        rail=shapely.STRtree([shapely.Point(xy) for xy in rail]),
    )


def figures(area, table, places, space=NOTHING):
    found = straight_line_figures(area, table, places, space)
    return {measurement.metric: measurement for measurement in found.measurements}


# Three hectares in a row: the lattice has one point in the middle of each, at x = 50, 150 and 250.
ROW = zones(((0, 0, 300, 100), 300.0))
WHOLE = shapely.box(0, 0, 300, 100)


def test_a_zone_stands_evenly_on_its_lattice_points():
    lived = lattice_of(WHOLE, ROW)
    assert sorted(lived.xy[:, 0]) == [50.0, 150.0, 250.0]
    assert lived.residents.tolist() == [100.0, 100.0, 100.0]


def test_an_area_that_holds_part_of_a_zone_holds_that_part_of_its_people():
    assert lattice_of(shapely.box(0, 0, 200, 100), ROW).residents.sum() == 200.0


def test_a_zone_too_small_for_a_lattice_point_keeps_its_people():
    sliver = zones(((10, 10, 20, 20), 40.0))
    assert lattice_of(shapely.box(0, 0, 30, 30), sliver).residents.tolist() == [40.0]


def test_the_mean_line_goes_to_the_edge_of_the_nearest_space():
    # A park from x = 350 on: lines of 300, 200 and 100 m.
    found = figures(WHOLE, ROW, known(spaces=[shapely.box(350, 0, 400, 100)]))
    assert found["straight_open_space_m"].value == pytest.approx(200.0)
    assert found["straight_open_space_m"].n == 300


def test_stops_count_within_the_limits_of_ptal():
    # From x = 50, 150, 250 the stop at x = 800 is 750, 650 and 550 m away: only the last reaches it.
    found = figures(WHOLE, ROW, known(bus=[(800, 50), (250, 50)], rail=[(1150, 50)]))
    assert found["straight_bus_stops"].value == pytest.approx((1 + 1 + 2) / 3)
    # The station is 1,100, 1,000 and 900 m away: within 960 m of the last point alone.
    assert found["straight_rail_stations"].value == pytest.approx(1 / 3)


def test_the_share_of_open_land_is_that_of_known_outlines():
    # 0.75 ha of a 3 ha area.
    found = figures(WHOLE, ROW, known(), OpenSpace(hectares=0.75, outlines=2, points=1, unsaid_ha=0.0))
    assert found["open_space_share"].value == pytest.approx(25.0)
    assert "1 known by a point alone" in found["open_space_share"].note


@pytest.mark.parametrize(
    "table",
    [zones(((0, 0, 300, 100), np.nan)), zones(((0, 0, 300, 100), 0.0)), zones(((900, 0, 950, 100), 10.0))],
    ids=["not counted", "empty", "elsewhere"],
)
def test_without_residents_the_figures_are_not_known(table):
    found = figures(WHOLE, table, known(spaces=[WHOLE], bus=[(0, 0)], rail=[(0, 0)]))
    for metric in ("straight_open_space_m", "straight_bus_stops", "straight_rail_stations"):
        assert found[metric].value is None
        assert found[metric].note.startswith("Not known")


def test_where_nothing_is_installed_the_figures_are_not_known():
    found = figures(WHOLE, ROW, known())
    assert [measurement.value for measurement in found.values()] == [None] * 4


def test_few_residents_are_withheld():
    found = figures(WHOLE, zones(((0, 0, 300, 100), 6.0)), known(spaces=[WHOLE]))
    assert found["straight_open_space_m"].suppressed

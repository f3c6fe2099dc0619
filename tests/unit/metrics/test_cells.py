"""Hexagons and squares over an area."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from geo.metrics.cells import hexagons_over, residents_in, size_for, squares_over

TOWN = box(529000, 180000, 531000, 181500)
CROOKED = Point(530000, 180750).buffer(700).difference(box(529900, 180000, 530100, 180600))


@pytest.mark.parametrize("area", [TOWN, CROOKED, box(0, 0, 10, 10)])
def test_hexagons_share_out_the_whole_area_and_nothing_else(area):
    cells = hexagons_over(area, 250.0)
    assert shapely.area(cells.shape).sum() == pytest.approx(area.area, rel=1e-6)
    assert shapely.union_all(cells.shape).symmetric_difference(area).area < 10
    assert len({tuple(key) for key in cells.key.tolist()}) == len(cells)


def test_a_whole_hexagon_of_250_m_has_0_054_km2():
    cells = hexagons_over(TOWN, 250.0)
    assert shapely.area(cells.shape).max() == pytest.approx(np.sqrt(3) / 2 * 250**2)


def test_a_hexagon_has_six_neighbours_at_its_own_width():
    cells = hexagons_over(TOWN, 250.0)
    near = cells.neighbours()
    assert (near != near.T).nnz == 0
    row = int(cells.row_of(530000, 180750)[0])
    beside = np.flatnonzero(near[[row]].toarray()[0])
    away = np.hypot(*(cells.centre[beside] - cells.centre[row]).T)
    assert away == pytest.approx([250.0] * 6)
    assert near.sum(axis=1).max() == 6


def test_a_hexagon_is_the_same_one_from_whichever_area_it_is_seen():
    whole, part = hexagons_over(TOWN, 250.0), hexagons_over(CROOKED, 250.0)
    keys = {tuple(key) for key in whole.key.tolist()}
    assert {tuple(key) for key in part.key.tolist()} <= keys
    for key, centre in zip(part.key, part.centre, strict=True):
        (row,) = np.flatnonzero((whole.key == key).all(axis=1))
        assert whole.centre[row] == pytest.approx(centre)


@given(st.floats(529000, 531000), st.floats(180000, 181500))
def test_a_place_lies_in_the_hexagon_it_is_counted_in(x, y):
    cells = hexagons_over(TOWN, 250.0)
    row = int(cells.row_of(x, y)[0])
    if row < 0:  # on the very edge, in the sliver of a hexagon that was left out
        assert TOWN.exterior.distance(Point(x, y)) < 1.0
    else:
        assert cells.shape[row].distance(Point(x, y)) < 1e-6


def test_places_elsewhere_lie_in_no_hexagon():
    assert hexagons_over(TOWN, 250.0).row_of([0, 529500], [0, 190000]).tolist() == [-1, -1]


def test_an_empty_area_has_no_cells():
    assert len(hexagons_over(Polygon(), 250.0)) == 0
    assert squares_over(Polygon(), 50.0).inside.size == 0


@pytest.mark.parametrize(("km2", "across_m"), [(1, 250), (54, 250), (55, 500), (150, 500), (1572, 2000)])
def test_large_areas_get_larger_hexagons(km2, across_m):
    assert size_for(box(0, 0, 1000, km2 * 1000), 250.0) == across_m


def test_squares_are_those_whose_middle_lies_inside():
    # From 10 to 160 east and 0 to 100 north: middles at 25, 75, 125 lie inside, 175 does not.
    squares = squares_over(box(10, 0, 160, 100), 50.0)
    assert squares.inside.tolist() == [[True, True, True, False], [True, True, True, False]]
    x, y = squares.middles()
    assert (x.tolist(), y.tolist()) == ([25, 75, 125, 175], [25, 75])


def zones(*rows):
    shapes, residents = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"residents": residents}, geometry=list(shapes), crs="EPSG:27700")


def test_residents_are_shared_by_land_and_none_is_lost():
    west, east = box(529000, 180000, 530000, 181500), box(530000, 180000, 531000, 181500)
    cells = hexagons_over(TOWN, 250.0)
    residents = residents_in(cells, zones((west, 3000.0), (east, 0.0)))
    assert residents.sum() == pytest.approx(3000)
    # A whole hexagon in the west: 3,000 people on 1.5 km2 are 2,000 per km2, of 0.0541 km2 of land.
    assert residents[cells.row_of(529500, 180750)[0]] == pytest.approx(2000 * np.sqrt(3) / 2 * 0.25**2, rel=1e-6)
    assert residents[cells.row_of(530700, 180750)[0]] == 0


def test_a_zone_without_a_count_makes_its_cells_unknown_and_no_others():
    west, east = box(529000, 180000, 530000, 181500), box(530000, 180000, 531000, 181500)
    cells = hexagons_over(TOWN, 250.0)
    residents = residents_in(cells, zones((west, 3000.0), (east, np.nan)))
    assert np.isfinite(residents[cells.row_of(529500, 180750)[0]])
    assert np.isnan(residents[cells.row_of(530700, 180750)[0]])


def test_without_zones_no_one_is_known_to_live_there():
    assert residents_in(hexagons_over(TOWN, 250.0), zones((box(0, 0, 1, 1), 5.0))).sum() == 0

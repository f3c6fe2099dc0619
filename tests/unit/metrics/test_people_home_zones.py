"""Which deprivation zone a home lies in."""

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from geo.errors import FrameError
from geo.metrics.home_zones import deprivation_zone_of

# Two squares of 10 m side by side, a strip of 8 m between them and a third.
ZONES = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(10, 0, 20, 10), box(28, 0, 38, 10)], crs=27700)


def test_a_home_takes_the_zone_it_lies_in():
    assert deprivation_zone_of(np.array([[30.0, 1.0], [1.0, 1.0], [19.0, 9.0]]), ZONES).tolist() == [2, 0, 1]


def test_a_home_on_a_shared_edge_takes_the_first_zone():
    assert deprivation_zone_of(np.array([[10.0, 5.0]]), ZONES).tolist() == [0]


def test_a_home_in_a_gap_takes_the_nearer_zone():
    assert deprivation_zone_of(np.array([[23.0, 5.0], [26.0, 5.0]]), ZONES).tolist() == [1, 2]


def test_a_home_far_from_all_zones_has_none():
    assert deprivation_zone_of(np.array([[38.0 + 50.1, 5.0], [38.0 + 49.9, 5.0]]), ZONES).tolist() == [-1, 2]


def test_no_homes_no_zones_and_unknown_places_have_none():
    assert deprivation_zone_of(np.empty((0, 2)), ZONES).tolist() == []
    assert deprivation_zone_of(np.array([[1.0, 1.0]]), ZONES[:0]).tolist() == [-1]
    assert deprivation_zone_of(np.array([[np.nan, 1.0]]), ZONES).tolist() == [-1]


def test_zones_in_degrees_are_refused():
    with pytest.raises(FrameError):
        deprivation_zone_of(np.array([[1.0, 1.0]]), ZONES.to_crs(4326))

"""The National Grid against Ordnance Survey's own test points, with and without its shift grid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.crs import LonLat, NationalGrid, open_grid, require_bng
from geo.errors import CoordinateError, FrameError

SHIFTS = "geodesy/ostn15_shifts_1km_gb.npz"


@pytest.fixture(scope="module")
def points(bundle: Path) -> pd.DataFrame:
    table = pd.read_csv(bundle / "geodesy" / "ostn15_test_points_odd.csv")
    assert len(table) == 20
    return table


@pytest.fixture(scope="module")
def shifted(bundle: Path) -> NationalGrid:
    return open_grid(bundle / SHIFTS)


def test_with_the_shift_grid_every_point_is_within_a_centimetre(points: pd.DataFrame, shifted: NationalGrid) -> None:
    east, north = shifted.to_bng(points["etrs89_lon"], points["etrs89_lat"])
    assert np.hypot(east - points["osgb36_easting"], north - points["osgb36_northing"]).max() < 0.01
    assert "OSTN15" in shifted.name
    assert shifted.accuracy_m <= 0.01


def test_the_way_back_is_within_a_centimetre(points: pd.DataFrame, shifted: NationalGrid) -> None:
    lon, lat = shifted.to_wgs84(points["osgb36_easting"], points["osgb36_northing"])
    east_m = (lon - points["etrs89_lon"]) * 111_320 * np.cos(np.radians(lat))
    north_m = (lat - points["etrs89_lat"]) * 111_320
    assert np.hypot(east_m, north_m).max() < 0.01


def test_there_and_back_is_the_same_place(points: pd.DataFrame, shifted: NationalGrid) -> None:
    for grid in (shifted, open_grid()):
        lon, lat = grid.to_wgs84(*grid.to_bng(points["etrs89_lon"], points["etrs89_lat"]))
        # 3e-8 degrees are 3 mm: what the Helmert shift, applied backwards, leaves.
        assert np.abs(lon - points["etrs89_lon"]).max() < 3e-8
        assert np.abs(lat - points["etrs89_lat"]).max() < 3e-8


def test_without_a_shift_grid_it_is_five_metres_and_says_so(points: pd.DataFrame, tmp_path: Path) -> None:
    helmert = open_grid(tmp_path / "not-there.npz")
    east, north = helmert.to_bng(points["etrs89_lon"], points["etrs89_lat"])
    off = np.hypot(east - points["osgb36_easting"], north - points["osgb36_northing"])
    assert off.max() < 5.0
    if "Helmert" in helmert.name:  # PROJ may bring OSTN15 of its own
        assert off.max() > 1.0
        assert helmert.accuracy_m == 5.0
    else:
        assert off.max() < 0.01


def test_geometries_are_converted_point_by_point_and_none_stays_none(shifted: NationalGrid) -> None:
    square = shapely.box(-0.1, 51.5, -0.09, 51.51)
    made = shifted.geometry_to_bng(np.array([square, None], dtype=object))
    assert made[1] is None
    east, north = shifted.to_bng(-0.1, 51.5)
    assert shapely.Point(float(east), float(north)).distance(made[0].boundary) < 1e-6


def test_no_number_stays_no_number(shifted: NationalGrid) -> None:
    east, north = shifted.to_bng([np.nan, -0.1], [51.5, 51.5])
    assert np.isnan(east[0])
    assert np.isnan(north[0])
    assert np.isfinite(east[1])


@pytest.mark.parametrize(
    ("lon", "lat", "says"),
    [
        (51.5, -0.12, "swapped"),
        (530000.0, 180000.0, "British National Grid"),
        (float("nan"), 51.5, "not a pair of numbers"),
        (float("inf"), 51.5, "not a pair of numbers"),
        (True, 51.5, "not a pair of numbers"),
    ],
)
def test_a_place_that_cannot_be_right_is_refused(lon: float, lat: float, says: str) -> None:
    with pytest.raises(CoordinateError, match=says):
        LonLat(lon, lat)


def test_what_measures_refuses_degrees() -> None:
    import geopandas as gpd

    with pytest.raises(FrameError, match="EPSG:27700"):
        require_bng(gpd.GeoDataFrame(geometry=[shapely.Point(0, 51)], crs=4326), "The table")
    with pytest.raises(FrameError, match="no stated co-ordinate system"):
        require_bng(gpd.GeoDataFrame(geometry=[shapely.Point(0, 51)]), "The table")
    require_bng(gpd.GeoDataFrame(geometry=[shapely.Point(0, 51)], crs=27700), "The table")

"""What tests of OpenStreetMap share: the grid, drawings, and the real extracts read once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from drawn_osm import DrawnOsm

from geo.crs import NationalGrid, open_grid
from geo.sources.extract import Extract
from geo.sources.osm_extract import read_extract


@pytest.fixture(scope="session")
def grid(bundle: Path) -> NationalGrid:
    """The National Grid by the bundle's shifts."""
    return open_grid(bundle / "geodesy" / "ostn15_shifts_1km_gb.npz")


@pytest.fixture
def drawing() -> DrawnOsm:
    """An empty drawing."""
    return DrawnOsm()


@pytest.fixture
def read(tmp_path: Path, grid: NationalGrid) -> Callable[[DrawnOsm], Extract]:
    """Write a drawing and read it back as an extract."""
    return lambda drawn: read_extract(drawn.write(tmp_path / "drawn.osm"), grid)


@pytest.fixture
def spaces_of(read: Callable[[DrawnOsm], Extract]) -> Callable[[DrawnOsm], gpd.GeoDataFrame]:
    """The spaces of a drawing, by id; a street is drawn below it."""

    def found(drawn: DrawnOsm) -> gpd.GeoDataFrame:
        drawn.street()
        return read(drawn).spaces.set_index("space_id")

    return found


@pytest.fixture(scope="session")
def northampton_square(bundle: Path, grid: NationalGrid) -> Extract:
    """A real extract of 0.13 km2, 2026."""
    return read_extract(bundle / "osm" / "london_northampton_square_2026-07.osm.pbf", grid)


@pytest.fixture(scope="session")
def clerkenwell(bundle: Path, grid: NationalGrid) -> Extract:
    """A real extract of 2 km2, 2020, around the one of Northampton Square."""
    return read_extract(bundle / "osm" / "london_clerkenwell_city_2020-07-20.osm.pbf", grid)


@pytest.fixture(scope="session")
def north_circular(bundle: Path, grid: NationalGrid) -> Extract:
    """A real extract of 8 km2 that holds highways alone and no header box."""
    return read_extract(bundle / "osm" / "london_north_circular_highways_2026-07-26.osm.pbf", grid)

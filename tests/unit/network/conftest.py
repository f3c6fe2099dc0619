"""Real networks for tests, read from the bundle's extracts."""

import pytest
from real_networks import read_network


@pytest.fixture(scope="session")
def northampton_square(bundle):
    return read_network(bundle / "osm" / "london_northampton_square_2026-07.osm.pbf")


@pytest.fixture(scope="session")
def clerkenwell(bundle):
    return read_network(bundle / "osm" / "london_clerkenwell_city_2020-07-20.osm.pbf")

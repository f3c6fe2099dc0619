"""The reports of real areas against the same figures worked out a second time, from the source files."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from by_other_means import junctions, placed_residents, walks

from geo.bootstrap import Settings, open_workspace
from geo.crs import open_grid
from geo.services.reports import area_report

CITY = "london_clerkenwell_city_2020-07-20.osm.pbf"
NORTH = "london_north_circular_highways_2026-07-26.osm.pbf"


@pytest.fixture(scope="module")
def installed(installed_home, tmp_path_factory):
    """The installed data with a store of its own."""
    store = tmp_path_factory.mktemp("store") / "pins.sqlite"
    settings = Settings(home=installed_home, bundle=None, database_url=f"sqlite:///{store}")
    workspace = open_workspace(settings)
    yield workspace
    workspace.store.close()


@pytest.fixture(scope="module")
def grid(bundle):
    return open_grid(bundle / "geodesy" / "ostn15_shifts_1km_gb.npz")


@pytest.fixture(scope="module")
def zones(bundle, grid):
    """Census zones with their residents as they were published, in metres."""
    outlines = gpd.read_file(bundle / "boundaries" / "london_lsoa_2021.gpkg")
    people = pd.read_csv(bundle / "population" / "london_lsoa21_census2021.csv")
    joined = outlines.merge(people, left_on=coded(outlines, "E01"), right_on=coded(people, "E01"))
    shapes = grid.geometry_to_bng(joined.geometry.to_numpy())
    return gpd.GeoDataFrame({"residents": joined["ts021_residents"].to_numpy(float)}, geometry=shapes)


def coded(table, letters):
    """The column that holds codes beginning with some letters."""
    return next(name for name in table.columns if table[name].astype(str).str.startswith(letters).all())


def outline(path, grid, letters, code):
    areas = gpd.read_file(path)
    return grid.geometry_to_bng(areas.loc[areas[coded(areas, letters)] == code, "geometry"].iloc[0])


def public_open_spaces(installed, network_id, near):
    """Shapes of the spaces a walk may end at: this extract's, and London-wide ones that it does not hold."""
    spaces = installed.spaces
    repeated = spaces["repeated_in"].fillna("").str.split(";").map(lambda ids: network_id in ids)
    mine = (spaces["network_id"] == network_id) | (spaces["network_id"].isna() & ~repeated)
    public = spaces[mine & (spaces["group"] == "open") & spaces["access"].isin(["public", "unknown"])]
    return [shape for shape in public.geometry if shape.distance(near) < 3000.0]


def walking_figures(metres, people):
    order = np.argsort(metres)
    return {
        "residents_within_400m": 100 * people[metres <= 400].sum() / people.sum(),
        "residents_within_10min": 100 * people[metres <= 798].sum() / people.sum(),
        "mean_walk_m": np.average(metres, weights=people),
        "p95_walk_m": metres[order][np.searchsorted(np.cumsum(people[order]), 0.95 * people.sum())],
        "worst_walk_m": metres.max(),
    }


@pytest.mark.parametrize("code", ["E05009288", "E05009305"], ids=["Aldersgate", "Farringdon Without"])
def test_the_figures_of_a_city_ward_are_the_ones_found_by_other_means(code, installed, zones, grid, bundle):
    ward = outline(bundle / "boundaries" / "london_wards_2025.gpkg", grid, "E05", code)
    report = area_report(installed, code)
    network = installed.network(report.coverage.network_id)
    spaces = public_open_spaces(installed, network.meta.id, ward)
    lived = placed_residents(ward, zones, np.asarray(network.buildings), network.meta.footprint)
    metres = walks(bundle / "osm" / CITY, grid, lived[["x", "y"]].to_numpy(), spaces)
    assert np.isfinite(metres).all()

    residents = float((zones.geometry.intersection(ward).area / zones.geometry.area * zones["residents"]).sum())
    green = shapely.union_all([shape.intersection(ward) for shape in spaces]).area / 1e4
    expected = {
        "residents": residents,
        "open_space_ha_per_1000": 1000 * green / residents,
        **walking_figures(metres, lived["residents"].to_numpy()),
    }
    assert {metric: report.measurement(metric).value for metric in expected} == pytest.approx(expected, rel=1e-6)
    assert report.measurement("mean_walk_m").n == round(lived["residents"].sum())


@pytest.mark.parametrize("code", ["E09000010-R05", "E09000014-R05"])
def test_so_are_those_of_regeneration_areas_on_a_map_of_streets_alone(code, installed, zones, grid, bundle):
    path = bundle / "regeneration" / "strategic_areas_for_regeneration_imd2019_derived.gpkg"
    area = outline(path, grid, "E09", code)
    report = area_report(installed, code)
    network = installed.network(report.coverage.network_id)
    assert network.buildings is None
    spaces = public_open_spaces(installed, network.meta.id, area)
    places = junctions(bundle / "osm" / NORTH, grid)
    even = np.column_stack([places, np.full(len(places), 11.0)])
    lived = placed_residents(area, zones, even, network.meta.footprint)
    metres = walks(bundle / "osm" / NORTH, grid, lived[["x", "y"]].to_numpy(), spaces)
    expected = walking_figures(metres, lived["residents"].to_numpy())
    assert {metric: report.measurement(metric).value for metric in expected} == pytest.approx(expected, rel=1e-6)

"""The search index: every name once, with what tells it from others."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from geo.crs import BNG
from geo.frames import PLACES, check_frame
from geo.names import fold_name
from geo.sources.bundle import open_bundle
from geo.sources.extract import line_frame
from geo.sources.fingerprints import Fingerprints
from geo.sources.gazetteer import build_places
from geo.sources.space_merge import merge_spaces
from geo.sources.stations import one_of_each, read_stations


@pytest.fixture(scope="module")
def areas():
    """One borough of two wards around the Northampton Square extract, and a town centre that names no borough."""
    west, east = box(530_000, 181_500, 531_600, 183_000), box(531_600, 181_500, 533_000, 183_000)
    rows = [
        ("E1", "Borough of Two", "borough", None, None, west.union(east)),
        ("W1", "West Ward", "ward", "E1", "Borough of Two", west),
        ("W2", "East Ward", "ward", "E1", "Borough of Two", east),
        ("T1", "The Angel", "town-centre", None, None, box(531_500, 182_000, 531_700, 182_200)),
    ]
    columns = ["area_id", "name", "kind", "borough_code", "borough_name", "geometry"]
    frame = gpd.GeoDataFrame([dict(zip(columns, row, strict=True)) for row in rows], geometry="geometry", crs=BNG)
    return frame.assign(area_km2=frame.area / 1e6, source_id="drawn", invented=False)


@pytest.fixture(scope="module")
def places(areas, northampton_square, grid):
    spaces = merge_spaces([northampton_square], None)
    stations = gpd.GeoDataFrame({"name": ["Angel"]}, geometry=[Point(531_400, 183_000)], crs=BNG)
    return build_places(areas, spaces, [northampton_square], grid, stations)


def test_the_index_keeps_its_contract(places):
    check_frame(places, PLACES)
    assert (places["west"] <= places["lon"]).all()
    assert (places["lon"] <= places["east"]).all()
    assert (places["south"] <= places["lat"]).all()
    assert (places["lat"] <= places["north"]).all()


def test_a_street_through_two_wards_stands_once_in_each(areas, northampton_square, grid):
    pieces = [
        LineString([(531_000, 182_000), (531_500, 182_000)]),
        LineString([(531_500, 182_000), (532_500, 182_000)]),
    ]
    more = LineString([(531_000, 182_001), (531_100, 182_001)])
    streets = line_frame(["Long Lane", "Long Lane", "LONG LANE"], ["minor"] * 3, [*pieces, more])
    extract = dataclasses.replace(northampton_square, streets=streets)
    found = build_places(areas, merge_spaces([], None), [extract, extract], grid)
    lanes = found[found["kind"] == "street"]
    assert lanes[["name", "detail"]].to_numpy().tolist() == [
        ["Long Lane", "West Ward, Borough of Two"],
        ["Long Lane", "East Ward, Borough of Two"],
    ]
    west = lanes.iloc[0]
    assert grid.to_bng(west["west"], west["south"])[0] == pytest.approx(531_000, abs=5)
    assert grid.to_bng(west["lon"], west["lat"])[0] == pytest.approx(531_250, abs=1)


def test_streets_spaces_stations_and_areas_are_all_found_by_name(places):
    named = places.set_index("search_name")
    assert named.loc["clerkenwell close", "kind"] == "street"
    assert named.loc["brewery square", "kind"].tolist() == ["space", "street"]
    assert named.loc["marx memorial library", "detail"] == "West Ward, Borough of Two"
    assert named.loc["angel", ["kind", "detail"]].tolist() == ["station", "West Ward, Borough of Two"]
    assert named.loc["the angel", "detail"] == "Borough of Two"
    assert named.loc["east ward", "detail"] == "Borough of Two"
    assert named.loc["borough of two", "detail"] == "Borough"


def test_what_lies_beyond_the_boroughs_is_left_out(areas, northampton_square, grid):
    away = areas.set_geometry(areas.geometry.translate(50_000, 0))
    found = build_places(away, merge_spaces([northampton_square], None), [northampton_square], grid)
    assert set(found["kind"]) == {"borough", "ward", "town-centre"}


def test_a_bridge_beside_the_ward_belongs_to_it(areas, northampton_square, grid):
    bridge = line_frame(["The Bridge"], ["minor"], [LineString([(531_000, 181_300), (531_000, 181_500)])])
    extract = dataclasses.replace(northampton_square, streets=bridge)
    found = build_places(areas, merge_spaces([], None), [extract], grid).set_index("name")
    assert found.loc["The Bridge", "detail"] == "West Ward, Borough of Two"


def test_a_station_of_two_lists_stands_once_and_its_namesake_elsewhere_too():
    stations = gpd.GeoDataFrame(
        {"name": ["Edgware Road", "EDGWARE ROAD", "Edgware Road"]},
        geometry=[Point(0, 0), Point(200, 0), Point(5_000, 0)],
        crs=BNG,
    )
    assert one_of_each(stations)["name"].tolist() == ["Edgware Road", "Edgware Road"]


def test_the_bundles_stations_are_read_each_once(bundle, grid):
    stations, _ = read_stations(open_bundle(bundle, Fingerprints()), grid)
    assert 600 < len(stations) < 800
    assert (stations["name"] == "Farringdon").sum() == 1
    assert {"King's Cross St Pancras", "Canary Wharf"} <= set(stations["name"])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("kings cross st pancras", "King’s Cross–St. Pancras"),
        ("cafe", "CAFÉ"),
        ("elephant and castle", "Elephant & Castle"),
        ("strasse", "Straße"),
        ("", "— …"),
    ],
)
def test_what_a_person_types_meets_what_a_mapper_wrote(typed, written):
    assert fold_name(written) == typed == fold_name(typed)

"""The map's files, made from the real boroughs and wards: light, touching, complete, and swapped in one step."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.areas import AreaKind
from geo.crs import BNG
from geo.errors import SourceError
from geo.sources import display
from geo.sources.bundle import bundle_entries, open_bundle, read_areas
from geo.sources.bundle_spaces import read_bundle_spaces
from geo.sources.display import write_display
from geo.sources.display_areas import TOLERANCE_M, drawn_shapes, simplified_together
from geo.sources.display_json import feature_collection
from geo.sources.extract import line_frame
from geo.sources.fingerprints import Fingerprints
from geo.sources.manifest import Role, manifest
from geo.sources.outline import london
from geo.sources.space_merge import merge_spaces
from geo.sources.tiles import Band, write_pmtiles


@pytest.fixture(scope="module")
def real(bundle, grid):
    """The bundle, opened."""
    return open_bundle(bundle, Fingerprints())


@pytest.fixture(scope="module")
def areas(real, grid):
    """The bundle's areas of every kind."""
    entries = {entry.kind: entry for entry in bundle_entries(Role.AREAS)}
    boroughs, _ = read_areas(real, entries.pop(AreaKind.BOROUGH), grid)
    others = [read_areas(real, entry, grid, boroughs)[0] for entry in entries.values()]
    return pd.concat([boroughs, *others], ignore_index=True)


@pytest.fixture(scope="module")
def spaces(real, grid, clerkenwell, northampton_square):
    """The bundle's spaces with those of two extracts."""
    return merge_spaces([clerkenwell, northampton_square], read_bundle_spaces(real, grid)[0])


@pytest.fixture(scope="module")
def given(areas, spaces, clerkenwell, northampton_square, grid):
    """What the map is made from."""
    return {
        "areas": areas,
        "spaces": spaces,
        "extracts": [clerkenwell, northampton_square],
        "grid": grid,
        "sources": [entry.source for entry in manifest().values()],
        "mode": "bundle",
    }


@pytest.fixture(scope="module")
def little(given):
    """Two boroughs and a few spaces, made in a moment."""
    areas = given["areas"]
    few = areas[areas["area_id"].isin(["E09000001", "E09000019"])]
    return {**given, "areas": few, "spaces": given["spaces"].iloc[:50], "extracts": given["extracts"][1:]}


@pytest.fixture(scope="module")
def made(tmp_path_factory, given):
    """A folder with the map of the bundle, and what display.json says."""
    folder = tmp_path_factory.mktemp("display")
    return folder, write_display(folder, **given)


def layer(made, layer_id):
    folder, content = made
    described = next(each for each in content["layers"] if each["id"] == layer_id)
    return json.loads((folder / described["url"]).read_text(encoding="utf-8"))["features"]


def test_neighbouring_wards_and_boroughs_still_touch_after_simplifying(areas):
    wards, boroughs = drawn_shapes(areas, AreaKind.WARD), drawn_shapes(areas, AreaKind.BOROUGH)
    for shapes in (wards, boroughs):
        assert shapely.coverage_is_valid(shapes)
        assert shapely.is_valid(shapes).all()
        assert not shapely.is_empty(shapes).any()
    # No gap has opened and no ward has moved away: the whole is as large as it was.
    assert shapely.union_all(wards).area == pytest.approx(areas[areas["kind"] == "ward"].area.sum(), rel=1e-3)


def test_boroughs_follow_their_wards_lines_where_wards_tile_them(areas):
    boroughs = drawn_shapes(areas, AreaKind.BOROUGH)
    own = areas[areas["kind"] == "borough"]
    assert shapely.area(boroughs) == pytest.approx(own.area.to_numpy(), rel=0.01)
    wards = shapely.union_all(shapely.boundary(drawn_shapes(areas, AreaKind.WARD)))
    assert shapely.length(shapely.difference(shapely.boundary(boroughs), wards)).max() < 1.0


def test_boroughs_that_do_not_match_at_their_edges_are_cleaned_first(areas):
    published = areas[areas["kind"] == "borough"].geometry.to_numpy()
    assert not shapely.coverage_is_valid(published)
    drawn = simplified_together(published, TOLERANCE_M[AreaKind.BOROUGH])
    assert shapely.coverage_is_valid(drawn)
    assert shapely.get_num_coordinates(drawn).sum() < 0.2 * shapely.get_num_coordinates(published).sum()


def test_shapes_that_overlap_are_each_kept_whole():
    shapes = np.array([shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100)], dtype=object)
    assert shapely.area(simplified_together(shapes, 5.0)).tolist() == [10_000.0, 10_000.0]


def test_neighbours_touch_in_the_file_too(made):
    shapes = np.array([shapely.geometry.shape(each["geometry"]) for each in layer(made, "ward")], dtype=object)
    assert len(shapes) == 704
    assert shapely.is_valid(shapes).mean() > 0.99
    assert shapely.coverage_is_valid(shapes[shapely.is_valid(shapes)])
    assert np.allclose(shapely.get_coordinates(shapes), np.round(shapely.get_coordinates(shapes), 5))


def test_every_area_and_every_kind_of_space_has_its_layer(made, areas, spaces):
    _, content = made
    counts = {each["id"]: each["features"] for each in content["layers"]}
    assert [counts[kind] for kind in ("borough", "ward", "regeneration", "town-centre")] == [33, 704, 231, 234]
    once = spaces[spaces["repeated_in"] == ""]
    assert {key: n for key, n in counts.items() if key.startswith("space-")} == {
        f"space-{kind}": n for kind, n in once["kind"].value_counts().items()
    }
    assert layer(made, "ward")[0]["properties"].keys() == {"id", "name", "kind", "borough"}
    park = next(each["properties"] for each in layer(made, "space-park") if each["properties"]["name"] == "Hyde Park")
    assert park == {
        "id": "historic-england-parks/1000814",
        "name": "Hyde Park",
        "kind": "park",
        "access": "public",
        "area_ha": 137.72,
    }


def test_the_map_is_light(made):
    folder, content = made
    size = {each["id"]: (folder / each["url"]).stat().st_size for each in content["layers"]}
    assert size["borough"] + size["ward"] < 1_200_000
    assert sum(size.values()) < 4_000_000
    assert (folder / content["basemap"]["url"]).stat().st_size < 6_000_000


def test_what_the_map_says_of_itself(made):
    folder, content = made
    assert json.loads((folder / "display.json").read_text(encoding="utf-8")) == content
    assert content["bounds"] == [pytest.approx(value, abs=0.002) for value in (-0.5103, 51.2868, 0.3340, 51.6919)]
    assert (content["mode"], content["invented"]) == ("bundle", False)
    for owed in ("© OpenStreetMap contributors", "Historic England", "Office for National Statistics"):
        assert content["attribution"].count(owed) >= 1
    assert content["attribution"].count("© OpenStreetMap contributors") == 1


def test_the_thames_runs_through_london(areas):
    boroughs = drawn_shapes(areas, AreaKind.BOROUGH)
    land, river = london(boroughs)
    assert 18e6 < river.area < 25e6
    westminster_bridge, woolwich_ferry = shapely.Point(530_500, 179_650), shapely.Point(543_300, 179_700)
    regents_park, charing_cross = shapely.Point(528_200, 183_000), shapely.Point(530_100, 180_400)
    assert river.contains(westminster_bridge)
    assert river.contains(woolwich_ferry)
    assert land.covers(westminster_bridge)
    assert not river.intersects(regents_park)
    assert not river.intersects(charing_cross)
    # Notches in London's border are no water.
    assert land.area == pytest.approx(shapely.union_all(boroughs).area + river.area, rel=1e-6)


def test_boroughs_that_meet_in_mid_stream_give_no_river():
    whole, river = london(np.array([shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)], dtype=object))
    assert river.is_empty
    assert whole.area == 2e6


def test_another_reader_finds_every_layer_of_the_base_map(made):
    folder, content = made
    path = folder / content["basemap"]["url"]
    assert set(pyogrio.list_layers(path)[:, 0]) == set(content["basemap"]["layers"])
    assert set(content["basemap"]["layers"]) == {
        *("land", "water", "green", "streets", "paths", "rail", "buildings"),
    }
    streets = pyogrio.read_dataframe(path, layer="streets")
    assert {"major", "main", "minor", "service"} == set(streets["class"])
    assert "Clerkenwell Road" in set(streets["name"])
    assert "River Thames" in set(pyogrio.read_dataframe(path, layer="water")["name"])


def test_streets_are_where_they_were(made, clerkenwell, grid):
    folder, content = made
    drawn = pyogrio.read_dataframe(folder / content["basemap"]["url"], layer="streets")
    radius = 6_378_137.0
    x, y = shapely.get_coordinates(drawn[drawn["name"] == "Goswell Road"].geometry.to_numpy()).T
    east, north = grid.to_bng(np.degrees(x / radius), np.degrees(2 * np.arctan(np.exp(y / radius)) - np.pi / 2))
    own = clerkenwell.streets[clerkenwell.streets["name"] == "Goswell Road"].geometry.union_all()
    assert shapely.distance(shapely.points(east, north), own).max() < 3.0


def test_tiles_hold_all_layers_at_every_zoom(made):
    from pmtiles.reader import MmapSource, Reader, all_tiles

    folder, content = made
    with (folder / content["basemap"]["url"]).open("rb") as file:
        source = MmapSource(file)
        header = Reader(source).header()
        zooms = {key[0] for key, _ in all_tiles(source)}
    assert (header["min_zoom"], header["max_zoom"]) == (8, content["basemap"]["maxzoom"])
    assert zooms == set(range(8, 16))


def test_the_same_input_gives_the_same_files_and_old_ones_go(little, tmp_path):
    first = write_display(tmp_path, **little)
    files = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert write_display(tmp_path, **little) == first
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == files
    other = write_display(tmp_path, **{**little, "extracts": []})
    named = {other["basemap"]["url"], "display.json", *(each["url"] for each in other["layers"])}
    assert {path.name for path in tmp_path.iterdir()} == named
    assert all(re.search(r"\.[0-9a-f]{12}\.(json|pmtiles)$", name) for name in named - {"display.json"})
    assert other["basemap"]["url"] != first["basemap"]["url"]


def test_a_failure_leaves_the_last_map(little, tmp_path, monkeypatch):
    write_display(tmp_path, **little)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken(*_):
        raise SourceError("the disk is full")

    monkeypatch.setattr(display, "write_pmtiles", broken)
    with pytest.raises(SourceError):
        write_display(tmp_path, **{**little, "areas": little["areas"].iloc[:1]})
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {name: after.get(name) for name in before} == before


def test_an_extract_away_from_the_boroughs_is_left_off_the_map(given, northampton_square, tmp_path):
    havering = given["areas"][given["areas"]["area_id"] == "E09000016"]
    spaces = merge_spaces([northampton_square], None)
    content = write_display(tmp_path, **{**given, "areas": havering, "spaces": spaces})
    assert content["basemap"]["layers"] == ["land"]
    assert [each["id"] for each in content["layers"]] == ["borough"]


def test_a_map_with_nothing_on_it_is_refused(grid, tmp_path):
    with pytest.raises(SourceError, match="nothing to draw"):
        write_pmtiles(tmp_path / "a.pmtiles", [Band("land", 9, 10, line_frame([], [], []))], grid)


def test_rings_that_rounding_flattens_go_and_the_shape_stays():
    hole = [(0.5, 0.5), (0.500001, 0.5), (0.500001, 0.500001)]
    with_hole = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], [hole])
    speck = shapely.Polygon([(2, 2), (2.000001, 2), (2.000001, 2.000001)])
    found = feature_collection(np.array([with_hole, speck, shapely.Point(1.2345678, 2)], dtype=object), [{}] * 3)
    shapes = [each["geometry"] for each in found["features"]]
    assert len(shapes[0]["coordinates"]) == 1
    assert shapely.geometry.shape(shapes[1]).area > 0
    assert shapes[2] == {"type": "Point", "coordinates": (1.23457, 2.0)}


def test_outer_rings_run_anticlockwise_as_geojson_asks():
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    found = feature_collection(np.array([clockwise], dtype=object), [{}])
    assert shapely.geometry.shape(found["features"][0]["geometry"]).exterior.is_ccw


def test_newer_extracts_draw_over_older_ones(clerkenwell, northampton_square):
    from geo.sources.basemap import basemap_bands

    nothing = gpd.GeoDataFrame(
        {"network_id": [], "is_point": np.zeros(0, bool), "group": [], "name": []}, geometry=[], crs=BNG
    )
    bands = basemap_bands(shapely.Point(), shapely.Point(), nothing, [clerkenwell, northampton_square])
    near = next(band for band in bands if band.layer == "streets" and band.max_zoom == 15).frame
    window = northampton_square.footprint.buffer(-1)
    drawn = shapely.intersection(near.geometry.to_numpy(), window)
    assert shapely.length(drawn).sum() == pytest.approx(shapely.union_all(drawn).length, rel=0.02)

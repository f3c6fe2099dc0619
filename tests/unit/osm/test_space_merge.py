"""Extracts overlap, lists overlap; each place counts once whichever way one looks."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from drawn_osm import DrawnOsm
from shapely import Point, box

from geo.crs import BNG
from geo.frames import SPACES, check_frame
from geo.metrics.supply import REPEATED_IN, spaces_for
from geo.provenance import Source
from geo.sources.bundle import open_bundle
from geo.sources.bundle_spaces import read_bundle_spaces, spaces_of_list
from geo.sources.fingerprints import Fingerprints
from geo.sources.manifest import Role, SourceEntry, Via, manifest
from geo.sources.osm_extract import read_extract
from geo.sources.space_merge import merge_spaces
from geo.sources.space_rows import rows_from_tags


def listed(*rows, source_id="a-list"):
    """London-wide rows as (id, tags, shape)."""
    ids, tags, shapes = zip(*rows, strict=True)
    return rows_from_tags(ids, tags, np.array(shapes, dtype=object), network_id=None, source_id=source_id)


@pytest.fixture
def two_extracts(tmp_path, grid):
    """The same park in an old and a new extract; the old one has a garden too, the new one a library."""
    old, new = DrawnOsm(), DrawnOsm()
    for drawn in (old, new):
        drawn.street()
        drawn.ring(0, 0, 100, leisure="park", name="Both Park")
    old.ring(0, 150, 20, leisure="garden", name="Old Garden")
    new.node(150, 0, amenity="library", name="New Library")
    first = read_extract(old.write(tmp_path / "old.osm"), grid)
    second = read_extract(new.write(tmp_path / "new.osm"), grid)
    return dataclasses.replace(first, date="2020-01-01"), second


def names(frame):
    return sorted(frame["name"].dropna())


def park_centre(extract):
    park = extract.spaces[extract.spaces["kind"] == "park"].geometry.iloc[0]
    return park.centroid.x, park.centroid.y


def test_each_network_keeps_its_spaces_and_all_together_hold_each_once(two_extracts):
    old, new = two_extracts
    merged = merge_spaces([old, new], None)
    check_frame(merged, SPACES)
    assert names(spaces_for(merged, "old")) == ["Both Park", "Old Garden"]
    assert names(spaces_for(merged, "new")) == ["Both Park", "New Library"]
    assert names(spaces_for(merged, None)) == ["Both Park", "New Library", "Old Garden"]


def test_of_two_extracts_the_newer_one_is_shown_in_whatever_order_they_come(two_extracts):
    for extracts in (two_extracts, two_extracts[::-1]):
        once = spaces_for(merge_spaces(extracts, None), None).set_index("name")
        assert once.loc["Both Park", "network_id"] == "new"


def test_a_listed_park_counts_for_a_network_only_where_it_lacks_it(two_extracts):
    old, new = two_extracts
    east, north = park_centre(new)
    wide = listed(
        ("a/1", {"leisure": "park", "name": "BOTH PARK"}, Point(east, north)),
        ("a/2", {"leisure": "park", "name": "Far Park"}, Point(east + 5_000, north)),
    )
    merged = merge_spaces([old, new], wide)
    assert names(spaces_for(merged, "old")) == ["Both Park", "Far Park", "Old Garden"]
    assert names(spaces_for(merged, None)) == ["Both Park", "Far Park", "New Library", "Old Garden"]
    assert names(spaces_for(merged, "not installed")) == ["BOTH PARK", "Far Park"]
    row = merged.set_index("space_id").loc["a/1"]
    assert set(row[REPEATED_IN].split(";")) == {"old", "new"}


def test_two_lists_with_one_place_give_one_row_with_what_both_know():
    register = listed(("r/1", {"leisure": "park", "access": "unknown", "name": "Hyde Park"}, box(0, 0, 1000, 1000)))
    points = listed(
        ("p/1", {"leisure": "park", "name": "HYDE PARK", "wheelchair": "yes"}, Point(500, 500)),
        ("p/2", {"leisure": "garden", "name": "The Rose Garden"}, Point(700, 500)),
    )
    merged = merge_spaces([], pd.concat([register, points], ignore_index=True)).set_index("space_id")
    assert sorted(merged.index) == ["p/2", "r/1"]
    park = merged.loc["r/1"]
    assert (park["access"], park["wheelchair"], park["area_ha"]) == ("public", "yes", 100.0)
    assert merged.loc["p/2", "parent_id"] == "r/1"


def test_one_feature_of_openstreetmap_in_two_extracts_is_one_place_even_when_it_moved(two_extracts):
    old, new = two_extracts
    moved = old.spaces.set_geometry(old.spaces.geometry.translate(400, 0)).assign(name=None)
    merged = merge_spaces([dataclasses.replace(old, spaces=moved), new], None)
    park = merged[merged["space_id"].str.endswith("@old") & (merged["kind"] == "park")]
    assert park[REPEATED_IN].tolist() == ["new"]


def test_parents_are_found_under_their_new_ids(tmp_path, grid):
    drawn = DrawnOsm()
    drawn.street()
    park = drawn.ring(0, 0, 100, leisure="park")
    drawn.ring(20, 20, 10, leisure="playground")
    merged = merge_spaces([read_extract(drawn.write(tmp_path / "a.osm"), grid)], None)
    assert merged["parent_id"].dropna().tolist() == [f"way/{park}@a"]


def test_nothing_gives_an_empty_table():
    empty = merge_spaces([], None)
    check_frame(empty, SPACES)
    assert len(empty) == 0
    assert len(spaces_for(empty, None)) == 0
    assert len(spaces_for(empty, "x")) == 0


def test_a_table_that_names_no_repeats_has_none():
    frame = gpd.GeoDataFrame({"network_id": ["a", None]}, geometry=[Point(0, 0), Point(1, 1)], crs=BNG)
    assert len(spaces_for(frame, "a")) == 2
    assert len(spaces_for(frame, None)) == 2


@pytest.fixture(scope="module")
def london_wide(bundle, grid):
    found, notes = read_bundle_spaces(open_bundle(bundle, Fingerprints()), grid)
    assert notes == []
    return found


def test_the_bundles_lists_give_the_counts_of_their_readme(london_wide):
    counts = london_wide.groupby(["source_id", "kind"]).size()
    assert counts["osm-pois-2026"].to_dict() == {
        "garden": 544,
        "library": 164,
        "nature-reserve": 168,
        "park": 1928,
        "theatre": 87,
    }
    assert counts["osm-worship-2019"]["place-of-worship"] == 2921
    assert counts["council-facilities-2026"]["library"] == 42
    assert counts["historic-england-parks"].sum() == 52


def test_every_list_of_spaces_in_the_manifest_can_be_read(london_wide):
    wanted = {entry.id for entry in manifest().values() if entry.role is Role.SPACES and entry.via is Via.BUNDLE}
    assert set(london_wide["source_id"]) == wanted


def test_a_list_that_nobody_described_is_refused_by_name(london_wide):
    said = dict.fromkeys(("title", "publisher", "url", "vintage", "licence", "attribution"), "x")
    entry = SourceEntry(
        source=Source(id="new-list", **said),
        role=Role.SPACES,
        via=Via.BUNDLE,
        kind=None,
        retrieved=None,
        file=None,
        service=None,
        columns={},
    )
    with pytest.raises(Exception, match="new-list"):
        spaces_of_list(london_wide, entry)


def test_real_london_counts_no_place_twice(london_wide, clerkenwell, northampton_square):
    merged = merge_spaces([clerkenwell, northampton_square], london_wide)
    check_frame(merged, SPACES)
    once = spaces_for(merged, None)
    parks = once[once["kind"] == "park"].set_index("name")
    assert (parks.loc["Hyde Park", "space_id"], parks.loc["Hyde Park", "access"]) == (
        *("historic-england-parks/1000814",),
        "public",
    )
    assert parks.loc["Buckingham Palace", "access"] == "unknown"
    # Both extracts draw Northampton Square's library; the newer one is shown.
    library = once[once["name"] == "Marx Memorial Library"]
    assert library["network_id"].tolist() == [northampton_square.id]
    assert once["space_id"].is_unique

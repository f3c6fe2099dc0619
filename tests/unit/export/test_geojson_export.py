"""GeoJSON for planning documents: good by RFC 7946, honest about what it is, nothing finer than the public may see."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from uuid import uuid4

import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pins_to_export import CELL, ELSEWHERE, EXACT, HIDDEN, SNAPPED, WAITING
from rfc7946 import breaches
from shapely import MultiPolygon, Polygon
from small_town import ESTATE, PARK, lonlat

from geo.export.fields import AREA_FIELDS, PIN_FIELDS, SPACE_FIELDS
from geo.export.layers import wound_and_rounded
from geo.pins import CollectionMethod, PinDraft
from geo.services.exports import download_area, export_area
from geo.services.pins import drop_pin
from geo.surveys import PinKind

LAYERS = ("pins", "area", "spaces")


def exported(town, tmp_path, layer="pins", area_id=ESTATE):
    path = export_area(town, area_id, "geojson", tmp_path / f"{layer}.geojson", layer=layer)
    return json.loads(path.read_text(encoding="utf-8"))


def by_id(collection):
    return {feature["id"]: feature for feature in collection["features"]}


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_keeps_rfc_7946(town, tmp_path, layer):
    collection = exported(town, tmp_path, layer)
    assert len(collection["features"]) == {"pins": 3, "area": 1, "spaces": 3}[layer]
    assert breaches(collection) == []
    assert all(isinstance(feature["id"], str) for feature in collection["features"])


@pytest.mark.parametrize("layer", LAYERS)
def test_no_coordinate_has_more_than_six_decimals(town, tmp_path, layer):
    text = json.dumps([feature["geometry"] for feature in exported(town, tmp_path, layer)["features"]])
    assert max(len(decimals) for decimals in re.findall(r"\.(\d+)", text)) <= 6


def test_an_imprecise_place_has_fewer_decimals(town, tmp_path):
    features = by_id(exported(town, tmp_path, area_id="E09000007"))

    def decimals(pin_id):
        said = features[str(pin_id)]["geometry"]["coordinates"]
        return max(len(repr(number).partition(".")[2]) for number in said)

    assert (decimals(EXACT), features[str(EXACT)]["properties"]["location-precision-metres"]) == (6, 5.0)
    assert decimals(SNAPPED) <= 5
    assert decimals(CELL) <= 4


def test_only_what_the_public_may_see_is_exported(town, tmp_path):
    text = json.dumps(exported(town, tmp_path, area_id="E09000007"))
    assert {str(EXACT), str(SNAPPED), str(CELL)} <= set(by_id(json.loads(text)))
    for hidden in (WAITING, HIDDEN, ELSEWHERE):
        assert str(hidden) not in text
    raw = lonlat(PARK)
    exact = by_id(json.loads(text))[str(EXACT)]["geometry"]["coordinates"]
    assert exact == [round(raw.lon, 6), round(raw.lat, 6)]
    assert repr(raw.lon) not in text
    assert repr(raw.lat) not in text


@pytest.mark.parametrize("format", ["geojson", "csv", "gpkg"])
@pytest.mark.parametrize("layer", LAYERS)
def test_who_wrote_a_pin_is_in_no_export(town, tmp_path, format, layer):
    kept = town.store.voices_within(None)["contributor"]
    assert kept.notna().any()  # the very hashes that are looked for
    file = export_area(town, ESTATE, format, tmp_path / f"out.{format}", layer=layer)
    content = file.read_bytes()
    assert str(EXACT).encode() in content or layer != "pins"
    for secret in ["ada lovelace", "contributor_hash", *kept.dropna()]:
        assert secret.encode() not in content.lower()


def test_pins_have_every_field_and_no_entity(town, tmp_path):
    properties = by_id(exported(town, tmp_path))[str(EXACT)]["properties"]
    assert list(properties) == [field.name for field in PIN_FIELDS]
    assert "entity" not in properties
    known = {
        "reference": str(EXACT),
        "organisation": "local-authority:CMD",
        "kind": "welcoming",
        "category": "w-nature",
        "name": "Green, calm, clean air",
        "geometry-role": "exact-public-space",
        "moderation-status": "published",
        "borough-code": "E09000007",
        "ward-code": "E05000002",
        "ward-code-vintage": "May 2025",
        "area-reference": ESTATE,
        "entry-date": "2026-11-22",
        "end-date": None,
        "collection-method": "web",
        "invented": False,
        "description": '=HYPERLINK("x") birds, “quotes”, مرحبا 🙂',
    }
    assert {name: properties[name] for name in known} == known


def test_an_area_carries_its_figures_with_unit_n_and_note(town, tmp_path):
    (feature,) = exported(town, tmp_path, "area")["features"]
    properties = feature["properties"]
    assert list(properties)[: len(AREA_FIELDS)] == [field.name for field in AREA_FIELDS]
    assert (properties["residents"], properties["residents-n"]) == (600, 600)  # 200,000 of 500,000 m2 of 1,500 people
    assert properties["open-space-ha-per-1000-unit"] == "ha per 1,000 residents"
    assert properties["barrier-pins-per-km2"] is None
    assert "withheld" in properties["barrier-pins-per-km2-note"]
    assert "© OpenStreetMap contributors" in properties["attribution"]


def test_spaces_say_whose_they_are_and_leave_private_ones_out(town, tmp_path):
    collection = exported(town, tmp_path, "spaces")
    spaces = by_id(collection)
    assert set(spaces) == {"way/1", "way/3", "node/4"}  # not the private garden, not the far common
    assert list(spaces["way/1"]["properties"]) == [field.name for field in SPACE_FIELDS]
    assert spaces["way/1"]["properties"]["licence"] == "Open Database Licence 1.0"
    assert spaces["way/1"]["properties"]["documentation-url"] == "https://www.openstreetmap.org/way/1"
    assert spaces["way/3"]["properties"]["access"] == "unknown"
    assert collection["attribution"] == "© OpenStreetMap contributors"
    assert len(spaces["way/1"]["geometry"]["coordinates"]) == 2  # the hole is kept


@pytest.mark.parametrize("layer", LAYERS)
def test_every_file_says_what_it_is_at_its_top(town, tmp_path, layer):
    collection = exported(town, tmp_path, layer)
    assert list(collection)[:3] == ["type", "name", "title"]
    assert collection["generated"] == "2026-11-22T12:00:00+00:00"
    assert collection["licence"]
    assert collection["attribution"]
    assert "Helmert" in collection["provenance"]["national_grid"]
    if layer != "spaces":
        assert any("not a referendum" in note for note in collection["notes"])


def test_practice_data_are_said_to_be_invented_in_every_file(town, tmp_path):
    town.__dict__["areas"] = town.areas.assign(invented=True)
    town.__dict__["spaces"] = town.spaces.assign(invented=True)
    town.__dict__["zones"] = town.zones.assign(invented=True)
    network = town.network("town")
    town._networks["town"] = replace(network, meta=replace(network.meta, invented=True))
    for layer in LAYERS:
        collection = exported(town, tmp_path, layer)
        assert collection["invented"] is True
        assert collection["notes"][0].startswith("INVENTED")
    assert all(f["properties"]["invented"] for f in exported(town, tmp_path, "spaces")["features"])
    (area,) = exported(town, tmp_path, "area")["features"]
    assert (area["properties"]["invented"], area["properties"]["organisation"]) == (True, None)


def test_invented_pins_are_in_no_real_area(town, tmp_path):
    drop_pin(
        town,
        PinDraft(
            id=uuid4(), place=lonlat(PARK), kind=PinKind.WELCOMING, category="w-play", receipt="a" * 32,
            method=CollectionMethod.INVENTED,
        ),
    )  # fmt: skip
    said = exported(town, tmp_path, area_id="E09000007")
    assert len(said["features"]) == 3
    assert said["invented"] is False


def test_an_area_without_pins_gives_a_good_and_empty_collection(town, tmp_path):
    collection = exported(town, tmp_path, area_id="E09000028")
    assert collection["features"] == []
    assert "bbox" not in collection
    assert breaches(collection) == []
    assert pyogrio.read_dataframe(tmp_path / "pins.geojson").empty


def test_gdal_reads_back_what_was_written(town, tmp_path):
    for layer in LAYERS:
        written = exported(town, tmp_path, layer)
        frame = pyogrio.read_dataframe(tmp_path / f"{layer}.geojson")
        assert frame.crs.to_epsg() == 4326
        assert sorted(frame["reference"]) == sorted(by_id(written))
        for _, row in frame.iterrows():
            shape = shapely.geometry.shape(by_id(written)[row["reference"]]["geometry"])
            assert shapely.equals_exact(row.geometry, shape)


def test_the_file_is_utf_8_and_holds_words_as_they_were_written(town, tmp_path):
    exported(town, tmp_path)
    assert "مرحبا 🙂".encode() in (tmp_path / "pins.geojson").read_bytes()


def test_a_download_is_the_same_file_with_its_name_and_type(town, tmp_path):
    download = download_area(town, ESTATE, "geojson", layer="area")
    assert (download.file_name, download.media_type) == (f"{ESTATE}-area.geojson", "application/geo+json")
    assert json.loads(download.data) == exported(town, tmp_path, "area")


@given(
    st.lists(
        st.tuples(st.floats(-0.2, 0.2, allow_nan=False), st.floats(51.4, 51.6, allow_nan=False)),
        min_size=3,
        max_size=9,
    )
)
def test_any_shape_is_wound_by_the_right_hand_rule_and_stays_valid(points):
    hull = shapely.MultiPoint(points).convex_hull
    if not isinstance(hull, Polygon) or hull.buffer(-1e-6).is_empty:  # narrower than the grid that it is put on
        return
    holed = hull.difference(hull.centroid.buffer(1e-5))
    for shape in (hull, shapely.reverse(hull), holed, MultiPolygon([hull])):
        rounded = wound_and_rounded(shape, 6)
        assert rounded.is_valid
        for polygon in getattr(rounded, "geoms", [rounded]):
            assert polygon.exterior.is_ccw
            assert all(not ring.is_ccw for ring in polygon.interiors)


def test_a_shape_too_small_for_the_grid_does_not_vanish():
    speck = Polygon([(0, 51), (1e-8, 51), (1e-8, 51.00000001)])
    assert not wound_and_rounded(speck, 6).is_empty

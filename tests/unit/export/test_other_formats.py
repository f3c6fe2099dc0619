"""GeoPackage and CSV, what ogrinfo says of all files, and files that are written whole or not at all."""

from __future__ import annotations

import csv
import json
import math
import subprocess

import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pins_to_export import EXACT, SNAPPED
from small_town import ESTATE, PARK

from geo.errors import InputError
from geo.export.csv_file import plain_cell, safe_cell
from geo.export.organisations import organisation_of
from geo.services import exports
from geo.services.exports import download_area, export_area


def ogrinfo(*arguments):
    done = subprocess.run(["ogrinfo", *map(str, arguments)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


class TestGeoPackage:
    def test_one_file_holds_area_pins_and_spaces_in_national_grid(self, town, tmp_path):
        path = export_area(town, ESTATE, "gpkg", tmp_path / "all.gpkg")
        layers = dict(pyogrio.list_layers(path).tolist())
        assert layers == {
            "area": "MultiPolygon",
            "pins": "Point",
            "public-spaces": "MultiPolygon",
            "public-spaces-points": "Point",
        }
        for layer in layers:
            assert pyogrio.read_info(path, layer=layer)["crs"] == "EPSG:27700"
        pins = pyogrio.read_dataframe(path, layer="pins").set_index("reference")
        at = pins.loc[str(EXACT)].geometry
        assert math.dist((at.x, at.y), PARK) < 0.1
        assert pins["location-precision-metres"].dtype == "float64"
        park = pyogrio.read_dataframe(path, layer="public-spaces").set_index("reference").loc["way/1"]
        assert park.geometry.area == pytest.approx(9900.0)
        area = pyogrio.read_dataframe(path, layer="area").iloc[0]
        assert area.geometry.area == pytest.approx(200_000.0)
        assert area["residents"] == 600

    def test_each_layer_says_under_which_terms_it_comes(self, town, tmp_path):
        path = export_area(town, ESTATE, "gpkg", tmp_path / "all.gpkg")
        said = {
            layer: json.loads(pyogrio.read_info(path, layer=layer)["layer_metadata"]["common-ground"])
            for layer, _ in pyogrio.list_layers(path)
        }
        assert said["public-spaces"]["licence"] == "Open Database Licence 1.0"
        assert "Residents' own words" in said["pins"]["licence"]
        assert any("not a referendum" in note for note in said["area"]["notes"])

    def test_an_area_without_pins_or_spaces_gives_empty_layers(self, town, tmp_path):
        path = export_area(town, "E09000028", "gpkg", tmp_path / "all.gpkg")
        assert {layer: len(pyogrio.read_dataframe(path, layer=layer)) for layer, _ in pyogrio.list_layers(path)} == {
            "area": 1,
            "pins": 0,
            "public-spaces": 0,
        }


class TestCsv:
    def rows(self, town, tmp_path, layer="pins", area_id=ESTATE):
        path = export_area(town, area_id, "csv", tmp_path / "out.csv", layer=layer)
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_places_are_wkt_in_degrees(self, town, tmp_path):
        rows = {row["reference"]: row for row in self.rows(town, tmp_path)}
        shape = shapely.from_wkt(rows[str(SNAPPED)]["point"])
        place = town.store.pin(SNAPPED).published.place
        assert (shape.x, shape.y) == (place.lon, place.lat)
        (area,) = self.rows(town, tmp_path, "area")
        assert shapely.from_wkt(area["geometry"]).exterior.is_ccw
        assert shapely.from_wkt(area["geometry"]).contains(shapely.from_wkt(area["point"]))

    def test_a_formula_is_neutralised_and_words_are_kept(self, town, tmp_path):
        rows = {row["reference"]: row for row in self.rows(town, tmp_path)}
        assert rows[str(EXACT)]["description"] == '\'=HYPERLINK("x") birds, “quotes”, مرحبا 🙂'

    def test_each_row_says_what_it_is_and_under_which_terms(self, town, tmp_path):
        for row in self.rows(town, tmp_path):
            assert "not a referendum" in row["notes"]
            assert row["licence"]
            assert row["invented"] == "false"

    def test_an_area_without_pins_gives_a_header_alone(self, town, tmp_path):
        assert self.rows(town, tmp_path, area_id="E09000028") == []
        assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("reference,name,")

    @given(st.text(max_size=40))
    def test_no_cell_of_text_begins_like_a_formula_and_each_is_read_back(self, text):
        cell = safe_cell(text)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert plain_cell(cell) == text or text.startswith("'")

    @pytest.mark.parametrize(("value", "cell"), [(None, ""), (True, "true"), (-0.5, "-0.5"), (3, "3"), ("-x", "'-x")])
    def test_numbers_stay_numbers(self, value, cell):
        assert safe_cell(value) == cell


class TestOgrinfo:
    @pytest.mark.parametrize("layer", ["pins", "area", "spaces"])
    def test_geojson_opens_without_a_warning(self, town, tmp_path, layer):
        path = export_area(town, ESTATE, "geojson", tmp_path / f"{layer}.geojson", layer=layer)
        code, out, err = ogrinfo("-al", "-so", path)
        assert (code, err) == (0, "")
        assert "WGS 84" in out
        assert "using driver `GeoJSON' successful" in out

    def test_an_empty_layer_opens_without_a_warning(self, town, tmp_path):
        path = export_area(town, "E09000028", "geojson", tmp_path / "empty.geojson")
        code, out, err = ogrinfo("-al", "-so", path)
        assert (code, err) == (0, "")
        assert "Feature Count: 0" in out

    def test_geopackage_opens_without_a_warning(self, town, tmp_path):
        path = export_area(town, ESTATE, "gpkg", tmp_path / "all.gpkg")
        code, out, err = ogrinfo("-al", "-so", path)
        assert (code, err) == (0, "")
        assert out.count("British National Grid") >= 4

    def test_csv_opens_with_its_geometry(self, town, tmp_path):
        path = export_area(town, ESTATE, "csv", tmp_path / "spaces.csv", layer="spaces")
        code, out, err = ogrinfo("-al", "-so", "-oo", "GEOM_POSSIBLE_NAMES=geometry", path)
        assert (code, err) == (0, "")
        assert "Extent: (-0.1" in out


class TestWholeOrNotAtAll:
    @pytest.mark.parametrize("format", ["geojson", "gpkg", "csv"])
    def test_a_failed_export_leaves_the_file_that_was_there_and_no_half_one(self, town, tmp_path, monkeypatch, format):
        path = export_area(town, ESTATE, format, tmp_path / f"out.{format}")
        before = path.read_bytes()

        def fail(*_args, **_options):
            raise ZeroDivisionError

        for module, name in (
            ("geojson.json", "dumps"),
            ("csv_file", "safe_cell"),
            ("geopackage.pyogrio", "write_dataframe"),
        ):
            monkeypatch.setattr(f"geo.export.{module}.{name}", fail)
        with pytest.raises(ZeroDivisionError):
            export_area(town, ESTATE, format, path)
        assert path.read_bytes() == before
        assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [f"out.{format}"]

    def test_a_full_disk_is_told_in_a_sentence(self, town, tmp_path, monkeypatch):
        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("geo.export.whole_file.os.replace", full)
        with pytest.raises(InputError, match="No space left on device"):
            export_area(town, ESTATE, "geojson", tmp_path / "out.geojson")
        assert not [each for each in tmp_path.iterdir() if each.is_file()]

    @pytest.mark.parametrize("format", ["geojson", "gpkg", "csv"])
    def test_a_place_that_cannot_be_written_is_told_in_a_sentence(self, town, tmp_path, format):
        with pytest.raises(InputError, match="does not exist"):
            export_area(town, ESTATE, format, tmp_path / "no" / f"out.{format}")
        (tmp_path / f"folder.{format}").mkdir()
        with pytest.raises(InputError, match="is a folder"):
            export_area(town, ESTATE, format, tmp_path / f"folder.{format}")

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ("no area", {"area_id": "E09000007-R99"}),
            ("no format", {"format": "kml"}),
            ("no layer", {"layer": "raw"}),
        ],
    )
    def test_what_there_is_not_is_told_in_a_sentence(self, town, tmp_path, said, wrong):
        asked = {"area_id": ESTATE, "format": "csv", "layer": "pins"} | wrong
        with pytest.raises(InputError, match=said):
            export_area(town, asked["area_id"], asked["format"], tmp_path / "out", layer=asked["layer"])

    def test_a_download_leaves_nothing_behind(self, town, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        for format in exports.ExportFormat:
            assert download_area(town, ESTATE, format).data
        assert [each.name for each in tmp_path.iterdir()] == ["town"]


def test_each_of_londons_councils_has_its_own_reference():
    councils = {organisation_of(f"E090000{number:02d}") for number in range(1, 34)}
    assert len(councils) == 33
    assert None not in councils
    known = {"E09000001": "LND", "E09000012": "HCK", "E09000013": "HMF", "E09000022": "LBH", "E09000033": "WSM"}
    assert {code: organisation_of(code) for code in known} == {k: f"local-authority:{v}" for k, v in known.items()}
    assert [organisation_of(code) for code in (None, "", "E09000034", "W06000022")] == [None] * 4

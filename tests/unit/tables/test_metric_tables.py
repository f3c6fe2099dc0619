"""Tables of figures: what they hold, in which order, what they say of what is not known."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
from small_town import ESTATE, NOON

from geo.errors import InputError
from geo.metrics.catalogue import METRICS
from geo.metrics.personas import PERSONAS
from geo.services.metric_tables import areas_of_kind
from geo.services.reports import area_report


def rows_of(path: Path) -> list[dict]:
    return pq.read_table(path).drop_columns(["geometry"]).to_pylist()


def provenance_of(path: Path) -> dict:
    return json.loads(pq.read_schema(path).metadata[b"provenance"])


class TestWhatATableHolds:
    def test_one_row_an_area_in_the_order_of_the_list(self, town, tmp_path):
        report = town.table(tmp_path / "wards.parquet")
        rows = rows_of(report.files[0])
        assert [row["name"] for row in rows] == ["Bankside", "City Ward", "North Ward", "South Ward"]
        assert (report.rows, report.taken_up, report.failed) == (4, 0, ())

    def test_every_figure_is_that_of_the_report(self, town, tmp_path):
        town.table(tmp_path / "areas.parquet", "regeneration")
        (row,) = rows_of(tmp_path / "areas.parquet")
        report = area_report(town.workspace, ESTATE)
        assert row["residents"] == 600
        assert len(report.measurements) > 20
        for measurement in report.measurements:
            said = measurement.as_dict()
            assert row[said["metric"]] == said["value"], said["metric"]
            assert row[f"{said['metric']}__n"] == said["n"]
            assert row[f"{said['metric']}__withheld"] == said["suppressed"]
            assert row[f"{said['metric']}__note"] == said["note"]
        assert row["input_digest"] == report.provenance.input_digest

    def test_columns_are_the_catalogue_in_its_order_after_what_the_area_is(self, town, tmp_path):
        town.table(tmp_path / "wards.parquet")
        names = pq.read_schema(tmp_path / "wards.parquet").names
        parts = ("", "__n", "__withheld", "__note")
        assert names[14:-1] == [f"{metric}{part}" for metric in METRICS for part in parts]
        assert names[:6] == ["id", "name", "kind", "borough_code", "borough", "area_km2"]
        assert names[7:12] == ["network_id", "network_name", "network_date", "area_share", "margin_share"]

    def test_an_area_without_a_map_has_a_row_and_says_why(self, town, tmp_path):
        town.table(tmp_path / "wards.parquet")
        bankside = rows_of(tmp_path / "wards.parquet")[0]
        assert (bankside["network_id"], bankside["area_share"]) == (None, 0.0)
        assert bankside["residents_within_400m"] is None
        assert "python -m geo data install" in bankside["residents_within_400m__note"]

    def test_all_kinds_in_one_table(self, town, tmp_path):
        town.table(tmp_path / "all.parquet", "all")
        rows = rows_of(tmp_path / "all.parquet")
        assert len(rows) == 8
        assert [row["kind"] for row in rows] == ["regeneration"] + ["ward"] * 4 + ["borough"] * 3

    def test_provenance_is_in_the_file(self, town, tmp_path):
        town.table(tmp_path / "wards.parquet", persona=PERSONAS["wheelchair"])
        said = provenance_of(tmp_path / "wards.parquet")
        inside = said["provenance"]
        assert (inside["persona"], inside["kind"], inside["made_at"]) == ("wheelchair", "ward", NOON.isoformat())
        assert inside["parameters"]["coverage_needed"] == 0.6
        assert {"wards", "zones"} <= {source["id"] for source in inside["sources"]}
        assert len(inside["input_digest"]) == 64
        assert "© OpenStreetMap contributors" in said["attribution"]


class TestFormats:
    def test_parquet_opens_as_a_frame_in_the_national_grid(self, town, tmp_path):
        town.table(tmp_path / "wards.parquet")
        frame = gpd.read_parquet(tmp_path / "wards.parquet")
        assert frame.crs.to_epsg() == 27700
        # Each ward's square of a kilometre by half (docs in small_town): the geometry and the column agree.
        assert frame.geometry.area.tolist() == pytest.approx((frame["area_km2"] * 1e6).tolist())

    def test_geojson_is_in_degrees_without_notes_and_with_provenance_at_the_top(self, town, tmp_path):
        town.table(tmp_path / "wards.geojson")
        content = json.loads((tmp_path / "wards.geojson").read_text(encoding="utf-8"))
        assert content["provenance"]["persona"] == "any-walker"
        assert "crs" not in content
        west, south, east, north = content["bbox"]
        assert -0.2 < west < east < 0
        assert 51.4 < south < north < 51.6
        properties = content["features"][3]["properties"]
        assert properties["name"] == "South Ward"
        assert "residents__n" in properties
        assert not [name for name in properties if name.endswith("__note")]

    def test_csv_has_its_provenance_beside_it(self, town, tmp_path):
        report = town.table(tmp_path / "wards.csv")
        assert [path.name for path in report.files] == ["wards.csv", "wards.csv.provenance.json"]
        assert json.loads(report.files[1].read_text(encoding="utf-8"))["provenance"]["kind"] == "ward"
        with report.files[0].open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        town.table(tmp_path / "wards.parquet")
        for row, same in zip(rows, rows_of(tmp_path / "wards.parquet"), strict=True):
            assert row["name"] == same["name"]
            value = same["barrier_pins_per_km2"]
            assert row["barrier_pins_per_km2"] == ("" if value is None else str(value))
            assert (
                row["residents_within_400m"] == ""
                or float(row["residents_within_400m"]) == same["residents_within_400m"]
            )

    def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(self, town, tmp_path):
        areas = town.workspace.data_dir / "areas.parquet"
        frame = gpd.read_parquet(areas)
        frame.loc[frame["name"] == "Bankside", "name"] = '=HYPERLINK("http://example.org")'
        frame.to_parquet(areas)
        town.table(tmp_path / "wards.csv")
        with (tmp_path / "wards.csv").open(encoding="utf-8", newline="") as file:
            names = [row["name"] for row in csv.DictReader(file)]
        assert '\'=HYPERLINK("http://example.org")' in names

    def test_two_runs_write_the_same_bytes(self, town, tmp_path):
        for ending in ("parquet", "csv", "geojson"):
            town.table(tmp_path / f"one.{ending}")
            town.table(tmp_path / f"two.{ending}")
            assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


class TestWhatCannotBe:
    def test_a_kind_of_which_there_is_none_names_those_there_are(self, town):
        with pytest.raises(InputError, match="There are areas of borough, regeneration, ward"):
            areas_of_kind(town.workspace, "site")

    def test_an_unknown_kind_names_the_kinds(self, town, tmp_path):
        with pytest.raises(InputError, match="The kinds are regeneration"):
            town.table(tmp_path / "x.csv", "village")

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("table.xlsx", "must end in .parquet, .csv or .geojson"),
            ("table", "must end in"),
            ("nowhere/table.csv", "does not exist"),
            ("folder.csv", "is a folder"),
        ],
    )
    def test_a_place_that_cannot_be_is_said_before_the_work(self, town, tmp_path, name, says):
        (tmp_path / "folder.csv").mkdir()
        with pytest.raises(InputError, match=says):
            town.table(tmp_path / name)
        assert town.told.areas == 0

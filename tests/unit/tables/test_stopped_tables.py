"""A table that was stopped, failed in part, or whose data changed: what is kept, and what is made again."""

from __future__ import annotations

from uuid import uuid4

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
from small_town import BESIDE_STREET, ESTATE, lonlat

import geo.services.table_work
from geo.errors import DataMissingError, InputError
from geo.metrics.personas import PERSONAS
from geo.pins import PinDraft
from geo.services.pins import drop_pin
from geo.services.table_jobs import work_here
from geo.services.table_parts import parts_of
from geo.surveys import PinKind

WARDS = ["E05000004", "E05000003", "E05000001", "E05000002"]  # Bankside, City, North and South Ward, by name


def problems_of(path):
    table = pq.read_table(path, columns=["id", "problem"]).to_pylist()
    return {row["id"]: row["problem"] for row in table}


class TestGoingOn:
    def test_a_stopped_run_keeps_what_is_done_and_the_next_goes_on(self, town, tmp_path, stopping_after):
        out = tmp_path / "wards.parquet"
        with pytest.raises(KeyboardInterrupt):
            town.table(out, workers=stopping_after(3))
        done = town.made
        assert len(done) == 3
        assert not out.exists()
        report = town.table(out)
        assert report.taken_up == 3
        assert town.made == [each for each in WARDS if each not in done]
        whole = tmp_path / "whole.parquet"
        town.table(whole)
        assert out.read_bytes() == whole.read_bytes()

    def test_nothing_changed_is_nothing_to_do(self, town, tmp_path):
        town.table(tmp_path / "w.csv")
        report = town.table(tmp_path / "w.csv")
        assert (report.taken_up, town.made) == (4, [])

    def test_restart_takes_nothing_up(self, town, tmp_path):
        town.table(tmp_path / "w.csv")
        report = town.table(tmp_path / "w.csv", restart=True)
        assert (report.taken_up, len(town.made)) == (0, 4)

    def test_another_walker_is_another_table(self, town, tmp_path):
        town.table(tmp_path / "w.csv")
        assert town.table(tmp_path / "w.csv", persona=PERSONAS["pushchair"]).taken_up == 0

    def test_a_new_pin_makes_the_areas_around_it_anew(self, town, tmp_path):
        out = tmp_path / "all.parquet"
        before = town.table(out, "regeneration")
        draft = PinDraft(
            id=uuid4(), place=lonlat(BESIDE_STREET), kind=PinKind.BARRIER, category="b-step", receipt=uuid4().hex
        )
        drop_pin(town.workspace, draft)
        after = town.table(out, "regeneration")
        assert (before.taken_up, after.taken_up, town.made) == (0, 0, [ESTATE])
        # One pin is one of fewer than five: known now, and withheld.
        assert pq.read_table(out, columns=["barrier_pins_per_km2__withheld"]).to_pylist()[0] == {
            "barrier_pins_per_km2__withheld": True
        }

    def test_a_new_pin_makes_its_borough_anew_and_no_area_far_away(self, town, tmp_path):
        # An estate of Camden 6 km east of the town, and one of nobody's beside it; the pin lies in the town's Camden.
        path = town.workspace.data_dir / "areas.parquet"
        areas = gpd.read_parquet(path)
        far = areas[areas["area_id"] == ESTATE]
        far = far.assign(geometry=far.geometry.translate(6500, 0))
        lonely = far.assign(area_id="LONELY", name="Nobody's Estate", borough_code=None, borough_name=None)
        areas = pd.concat([areas, far.assign(area_id="FAR", name="Far Estate"), lonely], ignore_index=True)
        areas.to_parquet(path)
        out = tmp_path / "r.parquet"
        town.table(out, "regeneration")
        drop_pin(
            town.workspace,
            PinDraft(
                id=uuid4(), place=lonlat(BESIDE_STREET), kind=PinKind.BARRIER, category="b-step", receipt=uuid4().hex
            ),
        )
        town.table(out, "regeneration")
        assert sorted(town.made) == [ESTATE, "FAR"]

    def test_changed_data_make_every_area_anew(self, town, tmp_path):
        town.table(tmp_path / "w.csv")
        path = town.workspace.data_dir / "spaces.parquet"
        spaces = gpd.read_parquet(path)
        spaces.iloc[1:].to_parquet(path)
        assert town.table(tmp_path / "w.csv").taken_up == 0

    @pytest.mark.parametrize(("lost", "taken_up"), [(1, {2}), (40, {1}), (3000, {0, 1})])
    def test_a_file_of_parts_cut_short_costs_what_is_lost_alone(self, town, tmp_path, lost, taken_up, stopping_after):
        # Two areas done. A byte off the end harms the checksum alone; more loses the second row, or both.
        out, parts = tmp_path / "w.csv", tmp_path / "w.csv.parts"
        with pytest.raises(KeyboardInterrupt):
            town.table(out, workers=stopping_after(2))
        parts.write_bytes(parts.read_bytes()[:-lost])
        with pytest.raises(KeyboardInterrupt):
            town.table(out, workers=stopping_after(1))
        assert town.told.taken_up in taken_up
        # What is added behind the lost end can be read again.
        assert town.table(out).taken_up == town.told.taken_up == max(taken_up) + 1 or taken_up == {0, 1}
        assert town.table(out).taken_up == 4

    def test_a_file_of_something_else_is_passed_over(self, town, tmp_path):
        (tmp_path / "w.csv.parts").write_text("my own notes")
        assert town.table(tmp_path / "w.csv").rows == 4
        assert town.table(tmp_path / "w.csv").taken_up == 4


class TestFailing:
    def test_an_area_that_fails_has_its_reason_and_the_rest_goes_on(self, town, tmp_path, monkeypatch):
        real = geo.services.table_work.table_row

        def failing(workspace, area, persona):
            if area.name == "North Ward":
                raise ZeroDivisionError("division by zero")
            if area.name == "City Ward":
                raise DataMissingError("The layer “zones” is not installed.")
            return real(workspace, area, persona)

        monkeypatch.setattr("geo.services.table_work.table_row", failing)
        out = tmp_path / "w.parquet"
        report = town.table(out)
        assert [row.area["name"] for row in report.failed] == ["City Ward", "North Ward"]
        said = problems_of(out)
        assert said["E05000003"] == "The layer “zones” is not installed."
        assert said["E05000001"] is not None
        assert "could not be worked out (ZeroDivisionError: division by zero)" in said["E05000001"]
        assert said["E05000002"] is None
        monkeypatch.setattr("geo.services.table_work.table_row", real)
        again = town.table(out)
        assert (again.taken_up, again.failed) == (2, ())
        assert town.made == ["E05000003", "E05000001"]

    def test_a_table_of_nothing_but_failures_does_not_take_the_place_of_a_good_one(self, town, tmp_path, monkeypatch):
        out = tmp_path / "w.csv"
        town.table(out)
        good = out.read_bytes()

        def failing(*_):
            raise DataMissingError("The network is gone.")

        monkeypatch.setattr("geo.services.table_work.table_row", failing)
        with pytest.raises(InputError, match=r"nothing was written\. The network is gone"):
            town.table(out, restart=True)
        assert out.read_bytes() == good

    def test_a_workspace_that_does_not_open_is_said(self, town, tmp_path):
        def closed():
            raise DataMissingError("No data are installed yet.")

        with pytest.raises(InputError, match="No data are installed yet"):
            town.table(tmp_path / "w.csv", opener=closed)

    def test_a_second_run_of_the_same_table_is_refused(self, town, tmp_path):
        out = tmp_path / "w.csv"
        with parts_of(out), pytest.raises(InputError, match=r"Another run is making w\.csv"):
            town.table(out)
        assert town.table(out).rows == 4
        assert not list(tmp_path.glob(".*lock"))

    def test_data_that_change_while_a_run_goes_on_are_never_mixed(self, town, tmp_path):
        path = town.workspace.data_dir / "spaces.parquet"

        def workers(pieces):
            gpd.read_parquet(path).iloc[1:].to_parquet(path)  # an install in between
            yield from work_here(pieces, jobs=1)

        with pytest.raises(InputError, match="other data installed"):
            town.table(tmp_path / "w.csv", workers=workers)

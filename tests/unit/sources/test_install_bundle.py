"""Installing a bundle: what is written, what is done again, and what a failure leaves."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from tiny_bundle import Installation, write_layer

from geo.errors import InputError, SourceError
from geo.frames import AREAS, DEPRIVATION_ZONES, PLACES, SPACES, ZONES, check_frame
from geo.network.graph import WalkingNetwork
from geo.provenance import Source
from geo.services.installing import data_status
from geo.sources import atomic
from geo.sources.steps import InstallState

WARDS = "boundaries/london_wards_2025.gpkg"
EXTRACT = "little-place-2025-03-01"


def test_everything_the_app_reads_is_written_and_keeps_its_contract(installed: Installation) -> None:
    for name, contract in (
        ("areas", AREAS),
        ("zones", ZONES),
        ("spaces", SPACES),
        ("deprivation_zones", DEPRIVATION_ZONES),
    ):
        check_frame(gpd.read_parquet(installed.data / f"{name}.parquet"), contract)
    check_frame(pd.read_parquet(installed.data / "places.parquet"), PLACES)
    network = WalkingNetwork.load(installed.data / "networks" / EXTRACT)
    assert network.length_km == pytest.approx(0.8 + 0.0707, rel=1e-3)
    display = json.loads((installed.data / "display" / "display.json").read_text(encoding="utf-8"))
    assert {layer["id"] for layer in display["layers"]} >= {"borough", "ward", "regeneration", "town-centre"}
    assert all((installed.data / "display" / layer["url"]).is_file() for layer in display["layers"])


def test_what_is_installed_is_listed_with_its_source(installed: Installation) -> None:
    record = json.loads((installed.data / "installed.json").read_text(encoding="utf-8"))
    assert (record["mode"], record["grid"]["name"][:7]) == ("bundle", "Helmert")
    assert {layer["name"]: layer["features"] for layer in record["layers"]} == {
        "Boroughs": 2,
        "Wards": 3,
        "Regeneration areas": 1,
        "Town centres": 3,
        "Census zones (2021)": 2,
        "Census 2021 by LSOA": 2,
        "Deprivation zones (2011)": 2,
        "English Indices of Deprivation 2019 by 2011 LSOA": 2,
        "Mid-2020 population estimates by age band and 2011 LSOA": 2,
        "Streets of Little Place": 2,
        "Spaces: Little Place": 1,
    }
    sources = {Source(**layer["source"]).id for layer in record["layers"]}
    frames = [gpd.read_parquet(installed.data / f"{name}.parquet") for name in ("areas", "zones", "spaces")]
    assert set(pd.concat([frame["source_id"] for frame in frames])) <= sources
    assert any("is not the edition that was checked" in note for note in record["notes"])


def test_status_has_just_the_agreed_fields(installed: Installation) -> None:
    found = data_status(installed.data)
    assert set(found) == {"layers", "networks", "grid"}
    assert all(set(layer) == {"name", "features", "source", "vintage", "crs"} for layer in found["layers"])
    assert found["grid"] == {"name": "Helmert shift (no OSTN15 grid)", "accuracy_m": 5.0}
    (network,) = found["networks"]
    assert set(network) == {"name", "nodes", "edges", "length_km", "bbox", "date"}
    assert network["date"] == "2025-03-01"
    west, south, east, north = network["bbox"]
    assert -0.16 < west < east < -0.14
    assert 51.50 < south < north < 51.52


def test_before_the_first_install_the_status_is_empty(fresh: Installation) -> None:
    found = data_status(fresh.data)
    assert (found["layers"], found["networks"]) == ([], [])
    assert found["grid"]["accuracy_m"] == 5.0


def test_a_second_install_touches_nothing(installed: Installation) -> None:
    installed.install()  # the folder lies elsewhere than the one it was made from
    before = installed.files()
    report = installed.install()
    assert {str(result.status) for result in report.results} <= {"unchanged", "left out"}
    assert installed.files() == before


def test_only_what_hangs_on_a_changed_file_is_done_again(installed: Installation) -> None:
    path = installed.bundle / WARDS
    frame = gpd.read_file(path)
    frame.loc[0, "ward_name"] = "Renamed"
    write_layer(path, "wards", frame)
    report = installed.install()
    done = {result.name for result in report.results if result.status == "done"}
    assert done == {"areas/ward", "table/areas", "table/places", "table/display"}
    assert "Renamed" in set(gpd.read_parquet(installed.data / "areas.parquet")["name"])


def test_town_centres_follow_when_the_boroughs_change(installed: Installation) -> None:
    path = installed.bundle / "boundaries/london_boroughs_2020.gpkg"
    write_layer(path, "boroughs", gpd.read_file(path).assign(borough_name=["Camden Town", "Islington"]))
    installed.install()
    assert installed.told.status_of("areas/town-centre") == "done"
    areas = gpd.read_parquet(installed.data / "areas.parquet")
    assert areas.loc[areas["kind"] == "town-centre", "borough_code"].isna().all()


@pytest.mark.parametrize("content", [b"", b"not a layer at all"])
def test_a_broken_file_leaves_the_last_good_layer_and_the_others_go_on(installed: Installation, content: bytes) -> None:
    (installed.bundle / WARDS).write_bytes(content)
    regeneration = installed.bundle / "regeneration/strategic_areas_for_regeneration_imd2019_derived.gpkg"
    write_layer(regeneration, "areas", gpd.read_file(regeneration).assign(area_name="New name"))
    report = installed.install()
    assert [result.name for result in report.failed] == ["areas/ward"]
    assert "london_wards_2025.gpkg" in str(report.failed[0].problem)
    areas = gpd.read_parquet(installed.data / "areas.parquet").set_index("kind")
    assert len(areas.loc[["ward"]]) == 3
    assert areas.loc["regeneration", "name"] == "New name"
    assert "Wards" in {layer["name"] for layer in report.installed["layers"]}


def test_a_file_taken_away_is_said_and_its_layer_stays(installed: Installation) -> None:
    (installed.bundle / WARDS).unlink()
    report = installed.install()
    assert report.failed == ()
    assert installed.told.status_of("areas/ward") == "left out"
    assert (gpd.read_parquet(installed.data / "areas.parquet")["kind"] == "ward").sum() == 3


def test_a_bundle_without_a_layer_installs_the_rest(fresh: Installation) -> None:
    shutil.rmtree(fresh.bundle / "population")
    (fresh.bundle / WARDS).unlink()
    report = fresh.install()
    assert report.failed == ()
    problem = next(result.problem for result in report.results if result.name == "zones")
    assert "The bundle has no population/london_lsoa21_census2021.csv: put it there" in str(problem)
    assert len(gpd.read_parquet(fresh.data / "zones.parquet")) == 0
    assert len(gpd.read_parquet(fresh.data / "areas.parquet")) == 2 + 1 + 3 + 1  # the extract as a whole is one too


def test_a_bundle_with_broken_boroughs_falls_back_on_the_shipped_outlines(fresh: Installation) -> None:
    (fresh.bundle / "boundaries/london_boroughs_2020.gpkg").write_bytes(b"gone wrong")
    report = fresh.install()
    assert [result.name for result in report.failed] == ["areas/borough"]
    areas = gpd.read_parquet(fresh.data / "areas.parquet")
    assert (areas["kind"] == "borough").sum() == 33


def test_a_stopped_install_goes_on_where_it_stopped(fresh: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("geo.sources.tables.read_zones", stop)
        with pytest.raises(KeyboardInterrupt):
            fresh.install()
    assert not (fresh.data / "installed.json").exists()
    report = fresh.install()
    assert fresh.told.status_of("areas/town-centre") == "unchanged"
    assert fresh.told.status_of("zones") == "done"
    assert report.failed == ()


def test_a_full_disk_is_told_in_words_and_leaves_the_old_files(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (installed.data / "areas.parquet").read_bytes()

    def full(path: Path, write: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    path = installed.bundle / WARDS
    write_layer(path, "wards", gpd.read_file(path).assign(ward_name="x"))
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write_file", full)
        with pytest.raises(SourceError, match=r"cannot be written \(No space left on device\)"):
            installed.install()
    assert installed.told.status_of("areas/ward") == "failed"
    assert (installed.data / "areas.parquet").read_bytes() == before
    assert installed.install().failed == ()


def test_a_place_that_cannot_be_written_is_told_in_words(fresh: Installation) -> None:
    fresh.data.write_text("a file where a folder should be")
    with pytest.raises(SourceError, match="cannot be written"):
        fresh.install()


def test_a_state_that_cannot_be_read_means_making_all_again(installed: Installation) -> None:
    (installed.data / "install-state.json").write_text('{"mode": "bundle"', encoding="utf-8")
    report = installed.install()
    assert report.failed == ()
    assert installed.told.status_of("areas/ward") == "done"


def test_a_new_release_of_the_code_makes_all_again(installed: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.sources.install.code_digest", lambda: "the next release")
    report = installed.install()
    assert not [result for result in report.results if result.status == "unchanged"]


def test_two_installs_at_once_are_refused(installed: Installation) -> None:
    with atomic.only_one(installed.data), pytest.raises(InputError, match="by another process"):
        installed.install()
    assert installed.install().failed == ()


def test_the_shift_grid_of_the_bundle_is_used_for_everything(installed: Installation, bundle: Path) -> None:
    before = gpd.read_parquet(installed.data / "areas.parquet").set_index("area_id").geometry
    (installed.bundle / "geodesy").mkdir()
    shutil.copy(bundle / "geodesy/ostn15_shifts_1km_gb.npz", installed.bundle / "geodesy")
    report = installed.install()
    assert report.installed["grid"]["name"] == "OSTN15 (1 km shift grid)"
    after = gpd.read_parquet(installed.data / "areas.parquet").set_index("area_id").geometry
    assert 1 < after["E05000001"].centroid.distance(before["E05000001"].centroid) < 3
    assert after["E09000007"].equals(before["E09000007"])  # published in metres


def test_a_broken_shift_grid_is_refused_and_the_helmert_shift_is_owned_up_to(installed: Installation) -> None:
    (installed.bundle / "geodesy").mkdir()
    (installed.bundle / "geodesy/ostn15_shifts_1km_gb.npz").write_bytes(b"PK not really")
    report = installed.install()
    assert [result.name for result in report.failed] == ["geodesy"]
    assert report.installed["grid"]["accuracy_m"] == 5.0


def test_an_installed_shift_grid_that_was_damaged_is_copied_again(installed: Installation, bundle: Path) -> None:
    (installed.bundle / "geodesy").mkdir()
    shutil.copy(bundle / "geodesy/ostn15_shifts_1km_gb.npz", installed.bundle / "geodesy")
    installed.install()
    (installed.data / "geodesy/ostn15.npz").write_bytes(b"scratched")
    assert "OSTN15" in installed.install().installed["grid"]["name"]
    assert installed.told.status_of("geodesy") == "done"
    assert installed.told.status_of("areas/ward") == "unchanged"


def test_the_state_survives_being_saved(installed: Installation) -> None:
    state = InstallState.load(installed.data)
    state.save(installed.data)
    assert InstallState.load(installed.data) == state
    assert state.digest_of("areas/ward")
    assert state.digest_of("never done") is None

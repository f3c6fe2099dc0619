"""Bundle, download or embedded default: which is chosen, what is said, and that nothing better is given up."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from small_town import small_town
from tiny_bundle import Installation

from geo.errors import InputError, SourceError
from geo.frames import AREAS, ZONES, check_frame
from geo.network.graph import WalkingNetwork
from geo.services.installing import practice_pins_wait, settle_practice_pins
from geo.sources.http_answers import Allowance
from geo.sources.manifest import SourceEntry

ASKED: list[str] = []


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch, fresh: Installation) -> dict[str, str]:
    """The ONS portal, played by the tiny bundle. What `says` holds for a source is the fault that it has."""
    from geo.crs import open_grid
    from geo.sources.bundle import open_bundle, read_areas
    from geo.sources.fingerprints import Fingerprints
    from geo.sources.manifest import manifest

    says: dict[str, str] = {}
    ASKED.clear()

    def answer(entry: SourceEntry, grid: object, allowance: Allowance) -> tuple[gpd.GeoDataFrame, list[str]]:
        ASKED.append(entry.id)
        if entry.id in says:
            raise SourceError(says[entry.id])
        theirs = {"ons-lad-2025": "ons-boroughs-2020", "ons-wd-2025": "ons-wards-2025"}[entry.id]
        frame, _ = read_areas(open_bundle(fresh.bundle, Fingerprints()), manifest()[theirs], open_grid())
        return frame.assign(source_id=entry.id), []

    monkeypatch.setattr("geo.sources.ons.fetch_areas", answer)
    return says


def areas_of(home: Installation) -> gpd.GeoDataFrame:
    frame = gpd.read_parquet(home.data / "areas.parquet")
    check_frame(frame, AREAS)
    return frame


def test_with_neither_bundle_nor_internet_the_embedded_default_is_installed(practised: Installation) -> None:
    report = practised.install(bundle=None)
    assert report.mode == "embedded"
    assert "There is no folder of source data" in report.reason
    assert "downloads are switched off" in report.reason
    assert "invented practice quarter" in report.reason
    areas = areas_of(practised)
    assert areas["kind"].value_counts().to_dict() == {"borough": 33, "ward": 2, "regeneration": 1, "extract": 1}
    assert areas.loc[areas["invented"], "source_id"].unique().tolist() == ["practice-quarter"]
    zones = gpd.read_parquet(practised.data / "zones.parquet")
    check_frame(zones, ZONES)
    assert len(zones) == 6
    network = WalkingNetwork.load(practised.data / "networks" / "practice-quarter")
    assert network.meta.invented
    display = json.loads((practised.data / "display" / "display.json").read_text(encoding="utf-8"))
    assert display["invented"]
    assert "Invented for practice" in display["attribution"]
    assert "OpenStreetMap" not in display["attribution"]


def test_the_embedded_default_installs_once(practised: Installation) -> None:
    before = practised.files()
    assert {str(result.status) for result in practised.install(bundle=None).results} == {"unchanged"}
    assert practised.files() == before


def test_a_default_folder_that_is_not_there_is_named(practised: Installation, tmp_path: Path) -> None:
    report = practised.install(bundle=tmp_path / "moved-away")
    assert report.mode == "embedded"
    assert f"There is no folder {tmp_path / 'moved-away'}" in report.reason


def test_a_folder_that_was_asked_for_must_be_one(fresh: Installation, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        fresh.install(bundle=tmp_path / "nowhere", bundle_is_asked=True)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds none of the source files"):
        fresh.install(bundle=tmp_path / "empty", bundle_is_asked=True)
    assert not (fresh.data / "installed.json").exists()


def test_without_a_bundle_boundaries_are_downloaded(fresh: Installation, portal: dict[str, str]) -> None:
    report = fresh.install(bundle=None, offline=False)
    assert report.mode == "download"
    assert "ONS Open Geography Portal" in report.reason
    assert areas_of(fresh)["source_id"].unique().tolist() == ["ons-wd-2025", "ons-lad-2025"]
    assert not areas_of(fresh)["invented"].any()
    assert len(gpd.read_parquet(fresh.data / "zones.parquet")) == 0


def test_what_was_downloaded_is_not_asked_for_again(fresh: Installation, portal: dict[str, str]) -> None:
    fresh.install(bundle=None, offline=False)
    ASKED.clear()
    report = fresh.install(bundle=None, offline=False)
    assert ASKED == []
    assert {str(result.status) for result in report.results} == {"unchanged"}


def test_a_download_that_fails_is_no_failure_of_the_install(practised: Installation, portal: dict[str, str]) -> None:
    portal["ons-lad-2025"] = "The portal is closed for the day."
    report = practised.install(bundle=None, offline=False)
    assert (report.mode, report.failed) == ("embedded", ())
    assert "the download did not work" in report.reason
    assert ASKED == ["ons-lad-2025"]  # without boroughs the wards are of no use
    assert "closed for the day" in str(report.results[0].problem)


def test_a_later_download_replaces_the_embedded_default(practised: Installation, portal: dict[str, str]) -> None:
    report = practised.install(bundle=None, offline=False)
    assert report.mode == "download"
    assert not areas_of(practised)["invented"].any()
    assert len(gpd.read_parquet(practised.data / "zones.parquet")) == 0
    assert report.installed["networks"] == []
    assert not (practised.data / "networks" / "practice-quarter").exists()


def test_what_was_downloaded_stays_when_the_portal_or_the_internet_goes(
    fresh: Installation, portal: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.install(bundle=None, offline=False)
    before = areas_of(fresh)
    report = fresh.install(bundle=None, offline=True)
    assert (report.mode, report.failed) == ("download", ())
    portal["ons-lad-2025"] = "The portal is closed for the day."
    monkeypatch.setattr("geo.sources.install.code_digest", lambda: "the next release, which asks again")
    report = fresh.install(bundle=None, offline=False)
    assert report.mode == "download"
    assert "what was downloaded before stays" in report.reason
    assert [result.name for result in report.failed] == ["areas/borough"]
    assert areas_of(fresh).equals(before)


def test_wards_that_fail_leave_the_boroughs(fresh: Installation, portal: dict[str, str]) -> None:
    portal["ons-wd-2025"] = "The portal has lost its wards."
    report = fresh.install(bundle=None, offline=False)
    assert report.mode == "download"
    assert [result.problem for result in report.failed] == ["The portal has lost its wards."]
    assert areas_of(fresh)["kind"].unique().tolist() == ["borough"]


def test_a_bundle_replaces_the_embedded_default(practised: Installation) -> None:
    report = practised.install()
    assert report.mode == "bundle"
    assert not areas_of(practised)["invented"].any()
    assert not gpd.read_parquet(practised.data / "spaces.parquet")["invented"].any()
    assert sorted(path.name for path in (practised.data / "networks").iterdir()) == ["little-place-2025-03-01"]
    assert len(gpd.read_parquet(practised.data / "zones.parquet")) == 2


def test_the_bundle_of_an_earlier_install_is_remembered(fresh: Installation) -> None:
    fresh.install(bundle_is_asked=True)
    report = fresh.install(bundle=None)
    assert report.mode == "bundle"
    assert str(fresh.bundle) in report.reason


def test_data_from_a_bundle_that_is_gone_are_not_given_up(installed: Installation, portal: dict[str, str]) -> None:
    installed.install()
    before = areas_of(installed)
    installed.bundle.rename(installed.bundle.with_name("elsewhere"))
    report = installed.install(bundle=None, offline=False)
    assert (report.mode, report.failed, ASKED) == ("bundle", (), [])
    assert "what was installed from one before stays" in report.reason
    assert areas_of(installed).equals(before)
    assert [network["id"] for network in report.installed["networks"]] == ["little-place-2025-03-01"]


def test_invented_pins_come_with_the_quarter_and_go_with_it(practised: Installation, tmp_path: Path) -> None:
    workspace = small_town(tmp_path / "town")
    record = workspace.data_dir / "installed.json"
    content = json.loads(record.read_text(encoding="utf-8"))
    assert not practice_pins_wait(workspace.data_dir)
    home = practised
    quarter = type(workspace)(
        data_dir=home.data,
        grid=workspace.grid,
        store=workspace.store,
        secret_key=workspace.secret_key,
        now=workspace.now,
    )
    assert practice_pins_wait(home.data)
    assert settle_practice_pins(quarter) == 42
    assert not practice_pins_wait(home.data)
    assert settle_practice_pins(quarter) == 42  # the same pins again, not more of them
    pins = workspace.store.published_pins()
    assert {str(pin.method) for pin in pins} == {"invented"}
    said = workspace.store.voices_within(None)["contributor"].value_counts()
    assert (len(said), said.max()) == (17, 4)  # 42 sayings of seventeen invented people, some of whom say more
    assert {pin.ward_code for pin in pins} <= {"PRACTICE-W1", "PRACTICE-W2"}
    (home.data / "installed.json").write_text(json.dumps(content | {"mode": "bundle"}), encoding="utf-8")
    assert practice_pins_wait(home.data)
    quarter.__dict__.pop("installed", None)
    assert settle_practice_pins(quarter) == 42
    assert workspace.store.published_pins() == []
    assert not practice_pins_wait(home.data)
    workspace.store.close()

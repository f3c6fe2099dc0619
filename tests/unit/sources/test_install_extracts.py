"""Walking networks from extracts: added, remembered, replaced, refused, and downloaded around an area."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from tiny_bundle import Installation, write_pbf

from geo.errors import InputError, SourceError
from geo.sources.extract import Extract
from geo.sources.extract_files import load_extract, save_extract
from geo.sources.osm_extract import read_extract
from geo.sources.practice import practice_quarter

LITTLE = "little-place-2025-03-01"


def networks_of(home: Installation) -> list[str]:
    record = json.loads((home.data / "installed.json").read_text(encoding="utf-8"))
    ids = [network["id"] for network in record["networks"]]
    assert sorted(path.name for path in (home.data / "networks").iterdir()) == ids
    return ids


def test_a_file_given_by_hand_is_installed_and_remembered(installed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "given" / "my_street_2026-01-05.osm.pbf"
    write_pbf(path, x=529300, y=180300, park="My Park")
    installed.install(pbf_files=(path,))
    assert networks_of(installed) == [LITTLE, "my-street-2026-01-05"]
    installed.install()
    assert networks_of(installed) == [LITTLE, "my-street-2026-01-05"]
    assert "My Park" in set(gpd.read_parquet(installed.data / "spaces.parquet")["name"])


def test_one_more_extract_does_not_mean_reading_the_others_again(installed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "more.osm.pbf"
    write_pbf(path, x=529300, y=180300)
    installed.install(pbf_files=(path,))
    assert installed.told.status_of(f"extract/{path.name}") == "done"
    assert installed.told.status_of("extract/little_place_2025-03-01.osm.pbf") == "unchanged"


def test_a_file_that_is_gone_later_keeps_its_network(installed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "more.osm.pbf"
    write_pbf(path, x=529300, y=180300)
    installed.install(pbf_files=(path,))
    path.unlink()
    report = installed.install()
    assert report.failed == ()
    assert networks_of(installed) == [LITTLE, "more"]
    assert installed.told.status_of("extract/more.osm.pbf") == "left out"


def test_a_newer_file_of_the_same_name_takes_the_place_of_the_old(installed: Installation) -> None:
    write_pbf(installed.bundle / "osm/little_place_2025-03-01.osm.pbf", x=528500, y=180500, park="Renamed Park")
    installed.install()
    assert networks_of(installed) == [LITTLE]
    assert gpd.read_parquet(installed.data / "spaces.parquet")["name"].tolist() == ["Renamed Park"]


def test_a_broken_newer_file_leaves_the_old_network(installed: Installation) -> None:
    (installed.bundle / "osm/little_place_2025-03-01.osm.pbf").write_bytes(b"\x00\x00\x00\x0dnot a map")
    report = installed.install()
    assert [result.name for result in report.failed] == ["extract/little_place_2025-03-01.osm.pbf"]
    assert networks_of(installed) == [LITTLE]


def test_an_extract_taken_out_of_the_bundle_goes(installed: Installation) -> None:
    (installed.bundle / "osm/little_place_2025-03-01.osm.pbf").unlink()
    installed.install()
    assert networks_of(installed) == []
    assert len(gpd.read_parquet(installed.data / "spaces.parquet")) == 0


def test_a_file_that_never_could_be_read_is_said_once(installed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(b"this is no map")
    report = installed.install(pbf_files=(path,))
    assert [result.name for result in report.failed] == ["extract/broken.osm.pbf"]
    assert "broken.osm.pbf" in str(report.failed[0].problem)
    assert installed.install().failed == ()


def test_a_file_that_is_not_there_is_refused_before_anything_is_done(installed: Installation, tmp_path: Path) -> None:
    before = installed.files()
    with pytest.raises(InputError, match="There is no file"):
        installed.install(pbf_files=(tmp_path / "nothing.osm.pbf",))
    assert installed.files() == before


def test_the_same_extract_twice_counts_once_and_another_of_its_name_is_refused(
    installed: Installation, tmp_path: Path
) -> None:
    name = "little_place_2025-03-01.osm.pbf"
    same, other = tmp_path / "same" / name, tmp_path / "other" / name
    same.parent.mkdir()
    same.write_bytes((installed.bundle / "osm" / name).read_bytes())
    report = installed.install(pbf_files=(same,))
    assert f"extract/second {name}" not in {result.name for result in report.results}
    write_pbf(other, x=529300, y=180300)
    installed.install(pbf_files=(other,))
    problem = next(r.problem for r in installed.told.results if r.name == f"extract/second {name}")
    assert "Rename one of them" in str(problem)
    assert networks_of(installed) == [LITTLE]


def test_two_files_whose_names_give_one_id_are_kept_apart(installed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "Little Place 2025-03-01.osm.pbf"
    write_pbf(path, x=529300, y=180300)
    report = installed.install(pbf_files=(path,))
    assert "already installed as “little-place-2025-03-01”" in str(report.failed[0].problem)
    assert networks_of(installed) == [LITTLE]


@pytest.fixture
def overpass(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, object]:
    """OpenStreetMap's download, played by a drawn extract; `fault` makes it fail, `asked` is what it was asked."""
    from geo.crs import open_grid

    played: dict[str, object] = {}

    def download(geometry: shapely.Geometry, grid: object, *, extract_id: str, **more: object) -> Extract:
        if "fault" in played:
            raise SourceError(str(played["fault"]))
        played["asked"] = (round(geometry.area), extract_id, more["margin_m"], more["title"])
        path = tmp_path / f"{extract_id}.osm.pbf"
        write_pbf(path, x=528200, y=180200, park="Downloaded Park")
        return read_extract(path, open_grid())

    monkeypatch.setattr("geo.sources.osm_live.download_area", download)
    return played


def test_streets_around_an_area_are_downloaded_and_kept(installed: Installation, overpass: dict[str, object]) -> None:
    installed.install(area_id="E05000001", offline=False)
    assert overpass["asked"] == (500_000, "live-e05000001", 1600.0, "OpenStreetMap: around Far")
    assert networks_of(installed) == [LITTLE, "live-e05000001"]
    overpass["fault"] = "must not be asked"
    installed.install()
    assert networks_of(installed) == [LITTLE, "live-e05000001"]


def test_a_failed_download_leaves_what_was_downloaded(installed: Installation, overpass: dict[str, object]) -> None:
    installed.install(area_id="E05000001", offline=False)
    overpass["fault"] = "OpenStreetMap did not answer. Try again later."
    report = installed.install(area_id="E05000001", offline=False)
    assert [result.problem for result in report.failed] == ["OpenStreetMap did not answer. Try again later."]
    assert networks_of(installed) == [LITTLE, "live-e05000001"]
    assert "Downloaded Park" in set(gpd.read_parquet(installed.data / "spaces.parquet")["name"])


def test_an_unknown_area_is_refused_and_the_rest_is_installed(fresh: Installation, overpass: dict[str, object]) -> None:
    with pytest.raises(InputError, match="There is no area “E05999999”"):
        fresh.install(area_id="E05999999", offline=False)
    assert "asked" not in overpass
    assert networks_of(fresh) == [LITTLE]


def test_no_real_streets_are_asked_for_an_invented_area(
    practised: Installation, overpass: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise SourceError("The portal is closed for the day.")

    monkeypatch.setattr("geo.sources.ons.fetch_areas", closed)
    with pytest.raises(InputError, match="is invented"):
        practised.install(bundle=None, area_id="PRACTICE-W1", offline=False)
    assert "asked" not in overpass


def test_an_area_cannot_be_downloaded_while_downloads_are_off(installed: Installation) -> None:
    with pytest.raises(InputError, match="PLACES_OFFLINE=1"):
        installed.install(area_id="E05000001")


def test_an_extract_kept_on_disk_is_the_extract(tmp_path: Path) -> None:
    drawn = practice_quarter().extract
    save_extract(drawn, tmp_path)
    kept = load_extract(tmp_path)
    assert (kept.id, kept.title, kept.date, kept.source, kept.sha256) == (
        drawn.id,
        drawn.title,
        drawn.date,
        drawn.source,
        drawn.sha256,
    )
    assert kept.footprint.equals_exact(drawn.footprint, 0.001)
    assert (kept.buildings == drawn.buildings).all()
    for name in ("spaces", "streets", "rail", "water", "green", "outlines"):
        first, second = getattr(drawn, name), getattr(kept, name)
        assert len(first) == len(second)
        assert shapely.equals_exact(first.geometry.to_numpy(), second.geometry.to_numpy()).all()
        assert first.columns.tolist() == second.columns.tolist()
    assert kept.ways.ways == []

"""Areas from a bundle: the real counts, boroughs by name, and files that are not what they should be."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Polygon, box
from tiny_bundle import in_degrees, write_layer

from geo.crs import NationalGrid, open_grid
from geo.errors import InputError, SourceError
from geo.frames import AREAS, check_frame
from geo.sources.area_rows import merge_areas, resolve_boroughs
from geo.sources.bundle import Bundle, bundle_entries, open_bundle, read_areas
from geo.sources.fingerprints import Fingerprints
from geo.sources.manifest import Role, SourceEntry, manifest

BOROUGHS = manifest()["ons-boroughs-2020"]
WARDS = manifest()["ons-wards-2025"]


@pytest.fixture(scope="module")
def real(bundle: Path, grid: NationalGrid) -> dict[str, gpd.GeoDataFrame]:
    opened = open_bundle(bundle, Fingerprints())
    frames: dict[str, gpd.GeoDataFrame] = {}
    for entry in bundle_entries(Role.AREAS):
        frames[str(entry.kind)], notes = read_areas(opened, entry, grid, frames.get("borough"))
        assert not [note for note in notes if "edition" in note]
    return frames


@pytest.mark.parametrize(
    ("kind", "count", "km2"),
    [("borough", 33, 1573.40), ("ward", 704, 1573.31), ("regeneration", 231, 187.4), ("town-centre", 234, 41.08)],
)
def test_the_bundle_holds_the_published_areas(
    real: dict[str, gpd.GeoDataFrame], kind: str, count: int, km2: float
) -> None:
    frame = real[kind]
    assert len(frame) == count
    assert set(frame["kind"]) == {kind}
    assert frame["area_km2"].sum() == pytest.approx(km2, rel=2e-4)
    assert shapely.is_valid(frame.geometry.to_numpy()).all()


def test_all_areas_fit_one_table_with_an_id_each(real: dict[str, gpd.GeoDataFrame]) -> None:
    merged = merge_areas(list(real.values()))
    check_frame(merged, AREAS)
    assert len(merged) == 33 + 704 + 231 + 234


def test_every_ward_lies_in_the_borough_it_is_given_to(real: dict[str, gpd.GeoDataFrame]) -> None:
    boroughs = real["borough"].set_index("area_id").geometry
    wards = real["ward"]
    inside = shapely.area(
        shapely.intersection(
            wards.geometry.to_numpy(), boroughs.loc[wards["borough_code"]].to_numpy()
        )
    )  # fmt: skip
    # Wards are generalised to 20 m and boroughs are not, which tells where a small ward has a long river front.
    assert (inside / shapely.area(wards.geometry.to_numpy())).min() > 0.9


def test_a_town_centre_across_a_borough_line_belongs_to_no_borough(real: dict[str, gpd.GeoDataFrame]) -> None:
    centres = real["town-centre"].set_index("name")
    # Published under Barnet, and two thirds of it lie in Brent and Camden.
    assert centres.loc["Cricklewood", ["borough_code", "borough_name"]].isna().all()
    assert centres.loc["Barking", "borough_code"] == "E09000002"
    assert (
        centres.loc["Woolwich", "borough_code"] == "E09000011"
    )  # a fifth of it is tidal river, which no borough holds
    assert centres["borough_code"].isna().sum() == 17


def test_degrees_are_converted_by_the_given_grid_and_not_by_proj(bundle: Path, grid: NationalGrid) -> None:
    opened = open_bundle(bundle, Fingerprints())
    by_shifts, _ = read_areas(opened, WARDS, grid)
    by_helmert, _ = read_areas(opened, WARDS, open_grid())
    apart = shapely.distance(shapely.centroid(by_shifts.geometry), shapely.centroid(by_helmert.geometry))
    assert 1.0 < apart.median() < 3.0  # the Helmert shift is about 1.7 m off in London


def test_a_layer_in_metres_is_taken_as_it_is(bundle: Path) -> None:
    read, _ = read_areas(open_bundle(bundle, Fingerprints()), BOROUGHS, open_grid())
    published = gpd.read_file(bundle / "boundaries/london_boroughs_2020.gpkg")
    assert shapely.equals_exact(read.geometry.to_numpy(), published.geometry.to_numpy()).all()


def test_another_edition_is_used_and_said(tiny_bundle: Path) -> None:
    opened = open_bundle(tiny_bundle, Fingerprints())
    frame, notes = read_areas(opened, BOROUGHS, open_grid())
    assert len(frame) == 2
    assert any("london_boroughs_2020.gpkg is not the edition that was checked" in note for note in notes)
    assert any("holds 2 features; the edition that was checked holds 33" in note for note in notes)


def test_names_that_are_not_one_borough_are_left_open(tiny_bundle: Path) -> None:
    opened = open_bundle(tiny_bundle, Fingerprints())
    boroughs, _ = read_areas(opened, BOROUGHS, open_grid())
    centres, notes = read_areas(opened, manifest()["gla-town-centres"], open_grid(), boroughs)
    assert centres["borough_code"].fillna("none").tolist() == ["E09000007", "none", "none"]
    assert "2 areas of gla-town-centres lie in more than one borough and are given to none." in notes


def test_a_borough_is_found_whatever_its_spelling(tiny_bundle: Path) -> None:
    boroughs, _ = read_areas(open_bundle(tiny_bundle, Fingerprints()), BOROUGHS, open_grid())
    boroughs.loc[0, "name"] = "Kensington and Chelsea"
    inside = np.array([box(528100, 180100, 528200, 180200)] * 3, dtype=object)
    found = resolve_boroughs(["Kensington & Chelsea", " kensington  AND chelsea ", ""], inside, boroughs)
    assert found == ["E09000007", "E09000007", None]


def _without_file(path: Path) -> None:
    path.unlink()


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _of_another_kind(path: Path) -> None:
    path.write_text("<html>Service unavailable</html>")


def _renamed_column(path: Path) -> None:
    write_layer(path, "wards", gpd.read_file(path).rename(columns={"ward_code": "WD26CD"}))


def _in_web_mercator(path: Path) -> None:
    write_layer(path, "wards", gpd.read_file(path).to_crs(3857))


def _with_a_hole_in_the_table(path: Path) -> None:
    frame = gpd.read_file(path)
    frame.loc[0, "geometry"] = None
    write_layer(path, "wards", frame)


def _with_an_id_twice(path: Path) -> None:
    write_layer(path, "wards", gpd.read_file(path).assign(ward_code="E05000001"))


def _of_points(path: Path) -> None:
    frame = gpd.read_file(path)
    write_layer(path, "wards", frame.set_geometry(frame.representative_point()))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without_file, "has no readable boundaries/london_wards_2025.gpkg"),
        (_emptied, "is empty. Copy it again"),
        (_cut_short, "put a good copy"),
        (_of_another_kind, "put a good copy"),
        (_renamed_column, "lacks the columns ward_code"),
        (_in_web_mercator, "expected EPSG:27700 or EPSG:4326"),
        (_with_a_hole_in_the_table, "1 features of ons-wards-2025 have no outline"),
        (_with_an_id_twice, "missing or stand twice"),
        (_of_points, "are not areas"),
    ],
)
def test_a_broken_layer_fails_with_what_to_do(tiny_bundle: Path, spoil, says: str) -> None:
    spoil(tiny_bundle / "boundaries/london_wards_2025.gpkg")
    with pytest.raises(SourceError, match=says):
        read_areas(open_bundle(tiny_bundle, Fingerprints()), WARDS, open_grid())


def test_an_outline_that_crosses_itself_is_repaired_and_said(tiny_bundle: Path) -> None:
    path = tiny_bundle / "boundaries/london_wards_2025.gpkg"
    frame = gpd.read_file(path)
    bow_tie = Polygon([(528000, 180000), (528400, 180400), (528400, 180000), (528000, 180400)])
    frame.loc[0, "geometry"] = in_degrees({"n": [1]}, [bow_tie]).geometry.iloc[0]
    write_layer(path, "wards", frame)
    wards, notes = read_areas(open_bundle(tiny_bundle, Fingerprints()), WARDS, open_grid())
    assert shapely.is_valid(wards.geometry.to_numpy()).all()
    assert wards["area_km2"].iloc[0] == pytest.approx(0.08, rel=1e-3)  # two triangles of 400 m by 200 m
    assert "1 outlines of ons-wards-2025 crossed themselves and were repaired." in notes


def test_a_folder_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        open_bundle(tmp_path / "nowhere", Fingerprints())
    with pytest.raises(InputError, match="holds none of the source files"):
        open_bundle(tmp_path, Fingerprints())


def test_a_checksum_is_read_again_only_when_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    kept = Fingerprints()
    first = kept.sha256(path)
    monkeypatch.setattr("geo.sources.fingerprints.sha256_of", lambda _: "read again")
    assert kept.sha256(path) == first
    path.write_bytes(b"other")
    assert kept.sha256(path) == "read again"


def test_only_files_of_the_bundle_are_looked_for_in_it(tiny_bundle: Path) -> None:
    opened = Bundle(tiny_bundle, Fingerprints())
    entry: SourceEntry = manifest()["practice-quarter"]
    with pytest.raises(SourceError, match="does not come from a bundle"):
        opened.path_of(entry)
    assert [path.name for path in opened.extracts()] == ["little_place_2025-03-01.osm.pbf"]
    shutil.rmtree(tiny_bundle / "osm")
    assert opened.extracts() == []

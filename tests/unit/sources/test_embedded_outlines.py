"""The borough outlines that are shipped: complete, coherent, and close to the official ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.crs import NationalGrid
from geo.errors import SourceError
from geo.sources import embedded
from geo.sources.embedded import read_outlines
from geo.sources.manifest import BOUNDARIES

FILE = "london_boroughs_outline.geojson"


@pytest.fixture(scope="module")
def outlines(grid: NationalGrid) -> gpd.GeoDataFrame:
    return read_outlines(grid)


@pytest.fixture(scope="module")
def official(bundle: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(bundle / "boundaries/london_boroughs_2020.gpkg").sort_values("borough_code")


def test_all_33_boroughs_are_there_by_their_official_codes_and_names(
    outlines: gpd.GeoDataFrame, official: gpd.GeoDataFrame
) -> None:
    assert outlines["area_id"].tolist() == official["borough_code"].tolist()
    assert outlines["name"].tolist() == official["borough_name"].tolist()
    assert shapely.is_valid(outlines.geometry.to_numpy()).all()


def test_each_outline_is_close_to_the_official_one(outlines: gpd.GeoDataFrame, official: gpd.GeoDataFrame) -> None:
    ours, theirs = outlines.geometry.to_numpy(), official.geometry.to_numpy()
    apart = shapely.area(shapely.symmetric_difference(ours, theirs))
    assert (apart / shapely.area(theirs)).max() < 0.0085
    assert apart.sum() / 1e6 < 2.0  # km2, of 1,573


def test_neighbours_touch_and_do_not_overlap(outlines: gpd.GeoDataFrame, official: gpd.GeoDataFrame) -> None:
    assert shapely.coverage_is_valid(gpd.read_file(BOUNDARIES / FILE).geometry.to_numpy())
    ours, theirs = _neighbours(outlines), _neighbours(official)
    assert len(ours & theirs) == 67
    # The two outlines disagree on pairs that meet in a bridge's length or in a single point.
    assert ours ^ theirs == {("City of London", "Southwark"), ("Bromley", "Southwark")}


def test_the_file_is_rfc_7946() -> None:
    text = (BOUNDARIES / FILE).read_text(encoding="utf-8")
    collection = json.loads(text)
    assert set(collection) == {"type", "features"}
    assert len(text) < 400_000
    for feature in collection["features"]:
        assert feature["id"] == feature["properties"]["borough_code"]
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        for part in shapely.get_parts(shape):
            assert shapely.is_ccw(part.exterior)
            assert not shapely.is_ccw(shapely.get_rings(part)[1:]).any()


def test_a_changed_file_is_refused(grid: NationalGrid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(BOUNDARIES / FILE, tmp_path / FILE)
    monkeypatch.setattr(embedded, "BOUNDARIES", tmp_path)
    assert len(read_outlines(grid)) == 33
    (tmp_path / FILE).write_text((tmp_path / FILE).read_text(encoding="utf-8").replace("Camden", "Atlantis"))
    with pytest.raises(SourceError, match="not as it was released"):
        read_outlines(grid)
    (tmp_path / FILE).unlink()
    with pytest.raises(SourceError, match="is missing"):
        read_outlines(grid)


def _neighbours(frame: gpd.GeoDataFrame) -> set[tuple[str, str]]:
    shapes = frame.geometry.to_numpy()
    names = frame["name" if "name" in frame else "borough_name"].to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return {tuple(sorted((names[a], names[b]))) for a, b in zip(first, second, strict=True) if a < b}

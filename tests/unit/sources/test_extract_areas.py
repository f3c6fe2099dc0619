"""Each installed map as an area of its own, and maps of places where the National Grid does not reach."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import pytest
import shapely
from osmium.osm.mutable import Node, Way
from shapely import Point, Polygon
from tiny_bundle import Installation, write_pbf

from geo.areas import AreaKind, extract_area_id
from geo.errors import InputError, SourceError
from geo.frames import AREAS, check_frame
from geo.provenance import Source
from geo.sources.extract import KeptExtract
from geo.sources.extract_areas import extract_areas
from geo.sources.great_britain import check_great_britain
from geo.sources.stop_rows import empty_stops

LITTLE = "map-little-place-2025-03-01"


def kept(footprint: Polygon) -> KeptExtract:
    source = Source(id="osm-t", title="OpenStreetMap: T", publisher="", url="", vintage="", licence="", attribution="")
    return KeptExtract(
        id="t", title=source.title, invented=False, source=source, footprint=footprint, stops=empty_stops()
    )


def abroad(path, lon, lat):
    """A street in a place far away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for number in range(1, 5):
            writer.add_node(Node(id=number, location=(lon + number / 1000, lat)))
        writer.add_way(Way(id=1, nodes=[1, 2, 3, 4], tags={"highway": "residential"}))
    return path


def test_each_installed_map_is_an_area_of_no_borough(installed: Installation) -> None:
    areas = gpd.read_parquet(installed.data / "areas.parquet").set_index("area_id")
    whole = areas.loc[LITTLE]
    assert (whole["kind"], whole["name"]) == ("extract", "Little Place")
    assert pd.isna(whole["borough_code"])
    # The ring of 200 m by 200 m (0.04 km2) is the map; its footprint is told from the streets, corners rounded off.
    assert 0.02 < whole["area_km2"] < 0.05
    assert areas["kind"].iloc[-1] == "extract"


def test_a_map_added_or_gone_is_an_area_added_or_gone(installed: Installation, tmp_path) -> None:
    path = tmp_path / "more.osm.pbf"
    write_pbf(path, x=529300, y=180300)
    installed.install(pbf_files=(path,))
    assert set(maps(installed)) == {LITTLE, "map-more"}
    (installed.bundle / "osm/little_place_2025-03-01.osm.pbf").unlink()
    installed.install()
    assert set(maps(installed)) == {"map-more"}


def test_the_practice_quarter_is_an_invented_map(practised: Installation) -> None:
    areas = gpd.read_parquet(practised.data / "areas.parquet").set_index("area_id")
    assert areas.loc["map-practice-quarter", "invented"]


def test_neither_the_search_nor_the_map_shows_whole_maps(installed: Installation) -> None:
    places = pd.read_parquet(installed.data / "places.parquet")
    assert "extract" not in set(places["kind"])
    assert not list((installed.data / "display").glob("areas-extract*"))


def test_no_download_is_made_around_a_map_that_is_there(installed: Installation) -> None:
    with pytest.raises(InputError, match="installed map as a whole"):
        installed.install(area_id=LITTLE, offline=False)


def test_a_heavy_outline_is_lightened_and_a_light_one_kept_as_it_is() -> None:
    # A circle of 5 km radius: 8,001 vertices, within 10 m of one with far fewer.
    heavy = Point(530000, 180000).buffer(5000, quad_segs=2000)
    light = shapely.box(530000, 180000, 531000, 181000)
    areas = extract_areas([kept(heavy)])
    check_frame(areas, AREAS)
    assert shapely.get_num_coordinates(areas.geometry.iloc[0]) < 500
    assert areas["area_km2"].iloc[0] == pytest.approx(heavy.area / 1e6, rel=0.01)
    assert extract_areas([kept(light)]).geometry.iloc[0].equals(light)


def test_no_maps_give_no_rows() -> None:
    check_frame(extract_areas([]), AREAS)
    assert len(extract_areas([])) == 0
    assert AreaKind.EXTRACT.label == "Whole walking map"
    assert extract_area_id("x") == "map-x"


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(-0.1, 51.5), (-3.0, 51.6), (-1.15, 60.15), (-6.3, 49.92), (-8.57, 57.81), (1.75, 52.48), (1.3, 51.13),
     (-5.1, 54.84), (-4.5, 54.15), (-5.75, 55.3), (-4.63, 53.3), (-5.3, 51.88)],
)  # fmt: skip
def test_places_all_over_great_britain_are_taken(lon, lat) -> None:
    # London, Newport, Lerwick, Scilly, St Kilda, Lowestoft, Dover, Portpatrick, Douglas, Kintyre, Holyhead, St Davids
    check_great_britain(np.array([[lon, lat]]), "here.osm.pbf")


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(2.35, 48.85), (1.85, 50.95), (-5.93, 54.6), (-6.26, 53.35), (-2.5, 49.45), (36.8, -1.3), (151.2, -33.9),
     (-74.0, 40.7), (179.9, 0.0), (-6.2, 55.2), (-5.5, 54.45)],
)  # fmt: skip
def test_places_elsewhere_are_refused_in_a_sentence(lon, lat) -> None:
    # Paris, Calais, Belfast, Dublin, Guernsey, Nairobi, Sydney, New York, the date line, Ballycastle, the Ards
    with pytest.raises(SourceError, match=r"outside Great Britain.*England, Scotland or Wales\.$"):
        check_great_britain(np.array([[lon, lat]]), "there.osm.pbf")


@pytest.mark.parametrize(("lon", "lat"), [(2.35, 48.85), (36.8, -1.3), (-170.1, 85.0)])
def test_a_map_of_another_country_fails_alone_and_the_rest_is_installed(fresh: Installation, lon, lat) -> None:
    abroad(fresh.bundle / "osm/elsewhere.osm.pbf", lon, lat)
    report = fresh.install()
    assert [result.name for result in report.failed] == ["extract/elsewhere.osm.pbf"]
    assert "outside Great Britain" in (report.failed[0].problem or "")
    assert list(maps(fresh)) == [LITTLE]


def maps(home: Installation) -> list[str]:
    areas = gpd.read_parquet(home.data / "areas.parquet")
    return areas.loc[areas["kind"] == "extract", "area_id"].to_list()

"""Stops as an install leaves them: from extracts, from the London-wide list, and for the practice quarter."""

from __future__ import annotations

import geopandas as gpd
import osmium
from osmium.osm.mutable import Node, Way
from shapely import Point
from tiny_bundle import HELMERT, in_degrees, write_layer, write_pbf

from geo.frames import STOPS, check_frame
from geo.metrics.stops_supply import stops_for

TOWN = "little-place-2025-03-01"


def write_list(bundle):
    """Three stops and a taxi rank: two in the extract's square, one beyond."""
    write_layer(
        bundle / "transport/osm_transport_stops_london_2019.gpkg",
        "stops",
        in_degrees(
            {
                "osm_id": [1, 2, 3, 4],
                "fclass": ["bus_stop", "railway_station", "bus_stop", "taxi"],
                "name": ["Ring Street", "Little Place", "Elsewhere", None],
                "borough_code": ["E09000007"] * 4,
            },
            [Point(528600, 180600), Point(528650, 180650), Point(529900, 180900), Point(528600, 180610)],
        ),
    )


def test_the_list_fills_in_where_an_extract_has_no_stops(fresh):
    write_list(fresh.bundle)
    report = fresh.install()
    assert not report.failed
    stops = gpd.read_parquet(fresh.data / "stops.parquet")
    check_frame(stops, STOPS)
    assert stops["stop_id"].to_list() == ["osm-stops-2019/1", "osm-stops-2019/2", "osm-stops-2019/3"]
    assert stops["kind"].to_list() == ["bus", "rail", "bus"]
    assert stops_for(stops, TOWN)["name"].to_list() == ["Ring Street", "Little Place"]
    assert "Stops: OpenStreetMap stops and stations in London" in [each["name"] for each in report.installed["layers"]]


def test_an_extract_brings_its_own_stops_as_nodes_ways_and_areas(fresh):
    path = fresh.bundle / "osm/little_place_2025-03-01.osm.pbf"
    path.unlink()
    with osmium.SimpleWriter(str(path)) as writer:
        corners = [(528500, 180500), (528700, 180500), (528700, 180700), (528500, 180700)]
        station = [(528560, 180560), (528600, 180560), (528600, 180580), (528560, 180580)]
        platform = [(528620, 180690), (528630, 180690), (528640, 180690)]
        bus_stop = (528550, 180505)
        for number, (east, north) in enumerate([*corners, *station, *platform, bus_stop], start=1):
            place = HELMERT.point_to_wgs84(east, north)
            tags = {"highway": "bus_stop", "name": "Ring Street"} if number == 12 else {}
            writer.add_node(Node(id=number, location=(place.lon, place.lat), tags=tags))
        writer.add_way(Way(id=1, nodes=[1, 2, 3, 4, 1], tags={"highway": "residential"}))
        tags = {"railway": "station", "building": "train_station", "name": "Little Place"}
        writer.add_way(Way(id=2, nodes=[5, 6, 7, 8, 5], tags=tags))
        writer.add_way(Way(id=3, nodes=[9, 10, 11], tags={"public_transport": "platform", "bus": "yes"}))
    fresh.install()
    stops = gpd.read_parquet(fresh.data / "stops.parquet").set_index("stop_id")
    assert dict(stops["kind"]) == {f"node/12@{TOWN}": "bus", f"way/3@{TOWN}": "bus", f"way/2@{TOWN}": "rail"}
    assert stops["network_id"].unique().tolist() == [TOWN]
    middle = stops.geometry[f"way/3@{TOWN}"]
    assert (round(middle.x), round(middle.y)) == (528630, 180690)


def test_unchanged_stops_are_not_made_again_and_a_changed_list_is(fresh):
    write_list(fresh.bundle)
    fresh.install()
    fresh.install()
    assert fresh.told.status_of("table/stops") == "unchanged"
    write_pbf(fresh.bundle / "osm/little_place_2025-03-01.osm.pbf", x=528500, y=180500, park="Another Park")
    fresh.install()
    assert fresh.told.status_of("london-stops") == "unchanged"
    assert fresh.told.status_of("table/stops") == "done"


def test_without_a_list_the_install_says_so_and_the_table_is_there(fresh):
    report = fresh.install()
    left_out = next(result for result in report.results if result.name == "london-stops")
    assert left_out.status == "left out"
    assert "transport/osm_transport_stops_london_2019.gpkg" in (left_out.problem or "")
    assert len(gpd.read_parquet(fresh.data / "stops.parquet")) == 0


def test_a_broken_list_fails_alone_and_leaves_the_last_good_one(fresh):
    write_list(fresh.bundle)
    fresh.install()
    (fresh.bundle / "transport/osm_transport_stops_london_2019.gpkg").write_text("no geopackage")
    report = fresh.install()
    assert [result.name for result in report.failed if "stop" in result.name] == ["london-stops"]
    assert len(gpd.read_parquet(fresh.data / "stops.parquet")) == 3


def test_the_practice_quarter_gets_invented_stops(fresh):
    report = fresh.install(bundle=None)
    assert report.mode == "embedded"
    stops = gpd.read_parquet(fresh.data / "stops.parquet")
    assert stops["invented"].all()
    assert len(stops_for(stops, "practice-quarter")) == len(stops) > 3

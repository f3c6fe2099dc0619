"""Stops of public transport: which features are one, each once, and whose list counts where two overlap."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Point, box

from geo.crs import BNG
from geo.frames import STOPS, check_frame
from geo.metrics.stops_supply import USED_ON, stops_for
from geo.provenance import Source
from geo.sources.extract import KeptExtract
from geo.sources.practice import practice_quarter
from geo.sources.stop_merge import merge_stops
from geo.sources.stop_rows import empty_stops, stop_rows
from geo.sources.stop_tags import stop_kind

SOURCE = Source(id="osm-town", title="Town", publisher="", url="", vintage="", licence="", attribution="")


def listed(*stops: tuple[str, str | None, str, tuple[float, float]], network_id: str | None = None) -> gpd.GeoDataFrame:
    """Rows of (id, name, kind, (easting, northing)), the corner at (530000, 180000)."""
    ids, names, kinds, places = zip(*stops, strict=True) if stops else ((), (), (), ())
    shapes = np.array([Point(530000 + x, 180000 + y) for x, y in places], dtype=object)
    return stop_rows(ids, names, kinds, shapes, network_id=network_id, source_id="osm-town")


def extract(*stops: tuple[str, str | None, str, tuple[float, float]], network_id: str = "town") -> KeptExtract:
    """An extract of one square kilometre with the corner at (530000, 180000)."""
    return KeptExtract(
        id=network_id,
        title="Town",
        invented=False,
        source=SOURCE,
        footprint=box(530000, 180000, 531000, 181000),
        stops=listed(*stops, network_id=network_id),
    )


class TestWhichFeaturesAreStops:
    @pytest.mark.parametrize(
        ("tags", "kind"),
        [
            ({"highway": "bus_stop"}, "bus"),
            ({"highway": "platform", "public_transport": "platform", "bus": "yes"}, "bus"),
            ({"public_transport": "platform"}, None),
            ({"public_transport": "stop_position", "bus": "yes"}, None),
            ({"railway": "station", "station": "subway"}, "rail"),
            ({"railway": "halt"}, "rail"),
            ({"railway": "subway_entrance"}, None),
            ({"railway": "tram_stop"}, "tram"),
            ({"amenity": "ferry_terminal"}, "ferry"),
            ({"railway": "station", "station": "miniature"}, None),
            ({"railway": "station", "disused": "yes"}, None),
            ({"disused:railway": "station"}, None),
            ({"amenity": "taxi"}, None),
            ({}, None),
        ],
    )
    def test_the_tags_decide(self, tags, kind):
        found = stop_kind(tags)
        assert (found.value if found else None) == kind


class TestEachOnce:
    def test_bus_stops_on_both_sides_of_a_street_are_two(self):
        stops = listed(("node/1", "Town Hall", "bus", (0, 0)), ("node/2", "Town Hall", "bus", (12, 0)))
        assert stops["stop_id"].to_list() == ["node/1", "node/2"]

    def test_a_platform_drawn_beside_its_stop_is_that_stop(self):
        stops = listed(("way/9", None, "bus", (0, 5)), ("node/1", "Town Hall", "bus", (0, 0)))
        assert stops["stop_id"].to_list() == ["node/1"]

    def test_a_platform_far_from_any_stop_is_a_stop(self):
        stops = listed(("way/9", None, "bus", (0, 50)), ("node/1", "Town Hall", "bus", (0, 0)))
        assert stops["stop_id"].to_list() == ["way/9", "node/1"]

    def test_one_station_of_two_companies_counts_once_and_its_neighbour_too(self):
        stops = listed(
            ("node/1", "Bank", "rail", (0, 0)),
            ("node/2", "Bank", "rail", (250, 0)),
            ("node/3", "Monument", "rail", (150, 0)),
            ("node/4", "Bank", "rail", (700, 0)),
        )
        assert stops["stop_id"].to_list() == ["node/1", "node/3", "node/4"]

    def test_a_station_and_a_bus_stop_of_one_name_are_two(self):
        stops = listed(("node/1", "Angel", "rail", (0, 0)), ("node/2", "Angel", "bus", (5, 0)))
        assert len(stops) == 2

    def test_an_outline_gives_a_point_inside_it_and_an_empty_one_nothing(self):
        shapes = np.array([box(530000, 180000, 530040, 180010), shapely.Polygon()], dtype=object)
        stops = stop_rows(["way/1", "way/2"], ["A", "B"], ["rail", "rail"], shapes, network_id="n", source_id="s")
        assert len(stops) == 1
        assert stops.geometry.iloc[0].within(shapes[0])
        check_frame(stops, STOPS)

    def test_no_stops_are_a_table_without_rows(self):
        check_frame(empty_stops(), STOPS)
        assert empty_stops().crs == BNG


class TestWhoseListCounts:
    def test_an_extract_with_stops_of_its_own_is_believed_within_its_footprint(self):
        # Two of its own against three listed: a stop that the newer map lacks has gone.
        town = extract(("node/1", "A", "bus", (100, 100)), ("node/2", "B", "bus", (500, 500)))
        wide = listed(
            ("list/1", "A", "bus", (102, 100)), ("list/2", "B", "bus", (500, 500)), ("list/3", "C", "bus", (900, 900))
        )
        merged = merge_stops([town], wide)
        assert stops_for(merged, "town")["stop_id"].to_list() == ["node/1@town", "node/2@town"]

    def test_streets_alone_borrow_the_listed_stops_they_lack(self):
        # One of its own against three listed (a third): cut without them.
        town = extract(("node/1", "A", "bus", (100, 100)))
        wide = listed(
            ("list/1", "A", "bus", (120, 100)),  # 20 m from the extract's own: the same
            ("list/2", "B", "bus", (500, 500)),
            ("list/3", "C", "bus", (900, 900)),
            ("list/4", "D", "bus", (1500, 500)),  # outside the footprint
        )
        merged = merge_stops([town], wide)
        assert stops_for(merged, "town")["stop_id"].to_list() == ["list/2", "list/3", "node/1@town"]

    def test_it_is_decided_kind_by_kind(self):
        town = extract(("node/1", "A", "bus", (100, 100)))
        wide = listed(("list/1", "Far", "bus", (900, 100)), ("list/2", "Town", "rail", (500, 500)))
        assert stops_for(merge_stops([town], wide), "town")["stop_id"].to_list() == ["list/2", "node/1@town"]

    def test_two_extracts_with_the_same_stop_each_keep_it(self):
        one, other = extract(("node/1", "A", "bus", (1, 1))), extract(("node/1", "A", "bus", (1, 1)), network_id="two")
        merged = merge_stops([one, other], None)
        check_frame(merged, STOPS)
        assert stops_for(merged, "two")["stop_id"].to_list() == ["node/1@two"]

    def test_an_unknown_network_has_none(self):
        merged = merge_stops([], listed(("list/1", "A", "bus", (1, 1))))
        assert len(merged) == 1
        assert stops_for(merged, "town").empty

    def test_nothing_installed_is_a_table_without_rows(self):
        merged = merge_stops([], None)
        check_frame(merged, STOPS)
        assert (len(merged), USED_ON in merged.columns) == (0, True)
        assert stops_for(merged, "town").empty

    def test_a_frame_without_the_column_gives_own_stops_alone(self):
        frame = listed(("node/1", "A", "bus", (1, 1)), network_id="town")
        assert len(stops_for(frame, "town")) == 1
        assert stops_for(frame, "two").empty


def test_the_practice_quarter_has_invented_stops_within_its_outline():
    quarter = practice_quarter().extract
    check_frame(quarter.stops, STOPS)
    assert quarter.stops["invented"].all()
    assert set(quarter.stops["kind"]) == {"bus", "rail", "tram"}
    assert quarter.stops.geometry.within(quarter.footprint).all()

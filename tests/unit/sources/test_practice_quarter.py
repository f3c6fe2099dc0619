"""The practice quarter: the same everywhere, marked as invented, and good to practise on."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.crs import NationalGrid
from geo.frames import AREAS, SPACES, ZONES, check_frame
from geo.network.build import build_network
from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import NetworkMeta, WalkingNetwork
from geo.network.pedestrian import is_walkable
from geo.pins import CollectionMethod
from geo.sources.embedded import read_outlines
from geo.sources.extract import Extract
from geo.sources.practice import PracticeQuarter, invented_pins, practice_quarter
from geo.sources.practice_streets import draw_streets
from geo.surveys import PinKind


@pytest.fixture(scope="module")
def quarter() -> PracticeQuarter:
    return practice_quarter()


@pytest.fixture(scope="module")
def network(quarter: PracticeQuarter) -> WalkingNetwork:
    extract = quarter.extract
    meta = NetworkMeta(
        id=extract.id, name=extract.title, date=None, source_id=extract.source_id, footprint=extract.footprint
    )
    return build_network(extract.ways, meta, extract.buildings)


def test_two_drawings_are_the_same(quarter: PracticeQuarter) -> None:
    draw_streets_again = draw_streets()
    first, again = quarter.extract, practice_quarter().extract
    assert draw_streets_again.plan.places == [tuple(place) for place in first.ways.node_xy.tolist()]
    assert first.sha256 == again.sha256
    assert np.array_equal(first.buildings, again.buildings)
    assert first.spaces.drop(columns="geometry").equals(again.spaces.drop(columns="geometry"))
    assert shapely.equals_exact(first.spaces.geometry.to_numpy(), again.spaces.geometry.to_numpy()).all()


def test_every_row_says_that_it_is_invented(quarter: PracticeQuarter) -> None:
    assert quarter.extract.invented
    assert quarter.extract.source.invented
    assert "OpenStreetMap" not in quarter.extract.source.attribution
    for frame, contract in ((quarter.areas, AREAS), (quarter.zones, ZONES), (quarter.extract.spaces, SPACES)):
        check_frame(frame, contract)
        assert frame["invented"].all()
        assert set(frame["source_id"]) == {"practice-quarter"}


def test_it_lies_in_one_real_borough_so_that_pins_count_as_inside_london(
    quarter: PracticeQuarter, grid: NationalGrid
) -> None:
    boroughs = read_outlines(grid).set_index("area_id").geometry
    assert boroughs["E09000027"].contains(quarter.extract.footprint)
    assert set(quarter.areas["borough_code"]) == {"E09000027"}


def test_it_is_about_a_mile_across(quarter: PracticeQuarter) -> None:
    west, south, east, north = quarter.extract.footprint.bounds
    assert 1300 < east - west < 1600
    assert 1300 < north - south < 1600


def test_wards_and_zones_tile_the_quarter(quarter: PracticeQuarter) -> None:
    outline = quarter.extract.footprint
    wards = quarter.areas[quarter.areas["kind"] == "ward"]
    for frame, count in ((wards, 2), (quarter.zones, 6)):
        assert len(frame) == count
        assert frame.geometry.area.sum() == pytest.approx(outline.area, rel=1e-6)
        assert shapely.union_all(frame.geometry.to_numpy()).symmetric_difference(outline).area < 1.0
    assert quarter.areas["area_id"].tolist() == ["PRACTICE-W1", "PRACTICE-W2", "PRACTICE-R1"]


def test_invented_residents_add_up(quarter: PracticeQuarter) -> None:
    zones = quarter.zones
    groups = zones[["eth_asian", "eth_black", "eth_mixed", "eth_other", "eth_white"]].sum(axis=1)
    assert (groups == zones["residents"]).all()
    assert (zones["disabled_equality_act"] < zones["residents"]).all()
    assert 4000 < zones["residents"].sum() < 6000


def test_one_can_walk_from_anywhere_to_anywhere(network: WalkingNetwork) -> None:
    graph = csr_array((network.weights, network.indices, network.indptr), shape=(network.node_count,) * 2)
    assert connected_components(graph, directed=False)[0] == 1
    assert 15 < network.length_km < 25


def test_it_has_what_stands_in_the_way(network: WalkingNetwork) -> None:
    edges, nodes = np.bitwise_or.reduce(network.edge_flags), np.bitwise_or.reduce(network.node_flags)
    for flag in (EdgeFlag.STEPS, EdgeFlag.CROSSING, EdgeFlag.BRIDGE, EdgeFlag.TUNNEL, EdgeFlag.UNLIT):
        assert edges & flag, flag.name
    for flag in (NodeFlag.GATE, NodeFlag.CLOSED, NodeFlag.KERB_RAISED, NodeFlag.KERB_FLUSH):
        assert nodes & flag, flag.name


def test_the_road_is_crossed_in_two_places_and_the_railway_in_two() -> None:
    streets = draw_streets()
    lines = [(streets.plan.line(way.node_ids), way.tags) for way in streets.plan.ways]
    over_road = [tags for line, tags in lines if line.crosses(streets.road)]
    over_rail = [tags for line, tags in lines if line.crosses(streets.rail)]
    assert [tags.get("footway") for tags in over_road] == ["crossing", "crossing"]
    assert sorted((tags.get("tunnel", ""), tags.get("bridge", "")) for tags in over_rail) == [("", "yes"), ("yes", "")]
    assert all(is_walkable(tags) for _, tags in lines)


def test_streets_are_no_perfect_lattice() -> None:
    plan = draw_streets().plan
    bearings = []
    for way in plan.ways:
        xy = shapely.get_coordinates(plan.line(way.node_ids))
        bearings += np.degrees(np.arctan2(*np.diff(xy, axis=0).T)).tolist()
    assert np.std(np.mod(bearings, 90)) > 8
    degrees = np.unique([node for way in plan.ways for node in way.node_ids], return_counts=True)[1]
    assert {1, 2, 3}.issubset(set(degrees.tolist()))


def test_every_open_space_but_the_private_one_is_reached_by_a_street_or_path(quarter: PracticeQuarter) -> None:
    ways = _ways(quarter.extract)
    spaces = quarter.extract.spaces
    outer = spaces[~spaces["is_point"] & spaces["parent_id"].isna() & (spaces["access"] != "private")]
    assert len(outer) >= 6
    assert (shapely.distance(outer.geometry.to_numpy(), ways) < 1.0).all()


def test_houses_stand_on_no_street_and_in_no_park(quarter: PracticeQuarter) -> None:
    extract = quarter.extract
    houses = np.asarray(shapely.points(extract.buildings[:, :2]), dtype=object)
    assert len(houses) > 1200
    assert shapely.distance(houses, _ways(extract)).min() > 8
    parks = shapely.union_all(extract.spaces[~extract.spaces["is_point"]].geometry.to_numpy())
    assert not shapely.intersects(parks, houses).any()
    assert shapely.intersects(extract.footprint, houses).all()


def test_some_forty_pins_of_all_kinds_lie_in_the_quarter(quarter: PracticeQuarter, grid: NationalGrid) -> None:
    pins = invented_pins(grid)
    assert 40 <= len(pins) <= 45
    assert {pin.kind for pin in pins} == set(PinKind)
    assert len({pin.category for pin in pins}) >= 20
    assert {pin.method for pin in pins} == {CollectionMethod.INVENTED}
    assert len({pin.id for pin in pins}) == len({pin.receipt for pin in pins}) == len(pins)
    places = [grid.point_to_bng(pin.place) for pin in pins]
    assert shapely.intersects(quarter.extract.footprint, np.asarray(shapely.points(places))).all()
    assert invented_pins(grid) == pins


def _ways(extract: Extract) -> shapely.Geometry:
    place = dict(zip(extract.ways.node_ids.tolist(), extract.ways.node_xy.tolist(), strict=True))
    return shapely.union_all([shapely.LineString([place[node] for node in way.node_ids]) for way in extract.ways.ways])

"""Graphs as OSMnx makes them, whole and simplified, become the same walking network as the map they come from."""

import networkx as nx
import numpy as np
import osmnx
import pytest
import shapely
from drawn_networks import drawn_meta, edge_at
from real_networks import read_network

from geo.crs import open_grid
from geo.errors import SourceError
from geo.network.flags import EdgeFlag, NodeFlag
from geo.sources.osmnx_graphs import network_from_osmnx


def graph_of(places, edges, crs="EPSG:27700"):
    """A graph with both directions of each edge, the second marked as running against the drawing."""
    graph = nx.MultiDiGraph(crs=crs)
    for name, (x, y, *tags) in places.items():
        graph.add_node(name, x=x, y=y, **(tags[0] if tags else {}))
    for start, end, data in edges:
        graph.add_edge(start, end, reversed=False, **data)
        back = dict(data)
        if "geometry" in data:
            back["geometry"] = shapely.reverse(data["geometry"])
        graph.add_edge(end, start, reversed=True, **back)
    return graph


def network_of(graph):
    return network_from_osmnx(graph, drawn_meta(), open_grid())


PATH = {"highway": "footway"}


def test_both_directions_of_an_edge_are_one_edge():
    network = network_of(graph_of({1: (0, 0), 2: (100, 0)}, [(1, 2, PATH | {"osmid": 7})]))
    assert network.edge_count == 1
    assert network.edge_length_m[0] == pytest.approx(100)
    assert network.edge_way_id[0] == 7
    assert len(network.indices) == 2


def test_bends_of_a_simplified_edge_are_kept_and_count():
    line = shapely.LineString([(0, 0), (0, 30), (40, 30)])
    network = network_of(graph_of({1: (0, 0), 2: (40, 30)}, [(1, 2, PATH | {"osmid": [7, 8], "geometry": line})]))
    assert network.edge_count == 1
    assert network.edge_length_m[0] == pytest.approx(70)
    assert shapely.equals_exact(shapely.normalize(network.lines[0]), shapely.normalize(line), 1e-9)


def test_stretches_of_an_unsimplified_way_are_put_together():
    places = {1: (0, 0), 2: (50, 0), 3: (100, 0), 4: (100, 50)}
    way = PATH | {"osmid": 7}
    network = network_of(graph_of(places, [(1, 2, way), (2, 3, way), (3, 4, way)]))
    assert network.edge_count == 1
    assert network.edge_length_m[0] == pytest.approx(150)


def test_two_edges_between_the_same_nodes_by_other_ways_are_both_kept():
    arc = shapely.LineString([(0, 0), (50, 40), (100, 0)])
    edges = [(1, 2, PATH | {"osmid": 7}), (1, 2, PATH | {"osmid": 8, "geometry": arc})]
    network = network_of(graph_of({1: (0, 0), 2: (100, 0)}, edges))
    assert network.length_km == pytest.approx((100 + arc.length) / 1000)


def test_a_loop_keeps_its_whole_length():
    ring = shapely.LineString([(0, 0), (30, 0), (30, 30), (0, 30), (0, 0)])
    network = network_of(graph_of({1: (0, 0)}, [(1, 1, PATH | {"osmid": 7, "geometry": ring})]))
    assert network.length_km == pytest.approx(0.12)


def test_edges_in_one_spot_and_what_may_not_be_walked_are_left_out():
    edges = [(1, 2, PATH | {"osmid": 7}), (2, 3, {"highway": "motorway", "osmid": 8}), (3, 1, {"osmid": 9})]
    assert network_of(graph_of({1: (0, 0), 2: (0, 0), 3: (100, 0)}, edges)).edge_count == 0


def test_a_gate_on_a_node_parts_the_path():
    places = {1: (0, 0), 2: (50, 0, {"barrier": "lift_gate"}), 3: (100, 0)}
    network = network_of(graph_of(places, [(1, 2, PATH | {"osmid": 7}), (2, 3, PATH | {"osmid": 7})]))
    assert network.edge_count == 2
    assert (network.node_flags & NodeFlag.LIFT_GATE > 0).sum() == 1


def test_walking_one_way_follows_the_drawing_whichever_direction_comes_first():
    graph = nx.MultiDiGraph(crs="EPSG:27700")
    graph.add_node(1, x=0, y=0)
    graph.add_node(2, x=100, y=0)
    graph.add_edge(2, 1, osmid=7, reversed=True, highway="footway", **{"oneway:foot": "yes"})  # drawn from 1 to 2
    network = network_of(graph)
    assert network.edge_flags[0] & EdgeFlag.ONEWAY_FOOT
    first, _ = network.edge_uv[0]
    assert network.node_xy[first].tolist() == [0, 0]


def test_of_several_values_none_is_taken_but_steps_stay_steps():
    line = shapely.LineString([(0, 0), (50, 0), (100, 0)])
    mixed = {"osmid": [7, 8], "highway": ["footway", "steps"], "lit": ["yes", "no"], "surface": "asphalt"}
    network = network_of(graph_of({1: (0, 0), 2: (100, 0)}, [(1, 2, mixed | {"geometry": line})]))
    flags = network.edge_flags[0]
    assert flags & EdgeFlag.STEPS
    assert flags & EdgeFlag.SURFACE_FIRM
    assert not flags & (EdgeFlag.LIT | EdgeFlag.UNLIT)


def test_degrees_become_metres():
    grid = open_grid()
    lon, lat = grid.to_wgs84([530000.0, 530100.0], [180000.0, 180000.0])
    graph = graph_of({1: (lon[0], lat[0]), 2: (lon[1], lat[1])}, [(1, 2, PATH | {"osmid": 7})], crs="epsg:4326")
    network = network_from_osmnx(graph, drawn_meta(), grid)
    np.testing.assert_allclose(np.sort(network.node_xy[:, 0]), [530000, 530100], atol=1e-3)


def test_another_crs_and_nodes_without_a_place_are_refused_in_words():
    with pytest.raises(SourceError, match="EPSG:32630"):
        network_of(graph_of({1: (0, 0)}, [], crs="EPSG:32630"))
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    graph.add_node(1)
    with pytest.raises(SourceError, match="no place"):
        network_of(graph)


def test_a_graph_of_another_country_is_refused_in_words():
    paris = graph_of({1: (2.35, 48.85), 2: (2.36, 48.86)}, [(1, 2, PATH | {"osmid": 7})], crs="epsg:4326")
    with pytest.raises(SourceError, match="outside Great Britain"):
        network_of(paris)


def test_a_graph_without_edges_makes_a_network_without_streets():
    network = network_of(graph_of({1: (0, 0)}, []))
    assert (network.node_count, network.edge_count) == (0, 0)


@pytest.fixture(scope="module")
def quarter(bundle):
    return bundle / "osm" / "london_northampton_square_2026-07.osm.pbf"


@pytest.fixture(scope="module")
def graph(quarter, tmp_path_factory):
    """The quarter as OSMnx reads it from XML."""
    import osmium

    xml = tmp_path_factory.mktemp("osm") / "quarter.osm"
    with osmium.SimpleWriter(str(xml)) as writer:
        for item in osmium.FileProcessor(str(quarter)):
            writer.add(item)
    before = (osmnx.settings.useful_tags_way, osmnx.settings.useful_tags_node)
    osmnx.settings.useful_tags_way = [
        *before[0],
        "foot",
        "oneway:foot",
        "conveying",
        "surface",
        "lit",
        "area",
        "sidewalk",
    ]
    osmnx.settings.useful_tags_node = [*before[1], "barrier", "kerb", "access", "foot", "crossing"]
    try:
        return osmnx.graph_from_xml(xml, bidirectional=True, simplify=False, retain_all=True)
    finally:
        osmnx.settings.useful_tags_way, osmnx.settings.useful_tags_node = before


def test_a_real_quarter_by_osmnx_is_the_one_read_from_the_file(graph, quarter):
    direct = read_network(quarter)
    found = network_from_osmnx(graph, direct.meta, open_grid())
    assert found.length_km == pytest.approx(direct.length_km, rel=1e-6)
    assert found.edge_count == direct.edge_count
    assert (found.node_flags & NodeFlag.GATE > 0).sum() == (direct.node_flags & NodeFlag.GATE > 0).sum()


def test_simplifying_changes_neither_the_length_nor_the_way_walks_go(graph, quarter):
    whole = network_from_osmnx(graph, read_network(quarter).meta, open_grid())
    simple = network_from_osmnx(osmnx.simplify_graph(graph, remove_rings=False), whole.meta, open_grid())
    assert simple.edge_count < whole.edge_count
    # Ways that may not be walked, once merged with one that may, come along with it: within a few per mille.
    assert simple.length_km == pytest.approx(whole.length_km, rel=0.02)
    for x, y in whole.node_xy[::25]:
        line = simple.lines[edge_at(simple, x, y)]
        assert line.distance(shapely.Point(x, y)) < 30

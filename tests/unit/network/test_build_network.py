"""From ways to edges: what is split, what is joined and what is not."""

import json

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_meta, drawn_network, drawn_ways
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.errors import DataMissingError
from geo.network.build import build_network
from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork

CROSS = {"w": (-10, 0), "e": (30, 0), "s": (0, -20), "n": (0, 40), "o": (0, 0)}


def pieces(network: WalkingNetwork) -> int:
    matrix = csr_array((network.weights, network.indices, network.indptr), (network.node_count,) * 2)
    return connected_components(matrix, directed=False)[0]


def pairs(network: WalkingNetwork) -> list[tuple[int, int]]:
    return [tuple(sorted(pair)) for pair in network.edge_uv.tolist()]


def test_ways_that_share_a_node_meet_there():
    network = drawn_network(CROSS, ["w o e", "s o n"])
    assert network.node_count == 5
    assert sorted(network.edge_length_m) == [10, 20, 30, 40]
    assert pieces(network) == 1


def test_a_bridge_over_a_street_does_not_join_it():
    network = drawn_network(CROSS, ["w e", ("s n", {"highway": "footway", "bridge": "yes", "layer": "1"})])
    assert network.edge_count == 2
    assert pieces(network) == 2


def test_two_nodes_in_one_spot_that_no_way_joins_stay_apart():
    places = {"a": (0, 0), "b": (10, 0), "c": (10, 0), "d": (20, 0)}
    assert pieces(drawn_network(places, ["a b", "c d"])) == 2


def test_bends_stay_inside_an_edge_and_count_in_its_length():
    network = drawn_network({"a": (0, 0), "b": (3, 4), "c": (3, 10)}, ["a b c"])
    assert network.edge_count == 1
    assert network.edge_length_m[0] == pytest.approx(5 + 6)
    assert shapely.to_wkt(network.lines[0]) == "LINESTRING (0 0, 3 4, 3 10)"


def test_a_way_that_meets_itself_is_split_there():
    places = {"a": (0, 0), "b": (10, 0), "c": (20, 10), "d": (20, -10)}
    network = drawn_network(places, ["a b c d b"])
    assert network.edge_count == 4  # the stem, and the loop in three
    assert network.length_km * 1000 == pytest.approx(10 + 2 * np.hypot(10, 10) + 20)


def test_a_closed_ring_alone_keeps_its_whole_length_without_an_edge_from_a_node_to_itself():
    ring = {"a": (0, 0), "b": (10, 0), "c": (10, 10), "d": (0, 10)}
    network = drawn_network(ring, ["a b c d a"])
    assert network.edge_length_m.sum() == pytest.approx(40)
    assert (network.edge_uv[:, 0] != network.edge_uv[:, 1]).all()
    assert len(set(pairs(network))) == network.edge_count == 3


def test_a_crescent_and_the_street_between_its_ends_are_both_kept():
    places = {"a": (0, 0), "b": (30, 0), "c": (10, 20), "d": (20, 20)}
    network = drawn_network(places, ["a b", "a c d b"])
    assert len(set(pairs(network))) == network.edge_count == 3
    assert network.edge_length_m.sum() == pytest.approx(30 + 2 * np.hypot(10, 20) + 10)


def test_one_line_drawn_twice_becomes_one_edge():
    network = drawn_network({"a": (0, 0), "b": (9, 0)}, ["a b", ("b a", {"highway": "cycleway"}), "a b a"])
    assert network.edge_count == 1
    assert network.edge_flags[0] == EdgeFlag.FOOTWAY
    assert network.weights.tolist() == [9, 9]


def test_of_a_line_drawn_twice_the_one_walked_both_ways_stays():
    one_way = {"highway": "steps", "conveying": "forward"}
    network = drawn_network({"a": (0, 0), "b": (9, 0)}, [("a b", one_way), "a b"])
    assert not network.edge_flags[0] & EdgeFlag.ONEWAY_FOOT
    assert len(network.indices) == 2


def test_two_one_way_lines_in_opposite_directions_are_walked_both_ways():
    one_way = {"highway": "steps", "conveying": "forward"}
    network = drawn_network({"a": (0, 0), "b": (9, 0)}, [("a b", one_way), ("b a", one_way)])
    assert network.edge_count == 1
    assert len(network.indices) == 2


def test_two_one_way_lines_in_the_same_direction_stay_one_way():
    up, down = {"highway": "steps", "conveying": "forward"}, {"highway": "steps", "conveying": "backward"}
    network = drawn_network({"a": (0, 0), "b": (9, 0)}, [("a b", up), ("b a", down)])
    assert len(network.indices) == 1
    assert network.edge_flags[0] & EdgeFlag.ONEWAY_FOOT


def test_a_walk_one_way_against_the_drawing_is_turned_round():
    against = {"highway": "footway", "oneway:foot": "-1"}
    network = drawn_network({"a": (0, 0), "b": (3, 0), "c": (9, 0)}, [("a b c", against)])
    assert network.edge_flags[0] == EdgeFlag.FOOTWAY | EdgeFlag.ONEWAY_FOOT
    assert shapely.to_wkt(network.lines[0]) == "LINESTRING (9 0, 3 0, 0 0)"
    (tail,) = np.repeat(np.arange(2), np.diff(network.indptr))
    assert network.node_xy[tail].tolist() == [9, 0]


def test_nodes_in_one_spot_that_a_way_joins_become_one():
    places = {"a": (0, 0), "b": (10, 0), "c": (10, 0), "d": (20, 0), "e": (10, 5)}
    network = drawn_network(places, ["a b c d", "c e"])
    assert network.edge_count == 3
    assert (network.edge_length_m > 0).all()
    assert pieces(network) == 1


def test_a_way_of_one_spot_alone_is_no_edge():
    assert drawn_network({"a": (1, 1), "b": (1, 1)}, ["a b", "a a"]).edge_count == 0


def test_a_node_that_the_extract_lacks_breaks_the_way_and_is_not_bridged():
    network = drawn_network({"a": (0, 0), "b": (10, 0), "d": (30, 0), "e": (40, 0)}, ["a b x d e"])
    assert sorted(network.edge_length_m) == [10, 10]
    assert pieces(network) == 2


def test_a_node_without_a_place_breaks_the_way_too():
    nowhere = {"a": (0, 0), "b": (10, 0), "x": (np.nan, 0), "d": (30, 0), "e": (40, 0)}
    assert sorted(drawn_network(nowhere, ["a b x d e"]).edge_length_m) == [10, 10]


def test_a_gate_splits_an_edge_and_is_remembered():
    network = drawn_network({"a": (0, 0), "g": (4, 0), "b": (10, 0)}, ["a g b"], {"g": {"barrier": "gate"}})
    assert sorted(network.edge_length_m) == [4, 6]
    assert np.count_nonzero(network.node_flags & NodeFlag.GATE) == 1
    assert pieces(network) == 1


def test_a_closed_gate_parts_the_path():
    shut = {"g": {"barrier": "gate", "access": "private"}}
    network = drawn_network({"a": (0, 0), "g": (4, 0), "b": (10, 0)}, ["a g b"], shut)
    assert pieces(network) == 2
    assert np.count_nonzero(network.node_flags & NodeFlag.CLOSED) == 2


def test_a_closed_gate_drawn_on_a_junction_shuts_nothing():
    network = drawn_network(CROSS, ["w o e", "s o n"], {"o": {"barrier": "gate", "access": "private"}})
    assert pieces(network) == 1


def test_tags_of_each_way_stay_with_its_edges():
    network = drawn_network({"a": (0, 0), "b": (9, 0), "c": (12, 0)}, ["a b", ("b c", {"highway": "steps"})])
    steps = (network.edge_flags & EdgeFlag.STEPS) > 0
    assert network.edge_length_m[steps].tolist() == [3]
    assert network.edge_way_id[steps].tolist() == [2]


def test_no_ways_make_an_empty_network():
    network = drawn_network({}, [])
    assert (network.node_count, network.edge_count, len(network.lines)) == (0, 0, 0)
    assert network.length_km == 0


def test_arcs_are_the_edges_in_each_direction():
    network = drawn_network(CROSS, ["w o e", "s o n"])
    tails = np.repeat(np.arange(network.node_count), np.diff(network.indptr))
    arcs = sorted(zip(tails.tolist(), network.indices.tolist(), strict=True))
    edges = network.edge_uv.tolist()
    assert arcs == sorted([(u, v) for u, v in edges] + [(v, u) for u, v in edges])
    assert (network.weights == network.edge_length_m[network.csr_edge]).all()


def test_a_saved_network_opens_as_it_was(tmp_path):
    built = build_network(
        drawn_ways(CROSS, ["w o e", "s o n"], {"n": {"barrier": "bollard"}}),
        drawn_meta(shapely.box(0, 0, 9.123, 9), date=None),
        np.array([[1.0, 2.0, 30.0]]),
    )
    built.save(tmp_path / "drawn")
    for mmap in (True, False):
        opened = WalkingNetwork.load(tmp_path / "drawn", mmap=mmap)
        assert opened.meta == built.meta
        for name in (
            "node_xy",
            "node_flags",
            "edge_uv",
            "edge_flags",
            "edge_offsets",
            "indptr",
            "weights",
            "buildings",
        ):
            assert np.array_equal(getattr(opened, name), getattr(built, name)), name
        assert shapely.equals_exact(opened.lines, built.lines).all()


def test_a_network_without_buildings_opens_without_them(tmp_path):
    drawn_network(CROSS, ["w o e"]).save(tmp_path)
    assert WalkingNetwork.load(tmp_path).buildings is None


@pytest.mark.parametrize("spoil", ["network.json", "edge_uv.npy"])
def test_a_network_that_is_not_whole_says_what_to_do(tmp_path, spoil):
    drawn_network(CROSS, ["w o e"]).save(tmp_path)
    (tmp_path / spoil).write_bytes(b"not this")
    with pytest.raises(DataMissingError, match="data install"):
        WalkingNetwork.load(tmp_path)


def test_a_network_of_an_older_format_is_made_again_rather_than_misread(tmp_path):
    drawn_network(CROSS, ["w o e"]).save(tmp_path)
    described = json.loads((tmp_path / "network.json").read_text(encoding="utf-8"))
    (tmp_path / "network.json").write_text(
        json.dumps(described | {"format": described["format"] - 1}), encoding="utf-8"
    )
    with pytest.raises(DataMissingError, match="data install"):
        WalkingNetwork.load(tmp_path)

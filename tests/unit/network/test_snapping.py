"""From a place to the nearest point on an edge."""

import numpy as np
import pytest
from drawn_networks import drawn_network

from geo.network.flags import EdgeFlag
from geo.network.snapping import snap

STREET = {"a": (0, 0), "b": (100, 0), "c": (100, 50)}


def test_the_nearest_point_is_on_the_edge_not_at_its_end():
    network = drawn_network(STREET, ["a b"])
    snapped = snap(network, np.array([[30.0, 7.0]]))
    assert (snapped.edge[0], snapped.offset_m[0], snapped.distance_m[0]) == (0, pytest.approx(30), pytest.approx(7))


def test_offsets_count_along_bends():
    network = drawn_network(STREET, ["a b c"])
    assert snap(network, np.array([[103.0, 20.0]])).offset_m[0] == pytest.approx(120)


def test_a_place_beyond_the_limit_is_not_reached():
    network = drawn_network(STREET, ["a b"])
    snapped = snap(network, np.array([[50.0, 150.1], [50.0, 149.9], [np.nan, 0.0]]))
    assert snapped.reached.tolist() == [False, True, False]
    assert snapped.edge[0] == -1
    assert np.isnan(snapped.distance_m[0])


def test_the_limit_can_be_set():
    network = drawn_network(STREET, ["a b"])
    assert not snap(network, np.array([[50.0, 31.0]]), limit_m=30).reached[0]


def test_only_edges_that_are_allowed_are_taken():
    network = drawn_network({**STREET, "d": (0, 20), "e": (100, 20)}, ["a b", ("d e", {"highway": "steps"})])
    steps = (network.edge_flags & EdgeFlag.STEPS) > 0
    snapped = snap(network, np.array([[40.0, 1.0]]), allowed=steps)
    assert steps[snapped.edge[0]]
    assert snapped.distance_m[0] == pytest.approx(19)


def test_no_edges_reach_nothing():
    assert snap(drawn_network({}, []), np.array([[0.0, 0.0]])).edge.tolist() == [-1]
    network = drawn_network(STREET, ["a b"])
    assert snap(network, np.array([[0.0, 0.0]]), allowed=np.zeros(1, bool)).edge.tolist() == [-1]


def test_no_places_give_no_points():
    assert len(snap(drawn_network(STREET, ["a b"]), np.zeros((0, 2)))) == 0

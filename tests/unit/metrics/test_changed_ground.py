"""A ground whose network was split says of every home what it said before."""

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network, on_edges
from drawn_studies import drawn_ground, drawn_study

from geo.metrics.changed_ground import ground_upon, study_upon
from geo.network.routing import nearest_seed
from geo.network.split_edges import split_edges


@pytest.fixture
def ground():
    network = drawn_network({"a": (0, 0), "b": (400, 0), "c": (400, 300)}, ["a b", "b c"])
    return drawn_ground(
        network,
        spaces=[("park", shapely.box(380, 250, 500, 400))],
        community=[("library", shapely.Point(100, 10))],
        stops=[("bus", shapely.Point(300, 0))],
        homes=[(50, 5, 10), (250, -5, 20), (405, 100, 30)],
    )


def walks(ground, places):
    return nearest_seed(ground.network, places.entrances.points, ground.home_points, costs=ground.costs).distance_m


def test_homes_and_ways_in_stay_as_far_apart_as_they_were(ground):
    split = split_edges(ground.network, on_edges((0, 60.0), (0, 260.0), (1, 90.0)))
    moved = ground_upon(ground, split)
    assert moved.network.edge_count == ground.network.edge_count + 3
    assert len(moved.usable) == len(moved.costs.edge_m) == moved.network.edge_count
    for layer in ("open_spaces", "community", "stops"):
        before, after = walks(ground, getattr(ground, layer)), walks(moved, getattr(moved, layer))
        assert np.isfinite(before).all()
        np.testing.assert_allclose(after, before, rtol=0, atol=1e-9)


def test_a_study_stands_upon_the_ground_that_was_split(ground):
    study = drawn_study(ground)
    moved = study_upon(study, split_edges(ground.network, on_edges((0, 60.0))))
    before = nearest_seed(ground.network, ground.open_spaces.entrances.points, study.start).distance_m
    after = nearest_seed(moved.ground.network, moved.ground.open_spaces.entrances.points, moved.start).distance_m
    np.testing.assert_allclose(after, before, rtol=0, atol=1e-9)
    assert moved.homes is study.homes

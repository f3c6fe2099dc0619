"""Walks from places to the nearest of many seeds, worked out on paper and against networkx."""

import numpy as np
import pytest
from drawn_networks import costs_with, drawn_network, edge_at, nearest_by_networkx, on_edges

from geo.network.routing import arrive, nearest_m, nearest_seed, spread
from geo.network.snapping import EdgePoints, snap

# a ---100--- b ---60--- c
#             |
#             40
#             |
#             d          e ---30--- f (an island)
PLACES = {"a": (0, 0), "b": (100, 0), "c": (160, 0), "d": (100, -40), "e": (300, 0), "f": (330, 0)}
WAYS = ["a b c", "b d", "e f"]


@pytest.fixture
def town():
    return drawn_network(PLACES, WAYS)


@pytest.fixture(params=[True, False], ids=["compiled", "scipy"])
def compiled(request):
    return request.param


def place(network, x, y):
    """A point on the network, by its place."""
    snapped = snap(network, np.array([[x, y]]))
    assert snapped.distance_m[0] == pytest.approx(0)
    return int(snapped.edge[0]), float(snapped.offset_m[0])


def test_a_walk_between_two_points_in_the_middle_of_edges(town, compiled):
    seeds, targets = on_edges(place(town, 130, 0)), on_edges(place(town, 80, 0), place(town, 100, -25))
    found = nearest_seed(town, seeds, targets, compiled=compiled)
    assert found.distance_m.tolist() == pytest.approx([20 + 30, 25 + 30])
    assert found.seed.tolist() == [0, 0]


def test_two_points_on_one_edge_walk_straight_to_each_other(town, compiled):
    seeds, targets = on_edges(place(town, 90, 0)), on_edges(place(town, 20, 0), place(town, 97, 0))
    assert nearest_seed(town, seeds, targets, compiled=compiled).distance_m.tolist() == pytest.approx([70, 7])


def test_round_the_block_is_taken_where_it_is_shorter_than_along_the_edge(compiled):
    # A bent street of 210 m whose ends are 10 m apart.
    places = {"a": (0, 0), "b": (0, 100), "c": (10, 100), "d": (10, 0)}
    network = drawn_network(places, ["a b c d", "a d"])
    seeds, targets = on_edges(place(network, 0, 10)), on_edges(place(network, 10, 10))
    assert nearest_seed(network, seeds, targets, compiled=compiled).distance_m[0] == pytest.approx(30)


def test_the_nearest_of_several_seeds_is_named(town, compiled):
    seeds = on_edges(place(town, 0, 0), place(town, 160, 0), place(town, 100, -40))
    targets = on_edges(place(town, 30, 0), place(town, 140, 0), place(town, 100, -10))
    found = nearest_seed(town, seeds, targets, compiled=compiled)
    assert found.seed.tolist() == [0, 1, 2]
    assert found.distance_m.tolist() == pytest.approx([30, 20, 30])


def test_an_island_is_not_reached(town, compiled):
    found = nearest_seed(town, on_edges(place(town, 50, 0)), on_edges(place(town, 310, 0)), compiled=compiled)
    assert found.distance_m.tolist() == [np.inf]
    assert found.seed.tolist() == [-1]


def test_past_the_cutoff_is_not_reached_and_at_it_is(town, compiled):
    seeds, targets = on_edges(place(town, 100, 0)), on_edges(place(town, 50, 0), place(town, 49, 0))
    found = nearest_seed(town, seeds, targets, cutoff_m=50.0, compiled=compiled)
    assert found.distance_m.tolist() == [50, np.inf]


def test_straight_lines_to_the_network_are_added_at_both_ends(town, compiled):
    seeds, targets = snap(town, np.array([[0.0, 12.0]])), snap(town, np.array([[50.0, -8.0]]))
    assert nearest_seed(town, seeds, targets, compiled=compiled).distance_m[0] == pytest.approx(12 + 50 + 8)


def test_a_seed_nearer_in_all_wins_over_one_nearer_on_the_network(town, compiled):
    seeds = EdgePoints(
        edge=np.array([place(town, 40, 0)[0]] * 2), offset_m=np.array([40.0, 70.0]), distance_m=np.array([100.0, 0.0])
    )
    found = nearest_seed(town, seeds, on_edges(place(town, 40, 0)), compiled=compiled)
    assert (found.distance_m[0], found.seed[0]) == (pytest.approx(30), 1)


def test_places_off_the_network_reach_nothing_and_are_not_reached(town, compiled):
    off = snap(town, np.array([[50.0, 500.0]]))
    here = on_edges(place(town, 50, 0))
    assert nearest_seed(town, off, here, compiled=compiled).distance_m.tolist() == [np.inf]
    assert nearest_seed(town, here, off, compiled=compiled).distance_m.tolist() == [np.inf]


def test_no_seeds_and_no_targets_are_no_error(town, compiled):
    here = on_edges(place(town, 50, 0))
    assert nearest_seed(town, on_edges(), here, compiled=compiled).distance_m.tolist() == [np.inf]
    assert len(nearest_seed(town, here, on_edges(), compiled=compiled).distance_m) == 0
    empty = drawn_network({}, [])
    assert len(nearest_seed(empty, on_edges(), on_edges(), compiled=compiled).distance_m) == 0


def test_a_moving_walkway_is_taken_in_its_direction_alone(compiled):
    # a ==100==> b one way, and a long way round of 300 m.
    places = {"a": (0, 0), "b": (100, 0), "c": (100, -100), "d": (0, -100)}
    network = drawn_network(places, [("a b", {"highway": "footway", "conveying": "forward"}), "b c d a"])
    at_a, at_b = on_edges(place(network, 0, 0)), on_edges(place(network, 100, 0))
    walkway = edge_at(network, 50, 0)
    assert nearest_seed(network, at_b, at_a, compiled=compiled).distance_m[0] == pytest.approx(100)
    assert nearest_seed(network, at_a, at_b, compiled=compiled).distance_m[0] == pytest.approx(300)
    # On the walkway itself one is carried on, and cannot turn back.
    early, late = on_edges((walkway, 20.0)), on_edges((walkway, 70.0))
    assert nearest_seed(network, late, early, compiled=compiled).distance_m[0] == pytest.approx(50)
    assert nearest_seed(network, early, late, compiled=compiled).distance_m[0] == pytest.approx(30 + 300 + 20)


def test_penalties_lengthen_a_walk_and_a_closed_edge_is_not_walked(compiled):
    # Two ways round a block: 100 m along the front, 140 m along the back.
    places = {"a": (0, 0), "b": (100, 0), "c": (100, 20), "d": (0, 20)}
    network = drawn_network(places, ["a b", "b c d a"])
    front = edge_at(network, 50, 0)
    seeds, targets = on_edges(place(network, 100, 0)), on_edges(place(network, 0, 0))

    def walk(cost):
        costs = costs_with(network, edges={front: cost})
        return nearest_seed(network, seeds, targets, costs=costs, compiled=compiled).distance_m[0]

    assert walk(100.0) == pytest.approx(100)
    assert walk(130.0) == pytest.approx(130)
    assert walk(1000.0) == pytest.approx(140)
    assert walk(np.inf) == pytest.approx(140)


def test_what_stands_on_a_closed_edge_is_reached_by_no_one(compiled):
    network = drawn_network({"a": (0, 0), "b": (100, 0), "c": (200, 0)}, ["a b", "b c"])
    costs = costs_with(network, edges={edge_at(network, 150, 0): np.inf})
    seeds = on_edges(place(network, 150, 0))
    targets = on_edges(place(network, 50, 0), place(network, 160, 0))
    found = nearest_seed(network, seeds, targets, costs=costs, compiled=compiled)
    assert found.distance_m.tolist() == [np.inf, np.inf]


def node_at(network, x, y):
    return int(np.argmin(np.hypot(*(network.node_xy - (x, y)).T)))


def test_a_node_costs_half_on_the_way_in_and_half_on_the_way_out(town, compiled):
    # Passing b costs 30 m, c and d 8 m each. From 80 on ab: 20 + 15 into b, 15 + 30 out to the seed on bc.
    costs = costs_with(
        town, nodes={node_at(town, 100, 0): 30.0, node_at(town, 160, 0): 8.0, node_at(town, 100, -40): 8.0}
    )
    seeds, targets = on_edges(place(town, 130, 0)), on_edges(place(town, 80, 0), place(town, 145, 0))
    found = nearest_seed(town, seeds, targets, costs=costs, compiled=compiled)
    # The second target is on the seed's edge and passes no node.
    assert found.distance_m.tolist() == pytest.approx([20 + 30 + 30, 15])
    # Middle of b: its second half and 30 m. Of c: 4 + 30. Of d: its half, 40 m, all of b, 30 m.
    at = [node_at(town, *xy) for xy in ((100, 0), (160, 0), (100, -40), (0, 0))]
    assert found.node_distance_m[at].tolist() == pytest.approx([15 + 30, 4 + 30, 4 + 40 + 30 + 30, 100 + 30 + 30])


def test_a_node_that_lets_nobody_pass_parts_the_town_but_not_its_own_streets(town, compiled):
    costs = costs_with(town, nodes={node_at(town, 100, 0): np.inf})
    seeds = on_edges(place(town, 130, 0))
    targets = on_edges(place(town, 80, 0), place(town, 100, -25), place(town, 101, 0))
    found = nearest_seed(town, seeds, targets, costs=costs, compiled=compiled)
    assert found.distance_m.tolist() == pytest.approx([np.inf, np.inf, 29])
    assert found.seed.tolist() == [-1, -1, 0]


def test_a_detour_is_taken_where_it_costs_less_than_the_node(compiled):
    # a-b-c straight on is 100 m by way of b; the back way by d is 140 m and passes a node of no cost.
    places = {"a": (0, 0), "b": (50, 0), "c": (100, 0), "d": (100, 20), "e": (0, 20), "f": (50, -9)}
    network = drawn_network(places, ["a b c", "c d e a", "b f"])
    seeds, targets = on_edges(place(network, 100, 0)), on_edges(place(network, 0, 0))

    def walk(cost):
        costs = costs_with(network, nodes={node_at(network, 50, 0): cost})
        return nearest_seed(network, seeds, targets, costs=costs, compiled=compiled).distance_m[0]

    assert [walk(0.0), walk(25.0), walk(41.0), walk(np.inf)] == pytest.approx([100, 125, 140, 140])


def test_one_pass_serves_several_sets_of_targets(town, compiled):
    seeds = on_edges(place(town, 130, 0))
    reach = spread(town, seeds, cutoff_m=60.0, compiled=compiled)
    for x, walk in ((80, 50), (120, 10), (60, np.inf)):
        found = arrive(town, reach, seeds, on_edges(place(town, x, 0)), cutoff_m=60.0)
        assert found.distance_m.tolist() == pytest.approx([walk])
        assert found.node_distance_m is reach.cost


def test_the_short_form_gives_the_metres(town):
    assert nearest_m(town, on_edges(place(town, 100, 0)), on_edges(place(town, 50, 0))).tolist() == [50]


def test_every_walk_in_a_real_quarter_is_the_one_networkx_finds(northampton_square, compiled):
    network, rng = northampton_square, np.random.default_rng(7)
    low, high = network.node_xy.min(axis=0), network.node_xy.max(axis=0)
    seeds, targets = snap(network, rng.uniform(low, high, (12, 2))), snap(network, rng.uniform(low, high, (300, 2)))
    expected = nearest_by_networkx(network, seeds, targets)
    found = nearest_seed(network, seeds, targets, compiled=compiled)
    assert np.isfinite(expected).sum() > 200
    np.testing.assert_allclose(found.distance_m, expected, rtol=0, atol=1e-9)


def test_every_walk_in_the_city_with_its_escalators_is_the_one_networkx_finds(clerkenwell):
    rng = np.random.default_rng(11)
    low, high = clerkenwell.meta.footprint.bounds[:2], clerkenwell.meta.footprint.bounds[2:]
    seeds = snap(clerkenwell, rng.uniform(low, high, (40, 2)))
    targets = snap(clerkenwell, rng.uniform(low, high, (800, 2)))
    expected = nearest_by_networkx(clerkenwell, seeds, targets)
    np.testing.assert_allclose(nearest_m(clerkenwell, seeds, targets), expected, rtol=0, atol=1e-9)
    twin = nearest_seed(clerkenwell, seeds, targets, compiled=False)
    np.testing.assert_allclose(twin.distance_m, expected, rtol=0, atol=1e-9)

"""The price of barriers on streets drawn by hand, where every figure can be worked out on paper."""

import numpy as np
import pytest
from drawn_networks import costs_with, drawn_network, edge_at, on_edges

from geo.errors import InputError
from geo.network.barrier_gains import BarrierGame
from geo.network.costs import lengths
from geo.network.impositions import Impositions, no_impositions

ONE_WAY = {"highway": "footway", "oneway:foot": "yes"}


def imposing(count, edges=(), nodes=()):
    """Impositions from (barrier, edge or node, metres)."""
    edge_rows, node_rows = (np.array(rows, float).reshape(-1, 3) for rows in (list(edges), list(nodes)))
    return Impositions(
        count=count,
        edge_barrier=edge_rows[:, 0].astype(np.int64),
        edge=edge_rows[:, 1].astype(np.int64),
        edge_m=edge_rows[:, 2],
        node_barrier=node_rows[:, 0].astype(np.int64),
        node=node_rows[:, 1].astype(np.int64),
        node_m=node_rows[:, 2],
    )


def game_on(network, impositions, goals, homes, people, *, group=None, limit=300.0, cutoff=1000.0, **more):
    base = more.pop("base", lengths(network))
    group = np.arange(len(goals)) if group is None else np.array(group)
    people = np.array(people, float)
    return BarrierGame.of(
        network, base, impositions, goals, group, homes, people, limit_m=limit, cutoff_m=cutoff, **more
    )


def node_at(network, x, y):
    return int(np.flatnonzero((network.node_xy == (x, y)).all(axis=1))[0])


@pytest.fixture(params=[True, False], ids=["compiled", "plain"])
def compiled(request):
    return request.param


@pytest.fixture
def street():
    """A street of three stretches of 100 m: a - b - c - d."""
    return drawn_network({"a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (300, 0)}, ["a b", "b c", "c d"])


@pytest.fixture
def stretches(street):
    return [edge_at(street, x, 0) for x in (50, 150, 250)]


@pytest.fixture
def circuit():
    """Two ways of 200 m from west to east: by the north and by the south."""
    places = {"west": (0, 0), "north": (100, 100), "east": (200, 0), "south": (100, -100)}
    return drawn_network(places, ["west north", "north east", "west south", "south east"])


def test_two_gates_in_series_gain_nothing_alone_and_share_what_they_gain_together(street, stretches, compiled):
    gates = imposing(2, edges=[(0, stretches[0], np.inf), (1, stretches[1], np.inf)])
    homes, park = on_edges((stretches[0], 0.0)), on_edges((stretches[2], 0.0))
    game = game_on(street, gates, park, homes, [10], compiled=compiled)
    assert game.walks().tolist() == [np.inf]
    assert game.walks([True, False]).tolist() == [np.inf]
    assert game.walks([False, False]).tolist() == [200.0]
    assert game.recoverable == 10
    assert game.single().people.tolist() == [0, 0]
    shares = game.shapley(5, 1)
    assert (shares.value.tolist(), shares.error.tolist(), shares.total) == ([5, 5], [0, 0], 10)
    assert [(each.rows, each.gain) for each in game.bundles()] == [((0, 1), 10)]


def test_two_gates_in_parallel_each_gain_all_and_the_first_is_bundle_enough(circuit, compiled):
    north, south = edge_at(circuit, 50, 50), edge_at(circuit, 50, -50)
    gates = imposing(2, edges=[(0, north, np.inf), (1, south, np.inf)])
    at_west = 0.0 if tuple(circuit.node_xy[circuit.edge_uv[north, 0]]) == (0, 0) else circuit.edge_length_m[north]
    east = edge_at(circuit, 150, 50)
    at_east = 0.0 if tuple(circuit.node_xy[circuit.edge_uv[east, 0]]) == (200, 0) else circuit.edge_length_m[east]
    game = game_on(circuit, gates, on_edges((east, at_east)), on_edges((north, at_west)), [6], compiled=compiled)
    assert game.single().people.tolist() == [6, 6]
    assert game.single().opened.tolist() == [6, 6]
    assert game.shapley(5, 1).value.tolist() == [3, 3]
    assert [(each.rows, each.gain) for each in game.bundles()] == [((0,), 6)]


def test_two_barriers_on_one_stretch_are_kept_apart(street, stretches, compiled):
    both = [(0, stretches[1], 150.0), (1, stretches[1], 60.0), (2, stretches[1], np.inf), (3, stretches[1], np.inf)]
    homes, park = on_edges((stretches[0], 50.0)), on_edges((stretches[2], 0.0))
    slow = game_on(street, imposing(2, edges=both[:2]), park, homes, [4], compiled=compiled)
    assert slow.walks().tolist() == [360]  # 50 + 100 + 150 + 60
    assert slow.walks([False, True]).tolist() == [210]
    assert slow.walks([True, False]).tolist() == [300]
    single = slow.single()
    assert single.people.tolist() == [4, 4]
    assert single.person_m.tolist() == [600, 240]  # 4 people, 150 and 60 m each
    assert single.opened.tolist() == [0, 0]
    shut = game_on(street, imposing(4, edges=both), park, homes, [4], compiled=compiled)
    assert shut.single().people.tolist() == [0, 0, 0, 0]
    assert shut.recoverable == 4
    assert shut.walks([True, True, True, False]).tolist() == [np.inf]
    assert shut.walks([True, True, False, False]).tolist() == [360]


def test_a_barrier_over_many_stretches_goes_as_one(street, stretches, compiled):
    road = imposing(1, edges=[(0, row, np.inf) for row in stretches])
    homes = on_edges((stretches[0], 0.0), (stretches[1], 50.0), (stretches[2], 80.0))
    game = game_on(street, road, on_edges((stretches[2], 100.0)), homes, [1, 2, 4], compiled=compiled, limit=200)
    assert game.walks().tolist() == [np.inf, np.inf, np.inf]
    single = game.single()
    assert single.people.tolist() == [6]  # 300, 150 and 20 m: two of the homes within 200 m
    assert single.opened.tolist() == [7]


def test_a_barrier_at_a_node_stands_between_homes_on_either_side(street, stretches, compiled):
    gate = imposing(1, nodes=[(0, node_at(street, 100, 0), np.inf)])
    homes = on_edges((stretches[0], 90.0), (stretches[1], 10.0))
    game = game_on(street, gate, on_edges((stretches[2], 0.0)), homes, [3, 5], compiled=compiled)
    assert game.walks().tolist() == [np.inf, 90.0]
    assert game.single().people.tolist() == [3]


def test_half_of_a_node_is_paid_on_the_way_in_and_half_on_the_way_out(street, stretches, compiled):
    slow = imposing(1, nodes=[(0, node_at(street, 200, 0), 40.0)])
    homes = on_edges((stretches[1], 50.0), (stretches[2], 30.0))
    park = on_edges((stretches[2], 0.0))  # at that very node, from the far side
    game = game_on(street, slow, park, homes, [1, 1], compiled=compiled, limit=60)
    assert game.walks().tolist() == [90.0, 30.0]  # 50 + 20 + 20; the other stays on its stretch
    assert game.single().people.tolist() == [1]
    assert game.single().person_m.tolist() == [40]


def test_of_a_slow_stretch_a_home_on_it_pays_its_part(street, stretches, compiled):
    slow = imposing(1, edges=[(0, stretches[1], 100.0)])
    homes = on_edges((stretches[1], 75.0), (stretches[1], 20.0))
    game = game_on(street, slow, on_edges((stretches[2], 50.0)), homes, [1, 1], compiled=compiled, limit=90)
    assert game.walks().tolist() == [100.0, 210.0]  # 25 m at twice the cost, and 50; 80 m at twice, and 50
    assert game.walks([False]).tolist() == [75.0, 130.0]
    assert game.single().people.tolist() == [1]
    assert game.single().person_m.tolist() == [25 + 80]


def test_a_home_and_a_space_on_the_barrier_itself(street, stretches, compiled):
    shut = imposing(1, edges=[(0, stretches[1], np.inf)])
    homes = on_edges((stretches[1], 20.0), (stretches[1], 60.0))
    game = game_on(street, shut, on_edges((stretches[1], 60.0)), homes, [2, 8], compiled=compiled)
    assert game.walks().tolist() == [np.inf, 0.0]  # who stands at the very place need not walk
    single = game.single()
    assert (single.people.tolist(), single.opened.tolist()) == ([2], [2])


def test_walks_keep_to_the_direction_of_a_one_way_street(compiled):
    places = {"a": (0, 0), "b": (100, 0), "c": (200, 0)}
    network = drawn_network(places, [("a b", ONE_WAY), ("b c", ONE_WAY)])
    first, second = edge_at(network, 50, 0), edge_at(network, 150, 0)
    shut = imposing(2, edges=[(0, first, np.inf), (1, second, np.inf)])
    homes = on_edges((first, 50.0), (second, 50.0))
    ahead = game_on(network, shut, on_edges((second, 100.0)), homes, [1, 1], compiled=compiled)
    assert ahead.walks([False, False]).tolist() == [150.0, 50.0]
    assert ahead.single().people.tolist() == [0, 1]
    behind = game_on(network, shut, on_edges((first, 0.0)), homes, [1, 1], compiled=compiled)
    assert behind.recoverable == 0
    assert behind.shapley(2, 1).value.tolist() == [0, 0]


def test_entrances_of_one_space_count_once(street, stretches, compiled):
    gate = imposing(1, nodes=[(0, node_at(street, 200, 0), np.inf)])
    ways_in = on_edges((stretches[0], 50.0), (stretches[1], 50.0), (stretches[2], 50.0))
    home = on_edges((stretches[0], 0.0))
    pair = {"least": 2, "compiled": compiled}
    other = game_on(street, gate, ways_in, home, [9], group=[7, 7, 8], **pair)
    assert other.walks().tolist() == [np.inf]  # two ways into space 7 are one space; 8 lies past the gate
    assert other.walks([False]).tolist() == [250.0]
    assert other.single().people.tolist() == [9]
    same = game_on(street, gate, ways_in, home, [9], group=[7, 8, 8], **pair)
    assert same.walks().tolist() == [150.0]
    assert same.single().people.tolist() == [0]


def test_those_who_are_there_already_neither_walk_nor_gain(street, stretches, compiled):
    gate = imposing(1, edges=[(0, stretches[1], np.inf)])
    homes = on_edges((stretches[0], 0.0), (stretches[0], 0.0))
    park = on_edges((stretches[2], 0.0))
    game = game_on(street, gate, park, homes, [3, 5], there=np.array([True, False]), compiled=compiled)
    assert game.walks().tolist() == [0.0, np.inf]
    assert game.met(game.walks()) == 3
    assert game.met(game.walks([False])) == 8
    assert game.single().people.tolist() == [5]


def test_beyond_the_cutoff_there_is_no_way(street, stretches, compiled):
    slow = imposing(1, edges=[(0, stretches[1], 500.0)])
    home, park = on_edges((stretches[0], 0.0)), on_edges((stretches[2], 0.0))
    wide = game_on(street, slow, park, home, [2], cutoff=700, compiled=compiled).single()
    assert (wide.person_m.tolist(), wide.opened.tolist()) == ([1000], [0])
    narrow = game_on(street, slow, park, home, [2], cutoff=699, compiled=compiled).single()
    assert (narrow.person_m.tolist(), narrow.opened.tolist()) == ([0], [2])


def test_what_the_base_closes_no_removal_opens(street, stretches, compiled):
    base = costs_with(street, edges={stretches[1]: np.inf})
    gate = imposing(1, edges=[(0, stretches[1], np.inf)], nodes=[(0, node_at(street, 200, 0), 5.0)])
    home, park = on_edges((stretches[0], 0.0)), on_edges((stretches[2], 50.0))
    game = game_on(street, gate, park, home, [2], base=base, compiled=compiled)
    assert game.recoverable == 0
    assert game.single().opened.tolist() == [0]


def test_homes_and_spaces_on_no_street_reach_nothing(street, stretches, compiled):
    gate = imposing(1, edges=[(0, stretches[1], np.inf)])
    nowhere = on_edges((-1, 0.0), (stretches[0], 0.0))
    nowhere.distance_m[0] = np.nan
    game = game_on(street, gate, on_edges((stretches[2], 0.0)), nowhere, [1, 1], compiled=compiled)
    assert game.walks([False]).tolist() == [np.inf, 200.0]
    assert game.single().people.tolist() == [1]
    none = game_on(street, gate, on_edges((-1, 0.0)), nowhere, [1, 1], compiled=compiled)
    assert none.walks([False]).tolist() == [np.inf, np.inf]
    assert none.recoverable == 0


def test_without_barriers_homes_or_spaces_there_is_nothing_to_price(street, stretches, compiled):
    home, park = on_edges((stretches[0], 0.0)), on_edges((stretches[2], 0.0))
    free = game_on(street, no_impositions(), park, home, [5], compiled=compiled)
    assert free.met(free.walks()) == 5
    assert free.recoverable == 0
    assert len(free.single().people) == len(free.shapley(2, 1).value) == len(free.bundles()) == 0
    gate = imposing(1, edges=[(0, stretches[1], np.inf)])
    for goals, homes, people in ((on_edges(), home, [5]), (park, on_edges(), [])):
        empty = game_on(street, gate, goals, homes, people, compiled=compiled)
        assert empty.recoverable == 0
        assert empty.single().people.tolist() == [0]
        assert empty.bundles() == ()


@pytest.fixture
def twelve_gates():
    """Twelve gates in a row between 24 people and a park: each is worth a twelfth, and none anything alone."""
    places = {f"n{i:02}": (10.0 * i, 0.0) for i in range(14)}
    network = drawn_network(places, [f"n{i:02} n{i + 1:02}" for i in range(13)])
    rows = [edge_at(network, 10.0 * i + 5.0, 0) for i in range(13)]
    gates = imposing(12, edges=[(i, rows[i], np.inf) for i in range(12)])
    return network, gates, on_edges((rows[12], 10.0)), on_edges((rows[0], 0.0))


def test_where_more_than_ten_matter_shares_are_drawn_and_still_sum_to_the_total(twelve_gates, compiled):
    game = game_on(*twelve_gates, [24], compiled=compiled)
    shares = game.shapley(300, 5)
    assert shares.total == game.recoverable == 24
    assert shares.value.sum() == pytest.approx(24, abs=1e-9)
    # The gate that goes last gets all 24: each share is 24 times how often that is, near 2 each.
    last = shares.value / 24 * 300
    np.testing.assert_allclose(last, np.round(last), atol=1e-9)
    assert (np.abs(shares.value - 2.0) < 4 * shares.error).all()
    spread = 24 * np.sqrt(last / 300 * (1 - last / 300) / 299)
    np.testing.assert_allclose(shares.error, spread, rtol=1e-9)
    again, other = game.shapley(300, 5), game.shapley(300, 6)
    assert (again.value == shares.value).all()
    assert (other.value != shares.value).any()


def test_where_no_pair_gains_either_the_rest_goes_together_even_past_the_largest(twelve_gates, compiled):
    (bundle,) = game_on(*twelve_gates, [24], compiled=compiled).bundles(largest=10)
    assert (set(bundle.rows), bundle.gain) == (set(range(12)), 24)


def test_bundles_take_the_best_next_and_stop_at_the_largest(street, stretches, compiled):
    gates = imposing(3, edges=[(0, stretches[0], np.inf), (1, stretches[1], np.inf), (2, stretches[2], np.inf)])
    homes = on_edges((stretches[0], 90.0), (stretches[1], 90.0), (stretches[2], 90.0))
    ways_in = on_edges((stretches[0], 100.0), (stretches[1], 100.0), (stretches[2], 100.0))
    game = game_on(street, gates, ways_in, homes, [2, 5, 3], compiled=compiled, limit=50)
    assert [(each.rows, each.gain) for each in game.bundles()] == [((1,), 5), ((1, 2), 8), ((1, 2, 0), 10)]
    assert [each.rows for each in game.bundles(largest=2)] == [(1,), (1, 2)]


def test_what_cannot_be_priced_is_refused_in_words(street, stretches):
    home, park = on_edges((stretches[0], 0.0)), on_edges((stretches[2], 0.0))
    gate = imposing(1, edges=[(0, stretches[1], -5.0)])
    with pytest.raises(InputError, match="negative"):
        game_on(street, gate, park, home, [1])
    with pytest.raises(InputError, match="as many people as homes"):
        game_on(street, no_impositions(), park, home, [1, 2])
    with pytest.raises(InputError, match="as many groups as goals"):
        game_on(street, no_impositions(), park, home, [1], group=[1, 2])
    with pytest.raises(InputError, match="cutoff"):
        game_on(street, no_impositions(), park, home, [1], limit=300, cutoff=299)
    with pytest.raises(InputError, match="one group"):
        game_on(street, no_impositions(), park, home, [1], least=0)
    with pytest.raises(InputError, match="people that are numbers"):
        game_on(street, no_impositions(), park, home, [np.nan])
    with pytest.raises(InputError, match="two permutations"):
        game_on(street, no_impositions(), park, home, [1]).shapley(1, 1)

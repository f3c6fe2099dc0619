"""The price of barriers on the streets of Newport, whose steps nobody on wheels can climb, against whole new passes."""

import numpy as np
import pytest
from real_networks import read_network

from geo.network import barrier_cut
from geo.network.barrier_gains import BarrierGame
from geo.network.costs import lengths
from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.impositions import Impositions
from geo.network.reach import reach_pairs
from geo.network.routing import nearest_seed
from geo.network.snapping import EdgePoints, snap


@pytest.fixture(scope="module")
def newport(bundle):
    return read_network(bundle / "osm" / "uk_newport_2023-06-13.osm.pbf")


@pytest.fixture(scope="module")
def barriers(newport):
    """Every way of steps, closed; 150 places of 15 to 200 m, some shut; 20 stretches at three times their cost."""
    rng = np.random.default_rng(7)
    steps = np.flatnonzero(newport.edge_flags & EdgeFlag.STEPS)
    way = np.unique(newport.edge_way_id[steps], return_inverse=True)[1]
    slow = rng.integers(0, newport.edge_count, 20)
    ways, places = way.max() + 1, 150
    return Impositions(
        count=int(ways + places + len(slow)),
        edge_barrier=np.concatenate([way, ways + places + np.arange(len(slow))]),
        edge=np.concatenate([steps, slow]),
        edge_m=np.concatenate([np.full(len(steps), np.inf), 2 * newport.edge_length_m[slow]]),
        node_barrier=ways + np.arange(places),
        node=rng.integers(0, newport.node_count, places),
        node_m=rng.choice([15.0, 60.0, 200.0, np.inf], places),
    )


@pytest.fixture(scope="module")
def goals(newport):
    rng = np.random.default_rng(8)
    return snap(newport, newport.node_xy[rng.choice(newport.node_count, 60)]), np.repeat(np.arange(20), 3)


def _homes(network, count, radius_m):
    rng = np.random.default_rng(9)
    apart = np.hypot(*(network.node_xy - np.median(network.node_xy, axis=0)).T)
    rows = rng.choice(np.flatnonzero(apart < radius_m), count)
    return snap(network, network.node_xy[rows] + rng.normal(0, 20, (count, 2))), rng.uniform(0.5, 30, count)


def _game(newport, barriers, goals, radius_m, **more):
    homes, people = _homes(newport, 2000, radius_m)
    return BarrierGame.of(
        newport, lengths(newport), barriers, *goals, homes, people, **({"limit_m": 600.0, "cutoff_m": 1500.0} | more)
    )


def test_every_walk_without_each_barrier_is_that_of_a_new_pass_to_the_last_digit(newport, barriers, goals):
    game = _game(newport, barriers, goals, 5000.0)
    homes, people = _homes(newport, 2000, 5000.0)
    single, before = game.single(), game.walks()
    gained = 0
    for row in range(barriers.count):
        standing = np.arange(barriers.count) != row
        costs = barriers.costs(lengths(newport), standing)
        walk = nearest_seed(newport, goals[0], homes, cutoff_m=1500.0, costs=costs).distance_m
        np.testing.assert_array_equal(game.walks(standing), walk)
        regained, had = (walk <= 600) & (before > 600), np.isfinite(before)
        assert single.people[row] == pytest.approx(people[regained].sum(), abs=1e-9)
        assert single.person_m[row] == pytest.approx((people[had] * (before[had] - walk[had])).sum(), abs=1e-6)
        assert single.opened[row] == pytest.approx(people[~had & np.isfinite(walk)].sum(), abs=1e-9)
        gained += single.people[row] > 0
    assert gained > 15


def test_the_third_nearest_space_without_some_barriers(newport, barriers, goals):
    game = _game(newport, barriers, goals, 1200.0, least=3)
    homes, people = _homes(newport, 2000, 1200.0)
    single, before = game.single(), game.walks()
    gaining = np.flatnonzero(single.people)[:12]
    assert len(gaining) > 3
    for row in [*gaining, *range(0, barriers.count, 40)]:
        costs = barriers.costs(lengths(newport), np.arange(barriers.count) != row)
        pairs = reach_pairs(newport, goals[0], goals[1], homes, cutoff_m=1500.0, costs=costs)
        third = np.full(len(homes), np.inf)
        for home in range(len(homes)):
            walks = pairs.distance_m[np.searchsorted(pairs.target, home) : np.searchsorted(pairs.target, home, "right")]
            third[home] = walks[2] if len(walks) > 2 else np.inf
        assert single.people[row] == pytest.approx(people[(third <= 600) & (before > 600)].sum(), abs=1e-9)


@pytest.mark.parametrize("standard", [{"least": 1, "limit_m": 600.0}, {"least": 3, "limit_m": 1000.0}])
def test_a_part_cut_out_gives_what_the_whole_network_gives(newport, barriers, goals, standard, monkeypatch):
    part = _game(newport, barriers, goals, 500.0, **standard)
    with monkeypatch.context() as patched:
        patched.setattr(barrier_cut, "_MOST", 0.0)
        whole = _game(newport, barriers, goals, 500.0, **standard)
        assert len(whole.engine.patch.node) == newport.node_count
    assert len(part.engine.patch.node) < newport.node_count / 2
    for standing in (None, np.zeros(barriers.count, bool)):
        np.testing.assert_array_equal(part.walks(standing), whole.walks(standing))
    for name in ("people", "person_m", "opened"):
        # People are summed in another order.
        np.testing.assert_allclose(getattr(part.single(), name), getattr(whole.single(), name), rtol=1e-12)
    assert (part.engine.players == whole.engine.players).all()
    assert 5 < len(part.engine.players) < barriers.count / 3
    np.testing.assert_allclose(part.shapley(20, 3).value, whole.shapley(20, 3).value, rtol=1e-12)
    assert [each.rows for each in part.bundles()] == [each.rows for each in whole.bundles()]


def test_shares_bundles_and_single_gains_of_a_town_agree_with_its_total(newport, barriers, goals):
    game = _game(newport, barriers, goals, 5000.0)
    shares, bundles, single = game.shapley(100, 4), game.bundles(400), game.single()
    assert shares.value.sum() == pytest.approx(game.recoverable, abs=1e-9)
    assert game.recoverable == pytest.approx(game.met(game.walks(np.zeros(game.count, bool))) - game.met(game.walks()))
    assert bundles[0].gain == pytest.approx(single.people.max())
    assert bundles[-1].gain == pytest.approx(game.recoverable, abs=1e-6)
    for bundle in bundles[::5]:
        standing = ~np.isin(np.arange(game.count), bundle.rows)
        assert bundle.gain == pytest.approx(game.met(game.walks(standing)) - game.met(game.walks()), abs=1e-6)
    # In series, single gains fall short of what is recoverable: here by some.
    assert single.people.sum() < game.recoverable


def test_barriers_farther_than_the_homes_can_walk_cost_them_nothing(newport, barriers, goals):
    homes, people = _homes(newport, 300, 300.0)
    near = EdgePoints(edge=homes.edge, offset_m=homes.offset_m, distance_m=homes.distance_m)
    far = np.argmax(np.hypot(*(newport.node_xy - np.median(newport.node_xy, axis=0)).T))
    none = np.zeros(0, np.int64)
    one = Impositions(
        count=1, edge_barrier=none, edge=none, edge_m=np.zeros(0), node_barrier=np.zeros(1, np.int64),
        node=np.array([far]), node_m=np.array([np.inf]),
    )  # fmt: skip
    game = BarrierGame.of(newport, lengths(newport), one, *goals, near, people, limit_m=600.0, cutoff_m=600.0)
    assert far not in game.engine.patch.node
    assert game.single().people.tolist() == [0]
    assert len(game.engine.players) == 0


def test_a_network_that_lies_on_disk_gives_the_same(newport, barriers, goals, tmp_path):
    newport.save(tmp_path)
    opened = WalkingNetwork.load(tmp_path)
    for radius in (500.0, 5000.0):
        on_disk, in_memory = (_game(network, barriers, goals, radius) for network in (opened, newport))
        np.testing.assert_array_equal(on_disk.single().people, in_memory.single().people)
        np.testing.assert_array_equal(on_disk.shapley(5, 1).value, in_memory.shapley(5, 1).value)

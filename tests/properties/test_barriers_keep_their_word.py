"""The price of barriers against brute force: every coalition walked anew, by networkx and by the plain passes."""

import numpy as np
import pytest
from drawn_barriers import draw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.network import barrier_shares
from geo.network.barrier_bundles import greedy_bundles

SEEDS = st.integers(0, 2**31)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _coalitions(count):
    return [frozenset(row for row in range(count) if bits >> row & 1) for bits in range(2**count)]


def _standing(gone, count):
    return np.array([row not in gone for row in range(count)], bool)


@pytest.mark.parametrize("block", range(8))
def test_walks_and_single_gains_are_those_of_networkx(block):
    gaining = 0
    for seed in range(125 * block, 125 * (block + 1)):
        drawn = draw(seed, most=4)
        game, count = drawn.game(), drawn.impositions.count
        before, single = drawn.walks(frozenset()), game.single()
        np.testing.assert_allclose(game.walks(), before, rtol=0, atol=1e-9, err_msg=f"seed {seed}")
        had = np.isfinite(before)
        for row in range(count):
            walk = drawn.walks(frozenset({row}))
            said = f"seed {seed}, barrier {row}"
            standing = _standing({row}, count)
            np.testing.assert_allclose(game.walks(standing), walk, rtol=0, atol=1e-9, err_msg=said)
            saved = (drawn.people[had] * (before[had] - walk[had])).sum()
            opened = drawn.people[~had & np.isfinite(walk)].sum()
            assert single.people[row] == pytest.approx(drawn.worth(frozenset({row})), abs=1e-9), said
            assert single.person_m[row] == pytest.approx(saved, abs=1e-7), said
            assert single.opened[row] == pytest.approx(opened, abs=1e-9), said
            gaining += single.people[row] > 0 or single.person_m[row] > 0
        everything = frozenset(range(count))
        assert game.recoverable == pytest.approx(drawn.worth(everything), abs=1e-9)
    assert gaining > 30  # or the draws try nothing


@pytest.mark.parametrize("block", range(4))
def test_fair_shares_are_shapleys_by_definition_over_walks_of_networkx(block):
    sharing = 0
    for seed in range(100 * block, 100 * (block + 1)):
        drawn = draw(seed, most=4)
        shares = drawn.game().shapley(2, 1)
        np.testing.assert_allclose(shares.value, drawn.shares(), atol=1e-9, err_msg=f"seed {seed}")
        assert shares.value.sum() == pytest.approx(shares.total, abs=1e-9)
        assert (shares.error == 0).all()
        sharing += (shares.value > 0).sum() > 1
    assert sharing > 5


def test_a_barrier_that_is_no_player_adds_nothing_to_any_coalition():
    spared = players = 0
    for seed in range(250):
        drawn = draw(seed, most=4)
        count, found = drawn.impositions.count, set(drawn.game().engine.players.tolist())
        for some in _coalitions(count):
            for row in set(range(count)) - some - found:
                assert drawn.worth(some | {row}) == pytest.approx(drawn.worth(some), abs=1e-9), f"seed {seed}"
        spared, players = spared + count - len(found), players + len(found)
    assert spared > 300
    assert players > 60


@MANY
@given(SEEDS)
def test_compiled_and_plain_give_the_same(seed):
    drawn = draw(seed)
    game, twin = drawn.game(), drawn.game(compiled=False)
    some = np.random.default_rng(seed).random(game.count) < 0.5
    for standing in (None, some, np.zeros(game.count, bool)):
        np.testing.assert_allclose(game.walks(standing), twin.walks(standing), rtol=0, atol=1e-9)
    ours, theirs = game.single(), twin.single()
    for name in ("people", "person_m", "opened"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), atol=1e-7)
    assert (game.engine.players == twin.engine.players).all()
    np.testing.assert_allclose(game.shapley(2, 1).value, twin.shapley(2, 1).value, atol=1e-9)
    assert [each.rows for each in game.bundles()] == [each.rows for each in twin.bundles()]


@MANY
@given(SEEDS)
def test_gains_are_never_negative_and_shares_and_bundles_reach_the_total(seed):
    drawn = draw(seed, most=9)
    game = drawn.game()
    single, shares, bundles = game.single(), game.shapley(2, 1), game.bundles()
    for gains in (single.people, single.person_m, single.opened, shares.value):
        assert (gains >= 0).all()
    assert shares.value.sum() == pytest.approx(game.recoverable, abs=1e-9)
    assert (single.people <= game.recoverable + 1e-9).all()
    rising = [each.gain for each in bundles]
    assert rising == sorted(rising)
    if game.recoverable:
        assert rising[-1] == pytest.approx(game.recoverable, abs=1e-9)
        assert rising[0] >= single.people.max() - 1e-9
    else:
        assert bundles == ()


@MANY
@given(SEEDS)
def test_a_barrier_more_never_shortens_a_walk(seed):
    drawn = draw(seed)
    game, rng = drawn.game(), np.random.default_rng(seed)
    standing = np.zeros(game.count, bool)
    walk = game.walks(standing)
    for row in rng.permutation(game.count):
        standing[row] = True
        longer = game.walks(standing)
        assert (longer >= walk).all()
        walk = longer
    np.testing.assert_array_equal(walk, game.walks())


@MANY
@given(SEEDS)
def test_pricing_leaves_no_trace(seed):
    game = draw(seed).game()
    before, single = game.walks(), game.single()
    game.shapley(2, 1)
    game.bundles()
    np.testing.assert_array_equal(game.walks(), before)
    np.testing.assert_array_equal(game.single().people, single.people)
    np.testing.assert_array_equal(game.single().person_m, single.person_m)


def _greedy_by_networkx(drawn, largest):
    """Bundles by brute force: the best next barrier, else the best next pair, else all that are left."""
    chosen, bundles, total = frozenset(), [], drawn.worth(frozenset(range(drawn.impositions.count)))
    while len(chosen) < largest and total - drawn.worth(chosen) > 1e-9:
        left = [row for row in range(drawn.impositions.count) if row not in chosen]
        pairs = [(a, b) for at, a in enumerate(left) for b in left[at + 1 :]]
        for steps in ([(row,) for row in left], pairs, [tuple(left)]):
            gains = [drawn.worth(chosen | set(step)) - drawn.worth(chosen) for step in steps]
            if max(gains, default=0.0) > 1e-9:
                best = next(at for at, gain in enumerate(gains) if gain > max(gains) - 1e-9)
                break
        chosen = chosen | set(steps[best])
        bundles.append((chosen, drawn.worth(chosen)))
    return bundles


def test_bundles_are_greedy_by_walks_of_networkx():
    by_pairs = compared = 0
    for seed in range(500):
        drawn = draw(seed, most=5)
        game = drawn.game()
        if game.recoverable == 0:
            continue
        found, wanted = game.bundles(), _greedy_by_networkx(drawn, 10)
        for bundle, (rows, gain) in zip(found, wanted, strict=True):
            assert bundle.gain == pytest.approx(gain, abs=1e-9), f"seed {seed}"
            assert set(bundle.rows) <= rows, f"seed {seed}"  # those that matter to nobody are never among them
        sizes = np.diff([0, *(len(bundle.rows) for bundle in found)])
        by_pairs, compared = by_pairs + (sizes == 2).sum(), compared + 1
    assert compared > 80
    assert by_pairs > 3


def test_shares_from_permutations_come_near_the_exact_ones(monkeypatch):
    off, known = [], 0
    for seed in range(400):
        game = draw(seed, most=6).game()
        if len(game.engine.players) < 3:
            continue
        exact = game.shapley(2, 1)
        with monkeypatch.context() as patched:
            patched.setattr(barrier_shares, "EXACT_UP_TO", 0)
            drawn = game.shapley(400, seed)
        assert drawn.value.sum() == pytest.approx(exact.total, abs=1e-9)
        sure = drawn.error == 0
        np.testing.assert_allclose(drawn.value[sure], exact.value[sure], atol=1e-9)
        off += list((drawn.value - exact.value)[~sure] / drawn.error[~sure])
        known += 1
    assert known > 20
    # Standard errors that tell the truth: two in three within one of them, none beyond five.
    assert np.abs(off).max() < 5
    assert 0.55 < (np.abs(off) < 1).mean() < 0.8


def test_with_many_left_and_no_single_gain_the_rest_is_one_bundle():
    for seed in range(400):
        game = draw(seed, most=5).game()
        paired = [each for each in game.bundles() if len(each.rows) == 2]
        if paired and not any(len(each.rows) == 1 for each in game.bundles()):
            (only,) = greedy_bundles(game.engine, game.recoverable, largest=10, pairs_of_up_to=0)
            assert set(only.rows) == set(game.engine.players.tolist())
            assert only.gain == pytest.approx(game.recoverable)
            return
    raise AssertionError("no draw had two barriers in series")

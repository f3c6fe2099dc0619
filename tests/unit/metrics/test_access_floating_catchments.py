"""Supply shared among those who reach it: published and hand-made examples, and PySAL's implementation beside ours.

Luo and Wang 2003, figure 3, drawn anew: eleven places of one person each, a doctor at a and one at b; a line is a walk
within the threshold.

    1   2   3                a serves 1, 2, 3, 4, 6, 7, 9, 10: eight people, 1/8 each
      \\ | /                  b serves 4, 5, 8, 11: four people, 1/4 each
    9 - a - 4 - b - 5        place 4 is served by both: 1/8 + 1/4 = 3/8
      / | \\    / \\
    10  6  7  8   11
"""

import numpy as np
import pandas as pd
import pytest
from access.fca import two_stage_fca
from access.weights import gaussian as pysal_gaussian
from access.weights import step_fn

from geo.errors import InputError
from geo.metrics.floating_catchment import Pairs, flat, gaussian, modified_two_step, stepped, two_step

A_SERVES, B_SERVES = (1, 2, 3, 4, 6, 7, 9, 10), (4, 5, 8, 11)


def pairs(*rows):
    """Pairs from (demand, supply, metres)."""
    demand, supply, metres = zip(*rows, strict=True)
    return Pairs(demand=np.array(demand), supply=np.array(supply), distance_m=np.array(metres, float))


def test_luo_and_wang_figure_3():
    near = [(place - 1, 0, 10.0) for place in A_SERVES] + [(place - 1, 1, 10.0) for place in B_SERVES]
    beyond = [(place - 1, 1, 31.0) for place in A_SERVES if place not in B_SERVES]
    found = two_step(pairs(*near, *beyond), np.ones(11), np.ones(2), flat(30.0))
    eighth, quarter = {1, 2, 3, 6, 7, 9, 10}, {5, 8, 11}
    expected = [0.125 if p in eighth else 0.25 if p in quarter else 0.375 for p in range(1, 12)]
    assert found.tolist() == expected


def test_nearer_people_weigh_more_in_e2sfca():
    # 4 ha for 10 people in the first third (1), 10 in the third third (0.22): R = 4 / 12.2.
    found = two_step(pairs((0, 0, 200.0), (1, 0, 700.0)), np.array([10.0, 10.0]), np.array([4.0]), stepped(798.0))
    assert found.tolist() == pytest.approx([4 / 12.2, 0.22 * 4 / 12.2], rel=1e-15)


def test_a_walk_that_ends_a_zone_belongs_to_it():
    assert stepped(300.0)(np.array([100.0, 100.1, 200.0, 200.1, 300.0, 300.1])).tolist() == [
        1,
        0.68,
        0.68,
        0.22,
        0.22,
        0,
    ]


def test_m2sfca_uses_less_of_what_is_far():
    # One home at half the limit: w = (e^-1/8 - e^-1/2) / (1 - e^-1/2) = 0.70139, so A = w^2 / (10 w) = w / 10.
    one, people, size = pairs((0, 0, 400.0)), np.array([10.0]), np.array([1.0])
    weight = (np.exp(-1 / 8) - np.exp(-1 / 2)) / (1 - np.exp(-1 / 2))
    assert two_step(one, people, size, gaussian(800.0))[0] == pytest.approx(0.1, rel=1e-14)
    assert modified_two_step(one, people, size, gaussian(800.0))[0] == pytest.approx(weight / 10, rel=1e-14)


def test_supply_that_no_one_reaches_is_given_to_no_one():
    found = two_step(pairs((0, 0, 50.0), (1, 1, 50.0)), np.array([4.0, 0.0]), np.array([2.0, 6.0]), flat(100.0))
    # The second place has no people: its supply is nobody's, and nobody there has any of it.
    assert found.tolist() == [0.5, 0.0]


def test_no_pairs_at_all_give_nobody_anything():
    none = Pairs(demand=np.zeros(0, np.int64), supply=np.zeros(0, np.int64), distance_m=np.zeros(0))
    assert two_step(none, np.array([3.0, 5.0]), np.array([2.0]), flat(100.0)).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("wrong", [np.nan, -1.0, np.inf])
def test_what_is_not_known_cannot_be_shared(wrong):
    one = pairs((0, 0, 50.0))
    with pytest.raises(InputError, match="people that are known"):
        two_step(one, np.array([wrong]), np.array([1.0]), flat(100.0))
    with pytest.raises(InputError, match="sizes that are known"):
        two_step(one, np.array([1.0]), np.array([wrong]), flat(100.0))


@pytest.fixture(scope="module")
def town():
    """300 homes and 40 spaces on 2 x 2 km, with every straight line of up to 800 m between them."""
    random = np.random.default_rng(20030865)
    homes, spaces = random.uniform(0, 2000, (300, 2)), random.uniform(0, 2000, (40, 2))
    metres = np.hypot(*(homes[:, None] - spaces[None]).transpose(2, 0, 1))
    demand, supply = np.nonzero(metres <= 800)
    found = Pairs(demand=demand, supply=supply, distance_m=metres[demand, supply])
    return found, random.integers(1, 80, 300).astype(float), random.uniform(0.01, 20, 40)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (flat(800.0), None),
        (stepped(800.0), step_fn({800 / 3: 1, 1600 / 3: 0.68, 800: 0.22})),
        (lambda metres: np.exp(-(metres**2) / (2 * 300.0**2)), pysal_gaussian(300)),
    ],
    ids=["2SFCA", "E2SFCA", "Gaussian"],
)
def test_pysal_access_says_the_same(town, ours, theirs):
    near, people, size = town
    said = two_stage_fca(
        pd.DataFrame({"demand": people}, index=pd.RangeIndex(300, name="geoid")),
        pd.DataFrame({"supply": size}, index=pd.RangeIndex(40, name="geoid")),
        pd.DataFrame({"origin": near.demand, "dest": near.supply, "cost": near.distance_m}),
        max_cost=800,
        demand_index=True,
        weight_fn=theirs,
    )
    expected = said.reindex(range(300)).fillna(0.0).to_numpy()
    np.testing.assert_allclose(two_step(near, people, size, ours), expected, rtol=0, atol=1e-12)

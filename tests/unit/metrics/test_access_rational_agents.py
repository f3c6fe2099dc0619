"""RAAM: where everyone goes when walk and crowding weigh the same, worked out on paper."""

import numpy as np
import pytest
from scipy.optimize import minimize

from geo.errors import InputError
from geo.metrics.floating_catchment import Pairs
from geo.metrics.rational_agents import rational_choices

BOTH = pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "twin"])


def pairs(*rows):
    demand, supply, metres = zip(*rows, strict=True)
    return Pairs(demand=np.array(demand), supply=np.array(supply), distance_m=np.array(metres, float))


@BOTH
def test_people_spread_until_no_one_gains(compiled):
    # 30 people, 1 ha at the door and 1 ha 400 m away; on average 15 a hectare. x / 15 = 1 + (30 - x) / 15: x = 22.5.
    found = rational_choices(
        pairs((0, 0, 0.0), (0, 1, 400.0)), np.array([30.0]), np.ones(2), tau_m=400.0, compiled=compiled
    )
    assert found.people.tolist() == pytest.approx([22.5, 7.5], rel=1e-12)
    assert found.cost.tolist() == pytest.approx([1.5], rel=1e-12)
    assert found.gap == pytest.approx(0.0, abs=1e-12)


@BOTH
def test_no_one_walks_to_what_costs_more_even_when_empty(compiled):
    # The far hectare costs 900 / 400 = 2.25; all 30 at the near one pay 30 / 15 = 2.
    found = rational_choices(
        pairs((0, 1, 900.0), (0, 0, 0.0)), np.array([30.0]), np.ones(2), tau_m=400.0, compiled=compiled
    )
    assert found.people.tolist() == pytest.approx([0.0, 30.0])
    assert found.cost.tolist() == pytest.approx([2.0])


@BOTH
def test_neighbours_make_way_for_those_who_have_no_choice(compiled):
    # Place 0 has one space, place 1 both, all at the door: 20 and 20 people, 2 ha. Place 1 leaves the shared one alone.
    found = rational_choices(
        pairs((0, 0, 0.0), (1, 0, 0.0), (1, 1, 0.0)), np.array([20.0, 20.0]), np.ones(2), tau_m=400.0, compiled=compiled
    )
    assert found.people.tolist() == pytest.approx([20.0, 0.0, 20.0], abs=1e-9)
    assert found.cost.tolist() == pytest.approx([1.0, 1.0])


@BOTH
def test_who_reaches_nothing_has_no_cost_and_size_nothing_serves_no_one(compiled):
    found = rational_choices(
        pairs((0, 0, 10.0), (2, 1, 10.0)),
        np.array([5.0, 7.0, 3.0]),
        np.array([1.0, 0.0]),
        tau_m=10.0,
        compiled=compiled,
    )
    assert found.cost[0] == pytest.approx(2.0)  # a walk of 1 and the average crowding
    assert np.isnan(found.cost[1:]).all()
    assert found.people.tolist() == [5.0, 0.0]


def test_what_is_not_known_is_refused():
    with pytest.raises(InputError, match="sizes that are known"):
        rational_choices(pairs((0, 0, 1.0)), np.ones(1), np.array([np.nan]), tau_m=400.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_sharing_is_the_least_total_that_a_general_solver_finds(seed):
    # Beckmann: the sharing in which no one gains makes sum(walk) + sum(crowd^2 / (2 room)) least.
    random = np.random.default_rng(seed)
    every = pairs(*[(i, j, random.uniform(0, 800)) for i in range(4) for j in range(3)])
    people, size = random.uniform(5, 40, 4), random.uniform(0.2, 3, 3)
    room = size * people.sum() / size.sum()

    def total(shared):
        crowd = np.bincount(every.supply, weights=shared, minlength=3)
        return float((shared * every.distance_m / 400.0).sum() + (crowd**2 / (2 * room)).sum())

    best = minimize(
        total,
        people[every.demand] / 3,
        bounds=[(0, None)] * 12,
        constraints=[{"type": "eq", "fun": lambda x, i=i: x[every.demand == i].sum() - people[i]} for i in range(4)],
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )
    found = rational_choices(every, people, size, tau_m=400.0, gap=1e-10)
    twin = rational_choices(every, people, size, tau_m=400.0, gap=1e-10, compiled=False)
    assert best.success
    assert total(found.people) == pytest.approx(best.fun, rel=1e-6)
    np.testing.assert_allclose(twin.people, found.people, rtol=0, atol=1e-9)

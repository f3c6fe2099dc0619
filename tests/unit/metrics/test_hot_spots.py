"""Hot spots, on a town of one kind of hexagon: 100 people in each, so that counts are rates.

The three-cell street, for Gi* by hand: cells 0-1-2 in a row, rates 0, 0, 3. Mean 1, s^2 = 9/3 - 1 = 2. Cell 0 has
itself and cell 1: W = 2, sum of w^2 = 2: (0 - 2) / sqrt(2 (3*2 - 4) / 2) = -sqrt(2). Cell 2: (3 - 2) / sqrt(2).
Cell 1 is near all: there is nothing left to compare it with, so 0.
"""

import esda
import libpysal
import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from shapely import box

from geo.metrics.cells import hexagons_over
from geo.metrics.hot_spots import benjamini_hochberg, contributors_around, gi_star, hot_spots, with_itself

TOWN = hexagons_over(box(529000, 180000, 532000, 183000), 250.0)  # 180-odd cells
PEOPLE = np.full(len(TOWN), 100.0)
MIDDLE = int(TOWN.row_of(530500, 181500)[0])
AROUND = np.flatnonzero(with_itself(TOWN)[[MIDDLE]].toarray()[0])


def strewn(many, seed=1):
    """A row for each of so many people, evenly by residents: what chance would bring."""
    return np.random.default_rng(seed).integers(0, len(TOWN), many)


def found(rows, who=None, people=PEOPLE, cells=TOWN, draws=999):
    rows = np.asarray(rows, np.int64)
    codes = np.arange(len(rows)) if who is None else np.asarray(who, np.int64)
    return hot_spots(cells, rows, codes, people, draws=draws)


def test_gi_star_of_three_cells_by_hand():
    street = csr_array(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]))
    assert gi_star(np.array([0.0, 0.0, 3.0]), street) == pytest.approx([-np.sqrt(2), 0, np.sqrt(0.5)])


def test_gi_star_is_0_where_all_rates_are_the_same():
    assert gi_star(np.full(len(TOWN), 0.1), with_itself(TOWN)).tolist() == [0.0] * len(TOWN)


def test_gi_star_of_many_columns_is_that_of_each():
    rates = np.random.default_rng(3).random((len(TOWN), 4))
    together = gi_star(rates, with_itself(TOWN))
    for column in range(4):
        assert together[:, column] == pytest.approx(gi_star(rates[:, column], with_itself(TOWN)))


def test_gi_star_is_that_of_another_library():
    rates = np.random.default_rng(7).gamma(0.5, size=len(TOWN))
    beside = TOWN.neighbours()
    named = {row: beside[[row]].toarray()[0].nonzero()[0].tolist() for row in range(len(TOWN))}
    weights = libpysal.weights.W(named, silence_warnings=True)
    theirs = esda.G_Local(rates, weights, transform="B", star=True, permutations=0)
    mine = gi_star(rates, with_itself(TOWN))
    assert mine == pytest.approx(theirs.Zs, abs=1e-9)
    assert scipy.stats.norm.sf(np.abs(mine)) == pytest.approx(theirs.p_norm, abs=1e-9)


def test_false_discoveries_by_hand():
    # Limits at 5 %: .0125, .025, .0375, .05. The third is above its own limit but the fourth is not: all four hold.
    assert benjamini_hochberg(np.array([0.04, 0.001, 0.045, 0.02]), 0.05).tolist() == [True] * 4
    assert benjamini_hochberg(np.array([0.04, 0.001, 0.06, 0.02]), 0.05).tolist() == [False, True, False, True]
    assert benjamini_hochberg(np.array([0.5, 0.9]), 0.05).tolist() == [False, False]
    assert benjamini_hochberg(np.empty(0), 0.05).tolist() == []


@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=30))
def test_false_discoveries_are_those_of_scipy(values):
    p = np.array(values)
    adjusted = scipy.stats.false_discovery_control(p, method="bh")
    near = np.abs(adjusted - 0.05) < 1e-9  # on the very limit rounding decides
    assert (benjamini_hochberg(p, 0.05) == (adjusted <= 0.05))[~near].all()


def test_a_gathering_of_people_is_a_hot_spot_and_the_rest_is_not():
    rows = np.concatenate([strewn(150), np.repeat(AROUND, 4)])  # 28 people in seven cells, where 6 would be chance
    spots = found(rows, draws=9999)
    assert spots.significant[MIDDLE]
    assert set(np.flatnonzero(spots.significant)) <= set(np.flatnonzero(with_itself(TOWN)[AROUND].sum(axis=0) > 0))
    assert spots.p[MIDDLE] == pytest.approx(1 / 10_000)


def test_what_chance_strews_is_no_hot_spot_though_the_normal_distribution_says_so():
    """30 people over 180 cells, 40 times. At 5 % false hot spots, chance may name one in about 2 of 40 towns."""
    uneven = np.random.default_rng(0).lognormal(4.6, 0.8, len(TOWN)).clip(10)
    named = named_by_normal = 0
    for seed in range(40):
        rows = np.random.default_rng(seed).choice(len(TOWN), 30, p=uneven / uneven.sum())
        spots = found(rows, people=uneven, draws=4999)
        named += spots.significant.any()
        named_by_normal += benjamini_hochberg(spots.p_normal[spots.tested], 0.05).any()
    assert named <= 5
    assert named_by_normal >= 25  # why chance is made and not assumed


def test_many_pins_of_one_person_are_one_voice():
    crowd = found(np.concatenate([strewn(150), np.repeat(AROUND, 6)]))
    alone = found(
        np.concatenate([strewn(150), np.repeat(MIDDLE, 42)]), who=np.concatenate([np.arange(150), np.full(42, 150)])
    )
    assert crowd.significant.any()
    assert not alone.significant.any()
    assert alone.contributors[MIDDLE] == len(np.flatnonzero(strewn(150) == MIDDLE)) + 1


def test_people_around_a_cell_are_counted_once_each():
    at, who = np.array([AROUND[0], AROUND[1], AROUND[1], MIDDLE]), np.array([0, 0, 1, 2])
    assert contributors_around(with_itself(TOWN), at, who)[MIDDLE] == 3


def test_a_hot_spot_with_fewer_than_five_people_around_is_not_shown():
    # Four of five people in one cell's reach, in a town of 18,000: no chance at all, and yet four people.
    rows = np.concatenate([np.repeat(MIDDLE, 4), [0]])
    spots = found(rows, draws=9999)
    assert benjamini_hochberg(spots.p[spots.tested], 0.05).any()
    assert not spots.significant.any()


def test_cells_where_hardly_anyone_lives_or_the_number_is_not_known_are_not_tested():
    people = PEOPLE.copy()
    people[:3] = [0.0, 9.9, np.nan]
    spots = found(strewn(150), people=people)
    assert spots.tested[:4].tolist() == [False, False, False, True]
    assert np.isnan(spots.z[:3]).all()
    assert np.isnan(spots.p[:3]).all()
    assert np.isfinite(spots.z[3:]).all()


def test_under_thirty_cells_nothing_is_said():
    small = hexagons_over(box(529000, 180000, 530100, 181200), 250.0)
    people = np.where(np.arange(len(small)) < 29, 100.0, 0.0)
    spots = found(np.zeros(20, int), cells=small, people=people)
    assert "29 cells" in spots.withheld
    assert not spots.suppressed
    assert not spots.significant.any()
    assert np.isnan(spots.z).all()
    assert found(np.zeros(20, int), cells=small, people=np.full(len(small), 100.0)).withheld is None


def test_under_five_people_it_is_withheld_however_many_pins():
    spots = found(np.repeat(MIDDLE, 40), who=np.arange(40) % 4)
    assert spots.suppressed
    assert "fewer than 5 contributors" in spots.withheld
    assert np.isnan(spots.z).all()


def test_without_pins_or_with_none_where_people_live_it_is_not_known():
    assert "no pins" in found([]).withheld
    people = PEOPLE.copy()
    people[MIDDLE] = 0
    assert "no pins where people live" in found(np.repeat(MIDDLE, 9), people=people).withheld
    assert "no pins" in found(np.full(9, -1)).withheld


def test_the_same_pins_give_the_same_answer():
    first, second = found(strewn(150)), found(strewn(150))
    assert first.p.tolist() == second.p.tolist()

"""How unequally something is shared: worked by hand and against published examples."""

import numpy as np
import pytest

from geo.errors import InputError
from geo.metrics.inequality import concentration, fractional_rank, gini, palma, theil


def test_gini_worked_by_hand():
    # Differences over all ordered pairs of 1, 2, 3: 2 × (1 + 2 + 1) = 8. G = 8 ÷ (2 × 9 × 2) = 2/9.
    assert gini([3, 1, 2]) == pytest.approx(2 / 9)


def test_gini_counts_people_not_places():
    # One person at 0 and three at 4: mean 3, pairs 2 × 3 × 4 = 24. G = 24 ÷ (2 × 16 × 3) = ¼.
    assert gini([0, 4], [1, 3]) == pytest.approx(0.25)


def test_palma_worked_by_hand():
    # Ten people with 1 … 10: the tenth has 10, the four with least 1 + 2 + 3 + 4 = 10.
    assert palma(range(1, 11)) == pytest.approx(1.0)


def test_palma_cuts_through_a_place():
    # 6 people with 1, 2 with 5: 40 % of 8 are 3.2 people with 3.2; 10 % are 0.8 people with 4: 4 ÷ 3.2.
    assert palma([1, 5], [6, 2]) == pytest.approx(1.25)


def test_palma_of_four_tenths_with_nothing_is_not_known():
    assert palma([0, 0, 0, 0, 5, 5, 5, 5, 5, 5]) is None


def test_theil_worked_by_hand():
    # 1 and 3, mean 2: ½ (½ ln ½ + 1½ ln 1½).
    assert theil([1, 3]) == pytest.approx(0.5 * (0.5 * np.log(0.5) + 1.5 * np.log(1.5)))


def test_concentration_worked_by_hand():
    # Values 6, 3, 3 from lowest rank to highest: mean 4, R = 1/6, 3/6, 5/6.
    # cov = (2 × −1/3 + −1 × 0 + −1 × 1/3) ÷ 3 = −1/3; C = 2 × −1/3 ÷ 4 = −1/6.
    assert concentration([6, 3, 3], [10, 20, 30]) == pytest.approx(-1 / 6)


def test_concentration_meets_the_world_banks_worked_example():
    # Under-five deaths per 1,000 births in India, 1982 to 1992, by fifths of wealth from the poorest: C = −0.1694
    # (World Bank, Quantitative Techniques for Health Equity Analysis, Technical Note 7, table 1).
    births = [29939, 28776, 26528, 24689, 19739]
    deaths = [154.7, 152.9, 119.5, 86.9, 54.3]
    assert concentration(deaths, [1, 2, 3, 4, 5], births) == pytest.approx(-0.1694, abs=5e-5)


def test_places_of_one_rank_share_it():
    # Ranks 1, 2, 2, 3: R = 1/8, 4/8, 4/8, 7/8. Swapping the two in the middle must change nothing.
    assert fractional_rank(np.array([1.0, 2, 2, 3]), np.ones(4)) == pytest.approx([1 / 8, 1 / 2, 1 / 2, 7 / 8])
    assert concentration([1, 5, 9, 4], [1, 2, 2, 3]) == pytest.approx(concentration([1, 9, 5, 4], [1, 2, 2, 3]))


def test_places_without_a_rank_do_not_count():
    assert concentration([6, 99, 3, 3], [10, np.nan, 20, 30], [1, 5, 1, 1]) == pytest.approx(-1 / 6)
    assert concentration([6, 3], [np.nan, np.nan]) is None


def test_places_without_people_do_not_count():
    assert gini([3, 1, 2, 100], [1, 1, 1, 0]) == pytest.approx(2 / 9)
    assert theil([1, 3, 100], [1, 1, 0]) == pytest.approx(theil([1, 3]))
    assert concentration([6, 3, 3, 100], [10, 20, 30, 40], [1, 1, 1, 0]) == pytest.approx(-1 / 6)


@pytest.mark.parametrize("index", [gini, palma, theil, lambda x, w=None: concentration(x, np.arange(len(x)), w)])
def test_nothing_to_share_or_nobody_to_share_it_has_no_index(index):
    assert index([]) is None
    assert index([0.0, 0.0]) is None
    assert index([1.0, 2.0], [0.0, 0.0]) is None


@pytest.mark.parametrize("index", [gini, palma, theil, lambda x, w=None: concentration(x, np.arange(len(x)), w)])
@pytest.mark.parametrize(("values", "people"), [([1, -1], None), ([1, np.nan], None), ([1, 2], [1, -1]), ([1, 2], [1])])
def test_values_that_cannot_be_are_refused(index, values, people):
    with pytest.raises(InputError):
        index(np.array(values, float), None if people is None else np.array(people, float))

"""Would it still stand if any one contributor's pins were gone?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.metrics.cells import hexagons_over
from geo.metrics.hot_spots import benjamini_hochberg, hot_spots, with_itself
from geo.metrics.one_voice import hot_spots_without_one, ranking_without_one

TOWN = hexagons_over(box(529000, 180000, 532000, 183000), 250.0)
PEOPLE = np.full(len(TOWN), 100.0)
MIDDLE = int(TOWN.row_of(530500, 181500)[0])
AROUND = np.flatnonzero(with_itself(TOWN)[[MIDDLE]].toarray()[0])
ELSEWHERE = np.random.default_rng(1).choice(np.setdiff1d(np.arange(len(TOWN)), AROUND), 60, replace=False)


def tried(rows, who):
    rows, who = np.asarray(rows, np.int64), np.asarray(who, np.int64)
    spots = hot_spots(TOWN, rows, who, PEOPLE)
    return spots, hot_spots_without_one(spots, rows, who)


def test_a_hot_spot_of_many_rests_on_nobody():
    rows = np.concatenate([np.repeat(AROUND, 6), ELSEWHERE])
    spots, alone = tried(rows, np.arange(len(rows)))
    assert spots.significant[MIDDLE]
    assert not alone.rests[MIDDLE]


def test_a_hot_spot_that_one_person_makes_by_going_from_cell_to_cell_rests_on_them():
    # Person 0 has a pin in each of the seven cells; four others have one in the middle: five people, eleven presences.
    rows = np.concatenate([AROUND, np.repeat(MIDDLE, 4), ELSEWHERE])
    who = np.concatenate([np.zeros(7, int), 1 + np.arange(4), 10 + np.arange(60)])
    spots, alone = tried(rows, who)
    hot = np.flatnonzero(spots.significant)
    assert len(hot)
    assert alone.rests[hot].any()
    assert alone.contributors >= 1


def test_it_is_what_comes_of_leaving_out_each_in_turn():
    rng = np.random.default_rng(4)
    rows = np.concatenate([rng.choice(AROUND, 22), rng.integers(0, len(TOWN), 60)])
    who = np.concatenate([rng.integers(0, 9, 22), rng.integers(9, 50, 60)])
    spots, alone = tried(rows, who)
    assert spots.significant.any()
    rests, deciding = np.zeros(len(TOWN), bool), 0
    for one in np.unique(who):
        left = np.zeros(len(TOWN))
        for cell in range(len(TOWN)):
            left[cell] = len(set(who[(rows == cell) & (who != one)].tolist()))
        fallen = spots.significant & ~(with_itself(TOWN) @ (left / PEOPLE) > spots.bar * (1 + 1e-9))
        rests |= fallen
        deciding += fallen.any()
    assert alone.rests.tolist() == rests.tolist()
    assert alone.contributors == deciding


def test_the_bar_is_what_parts_hot_from_not():
    rows = np.concatenate([np.repeat(AROUND, 4), ELSEWHERE])
    spots, _ = tried(rows, np.arange(len(rows)))
    hot = spots.significant
    assert (spots.summed[hot] > spots.bar[hot]).all()
    passed = benjamini_hochberg(spots.p, 0.05)
    assert np.isfinite(spots.bar).tolist() == passed.tolist()


def test_where_there_is_no_hot_spot_nothing_rests_on_anyone():
    _, alone = tried(ELSEWHERE, np.arange(60))
    assert not alone.rests.any()
    assert alone.contributors == 0


def ranked(*said):
    """Categories and who said them: ("step", "ann") a pin."""
    category, who = zip(*said, strict=True) if said else ((), ())
    return ranking_without_one(pd.Series(category, dtype=object), pd.factorize(np.array(who, dtype=object))[0])


def test_an_order_that_one_person_makes_is_found():
    # step 5 : cross 4. Without Ann, who said step three times, 2 : 4. Without any other, step stays ahead or level.
    said = [("step", "ann")] * 3 + [("step", "ben"), ("step", "cat")] + [("cross", who) for who in "defg"]
    found = ranked(*said)
    assert found.leading == ("step", "cross")
    assert found.contributors == 1


def test_an_order_of_single_voices_stands():
    # step 5 : cross 4, each pin by another person: 4 : 4 at worst, which is level, not another order.
    said = [("step", f"s{n}") for n in range(5)] + [("cross", f"c{n}") for n in range(4)]
    assert ranked(*said).contributors == 0


def test_a_category_from_below_may_pass_the_third():
    # 9, 8, 3 (all by one person), 2: without that person the fourth passes the third.
    said = [("a", f"a{n}") for n in range(9)] + [("b", f"b{n}") for n in range(8)]
    said += [("c", "zoe")] * 3 + [("d", "d0"), ("d", "d1")]
    found = ranked(*said)
    assert found.leading == ("a", "b", "c")
    assert found.contributors == 1


def test_what_happens_below_the_third_place_changes_nothing():
    said = [(name, f"{name}{n}") for name, times in (("a", 9), ("b", 8), ("c", 7)) for n in range(times)]
    assert ranked(*said, ("d", "zoe"), ("d", "zoe"), ("e", "yan")).contributors == 0


@pytest.mark.parametrize("said", [[], [("step", "ann")]])
def test_no_pins_and_a_single_category_have_no_order_to_lose(said):
    assert ranked(*said).contributors == 0


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 6)), min_size=1, max_size=40))
def test_the_ranking_is_tried_as_by_leaving_out_each_and_counting_again(said):
    found = ranking_without_one(pd.Series([what for what, _ in said]), pd.factorize(np.array([w for _, w in said]))[0])
    whole = {what: sum(each == what for each, _ in said) for what, _ in said}
    leading = sorted(whole, key=lambda what: (-whole[what], what))[:3]
    assert list(found.leading) == leading
    deciding = 0
    for one in {who for _, who in said}:
        left = {what: sum(each == what and who != one for each, who in said) for what in whole}
        deciding += any(
            whole[below] < whole[first] and left[below] > left[first] for first in leading for below in whole
        )
    assert found.contributors == deciding

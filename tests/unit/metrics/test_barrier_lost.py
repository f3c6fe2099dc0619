"""What barriers take from a street of three homes, worked out on paper; and what holds of any walks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.metrics.barrier_lost import LOST_METRICS, BarrierLoss, lost_measurements, reaches, unknown_lost
from geo.metrics.personas import ANY_WALKER

INF = np.inf


def loss(with_m, without_m, residents=(100, 50, 50), **said):
    return BarrierLoss.of(
        np.array(residents, float),
        np.array(with_m, float),
        np.array(without_m, float),
        limit_m=798.0,
        persona=ANY_WALKER,
        **said,
    )


def said(found):
    return {each.metric: each for each in lost_measurements(found)}


def test_a_street_whose_second_and_third_home_lie_behind_a_barrier():
    # The worked example of docs/metrics.md: 400 m more between the first home and the second.
    found = said(loss((300, 900, 1300), (300, 500, 900)))
    assert found["barrier_met_share"].value == 50
    assert found["barrier_free_met_share"].value == 75
    assert found["barrier_lost_share"].value == 25
    assert found["barrier_affected_share"].value == 50
    assert found["barrier_minutes_added"].value == pytest.approx(400 / 79.8)
    assert found["barrier_minutes_added"].n == 100
    assert found["barrier_minutes_total"].value == pytest.approx(100 * 400 / 79.8)
    assert found["barrier_no_way"].value == 0


def test_people_with_no_way_through_are_counted_and_in_no_average():
    found = said(loss((300, 560, INF), (300, 500, 900)))
    assert found["barrier_no_way"].value == 50
    assert found["barrier_lost_share"].value == 0  # the third was too far away before
    assert found["barrier_affected_share"].value == 50
    assert found["barrier_minutes_added"].value == pytest.approx(60 / 79.8)
    assert found["barrier_minutes_added"].n == 50
    assert "50 residents with no way through are left out" in found["barrier_minutes_added"].note


def test_who_has_no_way_even_without_barriers_has_lost_nothing_to_them():
    found = said(loss((300, 500, INF), (300, 500, INF)))
    assert found["barrier_no_way"].value == 0
    assert found["barrier_affected_share"].value == 0
    assert "50 residents have no way within the cutoff even without" in found["barrier_no_way"].note


def test_where_no_walk_grows_minutes_added_are_not_known_and_the_total_is_nothing():
    found = said(loss((300, 505, 900), (300, 500, 900)))  # 5 m are within what counts as unchanged
    assert found["barrier_minutes_added"].value is None
    assert "nobody’s walk longer by over 10 m" in found["barrier_minutes_added"].note
    assert found["barrier_minutes_total"].value == pytest.approx(50 * 5 / 79.8)


def test_a_home_in_the_place_itself_loses_nothing():
    there = np.array([False, True, False])
    found = loss((300, INF, 900), (300, INF, 900), there=there)
    assert found.count(found.met) == 150
    assert found.count(found.no_way) == 0
    assert reaches(found)[1].no_way == 0


def test_both_averages_are_over_the_same_people():
    without, with_all = reaches(loss((300, 900, INF), (300, 500, 900)))
    assert (without.meet, with_all.meet) == (150, 100)
    assert (without.no_way, with_all.no_way) == (0, 50)
    assert without.mean_min == pytest.approx((100 * 300 + 50 * 500) / 150 / 79.8)
    assert with_all.mean_min == pytest.approx((100 * 300 + 50 * 900) / 150 / 79.8)


def test_where_nobody_has_a_way_there_is_no_average():
    assert [reach.mean_min for reach in reaches(loss((INF, INF, INF), (300, 500, 900)))] == [None, None]


def test_of_a_handful_of_people_nothing_is_said():
    for each in lost_measurements(loss((300, 900, 1300), (300, 500, 900), residents=(3, 3, 3))):
        assert each.value is None
        assert each.suppressed


def test_a_handful_with_no_way_through_is_withheld_and_not_nought():
    found = said(loss((300, 500, INF), (300, 500, 700), residents=(100, 50, 4)))
    assert found["barrier_no_way"].suppressed
    assert found["barrier_no_way"].value is None
    assert "4 residents" not in (found["barrier_minutes_total"].note or "")


def test_a_handful_whose_walk_grows_is_withheld():
    found = said(loss((300, 600, 900), (300, 500, 900), residents=(100, 4, 50)))
    assert found["barrier_minutes_added"].suppressed
    assert found["barrier_minutes_total"].suppressed


def test_where_nobody_lives_nothing_is_known():
    found = lost_measurements(loss((300, 900, 1300), (300, 500, 900), residents=(0, 0, 0)))
    assert [each.metric for each in found] == list(LOST_METRICS)
    assert all(each.value is None and "no one lives" in each.note for each in found)
    assert [each.metric for each in unknown_lost("Not known: no map.")] == list(LOST_METRICS)


def test_walks_that_barriers_shorten_are_refused():
    with pytest.raises(InputError, match="mixed up"):
        loss((300, 400, 900), (300, 500, 900))
    with pytest.raises(InputError, match="mixed up"):
        loss((300, 400, 900), (300, INF, 900))
    with pytest.raises(InputError, match="different homes"):
        loss((300, 400), (300, 400, 900))


def test_a_difference_of_rounding_is_none():
    found = loss((300, 500 - 1e-9, 900), (300, 500, 900))
    assert found.longer_m.tolist() == [0, 0, 0]


walk = st.one_of(st.floats(0, 5000), st.just(INF))


@given(st.lists(st.tuples(st.floats(0, 500), walk, st.one_of(st.floats(0, 2000), st.just(INF))), min_size=1))
def test_what_is_lost_is_what_was_there_less_what_is_left(homes):
    residents, without, more = np.array(homes, float).T
    found = loss(without + more, without, residents=residents)
    lost = found.count(found.met_without) - found.count(found.met)
    assert found.count(found.loses) == pytest.approx(lost, abs=1e-6)
    assert lost >= -1e-9
    assert (found.longer_m >= 0).all()
    assert np.isfinite(found.longer_m).all()
    assert found.count(found.loses) <= found.count(found.affected) + 1e-9
    free, barred = reaches(found)
    assert barred.no_way >= free.no_way
    if free.mean_min is not None:
        assert barred.mean_min >= free.mean_min - 1e-9


def test_a_slower_walker_takes_more_minutes_over_the_same_metres():
    quick = loss((300, 900, 1300), (300, 500, 900))
    slow = replace(quick, persona=replace(ANY_WALKER, speed_m_per_s=ANY_WALKER.speed_m_per_s / 2))
    assert said(slow)["barrier_minutes_added"].value == pytest.approx(2 * said(quick)["barrier_minutes_added"].value)

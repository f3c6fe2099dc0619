"""Whether rankings hold: by hand, against scipy, and what holds of any gains; ranges and the words beside them."""

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from geo.barriers import Barrier, BarrierSource, Correction, Evidence, Meets
from geo.crs import LonLat
from geo.metrics.barrier_report import BarrierSettings, Bundle, PricedBarrier
from geo.metrics.barrier_sensitivity import Ranking, compared, order_likeness, other_settings, sensitivity
from geo.metrics.barrier_uncertainty import gain_ranges, may_not_be, penalty_settings
from geo.metrics.barrier_words import why_they_differ
from geo.surveys import WalkEffect


def barrier(barrier_id="a", source=BarrierSource.PINS, contributors=2, corrected=None, **evidence):
    return Barrier(
        id=barrier_id,
        label="Road hard to cross",
        kind="b-cross",
        source=source,
        effect=WalkEffect.SLOWS,
        geometry=shapely.Point(0, 0),
        meets=Meets.NEAREST,
        evidence=Evidence(pins=("p",), contributors=contributors, osm=("way/1",), **evidence),
        corrected=corrected,
    )


def priced(barrier_id, single, shapley, error=0.0):
    return PricedBarrier(
        barrier=barrier(barrier_id),
        place=LonLat(lon=-0.1, lat=51.5),
        single=single,
        low=0.0,
        high=single,
        shapley=shapley,
        shapley_error=error,
        minutes=0.0,
        opened=0.0,
    )


def test_ties_have_their_middle_rank():
    # The worked example of docs/metrics.md: ranks 4, 3, 1.5, 1.5 and 4, 3, 1, 2; their deviations' products sum to 4.5,
    # their squares to 4.5 and 5.
    found = order_likeness({"a": 50, "b": 30, "c": 20, "d": 20}, {"a": 40, "b": 35, "d": 10})
    assert found == pytest.approx(4.5 / np.sqrt(4.5 * 5))


def test_the_reverse_order_is_minus_one():
    assert order_likeness({"a": 3, "b": 2, "c": 1}, {"a": 1, "b": 2, "c": 3}) == pytest.approx(-1)


def test_fewer_than_three_have_no_order_to_compare():
    assert order_likeness({"a": 3, "b": 2, "c": 0}, {"a": 1, "b": 2}) is None
    assert order_likeness({}, {}) is None


def test_where_one_side_is_all_level_there_is_no_likeness():
    assert order_likeness({"a": 3, "b": 2, "c": 1}, {"a": 5, "b": 5, "c": 5}) is None


gains = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 4).map(float), min_size=3)


@given(gains, gains)
def test_the_likeness_is_that_of_scipy(mine, theirs):
    ids = [each for each in "abcdefghij" if max(mine.get(each, 0), theirs.get(each, 0)) > 0]
    found = order_likeness(mine, theirs)
    sides = [[side.get(each, 0.0) for each in ids] for side in (mine, theirs)]
    if found is None:
        assert len(ids) < 3 or any(len(set(side)) == 1 for side in sides)
    elif any(len(set(side)) == 1 for side in sides):
        assert found == 1.0
        assert all(len(set(side)) == 1 for side in sides)
    else:
        assert found == pytest.approx(spearmanr(*sides).statistic)


@given(gains)
def test_the_same_setting_gives_the_same_order(mine):
    base = Ranking(recoverable=5.0, gains=mine)
    row = compared("same", "The same", base, Ranking(recoverable=5.0, gains=dict(mine)))
    assert row.rank_correlation in {None, 1.0}
    assert (row.rank_correlation is None) == (sum(gain > 0 for gain in mine.values()) < 3)
    assert row.top_kept == min(5, sum(gain > 0 for gain in mine.values()))
    assert row.first_id == (base.first(1) or (None,))[0]


def test_who_is_first_is_told_by_gain_then_share_then_id():
    ranking = Ranking(recoverable=9, gains={"c": 5, "b": 5, "a": 5, "d": 0}, shares={"b": 2.0})
    assert ranking.first(5) == ("b", "a", "c")


def test_of_the_first_five_those_stay_that_fewer_than_five_outdo():
    base = Ranking(recoverable=60, gains=dict(zip("abcdef", (60, 50, 40, 30, 20, 10), strict=True)))
    other = Ranking(recoverable=60, gains=dict(zip("abcdef", (60, 50, 40, 0, 20, 30), strict=True)))
    assert compared("x", "X", base, other).top_kept == 4  # d gains nothing any more
    level = Ranking(recoverable=60, gains=dict(zip("abcdef", (60, 50, 40, 20, 20, 20), strict=True)))
    assert compared("x", "X", base, level).top_kept == 5  # three are level at the fourth place
    nothing = compared("x", "X", base, Ranking(recoverable=0, gains={}))
    assert (nothing.top_kept, nothing.first_id, nothing.recoverable) == (0, None, 0)


def test_a_feature_that_pins_tell_of_is_the_same_barrier_without_them():
    gains = {"pin:p": 50.0, "b": 30.0, "c": 10.0}
    base = Ranking(recoverable=90, gains=gains, same_as={"map:steps": "pin:p"})
    map_alone = Ranking(recoverable=90, gains={"map:steps": 50.0, "b": 30.0, "c": 10.0})
    row = compared("map-alone", "The map alone", base, map_alone)
    assert (row.rank_correlation, row.first_id, row.top_kept) == (1.0, "pin:p", 3)


def test_the_settings_that_are_tried():
    chosen = BarrierSettings(penalty_times=2.0)
    tried = {key: settings for key, _label, settings in other_settings(chosen)}
    assert (tried["half"].penalty_times, tried["double"].penalty_times) == (1.0, 4.0)
    assert tried["two-voices"].contributors == 2
    assert (tried["pins-alone"].with_pins, tried["pins-alone"].with_map) == (True, False)
    assert (tried["map-alone"].with_pins, tried["map-alone"].with_map) == (False, True)
    assert penalty_settings(chosen) == (tried["half"], tried["double"])


def test_who_asked_for_two_voices_is_shown_three():
    ((_key, label, settings),) = [
        each for each in other_settings(BarrierSettings(contributors=2)) if each[0] == "two-voices"
    ]
    assert settings.contributors == 3
    assert "3 people" in label


def test_each_other_setting_is_priced_once_and_the_chosen_one_stands_first():
    asked = []

    def price(settings):
        asked.append(settings)
        return Ranking(recoverable=settings.penalty_times, gains={"a": 3.0, "b": 2.0, "c": 1.0 * settings.with_map})

    chosen = BarrierSettings()
    rows = sensitivity(chosen, price(chosen), price)
    assert [row.key for row in rows] == ["as-chosen", "half", "double", "two-voices", "pins-alone", "map-alone"]
    assert [row.recoverable for row in rows] == [1, 0.5, 2, 1, 1, 1]
    assert all(row.rank_correlation == 1.0 for row in rows)
    assert len(asked) == len(set(asked)) == 6


def ranges(found, *others, single=40.0):
    rankings = [Ranking(recoverable=0, gains={"a": gain}) for gain in others]
    return gain_ranges([found], {"a": single}, rankings)["a"]


def test_a_range_is_from_the_least_to_the_most():
    found = ranges(barrier(), 10.0, 90.0)
    assert (found.low, found.high, found.why) == (10, 90, "From half to double the penalties.")
    assert (ranges(barrier(), 50.0, 60.0).low, ranges(barrier(), 5.0, 6.0).high) == (40, 40)


def test_what_rests_on_one_voice_may_be_nothing():
    found = ranges(barrier(contributors=1), 10.0, 90.0)
    assert (found.low, found.high) == (0, 90)
    assert "may not be there" in found.why


def test_what_others_deny_may_be_nothing():
    found = ranges(barrier(contributors=7, against=("q",)), 10.0, 90.0)
    assert found.low == 0
    assert "the opposite" in found.why


def test_the_way_that_a_pin_stands_on_is_no_second_witness_but_a_tag_is():
    assert may_not_be(barrier(contributors=1))
    assert not may_not_be(barrier(contributors=1, tags=("barrier=gate",)))


def test_what_the_map_shows_or_an_officer_saw_is_there():
    assert not may_not_be(barrier(source=BarrierSource.MAP, contributors=0))
    assert not may_not_be(barrier(contributors=1, corrected=Correction(subject="p", until=date(2027, 1, 1))))


def test_a_barrier_that_another_setting_does_not_know_gains_nothing_there():
    assert gain_ranges([barrier()], {"a": 40.0}, [Ranking(recoverable=0, gains={})])["a"].low == 0


def bundle(*ids, gain):
    return Bundle(size=len(ids), ids=ids, gain=gain)


def test_barriers_in_series_are_explained():
    said = why_they_differ([priced("a", 0, 30), priced("b", 0, 30)], [bundle("a", "b", gain=60)], 60)
    assert "for nobody; all together for 60 people" in said
    assert "2 regain it for nobody alone" in said
    assert "stand in for each other" not in said


def test_barriers_in_each_others_stead_are_explained():
    said = why_they_differ([priced("a", 60, 30), priced("b", 60, 30)], [bundle("a", gain=60)], 60)
    assert "120 people in sum, more than all together: 60 people" in said
    assert "stand in for each other" in said
    assert "one behind another" not in said


def test_a_real_town_has_both():
    barriers = [priced("a", 439, 300), priced("b", 400, 300), priced("c", 0, 60), priced("d", 0, 55)]
    said = why_they_differ(barriers, [bundle("a", "b", gain=600)], 715)
    assert "840 people in sum, more than all together: 720 people" in said
    assert "2 regain it for nobody alone" in said
    assert "The best 2 together regain it for 600 people, not for all." in said


def test_barriers_apart_from_each_other_agree():
    said = why_they_differ([priced("a", 40, 40), priced("b", 20, 20)], [bundle("a", "b", gain=60)], 60)
    assert said.endswith("the three prices agree.")


def test_sums_that_agree_by_chance_are_not_said_to_agree_one_by_one():
    said = why_they_differ([priced("a", 40, 20), priced("b", 20, 40)], [], 60)
    assert "evens out" in said


def test_chance_in_the_fair_shares_is_no_difference():
    said = why_they_differ([priced("a", 40, 42, error=1.0), priced("b", 20, 18, error=1.0)], [], 60)
    assert said.endswith("the three prices agree.")


def test_where_nothing_is_lost_or_too_few_or_not_known():
    assert "from nobody here" in why_they_differ([], [], 0.0)
    assert "fewer than 10" in why_they_differ([priced("a", 7, 7)], [], 7.0)
    assert "7" not in why_they_differ([priced("a", 7, 7)], [], 7.0)
    assert why_they_differ([], [], None) == ""


def test_buildings_are_called_buildings_and_few_of_them_are_told():
    said = why_they_differ([priced("a", 4, 2), priced("b", 4, 2)], [], 4.0, "buildings")
    assert "8 buildings in sum, more than all together: 4 buildings" in said
    assert "people of all" not in said

"""How much of an area a network knows, and which network is taken."""

import pytest
import shapely
from drawn_networks import drawn_meta

from geo.metrics.coverage import choose_network, percent

AREA = shapely.box(0, 0, 100, 100)


def choose(*metas, margin_m=100.0):
    return choose_network("E05000001", AREA, metas, margin_m)


def test_the_network_that_covers_most_of_the_area_is_taken():
    half = drawn_meta(shapely.box(0, 0, 50, 100), id="half", date="2030-01-01")
    most = drawn_meta(shapely.box(0, 0, 90, 100), id="most", date="2019-01-01")
    found = choose(half, most)
    assert (found.network_id, found.area_share) == ("most", pytest.approx(0.9))


def test_of_two_that_cover_the_area_the_wider_margin_wins_and_then_the_newer():
    narrow = drawn_meta(AREA, id="narrow", date="2030-01-01")
    old = drawn_meta(AREA.buffer(300), id="old", date="2019-01-01")
    new = drawn_meta(AREA.buffer(300), id="new", date="2024-01-01")
    undated = drawn_meta(AREA.buffer(300), id="undated", date=None)
    assert choose(narrow, old).network_id == "old"
    assert choose(new, old, undated).network_id == "new"
    assert choose(old, new, undated).network_id == "new"


def test_a_sliver_does_not_decide():
    old = drawn_meta(shapely.box(-200, -200, 300, 300), id="old", date="2019-01-01")
    new = drawn_meta(shapely.box(-200, -200, 299.999, 300), id="new", date="2024-01-01")
    assert choose(old, new).network_id == "new"


def test_shares_are_of_land():
    found = choose(drawn_meta(shapely.box(0, 0, 50, 100)), margin_m=0.0)
    assert (found.area_share, found.margin_share) == (pytest.approx(0.5), pytest.approx(0.5))


def test_below_60_percent_the_figures_are_withheld_and_the_note_says_what_to_do():
    short, enough = drawn_meta(shapely.box(0, 0, 59, 100)), drawn_meta(shapely.box(0, 0, 60, 100))
    found = choose(short)
    assert not found.sufficient
    assert "covers 59 % of this area" in found.note
    assert "python -m geo data install --area E05000001" in found.note
    assert choose(enough).sufficient
    assert "60 % of the area" in choose(enough).note


def test_no_network_says_what_to_do():
    for metas in ((), (drawn_meta(shapely.box(900, 900, 999, 999)),)):
        found = choose(*metas)
        assert (found.network_id, found.area_share, found.sufficient) == (None, 0.0, False)
        assert "python -m geo data install --area E05000001" in found.note


def test_full_coverage_needs_no_word():
    assert choose(drawn_meta(AREA.buffer(200))).note == ""


def test_a_coverage_can_be_written_as_json():
    found = choose(drawn_meta(AREA, id="town", name="Town")).as_dict()
    assert found["network_id"] == "town"
    assert found["area_share"] == 1.0
    assert 0 < found["margin_share"] < 1
    assert found["needed_share"] == 0.6


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0 %"), (0.001, "less than 1 %"), (0.6, "60 %"), (0.999, "99 %"), (1.0, "100 %")]
)
def test_a_share_in_words_never_rounds_to_all_or_nothing(share, words):
    assert percent(share) == words

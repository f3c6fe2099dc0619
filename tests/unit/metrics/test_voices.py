"""Whose voices the pins are, worked out on paper."""

import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.areas import Area, AreaKind
from geo.metrics.catalogue import METRICS
from geo.metrics.cells import hexagons_over
from geo.metrics.contributors import Heard, contributor_codes, contributors_by_place, heard, most_active_share
from geo.metrics.hot_spots import hot_spots
from geo.metrics.one_voice import SpotsOnOneVoice, hot_spots_without_one
from geo.metrics.voices import hot_spot_figures, voice_figures
from geo.network.population import Residents

MANY = Residents(count=2000.0, reason=None)
TOWN = box(529000, 180000, 530000, 180500)  # 0.5 km2


def pins(*said, x=529500.0, y=180250.0):
    """Pins of (kind, category, contributor), all at one place unless told."""
    kind, category, who = zip(*said, strict=True) if said else ((), (), ())
    return pd.DataFrame({"x": x, "y": y, "kind": kind, "category": category, "contributor": who}).astype(
        {"x": float, "y": float, "contributor": object}
    )


def figures(frame, residents=MANY, geometry=TOWN):
    area = Area(
        id="a", name="A", kind=AreaKind.WARD, borough_code=None, borough_name=None, area_km2=0.5, geometry=geometry,
        source_id="",
    )  # fmt: skip
    found = voice_figures(area, frame, geometry.area / 1e6, residents)
    return {each.metric: each for each in found.measurements}, found.breakdowns[0]


# Nine barrier pins and two "both" by six people, two of whom are not known; one of the six has said it all six times.
EXAMPLE = pins(
    *[("barrier", "b-step", "ann")] * 5,
    ("both", "b-step", "ann"),
    ("barrier", "b-step", "ben"),
    ("barrier", "b-cross", "cat"),
    ("barrier", "b-cross", None),
    ("barrier", "b-cross", None),
    ("both", "b-cross", "dan"),
)


def test_rates_by_contributor():
    found, _ = figures(EXAMPLE)
    assert found["voices"].value == 6  # Ann, Ben, Cat, Dan and two unknown
    assert found["barrier_voices_per_km2"].value == pytest.approx(6 / 0.5)
    assert found["barrier_voices_per_1000"].value == pytest.approx(3)
    assert found["barrier_voices_per_km2"].n == 6
    assert "11 pins by 6 contributors" in found["barrier_voices_per_km2"].note
    assert found["welcoming_voices_per_km2"].suppressed  # two "both", by two people
    assert found["most_active_share"].value == pytest.approx(100 * 6 / 11)


def test_without_a_known_contributor_each_pin_is_one_voice():
    found, _ = figures(pins(*[("barrier", "b-step", None)] * 7))
    assert found["voices"].value == 7
    assert found["most_active_share"].value == pytest.approx(100 / 7)


def test_under_five_contributors_nothing_is_told_and_no_count_slips_out():
    found, chart = figures(pins(*[("barrier", "b-step", f"p{n % 4}") for n in range(37)]))
    for metric in ("voices", "most_active_share", "barrier_voices_per_km2", "peak_pin_density", "one_voice_ranking"):
        assert (found[metric].value, found[metric].n, found[metric].suppressed) == (None, None, True), metric
        assert "37" not in found[metric].note
        assert "4 c" not in found[metric].note
    assert [(row.value, row.n, row.suppressed) for row in chart.rows] == [(None, None, True)]


def test_no_pins_are_nought_voices_and_nothing_known_of_them():
    found, chart = figures(pins())
    assert found["voices"].value == 0
    assert found["barrier_voices_per_1000"].value == 0
    for metric in ("most_active_share", "peak_pin_density", "one_voice_ranking"):
        assert found[metric].value is None
        assert not found[metric].suppressed
        assert found[metric].note.startswith("Not known")
    assert chart.rows == ()


def test_the_densest_place_has_all_pins_of_a_corner():
    # Five people at the middle of a square, each with one pin there: 5 x 3 / (pi 0.16) = 29.8 per km2, edges far away.
    field = box(528000, 179000, 531000, 182000)
    frame = pins(*[("barrier", "b-step", f"p{n}") for n in range(5)], x=529525.0, y=180525.0)
    found, _ = figures(frame, geometry=field)
    assert found["peak_pin_density"].value == pytest.approx(15 / (np.pi * 0.16))
    assert found["peak_pin_density"].n == 5


def test_a_lone_voice_makes_no_peak():
    field = box(528000, 179000, 531000, 182000)
    loud = pins(*[("barrier", "b-step", "ann")] * 50, x=528600.0, y=179600.0)
    quiet = pins(*[("barrier", "b-step", f"p{n}") for n in range(5)], x=530025.0, y=181025.0)
    found, _ = figures(pd.concat([loud, quiet]), geometry=field)
    assert found["peak_pin_density"].value == pytest.approx(15 / (np.pi * 0.16))


def test_the_ranking_says_in_a_sentence_whether_one_voice_decides():
    found, _ = figures(EXAMPLE)  # steps 7 : crossings 4; without Ann 1 : 4
    assert found["one_voice_ranking"].value == 1
    assert "Without the pins of one contributor" in found["one_voice_ranking"].note
    even, _ = figures(pins(*[("barrier", ("b-step", "b-cross")[n % 3 == 0], f"p{n}") for n in range(9)]))
    assert even["one_voice_ranking"].value == 0
    assert "Whichever one contributor is left out" in even["one_voice_ranking"].note
    single, _ = figures(pins(*[("barrier", "b-step", f"p{n}") for n in range(9)]))
    assert single["one_voice_ranking"].value is None
    assert "two categories" in single["one_voice_ranking"].note


def test_categories_are_counted_by_contributor_and_small_ones_do_not_tell_their_order():
    said = [("barrier", "b-step", f"s{n}") for n in range(5)]
    said += [("barrier", "b-cross", f"c{n}") for n in range(7)] + [("barrier", "b-step", "s0")] * 20
    said += [("barrier", "b-rest", f"r{n}") for n in range(4)] + [("barrier", "b-gate", "g")]
    _, chart = figures(pins(*said))
    assert [(row.key, row.value, row.n) for row in chart.rows] == [
        ("b-cross", 7, 7),
        ("b-step", 5, 25),
        ("b-gate", None, None),
        ("b-rest", None, None),
    ]
    assert chart.rows[0].label == "Road hard to cross"
    assert chart.metric in METRICS


def test_codes_tell_people_apart_and_each_unknown_is_one():
    assert contributor_codes(["a", None, "b", "a", float("nan")]).tolist() == [0, 2, 1, 0, 3]
    assert contributor_codes([]).tolist() == []
    codes = contributor_codes(["a", "b", "a"])
    assert heard(codes) == Heard(pins=3, contributors=2)
    assert heard(codes, np.array([True, False, True])) == Heard(pins=2, contributors=1)
    assert Heard(pins=1, contributors=1).in_words == "1 pin by 1 contributor."
    assert most_active_share(contributor_codes([*"a" * 12, *"bbb", *"cc", *"dd", "e"])) == pytest.approx(0.6)


def test_contributors_at_a_place_are_counted_once():
    place, who = np.array([2, 2, 0, 2]), np.array([1, 1, 1, 0])
    assert contributors_by_place(place, who, 4).tolist() == [1, 0, 2, 0]
    assert contributors_by_place(place[:0], who[:0], 2).tolist() == [0, 0]


CELLS = hexagons_over(box(529000, 180000, 532000, 183000), 250.0)
EVERYWHERE, NOWHERE = np.ones(len(CELLS), bool), np.zeros(len(CELLS), bool)


def spots(rows):
    rows = np.asarray(rows, np.int64)
    found = hot_spots(CELLS, rows, np.arange(len(rows)), np.full(len(CELLS), 100.0))
    return found, hot_spots_without_one(found, rows, np.arange(len(rows)))


def told(found, alone, here=EVERYWHERE):
    return {each.metric: each for each in hot_spot_figures(found, alone, here, "the borough").measurements}


def test_hot_spots_are_counted_where_the_area_lies():
    middle = int(CELLS.row_of(530500, 181500)[0])
    found, alone = spots(np.concatenate([np.repeat(middle, 30), np.arange(0, len(CELLS), 4)]))
    said = told(found, alone)
    assert said["hot_spots"].value == found.significant.sum() > 0
    assert said["hot_spots"].n == len(CELLS)
    assert "hexagons of 250 m over the borough" in said["hot_spots"].note
    assert said["one_voice_hot_spots"].value == 0
    assert "Whichever" in said["one_voice_hot_spots"].note
    away = np.arange(len(CELLS)) == 0
    assert told(found, alone, away)["hot_spots"].value == 0
    assert told(found, alone, away)["one_voice_hot_spots"].value is None
    assert told(found, alone, NOWHERE)["hot_spots"].value is None
    resting = SpotsOnOneVoice(rests=found.significant, contributors=1)
    assert "Without a single contributor" in told(found, resting)["one_voice_hot_spots"].note


def test_hot_spots_withheld_say_why():
    found, alone = spots([3] * 4)
    said = told(found, alone)
    assert all(each.suppressed and each.value is None and each.n is None for each in said.values())
    said = told(*spots([]))
    assert not any(each.suppressed for each in said.values())
    assert all(each.note.startswith("Not known") for each in said.values())

"""What is felt and not modelled, and the reverse, from pins and prices told by hand."""

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.barriers import Barrier, BarrierSource, Evidence, Meets
from geo.crs import LonLat
from geo.errors import GeoError
from geo.metrics.barrier_report import PricedBarrier
from geo.metrics.felt_gaps import FELT, MODELLED, CrowWalks, felt_gaps, is_modelled, places_of
from geo.surveys import WalkEffect

TODAY = date(2026, 11, 22)
PARK = np.array([shapely.box(0, 0, 100, 100)], dtype=object)


def metres(x, y):
    """A place told in metres, so that a test can say where it is."""
    return LonLat(lon=x / 10000, lat=y / 10000)


def pin(name, x, y, category="b-sever", **said):
    return {
        "id": name,
        "kind": "barrier",
        "category": category,
        "felt": None,
        "until": None,
        "role": "snapped",
        "geometry": shapely.Point(x, y),
    } | said


def what_was_said(*pins):
    columns = {name: [each[name] for each in pins] for name in pin("", 0, 0)}
    return gpd.GeoDataFrame(columns, geometry="geometry", crs=27700)


def priced(name, pins=(), place=(0, 0), source=BarrierSource.PINS, **gains):
    said = {"single": 0.0, "low": 0.0, "high": 0.0, "shapley": 0.0, "shapley_error": 0.0, "minutes": 0.0, "opened": 0.0}
    return PricedBarrier(
        barrier=Barrier(
            id=name,
            label=f"The {name}",
            kind="b-sever",
            source=source,
            effect=WalkEffect.SLOWS,
            geometry=shapely.Point(place),
            meets=Meets.NEAREST,
            evidence=Evidence(pins=pins, contributors=len(pins)),
        ),
        place=metres(*place),
        **(said | gains),
    )


def gaps(pins, barriers=(), kind=None, **said):
    said = {"within": shapely.box(-1e5, -1e5, 1e5, 1e5)} | said
    found = felt_gaps(what_was_said(*pins), barriers, today=TODAY, to_lonlat=metres, **said)
    return [each for each in found if kind in {None, each.kind}]


def test_a_pin_that_the_model_makes_nothing_of_is_felt_and_not_modelled():
    (found,) = gaps([pin("p", 500, 700)], [priced("rail", pins=("p",))])
    assert (found.kind, found.pins, found.residents) == (FELT, 1, None)
    assert (found.place.lon, found.place.lat) == (0.05, 0.07)
    assert found.label == "Rail, road or water cuts us off"


def test_a_pin_that_met_no_street_is_felt_and_not_modelled():
    assert len(gaps([pin("p", 0, 0)])) == 1


@pytest.mark.parametrize("gain", ["single", "high", "shapley", "minutes", "opened"])
def test_a_pin_by_which_the_model_sees_anyone_lose_is_no_gap(gain):
    barrier = priced("rail", pins=("p",), **{gain: 3.0})
    assert is_modelled(barrier)
    assert gaps([pin("p", 0, 0)], [barrier]) == []


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"category": "b-surface"}, False),
        ({"category": "b-surface", "felt": "slows-me"}, False),
        ({"category": "b-surface", "felt": "never-go"}, True),
        ({"category": "b-surface", "felt": "other-way"}, True),
        ({"category": "b-fear"}, True),
        ({"category": "w-rest", "kind": "welcoming"}, False),
        ({"category": "b-cross", "kind": "both"}, True),
        ({"until": date(2026, 11, 21)}, False),
        ({"until": date(2026, 11, 22)}, True),
    ],
)
def test_who_says_that_they_are_cut_off(said, counts):
    assert bool(gaps([pin("p", 0, 0, **said)])) is counts


def test_what_an_officer_took_for_no_barrier_is_left_out():
    assert gaps([pin("p", 0, 0)], dismissed={"p"}) == []


def test_a_pin_beside_the_area_is_for_others_to_answer_and_a_line_into_it_is_not():
    area = shapely.box(0, 0, 100, 100)
    line = shapely.LineString([(-50, 50), (20, 50)])
    assert gaps([pin("p", -50, 50)], within=area) == []
    assert len(gaps([pin("p", 0, 0, geometry=line)], within=area)) == 1


def test_pins_within_150_m_are_one_place_and_the_place_with_most_pins_comes_first():
    found = gaps([pin("a", 0, 0), pin("b", 1000, 0), pin("c", 1150, 0, "b-cross"), pin("d", 1000, 0, "b-cross")])
    assert [(each.pins, each.place.lon) for each in found] == [(3, 0.1), (1, 0)]
    assert found[0].label == "Road hard to cross · Rail, road or water cuts us off"


def test_at_most_ten_places_are_told():
    assert len(gaps([pin(f"p{row}", 1000 * row, 0) for row in range(14)])) == 10


def steps(name="steps", place=(0, 0), single=60.0, **said):
    return priced(name, place=place, source=BarrierSource.MAP, single=single, **said)


def test_what_many_lose_by_the_map_and_nobody_has_said_is_modelled_and_not_felt():
    (found,) = gaps([pin("p", 151, 0)], [steps()], MODELLED)
    assert (found.label, found.pins, found.residents) == ("The steps", 0, 60)


def test_any_barrier_pin_within_150_m_says_it_and_a_welcoming_one_does_not():
    assert gaps([pin("p", 150, 0, "b-other")], [steps()], MODELLED) == []
    assert len(gaps([pin("p", 10, 0, "w-rest", kind="welcoming")], [steps()], MODELLED)) == 1


def test_a_pin_known_to_a_cell_alone_says_it_of_the_whole_cell():
    # The cell reaches from 145 to 395 m.
    assert gaps([pin("p", 270, 0, "b-fear", role="grid-cell")], [steps()], MODELLED) == []
    assert len(gaps([pin("p", 270, 0, "b-fear")], [steps()], MODELLED)) == 1


def test_few_who_lose_and_barriers_of_pins_are_not_told():
    assert gaps([], [steps(single=49.0)]) == []
    assert gaps([], [priced("rail", pins=("q",), single=60.0)]) == []
    assert len(gaps([], [steps(single=0.0, shapley=50.0)])) == 1  # in series with another


def test_of_several_near_each_other_the_worst_is_told():
    found = gaps([], [steps("a", (0, 0), 60.0), steps("b", (100, 0), 80.0), steps("c", (260, 0), 70.0)])
    assert [(each.label, each.residents) for each in found] == [("The b", 80), ("The c", 70)]


def test_where_nothing_was_said_and_nothing_stands_there_is_no_gap():
    assert gaps([]) == []


def test_testimony_in_degrees_is_refused():
    with pytest.raises(GeoError, match="testimony"):
        felt_gaps(
            what_was_said(pin("p", 0, 0)).set_crs(4326, allow_override=True),
            [],
            today=TODAY,
            to_lonlat=metres,
            within=PARK[0],
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=40))
def test_every_pin_is_in_one_place_and_within_150_m_of_its_first(spots):
    points = np.asarray(shapely.points(np.array(spots, float).reshape(-1, 2) * 60.0), dtype=object)
    found = places_of(points)
    assert sorted(np.concatenate(found).tolist() if found else []) == list(range(len(points)))
    for rows in found:
        assert shapely.distance(points[rows[0]], points[rows]).max() <= 150.0
    firsts = [points[rows[0]] for rows in found]
    for row, point in enumerate(firsts):
        assert all(shapely.distance(point, other) > 150.0 for other in firsts[:row])


def test_ten_thousand_pins_on_one_crossing_are_one_place():
    near = np.random.default_rng(1).normal(0, 10, (10_000, 2))
    (found,) = places_of(np.asarray(shapely.points(near), dtype=object))
    assert len(found) == 10_000


def crow_walks(*homes):
    """Homes of (x, y, people, walk); the park begins at (0, 0) and the standard is 400 m."""
    x, y, people, walks = np.array(homes, float).T
    return CrowWalks.of(np.column_stack([x, y]), people, walks, PARK, 400.0)


def test_homes_that_a_grid_of_streets_would_serve_and_that_are_not_served_are_cut_off():
    # 282 m × 1.414 = 399 m would do; 284 m × 1.414 = 402 m would not.
    found = crow_walks((-282, 0, 1, 401), (-282, 0, 1, 400), (-284, 0, 1, 900), (-282, 0, 1, np.inf), (50, 50, 1, 0))
    assert found.cut_off.tolist() == [True, False, False, True, False]


def test_where_many_are_cut_off_and_nobody_has_said_it_is_modelled_and_not_felt():
    walks = crow_walks((-200, 10, 30, 900), (-201, 11, 25, 900), (-200, 10, 500, 300))
    (found,) = gaps([], walks=walks)
    assert (found.kind, found.pins, found.residents) == (MODELLED, 0, 55)
    assert found.label == "Homes close as the crow flies and far on foot"
    # The middle of the hexagon is at most 250 ÷ √3 = 144 m away.
    assert np.hypot(found.place.lon * 10000 + 200, found.place.lat * 10000 - 10) <= 145


def test_a_barrier_pin_near_says_it_and_few_residents_are_not_told():
    walks = crow_walks((-200, 10, 55, 900))
    assert gaps([pin("p", -200, 10, "b-other")], walks=walks) == []
    assert gaps([], walks=crow_walks((-200, 10, 49, 900))) == []


def test_cut_off_homes_and_barriers_are_told_together_the_worst_first():
    found = gaps([], [steps(place=(5000, 0), single=60.0)], walks=crow_walks((-200, 10, 80, 900)))
    assert [each.residents for each in found] == [80, 60]


def test_without_any_place_of_the_standard_nobody_is_called_cut_off():
    none = CrowWalks.of(np.zeros((1, 2)), np.ones(1), np.array([np.inf]), PARK[:0], 400.0)
    assert not none.cut_off.any()
    assert gaps([], walks=none) == []

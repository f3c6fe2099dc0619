"""How much of the streets lies near public open space, measured to the metre on drawn streets."""

from dataclasses import replace

import numpy as np
import pytest
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study, figure
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from geo.metrics.access_ground import prepare_access
from geo.metrics.access_walks import home_walks
from geo.metrics.street_access import street_figures
from geo.metrics.stretches import Stretches
from geo.network.costs import lengths

HOUSE = np.array([[10.0, 10.0, 80.0]])
STREET = {"a": (0.0, 0.0), "b": (1000.0, 0.0)}
ROAD = [("a b", {"highway": "residential"})]
PARK = ("park", box(-250, -50, 0, 50))  # entered at the western end
ALL = box(-900, -900, 1900, 900)


def streets(spaces=(PARK,), *, places=STREET, ways=ROAD, area=ALL, twice=False, **more):
    network = drawn_network(places, ways, **({"buildings": HOUSE} | more))
    plain = lengths(network)
    costs = replace(plain, edge_m=2 * plain.edge_m) if twice else plain
    ground = drawn_ground(network, spaces=spaces, costs=costs)
    return figure(
        street_figures(home_walks(drawn_study(ground, area=area), prepare_access(ground))), "streets_within_400m"
    )


def test_the_first_400_m_of_a_street_without_a_census():
    said = streets()
    assert said.value == pytest.approx(40.0)
    assert "Of 1.0 km of streets" in said.note


def test_a_way_in_in_the_middle_of_a_street_serves_both_sides():
    # Two gates of a park astride the street, 600 to 700 m; 200 to 600 m, inside, and 700 to 1,000 m: 800 m.
    assert streets([("park", box(600, -50, 700, 50))]).value == pytest.approx(80.0)
    # A point: 400 m both ways from x = 500.
    assert streets([("park", Point(500, 20))]).value == pytest.approx(80.0)


def test_inside_a_large_park_a_street_is_there_already():
    # The middle is 500 m from both gates, and yet in the park.
    assert streets([("park", box(-5, -50, 1005, 50))]).value == pytest.approx(100.0)


def test_no_metre_counts_twice():
    # From both ends: 0 to 400 and 600 to 1,000.
    assert streets([PARK, ("garden", box(1000, -50, 1100, 50))]).value == pytest.approx(80.0)
    near = {"a": (0.0, 0.0), "b": (700.0, 0.0)}
    assert streets([PARK, ("garden", box(700, -50, 800, 50))], places=near).value == pytest.approx(100.0)


def test_only_the_part_in_the_area_counts():
    # 300 to 800 m lie in it: the first 100 of 500 are near.
    assert streets(area=box(300, -100, 800, 100)).value == pytest.approx(20.0)


def test_what_a_persona_pays_more_for_is_farther():
    assert streets(twice=True).value == pytest.approx(20.0)


def test_a_one_way_street_is_walked_one_way():
    # Away from the park no walk leads to it: only the end itself. Towards it: 400 m.
    away = [("a b", {"highway": "residential", "oneway:foot": "yes"})]
    towards = [("b a", {"highway": "residential", "oneway:foot": "yes"})]
    assert streets(ways=away).value == pytest.approx(0.0)
    assert streets(ways=towards).value == pytest.approx(40.0)


def test_paths_are_no_streets_but_lead_to_them():
    # The park meets a path of 100 m; the street beyond it has 300 m left.
    places = {"p": (-100.0, 0.0), **STREET}
    park = ("park", box(-300, -50, -100, 50))
    assert streets([park], places=places, ways=["p a", *ROAD]).value == pytest.approx(30.0)


def test_an_area_without_streets_or_a_map_without_spaces_gets_a_sentence():
    assert streets(ways=["a b"]).note.startswith("Not known: the map shows no street in this area.")
    assert streets([]).note.startswith("Not known: no public open space is known on this map.")
    outside = streets(area=box(5000, 5000, 5100, 5100))
    assert (outside.value, outside.note.split(".")[0]) == (None, "Not known: the map shows no street in this area")


def test_where_the_map_ends_the_note_says_for_how_much():
    # The map ends 100 m beyond the street's end: the 600 m that are not near may be, by ways beyond.
    said = streets(footprint=box(-2000, -2000, 1100, 2000), area=box(0, -300, 1050, 300))
    assert said.value == pytest.approx(40.0)
    assert "up to 60 % more may be within it" in said.note
    small = streets(footprint=box(-10, -110, 1100, 110), area=box(0, -100, 1050, 100))
    assert small.value is None
    assert small.note.startswith("Not known: the installed map covers")


stretch = st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(-5, 40))


@settings(max_examples=200, deadline=None)
@given(st.lists(stretch, max_size=12), st.lists(stretch, max_size=12))
def test_stretches_are_those_counted_metre_by_metre(first, second):
    def made(rows):
        edge, start, long = np.array(rows, np.int64).reshape(-1, 3).T
        return Stretches(edge=edge, start_m=start.astype(float), end_m=(start + long).astype(float))

    def metres(rows):
        return {(edge, metre) for edge, start, long in rows for metre in range(start, start + long)}

    merged, other = made(first).merged(), made(second).merged()
    assert merged.length_m.sum() == len(metres(first))
    assert merged.shared_m(other).sum() == len(metres(first) & metres(second))

"""Where a pin is shown: as tapped only where no home can be meant."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_town import BESIDE_STREET, NOWHERE_NEAR, ON_STREET, PARK, SECRET, lonlat

from geo.crs import open_grid
from geo.pins import GeometryRole, PublishedPlace
from geo.services.publication import cell_place, coarser_place, published_place

GRID = open_grid()


def metres_between(town, published, easting_northing):
    return math.dist(town.grid.point_to_bng(published.place), easting_northing)


@pytest.mark.parametrize("at", [PARK, ON_STREET, (529500.0, 180107.9)])
def test_a_pin_in_a_park_or_on_a_street_stays_where_it_was_tapped(town, at):
    published = published_place(town, lonlat(at), sensitive=False)
    assert (published.role, published.precision_m) == (GeometryRole.EXACT_PUBLIC_SPACE, 5.0)
    assert metres_between(town, published, at) < 0.1  # six decimals of a degree


def test_a_pin_beside_a_street_goes_to_a_mark_on_it(town):
    published = published_place(town, lonlat(BESIDE_STREET), sensitive=False)
    east, north = town.grid.point_to_bng(published.place)
    assert published.role is GeometryRole.SNAPPED
    assert north == pytest.approx(180100.0, abs=1.0)  # five decimals of a degree
    assert abs(east - BESIDE_STREET[0]) <= 10.0 + 1.0  # marks are at most 20 m apart
    assert published.precision_m == 50.0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(east=st.floats(529060, 529690), back_m=st.floats(9, 100))
def test_homes_along_a_street_cannot_be_told_apart_by_where_their_pins_are_shown(town, east, back_m):
    published = published_place(town, lonlat((east, 180100.0 - back_m)), sensitive=False)
    shown_east, _ = town.grid.point_to_bng(published.place)
    neighbours = {
        published_place(town, lonlat((shown_east + step, 180100.0 - back_m)), sensitive=False)
        for step in (-6.0, -3.0, 0.0, 3.0, 6.0)
    }
    assert len(neighbours) == 1


@pytest.mark.parametrize(("back_m", "told_m"), [(9, 50.0), (39, 50.0), (70, 100.0), (139, 150.0), (149, 200.0)])
def test_precision_is_told_in_steps_that_do_not_give_the_distance_away(town, back_m, told_m):
    published = published_place(town, lonlat((529500.0, 180100.0 - back_m)), sensitive=False)
    assert published.precision_m == told_m
    assert metres_between(town, published, (529500.0, 180100.0 - back_m)) <= told_m


def test_a_pin_on_a_house_beside_the_street_is_not_left_on_it(town):
    published = published_place(town, lonlat((529480.0, 180107.0)), sensitive=False)
    assert published.role is GeometryRole.SNAPPED


def test_a_driveway_is_no_public_street(town):
    published = published_place(town, lonlat((529700.0, 180185.0)), sensitive=False)
    assert published.role is GeometryRole.SNAPPED
    assert town.grid.point_to_bng(published.place)[1] == pytest.approx(180100.0, abs=1.0)


@pytest.mark.parametrize("garden", [(529160.0, 180260.0), (529540.0, 180270.0)])
def test_a_garden_that_is_private_or_may_be_is_no_public_space(town, garden):
    assert published_place(town, lonlat(garden), sensitive=False).role is not GeometryRole.EXACT_PUBLIC_SPACE


def test_far_from_every_street_a_pin_is_shown_in_the_middle_of_a_cell(town):
    published = published_place(town, lonlat(NOWHERE_NEAR), sensitive=False)
    assert (published.role, published.precision_m) == (GeometryRole.GRID_CELL, 180.0)
    assert metres_between(town, published, NOWHERE_NEAR) <= 180.0


@pytest.mark.parametrize("at", [PARK, ON_STREET, BESIDE_STREET, NOWHERE_NEAR])
def test_a_sensitive_pin_is_shown_in_the_middle_of_a_cell_wherever_it_was_tapped(town, at):
    assert published_place(town, lonlat(at), sensitive=True).role is GeometryRole.GRID_CELL


def test_the_same_tap_is_always_shown_in_the_same_place(town):
    for at in (PARK, BESIDE_STREET, NOWHERE_NEAR):
        for sensitive in (True, False):
            drawn = {published_place(town, lonlat(at), sensitive=sensitive) for _ in range(3)}
            assert len(drawn) == 1


@settings(max_examples=200, deadline=None)
@given(east=st.floats(510_000, 555_000), north=st.floats(160_000, 200_000))
def test_a_cell_holds_what_is_shown_in_its_middle(east, north):
    shown = cell_place(east, north, grid=GRID, key=SECRET)
    middle = GRID.point_to_bng(shown.place)
    assert max(abs(middle[0] - east), abs(middle[1] - north)) <= 125.0 + 6.0  # four decimals of a degree
    assert cell_place(*middle, grid=GRID, key=SECRET) == shown


def test_cells_are_250_m_squares_and_another_key_lays_them_elsewhere():
    across = [cell_place(530_000.0 + step, 180_000.0, grid=GRID, key=SECRET).place for step in range(0, 5000, 10)]
    assert len(set(across)) in {20, 21}
    assert cell_place(530_000, 180_000, grid=GRID, key=b"one") != cell_place(530_000, 180_000, grid=GRID, key=b"two")


def test_a_pin_that_turns_sensitive_is_coarsened_from_what_was_public_and_says_how_far_off_it_may_be(town):
    snapped = published_place(town, lonlat(BESIDE_STREET), sensitive=False)
    coarse = coarser_place(town, snapped)
    assert (coarse.role, coarse.precision_m) == (GeometryRole.GRID_CELL, 230.0)
    assert metres_between(town, coarse, BESIDE_STREET) <= 230.0
    assert coarser_place(town, coarse) == coarse
    # Two taps that were shown at the same mark stay together: the cell adds nothing to what the mark told.
    assert coarser_place(town, PublishedPlace(place=snapped.place, role=snapped.role, precision_m=50.0)) == coarse

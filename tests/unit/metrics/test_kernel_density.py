"""The density of pins, against the kernel worked out by hand: 3 / (pi h^2) is 5.968 per km2 at h = 400 m."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.metrics.kernel_density import kernel_density, quartic

FIELD = box(0, 0, 4000, 4000)
PEAK = 3 / (np.pi * 0.4**2)  # per km2


def at(found, x, y):
    """Density and contributors of the square around a place."""
    side = found.squares.side_m
    row, column = int((y - found.squares.south) // side), int((x - found.squares.west) // side)
    return found.per_km2[row, column], found.contributors[row, column]


def test_one_pin_is_a_hill_of_the_kernels_shape():
    found = kernel_density(FIELD, np.array([[2025.0, 2025.0]]), np.array([0]))  # the middle of a square
    assert at(found, 2025, 2025)[0] == pytest.approx(PEAK)
    assert at(found, 2225, 2025)[0] == pytest.approx(PEAK * 0.75**2)  # 200 m away: (1 - 0.25)^2
    assert at(found, 2025, 2425) == (0, 0)  # 400 m away


def test_a_pin_in_the_open_counts_as_one_pin():
    found = kernel_density(FIELD, np.array([[2011.0, 1993.0]]), np.array([0]))
    assert np.nansum(found.per_km2) * 0.05**2 == pytest.approx(1, rel=0.01)  # squares of 50 m in km2


def test_the_kernel_sums_to_one_over_the_plane():
    x, y = np.meshgrid(np.arange(-400, 400), np.arange(-400, 400))
    assert quartic(np.hypot(x, y), 400.0).sum() == pytest.approx(1, rel=1e-4)


def test_an_even_spread_is_even_up_to_the_edge():
    side = np.arange(25, 4000, 50.0)  # a pin in the middle of each square: 400 per km2
    pins = np.column_stack([each.ravel() for each in np.meshgrid(side, side)])
    found = kernel_density(FIELD, pins, np.arange(len(pins)))
    assert found.per_km2 == pytest.approx(np.full_like(found.per_km2, 400.0), rel=2e-4)


def test_contributors_are_counted_once_however_many_pins():
    pins = np.array([[2000.0, 2000.0]] * 6 + [[2100.0, 2000.0]])
    found = kernel_density(FIELD, pins, np.array([0, 0, 0, 1, 1, 1, 2]))
    assert at(found, 2025, 2025)[1] == 3
    assert at(found, 1625, 2025)[1] == 2  # the third is 475 m away


def test_pins_outside_the_area_count_nowhere():
    found = kernel_density(FIELD, np.array([[-500.0, 2000.0], [9000.0, 9000.0]]), np.array([0, 1]))
    assert np.nansum(found.per_km2) == 0


@pytest.mark.parametrize("area", [Polygon(), box(1, 1, 2, 2)])
def test_an_area_without_a_square_has_no_density(area):
    found = kernel_density(area, np.array([[1.5, 1.5]]), np.array([0]))
    assert not found.squares.inside.any()
    assert found.contributors.sum() == 0


def test_no_pins_are_no_density():
    found = kernel_density(FIELD, np.empty((0, 2)), np.empty(0, np.int64))
    assert np.nanmax(found.per_km2) == 0


def test_in_an_area_smaller_than_the_kernel_the_density_is_that_of_the_area():
    # Four squares of 50 m around one pin: all of their kernels within 71 m, nearly flat, so 1 pin on 0.01 km2.
    found = kernel_density(box(0, 0, 100, 100), np.array([[50.0, 50.0]]), np.array([0]))
    assert found.per_km2 == pytest.approx(np.full((2, 2), 100.0), rel=0.02)


CORNERED = Polygon([(13, 7), (1460, 41), (1400, 900), (700, 620), (90, 1333)])
somewhere = st.floats(-200, 1600)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(somewhere, somewhere, st.integers(0, 3)), min_size=1, max_size=12))
def test_the_surface_is_the_sum_over_all_pins_one_by_one(said):
    pins, who = np.array([(x, y) for x, y, _ in said]), np.array([one for *_, one in said])
    found = kernel_density(CORNERED, pins, who)
    x, y = np.meshgrid(*found.squares.middles())
    inside = found.squares.inside
    spots = np.column_stack([x[inside], y[inside]])
    near = shapely.intersects_xy(CORNERED, pins)  # the others lie outside and are left out
    away = np.hypot(*(spots[:, None, :] - pins[None, near, :]).transpose(2, 0, 1))
    to_all = np.hypot(*(spots[:, None, :] - spots[None, :, :]).transpose(2, 0, 1))
    open_land = np.arange(-450, 451, 50.0)
    whole = quartic(np.hypot(*np.meshgrid(open_land, open_land)), 400.0).sum()
    expected = 1e6 * quartic(away, 400.0).sum(axis=1) / (quartic(to_all, 400.0).sum(axis=1) / whole)
    assert found.per_km2[inside] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    people = [len(set(who[near][row < 400.0].tolist())) for row in away]
    assert found.contributors[inside].tolist() == people
    assert np.isnan(found.per_km2[~inside]).all()

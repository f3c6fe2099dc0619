"""Hectares of public open space, worked out on paper."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import FrameError
from geo.metrics.open_space import OpenSpace, is_public_open, open_space_in, open_space_measurement
from geo.network.population import Residents

AREA = shapely.box(0, 0, 1000, 1000)
FEW = Residents(count=500.0, reason=None)


def spaces(*rows, crs="EPSG:27700"):
    """Spaces as (kind's group, access, geometry)."""
    groups, access, shapes = zip(*rows, strict=True) if rows else ((), (), ())
    return gpd.GeoDataFrame(
        {"group": list(groups), "access": list(access)}, geometry=gpd.GeoSeries(list(shapes), crs=crs), crs=crs
    )


def test_open_spaces_that_anyone_may_enter_count_and_those_that_do_not_say():
    box = shapely.box(0, 0, 1, 1)
    frame = spaces(
        *(("open", access, box) for access in ("public", "unknown", "restricted", "private")),
        ("community", "public", box),
    )
    assert is_public_open(frame).tolist() == [True, True, False, False, False]


def test_a_playground_in_a_park_is_not_counted_twice():
    found = open_space_in(
        AREA, spaces(("open", "public", shapely.box(0, 0, 200, 100)), ("open", "public", shapely.box(50, 0, 100, 100)))
    )
    assert found == OpenSpace(hectares=2.0, outlines=2, points=0, unsaid_ha=0.0)


def test_only_what_lies_in_the_area_is_counted():
    found = open_space_in(AREA, spaces(("open", "public", shapely.box(900, 0, 1900, 100))))
    assert found.hectares == pytest.approx(1.0)


def test_a_space_that_only_touches_the_area_is_not_in_it():
    assert open_space_in(AREA, spaces(("open", "public", shapely.box(1000, 0, 1900, 100)))).outlines == 0


def test_what_the_map_does_not_say_is_measured_apart_and_once():
    known, unsaid = shapely.box(0, 0, 200, 100), shapely.box(100, 0, 300, 100)
    found = open_space_in(AREA, spaces(("open", "public", known), ("open", "unknown", unsaid)))
    assert (found.hectares, found.unsaid_ha) == (pytest.approx(3.0), pytest.approx(1.0))


def test_spaces_known_by_a_point_are_counted_without_an_area():
    found = open_space_in(
        AREA, spaces(("open", "public", shapely.Point(5, 5)), ("open", "private", shapely.Point(6, 6)))
    )
    assert found == OpenSpace(hectares=0.0, outlines=0, points=1, unsaid_ha=0.0)


def test_hectares_per_thousand_residents():
    space = OpenSpace(hectares=1.5, outlines=3, points=2, unsaid_ha=0.5)
    figure = open_space_measurement(space, FEW, outlines_mapped=True)
    assert (figure.value, figure.n) == (pytest.approx(3.0), 3)
    assert "1.5 ha in 3 spaces, for 500 residents" in figure.note
    assert "does not say of 0.5 ha" in figure.note
    assert "2 spaces known by a point alone" in figure.note


def test_no_space_on_a_map_of_spaces_is_nought():
    none = OpenSpace(hectares=0.0, outlines=0, points=0, unsaid_ha=0.0)
    assert open_space_measurement(none, FEW, outlines_mapped=True).value == 0


@pytest.mark.parametrize(("points", "mapped"), [(0, False), (2, False), (2, True)])
def test_spaces_without_outlines_are_not_nought_but_not_known(points, mapped):
    none = OpenSpace(hectares=0.0, outlines=0, points=points, unsaid_ha=0.0)
    figure = open_space_measurement(none, FEW, outlines_mapped=mapped)
    assert figure.value is None
    assert "not mapped" in figure.note


def test_on_a_map_with_some_outlines_the_figure_is_at_least():
    some = OpenSpace(hectares=1.0, outlines=1, points=0, unsaid_ha=0.0)
    assert "At least" in open_space_measurement(some, FEW, outlines_mapped=False).note


@pytest.mark.parametrize("residents", [Residents(count=0.0, reason=None), Residents(count=None, reason="no census")])
def test_without_residents_the_rate_is_not_known(residents):
    some = OpenSpace(hectares=1.0, outlines=1, points=0, unsaid_ha=0.0)
    assert open_space_measurement(some, residents, outlines_mapped=True).value is None


def test_a_rate_for_a_handful_of_residents_is_withheld():
    some = OpenSpace(hectares=1.0, outlines=1, points=0, unsaid_ha=0.0)
    figure = open_space_measurement(some, Residents(count=4.0, reason=None), outlines_mapped=True)
    assert (figure.value, figure.n, figure.suppressed) == (None, None, True)


def test_an_outline_that_crosses_itself_is_measured_by_what_it_encloses():
    bow = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    assert open_space_in(AREA, spaces(("open", "public", bow))).hectares == pytest.approx(0.5)


def test_degrees_are_refused():
    with pytest.raises(FrameError):
        open_space_in(AREA, spaces(("open", "public", AREA), crs="EPSG:4326"))


def test_no_spaces_are_no_error():
    found = open_space_in(AREA, spaces())
    assert found == OpenSpace(hectares=0.0, outlines=0, points=0, unsaid_ha=0.0)
    assert np.isfinite(found.hectares)

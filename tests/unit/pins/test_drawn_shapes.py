"""Lines and areas: what may be drawn, and what of it the public sees. Metres below are those of the small town."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely import LineString, Point, Polygon
from small_town import NOWHERE_NEAR, lonlat

from geo.crs import LonLat, open_grid
from geo.drawn_shapes import DrawnShape
from geo.errors import CoordinateError, InputError
from geo.pins import GeometryRole
from geo.services.drawn_shapes import check_shape, published_shape
from geo.services.pins import drop_pin, revise
from geo.surveys import PinKind

GRID = open_grid()


def line(*places):
    """A line through eastings and northings."""
    return DrawnShape(GRID.geometry_to_wgs84(LineString(places)))


def area(*places):
    """An area with corners at eastings and northings."""
    return DrawnShape(GRID.geometry_to_wgs84(Polygon(places)))


def in_metres(shape):
    return GRID.geometry_to_bng(shape.geometry)


class TestWhatAShapeIs:
    def test_it_is_written_and_read_back_to_the_last_digit(self):
        drawn = line((529100.123, 180100), (529300, 180150.456), (529310, 180170))
        assert DrawnShape.from_text(drawn.as_text()) == drawn
        assert DrawnShape.from_geojson(drawn.as_geojson()) == drawn

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (None, "LineString or a Polygon"),
            ({"type": "Point", "coordinates": [-0.1, 51.5]}, "LineString or a Polygon"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5]]}, "cannot be read"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5], [None, 51.5]]}, "cannot be read"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5], [math.nan, 51.5]]}, "cannot be read"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5], ["-0.2", 51.5]]}, "cannot be read"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5], [10**400, 51.5]]}, "cannot be read"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5]] * 3}, "begins and ends in one place"),
            ({"type": "LineString", "coordinates": "many"}, "no points"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5 + n / 1e5] for n in range(501)]}, "501 points"),
            ({"type": "LineString", "coordinates": [[-0.1, 51.5 + n / 1e5] for n in range(90_000)]}, "far more"),
            ({"type": "Polygon", "coordinates": [[[-0.1, 51.5], [-0.2, 51.5]]]}, "cannot be read"),
            ({"type": "Polygon", "coordinates": []}, "LineString or a Polygon"),
        ],
    )
    def test_what_is_no_shape_is_refused_in_a_sentence(self, content, said):
        with pytest.raises(InputError, match=said):
            DrawnShape.from_geojson(content)

    def test_five_hundred_points_are_not_too_many(self):
        ring = [
            (-0.1 + 0.01 * math.cos(n * math.tau / 500), 51.5 + 0.01 * math.sin(n * math.tau / 500)) for n in range(500)
        ]
        assert DrawnShape(LineString(ring)).is_area is False
        assert DrawnShape(Polygon(ring)).is_area is True

    def test_an_area_that_crosses_itself_is_refused_and_nothing_is_lost(self):
        bow_tie = [(529100, 180100), (529200, 180200), (529200, 180100), (529100, 180200)]
        with pytest.raises(InputError, match=r"crosses or touches itself.*Nothing has been lost"):
            area(*bow_tie)
        assert line(*bow_tie).is_area is False  # a line may

    def test_swapped_degrees_are_told(self):
        with pytest.raises(CoordinateError, match="swapped"):
            DrawnShape(LineString([(51.5, -0.1), (51.6, -0.1)]))

    def test_its_middle_is_half_way_along_a_line_and_inside_an_area(self):
        bent = line((529100, 180100), (529300, 180100), (529300, 180300))
        assert math.dist(GRID.point_to_bng(bent.middle), (529300, 180100)) < 0.5
        ell = area(
            (0 + 529100, 180100),
            (529300, 180100),
            (529300, 180120),
            (529120, 180120),
            (529120, 180300),
            (529100, 180300),
        )
        assert in_metres(ell).covers(Point(GRID.point_to_bng(ell.middle)))


class TestHowLargeAndWhere:
    def test_what_fits_is_taken(self, town):
        check_shape(town, line((529050, 180100), (529950, 180900)))

    def test_a_line_across_the_river_is_in_london(self, town):
        check_shape(town, line((529500, 179500), (529500, 180100)))

    def test_a_line_over_20_km_is_refused(self, town):
        folded = [(529100 + 700 * (n % 2), 180100 + n) for n in range(30)]  # 29 legs of 700 m
        with pytest.raises(InputError, match=r"20\.3 km long; the most is 20 km"):
            check_shape(town, line(*folded))

    def test_an_area_over_5_km2_is_refused(self, town):
        with pytest.raises(InputError, match=r"6\.0 km²; the most is 5 km²"):
            check_shape(town, area((528000, 179000), (531000, 179000), (531000, 181000), (528000, 181000)))

    def test_what_leaves_london_is_refused(self, town):
        with pytest.raises(CoordinateError, match="beyond Greater London"):
            check_shape(town, line((529500, 180100), (529500, 183000)))


class TestWhatThePublicSees:
    def test_a_shape_is_shown_as_drawn_but_for_5_m_and_five_decimals(self, town):
        drawn = line((529100, 180150), (529200, 180153), (529300, 180150), (529300, 180350))
        shown = published_shape(town, drawn, sensitive=False)
        places = shapely.get_coordinates(shown.geometry)
        assert len(places) == 3  # the second lies 3 m off the straight line
        assert (places.round(5) == places).all()
        assert in_metres(shown).hausdorff_distance(in_metres(drawn)) < 5.0
        assert published_shape(town, drawn, sensitive=False) == shown

    def test_its_place_is_the_middle_of_what_is_shown(self, town, draft):
        drawn = line((529100, 180150), (529300, 180150))
        pin = drop_pin(town, draft(shape=drawn, category="b-sever")).pin
        assert (pin.published.role, pin.published.precision_m) == (GeometryRole.DRAWN, 10.0)
        assert math.dist(GRID.point_to_bng(pin.published.place), (529200, 180150)) < 1.0
        assert pin.ward_code == "E05000002"

    def test_a_sensitive_shape_is_not_shown_at_all(self, town, draft):
        drawn = line((529100, 180150), (529300, 180150))
        pin = drop_pin(town, draft(shape=drawn, category="b-fear")).pin
        assert (pin.shape, pin.published.role) == (None, GeometryRole.GRID_CELL)

    def test_a_shape_whose_pin_turns_sensitive_is_taken_off_for_good(self, town, draft):
        dropped = draft(shape=line((529100, 180150), (529300, 180150)), category="b-sever")
        drop_pin(town, dropped)
        change = {"text": "", "kind": PinKind.BARRIER}
        turned = revise(town, dropped.receipt, category="b-fear", **change)
        assert (turned.shape, turned.published.role) == (None, GeometryRole.GRID_CELL)
        assert revise(town, dropped.receipt, category="b-sever", **change).shape is None

    def test_a_shape_on_the_plot_of_a_home_is_a_pin_like_any_other(self, town, draft):
        garden = area((529490, 180130), (529520, 180130), (529520, 180160), (529490, 180160))
        pin = drop_pin(town, draft(shape=garden)).pin
        assert (pin.shape, pin.published.role) == (None, GeometryRole.SNAPPED)

    def test_a_wall_far_from_every_street_is_shown_for_it_is_nobodys_home(self, town):
        wall = line((NOWHERE_NEAR[0] - 100, NOWHERE_NEAR[1]), (NOWHERE_NEAR[0] + 100, NOWHERE_NEAR[1]))
        assert in_metres(published_shape(town, wall, sensitive=False)).length == pytest.approx(200, abs=2)

    def test_a_small_shape_on_a_street_is_shown(self, town):
        step = line((529500, 180097), (529500, 180107))
        assert published_shape(town, step, sensitive=False) is not None

    def test_a_line_from_a_door_begins_on_the_street(self, town):
        # The house stands at 180111 with a radius of 5.6 m; the street's 8 m end at 180108.
        door_to_park = line((529480, 180112), (529480, 180090), (529480, 180050))
        shown = in_metres(published_shape(town, door_to_park, sensitive=False))
        assert shapely.get_coordinates(shown)[0][1] == pytest.approx(180108, abs=1.5)
        assert shapely.get_coordinates(shown)[-1][1] == pytest.approx(180050, abs=1.5)
        back = line((529480, 180050), (529480, 180112))
        assert shapely.get_coordinates(in_metres(published_shape(town, back, sensitive=False)))[-1][1] < 180110

    def test_a_draft_sent_twice_is_one_pin(self, town, draft):
        dropped = draft(shape=line((529100, 180150), (529300, 180150)))
        assert drop_pin(town, dropped).pin == drop_pin(town, dropped).pin

    def test_the_place_given_with_a_shape_does_not_count(self, draft):
        drawn = line((529100, 180150), (529300, 180150))
        assert draft(shape=drawn, place=LonLat(0.3, 51.6)).place == draft(shape=drawn, place=lonlat(NOWHERE_NEAR)).place

"""Which ward and borough a place is in, and finding places by name."""

from __future__ import annotations

import pytest
from small_town import CAMDEN, IN_THE_RIVER, OUTSIDE, PARK, SOUTHWARK, lonlat

from geo.crs import LonLat
from geo.errors import CoordinateError, InputError
from geo.services.places import Locality, locate, search


def names(found):
    return [place.name for place in found]


def test_a_place_is_told_by_its_ward_and_borough(town):
    assert locate(town, lonlat(PARK)) == Locality(
        ward_code="E05000002", ward_name="South Ward", borough_code=CAMDEN, borough_name="Camden"
    )


def test_a_place_on_a_boundary_has_one_answer_and_always_the_same(town):
    edge = lonlat((529500.0, 180500.0))
    assert len({locate(town, edge) for _ in range(5)}) == 1


def test_the_tidal_thames_belongs_to_its_nearer_bank(town):
    near_camden, near_southwark = lonlat((529500.0, 179990.0)), lonlat((529500.0, 179610.0))
    assert locate(town, near_camden).borough_code == CAMDEN
    assert locate(town, near_southwark).borough_code == SOUTHWARK
    assert locate(town, near_southwark).ward_name == "Bankside"
    assert locate(town, lonlat(IN_THE_RIVER)).borough_name in {"Camden", "Southwark"}


@pytest.mark.parametrize("place", [OUTSIDE, (529500.0, 181600.0), (528000.0, 179800.0)])
def test_a_place_outside_london_is_refused_in_words(town, place):
    with pytest.raises(CoordinateError, match="outside Greater London"):
        locate(town, lonlat(place))


def test_a_ward_far_away_in_the_same_borough_is_not_taken_for_the_place_s_own(town):
    areas = town.areas
    town.__dict__["areas"] = areas.drop(index=["E05000001", "E05000002"])
    found = locate(town, lonlat(PARK))
    assert (found.ward_code, found.borough_code) == (None, CAMDEN)


class TestSearch:
    def test_whole_names_come_first_then_beginnings_then_words_then_parts(self, town):
        found = names(search(town, "park"))
        assert found == ["Parkway", "Park Street", "The Park", "Old Car Park Lane", "Sparkford Road"]

    def test_among_equals_a_borough_comes_before_a_station(self, town):
        assert [place.kind for place in search(town, "Camden")][:2] == ["borough", "station"]

    @pytest.mark.parametrize("typed", ["St Marys", "st. mary’s", "  ST   MARY'S ", "church marys"])
    def test_case_accents_punctuation_and_order_of_words_do_not_matter(self, town, typed):
        assert names(search(town, typed)) == ["St. Mary's Church"]

    def test_a_word_of_the_detail_tells_namesakes_apart(self, town):
        assert names(search(town, "park bankside")) == []
        assert names(search(town, "park south ward")) == ["Park Street"]

    @pytest.mark.parametrize("typed", ["", "   ", "…", "zzz", "SE10", "a(b", "%", "\\", "'; DROP TABLE"])
    def test_nothing_found_is_an_empty_list(self, town, typed):
        assert search(town, typed) == []

    def test_no_more_than_asked_for(self, town):
        assert len(search(town, "park", limit=2)) == 2
        assert search(town, "park", limit=0) == []

    def test_a_pair_of_degrees_is_a_place(self, town):
        place = lonlat(PARK)
        (found,) = search(town, f"{place.lon}, {place.lat}")
        assert (found.lon, found.lat, found.detail) == (place.lon, place.lat, "South Ward, Camden")
        assert found.bbox == (place.lon, place.lat, place.lon, place.lat)

    def test_swapped_degrees_are_told_so(self, town):
        with pytest.raises(CoordinateError, match="swapped"):
            search(town, "51.5, -0.1")

    @pytest.mark.parametrize(
        ("typed", "easting", "northing"),
        [
            ("TQ 29 80", 529500, 180500),
            ("tq2980", 529500, 180500),
            ("TQ 2935 8025", 529355, 180255),
            ("TQ 29350 80250", 529350.5, 180250.5),
            ("529350 180250", 529350, 180250),
            ("529350, 180250", 529350, 180250),
        ],
    )
    def test_a_grid_reference_is_the_middle_of_its_square(self, town, typed, easting, northing):
        (found,) = search(town, typed)
        assert town.grid.point_to_bng(LonLat(found.lon, found.lat)) == pytest.approx((easting, northing), abs=0.001)

    def test_a_grid_reference_outside_london_is_told_so(self, town):
        with pytest.raises(CoordinateError, match="outside Greater London"):
            search(town, "TL 50 50")

    def test_an_odd_count_of_figures_is_no_grid_reference(self, town):
        assert search(town, "TQ 29801") == []

    def test_a_very_long_text_is_refused_in_words(self, town):
        with pytest.raises(InputError, match="at most"):
            search(town, "a" * 5000)

"""One place, one row; what lies in what; and closed doors that are passed on."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.sources.space_duplicates import PARK_LIKE
from geo.spaces import SPACE_KINDS


def test_a_playground_in_a_park_has_it_as_parent(drawing, spaces_of):
    park = drawing.ring(0, 0, 200, leisure="park", name="The Park")
    play = drawing.ring(50, 50, 30, leisure="playground")
    found = spaces_of(drawing)
    assert found.loc[f"way/{play}", "parent_id"] == f"way/{park}"
    assert pd.isna(found.loc[f"way/{park}", "parent_id"])


def test_the_smallest_space_around_is_the_parent(drawing, spaces_of):
    drawing.ring(0, 0, 300, leisure="nature_reserve")
    park = drawing.ring(20, 20, 200, leisure="park")
    toilets = drawing.node(100, 100, amenity="toilets")
    assert spaces_of(drawing).loc[f"node/{toilets}", "parent_id"] == f"way/{park}"


def test_a_space_that_only_overlaps_has_no_parent(drawing, spaces_of):
    drawing.ring(0, 0, 200, leisure="park")
    pitch = drawing.ring(150, 50, 100, leisure="pitch")
    assert pd.isna(spaces_of(drawing).loc[f"way/{pitch}", "parent_id"])


def test_a_closed_garden_closes_its_playground_unless_that_says_otherwise(drawing, spaces_of):
    drawing.ring(0, 0, 200, leisure="garden", access="private")
    silent = drawing.ring(20, 20, 20, leisure="playground")
    open_one = drawing.ring(60, 60, 20, leisure="playground", access="yes")
    found = spaces_of(drawing)
    assert found.loc[f"way/{silent}", "access"] == "private"
    assert found.loc[f"way/{open_one}", "access"] == "public"


def test_a_closed_door_is_passed_down_two_steps(drawing, spaces_of):
    drawing.ring(0, 0, 300, leisure="park", access="customers")
    drawing.ring(20, 20, 200, leisure="garden")
    pitch = drawing.ring(60, 60, 20, leisure="pitch")
    assert spaces_of(drawing).loc[f"way/{pitch}", "access"] == "restricted"


def test_a_schools_pitch_is_private_and_a_library_in_its_grounds_is_not(drawing, spaces_of):
    drawing.ring(0, 0, 200, amenity="school")
    pitch = drawing.ring(20, 20, 50, leisure="pitch")
    shared = drawing.ring(100, 20, 50, leisure="pitch", access="yes")
    library = drawing.node(100, 150, amenity="library")
    found = spaces_of(drawing)["access"]
    assert found[f"way/{pitch}"] == "private"
    assert found[f"way/{shared}"] == "public"
    assert found[f"node/{library}"] == "public"


def test_a_library_as_point_and_building_is_one_and_keeps_what_both_knew(drawing, spaces_of):
    drawing.node(
        *(10, 10), amenity="library", name="Old Street Library", opening_hours="Mo-Fr 09:00-18:00", wheelchair="yes"
    )
    building = drawing.ring(0, 0, 20, amenity="library", building="yes", wheelchair="limited")
    found = spaces_of(drawing)
    assert found.index.tolist() == [f"way/{building}"]
    row = found.iloc[0]
    assert (row["name"], row["opening_hours"], row["wheelchair"]) == (
        *("Old Street Library", "Mo-Fr 09:00-18:00"),
        "limited",
    )


def test_access_that_is_said_wins_over_access_that_was_presumed(drawing, spaces_of):
    drawing.node(10, 10, leisure="playground", access="private")
    drawing.ring(0, 0, 20, leisure="playground")
    assert spaces_of(drawing)["access"].tolist() == ["private"]


def test_a_garden_point_of_the_parks_name_is_the_park(drawing, spaces_of):
    park = drawing.ring(0, 0, 100, leisure="park", name="St. James’s Gardens")
    drawing.node(120, 50, leisure="garden", name="Saint James's gardens")
    assert spaces_of(drawing).index.tolist() == [f"way/{park}"]


@pytest.mark.parametrize("distance", [50, 400])
def test_two_points_of_one_name_are_one_place_only_close_by(drawing, spaces_of, distance):
    drawing.node(0, 0, amenity="community_centre", name="Hub")
    drawing.node(distance, 0, amenity="community_centre", name="Hub")
    assert len(spaces_of(drawing)) == (1 if distance == 50 else 2)


def test_two_museums_in_one_building_stay_two(drawing, spaces_of):
    drawing.ring(0, 0, 60, tourism="museum", name="Museum of Tea")
    drawing.node(30, 30, tourism="museum", name="Museum of Coffee")
    assert len(spaces_of(drawing)) == 2


def test_a_church_and_its_hall_of_one_name_stay_two(drawing, spaces_of):
    drawing.ring(0, 0, 30, amenity="place_of_worship", name="St Luke's")
    drawing.ring(40, 0, 20, amenity="community_centre", name="St Luke's")
    assert len(spaces_of(drawing)) == 2


def test_a_park_and_a_square_with_one_outline_are_one(drawing, spaces_of):
    drawing.ring(0, 0, 100, leisure="park", name="Canada Square Park")
    drawing.ring(1, 1, 99, place="square", name="Canada Square")
    assert len(spaces_of(drawing)) == 1


def test_the_two_halves_of_a_park_that_a_road_divides_keep_their_hectares(drawing, spaces_of):
    drawing.ring(0, 0, 100, leisure="park", name="Split Park")
    drawing.ring(115, 0, 100, leisure="park", name="Split Park")
    assert spaces_of(drawing)["area_ha"].sum() == pytest.approx(2.0, rel=0.01)


def test_a_chain_of_repeats_leaves_the_one_that_says_most(drawing, spaces_of):
    for x in (0, 12, 24):
        drawing.node(x, 0, amenity="toilets")
    known = drawing.node(12, 5, amenity="toilets", name="The Gents", wheelchair="no", access="yes")
    assert f"node/{known}" in spaces_of(drawing).index


def test_an_extract_without_spaces_has_an_empty_table(drawing, spaces_of):
    found = spaces_of(drawing)
    assert len(found) == 0
    assert {"kind", "access", "area_ha"} <= set(found.columns)


def test_spaces_far_from_the_footprint_are_left_out(drawing, spaces_of):
    drawing.ring(0, 5_000, 100, leisure="park", name="An island upstream")
    assert len(spaces_of(drawing)) == 0


def test_park_like_kinds_are_kinds_of_open_space():
    assert {SPACE_KINDS[kind].group.value for kind in PARK_LIKE} == {"open"}

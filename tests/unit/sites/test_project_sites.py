"""Project sites: brought in once, kept, and areas like any other from then on."""

from __future__ import annotations

import json
from itertools import pairwise

import geopandas as gpd
import pytest
import shapely
from drawn_designs import PATH, SQUARE, geojson
from shapely import LineString, Point, box
from small_town import CAMDEN, small_town

from geo.areas import AreaKind
from geo.errors import ConflictError, InputError
from geo.metrics.personas import ANY_WALKER
from geo.services.areas import all_areas, find_area, list_areas
from geo.services.exports import download_area
from geo.services.reports import area_report, report_map
from geo.services.sites import SITE_SOURCE, add_site, remove_site, site_areas, site_name, site_told, sites
from geo.services.table_inputs import row_keys
from geo.sources.design_files import read_design
from geo.sources.site_outline import site_outline


@pytest.fixture
def town(tmp_path):
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def design(town, *shapes):
    return read_design(geojson(*shapes, crs="EPSG:27700"), "yard.geojson", grid=town.grid)


def test_a_site_is_found_listed_and_reported_like_any_area(town):
    area = add_site(town, "Elm Yard", design(town, SQUARE))
    assert area.id == "site-elm-yard-1"
    assert (area.kind, area.borough_code, area.borough_name) == (AreaKind.SITE, CAMDEN, "Camden")
    assert area.area_km2 == pytest.approx(0.01)
    assert find_area(town, area.id).geometry.equals(SQUARE)
    assert [each.id for each in list_areas(town, "site")] == [area.id]
    assert area.id in {each.id for each in list_areas(town)}
    report = area_report(town, area.id, compared=True)
    # 1,500 people live in the half of Camden (50 ha) that holds this hectare.
    (residents,) = [each for each in report.measurements if each.metric == "residents"]
    assert residents.value is not None
    assert SITE_SOURCE in report.provenance.sources
    assert {each.name for each in report.comparisons} >= {"Camden", "London"}
    assert report_map(town, area.id)["area"]["features"][0]["properties"]["kind"] == "site"


def test_its_export_names_where_the_outline_came_from(town):
    area = add_site(town, "Elm Yard", design(town, SQUARE))
    (feature,) = json.loads(download_area(town, area.id, "geojson", layer="area").data)["features"]
    assert feature["properties"]["kind"] == "site"
    assert feature["properties"]["licence"] == SITE_SOURCE.licence


def test_a_table_of_sites_has_a_key_for_each(town):
    ids = [add_site(town, name, design(town, shape)).id for name, shape in (("A", SQUARE), ("B", SQUARE.buffer(5)))]
    keys = row_keys(town, ids, ANY_WALKER)
    assert len(set(keys.values())) == 2


def test_the_same_outline_again_is_the_same_site(town):
    one, again = (add_site(town, "Elm Yard", design(town, SQUARE)) for _ in range(2))
    assert one.id == again.id
    assert len(sites(town)) == 1
    with pytest.raises(ConflictError, match="is a site already: “Elm Yard” \\(site-elm-yard-1\\)"):
        add_site(town, "Oak Yard", design(town, SQUARE))


def test_another_outline_of_the_same_name_has_the_next_number(town):
    add_site(town, "Elm Yard", design(town, SQUARE))
    assert add_site(town, "Elm yard!", design(town, SQUARE.buffer(1))).id == "site-elm-yard-2"
    assert add_site(town, "Elm", design(town, SQUARE.buffer(2))).id == "site-elm-1"
    assert add_site(town, "Elm", design(town, SQUARE.buffer(3))).id == "site-elm-2"


def test_a_removed_site_is_gone_from_the_lists_but_kept_and_its_number_is_not_given_again(town):
    area = add_site(town, "Elm Yard", design(town, SQUARE))
    assert remove_site(town, area.id).removed_at == town.now()
    assert list_areas(town, "site") == []
    with pytest.raises(InputError, match="There is no area with the id"):
        find_area(town, area.id)
    with pytest.raises(InputError, match="was removed already"):
        remove_site(town, area.id)
    assert site_told(town, area.id)
    assert add_site(town, "Elm Yard", design(town, SQUARE)).id == "site-elm-yard-2"


def test_what_was_guessed_and_mended_is_kept(town):
    bow_tie = shapely.Polygon([(529_300, 180_200), (529_400, 180_300), (529_400, 180_200), (529_300, 180_300)])
    area = add_site(town, "Bow", read_design(geojson(bow_tie), "bow.geojson", grid=town.grid))
    told = site_told(town, area.id)
    assert "1 outline that crossed or touched itself was mended." in told
    assert any("Taken for British National Grid" in sentence for sentence in told)
    (kept,) = sites(town)
    assert (kept.origin.file_name, kept.origin.crs) == ("bow.geojson", "EPSG:27700")
    assert len(kept.origin.digest) == 64


def test_close_ids_and_names_are_offered(town):
    add_site(town, "Elm Yard", design(town, SQUARE))
    with pytest.raises(InputError, match=r"Did you mean site-elm-yard-1 \(Elm Yard\)"):
        find_area(town, "elm yard")
    with pytest.raises(InputError, match="site-elm-yard-1"):
        find_area(town, "site-elm-yrd-1")


def test_a_site_over_two_boroughs_is_counted_to_none(town):
    area = add_site(town, "Line", design(town, box(529_950, 180_100, 530_050, 180_200)))
    assert area.borough_code is None
    assert "It reaches over 2 boroughs (Camden, City of London) and is counted to none." in site_told(town, area.id)


def test_a_sliver_in_the_next_borough_does_not_count(town):
    assert add_site(town, "Edge", design(town, box(529_900, 180_100, 530_004, 180_200))).borough_code == CAMDEN


def test_a_site_outside_london_is_taken_and_told_so(town):
    area = add_site(town, "Newport", design(town, box(331_000, 188_000, 331_100, 188_100)))
    assert area.borough_code is None
    assert any(sentence.startswith("It lies outside Greater London") for sentence in site_told(town, area.id))


def test_a_design_that_still_asks_is_no_site(town):
    there = shapely.transform(box(556_000, 190_000, 556_100, 190_100), lambda xy: xy[:, ::-1])
    with pytest.raises(InputError, match="In which co-ordinates"):
        add_site(town, "A", design(town, there))


def test_nobody_asks_for_sites_and_gets_installed_areas(town):
    assert site_areas(town).empty
    assert all_areas(town) is town.areas
    assert list(site_areas(town).columns) == list(town.areas.columns)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("  Elm\tYard\n", "Elm Yard"), ("<b>Elm</b>", "<b>Elm</b>"), ("\u202eElm", "Elm"), ("x" * 300, "x" * 120)],
)
def test_names_lose_what_cannot_be_seen(name, kept):
    assert site_name(name) == kept


def test_a_name_of_nothing_is_refused_and_one_without_letters_has_a_plain_id(town):
    with pytest.raises(InputError, match="has no name"):
        site_name(" \x00\u200b ")
    assert add_site(town, "榆", design(town, SQUARE)).id == "site-design-1"


def frame(*shapes):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=27700)


def test_areas_are_joined_and_other_shapes_left_beside_them():
    outline, told = site_outline(frame(SQUARE, box(529_400, 180_200, 529_500, 180_300), PATH, Point(529_000, 180_000)))
    assert outline.equals(box(529_300, 180_200, 529_500, 180_300))
    assert told == ("2 areas joined into one site.", "1 line and 1 point beside them not part of the outline.")


def test_lines_that_close_are_an_outline():
    corners = list(SQUARE.exterior.coords)
    sides = [LineString(pair) for pair in pairwise(corners)]
    outline, told = site_outline(frame(*sides))
    assert outline.equals(SQUARE)
    assert told == ("Lines that close were taken for an outline.",)


def test_lines_and_points_alone_are_refused_with_what_to_do_or_drawn_around():
    with pytest.raises(InputError, match="no area, only 1 line and 1 point"):
        site_outline(frame(PATH, Point(529_000, 180_000)))
    outline, told = site_outline(frame(PATH), around_m=10.0)
    # 100 m by 20 m and two half circles of 10 m, of which a drawn circle has a little less.
    assert outline.area == pytest.approx(2_000 + 314.16, rel=0.002)
    assert told == ("The outline was drawn 10 m around 1 line.",)
    with pytest.raises(InputError, match="between 1 and 2,000 metres"):
        site_outline(frame(PATH), around_m=float("nan"))


def test_outlines_too_small_or_too_large_are_refused():
    with pytest.raises(InputError, match="smaller than a square metre"):
        site_outline(frame(box(529_000, 180_000, 529_000.5, 180_000.5)))
    with pytest.raises(InputError, match="larger than Greater London"):
        site_outline(frame(box(500_000, 150_000, 560_000, 210_000)))

"""Files as they come: broken, cut short, of another kind, with holes in them."""

from __future__ import annotations

import numpy as np
import osmium
import pytest
import shapely

from geo.errors import SourceError
from geo.sources.osm_extract import read_extract


def refused(path, grid):
    with pytest.raises(SourceError) as error:
        read_extract(path, grid)
    return str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path, grid):
    assert "no file" in refused(tmp_path / "gone.osm.pbf", grid)


@pytest.mark.parametrize("content", [b"", b"This is a shopping list.\n" * 50, b"\x00" * 4096])
def test_a_file_of_another_kind_is_refused_in_a_sentence(tmp_path, grid, content):
    path = tmp_path / "renamed.osm.pbf"
    path.write_bytes(content)
    assert "could not be read as OpenStreetMap data" in refused(path, grid)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_file_cut_short_is_refused(tmp_path, grid, bundle, share):
    whole = (bundle / "osm" / "london_northampton_square_2026-07.osm.pbf").read_bytes()
    path = tmp_path / "short.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "could not be read" in refused(path, grid)


def test_broken_xml_is_refused(tmp_path, grid):
    path = tmp_path / "broken.osm"
    path.write_text("<osm version='0.6'><node id='1' lat='51.5'", encoding="utf-8")
    assert "could not be read" in refused(path, grid)


def test_a_file_with_nothing_to_walk_on_is_refused(tmp_path, grid, drawing):
    drawing.way([(0, 0), (100, 0)], highway="motorway")
    drawing.ring(0, 0, 50, leisure="park")
    assert "no street or path" in refused(drawing.write(tmp_path / "m.osm"), grid)


def test_a_pbf_without_walkable_ways_is_refused(tmp_path, grid):
    path = tmp_path / "tree.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(-0.1, 51.5), tags={"natural": "tree"}))
    assert "no street or path" in refused(path, grid)


def test_a_multipolygon_keeps_its_hole(drawing, spaces_of):
    outer, inner = drawing.ring(0, 0, 200), drawing.ring(50, 50, 100)
    park = drawing.multipolygon([outer], [inner], leisure="park", name="Ring Park")
    found = spaces_of(drawing)
    assert found.index.tolist() == [f"relation/{park}"]
    assert found["area_ha"].iloc[0] == pytest.approx(3.0, rel=0.01)
    assert len(found.geometry.iloc[0].interiors) == 1


def test_a_multipolygon_of_several_ways_is_put_together(drawing, spaces_of):
    corners = [drawing.node(x, y) for x, y in ((0, 0), (100, 0), (100, 100), (0, 100))]
    halves = [drawing.way_of(corners[:3]), drawing.way_of([corners[2], corners[3], corners[0]])]
    drawing.multipolygon(halves, leisure="park")
    assert spaces_of(drawing)["area_ha"].tolist() == [pytest.approx(1.0, rel=0.01)]


def test_a_relation_with_missing_members_is_left_out_and_the_rest_is_read(drawing, spaces_of):
    half = drawing.way([(0, 0), (100, 0), (100, 100)])
    drawing.multipolygon([half, 999], leisure="park", name="Half a Park")
    drawing.multipolygon([], leisure="park", name="No Park")
    whole = drawing.ring(300, 0, 50, leisure="park", name="Whole Park")
    assert spaces_of(drawing).index.tolist() == [f"way/{whole}"]


def test_an_outline_that_crosses_itself_is_left_out(drawing, spaces_of):
    drawing.way([(0, 0), (100, 100), (100, 0), (0, 100), (0, 0)], leisure="park")
    assert len(spaces_of(drawing)) == 0


def test_a_way_with_a_missing_node_is_cut_there_and_never_bridged(drawing, read):
    a, b, c, d = (drawing.node(x, 0) for x in (0, 100, 400, 500))
    way = drawing.way_of([a, b, 999, c, d], highway="footway")
    ways = read(drawing).ways
    assert [(each.id, each.node_ids) for each in ways.ways] == [(way, [a, b]), (way, [c, d])]
    assert sorted(ways.node_ids.tolist()) == [a, b, c, d]


def test_a_pedestrian_square_drawn_as_a_relation_is_walked_along_its_rings(drawing, read):
    outer, inner = drawing.ring(0, 0, 100), drawing.ring(40, 40, 20)
    drawing.multipolygon([outer], [inner], highway="pedestrian", name="The Square")
    extract = read(drawing)
    assert sorted(len(way.node_ids) for way in extract.ways.ways) == [5, 5]
    assert extract.spaces["kind"].tolist() == ["pedestrian-area"]


def test_gates_and_kerbs_on_walked_ways_are_remembered_and_others_are_not(drawing, read):
    gate = drawing.node(50, 0, barrier="gate", access="private", note="creaks")
    drawing.way_of([drawing.node(0, 0), gate, drawing.node(100, 0)], highway="footway")
    drawing.node(500, 500, barrier="bollard")
    assert read(drawing).ways.node_tags == {gate: {"barrier": "gate", "access": "private"}}


def test_places_are_on_the_national_grid(drawing, read, grid):
    drawing.way([(0, 0), (100, 0)], highway="footway")
    xy = read(drawing).ways.node_xy
    assert xy[0] == pytest.approx(grid.to_bng(-0.1, 51.5), abs=0.01)
    assert float(np.hypot(*(xy[1] - xy[0]))) == pytest.approx(100, abs=0.5)


def test_buildings_in_which_nobody_lives_hold_no_residents(drawing, read):
    drawing.street()
    drawing.ring(0, 0, 10, building="yes")
    drawing.ring(50, 0, 10, building="garage")
    extract = read(drawing)
    assert extract.buildings.shape == (1, 3)
    assert extract.buildings[0, 2] == pytest.approx(100, rel=0.01)
    assert sorted(extract.outlines["class"]) == ["home", "other"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("My town_2026-03-05.osm", ("2026-03-05", "my-town-2026-03-05", "OpenStreetMap: My Town")),
        ("My town_2020-03-05.osm", ("2026-01-02", "my-town-2020-03-05", "OpenStreetMap: My Town")),
        ("Café 99-99-99.osm", ("2026-01-02", "cafe-99-99-99", "OpenStreetMap: Café 99 99 99")),
        ("2026-02-31.osm", ("2026-01-02", "2026-02-31", "OpenStreetMap extract")),
        ("—.osm", ("2026-01-02", "extract", "OpenStreetMap: —")),
    ],
)
def test_an_extract_is_named_and_dated_by_its_file_unless_an_edit_is_newer(tmp_path, grid, drawing, name, told):
    drawing.street()
    extract = read_extract(drawing.write(tmp_path / name), grid)
    assert (extract.date, extract.id, extract.title) == told
    assert extract.source.vintage == told[0]


def test_progress_is_told_in_words(tmp_path, grid, drawing):
    drawing.street()
    told = []
    read_extract(drawing.write(tmp_path / "a.osm"), grid, told.append)
    assert [line.split()[0] for line in told] == ["Reading", "Sorting"]


def test_a_street_and_nothing_else_still_gives_a_footprint_around_it(drawing, read):
    drawing.street()
    extract = read(drawing)
    line = shapely.linestrings(extract.ways.node_xy)
    assert extract.footprint.covers(line)
    assert extract.footprint.area < 20_000

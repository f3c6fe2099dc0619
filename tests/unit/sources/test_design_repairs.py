"""What was drawn badly is mended where it can be, left out where it cannot, and told either way."""

from __future__ import annotations

import json

import pytest
import shapely
from drawn_designs import PATH, SQUARE, exact_grid, frame_of, geojson, in_degrees, written
from shapely import GeometryCollection, LineString, Point, Polygon

from geo.errors import InputError
from geo.sources.design_files import read_design

BOW_TIE = Polygon([(529_300, 180_200), (529_400, 180_300), (529_400, 180_200), (529_300, 180_300)])


def read(data, name="design.geojson", **more):
    return read_design(data, name, grid=exact_grid(), **more)


def drawn(*shapes):
    return read(geojson(*shapes, crs="EPSG:27700"))


def features(*geometries):
    held = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    crs = {"type": "name", "properties": {"name": "EPSG:27700"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": held}).encode()


def test_a_self_crossing_outline_is_mended_and_told():
    design = drawn(BOW_TIE)
    assert design.frame.geometry[0].is_valid
    # Two triangles of half a side's height each: a quarter of the square above, a quarter below.
    assert design.frame.geometry[0].area == pytest.approx(5_000)
    assert "1 outline that crossed or touched itself was mended." in design.told


def test_heights_are_dropped_and_told():
    design = drawn(shapely.force_3d(SQUARE, 12.0))
    assert not shapely.has_z(design.frame.geometry[0])
    assert design.frame.geometry[0].equals(SQUARE)
    assert "Heights of 1 feature dropped: maps here are flat." in design.told


def test_points_drawn_twice_are_dropped_and_told():
    twice = LineString([(529_400, 180_250), (529_400, 180_250), (529_450, 180_250), (529_500, 180_250)])
    design = drawn(twice)
    assert shapely.get_num_coordinates(design.frame.geometry[0]) == 3
    assert "1 point drawn twice in a row dropped." in design.told


def test_an_outline_left_open_is_closed_and_told():
    ring = [list(xy) for xy in SQUARE.exterior.coords][:-1]
    design = read(features({"type": "Polygon", "coordinates": [ring]}))
    assert design.frame.geometry[0].equals(SQUARE)
    assert "1 outline left open was closed." in design.told


def test_features_without_a_shape_are_left_out_and_told():
    design = read(features(None, shapely.geometry.mapping(SQUARE), {"type": "Polygon", "coordinates": []}))
    assert len(design.frame) == 1
    assert "2 features without a shape left out." in design.told


def test_collections_are_taken_apart_and_keep_what_was_said_of_them():
    design = read(
        geojson(
            GeometryCollection([SQUARE, GeometryCollection([PATH])]),
            Point(529_500, 180_250),
            crs="EPSG:27700",
            name="Yard",
        )
    )
    assert design.frame.geom_type.tolist() == ["Polygon", "LineString", "Point"]
    assert design.frame["name"].tolist() == ["Yard", "Yard", "Yard"]
    assert "1 feature of mixed shapes taken apart." in design.told
    assert "It holds 1 area, 1 line, 1 point." in design.told


def test_lines_without_length_and_outlines_without_area_are_left_out_and_told():
    speck = {"type": "LineString", "coordinates": [[529_400, 180_250], [529_400, 180_250]]}
    flat = {
        "type": "Polygon",
        "coordinates": [[[529_400, 180_250], [529_500, 180_250], [529_400, 180_250], [529_400, 180_250]]],
    }
    design = read(features(speck, flat, shapely.geometry.mapping(SQUARE)))
    assert len(design.frame) == 1
    assert "1 line without any length left out." in design.told
    assert "1 outline without any area left out." in design.told


def test_a_file_with_nothing_left_says_why():
    with pytest.raises(InputError, match=r"shape that can be used\. 1 line without any length"):
        read(features({"type": "LineString", "coordinates": [[529_400, 180_250], [529_400, 180_250]]}))


def test_curves_are_turned_into_lines_and_told(tmp_path):
    arc = (
        "0\nSECTION\n2\nENTITIES\n0\nCIRCLE\n8\nPOND\n100\nAcDbEntity\n100\nAcDbCircle\n10\n529350\n20\n180250\n30\n0\n"
        "40\n50\n0\nENDSEC\n0\nEOF\n"
    )
    design = read(arc.encode(), "pond.dxf")
    # A circle of 50 m: its area is 2,500 pi, less what the chords cut off.
    assert shapely.convex_hull(design.frame.geometry[0]).area == pytest.approx(7_854, rel=0.01)
    assert "Curves were turned into short straight lines." in design.told


def test_lettering_of_a_drawing_is_left_out_and_told():
    text = (
        "0\nSECTION\n2\nENTITIES\n0\nTEXT\n8\nA\n100\nAcDbEntity\n100\nAcDbText\n10\n529350\n20\n180250\n40\n2\n1\nYard\n"
        "0\nLINE\n8\nA\n100\nAcDbEntity\n100\nAcDbLine\n10\n529300\n20\n180250\n11\n529400\n21\n180250\n0\nENDSEC\n0\nEOF\n"
    )
    design = read(text.encode(), "a.dxf")
    assert design.frame.geom_type.tolist() == ["LineString"]
    assert "1 piece of lettering left out." in design.told


def test_a_clean_file_is_told_of_nothing_but_its_co_ordinates(tmp_path):
    design = read(written(in_degrees(frame_of(SQUARE)), tmp_path, ".kml", "KML"), "a.kml")
    assert design.told == ("Co-ordinates read as WGS84 degrees, as the format says.",)

"""In which co-ordinates a design is: declared, guessed with its reason, or asked; and never silently wrong."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from drawn_designs import PATH, SQUARE, exact_grid, frame_of, geojson, in_degrees, shapefile, written
from pyproj import CRS, Transformer
from shapely import Point, affinity, box

from geo.crs import open_grid
from geo.errors import InputError
from geo.sources.design_crs import is_national_grid
from geo.sources.design_files import read_design

MILLIMETRES = 0.002
ESRI = (
    'PROJCS["My grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],'
    'PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]'
)


def read(data, name="design.geojson", **more):
    return read_design(data, name, grid=exact_grid(), **more)


def degrees(shape):
    return exact_grid().geometry_to_wgs84(shape)


def swapped(shape):
    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def close_to(shape, other, tolerance=MILLIMETRES):
    return shapely.hausdorff_distance(shape, other) < tolerance


def test_geojson_is_taken_for_degrees_by_the_exact_shifts():
    design = read(geojson(degrees(SQUARE)))
    assert design.crs == "EPSG:4326"
    assert close_to(design.frame.geometry[0], SQUARE)
    assert design.told == ("Co-ordinates read as WGS84 degrees, as the format says.",)


def test_without_the_exact_shifts_it_says_how_far_out_places_may_be():
    rough = open_grid()
    design = read_design(geojson(degrees(SQUARE)), "a.geojson", grid=rough)
    assert (design.told[-1].startswith("Places may be up to 5 m out")) == (rough.accuracy_m > 1)


def test_national_grid_numbers_under_a_geojson_are_caught():
    design = read(geojson(SQUARE))
    assert design.crs == "EPSG:27700"
    assert design.frame.geometry[0].equals(SQUARE)
    assert design.told[0].startswith("The format means WGS84 degrees, but read so it lies outside Great Britain.")
    assert "Taken for British National Grid: read so, it lies in Greater London." in design.told[0]


def test_latitude_before_longitude_is_caught():
    design = read(geojson(swapped(degrees(SQUARE))))
    assert design.crs == "EPSG:4326-swapped"
    assert close_to(design.frame.geometry[0], SQUARE)
    assert "latitude before longitude" in design.told[0]


def test_northing_before_easting_is_caught():
    design = read(geojson(swapped(SQUARE)))
    assert design.crs == "EPSG:27700-swapped"
    assert design.frame.geometry[0].equals(SQUARE)
    assert "northing before easting" in design.told[0]


def test_a_file_that_declares_national_grid_with_axes_swapped_is_asked_about():
    there = box(556_000, 190_000, 556_100, 190_100)  # in Havering; the other way round off Galloway's coast
    asked = read(geojson(swapped(there), crs="EPSG:27700"))
    assert asked.asks.about == "crs"
    assert [option.value for option in asked.asks.options] == ["EPSG:27700-swapped", "EPSG:27700"]
    assert asked.asks.options[0].why == "Read so, it lies in Greater London."
    assert asked.frame.empty
    assert asked.crs is None
    settled = read(geojson(swapped(there), crs="EPSG:27700"), crs="EPSG:27700-swapped")
    assert settled.frame.geometry[0].equals(there)
    assert settled.told == ("Co-ordinates read as British National Grid, northing before easting, as chosen.",)


def test_web_mercator_is_guessed():
    to_mercator = Transformer.from_crs(4326, 3857, always_xy=True)
    there = shapely.transform(degrees(SQUARE), lambda xy: np.column_stack(to_mercator.transform(xy[:, 0], xy[:, 1])))
    design = read(geojson(there))
    assert design.crs == "EPSG:3857"
    assert close_to(design.frame.geometry[0], SQUARE)


def test_a_drawing_in_millimetres_is_guessed():
    design = read(geojson(affinity.scale(SQUARE, 1000, 1000, origin=(0, 0))))
    assert design.crs == "EPSG:27700-mm"
    assert close_to(design.frame.geometry[0], SQUARE)


def test_a_shapefile_without_prj_is_guessed_with_the_reason(tmp_path):
    design = read(shapefile(frame_of(SQUARE), tmp_path, prj=False), "site.zip")
    assert design.crs == "EPSG:27700"
    assert design.told[0].startswith(
        "The file does not say in which co-ordinates it is. Taken for British National Grid"
    )
    lonlat = in_degrees(frame_of(PATH))
    assert read(shapefile(lonlat, tmp_path, prj=False), "site.zip").crs == "EPSG:4326"


def test_where_two_readings_fit_alike_it_asks_with_the_reason_of_each():
    # A square in the Borders: the other way round it would lie in the North Sea, still within the grid.
    there = box(380_000, 660_000, 380_100, 660_100)
    asked = read(geojson(swapped(there)))
    assert {option.value for option in asked.asks.options} == {"EPSG:27700", "EPSG:27700-swapped"}
    assert read(geojson(swapped(there)), crs="EPSG:27700-swapped").frame.geometry[0].equals(there)


def test_another_declared_system_is_followed():
    to_utm = Transformer.from_crs(4326, 32630, always_xy=True)
    there = shapely.transform(degrees(SQUARE), lambda xy: np.column_stack(to_utm.transform(xy[:, 0], xy[:, 1])))
    design = read(geojson(there, crs="urn:ogc:def:crs:EPSG::32630"))
    assert "UTM zone 30N" in design.told[0]
    assert close_to(design.frame.geometry[0], SQUARE)


def test_a_place_in_great_britain_outside_london_is_read():
    newport = box(331_000, 188_000, 331_100, 188_100)
    assert read(geojson(degrees(newport))).crs == "EPSG:4326"


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (box(2.35, 48.85, 2.36, 48.86), "outside Great Britain"),
        (box(0, 0, 120, 80), "a zero point of its own"),
        (box(0, 0, 3_000, 2_000), "a zero point of its own"),
        (box(9e15, 9e15, 9.1e15, 9.1e15), "outside Great Britain"),
    ],
)
def test_what_lies_nowhere_here_is_refused_with_what_to_do(shape, said):
    with pytest.raises(InputError, match=said):
        read(geojson(shape))


def test_a_chosen_system_that_does_not_fit_or_is_unknown_is_refused():
    with pytest.raises(InputError, match="Read as WGS84 degrees, the design lies outside Great Britain"):
        read(geojson(SQUARE), crs="4326")
    with pytest.raises(InputError, match="is not known"):
        read(geojson(SQUARE), crs="EPSG:999999")


def test_a_feature_that_reaches_far_away_is_left_out_and_told():
    far = shapely.LineString([(529_300, 180_200), (5_000_000, 180_200)])
    design = read(geojson(SQUARE, SQUARE, Point(529_000, 180_000), far, crs="EPSG:27700"))
    assert len(design.frame) == 3
    assert "1 feature reaching outside Great Britain left out." in design.told


def test_national_grid_is_known_by_its_numbers_whatever_it_is_called():
    assert is_national_grid(CRS.from_wkt(ESRI))
    assert not is_national_grid(CRS.from_wkt(ESRI.replace("400000.0", "500000.0")))
    assert not is_national_grid(CRS.from_epsg(29902))  # the Irish grid
    assert not is_national_grid(CRS.from_epsg(32630))


def test_a_geopackage_in_national_grid_keeps_its_numbers(tmp_path):
    design = read(written(frame_of(SQUARE), tmp_path, ".gpkg", "GPKG"), "a.gpkg")
    assert design.frame.geometry[0].equals(SQUARE)

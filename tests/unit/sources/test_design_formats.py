"""Designs of all five formats come out alike: in National Grid metres, with their names, changes and layers."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from drawn_designs import PATH, SQUARE, exact_grid, frame_of, geojson, in_degrees, shapefile, written, zipped

from geo.errors import InputError
from geo.sources.design_archive import DesignFormat
from geo.sources.design_files import ALL_LAYERS, read_design

MILLIMETRES = 0.002


def read(data, name="design", **more):
    return read_design(data, name, grid=exact_grid(), **more)


def close_to(shape, other):
    return shapely.hausdorff_distance(shape, other) < MILLIMETRES


@pytest.fixture
def drawn():
    return frame_of(SQUARE, PATH, name=["The yard", "The cut"], change=["space", "Link"])


@pytest.mark.parametrize(
    ("suffix", "driver", "format"),
    [
        (".geojson", "GeoJSON", DesignFormat.GEOJSON),
        (".gpkg", "GPKG", DesignFormat.GEOPACKAGE),
        (".kml", "KML", DesignFormat.KML),
    ],
)
def test_names_changes_and_places_come_through(tmp_path, drawn, suffix, driver, format):
    design = read(written(in_degrees(drawn), tmp_path, suffix, driver), f"scheme{suffix}")
    assert design.format is format
    assert design.asks is None
    assert design.frame.crs.to_epsg() == 27700
    assert design.frame["name"].tolist() == ["The yard", "The cut"]
    assert design.frame["change"].tolist() == ["space", "link"]
    assert close_to(design.frame.geometry[0], SQUARE)
    assert close_to(design.frame.geometry[1], PATH)
    assert design.crs == "EPSG:4326"


def test_a_zipped_shapefile_is_read_whatever_its_members_are_called(tmp_path, drawn):
    design = read(shapefile(drawn.iloc[:1], tmp_path, called="../../etc/Red Line"), "a.zip")
    assert design.format is DesignFormat.SHAPEFILE
    assert [layer.name for layer in design.layers] == ["Red Line"]
    assert close_to(design.frame.geometry[0], SQUARE)
    assert design.told == ("Co-ordinates read as British National Grid, as the file says.",)


def test_a_drawing_is_read_by_its_layers_and_closed_lines_become_areas(tmp_path):
    path = tmp_path / "plan.dxf"
    path.write_text(dxf(closed=SQUARE, line=PATH), encoding="ascii")
    asking = read(path.read_bytes(), "plan.dxf")
    assert asking.asks is not None
    assert asking.asks.about == "layer"
    assert [option.value for option in asking.asks.options] == ["SITE", "PATHS", ALL_LAYERS]
    assert asking.frame.empty
    site = read(path.read_bytes(), "plan.dxf", layer="site")
    assert site.frame.geometry[0].equals(SQUARE)
    assert site.told[0] == "Read the layer “SITE”."
    whole = read(path.read_bytes(), "plan.dxf", layer=ALL_LAYERS)
    assert whole.frame["layer"].tolist() == ["SITE", "PATHS"]
    assert whole.frame.geom_type.tolist() == ["Polygon", "LineString"]


def test_a_layer_called_after_a_change_says_what_its_features_are(tmp_path):
    text = dxf(closed=SQUARE, line=PATH).replace("PATHS", "NEW").replace("SITE", "Crossing")
    assert read(text.encode(), "plan.dxf", layer=ALL_LAYERS).frame["change"].tolist() == ["crossing", None]


def test_several_layers_are_asked_for_and_a_wrong_answer_lists_them(tmp_path, drawn):
    written(drawn, tmp_path, ".gpkg", "GPKG", layer="red line")
    data = written(drawn, tmp_path, ".gpkg", "GPKG", layer="landscape")
    assert read(data).asks is not None
    assert len(read(data, layer="Red Line").frame) == 2
    with pytest.raises(InputError, match="It has “red line”, “landscape”"):
        read(data, layer="roads")


def test_an_empty_layer_is_no_question(tmp_path, drawn):
    written(drawn.iloc[:0], tmp_path, ".gpkg", "GPKG", layer="empty")
    design = read(written(drawn, tmp_path, ".gpkg", "GPKG", layer="site"))
    assert design.asks is None
    assert len(design.frame) == 2


def test_two_shapefiles_in_one_zip_are_two_layers(tmp_path, drawn):
    drawn.iloc[:1].to_file(tmp_path / "one.shp")
    drawn.iloc[1:].to_file(tmp_path / "two.shp")
    parts = {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    asking = read(zipped(parts), "both.zip")
    assert [option.value for option in asking.asks.options][:2] == ["one", "two"]
    assert read(zipped(parts), "both.zip", layer="two").frame.geom_type.tolist() == ["LineString"]


def test_the_kind_is_told_by_the_bytes_and_not_by_the_name(tmp_path, drawn):
    assert read(written(drawn, tmp_path, ".gpkg", "GPKG"), "photo.jpg").format is DesignFormat.GEOPACKAGE


def test_the_same_bytes_have_the_same_digest():
    one, other = read(geojson(SQUARE, crs="EPSG:27700")), read(geojson(SQUARE, crs="EPSG:27700"))
    assert one.digest == other.digest
    assert one.digest != read(geojson(PATH, crs="EPSG:27700")).digest


def test_a_frame_holds_what_the_file_said_of_each_feature(tmp_path):
    frame = frame_of(SQUARE, name=["Yard"], storeys=[3], built=[None])
    (said,) = read(written(frame, tmp_path, ".gpkg", "GPKG")).frame["properties"]
    assert said == {"name": "Yard", "storeys": 3}
    assert isinstance(read(geojson(SQUARE, crs="EPSG:27700")).frame, gpd.GeoDataFrame)


def dxf(*, closed, line):
    """A drawing of two entities: a closed line on the layer SITE, an open one on PATHS."""

    def polyline(shape, layer, flag):
        xy = shapely.get_coordinates(shape)[: -1 if flag else None]
        vertices = "".join(f"10\n{x}\n20\n{y}\n" for x, y in xy)
        return f"0\nLWPOLYLINE\n8\n{layer}\n100\nAcDbEntity\n100\nAcDbPolyline\n90\n{len(xy)}\n70\n{flag}\n{vertices}"

    entities = polyline(closed.exterior, "SITE", 1) + polyline(line, "PATHS", 0)
    return f"0\nSECTION\n2\nENTITIES\n{entities}0\nENDSEC\n0\nEOF\n"

"""Details, lines and areas in files: in from CSV and GeoJSON, out to every format, and in again."""

from __future__ import annotations

import csv
import json
from datetime import date

import pyogrio
import pytest
from shapely import LineString, Polygon
from small_town import ESTATE, small_town

from geo.crs import open_grid
from geo.drawn_shapes import DrawnShape
from geo.pins import NO_DETAIL, PinDetail
from geo.services.exports import export_area
from geo.services.pin_import import import_pins
from geo.services.pins import drop_pin, pins_since
from geo.surveys import Affected, FeltEffect, Hours, Knowledge, Severity

GRID = open_grid()
LINE = GRID.geometry_to_wgs84(LineString([(529200, 180150), (529400, 180150)]))
YARD = GRID.geometry_to_wgs84(Polygon([(529150, 180090), (529250, 180090), (529250, 180190), (529150, 180190)]))
FULL = PinDetail(
    felt=FeltEffect.OTHER_WAY,
    affects=(Affected.WHEELS, Affected.CHILDREN),
    hours=Hours.WORKS,
    until=date(2027, 3, 31),
    severity=Severity.MUCH,
    knowledge=Knowledge.VISIT,
)
SAID = {
    "effect": "other-way",
    "affected-groups": "wheels;children",
    "time-of-day": "works",
    "end-date": "2027-03-31",
    "severity": "much",
    "knowledge-basis": "visit",
}


def as_feature(shape, **properties):
    usual = {"kind": "barrier", "category": "b-works", "text": ""}
    return {"type": "Feature", "geometry": shape.__geo_interface__, "properties": {**usual, **properties}}


def imported(town, tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return import_pins(town, path)


def test_geojson_lines_and_areas_become_pins_with_their_details(town, tmp_path):
    features = [as_feature(LINE, **SAID), as_feature(YARD, hours="Some days")]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    report = imported(town, tmp_path, "pins.geojson", content)
    assert (report.saved, report.rejected) == (2, ())
    line, yard = pins_since(town, 0).pins
    assert (line.detail, line.shape.is_area, yard.shape.is_area) == (FULL, False, True)
    assert yard.detail == PinDetail(hours=Hours.SOME_DAYS)
    again = imported(town, tmp_path, "pins.geojson", content)
    assert (again.saved, again.repeated) == (0, 2)


def test_csv_has_a_column_a_detail_and_a_shape_as_well_known_text(town, tmp_path):
    header = ",".join(["kind", "category", "geometry", *SAID])
    row = ",".join(["barrier", "b-works", f'"{LINE.wkt}"', *(f'"{value}"' for value in SAID.values())])
    report = imported(town, tmp_path, "pins.csv", f"{header}\n{row}\n")
    assert (report.saved, report.rejected) == (1, ())
    (pin,) = pins_since(town, 0).pins
    assert pin.detail == FULL
    assert pin.shape is not None


def test_rows_that_differ_in_details_alone_are_two_pins(town, tmp_path):
    rows = "lon,lat,kind,category,severity\n" + "".join(
        f"-0.1341,51.5052,barrier,b-step,{severity}\n" for severity in ("", "much", "much")
    )
    report = imported(town, tmp_path, "pins.csv", rows)
    assert (report.saved, report.repeated) == (2, 1)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"severity": "awful"}, "how bad it is"),
        ({"end-date": "next spring"}, "no date"),
        ({"geometry": "LINESTRING"}, "well-known text"),
        ({"geometry": "MULTIPOINT (0 0)"}, "LineString or a Polygon"),
        ({"geometry": "LINESTRING (529200 180150, 529400 180150)"}, "British National Grid"),
        ({"geometry": "POLYGON ((-0.13 51.5, -0.12 51.51, -0.12 51.5, -0.13 51.51, -0.13 51.5))"}, "itself"),
    ],
)
def test_a_row_that_cannot_be_is_given_back_with_the_reason(town, tmp_path, columns, said):
    names = ["lon", "lat", "kind", "category", *columns]
    cells = ["-0.1341", "51.5052", "barrier", "b-step", *(f'"{value}"' for value in columns.values())]
    report = imported(town, tmp_path, "pins.csv", f"{','.join(names)}\n{','.join(cells)}\n")
    assert said in report.rejected[0].problem
    assert next(iter(columns.values())) in report.rejected_file.read_text(encoding="utf-8")


def test_an_export_holds_details_and_the_shape_as_the_public_sees_it(town, draft, tmp_path):
    pin = drop_pin(town, draft(category="b-works", detail=FULL, shape=DrawnShape(LINE))).pin
    out = export_area(town, ESTATE, "geojson", tmp_path / "pins.geojson")
    (feature,) = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert DrawnShape.from_geojson(feature["geometry"]) == pin.shape
    said = feature["properties"]
    assert {name: said[name] for name in SAID} == SAID
    assert (said["temporary"], said["geometry-role"], said["location-precision-metres"]) == (True, "drawn", 10.0)


def test_a_pin_without_details_leaves_its_fields_empty(town, draft, tmp_path):
    drop_pin(town, draft((529350.0, 180250.0)))
    out = export_area(town, ESTATE, "geojson", tmp_path / "pins.geojson")
    (feature,) = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert {feature["properties"][name] for name in (*SAID, "temporary")} == {None}


def shown(town):
    """Details and shapes by pin; a ring may begin anywhere."""
    pins = pins_since(town, 0).pins
    return {pin.id: (pin.detail, pin.shape and pin.shape.geometry.normalize()) for pin in pins}


@pytest.mark.parametrize("format", ["csv", "geojson"])
def test_what_was_exported_can_be_read_into_another_installation(town, draft, tmp_path, format):
    for shape, detail in ((LINE, FULL), (YARD, NO_DETAIL)):
        drop_pin(town, draft(category="b-works", detail=detail, shape=DrawnShape(shape)))
    drop_pin(town, draft((529350.0, 180250.0)))
    out = export_area(town, ESTATE, format, tmp_path / f"pins.{format}")
    other = small_town(tmp_path / "other")
    try:
        report = import_pins(other, out)
        assert (report.saved, report.rejected) == (3, ())
        # What is read in was simplified and rounded once: doing so again changes nothing.
        assert shown(other) == shown(town)
    finally:
        other.store.close()


def test_a_geopackage_keeps_points_lines_and_areas_of_pins_in_layers_of_their_own(town, draft, tmp_path):
    for shape in (LINE, YARD):
        drop_pin(town, draft(category="b-works", detail=FULL, shape=DrawnShape(shape)))
    drop_pin(town, draft((529350.0, 180250.0)))
    out = export_area(town, ESTATE, "gpkg", tmp_path / "all.gpkg")
    types = {name: kind for name, kind in pyogrio.list_layers(out) if name.startswith("pins")}
    assert types == {"pins": "Point", "pins-lines": "MultiLineString", "pins-areas": "MultiPolygon"}
    assert pyogrio.read_dataframe(out, layer="pins-lines")["severity"].tolist() == ["much"]


def test_a_spreadsheet_can_do_nothing_with_what_was_said(town, draft, tmp_path):
    drop_pin(town, draft(category="b-works", detail=FULL, shape=DrawnShape(LINE), text="=1+1"))
    out = export_area(town, ESTATE, "csv", tmp_path / "pins.csv")
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["geometry"].startswith("LINESTRING (")
    assert row["point"].startswith("POINT (")
    assert row["description"] == "'=1+1"

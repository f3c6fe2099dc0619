"""Pins from files: good rows are kept, bad rows come back with the reason, nothing is lost and nothing is doubled."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_town import NOWHERE_NEAR, PARK, lonlat

from geo.errors import GeoError, InputError
from geo.pins import MAX_TEXT_CHARACTERS, CollectionMethod, PinStatus, clean_text
from geo.services import pin_files
from geo.services.exports import export_area
from geo.services.pin_import import import_pins
from geo.services.pins import moderate, pins_since
from geo.store.pin_store import PinStore

HERE = lonlat(PARK)
HEADER = "lon,lat,kind,category,text,id\n"


@pytest.fixture
def write(tmp_path):
    """A maker of files: ``write("pins.csv", text)``."""

    def make(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def row(text="", *, lon=HERE.lon, lat=HERE.lat, kind="barrier", category="b-step", pin_id=""):
    quoted = '"' + text.replace('"', '""') + '"'
    return f"{lon},{lat},{kind},{category},{quoted},{pin_id}\n"


def feature(lon=HERE.lon, lat=HERE.lat, **properties):
    usual = {"kind": "barrier", "category": "b-step", "text": ""}
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": point, "properties": {**usual, **properties}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def problems(report):
    return {each.row: each.problem for each in report.rejected}


def texts(town):
    return sorted(pin.text for pin in pins_since(town, 0).pins)


def test_a_csv_file_becomes_pins(town, write):
    report = import_pins(town, write("pins.csv", HEADER + row("One, two") + row('She said "no"', category="b-gate")))
    assert (report.rows, report.saved, report.repeated, report.rejected, report.rejected_file) == (2, 2, 0, (), None)
    assert texts(town) == ["One, two", 'She said "no"']
    assert {pin.method for pin in pins_since(town, 0).pins} == {CollectionMethod.IMPORT}


def test_a_geojson_file_becomes_pins(town, write):
    report = import_pins(town, write("pins.geojson", collection(feature(text="a"), feature(text="b"))))
    assert (report.saved, texts(town)) == (2, ["a", "b"])


@pytest.mark.parametrize("format", ["csv", "geojson"])
def test_what_we_export_can_be_read_back(town, write, tmp_path, format):
    import_pins(town, write("pins.csv", HEADER + row("=1+1") + row("-5 degrees in the shelter")))
    exported = export_area(town, "E09000007-R01", format, tmp_path / f"out.{format}").read_text(encoding="utf-8")
    for pin in pins_since(town, 0).pins:
        exported = exported.replace(str(pin.id), "")  # read as somebody else's pins
    again = import_pins(town, write(f"again.{format}", exported))
    assert (again.rejected, again.saved) == ((), 2)
    assert texts(town) == ["-5 degrees in the shelter"] * 2 + ["=1+1"] * 2


def test_the_same_file_twice_keeps_each_pin_once(town, write):
    path = write("pins.csv", HEADER + row("a") + row("b"))
    import_pins(town, path)
    again = import_pins(town, path)
    assert (again.saved, again.repeated, again.rejected) == (0, 2, ())
    assert texts(town) == ["a", "b"]


def test_the_same_row_twice_in_a_file_is_kept_once(town, write):
    report = import_pins(town, write("pins.csv", HEADER + row("a") + row("a") + row("b")))
    assert (report.saved, report.repeated, texts(town)) == (2, 1, ["a", "b"])


def contributors(town):
    return town.store.voices_within(None).sort_values("category")["contributor"].tolist()


def people(*rows):
    """A file with a column for who said it: (category, contributor) a row."""
    lines = [f"{HERE.lon},{HERE.lat},barrier,{category},,{who}\n" for category, who in rows]
    return "lon,lat,kind,category,text,Contributor\n" + "".join(lines)


def test_rows_of_one_contributor_are_one_voice_and_rows_without_are_one_each(town, write):
    rows = [("b-cross", "sheet 7"), ("b-gate", " Sheet  7"), ("b-rest", "sheet 8"), ("b-step", ""), ("b-works", "")]
    assert import_pins(town, write("pins.csv", people(*rows))).saved == 5
    first, second, third, *none = contributors(town)
    assert first == second != third
    assert [pd.isna(who) for who in none] == [True, True]  # each a contributor of its own


def test_what_a_file_calls_people_is_kept_nowhere(town, write):
    import_pins(town, write("pins.csv", people(("b-step", "Mrs Ada Lovelace"))))
    files = [file for file in town.data_dir.parent.rglob("*") if file.is_file()]
    assert any(file.suffix == ".sqlite" for file in files)
    assert not [file for file in files if b"lovelace" in file.read_bytes().lower()]


def test_a_geojson_number_and_the_same_in_csv_are_one_contributor(town, write):
    import_pins(town, write("pins.csv", people(("b-cross", "7"))))
    import_pins(town, write("pins.geojson", collection(feature(contributor=7.0), feature(contributor=True))))
    csv_one, *json_ones = contributors(town)
    assert csv_one == json_ones[0] != json_ones[1]


def test_two_people_who_say_the_same_of_the_same_place_are_two_pins_once_each(town, write):
    path = write("pins.csv", people(("b-step", "1"), ("b-step", "2")))
    assert import_pins(town, path).saved == 2
    assert import_pins(town, path).repeated == 2
    assert len(set(contributors(town))) == 2


def test_a_name_too_long_is_refused_in_words(town, write):
    report = import_pins(town, write("pins.csv", people(("b-step", "x" * 101))))
    assert "contributor" in problems(report)[2]


def test_the_same_id_with_other_content_is_refused(town, write):
    pin_id = "0b3b9a0c-5a5c-4e2b-9d39-3f0d1f7f4c11"
    path = write("pins.csv", HEADER + row("a", pin_id=pin_id) + row("a", pin_id=pin_id) + row("b", pin_id=pin_id))
    report = import_pins(town, path)
    assert (report.saved, report.repeated) == (1, 1)
    assert "different pin" in problems(report)[4]
    assert [str(pin.id) for pin in pins_since(town, 0).pins] == [pin_id]


def test_an_id_drawn_from_content_needs_the_key_of_the_installation(town, write, tmp_path):
    """Ids are public: whoever could work them out from a place could try all places around a shown one."""
    path = write("pins.csv", HEADER + row("a"))
    import_pins(town, path)
    elsewhere = replace(town, secret_key=b"another", store=PinStore.open(f"sqlite:///{tmp_path / 'other.sqlite'}"))
    import_pins(elsewhere, path)
    assert pins_since(town, 0).pins[0].id != pins_since(elsewhere, 0).pins[0].id
    elsewhere.store.close()


def test_sensitive_pins_of_a_file_wait_like_others(town, write):
    report = import_pins(town, write("pins.csv", HEADER + row(category="b-fear") + row()))
    assert (report.saved, report.waiting) == (2, 1)
    (waiting,) = town.store.pending()
    assert moderate(town, waiting.id, publish=True).status is PinStatus.PUBLISHED


BAD_ROWS = [
    (row(lon="nan"), "not a pair of numbers"),
    (row(lon="inf"), "not a pair of numbers"),
    (row(lon=""), "not a pair of numbers"),
    (row(lon="1e999"), "not a pair of numbers"),
    (row(lon="here"), "not a pair of numbers"),
    (row(lon=HERE.lat, lat=HERE.lon), "swapped"),
    (row(lon=529350, lat=180250), "British National Grid"),
    (row(lon=2.35, lat=48.86), "outside Greater London"),
    (row(lon=0, lat=0), "outside Greater London"),
    (row("x" * 5000), "5,000 characters"),
    (row(kind="nice"), "kind must be one of"),
    (row(category="b-nothing"), "not one of the choices"),
    (row(kind="welcoming"), "not one of the choices"),
    ("-0.1,51.5,barrier,b-step,no quotes, around this, text,\n", "quotation marks"),
    ("-0.1,51.5\n", "cells"),
]


@pytest.mark.parametrize(("bad", "said"), BAD_ROWS)
def test_a_bad_row_is_given_back_with_a_sentence_and_the_good_ones_are_kept(town, write, bad, said):
    report = import_pins(town, write("pins.csv", HEADER + row("first") + bad + row("last")))
    assert (report.rows, report.saved) == (3, 2)
    assert list(problems(report)) == [3]
    assert said in problems(report)[3]
    assert texts(town) == ["first", "last"]


def test_refused_rows_are_written_beside_the_file_as_they_were_to_mend_and_import(town, write):
    path = write(
        "pins.csv", HEADER + row("good") + row("=swapped", lon=HERE.lat, lat=HERE.lon) + row("+bad kind", kind="x")
    )
    report = import_pins(town, path)
    assert report.rejected_file == path.with_name("pins.csv.rejected.csv")
    with report.rejected_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [each["row"] for each in rows] == ["3", "4"]
    assert "swapped" in rows[0]["problem"]
    assert rows[0]["lon"] == str(HERE.lat)
    assert [each["text"] for each in rows] == ["'=swapped", "'+bad kind"]  # no spreadsheet runs it
    mended = report.rejected_file.read_text(encoding="utf-8").replace(",x,", ",barrier,")
    again = import_pins(town, write("mended.csv", mended))
    assert (again.saved, len(again.rejected)) == (1, 1)
    assert texts(town) == ["+bad kind", "good"]


def test_refused_rows_are_told_even_where_no_file_can_be_written(town, write, tmp_path):
    path = write("pins.csv", HEADER + row(kind="x"))
    (tmp_path / "pins.csv.rejected.csv").mkdir()
    report = import_pins(town, path)
    assert (len(report.rejected), report.rejected_file) == (1, None)


@pytest.mark.parametrize(
    "text",
    [
        "emoji 🙂👩🏽‍🦽",
        "مرحبا بالعالم",
        "שלום",
        "廁所在哪裡",
        "\u0000\u0007bell\u001b[31m",
        "a\u202eb",
        "\ud7ff",
        "Ünïcödé",
    ],
)
def test_odd_text_is_kept_in_its_clean_form(town, write, text):
    report = import_pins(town, write("pins.geojson", collection(feature(text=text))))
    assert report.saved == 1
    assert texts(town) == [clean_text(text)]


def test_naughty_strings_are_kept_or_refused_and_none_is_lost(town, write, bundle):
    strings = json.loads((bundle / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))
    report = import_pins(town, write("pins.geojson", collection(*(feature(text=each) for each in strings))))
    kept = {clean_text(each) for each in strings if len(clean_text(each)) <= MAX_TEXT_CHARACTERS}
    assert report.saved + report.repeated + len(report.rejected) == len(strings) > 500
    assert set(texts(town)) == kept


GOOD_FEATURES = [feature(text="one"), feature(text="two")]
BAD_FEATURES = [
    (feature(lon=math.nan), "not a pair of numbers"),
    (feature(lon=10**400), "not a pair of numbers"),
    (feature(lon=True), "not a pair of numbers"),
    (feature(lon=None), "not a pair of numbers"),
    (feature(lon=HERE.lat, lat=HERE.lon), "swapped"),
    (feature(text=["a"]), "not text"),
    (feature(text=7), "not text"),
    (feature(kind=None), "kind must be"),
    (feature(kind={"a": 1}), "kind must be"),
    ({**feature(), "geometry": {"type": "Polygon", "coordinates": []}}, "Polygon"),
    ({**feature(), "geometry": None}, "no geometry"),
    ({**feature(), "geometry": {"type": "Point", "coordinates": [1]}}, "no longitude and latitude"),
    ({**feature(), "properties": None}, "no properties"),
    ("feature", "not a GeoJSON Feature"),
    (None, "not a GeoJSON Feature"),
]


@pytest.mark.parametrize(("bad", "said"), BAD_FEATURES)
def test_a_bad_feature_is_given_back_with_a_sentence(town, write, bad, said):
    report = import_pins(town, write("pins.geojson", collection(GOOD_FEATURES[0], bad, GOOD_FEATURES[1])))
    assert (report.saved, list(problems(report))) == (2, [2])
    assert said in problems(report)[2]
    assert report.rejected_file.read_text(encoding="utf-8").startswith("row,problem,feature")


WHOLE_FILES = [
    ("pins.csv", "", "lacks the columns"),
    ("pins.csv", "name,kind\nx,y\n", "lacks the columns lon, lat, category"),
    ("pins.csv", "easting,northing,kind,category\n529350,180250,barrier,b-step\n", "eastings and northings"),
    ("pins.csv", "lon,lat,kind,category\n".encode("utf-16"), "not UTF-8"),
    ("pins.csv", "lon,lat,kind,category,text\n-0.1,51.5,barrier,b-step,caf\u00e9\n".encode("latin-1"), "not UTF-8"),
    ("pins.csv", 'lon,lat,kind,category,text\n1,2,3,4,"' + "x" * 200_000 + '"\n', "cannot be read as CSV"),
    ("pins.geojson", "", "not valid JSON"),
    ("pins.geojson", "{", "not valid JSON"),
    ("pins.geojson", "[]", "not GeoJSON"),
    ("pins.geojson", "7", "not GeoJSON"),
    ("pins.geojson", '{"type": "FeatureCollection"}', "not a GeoJSON FeatureCollection"),
    ("pins.geojson", '{"type": "FeatureCollection", "features": {}}', "not a GeoJSON FeatureCollection"),
    ("pins.geojson", '{"type": "Point", "coordinates": [0, 0]}', "not a GeoJSON FeatureCollection"),
    ("pins.geojson", "[" * 100_000, "nested too deeply"),
    ("pins.geojson", '{"a":' * 100_000, "nested too deeply"),
    (
        "pins.geojson",
        json.dumps({"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:27700"}}}),
        "co-ordinate system other than WGS84",
    ),
]


@pytest.mark.parametrize(("name", "content", "said"), WHOLE_FILES)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused_in_a_sentence(town, write, name, content, said):
    with pytest.raises(InputError, match=said):
        import_pins(town, write(name, content))
    assert town.store.sequence() == 0


def test_a_crs_member_that_names_wgs84_is_no_reason_to_refuse(town, write):
    content = json.loads(collection(feature()))
    content["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert import_pins(town, write("pins.geojson", json.dumps(content))).saved == 1


def test_a_file_that_is_too_large_or_not_there_is_refused_in_a_sentence(town, write, tmp_path, monkeypatch):
    monkeypatch.setattr(pin_files, "MAX_BYTES", 1000)
    with pytest.raises(InputError, match="larger than"):
        import_pins(town, write("pins.csv", HEADER + row() * 50))
    with pytest.raises(InputError, match="cannot be read"):
        import_pins(town, tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="cannot be read"):
        import_pins(town, tmp_path)


@pytest.mark.parametrize("folder", ["geojson_geometry", "json_parsing"])
def test_hostile_files_each_give_a_report_or_a_sentence_and_keep_no_bad_pin(town, write, bundle, folder):
    files = [path for path in sorted((bundle / "hostile" / folder).rglob("*json")) if path.is_file()]
    assert len(files) > 70
    for number, path in enumerate(files):
        kept, told = outcome_of(town, write(f"hostile-{number}.geojson", path.read_bytes()))
        assert kept == 0, path.name
        assert all(10 < len(sentence) < 400 for sentence in told), path.name


def outcome_of(town, path):
    """How many pins were kept of a file, and what was said of it."""
    try:
        report = import_pins(town, path)
    except GeoError as refused:
        return 0, [str(refused)]
    assert len(report.rejected) == report.rows - report.saved
    return report.saved, [each.problem for each in report.rejected]


def test_an_import_that_is_cut_short_goes_on_where_it_stopped(town, write, monkeypatch):
    monkeypatch.setattr("geo.services.pin_import.BATCH", 2)
    path = write("pins.csv", HEADER + "".join(row(f"text {number}") for number in range(5)))
    add_many, calls = town.store.add_many, []

    def fail_at_the_third(new_pins, *, now):
        calls.append(len(new_pins))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return add_many(new_pins, now=now)

    monkeypatch.setattr(town.store, "add_many", fail_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        import_pins(town, path)
    report = import_pins(town, path)
    assert (report.saved, report.repeated) == (1, 4)
    assert len(texts(town)) == 5


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.text(max_size=30), st.text(max_size=30), st.text(max_size=12), st.text(max_size=12)), max_size=6
    ),
    header=st.sampled_from(["lon,lat,kind,category", "lat;lon;category;kind", "lon\tlat\tkind\tcategory"]),
)
def test_no_csv_whatsoever_is_more_than_refused(town, write, rows, header):
    text = header + "\n" + "\n".join(",".join(cells) for cells in rows)
    try:
        report = import_pins(town, write("any.csv", text.encode("utf-8", "replace")))
    except GeoError:
        return
    assert report.saved + report.repeated + len(report.rejected) == report.rows


def test_a_place_far_from_streets_is_imported_too(town, write):
    place = lonlat(NOWHERE_NEAR)
    assert import_pins(town, write("pins.csv", HEADER + row(lon=place.lon, lat=place.lat))).saved == 1

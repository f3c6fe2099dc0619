"""Whatever a file is, the answer is a sentence, in seconds, in bounded memory, and nothing leaves the host."""

from __future__ import annotations

import io
import json
import socket
import sqlite3
import struct
import threading
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from drawn_designs import SQUARE, exact_grid, frame_of, geojson, shapefile, written, zipped

from geo.errors import InputError
from geo.sources import design_limits as limits
from geo.sources import design_reading
from geo.sources.design_archive import lay_out
from geo.sources.design_contents import contents
from geo.sources.design_files import read_design


def read(data, name="design.geojson", **more):
    return read_design(data, name, grid=exact_grid(), **more)


def sentence(data, name="design"):
    """What is said of a file that is refused."""
    began = time.monotonic()
    with pytest.raises(InputError) as refused:
        read(data, name)
    assert time.monotonic() - began < limits.WALL_SECONDS + 10
    said = str(refused.value)
    assert said.endswith(".")
    assert "/" not in said.replace("/tmp/never", "/")  # no path of ours
    return said


@pytest.fixture(scope="module")
def hostile(bundle):
    return bundle / "hostile"


def test_every_hostile_json_file_is_answered_with_a_sentence(hostile, tmp_path):
    files = sorted((hostile / "json_parsing").iterdir())
    assert len(files) > 300
    for number, path in enumerate(files):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(InputError) as refused:
            contents(lay_out(path.read_bytes(), path.name, folder), None)
        assert str(refused.value).endswith(".")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # GDAL's own words on each
def test_every_hostile_geojson_file_is_read_or_answered_with_a_sentence(hostile, tmp_path):
    files = sorted(path for path in (hostile / "geojson_geometry").rglob("*") if path.is_file())
    assert len(files) == 74
    read_at_all, refusals = 0, []
    for number, path in enumerate(files):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            answer = contents(lay_out(path.read_bytes(), path.name, folder), None)
        except InputError as refused:
            refusals.append(str(refused))
        else:
            json.dumps(answer, allow_nan=False)
            read_at_all += 1
    assert read_at_all >= 40
    assert all(said.endswith(".") for said in refusals)


def test_naughty_strings_come_through_as_they_are(hostile):
    words = [
        each for each in json.loads((hostile / "naughty_strings.json").read_text(encoding="utf-8")) if each.strip()
    ]
    held = [{"type": "Feature", "properties": {"said": word}, "geometry": SQUARE.__geo_interface__} for word in words]
    crs = {"type": "name", "properties": {"name": "EPSG:27700"}}
    frame = read(json.dumps({"type": "FeatureCollection", "crs": crs, "features": held}).encode()).frame
    assert len(frame) == len(words)
    same = [said.get("said") == word for said, word in zip(frame["properties"], words, strict=True)]
    assert np.mean(same) > 0.98  # a null byte ends a string for GDAL


def test_a_file_over_the_limit_of_bytes_is_refused_before_anything_is_done():
    began = time.monotonic()
    assert "larger than 20 MB" in sentence(b" " * (limits.MAX_BYTES + 1))
    assert time.monotonic() - began < 0.5


def test_ten_million_vertices_are_answered_in_a_sentence_in_seconds(tmp_path):
    # A Shapefile of one line of ten million vertices: 160 MB, zipped into a few.
    count = 10_000_000
    began = time.monotonic()
    assert "100 MB" in sentence(zipped({"big.shp": _line_shp(count)}, level=1), "big.zip")
    # As many as the limits of bytes let through.
    count = limits.MAX_UNPACKED_BYTES // 16 - 100
    noisy = _line_shp(count, noise=True)
    packed = zipped({"big.shp": noisy, "big.dbf": _empty_dbf()}, level=1)
    assert len(packed) < limits.MAX_BYTES
    assert "200,000 vertices" in sentence(packed, "big.zip")
    assert time.monotonic() - began < 30


def test_more_vertices_than_a_design_needs_are_refused():
    line = {"type": "LineString", "coordinates": [[529_000 + i % 1000, 180_000 + i % 777] for i in range(250_000)]}
    assert "more than 200,000 vertices" in sentence(json.dumps(line).encode())


def test_more_features_and_more_columns_than_a_design_needs_are_refused(tmp_path):
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [529_000, 180_000]}}
    assert "more than 5,000 features" in sentence(
        json.dumps({"type": "FeatureCollection", "features": [point] * 5_001}).encode()
    )
    wide = geojson(SQUARE, crs="EPSG:27700", **{f"c{number}": number for number in range(201)})
    assert "201 columns" in sentence(wide)
    many = frame_of(*[SQUARE] * 5_001)
    assert "more than 5,000 features" in sentence(written(many, tmp_path, ".gpkg", "GPKG"))


def test_a_zip_bomb_is_refused_by_its_ratio_though_it_lies_about_its_size(tmp_path):
    assert "100-fold" in sentence(zipped({"a.geojson": b" " * 50_000_000}, level=9), "a.zip")
    assert "more than 100 MB" in sentence(zipped({f"{n}.kml": b" " * 30_000_000 for n in range(4)}, level=9), "a.zip")


def test_archives_that_are_no_archives_are_refused(tmp_path):
    whole = shapefile(frame_of(SQUARE), tmp_path)
    assert "damaged" in sentence(whole[: len(whole) // 2], "a.zip")
    assert "51 files" in sentence(zipped({f"{n}.txt": b"" for n in range(51)}), "a.zip")
    assert "holds no design" in sentence(zipped({"readme.txt": b"hello"}), "a.zip")
    assert "holds no design" in sentence(zipped({"inner.zip": whole}), "a.zip")
    locked = bytearray(whole)
    for at in _flag_places(whole):
        locked[at] |= 1
    assert "password" in sentence(bytes(locked), "a.zip")


def test_names_inside_an_archive_never_become_paths(tmp_path):
    folder = tmp_path / "deep" / "folder"
    folder.mkdir(parents=True)
    data = zipped({"../../../out.geojson": geojson(SQUARE), "/tmp/never.kml": b"<kml></kml>"})
    found = lay_out(data, "a.zip", folder)
    assert {each.path.parent for each in found} == {folder}
    assert not list(tmp_path.glob("*.geojson"))
    assert not Path("/tmp/never.kml").exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x00\x01\x02\x03", "no kind that can be read"),
        (b"AC1032" + bytes(100), "DWG"),
        (b"%PDF-1.7", "PDF"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00", "binary DXF"),
        (struct.pack(">i", 9994) + bytes(96), "one zip file"),
        (b"<html></html>", "not KML"),
        (b"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
         b"</OGRVRTDataSource>", "not KML"),
        (b"/vsicurl/http://127.0.0.1/a.geojson", "no kind that can be read"),
        (b"lon,lat\n1,2\n", "no kind that can be read"),
        (b'<!DOCTYPE kml [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><kml>&b;</kml>', "entities"),
        ("<kml></kml>".encode("utf-16"), "no kind that can be read"),
        (b"<kml><Document><Placemark>", "KML file"),
        (b"<kml></kml>", "KML file"),
        (b"0\nSECTION\n2\nENTITIES\n0\nLINE\n", "DXF file"),
        (b"SQLite format 3\x00" + bytes(2_000), "GeoPackage file"),
        (b'{"type":"Topology","objects":{}}', "TopoJSON"),
        (b'{"geometryType":"esriGeometryPolygon","features":[]}', "Esri JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"type":"FeatureCollection","features":[]}', "holds no shape"),
    ],
)  # fmt: skip
def test_what_is_no_design_is_told_what_it_is(data, said):
    assert said in sentence(data)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE people (name TEXT)")
    assert sentence((tmp_path / "a.db").read_bytes())


def test_a_shapefile_that_promises_more_than_it_holds_is_refused():
    assert sentence(zipped({"a.shp": _line_shp(10)[:-60], "a.dbf": _empty_dbf()}))


def test_a_drawing_that_repeats_itself_without_end_is_refused_in_bounded_time():
    blocks = ""
    for level in range(12):  # each block inserts the next ten times ten: 10^24 lines in all
        inner = (
            "0\nLINE\n8\n0\n10\n0\n20\n0\n11\n1\n21\n1\n"
            if level == 11
            else (f"0\nINSERT\n8\n0\n2\nB{level + 1}\n10\n0\n20\n0\n70\n10\n71\n10\n44\n1\n45\n1\n")
        )
        blocks += f"0\nBLOCK\n8\n0\n2\nB{level}\n70\n0\n10\n0\n20\n0\n{inner}0\nENDBLK\n"
    text = (
        f"0\nSECTION\n2\nBLOCKS\n{blocks}0\nENDSEC\n0\nSECTION\n2\nENTITIES\n"
        "0\nINSERT\n8\n0\n2\nB0\n10\n0\n20\n0\n0\nENDSEC\n0\nEOF\n"
    )
    assert sentence(text.encode(), "bomb.dxf")


@pytest.mark.parametrize("kind", ["link", "name"])
def test_a_co_ordinate_system_at_another_place_is_never_fetched(kind):
    with _listener() as (port, calls):
        content = json.loads(geojson(SQUARE))
        there = f"http://127.0.0.1:{port}/crs"
        content["crs"] = {"type": kind, "properties": {"href": there, "name": there, "type": "ogcwkt"}}
        assert "cannot be read" in sentence(json.dumps(content).encode())
        assert not calls


def test_a_process_that_dies_or_does_not_end_is_a_sentence(monkeypatch):
    monkeypatch.setattr(design_reading, "WALL_SECONDS", 0.05)
    assert "more time or memory" in sentence(geojson(SQUARE))


def test_the_process_is_given_nothing_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("PLACES_DATABASE_URL", "sqlite:///secret")
    environment = design_reading._environment(tmp_path)
    assert "secret" not in json.dumps(environment)
    assert {"OGR_VRT", "HTTP", "WFS", "PGDUMP", "SQLite"} <= set(environment["GDAL_SKIP"].split(","))
    assert not {"GeoJSON", "GPKG", "DXF"} & set(environment["GDAL_SKIP"].split(","))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_shapefile_cut_short_anywhere_is_answered_with_a_sentence(tmp_path):
    for cut in range(0, 400, 7):
        data = zipped({"a.shp": _line_shp(20)[:cut], "a.dbf": _empty_dbf()})
        folder = tmp_path / str(cut)
        folder.mkdir()
        with pytest.raises(InputError, match=r"\.$"):
            contents(lay_out(data, "a.zip", folder), None)


def _line_shp(count: int, *, noise: bool = False) -> bytes:
    """A .shp of one line of so many vertices, in National Grid numbers."""
    places = np.full((count, 2), (529_000.0, 180_000.0))
    if noise:
        places += np.arange(count)[:, None] % 97
    record = (
        struct.pack("<i4d2i", 3, 529_000, 180_000, 530_000, 181_000, 1, count) + struct.pack("<i", 0) + places.tobytes()
    )
    words = (len(record) + 8 + 100) // 2
    header = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<2i8d", 1000, 3, *(0.0,) * 8)
    return header + struct.pack(">2i", 1, len(record) // 2) + record


def _empty_dbf() -> bytes:
    field = b"id" + bytes(9) + b"N" + bytes(4) + bytes([4, 0]) + bytes(14)
    return struct.pack("<4BIHH20x", 3, 126, 1, 1, 1, 65, 5) + field + b"\r" + b"    1" + b"\x1a"


def _flag_places(data: bytes) -> list[int]:
    """Where the flags of each member stand, in its own header and in the directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        own = [member.header_offset + 6 for member in archive.infolist()]
    at, listed = 0, []
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        listed.append(at + 8)
        at += 4
    return own + listed


class _listener:  # noqa: N801 - reads as a word in `with`
    """A server that notes whether anybody calls."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.calls = []
        threading.Thread(target=self._wait, daemon=True).start()
        return self.socket.getsockname()[1], self.calls

    def _wait(self):
        try:
            self.calls.append(self.socket.accept())
        except OSError:
            return

    def __exit__(self, *_):
        self.socket.close()

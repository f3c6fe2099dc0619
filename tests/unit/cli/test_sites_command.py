"""`python -m geo sites`, run as a person would."""

from __future__ import annotations

import json

import pytest
from drawn_designs import SQUARE, frame_of, geojson, written
from small_town import CAMDEN, small_town

from geo.__main__ import main


@pytest.fixture
def town(tmp_path, monkeypatch):
    small_town(tmp_path).store.close()
    monkeypatch.setenv("PLACES_HOME", str(tmp_path))
    monkeypatch.setenv("PLACES_DATABASE_URL", f"sqlite:///{tmp_path / 'pins.sqlite'}")
    return tmp_path


@pytest.fixture
def red_line(tmp_path):
    path = tmp_path / "elm_yard.geojson"
    path.write_bytes(geojson(SQUARE))
    return path


def test_a_site_is_added_listed_reported_and_removed(town, red_line, capsys):
    assert main(["sites", "add", str(red_line)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("elm yard is the site site-elm-yard-1: 1.00 ha in Camden.")
    assert "Taken for British National Grid" in said
    assert main(["sites", "list", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["id"], listed["file"], listed["borough_code"]) == ("site-elm-yard-1", "elm_yard.geojson", CAMDEN)
    assert main(["areas", "--kind", "site"]) == 0
    assert "site-elm-yard-1" in capsys.readouterr().out
    assert main(["report", "site-elm-yard-1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["area"]["kind"] == "site"
    assert main(["sites", "remove", "site-elm-yard-1"]) == 0
    assert main(["sites", "remove", "site-elm-yard-1"]) == 2
    assert "was removed already" in capsys.readouterr().err


def test_json_says_what_was_read(town, red_line, capsys):
    assert main(["sites", "add", str(red_line), "--name", "Elm Yard", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["id"] == "site-elm-yard-1"
    assert said["name"] == "Elm Yard"
    assert said["format"] == "GeoJSON"
    assert said["crs"] == "EPSG:27700"
    assert said["layers"] == [{"name": "elm_yard.geojson", "area": 1}]
    assert said["area_km2"] == pytest.approx(0.01)


def test_a_question_is_put_with_its_answers(town, tmp_path, capsys):
    written(frame_of(SQUARE), tmp_path, ".gpkg", "GPKG", layer="red line")
    written(frame_of(SQUARE), tmp_path, ".gpkg", "GPKG", layer="planting")
    file = str(tmp_path / "made.gpkg")
    assert main(["sites", "add", file]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert "--layer “red line”" in said.err
    assert main(["sites", "add", file, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["asks"]["about"] == "layer"
    assert main(["sites", "add", file, "--layer", "red line"]) == 0


def test_a_table_of_sites_is_made(town, red_line, capsys):
    main(["sites", "add", str(red_line)])
    out = town / "sites.csv"
    assert main(["metrics", "--kind", "site", "--out", str(out), "--jobs", "1"]) == 0
    assert "site-elm-yard-1" in out.read_text(encoding="utf-8")


def test_files_that_cannot_be_read_are_a_sentence(town, tmp_path, capsys):
    assert main(["sites", "add", str(tmp_path / "missing.zip")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    big = tmp_path / "big.geojson"
    with big.open("wb") as file:
        file.truncate(600_000_000)
    assert main(["sites", "add", str(big)]) == 2
    assert "larger than 20 MB" in capsys.readouterr().err

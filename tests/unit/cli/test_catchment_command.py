"""`python -m geo catchment`, run as a person would."""

import json

import pytest
from small_town import NOWHERE_NEAR, ON_STREET, OUTSIDE, lonlat, small_town

from geo.__main__ import main


@pytest.fixture
def town(tmp_path, monkeypatch):
    small_town(tmp_path).store.close()
    monkeypatch.setenv("PLACES_HOME", str(tmp_path))
    monkeypatch.setenv("PLACES_DATABASE_URL", f"sqlite:///{tmp_path / 'pins.sqlite'}")
    return tmp_path


def ask(place, *more):
    lon, lat = place.lon, place.lat
    return main(["catchment", f"{lon:.6f}", f"{lat:.6f}", *more])


def test_it_prints_a_table_and_sentences(town, capsys):
    assert ask(lonlat(ON_STREET)) == 0
    printed = capsys.readouterr().out
    assert "The town" in printed
    assert "Within 5 minutes’ walk: 1,500 people who live there" in printed


def test_json_and_file_hold_the_same_geojson(town, capsys):
    out = town / "walk.geojson"
    assert ask(lonlat(ON_STREET), "--minutes", "10", "5", "--persona", "wheelchair", "--json", "--out", str(out)) == 0
    printed = json.loads(capsys.readouterr().out)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert printed["features"] == written["features"]
    assert [feature["properties"]["minutes"] for feature in printed["features"]] == [10, 10, 5, 5, None]
    assert {feature["properties"]["persona"] for feature in printed["features"]} == {"wheelchair"}


@pytest.mark.parametrize(
    ("place", "sentence"),
    [(NOWHERE_NEAR, "Not known: no street or path"), (OUTSIDE, "That place is outside Greater London")],
)
def test_where_nothing_is_known_it_says_why_and_fails(town, capsys, place, sentence):
    assert ask(lonlat(place)) == 2
    said = capsys.readouterr()
    assert said.err.startswith(sentence)
    assert not said.out


def test_a_persona_that_is_not_there_and_minutes_that_are_no_number_are_refused(town, capsys):
    assert ask(lonlat(ON_STREET), "--persona", "bob") == 2
    assert "Choose one of any-walker" in capsys.readouterr().err
    assert ask(lonlat(ON_STREET), "--minutes", "nan") == 2
    assert "numbers of minutes" in capsys.readouterr().err


def test_latitude_first_is_told_so(town, capsys):
    place = lonlat(ON_STREET)
    assert main(["catchment", str(place.lat), str(place.lon)]) == 2
    assert "look swapped" in capsys.readouterr().err

"""`python -m geo compare` and `schemes`, run as a person would."""

import json

import pytest
from small_town import ESTATE, small_town

from geo.__main__ import main


@pytest.fixture
def town(tmp_path, monkeypatch):
    workspace = small_town(tmp_path)
    lon, lat = (value.item() for value in workspace.grid.to_wgs84([529400.0], [180100.0]))
    there, over = workspace.grid.to_wgs84([529400.0], [180300.0])
    workspace.store.close()
    monkeypatch.setenv("PLACES_HOME", str(tmp_path))
    monkeypatch.setenv("PLACES_DATABASE_URL", f"sqlite:///{tmp_path / 'pins.sqlite'}")
    path = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[lon, lat], [there.item(), over.item()]]},
        "properties": {"change": "link", "name": "Into the park"},
    }
    gone = {"type": "Feature", "geometry": None, "properties": {"change": "remove-barrier", "barrier": "nope"}}
    content = {"type": "FeatureCollection", "name": "A gate in the fence", "features": [path, gone]}
    (tmp_path / "plan.geojson").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_json_has_the_agreed_fields_and_says_what_became_of_each_change(town, capsys):
    assert main(["compare", ESTATE, "--scheme", str(town / "plan.geojson"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said)[:7] == ["area", "scheme", "persona", "standard", "counted", "before", "after"]
    assert {"gain", "lose", "closer", "farther", "within_reach", "changes", "barriers", "notes"} <= set(said)
    if said["before"] is not None:
        assert [each["took_effect"] for each in said["changes"]] == [True, False]
        assert said["after"]["meet"] >= said["before"]["meet"]


def test_schemes_are_saved_listed_shown_and_exported(town, capsys):
    plan = str(town / "plan.geojson")
    assert main(["schemes", "save", plan, "--area", ESTATE]) == 0
    assert main(["schemes", "list", "--json"]) == 0
    saved = capsys.readouterr().out.split("\n", 1)
    (listed,) = json.loads(saved[1])
    assert (listed["version"], listed["name"], listed["changes"]) == (1, "A gate in the fence", 2)
    assert main(["schemes", "save", plan, "--id", listed["id"], "--name", "Two gates"]) == 0
    assert main(["schemes", "show", f"{listed['id']}:1"]) == 0
    shown = capsys.readouterr().out
    assert "A gate in the fence" in shown
    assert "version 1 of 2" in shown
    assert main(["schemes", "export", listed["id"], "--out", str(town / "out.geojson")]) == 0
    out = json.loads((town / "out.geojson").read_text(encoding="utf-8"))
    assert (out["name"], out["version"]) == ("Two gates", 2)
    assert [each["properties"]["change"] for each in out["features"]] == ["link", "remove-barrier"]
    assert main(["compare", ESTATE, "--scheme", listed["id"], "--out", str(town / "tried.geojson")]) == 0
    assert "comparison" in json.loads((town / "tried.geojson").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["compare", ESTATE, "--scheme", "nope"], "There is no scheme “nope”"),
        (["compare", ESTATE, "--scheme", "nope:two"], "“two” is no version"),
        (["compare", ESTATE, "--scheme", "missing.geojson"], "cannot be read"),
        (["schemes", "show", "nope"], "There is no scheme “nope”"),
    ],
)
def test_what_is_not_there_says_so(town, capsys, arguments, why):
    assert main(arguments) == 2
    assert why in capsys.readouterr().err

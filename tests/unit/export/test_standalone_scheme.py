"""A scheme before and after, as one HTML file."""

from __future__ import annotations

import json

import pytest
from drawn_designs import PATH
from shapely import LineString
from small_town import ESTATE, small_town

from geo.__main__ import main
from geo.export.leaflet_files import LeafletFiles
from geo.schemes import Change, ChangeKind, Scheme
from geo.services import standalone_schemes
from geo.services.standalone_schemes import scheme_page

CUT = LineString([(529_320, 180_100), (529_320, 180_200)])  # from Main Street into the park, beside Side Street


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(standalone_schemes, "leaflet_files", lambda _folder: LeafletFiles("", "", ""))
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def test_streets_are_drawn_before_and_after_with_what_changes(town):
    cut = Change(kind=ChangeKind.LINK, name="New <i>cut", geometry=CUT)
    text = scheme_page(town, ESTATE, Scheme(id="cut", name="Cut <b>through", changes=(cut,), area_id=ESTATE))
    assert "<h1>Cut &lt;b&gt;through: Park Estate</h1>" in text
    assert '"After the scheme"' in text
    assert '"As it is now"' in text
    assert "New &lt;i&gt;cut" in text
    assert "<i>" not in text
    assert "barrier, made worse" in text


def test_a_change_that_takes_no_effect_is_told_so(town):
    nowhere = Change(kind=ChangeKind.LINK, name="Lost", geometry=PATH)
    text = scheme_page(town, ESTATE, Scheme(id="lost", name="Lost", changes=(nowhere,), area_id=ESTATE))
    assert "It changes nothing." in text


def test_the_command_writes_a_scheme_in_a_file_as_a_map(town, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PLACES_HOME", str(tmp_path))
    monkeypatch.setenv("PLACES_DATABASE_URL", f"sqlite:///{tmp_path / 'pins.sqlite'}")
    geometry = town.grid.geometry_to_wgs84(CUT).__geo_interface__
    file, out = tmp_path / "cut.geojson", tmp_path / "map.html"
    file.write_text(json.dumps({"type": "Feature", "properties": {"change": "link"}, "geometry": geometry}))
    assert main(["map", ESTATE, "--scheme", str(file), "--out", str(out)]) == 0
    assert "As it is now" in out.read_text(encoding="utf-8")
    assert main(["map", ESTATE, "--scheme", "nobody", "--out", str(out)]) == 2
    assert "nobody" in capsys.readouterr().err

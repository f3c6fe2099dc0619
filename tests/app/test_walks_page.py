"""Walks from a place: found by name or co-ordinates, or chosen on the map; told as a table and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import ui.routes
from geo.services.workspace import Workspace
from tests.app.conftest import RunPage, cells, components, shown
from tests.small_town import BESIDE_STREET, NOWHERE_NEAR, ON_STREET, OUTSIDE, lonlat
from ui.routes import routes


def _address(place: tuple[float, float]) -> dict[str, str]:
    where = lonlat(place)
    return {"lon": f"{where.lon:.6f}", "lat": f"{where.lat:.6f}"}


@pytest.fixture
def client(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(ui.routes, "settings", ui.workspace.settings)
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def test_without_a_place_the_page_asks_for_one_and_shows_the_map(run_page: RunPage) -> None:
    app = run_page("walks")
    assert not app.exception
    assert [title.value for title in app.title] == ["How far can you walk from here?"]
    assert "walk-map" in components(app)
    assert "Find a place above" in shown(app)


def test_a_place_in_the_address_is_told_with_people_and_spaces_for_each_walk(run_page: RunPage) -> None:
    app = run_page("walks", **_address(ON_STREET))
    assert not app.exception
    told = cells(app)
    assert {"5 minutes", "10 minutes", "15 minutes"} <= told
    # The houses stand 20 and 300 m along the street and hold all 1,500 people of the southern zone.
    assert "1,500 people" in told


def test_stops_that_are_not_installed_are_not_known_rather_than_none(run_page: RunPage) -> None:
    assert "not known" in cells(run_page("walks", **_address(ON_STREET)))


def test_a_place_is_found_by_its_name_and_goes_into_the_address(run_page: RunPage) -> None:
    app = run_page("walks")
    app.text_input(key="walk-search").input("Parkway").run()
    app.button(key="found-0").click().run()
    assert not app.exception
    assert app.query_params["from"] in ("Parkway", ["Parkway"])
    assert app.text_input(key="walk-search").value == "Parkway"


def test_a_place_is_found_by_its_grid_reference(run_page: RunPage) -> None:
    app = run_page("walks")
    app.text_input(key="walk-search").input("529500 180104").run()
    app.button(key="found-0").click().run()
    assert "1,500 people" in cells(app)


def test_a_name_that_is_not_known_is_told_so(run_page: RunPage) -> None:
    app = run_page("walks")
    app.text_input(key="walk-search").input("Xyzzy").run()
    assert "Nothing found for “Xyzzy”" in shown(app)


def test_another_walker_is_kept_in_the_address(run_page: RunPage) -> None:
    app = run_page("walks", **_address(ON_STREET))
    app.radio(key="choice-walker").set_value("wheelchair").run()
    assert not app.exception
    assert app.query_params["walker"] in ("wheelchair", ["wheelchair"])


@pytest.mark.parametrize("place", [NOWHERE_NEAR])
def test_a_place_without_a_street_is_told_so(run_page: RunPage, place: tuple[float, float]) -> None:
    app = run_page("walks", **_address(place))
    assert not app.exception
    assert "no street or path lies within 150 m of this place" in shown(app)


def test_a_place_outside_london_is_answered_with_a_sentence(run_page: RunPage) -> None:
    app = run_page("walks", **_address(OUTSIDE))
    assert not app.exception
    assert "outside Greater London" in app.error[0].value


@pytest.mark.parametrize(("lon", "lat"), [("x", "51.5"), ("51.5", "-0.1"), ("nan", "51.5")])
def test_an_address_that_cannot_be_a_place_is_answered_with_a_sentence(run_page: RunPage, lon: str, lat: str) -> None:
    app = run_page("walks", lon=lon, lat=lat)
    assert not app.exception
    assert app.error


def test_the_map_has_the_ground_of_each_walk_and_where_it_begins(client: TestClient) -> None:
    where = _address(BESIDE_STREET)
    drawn = client.get("/api/walk-map", params=where).json()
    assert drawn["start"] == [float(where["lon"]), float(where["lat"])]
    assert [each["label"] for each in drawn["layer"]["classes"]] == [
        "within 5 minutes",
        "within 10 minutes",
        "within 15 minutes",
    ]
    assert [each["properties"]["c"] for each in drawn["layer"]["features"]["features"]] == [0, 1, 2]
    assert [each["properties"]["id"] for each in drawn["spaces"]["features"]] == ["way/1"]


def test_the_map_without_a_place_shows_the_boroughs_extent_and_nothing_more(client: TestClient) -> None:
    drawn = client.get("/api/walk-map").json()
    assert drawn["layer"] is None
    west, south, east, north = drawn["bounds"]
    camden = lonlat((529500.0, 180500.0))
    assert west < camden.lon < east
    assert south < camden.lat < north


def test_the_map_of_a_place_that_is_none_is_answered_in_words(client: TestClient) -> None:
    answer = client.get("/api/walk-map", params={"lon": "here", "lat": "51.5"})
    assert answer.status_code == 400
    assert "two numbers" in answer.json()["error"]


def test_the_file_has_a_polygon_for_each_walk(run_page: RunPage, town: Workspace) -> None:
    from geo.services.catchment_map import catchment_of
    from ui.choices import persona_of
    from ui.walk_view import as_file

    content = json.loads(as_file(town, catchment_of(town, lonlat(ON_STREET), persona_of(None))))
    kinds = [(each["properties"]["kind"], each["properties"].get("minutes")) for each in content["features"]]
    assert ("catchment", 5) in kinds
    assert ("catchment", 15) in kinds

"""What the small maps of a report ask this host for: one layer at a time, in classes that words name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import ui.routes
from geo.metrics.catalogue import QUESTIONS
from geo.services.report_layers import LAYERS, layers_for
from geo.services.workspace import Workspace
from tests.small_town import CAMDEN, CITY
from ui.routes import routes


@pytest.fixture
def client(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(ui.routes, "settings", ui.workspace.settings)
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def test_a_report_map_shows_streets_by_their_walk(client: TestClient) -> None:
    shown = client.get("/api/report-map", params={"area": CAMDEN}).json()
    assert shown["area"]["features"][0]["properties"]["name"] == "Camden"
    assert shown["layer"]["title"] == "Walk to the nearest public open space"
    assert len(shown["layer"]["features"]["features"]) == 5
    # By the walk from the middle of each to the park: the path (120 m) 40, Main Street's parts 250 (300 m), 275 (350 m)
    # and 575 (250 m), the driveway (90 m) 495. Five minutes are 399 m.
    km = {each["label"]: each["amount"] for each in shown["layer"]["classes"]}
    assert km["0–5 minutes"] == "0.8 km of streets"
    assert km["5–10 minutes"] == "0.3 km of streets"


def test_an_area_or_a_layer_that_there_is_not_is_answered_in_words(client: TestClient) -> None:
    assert client.get("/api/report-map", params={"area": "nowhere"}).status_code == 400
    answer = client.get("/api/report-map", params={"area": CAMDEN, "layer": "gold"})
    assert answer.status_code == 400
    assert "The layers are walk, " in answer.json()["error"]


def test_zones_are_told_in_classes_with_the_people_in_each(client: TestClient) -> None:
    layer = client.get("/api/report-map", params={"area": CAMDEN, "layer": "residents"}).json()["layer"]
    # Zones of 50 ha with 1,500 and 900 people: 30 and 18 a hectare, both in the lowest class.
    assert layer["classes"][0] == {"label": "under 50", "amount": "2,400 people"}
    assert {each["properties"]["c"] for each in layer["features"]["features"]} == {0}


def test_zones_whose_people_are_not_known_are_a_class_of_their_own(client: TestClient, town: Workspace) -> None:
    town.zones["residents"] = [1500.0, float("nan")]
    layer = client.get("/api/report-map", params={"area": CAMDEN, "layer": "residents"}).json()["layer"]
    assert sorted(each["properties"]["c"] for each in layer["features"]["features"]) == [-1, 0]
    assert layer["unknown"]["label"] == "not known"
    assert layer["classes"][0]["amount"] == "1,500 people"


@pytest.mark.parametrize("layer", list(LAYERS))
@pytest.mark.parametrize("area", [CAMDEN, CITY])
def test_every_layer_answers_for_areas_with_and_without_streets(client: TestClient, area: str, layer: str) -> None:
    shown = client.get("/api/report-map", params={"area": area, "layer": layer}).json()["layer"]
    assert len(shown["classes"]) <= 5
    classes = {each["properties"]["c"] for each in shown["features"]["features"]}
    assert classes <= set(range(-1, len(shown["classes"])))
    assert -1 not in classes or shown["unknown"]


def test_each_layer_belongs_to_a_question_of_the_report() -> None:
    assert {kind.id for question in QUESTIONS for kind in layers_for(question)} == set(LAYERS)

"""The page of barriers: what it says of a report made by hand, its choices in the address, and its empty states."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import geo.services.barriers
import ui.routes
from geo.metrics.barrier_report import BarrierReport, BarrierSettings
from geo.services.areas import find_area
from geo.services.barrier_map import barrier_map
from geo.services.workspace import Workspace
from tests.app.conftest import RunPage, cells, components, drawn, shown
from tests.app.hand_made_barriers import GATE, KERB, STEPS, WHY, empty_report, report_by_hand, unknown_report
from tests.small_town import CAMDEN
from ui.barrier_choices import choice_from
from ui.barrier_words import joined, people_text, settings_words
from ui.routes import routes

Make = Callable[[BarrierReport], BarrierReport]


@pytest.fixture
def by_hand(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has the service give the report made by hand, or what `make` makes of it."""

    def use(make: Make = lambda report: report) -> None:
        def report(
            workspace: Workspace, area_id: str, persona: Any, standard: Any, settings: Any, **_more: Any
        ) -> BarrierReport:
            area = find_area(workspace, area_id)
            return make(report_by_hand(workspace.grid, area, persona.id, standard, settings))

        monkeypatch.setattr(geo.services.barriers, "barrier_report", report)
        monkeypatch.setattr(ui.routes, "barrier_report", report)

    return use


@pytest.fixture
def client(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(ui.routes, "settings", ui.workspace.settings)
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def listed(app: AppTest) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = drawn(app, "barriers")["rows"]
    return rows


def captions(app: AppTest) -> str:
    return " ".join(str(each.value) for each in app.caption)


def links(app: AppTest) -> dict[str, dict[str, str]]:
    """Every link to a page by its words, with the question in its address."""
    found = {}
    for element in app.get("page_link"):
        proto = element.proto
        found[proto.label] = dict(part.split("=", 1) for part in proto.query_string.split("&") if part)
    return found


def test_without_an_area_the_page_asks_for_one(run_page: RunPage) -> None:
    app = run_page("barriers")
    assert not app.exception
    assert [title.value for title in app.title] == ["What gets in the way, and what to mend first?"]


def test_the_finding_stands_beside_its_settings_and_its_walking_map(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    by_hand()
    app = run_page("barriers", area=CAMDEN)
    assert not app.exception
    headline = drawn(app, "headline-barriers")
    assert headline["value"] == "200"
    assert headline["words"].startswith("of the 2,400 people who live here would have a public open space within 10")
    # 1,500 and 1,700 of 2,400; walks of 9.5 and 8 minutes.
    assert "With the barriers 62.5 % of those who live here have it, without them 70.8 %." in shown(app)
    assert "For 40 people there is no way through at all. Barriers add 1.5 minutes to the average walk." in shown(app)
    told = "Counts barriers that at least 1 person told us of, and what the map shows; penalties as given."
    assert told in captions(app)
    assert "The town, 2026-07-20" in captions(app)


def test_barriers_are_ranked_with_three_bars_on_one_scale(run_page: RunPage, by_hand: Callable[..., None]) -> None:
    by_hand()
    app = run_page("barriers", area=CAMDEN)
    rows = listed(app)
    assert [(row["rank"], row["id"]) for row in rows] == [(1, STEPS), (2, GATE), (3, KERB)]
    texts = [[bar["text"] for bar in row["bars"]] for row in rows]
    assert texts == [
        ["120 people (90 to 130)", "110 people", "120 people more, as number 1"],
        ["60 people", "70 people", "80 people more, as number 2"],
        ["nobody", "20 people", "not in the best bundle"],
    ]
    # The longest is 130, the most that the first may be.
    assert [bar["share"] for bar in rows[0]["bars"]] == [0.9231, 0.8462, 0.9231]
    assert rows[0]["said"] == "120 people would have a public open space within 10 minutes’ walk again."
    assert rows[2]["said"].startswith("Alone it gives nobody a public open space within 10 minutes’ walk again;")
    assert WHY in shown(app)
    assert "4 more are known and cost nobody here anything." in shown(app)


def test_each_barrier_says_how_it_was_understood_and_what_it_rests_on(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    by_hand()
    rows = listed(run_page("barriers", area=CAMDEN))
    steps, gate, kerb = ({fold["title"]: fold["lines"] for fold in row["folds"]} for row in rows)
    assert steps["How we understood this"] == ["Stops wheelchair users here.", "The map says so (highway=steps)."]
    assert steps["What it rests on"] == ["On the map as way/11. Nobody has told us of it."]
    assert "Told in 3 pins by fewer than 5 people." in gate["What it rests on"]
    assert "1 pin says the opposite of this place." in gate["What it rests on"]
    assert "It counts until 24 December 2026." in gate["How we understood this"]
    assert "Told in 7 pins by 6 people." in kerb["What it rests on"]
    # Told as it was written; the browser shows it as text alone.
    assert "An officer corrected this: There is a ramp <b>beside</b> it." in kerb["How we understood this"]
    assert "Slows wheelchair users by about 60 m here." in kerb["How we understood this"]
    assert "Stops wheelchair users here." in kerb["How we understood it before an officer corrected it"]
    assert [row["known"] for row in rows] == [
        "Known from the map",
        "Told by people",
        "Told by people, corrected by an officer",
    ]
    assert rows[0]["facts"] == [
        "20 people with no way through would have a way.",
        "One walk there each: 20 hours shorter, all who live here together.",
    ]


def test_mending_more_gives_back_more_step_by_step(run_page: RunPage, by_hand: Callable[..., None]) -> None:
    by_hand()
    chart = drawn(run_page("barriers", area=CAMDEN), "steps")
    assert [(step["size"], step["share"], step["text"]) for step in chart["steps"]] == [
        (1, 0.6, "120 people"),
        (2, 1.0, "200 people"),
    ]
    assert chart["steps"][1]["joins"] == "2. Locked, gated, hours, fees, fences near Main Street"
    assert chart["total"]["text"] == "All barriers mended: 200 people"


def test_what_stands_behind_the_order_is_told_in_tables(run_page: RunPage, by_hand: Callable[..., None]) -> None:
    by_hand()
    told = cells(run_page("barriers", area=CAMDEN))
    assert {"Half the penalty", "150 people", "nearly the same (0.95)", "too few to say"} <= told
    assert {"Footbridge near the river", "340 people", "fewer than 10 people", "way/77"} <= told
    assert {"Road hard to cross near High Street", "12", "not known"} <= told


def test_who_loses_it_is_told_by_group_and_what_is_not_known_stays_so(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    by_hand()
    app = run_page("barriers", area=CAMDEN)
    (chart,) = drawn(app, "barriers-who")["charts"]
    # On a scale of their own, the longest bar being the 20 % under 16; those of 65 and over are not known.
    assert [(row["label"], row["share"], row["unknown"]) for row in chart["rows"]] == [
        ("Everyone", 0.415, False),
        ("Under 16", 1.0, False),
        ("65 and over", 0.0, True),
    ]
    assert drawn(app, "barriers-groups")["rows"][1:] == [
        ["Under 16", "80\N{NO-BREAK SPACE}%", "60\N{NO-BREAK SPACE}%", "20\N{NO-BREAK SPACE}%"],
        ["65 and over", "not known", "not known", "not known"],
    ]


def test_choices_go_into_the_address_and_into_what_is_asked(run_page: RunPage, by_hand: Callable[..., None]) -> None:
    by_hand()
    app = run_page("barriers", area=CAMDEN)
    app.radio(key="choice-walker").set_value("wheelchair").run()
    app.selectbox(key="choice-standard").set_value("bus-640m").run()
    app.radio(key="choice-least").set_value("2").run()
    app.radio(key="choice-times").set_value("0.5").run()
    app.radio(key="choice-map").set_value("no").run()
    assert not app.exception
    wanted = {"walker": "wheelchair", "standard": "bus-640m", "least": "2", "times": "0.5", "map": "no"}
    assert {name: _one(app.query_params[name]) for name in wanted} == wanted
    source = drawn(app, "barriers")["source"]
    assert source == f"api/barrier-map?area={CAMDEN}&walker=wheelchair&standard=bus-640m&least=2&times=0.5&map=no"
    assert "at least 2 people told us of, and leaves out what the map alone shows" in captions(app)
    assert "penalties half of what is given" in captions(app)
    app.radio(key="choice-map").set_value("").run()
    assert "map" not in app.query_params


def test_a_shared_address_gives_the_same_choices(run_page: RunPage, by_hand: Callable[..., None]) -> None:
    by_hand()
    app = run_page("barriers", area=CAMDEN, walker="older-walker", standard="rail-960m", least="3", times="2")
    assert app.radio(key="choice-walker").value == "older-walker"
    assert app.selectbox(key="choice-standard").value == "rail-960m"
    assert app.radio(key="choice-least").value == "3"
    assert app.radio(key="choice-times").value == "2"
    assert "a station within 960 m" in drawn(app, "headline-barriers")["words"]


@pytest.mark.parametrize(
    "asked", [{}, {"least": "0"}, {"times": "nan"}, {"standard": "gold", "walker": "giant"}, {"least": "9" * 40}]
)
def test_an_address_of_nonsense_gives_what_is_usual(asked: dict[str, str]) -> None:
    choice = choice_from(asked)
    assert choice.settings == BarrierSettings()
    assert choice.in_address == {}


def test_what_may_be_read_is_what_stands_in_the_address_again() -> None:
    asked = {"walker": "pushchair", "standard": "bus-640m", "least": "5", "times": "2", "map": "no"}
    assert choice_from(asked).in_address == asked


def test_where_no_barrier_is_known_one_can_see_it_as_somebody_else(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    by_hand(empty_report)
    app = run_page("barriers", area=CAMDEN)
    assert "No barriers are known here yet" in shown(app)
    assert "barriers" not in components(app)
    assert links(app)["See it as a wheelchair user"] == {"area": CAMDEN, "walker": "wheelchair"}
    app = run_page("barriers", area=CAMDEN, walker="wheelchair")
    assert "Say on the map what gets in the way" in links(app)


def test_where_settings_leave_all_out_the_way_back_is_offered(run_page: RunPage, by_hand: Callable[..., None]) -> None:
    by_hand(empty_report)
    app = run_page("barriers", area=CAMDEN, least="5", map="no", times="2")
    assert links(app)["Count all barriers again"] == {"area": CAMDEN, "times": "2"}


def test_barriers_that_keep_nobody_away_are_counted_and_told_so(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    by_hand(lambda report: empty_report(report, untold=4))
    told = shown(run_page("barriers", area=CAMDEN))
    assert "4 barriers are known here, and they keep nobody from a public open space within 10 minutes’ walk." in told


def test_where_walks_are_not_known_the_way_to_know_them_is_offered(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    by_hand(unknown_report)
    app = run_page("barriers", area=CAMDEN)
    assert not app.exception
    assert "Walks are not known here yet" in shown(app)
    assert [button.label for button in app.button] == ["Install streets"]


def test_where_walks_are_known_but_nobody_lives_the_reason_is_told(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    nobody = "Not known: no one lives in the part measured."
    by_hand(lambda report: replace(empty_report(report), reach=None, recoverable=None, notes=(nobody,)))
    assert nobody in shown(run_page("barriers", area=CAMDEN))


def test_where_only_the_map_tells_of_barriers_people_are_asked(run_page: RunPage, by_hand: Callable[..., None]) -> None:
    by_hand(lambda report: replace(report, barriers=report.barriers[:1]))
    app = run_page("barriers", area=CAMDEN)
    assert "Nobody has told us of a barrier here yet" in shown(app)
    assert "Say on the map what gets in the way" in links(app)


def test_barriers_that_only_lengthen_walks_are_listed_without_bars_of_nought(
    run_page: RunPage, by_hand: Callable[..., None]
) -> None:
    by_hand(lambda report: replace(report, recoverable=0.0, bundles=()))
    app = run_page("barriers", area=CAMDEN)
    assert "No barrier that we know of keeps anyone who lives here from a public open space" in shown(app)
    assert [row["bars"] for row in listed(app)] == [[], [], []]
    assert listed(app)[1]["said"] == "One walk there each: 10 hours shorter, all who live here together."
    assert "steps" not in components(app)


def test_the_real_report_of_the_small_town_is_shown_without_a_fault(run_page: RunPage) -> None:
    app = run_page("barriers", area=CAMDEN, walker="wheelchair")
    assert not app.exception
    assert [title.value for title in app.title] == ["What gets in the way in Camden?"]


def test_an_area_that_there_is_not_is_told_so_with_a_way_on(run_page: RunPage) -> None:
    app = run_page("barriers", area="nowhere")
    assert not app.exception
    assert next(error.value for error in app.error).startswith("There is no area")


def test_the_report_of_an_area_leads_to_its_barriers(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN, walker="wheelchair")
    assert links(app)["Which barriers cost most here?"] == {"area": CAMDEN, "walker": "wheelchair"}


def test_the_map_has_each_barrier_by_its_id_and_rank_and_nothing_of_what_people_wrote(
    client: TestClient, by_hand: Callable[..., None]
) -> None:
    by_hand()
    answer = client.get("/api/barrier-map", params={"area": CAMDEN, "walker": "wheelchair"})
    shown_map = answer.json()
    told = [each["properties"] for each in shown_map["barriers"]["features"]]
    assert [(each["id"], each["rank"], each["source"]) for each in told] == [
        (STEPS, 1, "map"),
        (GATE, 2, "pins"),
        (KERB, 3, "pins"),
    ]
    assert set(told[0]) == {"id", "rank", "source", "lon", "lat"}
    kinds = [each["geometry"]["type"] for each in shown_map["barriers"]["features"]]
    assert kinds == ["LineString", "Point", "Point"]
    assert "ramp" not in answer.text
    west, south, east, north = shown_map["bounds"]
    assert all(west <= each["lon"] <= east and south <= each["lat"] <= north for each in told)


def test_the_map_of_an_area_that_there_is_not_is_answered_in_words(client: TestClient) -> None:
    answer = client.get("/api/barrier-map", params={"area": "nowhere"})
    assert answer.status_code == 400
    assert "nowhere" in answer.json()["error"]


def test_a_map_without_barriers_is_empty_rather_than_missing(town: Workspace) -> None:
    report = empty_report(report_by_hand(town.grid, find_area(town, CAMDEN)))
    assert barrier_map(town, report)["barriers"] == {"type": "FeatureCollection", "features": []}
    assert json.dumps(barrier_map(town, report))


def test_what_joins_at_once_parts_the_step_evenly(town: Workspace) -> None:
    report = report_by_hand(town.grid, find_area(town, CAMDEN))
    one, two = report.bundles
    at_once = (replace(two, size=2),)
    assert joined(report.barriers[0], (one, two)) == 120.0
    assert joined(report.barriers[1], (one, two)) == 80.0
    assert joined(report.barriers[1], at_once) == 100.0
    assert joined(report.barriers[2], (one, two)) is None


def test_people_are_told_to_the_ten_and_a_household_never() -> None:
    assert [people_text(each) for each in (0.0, 0.4, 9.9, 10.0, 124.9, 1684.0)] == [
        "nobody",
        "nobody",
        "fewer than 10 people",
        "10 people",
        "120 people",
        "1,680 people",
    ]


def test_settings_that_nobody_offers_are_told_all_the_same() -> None:
    told = settings_words(BarrierSettings(contributors=4, penalty_times=3.0))
    assert told == (
        "Counts barriers that at least 4 people told us of, and what the map shows; penalties 3 times what is given."
    )


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]

"""Areas side by side, and the choices that stand in the address of a page."""

from __future__ import annotations

from tests.app.conftest import RunPage, components, drawn, shown
from tests.small_town import CAMDEN, CITY, ESTATE, SOUTHWARK


def test_without_areas_the_page_asks_for_two_to_six(run_page: RunPage) -> None:
    app = run_page("compare")
    assert not app.exception
    assert "Choose two to six areas" in shown(app)


def test_areas_of_the_address_stand_beside_each_other_with_a_way_to_each_report(run_page: RunPage) -> None:
    app = run_page("compare", areas=f"{CAMDEN},{ESTATE},{CITY}")
    assert not app.exception
    green = drawn(app, "matrix-green")
    assert green["places"] == ["Camden", "Park Estate", "City of London"]
    (within,) = [row for row in green["rows"] if row["label"].startswith("Residents within 10 minutes")]
    assert [cell["unknown"] for cell in within["cells"]] == [False, False, True]
    assert within["cells"][2]["text"] == "not known"
    links = [link.proto.label for link in app.get("page_link")]
    assert links[-3:] == ["Camden", "Park Estate", "City of London"]


def test_choosing_an_area_puts_it_into_the_address(run_page: RunPage) -> None:
    app = run_page("compare", areas=CAMDEN)
    app.multiselect(key="areas").set_value([CAMDEN, SOUTHWARK]).run()
    assert app.query_params["areas"] in (f"{CAMDEN},{SOUTHWARK}", [f"{CAMDEN},{SOUTHWARK}"])
    assert "matrix-green" in components(app)


def test_an_unknown_area_is_told_with_a_way_on(run_page: RunPage) -> None:
    app = run_page("compare", areas=f"{CAMDEN},E09000099")
    assert not app.exception
    assert "There is no area with the id “E09000099”" in app.error[0].value


def test_no_more_than_six_areas_are_taken_from_the_address(run_page: RunPage) -> None:
    ids = [CAMDEN, CITY, SOUTHWARK, ESTATE, "E05000001", "E05000002", "E05000003"]
    app = run_page("compare", areas=",".join(ids))
    assert len(drawn(app, "matrix-green")["places"]) == 6


def test_another_walker_and_another_walk_are_kept_in_the_address_of_a_report(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN)
    app.radio(key="choice-walker").set_value("older-walker").run()
    app.radio(key="choice-minutes").set_value(15).run()
    assert not app.exception
    assert app.query_params["walker"] in ("older-walker", ["older-walker"])
    assert app.query_params["minutes"] in ("15", ["15"])


def test_the_walker_of_the_address_is_the_one_that_the_report_is_about(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN, walker="wheelchair", minutes="5")
    assert app.radio(key="choice-walker").value == "wheelchair"
    assert app.radio(key="choice-minutes").value == 5
    assert "persona=wheelchair" in drawn(app, "look")["source"]


def test_a_walker_or_a_walk_that_there_is_not_gives_the_usual_ones(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN, walker="giant", minutes="7")
    assert not app.exception
    assert app.radio(key="choice-walker").value == "any-walker"
    assert app.radio(key="choice-minutes").value == 10


def test_the_map_of_a_question_shows_the_layer_that_is_chosen(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN)
    assert "layer=deprivation" in drawn(app, "map-misses")["source"]
    app.radio(key="layer-misses").set_value("residents").run()
    assert "layer=residents" in drawn(app, "map-misses")["source"]

"""Every page, run as Streamlit runs it, on the small town."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import ui.pin_map
import ui.streets
from geo.areas import AreaKind
from geo.errors import SourceError
from geo.pins import PinDetail, PinStatus
from geo.services.installing import InstallReport, StepResult, StepStatus
from geo.services.pins import pins_since
from geo.services.workspace import Workspace
from geo.surveys import Affected, Hours, PinKind, Severity
from tests.app.conftest import RunPage, cells, components, shown
from tests.small_town import CAMDEN, CITY, ON_STREET, lonlat

RECEIPT = "0123456789abcdef0123456789abcdef"


def sent_pin(**change: Any) -> dict[str, Any]:
    """A pin as the browser's outbox sends it."""
    place = lonlat(ON_STREET)
    pin = {
        "id": "0d1f2a3b-4c5d-4e6f-8a7b-9c0d1e2f3a4b",
        "lon": place.lon,
        "lat": place.lat,
        "kind": "welcoming",
        "category": "w-rest",
        "text": "A bench under the plane tree",
        "receipt": RECEIPT,
    }
    return pin | change


def test_the_map_page_shows_the_map_and_the_way_to_the_other_pages(run_page: RunPage) -> None:
    app = run_page()
    assert not app.exception
    assert components(app) == ["map", "line"]
    assert len(app.get("page_link")) == 8


def test_pins_from_the_map_are_saved_in_its_callback_and_answered(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    monkeypatch.setattr(ui.pin_map, "pin_map", lambda *, key, save: answers.append(save([sent_pin()])))
    app = run_page()
    assert not app.exception
    assert [pin.text for pin in pins_since(town, 0).pins] == ["A bench under the plane tree"]
    assert answers[0].pins[0]["status"] == "published"
    assert answers[0].pins[0]["ward"] == "South Ward"


def test_pins_can_come_by_the_second_line_too(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.pin_map, "second_line", lambda *, key, save: save([sent_pin()]))
    run_page()
    assert len(pins_since(town, 0).pins) == 1


def test_a_report_names_the_area_says_the_finding_and_asks_four_questions(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN)
    assert not app.exception
    assert [title.value for title in app.title] == ["Camden"]
    said = shown(app)
    assert "2,400 people live here" in said
    assert re.search(r"\d+(\.\d)? % of the people who live here are within a 400 m walk", said)
    assert [heading.value for heading in app.header][:4] == [
        "How far is it to green space?",
        "What cuts this place off?",
        "Who misses out?",
        "Who has been heard?",
    ]
    assert {"look", "walk-bars", "map-misses", "headline-heard"} <= set(components(app))


def test_a_report_explains_each_of_its_figures(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN)
    figures = cells(app)
    assert "Average walk to the nearest public open space" in figures
    assert "Barrier pins per 1,000 residents" in figures
    assert "residents' pins; Census 2021" in figures
    assert any(each.startswith("Pins come from people who chose to take part") for each in figures)


def test_a_report_offers_its_files(run_page: RunPage) -> None:
    app = run_page("areas", area=CAMDEN)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == [
        "Pins (GeoJSON)",
        "Area with its figures (GeoJSON)",
        "Public spaces (GeoJSON)",
        "Everything (GeoPackage)",
    ]


def test_without_a_choice_the_page_asks_for_one(run_page: RunPage) -> None:
    app = run_page("areas")
    assert not app.exception
    assert [title.value for title in app.title] == ["What is it like around here?"]
    assert [box.label for box in app.selectbox] == ["Kind of area", "Area"]


def test_choosing_an_area_puts_it_into_the_address(run_page: RunPage) -> None:
    app = run_page("areas")
    app.selectbox[0].select(AreaKind.BOROUGH).run()
    app.selectbox[1].select(CITY).run()
    assert app.query_params["area"] in (CITY, [CITY])
    assert [title.value for title in app.title] == ["City of London"]


def test_an_unknown_area_is_told_with_a_way_on(run_page: RunPage) -> None:
    app = run_page("areas", area="E09000099")
    assert not app.exception
    assert "There is no area with the id “E09000099”" in app.error[0].value


def test_where_streets_are_missing_the_page_says_so_and_offers_the_button(run_page: RunPage) -> None:
    app = run_page("areas", area=CITY)
    assert "No streets and paths are installed for this area." in shown(app)
    assert [button.label for button in app.button] == ["Install streets"]
    assert "we don't know yet" in shown(app)


def test_streets_that_cannot_be_fetched_leave_a_plain_sentence(
    run_page: RunPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_connection(**_: Any) -> InstallReport:
        raise SourceError("OpenStreetMap did not answer within 60 seconds.")

    monkeypatch.setattr(ui.streets, "install_data", no_connection)
    app = run_page("areas", area=CITY)
    app.button[0].click().run()
    assert not app.exception
    assert "OpenStreetMap did not answer within 60 seconds." in app.error[0].value
    assert "What was installed before is still in use." in app.error[0].value


def test_a_step_that_failed_is_told_too(run_page: RunPage, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = StepResult(name="x", label="Streets", status=StepStatus.FAILED, problem="The disk is full.")
    report = InstallReport(mode="bundle", reason="", results=(failed,), installed={})
    monkeypatch.setattr(ui.streets, "install_data", lambda **_: report)
    app = run_page("areas", area=CITY)
    app.button[0].click().run()
    assert "The disk is full." in app.error[0].value


def test_fetched_streets_are_asked_for_this_area_and_used_at_once(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fetched(**options: Any) -> InstallReport:
        asked.append(options["area_id"])
        options["reporter"].expect(1)
        options["reporter"].start("Streets")
        done = StepResult(name="x", label="Streets", status=StepStatus.DONE)
        options["reporter"].finish(done)
        return InstallReport(mode="bundle", reason="", results=(done,), installed={})

    monkeypatch.setattr(ui.streets, "install_data", fetched)
    app = run_page("areas", area=CITY)
    app.button[0].click().run()
    assert not app.exception
    assert asked == [CITY]
    fresh = ui.workspace.workspace()
    assert fresh is not town
    assert fresh.store is town.store


def _saved(monkeypatch: pytest.MonkeyPatch, run_page: RunPage, **change: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ui.pin_map, "pin_map", lambda *, key, save: save([sent_pin(**change)]))
        run_page()


def _with_receipt(run_page: RunPage, receipt: str = RECEIPT) -> AppTest:
    app = run_page("your_pin")
    app.text_input(key="receipt-code").input(receipt)
    return app.button[0].click().run()


def test_a_receipt_shows_its_pin_however_it_is_typed(run_page: RunPage, monkeypatch: pytest.MonkeyPatch) -> None:
    _saved(monkeypatch, run_page)
    app = _with_receipt(run_page, "0123 4567 89AB CDEF 0123-4567-89ab-cdef")
    assert "A bench under the plane tree" in shown(app)
    assert "Everyone can see it." in shown(app)


def test_a_wrong_receipt_is_told_so(run_page: RunPage) -> None:
    app = _with_receipt(run_page, "f" * 32)
    assert "No pin has that receipt code." in app.error[0].value


def test_words_can_be_changed_with_the_receipt(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved(monkeypatch, run_page)
    app = _with_receipt(run_page)
    app.text_area(key="own-text").input("Two benches now")
    app.button(key="own-save").click().run()
    assert not app.exception
    assert app.success[0].value.startswith("Saved.")
    assert [pin.text for pin in pins_since(town, 0).pins] == ["Two benches now"]


def test_more_can_be_said_of_a_pin_and_how_it_was_understood_is_told(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved(monkeypatch, run_page, kind="barrier", category="b-surface")
    app = _with_receipt(run_page)
    assert "How we understood your pin" in shown(app)
    before = [text.value for text in app.text if text.value.startswith(("Slows", "Stops"))]
    assert before
    app.button_group(key="own-affects").set_value([Affected.WHEELS]).run()
    app.button_group(key="own-severity").set_value(Severity.STOPS).run()
    app.button_group(key="own-hours").set_value(Hours.WORKS).run()
    app.date_input(key="own-until").set_value(date(2027, 1, 31)).run()
    app.button(key="own-save").click().run()
    assert not app.exception
    assert app.success[0].value.startswith("Saved.")
    (pin,) = pins_since(town, 0).pins
    assert pin.detail == PinDetail(
        affects=(Affected.WHEELS,), severity=Severity.STOPS, hours=Hours.WORKS, until=date(2027, 1, 31)
    )
    assert "While works go on until 31 January 2027" in shown(app)
    assert [text.value for text in app.text if text.value.startswith(("Slows", "Stops"))] != before


def test_a_pin_that_turns_sensitive_waits_for_a_moderator(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved(monkeypatch, run_page)
    app = _with_receipt(run_page)
    app.radio(key="own-kind").set_value(PinKind.BARRIER).run()
    app.selectbox(key="own-category-barrier").select("b-fear").run()
    app.button(key="own-save").click().run()
    assert "A moderator will look at it" in app.success[0].value
    assert pins_since(town, 0).pins == []


def test_a_pin_is_withdrawn_only_after_a_second_thought(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved(monkeypatch, run_page)
    app = _with_receipt(run_page)
    assert app.button(key="own-withdraw").disabled
    app.checkbox(key="own-sure").check().run()
    app.button(key="own-withdraw").click().run()
    assert "withdrawn" in app.success[0].value
    assert pins_since(town, 0).pins == []
    again = _with_receipt(run_page)
    assert "No pin has that receipt code." in again.error[0].value


def test_a_waiting_pin_is_said_to_wait(run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _saved(monkeypatch, run_page, kind="barrier", category="b-fear", text="Dark")
    app = _with_receipt(run_page)
    assert "A moderator will look at it" in shown(app)
    assert "within about 180 metres" in shown(app)
    assert town.store.by_receipt(RECEIPT).status is PinStatus.PENDING


def test_about_says_what_is_promised_and_which_data_it_stands_on(run_page: RunPage, town: Workspace) -> None:
    app = run_page("about")
    assert not app.exception
    said = shown(app)
    assert "No account, no name, no e-mail" in said
    assert "Your browser asks this website alone" in said
    assert "© OpenStreetMap contributors" in cells(app)


@pytest.mark.parametrize("page", ["", "areas", "your_pin", "about"])
def test_no_page_shows_a_traceback_when_nothing_is_installed(run_page: RunPage, town: Workspace, page: str) -> None:
    for file in town.data_dir.glob("*.*"):
        file.unlink()
    app = run_page(page)
    assert not app.exception
    if page != "your_pin":
        assert "python -m geo data install" in shown(app)


@pytest.mark.parametrize("page", ["areas", "your_pin", "about"])
def test_invented_data_are_said_to_be_so_on_every_page(run_page: RunPage, town: Workspace, page: str) -> None:
    town.installed["mode"] = "embedded"
    assert "is invented" in run_page(page).warning[0].value

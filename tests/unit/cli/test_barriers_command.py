"""`python -m geo barriers` and `correct`, run as a person would."""

import json
from uuid import UUID

import pytest
from small_town import ESTATE, lonlat, small_town

from geo.__main__ import main
from geo.pins import PinDraft
from geo.services.pins import drop_pin
from geo.surveys import PinKind

GATE = UUID(int=1)


@pytest.fixture
def town(tmp_path, monkeypatch):
    workspace = small_town(tmp_path)
    draft = PinDraft(
        id=GATE,
        place=lonlat((529350.0, 180150.0)),
        kind=PinKind.BARRIER,
        category="b-gate",
        text="=HYPERLINK(1) <b>locked</b>",
        receipt="1" * 32,
    )
    drop_pin(workspace, draft)
    workspace.store.close()
    monkeypatch.setenv("PLACES_HOME", str(tmp_path))
    monkeypatch.setenv("PLACES_DATABASE_URL", f"sqlite:///{tmp_path / 'pins.sqlite'}")
    return tmp_path


def test_json_has_the_agreed_fields_and_no_word_of_a_resident(town, capsys):
    assert main(["barriers", ESTATE, "--json"]) == 0
    printed = capsys.readouterr().out
    assert "HYPERLINK" not in printed
    said = json.loads(printed)
    assert list(said)[:6] == ["area", "persona", "standard", "recoverable", "barriers", "bundles"]
    (gate,) = said["barriers"]
    assert {"id", "label", "kind", "evidence", "lon", "lat", "single", "shapley", "minutes"} <= set(gate)
    assert gate["single"] == said["recoverable"] == pytest.approx(1500, rel=1e-3)
    assert gate["evidence"]["contributors"] is None  # one person is not counted out loud
    assert gate["evidence"]["pins"] == 1
    assert [set(each) for each in said["bundles"]] == [{"size", "ids", "gain"}]
    assert said["settings"]["contributors"] == 1


def test_words_tell_what_is_lost_and_what_removing_it_gives(town, capsys):
    assert main(["barriers", ESTATE, "--persona", "wheelchair"]) == 0
    printed = capsys.readouterr().out
    assert "Without barriers: 1,500 of 1,500 residents (100.0 %)" in printed
    assert "Recoverable: 1,500 residents" in printed
    assert "Best 1 together: 1,500.0 residents" in printed


def test_top_keeps_the_first_and_bad_choices_are_refused(town, capsys):
    assert main(["barriers", ESTATE, "--top", "0", "--json"]) == 2
    assert "1 or more" in capsys.readouterr().err
    assert main(["barriers", ESTATE, "--standard", "parks"]) == 2
    assert "open-space-10min" in capsys.readouterr().err
    assert main(["barriers", ESTATE, "--contributors", "0"]) == 2
    assert "At least one person" in capsys.readouterr().err


def test_a_correction_is_kept_with_its_reason_and_changes_the_figures(town, capsys):
    assert main(["correct", str(GATE), "--not-a-barrier", "--why", "Taken down in May"]) == 0
    assert main(["barriers", ESTATE, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["barriers"] == []
    assert any("Taken down in May" in note or "officer" in note for note in said["notes"])
    assert main(["correct", str(GATE), "--take-back", "--why", "It is back"]) == 0
    assert main(["barriers", ESTATE, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["barriers"]) == 1


@pytest.mark.parametrize(
    "said",
    [
        ["nobody", "--not-a-barrier", "--why", "x"],
        [str(GATE), "--metres", "wheelchair=far", "--why", "x"],
        [str(GATE), "--metres", "bob=5", "--why", "x"],
        [str(GATE), "--until", "soon", "--why", "x"],
        [str(GATE), "--not-a-barrier", "--why", " "],
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_a_sentence(town, capsys, said):
    assert main(["correct", *said]) == 2
    assert capsys.readouterr().err.strip().endswith((".", "?"))

"""What browsers send is anyone's: each pin is saved once or answered with a sentence, and nothing raises."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ui.outbox
from geo.errors import StoreError
from geo.services.pins import pins_since
from geo.services.understanding import how_understood
from geo.services.workspace import Workspace
from geo.surveys import FeltEffect
from tests.app.test_pages import sent_pin
from tests.small_town import IN_THE_RIVER, OUTSIDE, lonlat
from ui.outbox import LARGEST_BATCH, TOLD_AT_ONCE, Answers, receive


def answer(workspace: Workspace, **change: Any) -> dict[str, Any]:
    return receive(workspace, [sent_pin(**change)]).pins[0]


def test_a_saved_pin_is_answered_with_its_status_and_place(town: Workspace) -> None:
    assert answer(town) == {
        "id": sent_pin()["id"],
        "ok": True,
        "status": "published",
        "ward": "South Ward",
        "borough": "Camden",
        "understood": list(how_understood(town, pins_since(town, 0).pins[0])),
    }


def test_each_pin_of_a_few_is_answered_with_how_it_was_understood_and_of_many_none(town: Workspace) -> None:
    batch = [
        sent_pin(id=f"00000000-0000-4000-8000-{n:012d}", receipt=f"{n:032x}", kind="barrier", category="b-step")
        for n in range(TOLD_AT_ONCE + 1)
    ]
    few = receive(town, batch[:TOLD_AT_ONCE]).pins
    assert all("wheelchair" in " ".join(each["understood"]) for each in few)
    assert ["understood" in each for each in receive(town, batch).pins] == [False] * len(batch)


def test_the_same_pin_twice_is_saved_once_and_answered_twice(town: Workspace) -> None:
    assert answer(town) == answer(town)
    assert len(pins_since(town, 0).pins) == 1


def test_the_same_id_with_other_content_is_refused_and_the_first_kept(town: Workspace) -> None:
    answer(town)
    refused = answer(town, text="Something else altogether")
    assert refused["ok"] is False
    assert [pin.text for pin in pins_since(town, 0).pins] == ["A bench under the plane tree"]


def test_a_sensitive_pin_is_answered_as_waiting(town: Workspace) -> None:
    assert answer(town, kind="barrier", category="b-fear")["status"] == "pending"
    assert pins_since(town, 0).pins == []


def test_a_pin_outside_london_is_refused_in_words_and_its_neighbours_are_saved(town: Workspace) -> None:
    far = lonlat(OUTSIDE)
    batch = [
        sent_pin(id="00000000-0000-4000-8000-000000000001", lon=far.lon, lat=far.lat, receipt="1" * 32),
        sent_pin(),
    ]
    told = {each["id"]: each for each in receive(town, batch).pins}
    assert "outside Greater London" in told["00000000-0000-4000-8000-000000000001"]["sentence"]
    assert told[sent_pin()["id"]]["ok"] is True


def test_a_pin_on_the_river_is_taken(town: Workspace) -> None:
    river = lonlat(IN_THE_RIVER)
    assert answer(town, lon=river.lon, lat=river.lat)["ok"] is True


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"lon": 51.5, "lat": -0.1}, "swapped"),
        ({"lon": float("nan")}, "not a pair of numbers"),
        ({"lon": "-0.1"}, "no place"),
        ({"lon": 10**400}, "did not arrive whole"),
        ({"lon": None}, "no place"),
        ({"kind": "lovely"}, "did not arrive whole"),
        ({"category": "b-step"}, "not one of the choices"),
        ({"category": 7}, "did not arrive whole"),
        ({"receipt": "short"}, "receipt"),
        ({"text": "x" * 5000}, "5,000 characters"),
        ({"text": ["a", "list"]}, "did not arrive whole"),
        ({"id": "not-a-uuid"}, "did not arrive whole"),
        ({"id": "0D1F2A3B-4C5D-4E6F-8A7B-9C0D1E2F3A4B"}, "did not arrive whole"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(town: Workspace, change: dict[str, Any], word: str) -> None:
    refused = answer(town, **change)
    assert refused["ok"] is False
    assert word in refused["sentence"]
    assert pins_since(town, 0).pins == []


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 welcome", "مرحبا بالجميع", "=1+1", "<script>alert(1)</script>", "a\u0000b\u202ec", "Ünïcödé " * 30]
)
def test_words_of_any_script_are_kept(town: Workspace, text: str) -> None:
    assert answer(town, text=text)["ok"] is True
    kept = pins_since(town, 0).pins[0].text
    assert kept
    assert "\u0000" not in kept
    assert "\u202e" not in kept


def contributors(workspace: Workspace) -> list[Any]:
    return workspace.store.voices_within(None)["contributor"].tolist()


def test_pins_of_one_browser_share_a_contributor_that_is_kept_hashed(town: Workspace) -> None:
    mine, theirs = "ab" * 16, "cd" * 16
    sent = [
        sent_pin(id=f"00000000-0000-4000-8000-{n:012d}", receipt=f"{n:032x}", contributor=who)
        for n, who in enumerate([mine, theirs, mine])
    ]
    answers = receive(town, sent)
    first, second, third = contributors(town)
    assert first == third != second
    assert len(first) == 32
    assert mine not in repr(answers) + repr(contributors(town))
    assert first not in repr(answers)


def test_the_same_pin_by_another_token_is_saved_once(town: Workspace) -> None:
    assert answer(town, contributor="ab" * 16) == answer(town, contributor="cd" * 16) == answer(town)
    assert len(contributors(town)) == 1


@pytest.mark.parametrize("token", [None, 7, "", "ab", "AB" * 16, "ab" * 16 + " ", "x" * 5000, ["ab" * 16]])
def test_no_pin_is_refused_for_its_token_and_one_that_cannot_be_is_not_kept(town: Workspace, token: Any) -> None:
    assert answer(town, contributor=token)["ok"] is True
    (kept,) = contributors(town)
    assert pd.isna(kept)  # a voice of its own


def test_a_store_that_cannot_save_answers_no_pin_so_that_they_come_again(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(ui.outbox, "drop_pins", full)
    answers = receive(town, [sent_pin()])
    assert answers.pins == []
    assert answers.trouble == "Pins cannot be saved just now. The disk is full."


def test_a_batch_too_large_is_taken_in_part_and_the_rest_is_left_unanswered(town: Workspace) -> None:
    pins = [sent_pin(id=f"00000000-0000-4000-8000-{n:012d}", receipt=f"{n:032x}") for n in range(LARGEST_BATCH + 20)]
    assert len(receive(town, pins).pins) == LARGEST_BATCH


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
changed_pin = st.dictionaries(st.sampled_from([*sorted(sent_pin()), "contributor"]), json_like, max_size=3).map(
    lambda change: sent_pin() | change
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=json_like | st.lists(changed_pin | json_like, max_size=4))
def test_nothing_a_browser_may_send_raises(town: Workspace, sent: Any) -> None:
    answers = receive(town, sent)
    assert isinstance(answers, Answers)
    assert all(isinstance(each["ok"], bool) for each in answers.pins)


def test_a_pin_may_say_more_and_bring_a_line_whose_middle_is_its_place(town: Workspace) -> None:
    detail = {"felt": "other-way", "affects": ["wheels"], "hours": "works", "until": "2027-01-31"}
    west, east = lonlat((529200.0, 180150.0)), lonlat((529400.0, 180150.0))
    line = {"type": "LineString", "coordinates": [[west.lon, west.lat], [east.lon, east.lat]]}
    said = {"kind": "barrier", "category": "b-works", "detail": detail, "shape": line}
    assert answer(town, **said) == answer(town, **said) == answer(town, **said, lon=None, lat=None)
    (pin,) = pins_since(town, 0).pins
    assert (pin.detail.felt, pin.detail.until) == (FeltEffect.OTHER_WAY, date(2027, 1, 31))
    assert pin.shape is not None
    assert pin.published is not None
    assert west.lon < pin.published.place.lon < east.lon


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"detail": ["wheels"]}, "did not arrive whole"),
        ({"detail": {"felt": "sad"}}, "not one of"),
        ({"detail": {"hours": "works", "until": "soon"}}, "no date"),
        ({"shape": "around here"}, "LineString or a Polygon"),
        ({"shape": {"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.1]]}}, "cannot be read"),
        ({"shape": {"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.1, 53.5]]}}, "km long"),
    ],
)
def test_what_was_added_and_cannot_be_is_refused_with_a_sentence(
    town: Workspace, change: dict[str, Any], word: str
) -> None:
    refused = answer(town, **change)
    assert refused["ok"] is False
    assert word in refused["sentence"]
    assert pins_since(town, 0).pins == []

"""What every store of pins must do, whatever database it keeps them in.

A test module for a database subclasses `StoreContract` and gives it two fixtures: `url`, of an empty database, and
`store`, opened on it.
"""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pin_drafts import NOON, a_draft, a_pin, a_place
from shapely import LineString

from geo.barriers import Correction
from geo.crs import LonLat
from geo.drawn_shapes import DrawnShape
from geo.errors import ConflictError, InputError
from geo.pins import NO_DETAIL, GeometryRole, PinDetail, PinStatus, PublishedPlace, clean_text
from geo.store.correction_store import CorrectionStore
from geo.store.pin_records import Revision
from geo.store.pin_store import PinStore
from geo.surveys import Affected, FeltEffect, Hours, Knowledge, PinKind, Severity, WalkEffect

LATER = NOON + timedelta(hours=1)


def to_category(code):
    """A writer's change of category, everything else as it was."""
    return lambda pin: replace(Revision.of(pin), category=code)


class TestAdding:
    def test_a_pin_comes_back_as_it_was_saved(self, store):
        draft = a_draft(text="naïve café, 廁所, مرحبا 🙂")
        pin = store.add(a_pin(draft), now=NOON)
        assert (pin.id, pin.kind, pin.category, pin.text) == (draft.id, draft.kind, "b-step", draft.text)
        assert (pin.status, pin.published, pin.created_at) == (PinStatus.PUBLISHED, a_place(), NOON)
        assert (pin.ward_code, pin.borough_code) == ("E05000001", "E09000007")
        assert store.by_receipt(draft.receipt) == store.pin(draft.id) == pin

    def test_the_same_draft_again_gives_the_same_pin_and_no_second(self, store):
        new = a_pin()
        first = store.add(new, now=NOON)
        assert store.add(new, now=LATER) == first
        assert store.sequence() == first.sequence
        assert len(store.pins_since(0).pins) == 1

    def test_a_resent_draft_gives_the_pin_as_it_stands_after_a_revision(self, store):
        new = a_pin()
        store.add(new, now=NOON)
        revised = store.revise(new.draft.receipt, to_category("b-gate"), now=LATER)
        assert store.add(new, now=LATER) == revised

    def test_the_same_draft_by_another_token_is_the_same_pin_and_keeps_its_first_contributor(self, store):
        draft = a_draft()
        first = store.add(a_pin(draft, contributor_hash="a" * 32), now=NOON)
        for later in ("b" * 32, None):
            assert store.add(a_pin(draft, contributor_hash=later), now=LATER) == first
        assert store.voices_within(None)["contributor"].tolist() == ["a" * 32]

    @pytest.mark.parametrize(
        "other",
        [
            {"text": "Something else"},
            {"place": LonLat(-0.101235, 51.523456)},
            {"category": "b-gate"},
            {"kind": PinKind.BOTH},
            {"receipt": "0" * 32},
        ],
    )
    def test_the_same_id_with_other_content_is_refused(self, store, other):
        draft = a_draft()
        kept = store.add(a_pin(draft), now=NOON)
        with pytest.raises(ConflictError, match="different pin"):
            store.add(a_pin(replace(draft, **other)), now=LATER)
        assert store.pins_since(0).pins == [kept]

    def test_a_receipt_belongs_to_one_pin(self, store):
        draft = a_draft()
        store.add(a_pin(draft), now=NOON)
        with pytest.raises(ConflictError, match="receipt"):
            store.add(a_pin(a_draft(receipt=draft.receipt)), now=NOON)

    def test_one_conflict_in_a_batch_costs_the_others_nothing(self, store):
        taken = a_draft()
        store.add(a_pin(taken), now=NOON)
        first, second = a_pin(), a_pin()
        outcomes = store.add_many([first, a_pin(replace(taken, text="no")), second], now=NOON)
        assert [type(outcome).__name__ for outcome in outcomes] == ["Pin", "ConflictError", "Pin"]
        assert len(store.pins_since(0).pins) == 3

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(text=st.text(max_size=200), times=st.integers(2, 4))
    def test_whatever_was_written_is_kept_once_and_word_for_word(self, store, text, times):
        new = a_pin(a_draft(text=text))
        saved = {store.add(new, now=NOON).id for _ in range(times)}
        assert saved == {new.draft.id}
        assert store.pin(new.draft.id).text == clean_text(text)


class TestReading:
    def test_an_empty_store_has_nothing_and_says_so(self, store):
        changes = store.pins_since(0)
        assert (changes.sequence, changes.pins, changes.removed, store.sequence()) == (0, [], [], 0)
        frame = store.pins_within(None)
        assert frame.empty
        assert list(frame.columns) == [
            *("id", "kind", "category", "lon", "lat", "created_at", "ward_code", "borough_code", "method")
        ]

    def test_since_gives_what_changed_after_a_number_and_nothing_before(self, store):
        first = store.add(a_pin(), now=NOON)
        second = store.add(a_pin(), now=NOON)
        assert [pin.id for pin in store.pins_since(first.sequence).pins] == [second.id]
        assert store.pins_since(second.sequence).pins == []

    def test_a_number_from_another_store_is_answered_with_everything(self, store):
        pin = store.add(a_pin(), now=NOON)
        assert [each.id for each in store.pins_since(10_000).pins] == [pin.id]

    def test_pins_that_wait_are_seen_by_moderators_alone(self, store):
        pin = store.add(a_pin(status=PinStatus.PENDING), now=NOON)
        changes = store.pins_since(0)
        assert (changes.pins, changes.removed) == ([], [])
        assert store.pins_within(None).empty
        assert store.published_pins() == []
        assert store.pending() == [pin]

    def test_bounds_are_of_the_published_place(self, store):
        pin = store.add(a_pin(published=a_place(-0.2, 51.6)), now=NOON)  # tapped at -0.101, 51.523
        assert store.pins_within((-0.21, 51.59, -0.19, 51.61))["id"].tolist() == [str(pin.id)]
        assert store.pins_within((-0.11, 51.5, -0.09, 51.55)).empty
        assert [each.id for each in store.published_pins((-0.21, 51.59, -0.19, 51.61))] == [pin.id]

    def test_the_frame_has_numbers_and_utc_times(self, store):
        store.add(a_pin(ward_code=None), now=NOON)
        frame = store.pins_within(None)
        row = frame.iloc[0]
        assert (row["kind"], row["category"], row["method"]) == ("barrier", "b-step", "web")
        assert (row["lon"], row["lat"], row["created_at"]) == (-0.1013, 51.5234, NOON)
        assert frame["ward_code"].isna().all()

    def test_who_wrote_a_pin_is_in_the_frame_for_counting_and_nowhere_else(self, store):
        pin = store.add(a_pin(contributor_hash="c0ffee" * 5 + "00"), now=NOON)
        store.add(a_pin(), now=NOON)
        counting = store.voices_within((-0.11, 51.5, -0.09, 51.55))
        assert counting["contributor"].isna().tolist() == [False, True]
        assert counting["contributor"].iloc[0] == "c0ffee" * 5 + "00"
        assert list(counting.columns) == [*store.pins_within(None).columns, "contributor"]
        public = [store.pins_since(0), store.published_pins(), store.pin(pin.id), store.pins_within(None).to_csv()]
        assert "c0ffee" not in repr(public)

    def test_a_withdrawn_pin_and_a_hidden_one_are_counted_no_more(self, store):
        draft = a_draft()
        store.add(a_pin(draft, contributor_hash="a" * 32), now=NOON)
        hidden = store.add(a_pin(contributor_hash="a" * 32), now=NOON)
        store.withdraw(draft.receipt, now=LATER)
        store.set_status(hidden.id, PinStatus.HIDDEN, now=LATER)
        assert store.voices_within(None).empty

    def test_no_public_answer_holds_the_raw_place(self, store):
        store.add(a_pin(), now=NOON)
        said = repr(store.pins_since(0)) + store.pins_within(None).to_csv() + repr(store.published_pins())
        assert "101234" not in said
        assert "523456" not in said


A_LINE = DrawnShape(LineString([(-0.1013, 51.5234), (-0.1003, 51.5234)]))
A_DETAIL = PinDetail(
    felt=FeltEffect.OTHER_WAY,
    affects=(Affected.PUSHCHAIR, Affected.WHEELS),
    hours=Hours.WORKS,
    until=date(2027, 3, 31),
    severity=Severity.MUCH,
    knowledge=Knowledge.LIVE,
)


class TestSayingMore:
    def test_details_and_the_shape_that_is_shown_come_back_with_the_pin(self, store):
        new = a_pin(a_draft(detail=A_DETAIL, shape=A_LINE), shape=A_LINE)
        pin = store.add(new, now=NOON)
        assert (pin.detail, pin.shape) == (A_DETAIL, A_LINE)
        assert store.pins_since(0).pins == store.published_pins() == [pin]

    def test_a_pin_without_them_has_none(self, store):
        pin = store.add(a_pin(), now=NOON)
        assert (pin.detail, pin.shape) == (NO_DETAIL, None)

    def test_a_shape_that_is_not_shown_is_in_no_answer(self, store):
        store.add(a_pin(a_draft(shape=DrawnShape(LineString([(-0.1, 51.523987), (-0.11, 51.523987)])))), now=NOON)
        said = repr(store.pins_since(0)) + store.testimony_within(None).to_csv() + repr(store.published_pins())
        assert "523987" not in said

    def test_the_same_draft_again_is_the_same_pin_before_and_after_its_details_change(self, store):
        new = a_pin(a_draft(detail=A_DETAIL, shape=A_LINE), shape=A_LINE)
        pin = store.add(new, now=NOON)
        assert store.add(new, now=LATER) == pin
        changed = store.revise(
            new.draft.receipt, lambda kept: replace(Revision.of(kept), detail=PinDetail(hours=Hours.DARK)), now=LATER
        )
        assert changed.detail == PinDetail(hours=Hours.DARK)
        assert store.add(new, now=LATER) == changed

    def test_a_draft_that_a_moderator_looked_at_is_still_the_same(self, store):
        new = a_pin(a_draft(detail=A_DETAIL), status=PinStatus.PENDING)
        pin = store.add(new, now=NOON)
        store.set_status(pin.id, PinStatus.PUBLISHED, now=LATER)
        assert store.add(new, now=LATER).id == pin.id

    @pytest.mark.parametrize(
        "other",
        [
            {"detail": NO_DETAIL},
            {"detail": replace(A_DETAIL, affects=())},
            {"shape": None, "place": A_LINE.middle},
            {"shape": DrawnShape(LineString([(-0.1013, 51.5234), (-0.1008, 51.5234), (-0.1003, 51.5234)]))},
        ],
    )
    def test_the_same_id_with_other_details_or_another_shape_is_refused(self, store, other):
        draft = a_draft(detail=A_DETAIL, shape=A_LINE)
        store.add(a_pin(draft, shape=A_LINE), now=NOON)
        with pytest.raises(ConflictError, match="different pin"):
            store.add(a_pin(replace(draft, **other)), now=LATER)

    def test_a_revision_may_take_a_shape_off_the_map_and_details_back(self, store):
        new = a_pin(a_draft(detail=A_DETAIL, shape=A_LINE), shape=A_LINE)
        store.add(new, now=NOON)
        store.revise(new.draft.receipt, lambda pin: replace(Revision.of(pin), shape=None, detail=NO_DETAIL), now=LATER)
        pin = store.by_receipt(new.draft.receipt)
        assert (pin.detail, pin.shape) == (NO_DETAIL, None)

    def test_testimony_has_codes_and_shapes_and_null_where_nothing_was_said(self, store):
        full = store.add(
            a_pin(a_draft(detail=A_DETAIL, shape=A_LINE), shape=A_LINE, contributor_hash="a" * 32), now=NOON
        )
        store.add(a_pin(), now=NOON)
        frame = store.testimony_within((-0.11, 51.5, -0.09, 51.55))
        first, second = frame.to_dict("records")
        assert (first["id"], first["contributor"], first["role"]) == (str(full.id), "a" * 32, "snapped")
        assert (first["felt"], first["affects"], first["hours"]) == ("other-way", "wheels pushchair", "works")
        assert (first["until"], first["severity"], first["knowledge"]) == (date(2027, 3, 31), "much", "live")
        assert DrawnShape.from_text(first["shape"]) == A_LINE
        missing = frame.loc[1, ["contributor", "felt", "affects", "hours", "until", "severity", "knowledge", "shape"]]
        assert missing.isna().all()
        assert second["precision_m"] == 50.0
        assert list(frame.columns[:10]) == list(store.voices_within(None).columns)

    def test_a_shape_is_found_from_where_it_may_reach_though_its_middle_lies_elsewhere(self, store):
        long = DrawnShape(LineString([(-0.20, 51.5234), (-0.0026, 51.5234)]))  # its middle: -0.1013
        pin = store.add(a_pin(a_draft(shape=long), shape=long), now=NOON)
        store.add(a_pin(), now=NOON)  # of a place alone, which does not reach
        assert store.testimony_within((-0.01, 51.52, 0.0, 51.53))["id"].tolist() == [str(pin.id)]
        assert store.testimony_within((0.5, 51.52, 0.6, 51.53)).empty
        assert store.pins_within((-0.01, 51.52, 0.0, 51.53)).empty


class TestCorrecting:
    def test_the_last_correction_of_a_subject_holds_and_all_are_kept(self, store):
        pin, said = store.add(a_pin(), now=NOON), CorrectionStore(store.database)
        full = Correction(
            subject=str(pin.id),
            effect=WalkEffect.BLOCKS,
            hours=Hours.WORKS,
            until=date(2027, 1, 31),
            extra_m={"wheelchair": math.inf, "pushchair": 120.0},
            why="Seen on site",
            made_by="officer",
        )
        of_map = Correction(subject="map:way/7", not_a_barrier=True, why="A ramp beside it")
        first = Correction(subject=str(pin.id), effect=WalkEffect.SLOWS, why="From the picture")
        numbers = [said.add(each, now=NOON) for each in (first, of_map, full)]
        assert said.standing() == {str(pin.id): full, "map:way/7": of_map}
        assert [made.correction for made in said.history(str(pin.id))] == [first, full]
        assert said.sequence() == numbers[-1] == store.sequence()

    def test_an_empty_correction_takes_back_what_was_said_and_can_be_read_still(self, store):
        pin, said = store.add(a_pin(), now=NOON), CorrectionStore(store.database)
        said.add(Correction(subject=str(pin.id), effect=WalkEffect.NONE, why="Mended"), now=NOON)
        said.add(Correction(subject=str(pin.id), why="It was not"), now=LATER)
        assert said.standing() == {}
        assert [made.taken_back for made in said.history(str(pin.id))] == [False, True]

    def test_only_a_public_pin_can_be_corrected(self, store):
        waiting, said = store.add(a_pin(status=PinStatus.PENDING), now=NOON), CorrectionStore(store.database)
        for subject in (str(waiting.id), str(uuid4())):
            with pytest.raises(InputError, match="no public pin"):
                said.add(Correction(subject=subject, why="No"), now=NOON)
        assert (said.standing(), said.sequence()) == ({}, 0)

    def test_a_withdrawn_pin_takes_its_corrections_along_and_leaves_others_their_reasons(self, store):
        new, said = a_pin(), CorrectionStore(store.database)
        pin = store.add(new, now=NOON)
        said.add(Correction(subject="map:way/7", not_a_barrier=True, why=f"As {str(pin.id).upper()} says"), now=NOON)
        before = said.sequence()
        said.add(Correction(subject=str(pin.id), effect=WalkEffect.NONE, why="Mended"), now=NOON)
        store.withdraw(new.draft.receipt, now=LATER)
        assert list(said.standing()) == ["map:way/7"]
        assert said.standing()["map:way/7"].why == "As (a withdrawn pin) says"
        assert said.history(str(pin.id)) == []
        assert said.sequence() == before

    def test_a_number_is_never_used_for_another_correction(self, store):
        new, said = a_pin(), CorrectionStore(store.database)
        pin = store.add(new, now=NOON)
        erased = said.add(Correction(subject=str(pin.id), effect=WalkEffect.NONE, why="Mended"), now=NOON)
        store.withdraw(new.draft.receipt, now=LATER)
        assert said.add(Correction(subject="map:way/7", not_a_barrier=True, why="A ramp"), now=LATER) > erased


class TestModerating:
    def test_publishing_shows_a_pin_and_hiding_takes_it_off(self, store):
        pin = store.add(a_pin(status=PinStatus.PENDING), now=NOON)
        shown = store.set_status(pin.id, PinStatus.PUBLISHED, now=LATER)
        assert [each.id for each in store.pins_since(pin.sequence).pins] == [pin.id]
        store.set_status(pin.id, PinStatus.HIDDEN, now=LATER)
        changes = store.pins_since(shown.sequence)
        assert (changes.pins, changes.removed) == ([], [pin.id])

    def test_a_pin_that_was_never_shown_is_not_named_when_it_is_hidden(self, store):
        pin = store.add(a_pin(status=PinStatus.PENDING), now=NOON)
        before = store.sequence()
        store.set_status(pin.id, PinStatus.HIDDEN, now=LATER)
        assert store.pins_since(before).removed == []

    def test_the_same_status_again_changes_nothing(self, store):
        pin = store.add(a_pin(), now=NOON)
        assert store.set_status(pin.id, PinStatus.PUBLISHED, now=LATER) == pin

    def test_an_unknown_pin_is_said_so(self, store):
        with pytest.raises(InputError, match="no pin with that id"):
            store.set_status(uuid4(), PinStatus.HIDDEN, now=NOON)


class TestRevising:
    def test_a_revision_changes_words_and_keeps_the_place(self, store):
        new = a_pin()
        first = store.add(new, now=NOON)
        revised = store.revise(new.draft.receipt, to_category("b-gate"), now=LATER)
        assert (revised.category, revised.published, revised.created_at) == ("b-gate", first.published, NOON)
        assert revised.changed_at == LATER
        assert revised.sequence > first.sequence

    def test_a_revision_may_make_the_place_coarser(self, store):
        new = a_pin()
        store.add(new, now=NOON)
        cell = PublishedPlace(place=LonLat(-0.1, 51.5), role=GeometryRole.GRID_CELL, precision_m=180.0)
        revised = store.revise(new.draft.receipt, lambda pin: replace(Revision.of(pin), published=cell), now=LATER)
        assert revised.published == cell
        assert store.pins_since(0).pins[0].published == cell

    def test_an_unknown_receipt_is_said_so(self, store):
        with pytest.raises(InputError, match="receipt"):
            store.revise("0" * 32, Revision.of, now=NOON)


class TestWithdrawing:
    def test_nothing_is_left_but_a_tombstone(self, store):
        new = a_pin()
        pin = store.add(new, now=NOON)
        gone = store.withdraw(new.draft.receipt, now=LATER)
        assert (gone.id, gone.withdrawn_at) == (pin.id, LATER)
        assert store.pin(pin.id) is None
        assert store.by_receipt(new.draft.receipt) is None
        changes = store.pins_since(pin.sequence)
        assert (changes.pins, changes.removed) == ([], [pin.id])
        assert store.pins_since(0).removed == []  # a newcomer has nothing to take off

    def test_a_second_withdrawal_is_said_to_be_one(self, store):
        new = a_pin()
        store.add(new, now=NOON)
        store.withdraw(new.draft.receipt, now=LATER)
        with pytest.raises(InputError, match="withdrawn already"):
            store.withdraw(new.draft.receipt, now=LATER)

    def test_a_draft_that_arrives_late_does_not_bring_a_withdrawn_pin_back(self, store):
        new = a_pin()
        store.add(new, now=NOON)
        store.withdraw(new.draft.receipt, now=LATER)
        with pytest.raises(ConflictError, match="withdrawn"):
            store.add(new, now=LATER)
        assert store.pins_since(0).pins == []


class TestTwoAtOnce:
    def test_what_one_opener_saves_the_other_sees(self, store, url):
        other = PinStore.open(url)
        try:
            pin = other.add(a_pin(), now=NOON)
            assert store.pins_since(0).pins == [pin]
            assert store.sequence() == pin.sequence
        finally:
            other.close()

    def test_many_threads_lose_nothing_and_take_no_number_twice(self, store):
        drafts = [[a_pin() for _ in range(10)] for _ in range(8)]
        same = a_pin()  # and all of them send this one as well
        threads = [
            threading.Thread(target=lambda mine=mine: [store.add(new, now=NOON) for new in (*mine, same)])
            for mine in drafts
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        pins = store.pins_since(0).pins
        assert {pin.id for pin in pins} == {new.draft.id for mine in drafts for new in mine} | {same.draft.id}
        assert sorted(pin.sequence for pin in pins) == list(range(1, 82))

    def test_a_reader_who_follows_the_numbers_misses_nothing(self, store):
        followed, stop = {}, threading.Event()

        def follow():
            at = 0
            while True:
                last_round = stop.is_set()
                changes = store.pins_since(at)
                followed.update({pin.id: pin for pin in changes.pins})
                at = changes.sequence
                if last_round:
                    return

        reader = threading.Thread(target=follow)
        reader.start()
        writers = [threading.Thread(target=lambda: [store.add(a_pin(), now=NOON) for _ in range(25)]) for _ in range(4)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        stop.set()
        reader.join()
        assert followed == {pin.id: pin for pin in store.pins_since(0).pins}
        assert len(followed) == 100

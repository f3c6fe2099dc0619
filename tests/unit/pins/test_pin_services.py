"""What is done with pins, from a tap to a withdrawal."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from small_town import BESIDE_STREET, NOWHERE_NEAR, OUTSIDE, PARK, lonlat

from geo.errors import ConflictError, CoordinateError, InputError
from geo.pins import GeometryRole, PinStatus
from geo.services.pins import (
    drop_pin,
    drop_pins,
    moderate,
    pending_pins,
    pin_of,
    pins_since,
    preview_place,
    public_pins,
    revise,
    withdraw,
)
from geo.surveys import CATEGORIES, PinKind


def test_a_tap_becomes_a_public_pin_with_its_ward_and_borough(town, draft):
    saved = drop_pin(town, draft(PARK))
    assert (saved.locality.ward_name, saved.locality.borough_name) == ("South Ward", "Camden")
    assert saved.pin.status is PinStatus.PUBLISHED
    assert pins_since(town, 0).pins == [saved.pin]
    assert public_pins(town)["id"].tolist() == [str(saved.pin.id)]


def test_the_same_tap_sent_again_is_the_same_pin(town, draft):
    tapped = draft()
    assert drop_pin(town, tapped) == drop_pin(town, tapped)
    with pytest.raises(ConflictError):
        drop_pin(town, replace(tapped, text="Something else"))
    assert len(pins_since(town, 0).pins) == 1


def test_a_tap_outside_london_is_refused_and_nothing_is_kept(town, draft):
    with pytest.raises(CoordinateError, match="outside Greater London"):
        drop_pin(town, draft(OUTSIDE))
    assert town.store.sequence() == 0


def test_one_bad_tap_among_several_costs_the_others_nothing(town, draft):
    outcomes = drop_pins(town, [draft(), draft(OUTSIDE), draft(PARK)])
    assert [type(outcome).__name__ for outcome in outcomes] == ["SavedPin", "CoordinateError", "SavedPin"]
    assert drop_pins(town, []) == []


@pytest.mark.parametrize("category", [code for code, each in CATEGORIES.items() if each.sensitive])
def test_a_sensitive_pin_waits_and_is_shown_coarsely_once_published(town, draft, category):
    saved = drop_pin(town, draft(PARK, category=category))
    assert saved.pin.status is PinStatus.PENDING
    assert pins_since(town, 0).pins == []
    assert pending_pins(town) == [saved.pin]
    shown = moderate(town, saved.pin.id, publish=True)
    assert shown.published.role is GeometryRole.GRID_CELL
    assert pins_since(town, 0).pins == [shown]
    assert pending_pins(town) == []


def test_a_sensitive_pin_is_counted_in_the_ward_of_its_cell_not_of_the_tap(town, draft):
    """The ward of the tap beside the cell would cut the cell down to a sliver."""
    both_sides = [(529500.0, 180500.0 + step) for step in range(-120, 130, 20)]
    saved = [drop_pin(town, draft(at, category="b-fear")) for at in both_sides]
    assert {each.locality.ward_code for each in saved} == {"E05000001", "E05000002"}  # told to their writers alone
    wards_of_cells = {(each.pin.published.place, each.pin.ward_code) for each in saved}
    assert len(wards_of_cells) == len({place for place, _ in wards_of_cells}) < len(saved)
    assert any(each.locality.ward_code != each.pin.ward_code for each in saved)


def test_hiding_takes_a_pin_off_every_map(town, draft):
    saved = drop_pin(town, draft())
    moderate(town, saved.pin.id, publish=False)
    changes = pins_since(town, saved.pin.sequence)
    assert (changes.pins, changes.removed) == ([], [saved.pin.id])
    with pytest.raises(InputError):
        moderate(town, uuid4(), publish=True)


def test_the_preview_is_what_is_then_shown(town, draft):
    for at in (PARK, BESIDE_STREET, NOWHERE_NEAR):
        for category in ("b-step", "b-fear"):
            tapped = draft(at, category=category)
            assert preview_place(town, tapped.place, category) == drop_pin(town, tapped).pin.published
    with pytest.raises(CoordinateError):
        preview_place(town, lonlat(OUTSIDE), "b-step")


class TestReceipts:
    def test_a_receipt_finds_the_pin_however_it_is_typed(self, town, draft):
        saved = drop_pin(town, draft(receipt="0123456789abcdef0123456789abcdef"))
        assert pin_of(town, " 0123-4567 89ABCDEF\n0123456789abcdef ") == saved.pin

    @pytest.mark.parametrize("wrong", ["", "é" * 32, "0" * 32, "0" * 100_000])
    def test_an_unknown_receipt_is_said_so(self, town, wrong):
        for ask in (pin_of, withdraw):
            with pytest.raises(InputError, match="receipt"):
                ask(town, wrong)

    def test_its_holder_may_change_the_words(self, town, draft):
        tapped = draft()
        first = drop_pin(town, tapped).pin
        changed = revise(town, tapped.receipt, text="  Four\nsteps ", kind=PinKind.BOTH, category="w-rest")
        assert (changed.text, changed.kind, changed.category) == ("Four steps", PinKind.BOTH, "w-rest")
        assert (changed.status, changed.published) == (PinStatus.PUBLISHED, first.published)

    def test_words_that_cannot_be_kept_change_nothing(self, town, draft):
        tapped = draft()
        pin = drop_pin(town, tapped).pin
        with pytest.raises(InputError, match="5,000"):
            revise(town, tapped.receipt, text="x" * 5000, kind=PinKind.BARRIER, category="b-step")
        with pytest.raises(InputError, match="choices"):
            revise(town, tapped.receipt, text="", kind=PinKind.WELCOMING, category="b-step")
        assert pin_of(town, tapped.receipt) == pin

    def test_a_pin_that_turns_sensitive_waits_and_is_never_shown_finely_again(self, town, draft):
        tapped = draft(PARK)
        exact = drop_pin(town, tapped).pin
        coarse = revise(town, tapped.receipt, text="", kind=PinKind.BARRIER, category="b-fear")
        assert coarse.status is PinStatus.PENDING
        assert coarse.published.role is GeometryRole.GRID_CELL
        assert pins_since(town, exact.sequence).removed == [exact.id]
        back = revise(town, tapped.receipt, text="", kind=PinKind.BARRIER, category="b-step")
        assert back.published == coarse.published

    def test_new_words_of_a_sensitive_pin_wait_again(self, town, draft):
        tapped = draft(category="b-rules")
        moderate(town, drop_pin(town, tapped).pin.id, publish=True)
        changed = revise(town, tapped.receipt, text="new words", kind=PinKind.BARRIER, category="b-rules")
        assert changed.status is PinStatus.PENDING

    def test_a_hidden_pin_stays_hidden_whatever_its_writer_changes(self, town, draft):
        tapped = draft()
        moderate(town, drop_pin(town, tapped).pin.id, publish=False)
        for category in ("b-step", "b-fear"):
            changed = revise(town, tapped.receipt, text="again", kind=PinKind.BARRIER, category=category)
            assert changed.status is PinStatus.HIDDEN

    def test_a_withdrawn_pin_is_gone_from_every_answer(self, town, draft):
        tapped = draft()
        pin = drop_pin(town, tapped).pin
        assert withdraw(town, tapped.receipt).id == pin.id
        assert pins_since(town, pin.sequence).removed == [pin.id]
        assert public_pins(town).empty
        with pytest.raises(ConflictError, match="withdrawn"):
            drop_pin(town, tapped)

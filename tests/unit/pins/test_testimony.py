"""What residents said of an area, as one frame; what may be said beside a pin; what officers say of it."""

from __future__ import annotations

from datetime import date
from math import inf, nan
from uuid import uuid4

import pytest
from shapely import LineString, box
from small_town import ESTATE, lonlat

from geo.barriers import Correction
from geo.crs import open_grid
from geo.drawn_shapes import DrawnShape
from geo.errors import InputError
from geo.pins import NO_DETAIL, CollectionMethod, PinDetail
from geo.services import testimony
from geo.services.areas import find_area
from geo.services.corrections import correct, correction_history, corrections, corrections_sequence, take_back
from geo.services.pin_details import detail_of
from geo.services.pins import drop_pin, moderate, pin_of, revise, withdraw
from geo.services.testimony import COLUMNS
from geo.services.understanding import how_understood
from geo.surveys import Affected, FeltEffect, Hours, Knowledge, PinKind, Severity, WalkEffect

GRID = open_grid()
FULL = PinDetail(
    felt=FeltEffect.NEVER_GO,
    affects=(Affected.WHEELS, Affected.OLDER),
    hours=Hours.WORKS,
    until=date(2027, 1, 31),
    severity=Severity.STOPS,
    knowledge=Knowledge.WORK,
)
IN_ESTATE = (529350.0, 180250.0)


def line(*places):
    return DrawnShape(GRID.geometry_to_wgs84(LineString(places)))


class TestTheFrame:
    def test_an_area_without_testimony_gives_an_empty_frame_with_its_columns(self, town):
        frame = testimony.testimony_in(town, find_area(town, ESTATE), around_m=0.0)
        assert frame.empty
        assert tuple(frame.columns) == COLUMNS
        assert frame.crs.to_epsg() == 27700

    def test_each_row_holds_what_was_said_and_none_where_nothing_was(self, town, draft):
        said = drop_pin(town, draft(IN_ESTATE, detail=FULL, contributor="b" * 32)).pin
        drop_pin(town, draft(IN_ESTATE))
        full, bare = testimony.testimony_in(town, find_area(town, ESTATE), around_m=0.0).to_dict("records")
        assert (full["id"], full["kind"], full["category"]) == (str(said.id), "barrier", "b-step")
        assert (full["felt"], full["affects"], full["hours"]) == ("never-go", ("wheels", "older"), "works")
        assert (full["until"], full["severity"], full["knowledge"]) == (date(2027, 1, 31), "stops", "work")
        assert len(full["contributor"]) == 32
        assert full["contributor"] != "b" * 32
        assert full["geometry"].distance(box(529350, 180250, 529350, 180250)) < 1
        names = ("contributor", "felt", "hours", "until", "severity", "knowledge")
        assert [bare[name] for name in names] == [None] * 6
        assert bare["affects"] == ()

    def test_a_line_belongs_to_every_area_it_meets_and_a_margin_takes_in_more(self, town, draft):
        # The estate reaches from 529100 to 529600: the line's middle, 529800, lies outside.
        crossing = drop_pin(town, draft(shape=line((529550, 180200), (530050, 180200)))).pin
        beyond = drop_pin(town, draft(shape=line((529700, 180400), (529900, 180400)))).pin
        estate = find_area(town, ESTATE)
        near = testimony.testimony_in(town, estate, around_m=0.0)
        assert near["id"].tolist() == [str(crossing.id)]
        assert near.geometry.iloc[0].length == pytest.approx(500, abs=2)
        wide = testimony.testimony_in(town, estate, around_m=150.0)
        assert wide["id"].tolist() == [str(crossing.id), str(beyond.id)]

    def test_a_sensitive_pin_is_the_middle_of_its_cell_once_it_is_public(self, town, draft):
        pin = drop_pin(town, draft(IN_ESTATE, category="b-fear")).pin
        estate = find_area(town, ESTATE)
        assert testimony.testimony_in(town, estate, around_m=300.0).empty
        moderate(town, pin.id, publish=True)
        assert testimony.testimony_in(town, estate, around_m=300.0)["role"].tolist() == ["grid-cell"]

    def test_practice_pins_are_no_testimony_of_a_real_area(self, town, draft):
        drop_pin(town, draft(IN_ESTATE, method=CollectionMethod.INVENTED))
        assert testimony.testimony_in(town, find_area(town, ESTATE), around_m=0.0).empty


class TestDetails:
    def test_codes_and_words_are_read_alike(self):
        by_code = {"felt": "never-go", "affects": ["older", "wheels"], "hours": "works", "until": "2027-01-31"}
        by_word = {
            "felt": "i never go  there",
            "affects": "Older people; People on wheels;",
            "until": "2027-01-31T00:00",
        }
        assert detail_of(by_code) == detail_of(by_word)
        assert detail_of(by_code).affects == (Affected.WHEELS, Affected.OLDER)

    def test_nothing_is_no_answer(self):
        assert detail_of({}) == detail_of({"felt": "", "affects": [], "until": None, "other": 1}) == NO_DETAIL

    @pytest.mark.parametrize(
        "said",
        [
            {"felt": "terrible"},
            {"felt": ["never-go"]},
            {"affects": "wheels; cats"},
            {"affects": {"wheels": 1}},
            {"hours": "always", "until": "2027-01-31"},
            {"until": "31/01/2027"},
            {"until": "2027-02-30"},
            {"until": "0001-01-01"},
            {"until": 20270131},
            {"severity": "x" * 10_000},
        ],
    )
    def test_an_answer_that_is_none_is_refused_in_a_sentence(self, said):
        with pytest.raises(InputError, match=r"\.$"):
            detail_of(said)

    def test_a_writer_may_add_and_change_them_later(self, town, draft):
        dropped = draft(IN_ESTATE)
        drop_pin(town, dropped)
        same = {"text": dropped.text, "kind": PinKind.BARRIER, "category": "b-step"}
        assert revise(town, dropped.receipt, **same, detail=FULL).detail == FULL
        assert revise(town, dropped.receipt, **same).detail == FULL
        assert revise(town, dropped.receipt, **same, detail=NO_DETAIL).detail == NO_DETAIL
        assert pin_of(town, dropped.receipt).text == dropped.text


class TestCorrections:
    def test_a_correction_is_kept_with_its_reason_cleaned_and_can_be_taken_back(self, town, draft):
        pin = drop_pin(town, draft()).pin
        assert corrections_sequence(town) == 0
        correct(town, Correction(subject=str(pin.id).upper(), extra_m={"wheelchair": inf}, why=" seen\non site "))
        kept = corrections(town)[str(pin.id)]
        assert (kept.extra_m, kept.why, kept.made_by) == ({"wheelchair": inf}, "seen on site", "officer")
        numbered = corrections_sequence(town)
        take_back(town, str(pin.id), why="was wrong")
        assert corrections(town) == {}
        assert corrections_sequence(town) > numbered
        assert [made.taken_back for made in correction_history(town, str(pin.id))] == [False, True]

    def test_a_barrier_made_of_pins_is_corrected_apart_from_its_first_pin(self, town, draft):
        dropped = draft()
        pin = drop_pin(town, dropped).pin
        correct(town, Correction(subject=f"pin:{pin.id}", effect=WalkEffect.SLOWS, why="A ramp beside it"))
        assert list(corrections(town)) == [f"pin:{pin.id}"]
        assert how_understood(town, pin)[-1] == "An officer corrected this: A ramp beside it"
        with pytest.raises(InputError, match="no public pin"):
            correct(town, Correction(subject=f"pin:{uuid4()}", effect=WalkEffect.SLOWS, why="A ramp beside it"))
        withdraw(town, dropped.receipt)
        assert corrections(town) == {}

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"why": " \n"}, "Say why"),
            ({"made_by": ""}, "Say who"),
            ({"subject": "somewhere"}, "by its id"),
            ({"subject": "map:"}, "by its id"),
            ({"subject": "pin:7"}, "by its id"),
            ({"subject": str(uuid4())}, "no public pin"),
            ({"extra_m": {"giant": 3.0}}, "no persona"),
            ({"extra_m": {"wheelchair": nan}}, "metres"),
            ({"extra_m": {"wheelchair": -1.0}}, "metres"),
            ({"hours": Hours.DARK, "until": date(2027, 1, 1)}, "end date"),
            ({"why": "x" * 501}, "shorten"),
        ],
    )
    def test_what_cannot_be_kept_is_refused_in_a_sentence(self, town, said, sentence):
        usual = {"subject": "map:way/7", "effect": WalkEffect.NONE, "why": "A ramp"}
        with pytest.raises(InputError, match=sentence):
            correct(town, Correction(**{**usual, **said}))
        assert corrections(town) == {}

    def test_withdrawing_a_pin_erases_what_was_said_of_it(self, town, draft):
        dropped = draft()
        pin = drop_pin(town, dropped).pin
        correct(town, Correction(subject=str(pin.id), not_a_barrier=True, why="Mended"))
        withdraw(town, dropped.receipt)
        assert (corrections(town), correction_history(town, str(pin.id))) == ({}, [])
        with pytest.raises(InputError, match="no public pin"):
            correct(town, Correction(subject=str(pin.id), not_a_barrier=True, why="Mended"))

    def test_degrees_of_the_town_are_where_the_tests_think(self):
        assert GRID.point_to_bng(lonlat(IN_ESTATE)) == pytest.approx(IN_ESTATE, abs=0.01)

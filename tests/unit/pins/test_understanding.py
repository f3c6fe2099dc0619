"""How a pin was understood, told back to its writer. The small town's Main Street runs along 180100."""

from __future__ import annotations

from datetime import date

from shapely import LineString
from small_town import BESIDE_STREET, PARK

from geo.barriers import Correction
from geo.crs import open_grid
from geo.drawn_shapes import DrawnShape
from geo.pins import CollectionMethod, PinDetail
from geo.services.corrections import correct
from geo.services.pins import drop_pin, pin_of, revise
from geo.services.understanding import how_understood
from geo.surveys import Affected, Hours, PinKind, Severity

GRID = open_grid()


def line(*places):
    return DrawnShape(GRID.geometry_to_wgs84(LineString(places)))


def test_a_step_is_told_to_slow_or_stop_those_on_wheels(town, draft):
    said = " ".join(how_understood(town, drop_pin(town, draft(category="b-step")).pin))
    assert "wheelchair users" in said


def test_what_was_said_beside_the_pin_changes_how_it_is_understood(town, draft):
    dropped = draft(category="b-surface")
    plain = how_understood(town, drop_pin(town, dropped).pin)
    detail = PinDetail(affects=(Affected.WHEELS,), severity=Severity.STOPS)
    same = {"text": "", "kind": PinKind.BARRIER, "category": "b-surface"}
    changed = how_understood(town, revise(town, dropped.receipt, **same, detail=detail))
    assert changed != plain
    assert any(sentence.startswith("Stops wheelchair users") for sentence in changed)


def test_a_line_across_the_street_is_understood_where_it_crosses(town, draft):
    wall = draft(category="b-sever", shape=line((529500, 180060), (529500, 180160)))
    said = " ".join(how_understood(town, drop_pin(town, wall).pin))
    assert "crosses the line" in said


def test_works_that_are_over_are_left_out_with_the_reason(town, draft):
    ended = draft(category="b-works", detail=PinDetail(hours=Hours.WORKS, until=date(2026, 11, 21)))
    assert how_understood(town, drop_pin(town, ended).pin) == (
        "It ended on 21 November 2026, so it is not counted any more.",
    )


def test_a_welcoming_place_is_in_nobodys_way(town, draft):
    pin = drop_pin(town, draft(PARK, kind=PinKind.WELCOMING, category="w-rest")).pin
    assert len(how_understood(town, pin)) == 1
    assert "nobody’s way" in how_understood(town, pin)[0]


def test_a_pin_that_waits_is_understood_from_its_cell_alone(town, draft):
    pin = drop_pin(town, draft(category="b-fear")).pin
    elsewhere = drop_pin(town, draft((BESIDE_STREET[0] + 1, BESIDE_STREET[1]), category="b-fear")).pin
    assert pin.published == elsewhere.published
    assert how_understood(town, pin) == how_understood(town, elsewhere) != ()


def test_an_officers_word_is_told_with_its_reason(town, draft):
    dropped = draft(category="b-step")
    pin = drop_pin(town, dropped).pin
    correct(town, Correction(subject=str(pin.id), not_a_barrier=True, why="A ramp was built"))
    assert how_understood(town, pin_of(town, dropped.receipt)) == (
        "An officer took it out of the figures: A ramp was built",
    )


def test_a_practice_pin_is_not_read_on_real_streets(town, draft):
    pin = drop_pin(town, draft(method=CollectionMethod.INVENTED)).pin
    assert "No walking map" in how_understood(town, pin)[0]


def test_where_no_map_is_installed_that_is_said(town, draft):
    across = drop_pin(town, draft((529500.0, 179000.0))).pin  # Southwark has no streets here
    assert "No walking map" in how_understood(town, across)[0]

"""What a barrier costs whom, from the table and from what its writer adds."""

import math
from dataclasses import replace

import pytest

from geo.metrics.barrier_penalties import PENALTIES, Detail, effect_of, extra_m, hours_of
from geo.metrics.personas import PERSONAS
from geo.surveys import CATEGORIES, Affected, FeltEffect, Hours, PinKind, Severity, WalkEffect

EVERYONE = dict.fromkeys(PERSONAS, math.inf)


def detail(category, **said):
    return Detail(category=category, **said)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("b-step", {"wheelchair": math.inf, "pushchair": 50, "older-walker": 50, "any-walker": 10, "after-dark": 10}),
        ("b-rest", {"older-walker": 100}),
        ("b-fear", {"after-dark": 200}),
        ("b-gate", EVERYONE),
        ("b-works", dict.fromkeys(PERSONAS, 50)),  # no end is known, so that it slows
        ("b-gone", {}),
        ("b-link", {}),
        ("b-other", {}),
    ],
)
def test_without_detail_the_category_decides(category, expected):
    assert extra_m(detail(category)) == expected


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(Severity.LITTLE, 15), (Severity.SOME, 30), (Severity.MUCH, 60), (Severity.STOPS, math.inf)],
)
def test_how_bad_it_is_multiplies_and_stops(severity, expected):
    assert extra_m(detail("b-find", severity=severity)) == dict.fromkeys(PERSONAS, expected)


@pytest.mark.parametrize(
    ("affects", "expected"),
    [
        ((Affected.WHEELS,), {"wheelchair": 60, "pushchair": 20}),  # half of its own 40
        ((Affected.WHEELS, Affected.PUSHCHAIR), {"wheelchair": 60, "pushchair": 40}),
        ((Affected.CHILDREN,), {"pushchair": 40}),
        ((Affected.OLDER,), {"older-walker": 20}),
        ((Affected.AFTER_DARK,), {"after-dark": 10}),
        (
            (Affected.ANYONE,),
            {"any-walker": 10, "wheelchair": 60, "pushchair": 40, "older-walker": 20, "after-dark": 10},
        ),
    ],
)
def test_who_is_affected_decides_who_pays(affects, expected):
    assert extra_m(detail("b-surface", affects=affects)) == expected


def test_a_walker_that_the_table_does_not_name_pays_what_the_effect_costs():
    assert extra_m(detail("b-rest", affects=(Affected.WHEELS,))) == {"wheelchair": 50, "pushchair": 25}


def test_steps_that_only_older_people_are_said_to_mind_do_not_stop_them():
    assert extra_m(detail("b-step", affects=(Affected.OLDER,))) == {"older-walker": 50}
    stops = detail("b-step", affects=(Affected.OLDER,), severity=Severity.STOPS)
    assert extra_m(stops) == {"older-walker": math.inf}


@pytest.mark.parametrize(
    ("felt", "effect", "metres"),
    [
        (FeltEffect.SLOWS_ME, WalkEffect.SLOWS, 30),
        (FeltEffect.OTHER_WAY, WalkEffect.DETERS, 100),
        (FeltEffect.AVOID_AT_TIMES, WalkEffect.DETERS, 100),
        (FeltEffect.NEVER_GO, WalkEffect.DETERS, 200),  # whom it stops is not said
    ],
)
def test_how_it_is_felt_replaces_the_effect(felt, effect, metres):
    said = detail("b-find", felt=felt)
    assert effect_of(said) is effect
    assert extra_m(said)["any-walker"] == metres


def test_where_it_is_said_who_never_goes_there_it_stops_them():
    said = detail("b-find", felt=FeltEffect.NEVER_GO, affects=(Affected.OLDER,))
    assert extra_m(said) == {"older-walker": math.inf}


def test_a_gate_that_slows_is_no_wall():
    assert extra_m(detail("b-gate", felt=FeltEffect.SLOWS_ME)) == dict.fromkeys(PERSONAS, 50)


def test_what_is_there_on_some_days_counts_half_and_never_blocks():
    assert extra_m(detail("b-find", hours=Hours.SOME_DAYS))["any-walker"] == 15
    assert extra_m(detail("b-gate", hours=Hours.SOME_DAYS)) == dict.fromkeys(PERSONAS, 50)  # half of 100


def test_what_is_there_in_the_dark_costs_who_walks_after_dark_alone():
    assert extra_m(detail("b-traffic", hours=Hours.DARK)) == {"after-dark": 30}
    assert extra_m(detail("b-traffic", hours=Hours.DARK, affects=(Affected.OLDER,))) == {"after-dark": 30}


def test_what_feels_unsafe_is_after_dark_unless_told_otherwise():
    assert hours_of(detail("b-fear")) is Hours.DARK
    assert extra_m(detail("b-fear", hours=Hours.ALWAYS))["any-walker"] == 100
    assert extra_m(detail("b-fear", affects=(Affected.OLDER,))) == {"older-walker": 100}


def test_works_block_until_a_known_end_and_else_slow():
    assert extra_m(detail("b-works", dated=True)) == EVERYONE
    assert effect_of(detail("b-works")) is WalkEffect.SLOWS
    assert effect_of(detail("b-gate", hours=Hours.WORKS)) is WalkEffect.SLOWS


def test_something_else_counts_only_where_its_writer_says_how():
    assert extra_m(detail("b-other", felt=FeltEffect.OTHER_WAY)) == dict.fromkeys(PERSONAS, 100)
    assert extra_m(detail("b-other", severity=Severity.MUCH)) == dict.fromkeys(PERSONAS, 100)
    assert extra_m(detail("b-gone", felt=FeltEffect.NEVER_GO)) == {}


def test_an_officers_effect_wins_over_what_is_felt():
    said = detail("b-find", felt=FeltEffect.OTHER_WAY, effect=WalkEffect.NONE)
    assert extra_m(said) == {}
    assert extra_m(replace(said, effect=WalkEffect.BLOCKS)) == EVERYONE


def test_every_barrier_with_an_effect_has_a_table_and_every_number_a_source():
    blank = {"b-gone", "b-link", "b-other"}
    barriers = {code for code, category in CATEGORIES.items() if category.kind is PinKind.BARRIER}
    assert {penalty.category for penalty in PENALTIES} == barriers - blank
    assert all(penalty.source and penalty.metres > 0 for penalty in PENALTIES)

"""What residents are told of how their pin was understood; what officers say of the map; pins and map as one thing."""

import math
from datetime import date

import numpy as np
import pytest
from drawn_networks import drawn_network, on_edges
from shapely import LineString, box
from told_pins import TODAY, inferred, only, pin

from geo.barriers import Correction
from geo.metrics.barrier_corrections import corrected_map_barriers
from geo.metrics.barrier_joining import ON_THE_MAP, joined
from geo.metrics.barrier_understanding import understood
from geo.metrics.imposing import impose
from geo.metrics.map_barriers import base_costs, map_barriers
from geo.metrics.personas import OLDER_WALKER, PUSHCHAIR, WHEELCHAIR
from geo.network.flags import EdgeFlag
from geo.network.routing import nearest_seed
from geo.surveys import Hours, WalkEffect

PLACES = {"a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (100, 100)}


@pytest.fixture(scope="module")
def paths():
    return drawn_network(PLACES, ["a b c", ("b d", {"highway": "steps"})])


def test_each_amount_is_one_sentence_the_worst_first(paths):
    assert understood(only(paths, pin("b-step", 100, 50))) == (
        "Stops wheelchair users here.",
        "Slows people with a pushchair and older walkers by about 50 m here.",
        "Slows most walkers and people who walk after dark by about 10 m here.",
        "We took it to mean the steps, slope, lift or kerb nearest to the pin.",
    )


def test_what_is_the_same_for_all_is_said_of_everyone(paths):
    assert understood(only(paths, pin("b-find", 30, 0))) == ("Slows everyone by about 30 m here.",)
    assert understood(only(paths, pin("b-rules", 30, 0))) == ("Puts off everyone by about 100 m here.",)


def test_what_counts_along_a_street_is_said_by_the_hundred_metres(paths):
    said = understood(only(paths, pin("b-exclude", box(20, -10, 60, 10))))
    assert said[0] == "Puts off everyone: 100 m here count as 200 m."


def test_when_it_counts_is_said(paths):
    assert "It counts after dark alone." in understood(only(paths, pin("b-fear", 30, 0)))
    some_days = understood(only(paths, pin("b-find", 30, 0, kind="both")))
    assert "It is there on some days, so it counts at half." in some_days
    works = understood(only(paths, pin("b-works", 30, 0, until=date(2027, 3, 3))))
    assert works == ("Stops everyone here.", "It counts until 3 March 2027.")


def test_a_pin_that_meets_nothing_is_told_so_and_no_more(paths):
    assert understood(only(paths, pin("b-fear", 30, -90))) == (
        "We found no street or path within 50 m, so it changes no walk; it still counts as a voice.",
    )


def test_a_pin_that_was_left_out_is_told_why(paths):
    (gone,) = inferred(paths, pin("b-gone", 30, 0)).left_out
    assert understood(gone) == (
        "A space that is lost or threatened takes away somewhere to go; it lengthens no walk. "
        "It still counts as a voice.",
    )


def test_others_who_agree_or_contradict_are_told_without_their_number(paths):
    (barrier,) = inferred(
        paths, pin("b-rest", 30, 0), pin("b-rest", 31, 0), pin("w-rest", 30, 0, kind="welcoming")
    ).barriers
    said = understood(barrier)
    assert "Pins near each other that tell of the same thing count as one barrier." in said
    assert "Other pins say the opposite of this place; both are kept." in said


def test_an_officers_reason_is_told(paths):
    said = Correction(subject="p0", effect=WalkEffect.NONE, why="it was mended in May")
    assert understood(only(paths, pin("b-find", 30, 0), corrections={"p0": said})) == (
        "It changes no walk.",
        "An officer corrected this: it was mended in May",
    )


def test_a_line_says_that_bridges_are_the_way_across(paths):
    said = understood(only(paths, pin("b-sever", LineString([(50, -20), (50, 20)]))))
    assert any("bridges and underpasses are the way across" in sentence for sentence in said)


def test_the_map_is_named_as_the_source(paths):
    (steps,) = map_barriers(paths, WHEELCHAIR)
    assert understood(steps) == ("Stops wheelchair users here.", "The map says so (highway=steps).")


# What officers say of the map.


def corrected(network, persona, **said):
    (barrier,) = map_barriers(network, persona)
    subject = barrier.id
    return corrected_map_barriers([barrier], {subject: Correction(subject=subject, why="seen", **said)}, TODAY)


def test_a_barrier_of_the_map_that_is_none_is_left_out_with_the_reason(paths):
    kept, left_out = corrected(paths, WHEELCHAIR, not_a_barrier=True)
    assert kept == ()
    assert left_out[0].why == "Flight of steps: An officer took it out of the figures: seen"


def test_a_barrier_of_the_map_that_has_ended_is_left_out(paths):
    kept, left_out = corrected(paths, WHEELCHAIR, until=date(2026, 11, 21))
    assert kept == ()
    assert "21 November 2026" in left_out[0].why


@pytest.mark.parametrize(
    ("said", "effect", "metres"),
    [
        ({"effect": WalkEffect.SLOWS}, WalkEffect.SLOWS, 0.5),  # 50 m for every 100 m
        ({"effect": WalkEffect.DETERS}, WalkEffect.DETERS, 1.0),
        ({"hours": Hours.SOME_DAYS}, WalkEffect.SLOWS, 0.5),  # half of 100 m for every 100 m
        ({"extra_m": {"wheelchair": 60.0}}, WalkEffect.SLOWS, 0.6),  # 60 m for the whole flight of 100 m
    ],
)
def test_an_officers_word_replaces_the_maps(paths, said, effect, metres):
    (barrier,), _ = corrected(paths, WHEELCHAIR, **said)
    assert barrier.effect is effect
    assert barrier.extra_m == {"wheelchair": pytest.approx(metres)}
    assert barrier.original.extra_m == {"wheelchair": math.inf}


def test_a_barrier_of_the_map_can_have_no_effect_or_be_closed(paths):
    (none,), _ = corrected(paths, WHEELCHAIR, effect=WalkEffect.NONE)
    assert not none.hinders("wheelchair")
    (closed,), _ = corrected(paths, PUSHCHAIR, effect=WalkEffect.BLOCKS)
    assert (closed.effect, closed.extra_m) == (WalkEffect.BLOCKS, {"pushchair": math.inf})


def test_what_nobody_corrected_stays(paths):
    barriers = map_barriers(paths, WHEELCHAIR)
    assert corrected_map_barriers(barriers, {}, TODAY) == (barriers, ())


# Pins and the map as one thing.


def walk_m(network, persona, barriers):
    """From d down the steps to b, whichever way, without anything but some barriers."""
    imposed = impose(network, base_costs(network, persona), barriers, persona)
    steps = next(edge for edge in range(network.edge_count) if network.edge_flags[edge] & EdgeFlag.STEPS)
    from_first = tuple(network.node_xy[network.edge_uv[steps, 0]]) == (100, 100)
    top, foot = (0.0, 100.0) if from_first else (100.0, 0.0)
    ends = [imposed.split.points(on_edges((steps, offset))) for offset in (top, foot)]
    costs = imposed.impositions.costs(imposed.base)
    return float(nearest_seed(imposed.split.network, ends[1], ends[0], costs=costs).distance_m[0])


def test_steps_that_pins_and_the_map_tell_of_are_one_barrier_whose_removal_opens_the_way(paths):
    of_pins = inferred(paths, pin("b-step", 100, 50)).barriers
    of_map = map_barriers(paths, WHEELCHAIR)
    assert walk_m(paths, WHEELCHAIR, (*of_pins, *of_map)) == math.inf
    (one,) = joined(of_pins, of_map, "wheelchair")
    assert (one.id, one.evidence.pins, one.evidence.tags) == ("pin:p0", ("p0",), ("highway=steps",))
    assert ON_THE_MAP in one.told
    assert one.is_named("map:steps:way/2")
    assert one.is_named("pin:p0")
    assert not one.is_named("pin:p1")
    assert walk_m(paths, WHEELCHAIR, (one,)) == math.inf
    assert walk_m(paths, WHEELCHAIR, ()) == 100


def test_of_two_amounts_for_one_thing_the_larger_is_paid(paths):
    of_pins = inferred(paths, pin("b-step", 100, 50)).barriers
    (push,) = joined(of_pins, map_barriers(paths, PUSHCHAIR), "pushchair")
    assert walk_m(paths, PUSHCHAIR, (push,)) == pytest.approx(100 + 900)  # the map's nine times, not the pin's 50 m
    (older,) = joined(of_pins, map_barriers(paths, OLDER_WALKER), "older-walker")
    assert walk_m(paths, OLDER_WALKER, (older,)) == pytest.approx(100 + 190)
    stops = inferred(paths, pin("b-step", 100, 50, severity="stops", affects=("older",))).barriers
    (stopped,) = joined(stops, map_barriers(paths, OLDER_WALKER), "older-walker")
    assert walk_m(paths, OLDER_WALKER, (stopped,)) == math.inf


def test_what_an_officer_corrected_wins_over_the_map_that_nobody_did(paths):
    ramp = Correction(subject="p0", extra_m={"wheelchair": 20.0}, why="there is a ramp")
    of_pins = inferred(paths, pin("b-step", 100, 50), corrections={"p0": ramp}).barriers
    of_map = map_barriers(paths, WHEELCHAIR)
    (one,) = joined(of_pins, of_map, "wheelchair")
    assert walk_m(paths, WHEELCHAIR, (one,)) == pytest.approx(100 + 20)
    slows = Correction(subject=of_map[0].id, effect=WalkEffect.SLOWS, why="a rail and a ramp")
    corrected_map, _ = corrected_map_barriers(of_map, {of_map[0].id: slows}, TODAY)
    (other,) = joined(inferred(paths, pin("b-step", 100, 50)).barriers, corrected_map, "wheelchair")
    assert walk_m(paths, WHEELCHAIR, (other,)) == pytest.approx(100 + 50)


def test_a_gate_of_both_is_one_barrier():
    network = drawn_network(PLACES, ["a b c", "b d"], {"b": {"barrier": "gate"}})
    of_pins = inferred(network, pin("b-gate", 98, 2)).barriers
    (one,) = joined(of_pins, map_barriers(network, WHEELCHAIR), "wheelchair")
    assert one.extra_m["wheelchair"] == math.inf
    assert one.nodes == of_pins[0].nodes


def test_what_is_not_the_same_stays_apart_and_who_is_not_hindered_is_left_out(paths):
    of_pins = inferred(paths, pin("b-find", 100, 50), pin("b-rest", 30, 0)).barriers
    of_map = map_barriers(paths, WHEELCHAIR)
    kinds = [each.kind for each in joined(of_pins, of_map, "wheelchair")]
    assert kinds == ["b-find", "steps"]
    assert joined((), of_map, "wheelchair") == of_map
    assert joined(of_pins, (), "older-walker") == tuple(each for each in of_pins if each.hinders("older-walker"))


def test_a_feature_is_taken_in_once(paths):
    of_pins = inferred(paths, pin("b-step", 100, 50)).barriers
    twice = (*of_pins, *of_pins)
    told = joined(twice, map_barriers(paths, WHEELCHAIR), "wheelchair")
    assert [ON_THE_MAP in each.told for each in told] == [True, False]
    assert np.isinf([each.extra_m["wheelchair"] for each in told]).all()

"""Which barrier a pin becomes: where it meets the streets, which pins are one thing, what is left out and why.

d                 The flight of steps b-d is 100 m long.
║ steps
b ─────── c       a-b and b-c are paths of 100 m along northing 0.
│
a is 100 m west of b
"""

import math
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network, edge_at
from told_pins import TODAY, inferred, only, pin, pins

from geo.barriers import Correction, Meets
from geo.errors import GeoError
from geo.metrics.barrier_merging import point_groups
from geo.surveys import Hours, WalkEffect

PLACES = {"a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (100, 100)}


@pytest.fixture(scope="module")
def paths():
    return drawn_network(PLACES, ["a b c", ("b d", {"highway": "steps"})])


def places_of(barrier):
    return {(each.edge, each.from_m) for each in barrier.stretches}


def test_a_point_meets_the_nearest_place_on_a_path(paths):
    barrier = only(paths, pin("b-find", 30, 8))
    assert barrier.meets is Meets.NEAREST
    assert places_of(barrier) == {(edge_at(paths, 50, 0), 30.0)}
    assert barrier.geometry.equals(shapely.Point(30, 0))
    assert barrier.evidence.osm == ("way/1",)


def test_a_point_beside_a_junction_meets_the_node(paths):
    barrier = only(paths, pin("b-find", 100, -8))
    assert barrier.stretches == ()
    assert tuple(paths.node_xy[barrier.nodes[0]]) == (100, 0)


def test_a_point_beyond_the_limit_meets_nothing_and_is_told(paths):
    barrier = only(paths, pin("b-find", 30, -50.5))
    assert (barrier.meets, barrier.extra_m, barrier.stretches) == (Meets.NOTHING, {}, ())
    assert barrier.told == (
        "We found no street or path within 50 m, so it changes no walk; it still counts as a voice.",
    )
    assert only(paths, pin("b-find", 30, -50.5), nearest_m=60).meets is Meets.NEAREST


def test_steps_are_looked_for_although_a_path_is_nearer(paths):
    barrier = only(paths, pin("b-step", 70, 5))
    assert barrier.meets is Meets.FEATURE
    assert places_of(barrier) == {(edge_at(paths, 100, 50), 50.0)}


def test_where_no_steps_are_near_the_nearest_path_is_met(paths):
    assert only(paths, pin("b-step", 10, 5)).meets is Meets.NEAREST


def test_an_edge_that_may_not_be_met_is_passed_over(paths):
    from geo.metrics.barrier_report import BarrierSettings
    from geo.metrics.barrier_rules import infer_barriers

    usable = np.ones(paths.edge_count, bool)
    usable[edge_at(paths, 50, 0)] = False
    found = infer_barriers(paths, usable, pins(pin("b-find", 30, 8)), {}, BarrierSettings(), TODAY)
    assert found.barriers[0].meets is Meets.NOTHING


def test_a_gate_within_the_limit_is_what_a_gate_pin_means():
    gated = drawn_network(PLACES, ["a b c"], {"b": {"barrier": "gate"}})
    barrier = only(gated, pin("b-gate", 70, 0))
    assert barrier.meets is Meets.FEATURE
    assert tuple(gated.node_xy[barrier.nodes[0]]) == (100, 0)


def test_a_flight_in_two_edges_is_met_on_each_by_its_share():
    forked = drawn_network(PLACES | {"e": (100, 30), "f": (150, 30)}, ["a b c", ("b e d", {"highway": "steps"}), "e f"])
    barrier = only(forked, pin("b-step", 100, 80))
    assert sorted((each.from_m, each.share) for each in barrier.stretches) == [(15.0, 0.3), (35.0, 0.7)]


def test_a_crossing_is_met_half_on_each_half():
    places = {"w": (-50, 0), "n": (0, 0), "e": (50, 0), "up": (0, 10), "down": (0, -10)}
    street = ("w n e", {"highway": "secondary"})
    crossing = ("up n down", {"highway": "footway", "footway": "crossing"})
    network = drawn_network(places, [street, crossing], {"n": {"highway": "crossing"}})
    barrier = only(network, pin("b-cross", 20, 3))
    halves = {(edge_at(network, 0, 5), 5.0, 0.5), (edge_at(network, 0, -5), 5.0, 0.5)}
    assert {(each.edge, each.from_m, each.share) for each in barrier.stretches} == halves


def test_without_a_crossing_the_side_streets_of_a_main_road_are_met():
    places = {"w": (-50, 0), "n": (0, 0), "e": (50, 0), "up": (0, 40)}
    network = drawn_network(places, [("w n e", {"highway": "primary"}), ("n up", {"highway": "residential"})])
    barrier = only(network, pin("b-cross", 20, 3))
    side = edge_at(network, 0, 20)
    from_junction = 2.0 if tuple(network.node_xy[network.edge_uv[side, 0]]) == (0, 0) else 38.0
    assert {(each.edge, each.from_m, each.share) for each in barrier.stretches} == {(side, from_junction, 0.5)}


def test_a_place_known_to_a_cell_alone_is_spread_over_its_streets_and_blocks_nothing(paths):
    barrier = only(paths, pin("b-gate", 100, 0, role="grid-cell"))
    assert barrier.meets is Meets.INSIDE
    assert barrier.geometry.bounds == (-25, -125, 225, 125)
    assert sum(each.to_m - each.from_m for each in barrier.stretches) == pytest.approx(300)
    assert barrier.per_metre
    assert barrier.extra_m["any-walker"] == pytest.approx(100 / 250)
    assert barrier.effect is WalkEffect.DETERS


def test_two_pins_of_one_place_are_one_barrier_and_pins_of_two_kinds_are_two(paths):
    found = inferred(paths, pin("b-find", 30, 2), pin("b-find", 50, -2), pin("b-surface", 30, 2))
    assert [(each.kind, each.evidence.pins) for each in found.barriers] == [
        ("b-surface", ("p2",)),
        ("b-find", ("p0", "p1")),
    ]


def test_pins_farther_apart_than_the_setting_stay_apart_and_do_not_chain(paths):
    found = inferred(paths, *(pin("b-find", x, 0) for x in (10, 30, 50, 70)))
    assert [each.evidence.pins for each in found.barriers] == [("p0", "p1"), ("p2", "p3")]
    apart = inferred(paths, *(pin("b-find", x, 0) for x in (10, 30)), merge_m=19)
    assert len(apart.barriers) == 2


def test_pins_near_each_other_on_streets_that_do_not_meet_stay_apart():
    parallel = drawn_network({"a": (0, 0), "b": (99, 0), "c": (0, 20), "d": (99, 20)}, ["a b", "c d"])
    found = inferred(parallel, pin("b-find", 50, 1), pin("b-find", 50, 19))
    assert len(found.barriers) == 2


def test_the_order_of_the_rows_changes_nothing(paths):
    generator = np.random.default_rng(4)
    rows = [
        pin("b-find", *generator.uniform((0, -20), (200, 20)), id=f"x{number}", severity=word)
        for number, word in enumerate(generator.choice(["little", "some", "much"], 60).tolist())
    ]
    frame = pins(*rows)
    shuffled = frame.iloc[generator.permutation(len(frame))].reset_index(drop=True)

    def told(found):
        return [(each.id, each.evidence, each.extra_m, each.stretches, each.nodes) for each in found.barriers]

    assert told(inferred(paths, frame)) == told(inferred(paths, shuffled))


def test_the_oldest_pin_names_the_barrier(paths):
    barrier = only(
        paths,
        pin("b-find", 30, 0, id="young", created_at="2026-05-01"),
        pin("b-find", 40, 0, id="old", created_at="2026-01-01"),
    )
    assert barrier.id == "pin:old"
    assert places_of(barrier) == {(edge_at(paths, 50, 0), 40.0)}


def test_ten_thousand_pins_on_one_place_are_one_barrier(paths):
    generator = np.random.default_rng(7)
    spread = generator.uniform((25, -5), (35, 5), (10_000, 2))
    frame = gpd.GeoDataFrame(
        pins(pin("b-find", 0, 0)).drop(columns="geometry").loc[[0] * 10_000].reset_index(drop=True),
        geometry=shapely.points(spread),
        crs="EPSG:27700",
    ).assign(id=[f"p{number:05}" for number in range(10_000)])
    (barrier,) = inferred(paths, frame).barriers
    assert barrier.evidence.contributors == 10_000
    assert barrier.extra_m["any-walker"] == 30


def test_one_person_with_many_pins_has_one_voice(paths):
    many = [pin("b-find", 30, 0, contributor="busy", severity="stops") for _ in range(5)]
    barrier = only(paths, *many, *(pin("b-find", 30, 0, contributor=name) for name in ("one", "other")))
    assert barrier.evidence.contributors == 3
    assert barrier.extra_m["any-walker"] == 30  # the middle of 30, 30 and what cannot be passed


def test_of_two_who_differ_the_milder_holds(paths):
    barrier = only(paths, pin("b-find", 30, 0, severity="stops"), pin("b-find", 31, 0, severity="little"))
    assert barrier.extra_m["any-walker"] == 15
    assert barrier.effect is WalkEffect.SLOWS


def test_too_few_writers_are_left_out_with_the_reason_but_never_their_number(paths):
    found = inferred(paths, pin("b-find", 30, 0), pin("b-find", 31, 0), contributors=3)
    assert found.barriers == ()
    assert found.left_out[0].pins == ("p0", "p1")
    assert "3 people" in found.left_out[0].why
    assert "2" not in found.left_out[0].why


def test_the_setting_multiplies_what_can_be_passed_alone(paths):
    barrier = only(paths, pin("b-step", 100, 50), penalty_times=2)
    assert (barrier.extra_m["pushchair"], barrier.extra_m["wheelchair"]) == (100, math.inf)


def test_what_has_ended_is_left_out_and_what_ends_today_counts(paths):
    rows = pin("b-works", 30, 0, until=TODAY), pin("b-works", 150, 0, until=TODAY - timedelta(days=1))
    found = inferred(paths, *rows)
    assert [each.evidence.pins for each in found.barriers] == [("p0",)]
    assert found.barriers[0].until == TODAY
    assert [(each.pins, each.why) for each in found.left_out] == [
        (("p1",), "It ended on 21 November 2026, so it is not counted any more.")
    ]


@pytest.mark.parametrize("category", ["b-gone", "b-link", "b-other"])
def test_what_lengthens_no_walk_is_left_out_with_a_sentence(paths, category):
    found = inferred(paths, pin(category, 30, 0))
    assert found.barriers == ()
    assert found.left_out[0].why.endswith("It still counts as a voice.")


def test_both_depending_on_the_time_counts_half(paths):
    barrier = only(paths, pin("b-find", 30, 0, kind="both"))
    assert (barrier.hours, barrier.extra_m["any-walker"]) == (Hours.SOME_DAYS, 15)
    told = only(paths, pin("b-find", 30, 0, kind="both", hours="always"))
    assert told.extra_m["any-walker"] == 30


def test_a_welcoming_pin_is_no_barrier_and_stands_against_what_it_contradicts(paths):
    found = inferred(
        paths,
        pin("b-fear", 30, 0),
        pin("b-find", 30, 0),
        pin("w-safe", 40, 0, kind="welcoming"),
        pin("w-safe", 80, 0, kind="welcoming"),
        pin("w-meet", 30, 0, kind="welcoming"),
    )
    against = {each.kind: each.evidence.against for each in found.barriers}
    assert against == {"b-fear": ("p2",), "b-find": ()}


@pytest.mark.parametrize(
    "shape",
    [shapely.Point(math.nan, 0), shapely.Point(), shapely.Polygon(), None, shapely.LineString([(0, 0), (math.inf, 0)])],
)
def test_a_place_that_cannot_be_read_is_left_out(paths, shape):
    found = inferred(paths, pin("b-find", shape), pin("b-find", 30, 0))
    assert [each.evidence.pins for each in found.barriers] == [("p1",)]
    assert [(each.pins, each.why) for each in found.left_out] == [(("p0",), "The place of this pin cannot be read.")]


def test_details_that_nobody_knows_are_no_details(paths):
    barrier = only(
        paths, pin("b-find", 30, 0, felt="who knows", severity=math.nan, hours="", affects=None, until="soon")
    )
    assert barrier.extra_m == dict.fromkeys(barrier.extra_m, 30.0)
    assert barrier.until is None


def test_no_pins_are_no_barriers(paths):
    assert inferred(paths, pins(pin("b-find", 0, 0)).iloc[:0]).barriers == ()


def test_degrees_are_refused(paths):
    with pytest.raises(GeoError, match="British National Grid"):
        inferred(paths, pins(pin("b-find", 0, 0)).set_crs("EPSG:4326", allow_override=True))


def test_an_officers_word_is_put_over_the_barrier_and_the_rules_word_is_kept(paths):
    said = Correction(subject="p1", effect=WalkEffect.BLOCKS, why="seen")
    barrier = only(paths, pin("b-find", 30, 0), pin("b-find", 31, 0), corrections={"p1": said})
    assert barrier.effect is WalkEffect.BLOCKS
    assert barrier.extra_m["any-walker"] == math.inf
    assert barrier.corrected == said
    assert barrier.original.extra_m["any-walker"] == 30


def test_an_officers_metres_stand_as_given(paths):
    said = Correction(subject="p0", extra_m={"wheelchair": 7.0, "older-walker": 0.0}, why="measured")
    barrier = only(paths, pin("b-find", 30, 0), corrections={"p0": said}, penalty_times=2)
    assert barrier.extra_m == {"any-walker": 60, "wheelchair": 7, "pushchair": 60, "after-dark": 60}


def test_an_officer_takes_the_whole_barrier_out_by_any_of_its_pins(paths):
    said = Correction(subject="p1", not_a_barrier=True, why="it was mended")
    found = inferred(paths, pin("b-find", 30, 0), pin("b-find", 31, 0), corrections={"p1": said})
    assert found.barriers == ()
    assert found.left_out[0].pins == ("p0", "p1")
    assert "it was mended" in found.left_out[0].why


def test_an_officer_can_end_a_barrier_or_give_one_to_what_had_none(paths):
    ended = Correction(subject="p0", until=date(2026, 1, 31), why="done")
    assert inferred(paths, pin("b-find", 30, 0), corrections={"p0": ended}).barriers == ()
    slows = Correction(subject="p0", effect=WalkEffect.SLOWS, why="the stop blocks the pavement")
    barrier = only(paths, pin("b-link", 30, 0), corrections={"p0": slows})
    assert barrier.extra_m["any-walker"] == 50
    assert barrier.original.extra_m == {}


def test_groups_of_no_points_are_none(paths):
    from geo.metrics.barrier_edges import point_places

    places = point_places(paths, np.ones(paths.edge_count, bool), np.zeros((0, 2)), "b-step", 50.0)
    assert point_groups(places, 25.0) == []

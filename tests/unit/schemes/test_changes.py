"""Changes laid upon networks that are drawn by hand, so that every metre can be told on paper."""

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network
from shapely import LineString, Point, box

from geo.metrics.personas import ANY_WALKER, OLDER_WALKER, WHEELCHAIR, costs_for
from geo.network.changes import apply_changes
from geo.network.routing import nearest_seed
from geo.network.snapping import snap
from geo.schemes import Change, ChangeKind


def change(kind, shape, **more):
    return Change(kind=ChangeKind(kind), geometry=shape, **more)


def walk(network, start, goal, persona=ANY_WALKER):
    """Metres from a place to another, both on the network."""
    costs = costs_for(network, persona)
    allowed = np.isfinite(costs.edge_m)
    seeds, targets = (snap(network, np.array([xy], float), limit_m=5.0, allowed=allowed) for xy in (goal, start))
    return nearest_seed(network, seeds, targets, costs=costs).distance_m[0]


def after(network, *changes):
    return apply_changes(network, changes).network


@pytest.fixture
def banks():
    """Two streets 100 m apart with a river between; the one bridge is 400 m away."""
    return drawn_network(
        {"a": (0, 0), "b": (400, 0), "c": (0, 100), "d": (400, 100)},
        [("a b", {"highway": "residential"}), ("c d", {"highway": "residential"}), "b d"],
    )


def test_a_bridge_over_the_river_saves_the_way_round(banks):
    assert walk(banks, (0, 0), (0, 100)) == pytest.approx(900)
    bridged = apply_changes(banks, [change("link", LineString([(100, 0), (100, 100)]))])
    assert walk(bridged.network, (0, 0), (0, 100)) == pytest.approx(300)
    assert walk(banks, (0, 0), (0, 100)) == pytest.approx(900)  # the old network is as it was
    (outcome,) = bridged.outcomes
    assert outcome.took_effect
    assert outcome.told == "New path: 100 m of path, joined at 2 places."
    assert outcome.place == pytest.approx((100, 50))


def test_ends_within_ten_metres_are_led_up_to_the_street_and_overshooting_ones_cut_off(banks):
    network = after(banks, change("link", LineString([(100, 8), (100, 104)])))
    assert walk(network, (0, 0), (0, 100)) == pytest.approx(300)
    assert network.length_km - banks.length_km == pytest.approx(0.1)


def test_ends_farther_off_join_nothing(banks):
    changed = apply_changes(banks, [change("link", LineString([(100, 11), (100, 89)]))])
    assert not changed.outcomes[0].took_effect
    assert changed.outcomes[0].told.startswith("New path: it meets no street or path")
    assert changed.network.edge_count == banks.edge_count


def test_a_path_with_one_end_in_the_open_says_that_nobody_walks_through(banks):
    changed = apply_changes(banks, [change("link", LineString([(100, 0), (100, 60)]))])
    assert changed.outcomes[0].took_effect
    assert "nobody walks through it" in changed.outcomes[0].told
    assert walk(changed.network, (0, 0), (0, 100)) == pytest.approx(900)
    assert walk(changed.network, (100, 60), (0, 0)) == pytest.approx(160)


def test_a_path_joins_every_street_it_crosses_but_a_bridge_only_those_at_its_ends(banks):
    three = drawn_network(
        {"a": (0, 0), "b": (400, 0), "c": (0, 100), "d": (400, 100), "e": (0, 50), "f": (400, 50)},
        ["a b", "c d", "e f", "b f", "f d"],
    )
    line = LineString([(100, 0), (100, 100)])
    assert walk(after(three, change("link", line)), (0, 50), (0, 0)) == pytest.approx(250)
    assert walk(after(three, change("link", line, ends_only=True)), (0, 50), (0, 0)) == pytest.approx(850)
    assert walk(after(three, change("link", line, ends_only=True)), (0, 100), (0, 0)) == pytest.approx(300)


def test_a_bridge_of_the_map_is_joined_at_the_end_of_a_line_alone():
    network = drawn_network(
        {"a": (0, 0), "b": (0, 100), "c": (-50, 50), "d": (50, 50)},
        ["a b", ("c d", {"highway": "footway", "bridge": "yes"})],
    )
    over = after(network, change("link", LineString([(-20, 0), (-20, 100), (0, 100)])))
    assert np.isinf(walk(over, (-50, 50), (0, 0)))
    onto = after(network, change("link", LineString([(0, 20), (30, 20), (30, 50)])))
    assert walk(onto, (30, 50), (0, 0)) == pytest.approx(80)


def test_new_paths_of_one_scheme_join_each_other(banks):
    halves = [LineString([(100, 0), (100, 52)]), LineString([(100, 55), (100, 100)])]
    network = after(banks, *(change("link", each) for each in halves))
    assert walk(network, (0, 0), (0, 100)) == pytest.approx(300)
    crossing = [LineString([(100, 0), (200, 100)]), LineString([(200, 0), (100, 100)])]
    network = after(banks, *(change("link", each) for each in crossing))
    assert walk(network, (100, 0), (100, 100)) == pytest.approx(100 * np.sqrt(2))


def test_a_path_beside_a_street_between_its_ends_shares_no_pair_of_nodes_with_it(banks):
    network = after(banks, change("link", LineString([(0, 0), (200, 40), (400, 0)])))
    pairs = np.sort(network.edge_uv, axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert walk(network, (0, 0), (400, 0)) == pytest.approx(400)


def test_a_closed_street_is_walked_round(banks):
    ring = drawn_network({"a": (0, 0), "b": (100, 0), "c": (100, 80), "d": (0, 80)}, ["a b", "b c", "c d", "d a"])
    assert walk(ring, (10, 0), (90, 0)) == pytest.approx(80)
    for shape in (Point(50, 12), LineString([(50, -5), (50, 5)])):
        changed = apply_changes(ring, [change("close", shape)])
        assert changed.outcomes[0].told == "Closed: 1 street or path is shut."
        assert walk(changed.network, (10, 0), (90, 0)) == pytest.approx(280)
        assert walk(changed.network, (45, 0), (10, 0)) == pytest.approx(35)


def test_an_area_closes_what_lies_in_it(banks):
    changed = apply_changes(banks, [change("close", box(150, -20, 250, 20))])
    assert changed.outcomes[0].told == "Closed: 100 m of streets and paths are closed."
    assert np.isinf(walk(changed.network, (0, 0), (400, 0)))
    assert walk(changed.network, (0, 0), (150, 0)) == pytest.approx(150)
    assert changed.network.edge_length_m[changed.shut].sum() == pytest.approx(100)


def test_a_line_along_a_street_closes_the_stretch_beside_it(banks):
    for line in (LineString([(100, 3), (200, 3)]), LineString([(100, 3), (150, -3), (200, 3)])):
        changed = apply_changes(banks, [change("close", line)])
        assert changed.shut.any()
        assert np.isinf(walk(changed.network, (50, 0), (300, 0)))


def test_what_a_scheme_builds_is_not_closed_by_it(banks):
    network = after(banks, change("close", box(150, -20, 250, 20)), change("link", LineString([(100, 0), (300, 0)])))
    assert walk(network, (0, 0), (400, 0)) == pytest.approx(400)


def test_a_closed_gate_is_opened():
    network = drawn_network(
        {"a": (0, 0), "g": (50, 0), "b": (100, 0)}, ["a g b"], {"g": {"barrier": "gate", "access": "no"}}
    )
    assert np.isinf(walk(network, (0, 0), (100, 0)))
    changed = apply_changes(network, [change("open", Point(52, 3))])
    assert changed.outcomes[0].told == "Opened: it mends 1 closed gate of the map."
    assert walk(changed.network, (0, 0), (100, 0)) == pytest.approx(100)
    assert walk(changed.network, (0, 0), (100, 0), WHEELCHAIR) == pytest.approx(100)  # no gate is left


def test_where_nothing_is_closed_nothing_is_opened(banks):
    (outcome,) = apply_changes(banks, [change("open", Point(200, 5))]).outcomes
    assert not outcome.took_effect
    assert outcome.told.startswith("Opened: there is nothing to open here")


def test_a_private_way_that_the_map_does_not_have_is_opened_as_a_path(banks):
    network = after(banks, change("open", LineString([(100, 0), (100, 100)])))
    assert walk(network, (0, 0), (0, 100)) == pytest.approx(300)


def test_a_ramp_lets_wheels_pass_the_steps():
    network = drawn_network(
        {"a": (0, 0), "b": (50, 0), "c": (60, 0), "d": (110, 0)}, ["a b", ("b c", {"highway": "steps"}), "c d"]
    )
    assert np.isinf(walk(network, (0, 0), (110, 0), WHEELCHAIR))
    for shape in (Point(55, 8), LineString([(50, 2), (55, 10), (60, 2)])):
        changed = apply_changes(network, [change("ramp", shape)])
        assert changed.outcomes[0].took_effect
        assert "a flight of steps" in changed.outcomes[0].told
        assert np.isfinite(walk(changed.network, (0, 0), (110, 0), WHEELCHAIR))


def test_a_crossing_lets_older_walkers_over_the_main_road():
    network = drawn_network(
        {"a": (0, -20), "m": (0, 0), "b": (0, 20), "w": (-200, 0), "e": (200, 0)},
        [
            ("w m e", {"highway": "primary"}),
            ("a m b", {"highway": "footway", "footway": "crossing"}),
        ],
        {"m": {"highway": "crossing", "crossing": "unmarked"}},
    )
    assert walk(network, (0, -20), (0, 20), OLDER_WALKER) == pytest.approx(140)
    changed = apply_changes(network, [change("crossing", LineString([(2, -8), (2, 8)]))])
    assert changed.outcomes[0].took_effect
    assert walk(changed.network, (0, -20), (0, 20), OLDER_WALKER) == pytest.approx(40)
    assert changed.mended.any()


def test_a_new_crossing_joins_the_pavements_on_either_side():
    network = drawn_network(
        {"a": (0, -8), "b": (300, -8), "c": (0, 8), "d": (300, 8), "w": (0, 0), "e": (300, 0)},
        ["a b", "c d", ("w e", {"highway": "primary"}), "b e", "e d"],
    )
    before = walk(network, (0, -8), (0, 8))
    assert before == pytest.approx(616)
    changed = apply_changes(network, [change("crossing", LineString([(50, -7), (50, 7)]))])
    assert walk(changed.network, (0, -8), (0, 8)) == pytest.approx(116)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (change("link", None), "there is nothing drawn"),
        (change("link", LineString()), "there is nothing drawn"),
        (change("link", Point(0, 0)), "a path is drawn as a line"),
        (
            change("link", shapely.transform(LineString([(0, 0), (1, 1)]), lambda xy: xy * np.inf)),
            "some of its places have no number",
        ),
        (change("link", LineString([(50_000, 0), (60_000, 0)])), "it lies off the walking map"),
        (change("link", LineString(np.column_stack([np.arange(1e5), np.zeros(int(1e5))]))), "100,000 points"),
        (change("crossing", box(0, 0, 9, 9)), "draw a line or a point"),
        (change("close", shapely.from_wkt("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")), "its outline crosses itself"),
        (change("close", Point(200, 50)), "there is no street or path here to close"),
        (change("ramp", Point(200, 0)), "there are no steps and no raised kerb"),
    ],
)
def test_what_cannot_be_used_says_so_and_changes_nothing(banks, given, told):
    changed = apply_changes(banks, [given])
    assert not changed.outcomes[0].took_effect
    assert told in changed.outcomes[0].told
    assert changed.network.edge_count == banks.edge_count

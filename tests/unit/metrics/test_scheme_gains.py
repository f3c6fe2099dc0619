"""Who gains and who loses by schemes on small networks, told on paper before they are counted."""

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study
from shapely import LineString, Point, box

from geo.barriers import Barrier, BarrierSource, Meets, Stretch
from geo.metrics.barrier_ground import barrier_ground
from geo.metrics.barrier_standards import REACH_STANDARDS
from geo.metrics.map_barriers import base_costs, map_barriers
from geo.metrics.personas import ANY_WALKER, WHEELCHAIR, costs_for
from geo.metrics.scheme_costs import barriers_answered
from geo.metrics.scheme_gains import scheme_gains
from geo.network.changes import apply_changes
from geo.schemes import Change, ChangeKind
from geo.surveys import WalkEffect

NEAR = next(each for each in REACH_STANDARDS.values() if each.metres == 400.0)
PARK = ("park", box(-40, 100, -10, 160))


def change(kind, shape=None, **more):
    return Change(kind=ChangeKind(kind), geometry=shape, **more)


def pin_barrier(network, x, y, metres, kind="b-gate", **more):
    """A barrier of residents at the place nearest to (x, y)."""
    edge = int(network.tree.nearest(Point(x, y)))
    at = network.lines[edge].project(Point(x, y))
    return Barrier(
        id=f"pin-{x}-{y}",
        label="Told by residents",
        kind=kind,
        source=BarrierSource.PINS,
        effect=WalkEffect.BLOCKS,
        geometry=Point(x, y),
        meets=Meets.NEAREST,
        stretches=(Stretch(edge=edge, from_m=at, to_m=at),),
        extra_m={ANY_WALKER.id: metres, WHEELCHAIR.id: metres},
        **more,
    )


def tried(network, homes, changes, *, spaces=(PARK,), barriers=(), persona=ANY_WALKER, standard=NEAR):
    ground = drawn_ground(network, spaces=spaces, homes=homes, persona=persona, costs=costs_for(network, persona))
    found = (*barriers, *map_barriers(network, persona))
    upon = barrier_ground(drawn_study(ground), ground, standard, base_costs(network, persona), found)
    changed = apply_changes(upon.imposed.split.network, changes)
    took = [each.took_effect or each.kind is ChangeKind.REMOVE_BARRIER for each in _with_kinds(changed, changes)]
    gone = barriers_answered(upon.imposed.barriers, tuple(changes), took)
    added = tuple(each for each in changes if each.kind is ChangeKind.SPACE)
    return scheme_gains(upon, changed, gone, added)


def _with_kinds(changed, changes):
    class Told:
        def __init__(self, outcome, kind):
            self.took_effect, self.kind = outcome.took_effect, kind

    return [Told(outcome, each.kind) for outcome, each in zip(changed.outcomes, changes, strict=True)]


@pytest.fixture
def banks():
    """Two streets 100 m apart with a river between; the one bridge is 400 m away. The park begins at (-10, 100)."""
    return drawn_network(
        {"a": (0, 0), "b": (400, 0), "p": (-20, 100), "c": (0, 100), "d": (400, 100)},
        [("a b", {"highway": "residential"}), ("p c d", {"highway": "residential"}), "b d"],
    )


HOMES = [(0, 0, 30), (100, 0, 20), (300, 0, 10), (200, 100, 5)]


def test_a_bridge_saves_the_homes_behind_the_river_their_way_round(banks):
    gains = tried(banks, HOMES, [change("link", LineString([(100, 0), (100, 100)]))])
    # To the park's edge at (-10, 100): 410 m from the far bank's end, 100 m up the bridge at b.
    assert gains.before.tolist() == pytest.approx([910, 810, 610, 210])
    assert gains.after.tolist() == pytest.approx([310, 210, 410, 210])
    assert gains.gain() == pytest.approx(50)
    assert gains.lose() == 0
    assert gains.closer() == pytest.approx(60)
    assert gains.farther() == 0
    before, after = gains.reaches()
    assert (before.meet, after.meet) == (pytest.approx(5), pytest.approx(55))
    assert before.mean_min == pytest.approx((30 * 910 + 20 * 810 + 10 * 610 + 5 * 210) / 65 / 79.8)
    assert after.mean_min == pytest.approx((30 * 310 + 20 * 210 + 10 * 410 + 5 * 210) / 65 / 79.8)
    # From the bridge's foot at (100, 0): 100, 0, 200 m; from its head (100, 100): 100 m.
    assert gains.within_reach() == pytest.approx(65)


def test_a_home_nearer_to_the_new_path_steps_onto_it_where_that_is_shorter(banks):
    gains = tried(banks, [(110, 40, 8)], [change("link", LineString([(100, 0), (100, 100)]))])
    assert gains.before.tolist() == pytest.approx([40 + 290 + 100 + 410])
    assert gains.after.tolist() == pytest.approx([10 + 60 + 110])


def test_closing_the_one_bridge_leaves_no_way_through_and_is_counted(banks):
    gains = tried(banks, HOMES, [change("close", Point(405, 50))])
    assert gains.after[:3].tolist() == [np.inf] * 3
    assert gains.reaches()[1].no_way == pytest.approx(60)
    assert gains.farther() == pytest.approx(60)
    assert gains.lose() == 0  # none of them met 400 m before


def test_who_lives_on_a_closed_stretch_leaves_it_by_its_nearest_open_end(banks):
    gains = tried(banks, [(200, 100, 5), (120, 100, 5)], [change("close", box(110, 90, 300, 110))])
    # Over the ends at x = 110 (shut towards d) the walk to the park is as it was; both come out there.
    assert gains.after.tolist() == pytest.approx([210, 130])
    gains = tried(banks, [(290, 100, 5)], [change("close", box(110, 90, 300, 110))])
    assert gains.before.tolist() == pytest.approx([300])
    assert np.isinf(gains.after[0])  # it comes out 10 m away at x = 300, from where no way leads on


def test_a_new_park_is_entered_where_streets_meet_it(banks):
    park = change("space", box(200, -50, 260, 20))
    gains = tried(banks, HOMES, [park])
    assert gains.after.tolist() == pytest.approx([200, 100, 40, 210])
    assert gains.gain() == pytest.approx(60)
    assert gains.schemed.ground.open_spaces.frame["space_id"].tolist() == ["way/0", "scheme/1"]
    assert gains.schemed.ground.open_spaces.frame["area_ha"].iloc[1] == pytest.approx(0.42)


def test_a_community_place_counts_for_its_own_standard(banks):
    library = change("space", Point(300, 5), space_kind="library")
    gains = tried(banks, HOMES, [library], standard=REACH_STANDARDS["community-10min"])
    assert np.isinf(gains.before).all()
    assert gains.after.tolist() == pytest.approx([300, 200, 0, 400])
    assert tried(banks, HOMES, [library]).gain() == 0


def test_a_new_path_into_a_park_is_a_way_in_and_the_old_one_stays(banks):
    gains = tried(banks, [(0, 0, 9), (200, 100, 5)], [change("link", LineString([(0, 0), (-20, 0), (-20, 130)]))])
    assert gains.after.tolist() == pytest.approx([120, 210])


def test_a_barrier_that_is_removed_is_addressed_and_the_others_stand(banks):
    barriers = (pin_barrier(banks, 50, 100, 500.0), pin_barrier(banks, 350, 100, 100.0))
    gains = tried(banks, [(200, 100, 5)], [change("remove-barrier", barrier_id="pin-50-100")], barriers=barriers)
    assert gains.before.tolist() == pytest.approx([710])
    assert gains.after.tolist() == pytest.approx([210])
    pins = gains.pins()
    assert [each.id for each in pins.addressed] == ["pin-50-100"]
    assert [each.id for each in pins.untouched] == ["pin-350-100"]
    assert pins.worse == ()


def test_a_barrier_that_nobody_needs_to_meet_any_more_is_addressed(banks):
    barrier = pin_barrier(banks, 400, 50, 300.0)
    gains = tried(banks, HOMES[:2], [change("link", LineString([(0, 0), (0, 100)]))], barriers=(barrier,))
    assert [each.id for each in gains.pins().addressed] == [barrier.id]


def test_a_barrier_that_more_must_meet_is_made_worse(banks):
    bridged = drawn_network(
        {"a": (0, 0), "b": (400, 0), "c": (0, 100), "d": (400, 100), "p": (-20, 100)},
        ["a b", ("p c d", {"highway": "residential"}), "b d", "a c"],
    )
    barrier = pin_barrier(bridged, 400, 50, 300.0)
    gains = tried(bridged, [(350, 0, 40), (10, 0, 40)], [change("close", Point(0, 50))], barriers=(barrier,))
    assert [each.id for each in gains.pins().worse] == [barrier.id]


def test_opening_a_gate_answers_what_residents_say_of_it(banks):
    gated = drawn_network(
        {"a": (0, 0), "g": (0, 50), "c": (0, 100), "p": (-20, 100)},
        ["a g c", "p c"],
        {"g": {"barrier": "gate"}},
    )
    barrier = pin_barrier(gated, 0, 50, np.inf)
    gains = tried(gated, [(0, 0, 12)], [change("open", Point(0, 52))], barriers=(barrier,))
    assert gains.before.tolist() == [np.inf]
    assert gains.after.tolist() == pytest.approx([110])
    assert [each.id for each in gains.pins().addressed] == [barrier.id]


def test_a_ramp_takes_the_steps_of_the_map_out_of_the_way_of_wheels():
    stepped = drawn_network(
        {"a": (0, 0), "b": (0, 40), "c": (0, 50), "d": (0, 100), "p": (-20, 100)},
        ["a b", ("b c", {"highway": "steps"}), "c d", "p d"],
    )
    gains = tried(stepped, [(0, 0, 12)], [change("ramp", Point(3, 45))], persona=WHEELCHAIR)
    assert gains.before.tolist() == [np.inf]
    assert gains.after.tolist() == pytest.approx([110])
    assert gains.costs.gone.tolist() == [True]


def test_removing_every_barrier_is_the_clear_network():
    stepped = drawn_network(
        {"a": (0, 0), "b": (0, 40), "c": (0, 50), "d": (0, 100), "p": (-20, 100)},
        ["a b", ("b c", {"highway": "steps"}), "c d", "p d"],
    )
    of_map = map_barriers(stepped, WHEELCHAIR)
    barriers = (pin_barrier(stepped, 0, 20, 70.0),)
    removals = [change("remove-barrier", barrier_id=each.id) for each in (*of_map, *barriers)]
    gains = tried(stepped, [(0, 0, 12)], removals, persona=WHEELCHAIR, barriers=barriers)
    clear = gains.ground.game.walks(np.zeros(len(gains.costs.gone), bool))
    np.testing.assert_allclose(gains.after, clear, rtol=0, atol=1e-9)
    np.testing.assert_allclose(gains.costs.base.edge_m, gains.ground.imposed.base.edge_m)
    assert shapely.length(gains.schemed.ground.network.lines).sum() == pytest.approx(120)


def test_opening_the_gate_of_a_cut_off_yard_gives_its_people_its_streets():
    yard = drawn_network(
        {"a": (0, 0), "b": (600, 0), "g": (300, 20), "y": (300, 60), "m": (300, 0)},
        ["a m b", "m g y"],
        {"g": {"barrier": "wall"}},
    )
    gains = tried(yard, [(600, 0, 5)], [change("open", Point(300, 20))], spaces=[("park", box(290, 50, 310, 70))])
    assert gains.after.tolist() == pytest.approx([350])

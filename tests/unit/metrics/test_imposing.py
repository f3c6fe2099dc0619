"""Barriers on the network: what a walk pays is what it meets, and taking one away leaves the others.

a ─────── b ─────── c       two paths of 100 m; d is 100 m north of b
          │
          d
"""

import math

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network, edge_at, nearest_by_networkx, on_edges
from hypothesis import given, settings
from hypothesis import strategies as st
from told_pins import inferred, only, pin

from geo.barriers import Barrier, BarrierSource, Meets, Stretch
from geo.metrics.imposing import impose
from geo.metrics.personas import ANY_WALKER, WHEELCHAIR
from geo.network.costs import lengths
from geo.network.routing import nearest_seed
from geo.surveys import WalkEffect

PLACES = {"a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (100, 100)}


@pytest.fixture(scope="module")
def paths():
    return drawn_network(PLACES, ["a b c", "b d"])


def barrier(metres=50.0, *, stretches=(), nodes=(), per_metre=False, name="x"):
    return Barrier(
        id=name,
        label="",
        kind="b-find",
        source=BarrierSource.PINS,
        effect=WalkEffect.SLOWS,
        geometry=shapely.Point(0, 0),
        meets=Meets.NEAREST,
        stretches=tuple(stretches),
        nodes=tuple(nodes),
        extra_m={"any-walker": metres},
        per_metre=per_metre,
    )


def walk_m(network, barriers, start, end, standing=None):
    """A walk between two places on the network of (x, y), with some barriers."""
    imposed = impose(network, lengths(network), barriers, ANY_WALKER)
    costs = imposed.impositions.costs(imposed.base, standing)
    split = imposed.split.network
    ends = [imposed.split.points(on_edges(spot(network, *place))) for place in (start, end)]
    walk = float(nearest_seed(split, ends[1], ends[0], costs=costs).distance_m[0])
    assert walk == nearest_by_networkx(split, ends[1], ends[0], costs)[0]
    return walk


def spot(network, x, y):
    edge = edge_at(network, x, y)
    return edge, float(shapely.line_locate_point(network.lines[edge], shapely.Point(x, y)))


def test_a_place_costs_who_passes_it_and_nobody_else(paths):
    there = only(paths, pin("b-find", 30, 0))  # 30 m more
    assert walk_m(paths, [there], (10, 0), (60, 0)) == pytest.approx(50 + 30)
    assert walk_m(paths, [there], (40, 0), (60, 0)) == pytest.approx(20)
    assert walk_m(paths, [there], (10, 0), (20, 0)) == pytest.approx(10)


def test_two_barriers_on_one_edge_stack_and_removing_one_leaves_the_other(paths):
    both = inferred(paths, pin("b-find", 30, 0), pin("b-find", 70, 0, severity="much")).barriers
    assert walk_m(paths, both, (10, 0), (90, 0)) == pytest.approx(80 + 30 + 60)
    assert walk_m(paths, both, (10, 0), (90, 0), np.array([True, False])) == pytest.approx(80 + 30)
    assert walk_m(paths, both, (10, 0), (90, 0), np.array([False, True])) == pytest.approx(80 + 60)
    assert walk_m(paths, both, (10, 0), (50, 0)) == pytest.approx(40 + 30)


def test_two_barriers_at_one_place_stack(paths):
    both = inferred(paths, pin("b-find", 30, 0), pin("b-surface", 30, 0)).barriers
    assert walk_m(paths, both, (10, 0), (90, 0)) == pytest.approx(80 + 30 + 10)


def test_what_cannot_be_passed_parts_the_homes_on_either_side(paths):
    gate = only(paths, pin("b-gate", 30, 0))
    assert walk_m(paths, [gate], (10, 0), (90, 0)) == math.inf
    assert walk_m(paths, [gate], (40, 0), (90, 0)) == pytest.approx(50)


def test_a_stretch_costs_its_metres(paths):
    along = only(paths, pin("b-exclude", shapely.box(20, -10, 60, 10)))  # twice the length
    assert walk_m(paths, [along], (0, 0), (100, 0)) == pytest.approx(100 + 40)
    assert walk_m(paths, [along], (30, 0), (50, 0)) == pytest.approx(20 + 20)
    assert walk_m(paths, [along], (70, 0), (90, 0)) == pytest.approx(20)


def test_stretches_that_overlap_stack(paths):
    areas = shapely.box(20, -10, 60, 10), shapely.box(40, -10, 80, 10)
    both = [only(paths, pin("b-exclude", area, id=f"{row}")) for row, area in enumerate(areas)]
    assert walk_m(paths, both, (0, 0), (100, 0)) == pytest.approx(100 + 40 + 40)
    assert walk_m(paths, both, (40, 0), (60, 0)) == pytest.approx(20 + 20 + 20)


def test_a_crossing_costs_whoever_crosses_and_not_who_walks_along():
    places = {"w": (-50, 0), "n": (0, 0), "e": (50, 0), "up": (0, 10), "down": (0, -10)}
    network = drawn_network(
        places,
        [("w n e", {"highway": "secondary"}), ("up n down", {"highway": "footway", "footway": "crossing"})],
        {"n": {"highway": "crossing"}},
    )
    hard = only(network, pin("b-cross", 3, 3))
    assert walk_m(network, [hard], (0, 10), (0, -10)) == pytest.approx(20 + 50)
    assert walk_m(network, [hard], (-50, 0), (50, 0)) == pytest.approx(100)
    assert walk_m(network, [hard], (0, 10), (50, 0)) == pytest.approx(60 + 25)


def test_a_length_that_is_not_paid_by_the_metre_costs_its_share_by_length(paths):
    edge = edge_at(paths, 50, 0)
    half = barrier(60.0, stretches=[Stretch(edge=edge, from_m=20.0, to_m=80.0, share=0.5)])
    assert walk_m(paths, [half], (0, 0), (100, 0)) == pytest.approx(100 + 30)
    assert walk_m(paths, [half], (20, 0), (50, 0)) == pytest.approx(30 + 15)


def test_one_barrier_costs_one_node_once(paths):
    edge = edge_at(paths, 50, 0)
    node = int(paths.edge_uv[edge, 1])
    twice = barrier(nodes=[node], stretches=[Stretch(edge=edge, from_m=100.0, to_m=100.0)])
    imposed = impose(paths, lengths(paths), [twice], ANY_WALKER)
    assert imposed.split.network is paths
    assert imposed.impositions.node.tolist() == [node]
    assert imposed.impositions.node_m.tolist() == [50]


def test_a_closed_stretch_too_short_to_cut_off_closes_nothing_else(paths):
    tiny = barrier(math.inf, stretches=[Stretch(edge=edge_at(paths, 50, 0), from_m=0.0, to_m=0.005)], per_metre=True)
    assert walk_m(paths, [tiny], (0, 0), (100, 0)) == pytest.approx(100)


def test_who_is_not_hindered_pays_nothing_and_the_rows_stay(paths):
    found = [only(paths, pin("b-rest", 30, 0)), only(paths, pin("b-find", 5000, 0)), only(paths, pin("b-find", 70, 0))]
    imposed = impose(paths, lengths(paths), found, WHEELCHAIR)
    assert imposed.barriers == tuple(found)
    assert imposed.impositions.count == 3
    assert imposed.impositions.node_barrier.tolist() == [2]


def test_no_barriers_impose_nothing(paths):
    imposed = impose(paths, lengths(paths), [], ANY_WALKER)
    assert imposed.split.network is paths
    assert len(imposed.impositions.edge) == len(imposed.impositions.node) == 0


@settings(max_examples=100, deadline=None)
@given(
    marks=st.lists(
        st.tuples(st.integers(0, 2), st.floats(0.02, 99.98), st.floats(0.02, 99.98), st.booleans()), max_size=6
    ),
)
def test_a_walk_from_end_to_end_pays_every_mark_once(marks):
    paths = drawn_network(PLACES, ["a b c", "b d"])
    made = []
    for edge, one, other, is_place in marks:
        low, high = (one, one) if is_place else sorted((one, other))
        made.append(barrier(0.5, stretches=[Stretch(edge=edge, from_m=low, to_m=high)], per_metre=not is_place))
    expected = dict.fromkeys(range(3), 100.0)
    for each in made:
        (stretch,) = each.stretches
        expected[stretch.edge] += 0.5 if not each.per_metre else 0.5 * (stretch.to_m - stretch.from_m)
    imposed = impose(paths, lengths(paths), made, ANY_WALKER)
    costs = imposed.impositions.costs(imposed.base)
    for edge, metres in expected.items():
        pieces = imposed.split.pieces(edge)
        inner = imposed.split.network.edge_uv[pieces][:-1, 1]
        paid = costs.edge_m[pieces].sum() + costs.node_m[inner].sum()
        assert paid == pytest.approx(metres, abs=0.02)  # places within 1 cm share a node

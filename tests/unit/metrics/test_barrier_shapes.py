"""Lines and areas: what they cross, run along and hold, worked out on a drawn street.

a ───────────────── b      northing 0, from easting 0 to 200
│                   │      side paths at both ends, 100 m north
c ──── footbridge ─ d      northing 100
"""

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network, edge_at
from shapely import LineString
from told_pins import inferred, only, pin

from geo.barriers import Meets
from geo.metrics.barrier_shapes import OTHER_LEVEL_ONLY
from geo.metrics.barrier_testimony import MENDED

PLACES = {"a": (0, 0), "b": (200, 0), "c": (0, 100), "d": (200, 100)}
BRIDGE = ("c d", {"highway": "footway", "bridge": "yes"})


@pytest.fixture(scope="module")
def block():
    return drawn_network(PLACES, ["a b", "a c", "b d", BRIDGE])


def stretches_of(barrier):
    return sorted((each.edge, round(each.from_m, 6), round(each.to_m, 6)) for each in barrier.stretches)


def test_a_line_is_one_barrier_at_each_place_that_it_crosses(block):
    barrier = only(block, pin("b-sever", LineString([(-50, 40), (250, 60)])))
    assert barrier.meets is Meets.CROSSED
    crossed = {edge_at(block, 0, 50), edge_at(block, 200, 50)}
    assert {each.edge for each in barrier.stretches} == crossed
    assert all(each.from_m == each.to_m and each.share == 1 for each in barrier.stretches)


def test_a_bridge_is_the_way_across_and_is_not_met(block):
    barrier = only(block, pin("b-sever", LineString([(50, -50), (50, 150)])))
    assert {each.edge for each in barrier.stretches} == {edge_at(block, 100, 0)}


def test_where_only_a_bridge_crosses_nothing_is_met_and_it_is_told(block):
    barrier = only(block, pin("b-sever", LineString([(50, 50), (50, 150)])))
    assert (barrier.meets, barrier.extra_m, barrier.told) == (Meets.NOTHING, {}, (OTHER_LEVEL_ONLY,))


def test_a_line_through_a_junction_meets_its_node_once(block):
    barrier = only(block, pin("b-sever", LineString([(-50, 50), (50, -50)])))
    assert barrier.stretches == ()
    assert [tuple(block.node_xy[node]) for node in barrier.nodes] == [(0, 0)]


def test_a_wavering_line_drawn_along_a_street_does_not_cross_it(block):
    wavering = LineString([(x, 2 * (-1) ** (x // 20)) for x in range(10, 200, 20)])
    barrier = only(block, pin("b-sever", wavering))
    assert barrier.meets is Meets.NOTHING
    assert barrier.told == (
        "It crosses no street or path of the map, so it changes no walk; it still counts as a voice.",
    )


def test_what_is_felt_along_a_street_counts_on_the_stretch_beside_the_line(block):
    barrier = only(block, pin("b-traffic", LineString([(50, 6), (150, 6)])))
    assert barrier.meets is Meets.ALONG
    assert stretches_of(barrier) == [(edge_at(block, 100, 0), 50, 150)]
    assert barrier.per_metre
    assert barrier.extra_m["any-walker"] == pytest.approx(0.30)  # 100 m of it as one place of 30 m


def test_a_street_that_the_line_only_passes_is_not_along_it(block):
    barrier = only(block, pin("b-traffic", LineString([(-3, -20), (-3, 100)])))
    assert {each.edge for each in barrier.stretches} == {edge_at(block, 0, 50)}


def test_a_pavement_that_is_blocked_along_a_line_is_closed_in_the_middle_of_it(block):
    barrier = only(block, pin("b-surface", LineString([(50, 6), (150, 6)]), severity="stops", affects=("wheels",)))
    (place,) = barrier.stretches
    assert (place.from_m, place.to_m, place.share) == (100, 100, 1.0)  # 100 m of it
    assert not barrier.per_metre
    assert barrier.extra_m["wheelchair"] == np.inf


def test_an_area_holds_the_stretches_inside_it(block):
    barrier = only(block, pin("b-exclude", shapely.box(20, -10, 60, 10)))
    assert barrier.meets is Meets.INSIDE
    assert stretches_of(barrier) == [(edge_at(block, 100, 0), 20, 60)]
    assert barrier.extra_m["any-walker"] == pytest.approx(1.0)


def test_an_area_that_blocks_is_met_where_streets_cross_its_outline(block):
    barrier = only(block, pin("b-gate", shapely.box(20, -10, 60, 10)))
    edge = edge_at(block, 100, 0)
    assert stretches_of(barrier) == [(edge, 20, 20), (edge, 60, 60)]
    assert barrier.extra_m["any-walker"] == np.inf


def test_a_bridge_over_an_area_is_not_in_it(block):
    assert only(block, pin("b-exclude", shapely.box(50, 90, 150, 110))).meets is Meets.NOTHING


def test_an_area_that_crosses_itself_is_mended_and_told(block):
    bowtie = shapely.Polygon([(20, -10), (60, 10), (60, -10), (20, 10)])
    barrier = only(block, pin("b-exclude", bowtie))
    assert MENDED in barrier.told
    assert sum(each.to_m - each.from_m for each in barrier.stretches) == pytest.approx(40)


def test_an_area_over_the_whole_network_holds_every_street(block):
    barrier = only(block, pin("b-exclude", shapely.box(-1e6, -1e6, 1e6, 1e6)))
    length = np.asarray(block.edge_length_m)
    assert stretches_of(barrier) == [(edge, 0, length[edge]) for edge in range(block.edge_count)]
    blocked = only(block, pin("b-gate", shapely.box(-1e6, -1e6, 1e6, 1e6)))
    assert blocked.meets is Meets.NOTHING  # nobody goes in or out


def test_a_line_of_ten_thousand_vertices_is_read(block):
    x = np.linspace(-50, 250, 10_000)
    line = LineString(np.column_stack([x, 50 + 20 * np.sin(x / 20)]))
    barrier = only(block, pin("b-sever", line))
    assert {each.edge for each in barrier.stretches} == {edge_at(block, 0, 50), edge_at(block, 200, 50)}


def test_lines_over_mostly_the_same_streets_are_one_barrier(block):
    found = inferred(
        block,
        pin("b-sever", LineString([(-50, 40), (250, 60)])),
        pin("b-sever", LineString([(-50, 60), (250, 45)])),
        pin("b-sever", LineString([(100, -50), (100, 50)])),
    )
    assert [each.evidence.pins for each in found.barriers] == [("p0", "p1"), ("p2",)]


def test_cells_are_one_barrier_only_where_they_are_one_cell(block):
    found = inferred(
        block,
        pin("b-fear", 0, 0, role="grid-cell"),
        pin("b-fear", 0, 0, role="grid-cell"),
        pin("b-fear", 250, 0, role="grid-cell"),
    )
    assert [each.evidence.pins for each in found.barriers] == [("p0", "p1"), ("p2",)]


def test_a_line_that_is_one_point_is_read_as_a_point(block):
    barrier = only(block, pin("b-traffic", LineString([(50, 5), (50, 5)])))
    assert barrier.meets is Meets.NEAREST


def test_a_shape_far_from_every_street_meets_nothing(block):
    away = LineString([(5000, 0), (5000, 90)])
    assert only(block, pin("b-traffic", away)).meets is Meets.NOTHING
    assert only(block, pin("b-exclude", shapely.box(5000, 0, 5100, 90))).meets is Meets.NOTHING

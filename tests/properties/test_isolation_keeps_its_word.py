"""What must hold of detours, cut links, severance and barriers on any town, tried on many drawn at random."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network, nearest_by_networkx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import box

sys.path.append(str(Path(__file__).resolve().parents[1] / "unit" / "metrics"))
from drawn_studies import drawn_ground, drawn_study, figure

from geo.metrics.closeness_of_area import CLOSENESS_METRICS
from geo.metrics.isolation import isolation_figures, prepare_isolation, silence_map
from geo.metrics.isolation_walks import area_walks
from geo.metrics.personas import ANY_WALKER
from geo.metrics.severance import severance_figures
from geo.metrics.street_closeness import some_of
from geo.metrics.walk_barriers import met_by
from geo.network.cut_links import at_map_edge, find_cuts

TRIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = (
    {"highway": "footway"},
    {"highway": "residential"},
    {"highway": "primary"},
    {"highway": "steps"},
    {"highway": "footway", "oneway:foot": "yes"},
)


@st.composite
def drawings(draw):
    """Places, ways and gates of a town on a coarse grid, no two places in line with each other by accident."""
    spots = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=10, unique=True))
    places = {chr(97 + row): (97.0 * x + 3.1 * y + row, 89.0 * y - 2.3 * x) for row, (x, y) in enumerate(spots)}
    names = st.sampled_from(sorted(places))
    way = st.tuples(st.lists(names, min_size=2, max_size=6).map(" ".join), st.sampled_from(KINDS))
    nodes = draw(st.dictionaries(names, st.sampled_from([{"barrier": "gate"}, {"kerb": "raised"}]), max_size=2))
    return places, draw(st.lists(way, min_size=1, max_size=8)), nodes


homes = st.lists(
    st.tuples(st.floats(-60, 460), st.floats(-60, 420), st.integers(0, 40).map(float)), min_size=1, max_size=8
)


def town(drawing, people, *, mirrored=False, footprint=None):
    """A study of a town with a park over its south-west corner, and what is prepared of it."""
    side = -1.0 if mirrored else 1.0
    places, ways, nodes = drawing
    places = {name: (side * x, y) for name, (x, y) in places.items()}
    network = drawn_network(places, ways, nodes, **({} if footprint is None else {"footprint": footprint}))
    if not network.edge_count:
        return None
    west, east = sorted((side * -80.0, side * 60.3))
    park = box(west, -80, east, 70.7)
    ground = drawn_ground(network, spaces=[("park", park)], homes=[(side * x, y, held) for x, y, held in people])
    return drawn_study(ground, area=box(-900, -900, 900, 900)), prepare_isolation(ground)


@TRIES
@given(drawings(), homes)
def test_no_walk_is_shorter_than_the_straight_line(drawing, people):
    made = town(drawing, people)
    if made is None:
        return
    walks = area_walks(*made)
    went = walks.starts.seed >= 0
    assert (walks.crow_m <= walks.straight_m + 1e-9).all()
    assert (walks.starts.metres[went] >= walks.straight_m[went] - 1e-6).all()
    assert (walks.starts.cost_m[went] == pytest.approx(walks.starts.metres[went])) if went.any() else True


@TRIES
@given(drawings(), homes)
def test_figures_stay_within_what_they_can_be(drawing, people):
    made = town(drawing, people)
    if made is None:
        return
    pins = np.array([[30.0 * row, 20.0 * row] for row in range(6)])
    found = isolation_figures(*made, (pins, pins))
    ids = [each.metric for each in found.measurements]
    assert len(ids) == len(set(ids))
    for each in found.measurements:
        assert each.value is None or np.isfinite(each.value)
        assert each.value is not None or each.suppressed or each.note
        if each.value is None:
            continue
        if each.unit == "times the straight line":
            assert each.value >= 1 - 1e-9, each
        elif each.unit.startswith("% of") and each.metric not in CLOSENESS_METRICS:
            assert -1e-9 <= each.value <= 100 + 1e-9, each
        else:
            assert each.value >= -1e-9, each
    heard = {cell.key for cell in silence_map(made[0], pins)}
    assert len(heard) == len(silence_map(made[0], pins))


def graph_of(network, beyond=()):
    """The network as networkx sees it, with all nodes of `beyond` joined to one outside."""
    graph = nx.Graph()
    graph.add_nodes_from(range(network.node_count))
    graph.add_edges_from(network.edge_uv.tolist())
    graph.add_edges_from((int(node), "outside") for node in beyond)
    return graph


@TRIES
@given(drawings(), st.integers(0, 2**31), st.booleans())
def test_taking_a_link_out_parts_those_who_are_said_to_depend_on_it(drawing, seed, map_goes_on):
    footprint = box(-1000, -1000, 250, 1000) if map_goes_on else box(-1e4, -1e4, 1e4, 1e4)
    network = drawn_network(*drawing, footprint=footprint)
    if not network.edge_count:
        return
    people = np.random.default_rng(seed).integers(0, 9, network.edge_count).astype(float)
    beyond = at_map_edge(network)
    cuts = find_cuts(network, people, np.zeros(network.edge_count, int), beyond=beyond)
    graph = graph_of(network, np.flatnonzero(beyond))
    for edge, (u, v) in enumerate(network.edge_uv.tolist()):
        graph.remove_edge(u, v)
        apart = not nx.has_path(graph, u, v)
        assert apart == cuts.is_link[edge]
        if apart:
            sides = [nx.node_connected_component(graph, end) for end in (u, v)]
            rest = [(people[row], a) for row, (a, _) in enumerate(network.edge_uv.tolist()) if row != edge]
            held = [sum(number for number, a in rest if a in side) for side in sides]
            outside = [number for number, side in zip(held, sides, strict=True) if "outside" not in side]
            assert cuts.dependants[edge] == pytest.approx(min(outside) + people[edge])
        else:
            assert cuts.dependants[edge] == 0
        graph.add_edge(u, v)
    assert cuts.behind(people) == pytest.approx(cuts.dependants)


@TRIES
@given(drawings(), st.integers(0, 2**31))
def test_closing_a_point_parts_those_who_are_said_to_depend_on_it(drawing, seed):
    network = drawn_network(*drawing)
    if not network.edge_count:
        return
    people = np.random.default_rng(seed).integers(0, 9, network.edge_count).astype(float)
    cuts = find_cuts(network, people, np.zeros(network.edge_count, int))
    # Each edge is cut in two by a node of its own that holds its people: they stay with the end that stays open.
    graph = nx.Graph()
    graph.add_nodes_from(range(network.node_count))
    for edge, (u, v) in enumerate(network.edge_uv.tolist()):
        graph.add_edges_from([(u, ("edge", edge)), (("edge", edge), v)])
    points = set(nx.articulation_points(graph_of(network)))
    assert set(np.flatnonzero(cuts.is_point)) == points
    for node in points:
        piece = nx.node_connected_component(graph, node)
        parts = nx.connected_components(graph.subgraph(piece - {node}))
        held = sorted(sum(people[part[1]] for part in each if isinstance(part, tuple)) for each in parts)
        assert cuts.point_dependants[node] == pytest.approx(sum(held[:-1]))


@TRIES
@given(drawings(), homes)
def test_walks_meet_what_lies_on_them(drawing, people):
    made = town(drawing, people)
    if made is None:
        return
    study, prepared = made
    network, tree = study.ground.network, prepared.tree
    for node in np.flatnonzero(tree.seed >= 0):
        metres, at = 0.0, node
        while tree.parent[at] >= 0:
            metres += network.edge_length_m[tree.edge[at]]
            assert {at, tree.parent[at]} == set(network.edge_uv[tree.edge[at]].tolist())
            assert prepared.reach.cost[tree.parent[at]] < prepared.reach.cost[at]
            at = tree.parent[at]
        assert metres <= tree.metres[node] + 1e-9
        assert tree.metres[node] == pytest.approx(prepared.reach.cost[node])
    counts = met_by(area_walks(study, prepared))
    assert (counts >= 0).all()
    assert (counts == np.rint(counts)).all()


@TRIES
@given(drawings(), homes)
def test_a_mirror_changes_no_crossing(drawing, people):
    here, there = town(drawing, people), town(drawing, people, mirrored=True)
    if here is None:
        return
    plain, mirrored = area_walks(*here), area_walks(*there)
    same = (plain.study.start.edge == mirrored.study.start.edge) & np.isclose(
        plain.study.start.offset_m, mirrored.study.start.offset_m
    )
    assert np.array_equal(met_by(plain)[same], met_by(mirrored)[same])


@TRIES
@given(drawings(), homes)
def test_nobody_loses_more_than_everything_and_a_grid_loses_nothing(drawing, people):
    made = town(drawing, people)
    if made is None:
        return
    walks = area_walks(*made)
    free = made[1].free
    assert len(np.unique(free.home * 10 + free.space)) == len(free.home)
    straight = walks.cost_m <= 1.414 * walks.crow_m
    found = isolation_figures(*made, (np.zeros((0, 2)), np.zeros((0, 2))))
    extra = figure(found, "severance_travel_min")
    if extra.value is not None and (straight | walks.there)[walks.reached].all():
        assert extra.value == pytest.approx(0, abs=1e-9)


@TRIES
@given(drawings(), homes, st.lists(st.tuples(st.floats(-40, 420), st.floats(-40, 380)), min_size=1, max_size=4))
def test_choice_and_service_are_what_pair_by_pair_counting_gives(drawing, people, corners):
    """Every home with every space by networkx and by the straight line, for someone who goes 180 m in ten minutes."""
    network = drawn_network(*drawing)
    if not network.edge_count:
        return
    slow = replace(ANY_WALKER, speed_m_per_s=0.3)
    spaces = [("park", box(x, y, x + 30.3, y + 20.7)) for x, y in corners]
    ground = drawn_ground(network, spaces=spaces, homes=people, persona=slow)
    study = drawn_study(ground, area=box(-900, -900, 900, 900))
    entrances = ground.open_spaces.entrances
    walked, free = np.zeros((len(people), len(spaces)), bool), np.zeros((len(people), len(spaces)), bool)
    crow = shapely.distance(shapely.points(study.homes.xy)[:, None], ground.open_spaces.shapes[None, :])
    for space in np.unique(entrances.space):
        seeds = some_of(entrances.points, np.flatnonzero(entrances.space == space))
        walked[:, space] = nearest_by_networkx(network, seeds, study.start) <= 180.0
        free[:, space] = walked[:, space] | (study.start.reached & (1.414 * crow[:, space] <= 180.0))
    held = study.homes.residents
    found = severance_figures(area_walks(study, prepare_isolation(ground)))
    for metric, now, might in (
        ("severance_choice", held @ walked.sum(axis=1), held @ free.sum(axis=1)),
        ("severance_service", held @ walked.any(axis=1), held @ free.any(axis=1)),
    ):
        said = figure(found, metric)
        if held.sum() < 10 or held @ free.any(axis=1) < 10:
            assert said.value is None
        else:
            assert said.value == pytest.approx(100 * (might - now) / might)

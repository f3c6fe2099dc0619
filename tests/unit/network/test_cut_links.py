"""Links and points that people depend on: by hand on drawn networks, by networkx on real ones."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network, edge_at
from real_networks import read_network

from geo.network.costs import WalkCosts, lengths
from geo.network.cut_links import at_map_edge, find_cuts

# A ladder with an estate behind one link, which has a dead end of its own, and a square behind that dead end's start:
#
#   a---b---c            s---t
#   |   |   |            |   |
#   d---e---f---g===h----i---j---k---m
#                 bridge           dead end of two edges
PLACES = {"a": (0, 100), "b": (100, 100), "c": (200, 100), "d": (0, 0), "e": (100, 0), "f": (200, 0)}
PLACES |= {"g": (300, 0), "h": (400, 0), "i": (500, 0), "j": (600, 0), "k": (700, 0), "m": (800, 0)}
PLACES |= {"s": (500, 100), "t": (600, 100)}
WAYS = [
    "a b c f e d a",
    "b e",
    "f g",
    ("g h", {"highway": "footway", "bridge": "yes"}),
    "h i",
    "i j t s i",
    "j k",
    "k m",
]


@pytest.fixture
def estate():
    return drawn_network(PLACES, WAYS)


def spread_over(network, places):
    """What some places, given by (x, y, amount), put on the edges they lie on."""
    held = np.zeros(network.edge_count)
    for x, y, amount in places:
        held[edge_at(network, x, y)] += amount
    return held


# In town 100 people on a-b, in the estate 20 on h-i, 30 on s-t, 5 on j-k and 7 on k-m.
PEOPLE = [(50, 100, 100), (450, 0, 20), (550, 100, 30), (650, 0, 5), (750, 0, 7)]


def test_a_bridge_has_everyone_behind_it_and_along_it(estate):
    cuts = find_cuts(estate, spread_over(estate, PEOPLE), spread_over(estate, [(50, 0, 1)]).astype(int))
    behind = {
        place: cuts.dependants[edge_at(estate, *place)] for place in [(250, 0), (350, 0), (450, 0), (650, 0), (750, 0)]
    }
    # f-g and the bridge g=h: 20 + 30 + 5 + 7 = 62 beyond; h-i: the same 62, since 20 live along it; j-k: 5 + 7; k-m: 7.
    assert behind == {(250, 0): 62, (350, 0): 62, (450, 0): 62, (650, 0): 12, (750, 0): 7}
    assert cuts.is_link.sum() == 5
    # The only way into a space is in town, on e-d: each of the five takes it from those behind.
    assert cuts.loses_space.sum() == 5


def test_links_in_series_are_named_by_the_first(estate):
    cuts = find_cuts(estate, spread_over(estate, PEOPLE), np.zeros(estate.edge_count, int))
    first = {edge_at(estate, 250, 0), edge_at(estate, 650, 0)}
    assert set(np.flatnonzero(cuts.first_in_series)) == first
    # The dead end's people come to f-g first on their way in, and to k-m last.
    node = cuts.edge_node[edge_at(estate, 750, 0)]
    assert (cuts.outer[node], cuts.inner[node]) == (edge_at(estate, 250, 0), edge_at(estate, 750, 0))
    in_town = cuts.edge_node[edge_at(estate, 50, 100)]
    assert (cuts.outer[in_town], cuts.inner[in_town]) == (-1, -1)


def test_a_space_behind_the_link_is_not_lost(estate):
    ways_in = spread_over(estate, [(50, 0, 1), (550, 100, 1)]).astype(int)
    cuts = find_cuts(estate, spread_over(estate, PEOPLE), ways_in)
    assert {edge_at(estate, *place) for place in [(650, 0), (750, 0)]} == set(np.flatnonzero(cuts.loses_space))
    assert cuts.entrances_behind[edge_at(estate, 350, 0)] == 1


def test_no_space_anywhere_is_nothing_to_lose(estate):
    cuts = find_cuts(estate, spread_over(estate, PEOPLE), np.zeros(estate.edge_count, int))
    assert not cuts.loses_space.any()


def test_the_rest_is_where_most_people_live(estate):
    # Turned about: 1,000 people in the square i-j-t-s, so that the town of 100 hangs on the bridge.
    people = spread_over(estate, [*PEOPLE, (550, 0, 1000)])
    cuts = find_cuts(estate, people, np.zeros(estate.edge_count, int))
    # Behind h-i from the square: the 20 along it and the 100 in town; the bridge and f-g: the town alone.
    assert cuts.dependants[edge_at(estate, 450, 0)] == 120
    assert cuts.dependants[edge_at(estate, 350, 0)] == 100
    assert cuts.dependants[edge_at(estate, 250, 0)] == 100
    assert cuts.dependants[edge_at(estate, 650, 0)] == 12


def test_cut_points_part_all_but_the_main_piece(estate):
    cuts = find_cuts(estate, spread_over(estate, PEOPLE), np.zeros(estate.edge_count, int))
    at = {name: int(np.argmin(np.hypot(*(estate.node_xy - PLACES[name]).T))) for name in "fghijk"}
    assert set(np.flatnonzero(cuts.is_point)) == set(at.values())
    parted = {name: cuts.point_dependants[node] for name, node in at.items()}
    # Closing i parts the square and the dead end (42) from the town; the 20 of h-i stay with the town.
    assert parted == {"f": 62, "g": 62, "h": 62, "i": 42, "j": 12, "k": 7}


def test_what_reaches_the_edge_of_the_map_may_go_on_there(estate):
    # The footprint ends at x = 790: beyond m the map may go on, so that nothing between town and m is cut any more.
    footprint = shapely.box(-50, -50, 790, 150)
    cut = drawn_network(PLACES, WAYS, footprint=footprint)
    beyond = at_map_edge(cut, near_m=5.0)
    assert beyond.sum() == 1
    cuts = find_cuts(cut, spread_over(cut, PEOPLE), np.zeros(cut.edge_count, int), beyond=beyond)
    # All is one chain from m on, and what hangs on it is behind: the town of 100 and the rest of the way there.
    assert cuts.dependants[edge_at(cut, 750, 0)] == 162
    assert cuts.dependants[edge_at(cut, 350, 0)] == 100
    both = drawn_network(PLACES, WAYS, footprint=shapely.box(5, -50, 790, 150))
    joined = find_cuts(both, spread_over(both, PEOPLE), np.zeros(both.edge_count, int), beyond=at_map_edge(both, 5.0))
    assert not joined.is_link.any()
    assert not at_map_edge(drawn_network(PLACES, WAYS, footprint=footprint, invented=True)).any()


def test_steps_that_are_closed_leave_a_link_that_was_none():
    # A loop of which one side is steps: for someone who cannot climb them the other sides are the only way.
    network = drawn_network(
        {"a": (0, 0), "b": (100, 0), "c": (100, 100), "d": (0, 100)}, ["a b c d", ("d a", {"highway": "steps"})]
    )
    people = spread_over(network, [(50, 100, 9), (50, 0, 40)])
    nothing = np.zeros(network.edge_count, int)
    assert not find_cuts(network, people, nothing).is_link.any()
    plain = lengths(network)
    steps = edge_at(network, 0, 50)
    closed = WalkCosts(
        edge_m=np.where(np.arange(network.edge_count) == steps, np.inf, plain.edge_m), node_m=plain.node_m
    )
    cuts = find_cuts(network, people, nothing, costs=closed)
    assert set(np.flatnonzero(cuts.is_link)) == set(range(network.edge_count)) - {steps}


def test_a_closed_node_is_passed_by_nobody():
    network = drawn_network({"a": (0, 0), "b": (100, 0), "c": (100, 100)}, ["a b", "b c", "c a"])
    node_m = np.zeros(3)
    node_m[int(np.argmin(np.hypot(*(network.node_xy - [100, 100]).T)))] = np.inf
    costs = WalkCosts(edge_m=lengths(network).edge_m, node_m=node_m)
    cuts = find_cuts(network, np.ones(network.edge_count), np.zeros(network.edge_count, int), costs=costs)
    assert np.flatnonzero(cuts.is_link).tolist() == [edge_at(network, 50, 0)]


def test_a_network_of_nothing_has_no_cuts():
    network = drawn_network({}, [])
    cuts = find_cuts(network, np.zeros(0), np.zeros(0, int))
    assert len(cuts.is_link) == 0
    assert len(cuts.is_point) == 0


@pytest.fixture(scope="module", params=["london_northampton_square_2026-07", "london_clerkenwell_city_2020-07-20"])
def real(request, bundle):
    return read_network(bundle / "osm" / f"{request.param}.osm.pbf")


def test_networkx_finds_the_same_cuts_in_london(real):
    graph = nx.Graph(real.edge_uv.tolist())
    graph.add_nodes_from(range(real.node_count))
    cuts = find_cuts(real, np.ones(real.edge_count), np.zeros(real.edge_count, int))
    bridges = {frozenset(pair) for pair in nx.bridges(graph)}
    assert {frozenset(pair) for pair in real.edge_uv[cuts.is_link].tolist()} == bridges
    assert set(np.flatnonzero(cuts.is_point)) == set(nx.articulation_points(graph))


def test_closing_the_link_parts_as_many_as_said(real):
    """Taken out one by one: the people on the smaller side, and along the link, are those said to depend on it."""
    rng = np.random.default_rng(7)
    people = rng.integers(0, 50, real.edge_count).astype(float)
    cuts = find_cuts(real, people, np.zeros(real.edge_count, int))
    graph = nx.Graph()
    graph.add_nodes_from(range(real.node_count))
    for edge, (u, v) in enumerate(real.edge_uv.tolist()):
        graph.add_edge(u, v, people=people[edge])
    links = np.flatnonzero(cuts.is_link)
    for edge in rng.choice(links, min(len(links), 40), replace=False):
        u, v = real.edge_uv[edge].tolist()
        graph.remove_edge(u, v)
        sides = []
        for end in (u, v):
            inside = nx.node_connected_component(graph, end)
            sides.append(sum(held for _, _, held in graph.subgraph(inside).edges(data="people")))
        graph.add_edge(u, v, people=people[edge])
        assert cuts.dependants[edge] == pytest.approx(min(sides) + people[edge])


def test_plain_python_gives_the_same_answer(real):
    people = np.random.default_rng(3).random(real.edge_count)
    ways_in = (np.arange(real.edge_count) % 97 == 0).astype(int)
    options = {"beyond": at_map_edge(real)}
    fast, plain = (find_cuts(real, people, ways_in, compiled=compiled, **options) for compiled in (True, False))
    for name in ("is_link", "dependants", "entrances_behind", "loses_space", "outer", "inner", "point_dependants"):
        assert np.array_equal(getattr(fast, name), getattr(plain, name)), name

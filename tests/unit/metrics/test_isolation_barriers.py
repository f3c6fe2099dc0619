"""What is met on the walks to the nearest open space: main roads by side, steps, gates, kerbs.

  park  [  100 ]           n1 and n2 go north, s1 and s2 south of a main road from west to east.
           |
    n1     n2     100      A (0, -50): along the road from the south, off it to the north: crosses.
    |      |               B (0, 50): the same from the north: does not.
w---m1-----m2-------e  0   C (100, -50): straight across: crosses.
    |      |               D (50, 10): beside the road, north of it: does not. E (50, -10): south of it: crosses.
    s1     s2    -100
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study, figure
from real_networks import read_network
from shapely import Point, box
from shapely.affinity import rotate

from geo.metrics.isolation_ground import prepare_isolation
from geo.metrics.isolation_walks import area_walks
from geo.metrics.walk_barriers import met_by, walk_barrier_figures
from geo.network.flags import EdgeFlag
from geo.network.met_on_walks import MET, Met

PLACES = {"w": (-500, 0), "m": (0, 0), "k": (100, 0), "e": (500, 0)}
PLACES |= {"n": (0, 100), "t": (100, 100), "s": (0, -100), "u": (100, -100)}
MAIN = {"highway": "primary"}
SIDE = {"highway": "residential"}
WAYS = [("w m k e", MAIN), ("s m", SIDE), ("m n", SIDE), ("u k", SIDE), ("k t", SIDE)]
PARK = ("park", box(50, 100, 150, 200))
PEOPLE = [(0.0, -50.0, 10.0), (0.0, 50.0, 20.0), (100.0, -50.0, 30.0), (50.0, 10.0, 15.0), (50.0, -10.0, 25.0)]


def walks_to(space, people, places=PLACES, ways=WAYS, nodes=None):
    ground = drawn_ground(drawn_network(places, ways, nodes), spaces=[space], homes=people)
    return area_walks(drawn_study(ground), prepare_isolation(ground))


def met(walks, kind):
    return met_by(walks)[:, MET.index(kind)].tolist()


def test_a_main_road_is_crossed_by_those_who_come_from_its_other_side():
    walks = walks_to(PARK, PEOPLE)
    assert met(walks, Met.MAJOR_ROAD) == [1, 0, 1, 0, 1]
    found = walk_barrier_figures(walks)
    assert figure(found, "crosses_major_road").value == pytest.approx(65.0)
    # Walks of 250, 250, 150, 160 and 160 m, by 10, 20, 30, 15 and 25 people: 18.4 km, and 65 crossings.
    assert figure(found, "barriers_per_km").value == pytest.approx(65 / 18.4)


@pytest.mark.parametrize("degrees", [0, 37, 90, 180, 271])
@pytest.mark.parametrize("backwards", [False, True])
def test_sides_do_not_depend_on_the_compass_or_on_how_the_road_is_drawn(degrees, backwards):
    def turned(x, y):
        angle = np.radians(degrees)
        return (x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle))

    places = {name: turned(*xy) for name, xy in PLACES.items()}
    ways = [(" ".join(reversed(names.split())), tags) if backwards else (names, tags) for names, tags in WAYS]
    # The park is moved 0.1 m over the end of its street, so that turning it does not part the two.
    park = ("park", rotate(box(50, 99.9, 150, 200), degrees, origin=(0, 0)))
    people = [(*turned(x, y), residents) for x, y, residents in PEOPLE]
    assert met(walks_to(park, people, places, ways), Met.MAJOR_ROAD) == [1, 0, 1, 0, 1]


def test_a_space_beside_the_main_road_is_on_its_own_side():
    # A park 20 m south of the road, entered from it: those north of the road cross, those south of it do not.
    park = ("park", box(300, -60, 400, -20))
    people = [(320.0, 10.0, 20.0), (320.0, -10.0, 20.0), (0.0, 50.0, 20.0), (0.0, -50.0, 20.0), (200.0, 10.0, 20.0)]
    assert met(walks_to(park, people), Met.MAJOR_ROAD) == [1, 0, 1, 0, 1]


def test_an_underpass_crosses_nothing():
    ways = [("w e", MAIN), ("s n", {"highway": "footway", "tunnel": "yes"})]
    assert met(walks_to(("park", box(-50, 100, 50, 200)), [(0.0, -50.0, 20.0)], ways=ways), Met.MAJOR_ROAD) == [0]


def test_a_dual_carriageway_is_two_roads():
    places = {"a": (-100, 0), "b": (0, 0), "c": (100, 0), "d": (-100, 10), "f": (0, 10), "g": (100, 10)}
    places |= {"h": (0, -100), "i": (0, 100)}
    ways = [("a b c", MAIN), ("d f g", MAIN), ("h b f i", SIDE)]
    walks = walks_to(("park", box(-50, 100, 50, 200)), [(0.0, -50.0, 20.0)], places, ways)
    assert met(walks, Met.MAJOR_ROAD) == [2]


def test_a_walk_that_meets_the_end_of_a_main_road_does_not_cross_it():
    ways = [("k e", MAIN), ("u k", SIDE), ("k t", SIDE)]
    assert met(walks_to(PARK, [(100.0, -50.0, 20.0)], ways=ways), Met.MAJOR_ROAD) == [0]


@pytest.mark.parametrize(
    ("home", "park", "crossings"),
    [
        ((10.0, -50.0), box(50, -200, 150, -100), 0),  # right pavement of the stem, right pavement of the bar
        ((10.0, -50.0), box(50, 100, 150, 200), 1),  # and over the bar at the end
        ((-10.0, -50.0), box(50, 100, 150, 200), 1),  # left pavement: straight over the bar at the junction
        ((-10.0, -50.0), box(50, -200, 150, -100), 1),  # over the stem first
    ],
)
def test_at_a_junction_of_main_roads_the_nearer_way_round_is_taken(home, park, crossings):
    # A T of main roads: a stem from the south, a bar from west to east, and a side street off the bar at x = 100.
    ways = [("s m", MAIN), ("w m k e", MAIN), ("u k", SIDE), ("k t", SIDE)]
    assert met(walks_to(("park", park), [(*home, 20.0)], ways=ways), Met.MAJOR_ROAD) == [crossings]


def test_a_main_road_that_joins_on_ones_own_side_is_crossed():
    # From the north-west side street along the main road to the north-east one, over a main road that joins from north.
    places = {**PLACES, "x": (50, 0), "y": (50, 300)}
    ways = [("w m x k e", MAIN), ("x y", MAIN), ("m n", SIDE), ("k t", SIDE)]
    park = ("park", box(80, 100, 150, 200))  # beside the joining road, not upon it
    assert met(walks_to(park, [(0.0, 50.0, 20.0)], places, ways), Met.MAJOR_ROAD) == [1]


@pytest.mark.parametrize("extract", ["london_clerkenwell_city_2020-07-20", "london_north_circular_highways_2026-07-26"])
def test_on_real_maps_a_walk_crosses_where_main_roads_part_the_land_beside_it(extract, bundle):
    """Worked out a second time: the land within a metre of each stretch along main roads, cut up by those roads.

    A walk crosses where it comes onto that land in another piece than it leaves it. Stretches that more main roads
    join are left out: there the pieces do not tell how often.
    """
    network = read_network(bundle / "osm" / f"{extract}.osm.pbf")
    rng = np.random.default_rng(1)
    low, high = network.node_xy.min(axis=0), network.node_xy.max(axis=0)
    homes = [(x, y, 10.0) for x, y in rng.uniform(low, high, (400, 2))]
    spaces = [("park", Point(place).buffer(60)) for place in rng.uniform(low, high, (12, 2))]
    ground = drawn_ground(network, spaces=spaces, homes=homes)
    prepared = prepare_isolation(ground)
    walks = area_walks(drawn_study(ground, area=box(*(low - 999), *(high + 999))), prepared)
    counted = met(walks, Met.MAJOR_ROAD)
    compared = [
        (seen, counted[home])
        for home in np.flatnonzero((walks.starts.node >= 0) & ~walks.there)
        if (seen := crossings_seen(network, prepared.tree, walks, home)) is not None
    ]
    assert len(compared) > 100
    assert sum(seen > 0 for seen, _ in compared) > 40
    assert [seen for seen, _ in compared] == [count for _, count in compared]


def crossings_seen(network, tree, walks, home):
    """Crossings of one walk by the land beside it; None where that does not tell."""
    major = (network.edge_flags & EdgeFlag.MAJOR_ROAD) > 0
    node = walks.starts.node[home]
    nodes, edges = [node], [walks.study.start.edge[home]]
    while tree.parent[node] >= 0:
        edges.append(tree.edge[node])
        node = tree.parent[node]
        nodes.append(node)
    if tree.edge[node] >= 0:
        edges.append(tree.edge[node])
    else:
        nodes.pop()
    if major[edges[0]] or major[edges[-1]]:
        return None
    seen, first = 0, 0
    while first < len(nodes):
        last = first
        while major[edges[last + 1]]:
            last += 1
        run, met_at = edges[first + 1 : last + 1], nodes[first : last + 1]
        arms = {row for each in met_at for row in np.flatnonzero((network.edge_uv == each).any(axis=1)) if major[row]}
        if run and len(arms - set(run)) != 2:
            return None
        if arms:
            along = shapely.union_all([network.lines[row] for row in run]) if run else Point(network.node_xy[met_at[0]])
            roads = shapely.union_all([network.lines[row] for row in arms | set(run)])
            land = shapely.get_parts(along.buffer(1.0).difference(roads.buffer(1e-4)))
            came = beside(network, edges[first], met_at[0])
            goes = beside(network, edges[last + 1], met_at[-1])
            seen += np.argmin(shapely.distance(land, came)) != np.argmin(shapely.distance(land, goes))
        first = last + 1
    return int(seen)


def beside(network, edge, node):
    """A place on an edge, less than a metre from one of its ends."""
    line = network.lines[edge] if network.edge_uv[edge, 0] == node else shapely.reverse(network.lines[edge])
    return line.interpolate(min(0.9, line.length / 2))


def test_steps_gates_and_kerbs_are_counted_along_the_walk():
    # 100 m of street, a flight of steps drawn in two parts, a gate, a bollard, a raised kerb, then steps again.
    places = {"a": (0, 0), "b": (100, 0), "c": (110, 0), "d": (120, 0), "e": (200, 0), "f": (250, 0), "g": (300, 0)}
    places |= {"h": (350, 0), "i": (360, 0), "j": (400, 0)}
    steps = {"highway": "steps"}
    ways = ["a b", ("b c", steps), ("c d", steps), "d e f g h", ("h i", steps), "i j"]
    nodes = {"e": {"barrier": "gate"}, "f": {"barrier": "bollard"}, "g": {"barrier": "kerb", "kerb": "raised"}}
    park = ("park", box(400, -50, 500, 50))
    # From the street, from between the first steps, from the middle of the second steps, from behind them.
    people = [(50.0, 0.0, 30.0), (105.0, 0.0, 30.0), (355.0, 0.0, 20.0), (380.0, 0.0, 20.0)]
    walks = walks_to(park, people, places, ways, nodes)
    assert met(walks, Met.STEPS) == [2, 2, 1, 0]
    assert met(walks, Met.GATE) == [1, 1, 0, 0]
    assert met(walks, Met.RAISED_KERB) == [1, 1, 0, 0]
    found = walk_barrier_figures(walks)
    # 60 people meet 4 things, 20 one, 20 none; 30 x 350 + 30 x 295 + 20 x 45 + 20 x 20 = 20,650 m.
    assert figure(found, "barriers_per_km").value == pytest.approx((60 * 4 + 20) / 20.65)
    (kinds,) = found.breakdowns
    assert sum(row.value for row in kinds.rows) == pytest.approx(figure(found, "barriers_per_km").value)
    assert {row.key: row.value for row in kinds.rows}["gate"] == pytest.approx(60 / 20.65)


def test_counts_follow_the_walk_of_the_real_network_node_by_node():
    """On a ladder with many ways round: each node's counts are those met by following its walk by hand."""
    side = {f"{row},{column}": (100.0 * column, 90.0 * row) for row in range(5) for column in range(6)}
    across = [" ".join(f"{row},{column}" for column in range(6)) for row in range(5)]
    up = [" ".join(f"{row},{column}" for row in range(5)) for column in range(6)]
    ways = [(names, MAIN if names == across[2] else SIDE) for names in across + up]
    ways[7] = (up[2], {"highway": "steps"})
    network = drawn_network(side, ways)
    ground = drawn_ground(network, spaces=[("park", box(460, 355, 600, 500))], homes=[(0.0, 0.0, 50.0)])
    prepared = prepare_isolation(ground)
    tree = prepared.tree
    for node in range(network.node_count):
        metres, steps, at = 0.0, 0, node
        while tree.parent[at] >= 0:
            metres += network.edge_length_m[tree.edge[at]]
            then = tree.edge[tree.parent[at]]
            steps += prepared.met.steps[tree.edge[at]] and not (then >= 0 and prepared.met.steps[then])
            at = tree.parent[at]
        seeds = ground.open_spaces.entrances.points
        assert tree.metres[node] == pytest.approx(prepared.reach.cost[node])
        assert metres <= tree.metres[node] + 1e-9
        assert seeds.edge[tree.seed[node]] == seeds.edge[tree.seed[at]]
        assert prepared.met.counts[node, 0] >= steps

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
from drawn_networks import drawn_network
from drawn_studies import drawn_ground, drawn_study, figure
from shapely import box
from shapely.affinity import rotate

from geo.metrics.isolation_ground import prepare_isolation
from geo.metrics.isolation_walks import area_walks
from geo.metrics.walk_barriers import met_by, walk_barrier_figures
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

"""A river between homes and a park, with a bridge and a long way round: what closing the bridge costs.

       d───c      d is the way into the park. 100 people live at a: 600 m over the bridge, and by the road
      ╱    ┊      728 + 539 = 1,267 m. 40 people live at e, 539 m along the road.
     ╱     b
f───e──────a
"""

import numpy as np
import pytest
import shapely
from drawn_networks import costs_with, drawn_network, edge_at, on_edges
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.crs import LonLat
from geo.metrics.critical_links import critical_links, links_of
from geo.network.costs import lengths
from geo.network.routing import nearest_seed
from geo.network.split_edges import split_edges

PLACES = {"a": (0, 0), "b": (0, 300), "c": (0, 400), "d": (-200, 400), "e": (-700, 200), "f": (-800, 200)}
BRIDGE = {"highway": "footway", "bridge": "yes"}
STEPS = {"highway": "steps"}


def metres(x, y):
    """A place told in metres, so that a test can say where it is."""
    return LonLat(lon=x / 1000, lat=y / 1000)


def river(bridge=BRIDGE, **said):
    return drawn_network(PLACES, ["a b", ("b c", bridge), "c d", "d e", "e a", "e f"], **said)


def at(network, x, y):
    """A point on the network."""
    edge = edge_at(network, x, y)
    return edge, float(network.lines[edge].project(shapely.Point(x, y)))


def lost(network, people=(100.0, 40.0), costs=None, **said):
    goals, homes = on_edges(at(network, -200, 400)), on_edges(at(network, 0, 0), at(network, -700, 200))
    said = {"limit_m": 798.0, "cutoff_m": 5000.0, "to_lonlat": metres} | said
    return critical_links(network, costs or lengths(network), goals, homes, np.array(people), **said)


def test_who_must_go_round_too_far_loses_the_standard_and_not_the_way():
    (found,) = lost(river())
    assert (found.label, found.lose_standard, found.lose_any_way) == ("Bridge", 100, 0)
    assert found.osm == "way/2"
    assert (found.place.lon, found.place.lat) == pytest.approx((0, 0.35))


def test_where_the_way_round_is_too_long_for_any_walk_they_lose_any_way():
    (found,) = lost(river(), cutoff_m=1000.0)
    assert (found.lose_standard, found.lose_any_way) == (100, 100)


def test_where_the_way_round_meets_the_standard_too_nothing_is_lost():
    assert lost(river(), limit_m=1500.0) == ()


def test_a_bridge_that_is_not_walked_costs_nothing():
    network = river()
    costs = costs_with(network, {edge_at(network, 0, 350): 2000.0})
    assert lost(network, costs=costs, limit_m=1500.0) == ()


def test_homes_on_the_link_are_closed_in_with_it():
    network = river()
    homes = on_edges(at(network, 0, 350))
    (found,) = critical_links(
        network,
        lengths(network),
        on_edges(at(network, -200, 400)),
        homes,
        np.array([30.0]),
        limit_m=798.0,
        cutoff_m=5000.0,
        to_lonlat=metres,
    )
    assert (found.lose_standard, found.lose_any_way) == (30, 30)


def test_who_stands_in_the_place_already_loses_nothing():
    assert lost(river(), there=np.array([True, False])) == ()


def test_of_fewer_than_ten_people_nothing_is_said():
    assert lost(river(), people=(9.0, 40.0)) == ()
    assert len(lost(river(), people=(10.0, 40.0))) == 1


def test_a_lift_drawn_as_a_point_may_close():
    network = river({"highway": "footway"}, nodes={"c": {"highway": "elevator"}})
    (found,) = lost(network)
    assert (found.label, found.osm, found.lose_standard) == ("Lift", "", 100)
    assert (found.place.lon, found.place.lat) == pytest.approx((0, 0.4))


@pytest.mark.parametrize(
    ("tags", "label"),
    [
        (STEPS, "Steps"),
        ({"highway": "footway", "tunnel": "yes"}, "Underpass"),
        ({"highway": "elevator"}, "Lift"),
        ({"highway": "steps", "conveying": "yes"}, "Escalator"),
        ({"highway": "steps", "bridge": "yes"}, "Steps"),
        ({"highway": "footway", "footway": "crossing"}, "Crossing"),
    ],
)
def test_a_link_is_called_what_it_is(tags, label):
    assert [each.label for each in lost(river(tags))] == [label]


def test_an_ordinary_path_is_no_link():
    assert lost(river({"highway": "footway"})) == ()


def test_a_bridge_split_in_pieces_is_one_link():
    split = split_edges(river(), on_edges((edge_at(river(), 0, 350), 20.0), (edge_at(river(), 0, 350), 70.0)))
    links = links_of(split.network)
    assert len(links.kind) == 1
    assert len(links.edges(0)) == 3
    (found,) = lost(split.network)
    assert (found.lose_standard, found.osm) == (100, "way/2")


def test_two_bridges_of_one_way_that_do_not_touch_are_two_links():
    network = drawn_network(
        {name: (100 * row, 0) for row, name in enumerate("abcd")}, [("a b", STEPS), "b c", ("c d", STEPS)]
    )
    ways = np.where(np.asarray(network.edge_way_id) == 3, 1, np.asarray(network.edge_way_id))
    object.__setattr__(network, "edge_way_id", ways)
    assert len(links_of(network).kind) == 2


def test_of_links_in_series_each_costs_the_same_and_one_of_many_is_shown_by_what_it_costs():
    network = drawn_network(
        {name: (200 * row, 0) for row, name in enumerate("abcde")},
        [("a b", STEPS), "b c", ("c d", BRIDGE), "d e"],
    )
    goals, homes = on_edges(at(network, 800, 0)), on_edges(at(network, 50, 0), at(network, 300, 0))
    said = {"limit_m": 798.0, "cutoff_m": 5000.0, "to_lonlat": metres}
    found = critical_links(network, lengths(network), goals, homes, np.array([20.0, 30.0]), **said)
    assert [(each.label, each.lose_standard, each.lose_any_way) for each in found] == [
        ("Bridge", 50, 50),
        ("Steps", 20, 20),
    ]
    first = critical_links(network, lengths(network), goals, homes, np.array([20.0, 30.0]), shown=1, **said)
    assert [each.label for each in first] == ["Bridge"]


kinds = st.sampled_from([{"highway": "footway"}, BRIDGE, STEPS, {"highway": "footway", "tunnel": "yes"}])
spot = st.tuples(st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(spot, min_size=3, max_size=9, unique=True),
    st.lists(st.tuples(st.lists(st.integers(0, 8), min_size=2, max_size=5), kinds), min_size=2, max_size=8),
    st.lists(st.tuples(st.integers(0, 99), st.floats(0, 1), st.integers(0, 60)), min_size=1, max_size=8),
    st.integers(0, 99),
    st.sampled_from([120.0, 250.0]),
)
def test_the_worst_links_are_those_of_brute_force(spots, ways, people, goal, limit):
    names = [chr(97 + row) for row in range(len(spots))]
    drawn = [(" ".join(names[row % len(names)] for row in rows), tags) for rows, tags in ways]
    network = drawn_network({name: (61.0 * x, 53.0 * y) for name, (x, y) in zip(names, spots, strict=True)}, drawn)
    if not network.edge_count:
        return
    length = np.asarray(network.edge_length_m)
    homes = on_edges(*[(row % len(length), share * length[row % len(length)]) for row, share, _ in people])
    goals = on_edges((goal % len(length), 0.0))
    held = np.array([float(count) for *_, count in people])
    before = nearest_seed(network, goals, homes).distance_m
    links, expected = links_of(network), []
    for link in range(len(links.kind)):
        closed = costs_with(network, dict.fromkeys(links.edges(link).tolist(), np.inf))
        after = nearest_seed(network, goals, homes, costs=closed).distance_m
        standard = held[(before <= limit) & (after > limit)].sum()
        any_way = held[np.isfinite(before) & np.isinf(after)].sum()
        if max(standard, any_way) >= 10:
            expected.append((standard, any_way))
    expected.sort(reverse=True)
    for shown in (1, 3, 100):
        found = critical_links(
            network, lengths(network), goals, homes, held, limit_m=limit, cutoff_m=np.inf, to_lonlat=metres, shown=shown
        )
        assert [(each.lose_standard, each.lose_any_way) for each in found] == expected[:shown]

"""Whether streets hang together: pieces off the main network, and closeness beside the borough."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_networks import drawn_network, edge_at
from drawn_studies import drawn_ground, drawn_study, figure
from shapely import box

from geo.metrics import street_closeness
from geo.metrics.closeness_of_area import closeness_figures, closeness_layer
from geo.metrics.fragments_of_area import fragment_figures
from geo.metrics.isolation_ground import prepare_isolation
from geo.network.costs import WalkCosts, lengths

# A street of 1,400 m, and one of 600 m behind a gate that is shut: an island.
TWO = {"a": (0, 0), "b": (1400, 0), "c": (1410, 0), "d": (2000, 0), "e": (1400, 5)}
SHUT = {"e": {"barrier": "gate", "access": "private"}}
APART = ["a b", "c d"]
APART_PEOPLE = [(500.0, 0.0, 70.0), (1700.0, 0.0, 30.0)]


def two_streets(ways=APART, people=APART_PEOPLE, costs=None, nodes=None, **said):
    network = drawn_network(TWO, ways, nodes, **said)
    ground = drawn_ground(network, homes=people, costs=costs(network) if costs else None)
    return drawn_study(ground), prepare_isolation(ground)


def test_an_island_of_streets_is_off_the_main_network():
    found = fragment_figures(*two_streets())
    assert figure(found, "residents_off_main_network").value == pytest.approx(30.0)
    assert figure(found, "streets_off_main_network").value == pytest.approx(100 * 590 / 1990)


def test_a_shut_gate_makes_an_island():
    joined = fragment_figures(*two_streets(["a b e c d"]))
    assert figure(joined, "residents_off_main_network").value == 0
    shut = fragment_figures(*two_streets(["a b e c d"], nodes=SHUT))
    assert figure(shut, "residents_off_main_network").value == pytest.approx(30.0)


def test_steps_make_an_island_for_those_who_cannot_climb_them():
    def on_wheels(network):
        plain = lengths(network)
        return WalkCosts(edge_m=np.where(plain.edge_m < 50, np.inf, plain.edge_m), node_m=plain.node_m)

    ways = ["a b", ("b c", {"highway": "steps"}), "c d"]
    assert figure(fragment_figures(*two_streets(ways)), "residents_off_main_network").value == 0
    found = figure(fragment_figures(*two_streets(ways, costs=on_wheels)), "residents_off_main_network")
    assert found.value == pytest.approx(30.0)


def test_pieces_that_leave_the_map_may_be_joined_beyond_it():
    found = fragment_figures(*two_streets(footprint=box(10, -100, 1990, 100)))
    residents = figure(found, "residents_off_main_network")
    assert residents.value == 0
    assert "A further 30 % of residents" in residents.note


def test_an_area_without_streets_is_not_known():
    network = drawn_network({}, [])
    ground = drawn_ground(network, homes=[(0.0, 0.0, 50.0)])
    found = fragment_figures(drawn_study(ground), prepare_isolation(ground))
    assert [each.value for each in found.measurements] == [None, None]
    assert "no street" in figure(found, "streets_off_main_network").note


# A straight street of 2,000 m with a node every 100 m.
STREET = {f"n{row}": (100.0 * row, 0.0) for row in range(21)}
PIECES = [f"n{row} n{row + 1}" for row in range(20)]
MIDDLE, END = (1000.0, 0.0, 100.0), (0.0, 0.0, 100.0)
FAR_WEST = box(-500, -500, 160, 500)


def street(people, *, area=None, borough=None, **said):
    ground = drawn_ground(drawn_network(STREET, PIECES, **said), homes=people)
    prepared = prepare_isolation(ground)
    study = drawn_study(ground, **({} if area is None else {"area": area}))
    return closeness_figures(study, prepared, borough), prepared


def test_the_end_of_a_street_is_half_as_close_as_its_middle():
    # Within 400 m of the middle 8 nodes, 2 x (100 + 200 + 300 + 400) m: 64 / 2,000. Of the end 4: 16 / 1,000.
    found, prepared = street([END, MIDDLE], area=FAR_WEST)
    at = {tuple(xy): row for row, xy in enumerate(prepared.ground.network.node_xy.tolist())}
    of_node = prepared.closeness.of_node[:, 0]
    assert of_node[at[1000.0, 0.0]] == pytest.approx(64 / 2000)
    assert of_node[at[0.0, 0.0]] == pytest.approx(16 / 1000)
    # The end's home beside all homes of the map: 0.016 / mean(0.016, 0.032).
    assert figure(found, "closeness_400m").value == pytest.approx(100 * 0.016 / 0.024)
    assert "Beside all homes on the installed map" in figure(found, "closeness_400m").note


def test_the_borough_is_compared_with_where_the_map_holds_it():
    found, _ = street([END, MIDDLE], area=FAR_WEST, borough=box(-100, -50, 500, 50))
    assert figure(found, "closeness_400m").value == pytest.approx(100.0)
    assert "homes of its borough" in figure(found, "closeness_400m").note
    # The map ends at x = 2,000: of a borough that goes on to 6,000 it holds a third.
    said = {"footprint": box(-1300, -1300, 2000, 1300)}
    found, _ = street([END, MIDDLE], area=FAR_WEST, borough=box(0, -50, 6000, 50), **said)
    assert "too little of the borough" in figure(found, "closeness_400m").note


def test_a_home_between_two_nodes_lies_between_their_values():
    # 25 m along the first piece: three quarters of n0's 16 / 1,000 and one of n1's 25 / (100 + 100 + 200 + 300 + 400).
    found, prepared = street([(25.0, 0.0, 100.0)])
    assert prepared.closeness.of_home[0, 0] == pytest.approx(0.75 * 16 / 1000 + 0.25 * 25 / 1100)
    assert figure(found, "closeness_400m").value == pytest.approx(100.0)


def test_streets_are_drawn_by_their_closeness():
    ground = drawn_ground(drawn_network(STREET, PIECES))
    layer = closeness_layer(prepare_isolation(ground), 0)
    assert np.isfinite(layer).all()
    assert layer[edge_at(ground.network, 50, 0)] == pytest.approx((16 / 1000 + 25 / 1100) / 2)


def test_on_a_large_map_the_streets_of_an_area_are_drawn(monkeypatch):
    monkeypatch.setattr(street_closeness, "EVERY_NODE_TO", 5)
    ground = drawn_ground(drawn_network(STREET, PIECES))
    prepared = prepare_isolation(ground)
    assert np.isnan(closeness_layer(prepared, 0)).all()
    layer = closeness_layer(prepared, 0, drawn_study(ground, area=FAR_WEST))
    # Two pieces have their middles in the area: n0-n1 and n1-n2, whose ends have 16 / 1,000, 25 / 1,100 and 36 / 1,300;
    # n2-n3 is beside them, and of its ends only one was asked for.
    pieces = [edge_at(ground.network, 50, 0), edge_at(ground.network, 150, 0)]
    assert layer[pieces] == pytest.approx([(16 / 1000 + 25 / 1100) / 2, (25 / 1100 + 36 / 1300) / 2])
    assert np.flatnonzero(np.isfinite(layer)).tolist() == sorted(pieces)


def test_on_a_large_map_a_sample_of_homes_stands_for_all(monkeypatch):
    homes = [(10.0 * row, 0.0, 1.0 + row % 7) for row in range(200)]
    everyone, _ = street(homes, area=FAR_WEST)
    monkeypatch.setattr(street_closeness, "EVERY_NODE_TO", 5)
    monkeypatch.setattr(street_closeness.sample_of, "__defaults__", (60,))
    sampled, prepared = street(homes, area=FAR_WEST)
    assert len(prepared.closeness.homes) == 60
    assert prepared.closeness.people.sum() == pytest.approx(sum(home[2] for home in homes))
    for metric in ("closeness_400m", "closeness_800m"):
        assert figure(sampled, metric).value == pytest.approx(figure(everyone, metric).value, rel=0.02)


def test_closeness_is_withheld_where_the_map_ends_too_near():
    # A strip of 100 m: of the square around the area and 1,200 m it holds a sliver.
    found, _ = street([END, MIDDLE], area=FAR_WEST, footprint=box(-500, -50, 2100, 50))
    for metric in ("closeness_400m", "closeness_800m", "closeness_1200m"):
        assert figure(found, metric).value is None
        assert "below 60 % the figure is withheld" in figure(found, metric).note

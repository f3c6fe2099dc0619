"""Who depends on one link: the estate behind a bridge, as an area and as a list.

     park
  a---b---c            s---t
  |   |   |            |   |          100 people on a-b in town; 20 on h-i, 30 on s-t, 5 on j-k and 7 on k-m
z-d---e---f---g===h----i---j---k---m  in the estate. The park is entered at z, in town.
               bridge
"""

from __future__ import annotations

import numpy as np
import pytest
from drawn_networks import drawn_network, edge_at
from drawn_studies import drawn_ground, drawn_study, figure
from shapely import box

from geo.metrics.cut_off import CutLink, cut_figures, cut_links_of_area, cut_points_of_area, dependants_layer
from geo.metrics.isolation_ground import prepare_isolation
from geo.network.costs import WalkCosts, lengths

PLACES = {"a": (0, 100), "b": (100, 100), "c": (200, 100), "d": (0, 0), "e": (100, 0), "f": (200, 0)}
PLACES |= {"g": (300, 0), "h": (400, 0), "i": (500, 0), "j": (600, 0), "k": (700, 0), "m": (800, 0)}
PLACES |= {"s": (500, 100), "t": (600, 100), "z": (-20, 0)}
BRIDGE = {"highway": "footway", "bridge": "yes"}
WAYS = ["a b c f e d a", "b e", "z d", "f g", ("g h", BRIDGE), "h i", "i j t s i", "j k", "k m"]
PARK = ("park", box(-200, -50, -20, 50))
PEOPLE = [(50, 100, 100), (450, 0, 20), (550, 100, 30), (650, 0, 5), (750, 0, 7)]
ESTATE = box(420, -50, 900, 150)


def estate(*, spaces=(PARK,), people=PEOPLE, area=None, costs=None, ways=WAYS, nodes=None, **said):
    network = drawn_network(PLACES, ways, nodes, **said)
    ground = drawn_ground(network, spaces=spaces, homes=people, costs=costs(network) if costs else None)
    return drawn_study(ground, **({} if area is None else {"area": area})), prepare_isolation(ground)


def test_the_share_with_one_way_out_is_that_behind_the_bridge():
    found = cut_figures(*estate())
    assert figure(found, "one_way_out").value == pytest.approx(100 * 62 / 162)
    assert figure(found, "open_space_by_one_link").value == pytest.approx(100 * 62 / 162)
    assert figure(found, "most_on_one_link").value == pytest.approx(62)
    assert figure(found, "most_on_one_point").value == pytest.approx(62)
    assert figure(found, "one_way_out").n == 162


def test_the_estate_alone_hangs_on_the_bridge_as_a_whole():
    study, prepared = estate(area=ESTATE)
    found = cut_figures(study, prepared)
    assert figure(found, "one_way_out").value == pytest.approx(100.0)
    # The people of the town do not depend on the bridge, and those of the estate do: 62 wherever one looks from.
    assert figure(found, "most_on_one_link").value == pytest.approx(62)


def test_links_are_listed_with_those_who_depend_on_them():
    study, prepared = estate(area=box(620, -50, 900, 150))
    network = prepared.ground.network
    first, second = cut_links_of_area(study, prepared, top=5)
    assert first == CutLink(
        edge=edge_at(network, 250, 0),
        way_id=int(network.edge_way_id[edge_at(network, 250, 0)]),
        residents=pytest.approx(62),
        of_area=pytest.approx(12),
        length_m=pytest.approx(100),
        kind="path",
        loses_space=True,
    )
    assert (second.edge, second.residents, second.of_area) == (edge_at(network, 650, 0), 12, 12)
    assert cut_links_of_area(study, prepared, top=1) == [first]


def test_few_people_of_the_area_behind_a_link_are_not_counted_out():
    study, prepared = estate(area=box(740, -50, 900, 150))
    (first, second) = cut_links_of_area(study, prepared, top=5)
    assert (first.residents, first.of_area) == (pytest.approx(62), None)  # 7 of the 62
    assert (second.residents, second.of_area) == (pytest.approx(12), None)


def test_a_link_is_called_what_the_map_calls_it():
    # The bridge begins at the town's own loop, so that it is the first of the series.
    ways = ["a b c f e d a", "b e", "z d", ("f h", BRIDGE), "h i", "i j t s i", "j k", ("k m", {"highway": "steps"})]
    study, prepared = estate(ways=ways)
    assert [link.kind for link in cut_links_of_area(study, prepared)] == ["bridge", "path"]


def test_points_are_listed_without_the_far_ends_of_links():
    study, prepared = estate(nodes={"f": {"barrier": "gate"}})
    points = cut_points_of_area(study, prepared)
    # f parts 62 from the town, j the 12 of the dead end; g, h, i and k are far ends of links.
    assert [(point.xy, point.residents, point.kind) for point in points] == [
        ((200.0, 0.0), pytest.approx(62), "gate"),
        ((600.0, 0.0), pytest.approx(12), "junction"),
    ]


def test_a_space_behind_the_bridge_is_not_hung_on_it():
    # A second park in the estate's square, entered from s: only the dead end's people reach open space by one link.
    found = cut_figures(*estate(spaces=[PARK, ("garden", box(450, 100, 500, 200))]))
    assert figure(found, "one_way_out").value == pytest.approx(100 * 62 / 162)
    assert figure(found, "open_space_by_one_link").value == pytest.approx(100 * 12 / 162)


def test_without_any_space_that_figure_is_not_known():
    found = cut_figures(*estate(spaces=[]))
    assert figure(found, "open_space_by_one_link").value is None
    assert "no public open space is known" in figure(found, "open_space_by_one_link").note
    assert figure(found, "one_way_out").value == pytest.approx(100 * 62 / 162)


def test_for_someone_who_cannot_climb_the_square_is_a_dead_end():
    # The square's near side i-j is closed to them: the estate's 30 and the 12 now hang on each other in one line.
    def closed(network):
        plain = lengths(network)
        return WalkCosts(
            edge_m=np.where(np.arange(network.edge_count) == edge_at(network, 550, 0), np.inf, plain.edge_m),
            node_m=plain.node_m,
        )

    _, prepared = estate(costs=closed)
    layer = dependants_layer(prepared)
    # Along s-t and behind it: 30 + 12.
    assert layer[edge_at(prepared.ground.network, 550, 100)] == pytest.approx(42)


def test_fewer_than_ten_dependants_are_drawn_by_nobody():
    _, prepared = estate()
    layer = dependants_layer(prepared)
    assert layer[edge_at(prepared.ground.network, 650, 0)] == pytest.approx(12)
    assert np.isnan(layer[edge_at(prepared.ground.network, 750, 0)])  # 7 people


def test_a_town_of_loops_has_no_one_to_cut_off():
    found = cut_figures(*estate(people=[(50, 100, 100)]))
    assert figure(found, "one_way_out").value == 0
    most = figure(found, "most_on_one_link")
    assert most.value == 0
    assert "No link or point" in most.note


def test_no_one_and_too_few_are_said_as_such():
    nobody = cut_figures(*estate(people=[]))
    assert {each.value for each in nobody.measurements} == {None}
    assert "no census counts" in nobody.measurements[0].note
    few = cut_figures(*estate(people=[(450, 0, 9)]))
    assert {(each.value, each.suppressed, each.n) for each in few.measurements} == {(None, True, None)}


def test_what_may_go_on_beyond_the_map_is_no_dead_end():
    # The footprint ends at the town's left end and short of m: both may be joined beyond, so that nothing is cut.
    found = cut_figures(*estate(footprint=box(-10, -50, 790, 150)))
    assert figure(found, "one_way_out").value == 0

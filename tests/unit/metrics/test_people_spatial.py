"""Separation by who is near on foot: worked by hand, by loops over networkx walks, and beside straight lines."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
import shapely
from drawn_networks import drawn_network
from people_street import (
    STREET,
    said,
    street_ground,
    street_homes,
    street_network,
    street_study,
    street_zones,
    told,
)

from geo.metrics.segregation import dissimilarity_in, exposure_in, information_in
from geo.metrics.spatial_segregation import (
    Pairs,
    biweight,
    local_environments,
    prepare_separation,
    representatives,
)
from geo.metrics.spatial_separation import spatial_separation_figures
from geo.network.costs import WalkCosts
from geo.network.population import Homes


def test_two_homes_three_hundred_metres_apart():
    # φ = (1 − 0.6²)² = 0.4096. Each environment: 10 of one's own and 4.096 of the other. As in docs/metrics.md.
    people = np.array([[10.0, 0.0], [0.0, 10.0]])
    pairs = Pairs(at=np.array([0, 1]), around=np.array([1, 0]), distance_m=np.array([300.0, 300.0]))
    around = local_environments(people, pairs, 500.0)
    assert around == pytest.approx(np.array([[10, 4.096], [4.096, 10]]))
    own = 10 / 14.096
    assert exposure_in(people, around) == pytest.approx(np.array([[own, 1 - own], [1 - own, own]]))
    # D̃ = 20 × 2 (own − ½) ÷ (2 × 20 × ½).
    assert dissimilarity_in(people, around) == pytest.approx(2 * own - 1)
    entropy = -(own * np.log(own) + (1 - own) * np.log(1 - own))
    assert information_in(people, around) == pytest.approx(1 - entropy / np.log(2))


def by_loops(people: np.ndarray, distance: np.ndarray, bandwidth: float) -> np.ndarray:
    """Environments straight from the definition, one home after another."""
    around = np.zeros_like(people)
    for p in range(len(people)):
        for q in range(len(people)):
            near = distance[p, q] / bandwidth
            weight = 1.0 if p == q else (1 - near**2) ** 2 if near < 1 else 0.0
            around[p] += weight * people[q]
    return around


def test_the_street_by_loops_over_its_homes():
    study = street_study()
    found = spatial_separation_figures(study, prepare_separation(study.ground, 250.0))
    zones = street_zones()
    people = zones[["eth_asian", "eth_black", "eth_mixed", "eth_white", "eth_other"]].to_numpy()
    at = 50 + 100 * np.arange(6)
    around = by_loops(people, np.abs(at[:, None] - at), 250.0)
    share = around / around.sum(axis=1, keepdims=True)
    asian = people[:, 0]
    expected_d = (100 * np.abs(share - [0.25, 0, 0, 0.75, 0]).sum(axis=1)).sum() / (2 * 600 * 2 * 0.25 * 0.75)
    assert said(found, "spatial_dissimilarity_ethnic_group").value == pytest.approx(expected_d)
    assert said(found, "spatial_isolation_asian").value == pytest.approx(100 * (asian * share[:, 0]).sum() / 150)
    assert said(found, "spatial_isolation_asian").n == 150
    rows = told(found, "spatial_exposure_by_ethnic_group")
    assert rows["asian:asian"].value + rows["asian:white"].value == pytest.approx(100.0)
    # Straight lines are the walks here, and zones hold one home each.
    compared = told(found, "spatial_dissimilarity_compared_by_ethnic_group")
    assert compared["foot"].value == pytest.approx(compared["straight"].value)
    assert compared["zone"].value == pytest.approx(0.4)


def test_a_cut_street_keeps_people_apart_that_a_straight_line_joins():
    cut = drawn_network({"a": (0, 0), "b": (290, 0), "c": (310, 0), "d": (1000, 0)}, ["a b", "c d"])
    whole, parted = street_study(), street_study(street_ground(cut))
    before = spatial_separation_figures(whole, prepare_separation(whole.ground))
    after = spatial_separation_figures(parted, prepare_separation(parted.ground))
    metric = "spatial_dissimilarity_ethnic_group"
    assert said(after, metric).value > said(before, metric).value + 0.05
    rows = told(after, "spatial_dissimilarity_compared_by_ethnic_group")
    assert rows["foot"].value > rows["straight"].value


def test_a_walkers_costs_count():
    ground = street_ground()
    slow = replace(
        ground, costs=WalkCosts(edge_m=ground.network.edge_length_m * 3.0, node_m=np.zeros(ground.network.node_count))
    )
    fast, slowed = prepare_separation(ground), prepare_separation(slow)
    assert len(slowed.walks.at) < len(fast.walks.at)
    assert slowed.walks.distance_m.min() == pytest.approx(300.0)
    assert fast.walks.distance_m.min() == pytest.approx(100.0)


def test_walks_between_homes_are_those_of_networkx():
    places = {"a": (0, 0), "b": (200, 0), "c": (200, 200), "d": (0, 200), "e": (420, 200)}
    network = drawn_network(places, ["a b", "b c", "c d", "d a", "c e"])
    xy = np.array([[0.0, 0.0], [200, 0], [200, 200], [0, 200], [420, 200]])
    homes = Homes(xy=xy, residents=np.ones(5), zone=np.arange(5), unknown_zones=0, method="drawn")
    walks = prepare_separation(street_ground(network, homes), 500.0).walks
    graph = nx.Graph()
    for (u, v), length in zip(network.edge_uv.tolist(), network.edge_length_m.tolist(), strict=True):
        graph.add_edge(tuple(network.node_xy[u]), tuple(network.node_xy[v]), weight=length)
    expected = {
        (p, q): metres
        for p, start in enumerate(map(tuple, xy))
        for q, end in enumerate(map(tuple, xy))
        if p != q and (metres := nx.dijkstra_path_length(graph, start, end)) <= 500
    }
    found = dict(zip(zip(walks.at.tolist(), walks.around.tolist(), strict=True), walks.distance_m, strict=True))
    assert found == pytest.approx(expected)


def test_people_beyond_the_areas_edge_are_near_too():
    # The area is zones 0 to 4; who lives in zone 5 is not of it, but is who its last home meets.
    area = shapely.box(0, -50, 500, 50)
    study = street_study(area=area)
    prepared = prepare_separation(study.ground, 150.0)
    found = spatial_separation_figures(study, prepared)
    near = biweight(np.array([100.0]), 150.0)[0]
    asian = np.array([50.0, 40, 30, 20, 10, 0])
    beside = np.convolve(asian, [near, 1, near], mode="same") / np.convolve(np.full(6, 100.0), [near, 1, near], "same")
    assert said(found, "spatial_isolation_asian").value == pytest.approx(100 * (asian * beside)[:5].sum() / 150)
    assert said(found, "spatial_dissimilarity_ethnic_group").n == 500


def test_exposure_is_withheld_and_evenness_told_where_the_map_ends_too_near():
    # The map ends with the street: of the area with 500 m around it far less than 60 % is mapped.
    study = street_study(street_ground(street_network(footprint=shapely.box(-100, -100, 1000, 100))))
    found = spatial_separation_figures(study, prepare_separation(study.ground))
    exposure = said(found, "spatial_isolation_asian")
    assert exposure.value is None
    assert "of the area with 500 m around it; 60 % are needed" in exposure.note
    assert said(found, "spatial_dissimilarity_ethnic_group").value is not None


def test_residents_near_the_end_of_the_map_are_counted():
    # The map ends 300 m west of the street, far elsewhere: homes at 50 and 150 m are within 500 m of its end.
    study = street_study(street_ground(street_network(footprint=shapely.box(-300, -900, 3000, 900))))
    found = spatial_separation_figures(study, prepare_separation(study.ground))
    assert "for 33 % of residents, neighbours beyond it are not counted" in said(found, "spatial_isolation_asian").note


def test_fewer_than_five_zones_with_homes_do_not_tell():
    study = street_study(area=shapely.box(0, -50, 400, 50))
    found = spatial_separation_figures(study, prepare_separation(study.ground))
    assert all(figure.value is None for figure in found.measurements)
    assert "the homes here are of 4 census zones; 5 are needed" in said(found, "spatial_isolation_asian").note


def test_no_homes_no_counts_and_other_tables_are_said():
    empty = street_study(street_ground(homes=street_homes(0.0)))
    found = spatial_separation_figures(empty, prepare_separation(empty.ground))
    assert said(found, "spatial_isolation_asian").value is None
    assert said(found, "spatial_isolation_asian").note
    study = street_study(zones=street_zones().drop(columns="eth_white"))
    prepared = prepare_separation(study.ground)
    found = spatial_separation_figures(study, prepared)
    assert "no column eth_white" in said(found, "spatial_dissimilarity_ethnic_group").note
    assert said(found, "spatial_dissimilarity_tenure").value is not None
    zones = street_zones()
    zones.loc[3, "eth_white"] = np.nan
    found = spatial_separation_figures(street_study(zones=zones), prepared)
    assert said(found, "spatial_isolation_white").note == "Not known: the census table has no count for 1 census zone."


def test_a_network_without_streets_near_any_home_has_nobody_to_meet():
    far = drawn_network({"a": (5000, 5000), "b": (5100, 5000)}, ["a b"])
    study = street_study(street_ground(far))
    prepared = prepare_separation(study.ground)
    assert prepared.unreached == 600
    found = spatial_separation_figures(study, prepared)
    assert said(found, "spatial_isolation_asian").note == "Not known: no home here is within 150 m of a street or path."


def test_an_area_between_the_homes_that_stand_for_others_has_too_few():
    # 50 homes of 2 people in one zone, 10 m apart; every 32nd part of them stands for the rest.
    homes = Homes(
        xy=np.array([[10.0 * row, 0.0] for row in range(50)]),
        residents=np.full(50, 2.0),
        zone=np.zeros(50, np.int64),
        unknown_zones=0,
        method="drawn",
    )
    ground = street_ground(homes=homes)
    prepared = prepare_separation(ground)
    left_out = next(x for x in homes.xy[:, 0] if x not in prepared.xy[:, 0])
    study = street_study(ground, area=shapely.box(left_out - 1, -5, left_out + 1, 5))
    assert study.homes.residents.sum() == 2.0
    found = spatial_separation_figures(study, prepared)
    assert "too few homes" in said(found, "spatial_isolation_asian").note


def test_small_groups_are_withheld():
    zones = street_zones()
    zones["eth_black"] = 1.0
    zones["eth_white"] = 99.0
    zones["eth_asian"] = 0.0
    study = street_study(zones=zones)
    found = spatial_separation_figures(study, prepare_separation(study.ground))
    assert said(found, "spatial_isolation_black").suppressed
    assert said(found, "spatial_dissimilarity_ethnic_group").suppressed
    assert all(row.suppressed for row in told(found, "spatial_dissimilarity_compared_by_ethnic_group").values())


def test_homes_that_stand_for_others_lie_all_over_the_zone():
    # 400 homes of one person on a square of 400 m: of 16 that stand for 25 each, every quarter holds 4.
    grid = np.stack(np.meshgrid(np.arange(0, 400, 20), np.arange(0, 400, 20)), axis=-1).reshape(-1, 2).astype(float)
    homes = Homes(xy=grid, residents=np.ones(400), zone=np.zeros(400, np.int64), unknown_zones=0, method="drawn")
    row, residents = representatives(homes, np.ones(400, bool), 16)
    assert residents.tolist() == [25.0] * 16
    quarter = (grid[row] >= 200) @ [1, 2]
    assert np.bincount(quarter, minlength=4) == pytest.approx(4, abs=1)


def test_a_zone_of_one_home_is_that_home():
    study = street_study(area=STREET)
    prepared = prepare_separation(study.ground)
    assert prepared.residents.sum() == pytest.approx(600.0)
    assert sorted(prepared.zone.tolist()) == list(range(6))

"""Figures of a real ward worked out a second time: plain loops, networkx and the census table as published."""

from __future__ import annotations

import csv
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from people_street import said, told

from geo.bootstrap import Settings, open_workspace
from geo.metrics.access import walks_to_spaces
from geo.metrics.people_figures import people_figures
from geo.metrics.personas import ANY_WALKER
from geo.metrics.spatial_segregation import prepare_separation
from geo.metrics.spatial_separation import spatial_separation_figures
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints, snap
from geo.services.areas import find_area
from geo.services.grounds import study_for

WARD = "New Southgate"


@pytest.fixture(scope="module")
def ward(installed_home, tmp_path_factory):
    store = tmp_path_factory.mktemp("people") / "pins.sqlite"
    workspace = open_workspace(Settings(home=installed_home, bundle=None, database_url=f"sqlite:///{store}"))
    areas = workspace.areas
    area_id = areas[(areas["name"] == WARD) & (areas["kind"] == "ward")]["area_id"].iloc[0]
    _, study = study_for(workspace, find_area(workspace, area_id), ANY_WALKER)
    spaces = study.ground.open_spaces
    yield study, walks_to_spaces(study.ground.network, study.start, spaces.shapes, spaces.entrances)
    workspace.store.close()


@pytest.fixture(scope="module")
def census(bundle):
    with (bundle / "population" / "london_lsoa21_census2021.csv").open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    code = next(name for name, value in rows[0].items() if value.startswith("E01"))
    return {row[code]: row for row in rows}


def test_walks_by_ethnic_group_and_tenure_by_loops(ward, census):
    study, walks = ward
    codes = study.zones["zone_id"].to_list()
    metres, people, social_metres, social = 0.0, 0.0, 0.0, 0.0
    for residents, zone, walk in zip(
        study.homes.residents.tolist(), study.homes.zone.tolist(), walks.distance_m.tolist(), strict=True
    ):
        row = census[codes[zone]]
        if walk == float("inf"):
            continue
        asian = residents * int(row["eth_asian"]) / int(row["ts021_residents"])
        metres, people = metres + asian * walk, people + asian
        households = residents * int(row["hh_social_rented"]) / int(row["ts021_residents"])
        social_metres, social = social_metres + households * walk, social + households
    figures = people_figures(study, walks)
    assert people > 1000
    assert told(figures, "walk_by_ethnic_group")["asian"].value == pytest.approx(metres / people)
    assert told(figures, "walk_by_tenure")["social_rented"].value == pytest.approx(social_metres / social)


def test_inequality_of_walks_over_all_pairs_of_homes(ward):
    study, walks = ward
    reached = np.isfinite(walks.distance_m)
    x, w = walks.distance_m[reached].tolist(), study.homes.residents[reached].tolist()
    total, mean = sum(w), sum(a * b for a, b in zip(x, w, strict=True)) / sum(w)
    differences = sum(wi * wj * abs(xi - xj) for xi, wi in zip(x, w, strict=True) for xj, wj in zip(x, w, strict=True))
    figures = people_figures(study, walks)
    assert said(figures, "gini_walk").value == pytest.approx(differences / (2 * total**2 * mean))


def test_who_is_near_on_foot_by_networkx(ward):
    study, _ = ward
    prepared = prepare_separation(study.ground)
    graph = _with_doors(study.ground.network, snap(study.ground.network, prepared.xy, allowed=study.ground.usable))
    here = np.flatnonzero(shapely.contains_xy(study.area.geometry, prepared.xy))
    for home in np.random.default_rng(3).choice(here, 15, replace=False).tolist():
        met = nx.single_source_dijkstra_path_length(graph, ("door", home), cutoff=prepared.bandwidth_m)
        expected = {place[1]: metres for place, metres in met.items() if isinstance(place, tuple)}
        assert len(expected) > 10
        del expected[home]
        pairs = prepared.walks.of(np.array([home]))
        found = dict(zip(pairs.around.tolist(), pairs.distance_m.tolist(), strict=True))
        assert found == pytest.approx(expected, abs=1e-6)


def test_isolation_on_foot_by_loops(ward, census):
    study, _ = ward
    prepared = prepare_separation(study.ground)
    codes = study.zones["zone_id"].to_list()
    groups = ("eth_asian", "eth_black", "eth_mixed", "eth_white", "eth_other")
    counted = [census[codes[zone]] for zone in prepared.zone]
    people = [
        [stands * int(row[group]) / int(row["ts021_residents"]) for group in groups]
        for stands, row in zip(prepared.residents.tolist(), counted, strict=True)
    ]
    near: dict[int, list[tuple[int, float]]] = {}
    for p, q, metres in zip(
        prepared.walks.at.tolist(), prepared.walks.around.tolist(), prepared.walks.distance_m.tolist(), strict=True
    ):
        near.setdefault(p, []).append((q, (1 - (metres / 500) ** 2) ** 2))
    met, everyone = 0.0, 0.0
    for home in np.flatnonzero(shapely.contains_xy(study.area.geometry, prepared.xy)).tolist():
        around = [(home, 1.0), *near.get(home, [])]
        asian = sum(weight * people[q][0] for q, weight in around)
        met += people[home][0] * asian / sum(weight * sum(people[q]) for q, weight in around)
        everyone += people[home][0]
    figures = spatial_separation_figures(study, prepared)
    assert said(figures, "spatial_isolation_asian").value == pytest.approx(100 * met / everyone)


def _with_doors(network: WalkingNetwork, homes: EdgePoints) -> nx.Graph:
    """The network with each home's door: at the end of a straight line from where it steps onto an edge."""
    graph = nx.Graph()
    on_edge: dict[int, list[tuple[float, int]]] = {}
    for home in np.flatnonzero(homes.reached).tolist():
        on_edge.setdefault(int(homes.edge[home]), []).append((float(homes.offset_m[home]), home))
    for edge, (u, v) in enumerate(network.edge_uv.tolist()):
        length = float(network.edge_length_m[edge])
        stops = [(0.0, u), *((at, f"step {home}") for at, home in sorted(on_edge.get(edge, []))), (length, v)]
        for (from_m, a), (to_m, b) in pairwise(stops):
            graph.add_edge(a, b, weight=to_m - from_m)
    for home in np.flatnonzero(homes.reached).tolist():
        graph.add_edge(f"step {home}", ("door", home), weight=float(homes.distance_m[home]))
    return graph

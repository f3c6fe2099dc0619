"""Figures of a City ward against the same worked out by networkx and plain loops.

The ward lies at the edge of its extract. So that every figure is said, the map is made to end nine kilometres farther
out, where nothing is: what is compared is the sums, not what is known of the land beyond.
"""

from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from drawn_studies import figure

from geo.bootstrap import Settings, open_workspace
from geo.metrics.access_figures import access_figures, prepare_access
from geo.metrics.personas import ANY_WALKER
from geo.metrics.standards_access import GREEN_KINDS, LONDON_PLAN_KINDS
from geo.network.flags import EdgeFlag
from geo.services.areas import find_area
from geo.services.grounds import study_for

ALDERSGATE = "E05009288"
OTHER_LEVEL = EdgeFlag.TUNNEL | EdgeFlag.BRIDGE


@pytest.fixture(scope="module")
def study(installed_home, tmp_path_factory):
    store = tmp_path_factory.mktemp("store") / "pins.sqlite"
    settings = Settings(home=installed_home, bundle=None, database_url=f"sqlite:///{store}")
    workspace = open_workspace(settings)
    _, found = study_for(workspace, find_area(workspace, ALDERSGATE), ANY_WALKER)
    yield found
    workspace.store.close()


@pytest.fixture(scope="module")
def wide(study):
    """The study on a map that ends nine kilometres farther out."""
    network = study.ground.network
    far = replace(network.meta, footprint=network.meta.footprint.buffer(9000))
    return replace(study, ground=replace(study.ground, network=replace(network, meta=far)))


@pytest.fixture(scope="module")
def said(wide):
    return access_figures(wide, prepare_access(wide.ground))


@pytest.fixture(scope="module")
def streets(wide):
    """The network as networkx has it, with a node for every way in, home of the map and home of the ward."""
    return graph_of(wide)


def graph_of(study):
    ground = study.ground
    network = ground.network
    points = {
        "open": ground.open_spaces.entrances.points,
        "community": ground.community.entrances.points,
        "home": study.start,
        "anyone": ground.home_points,
    }
    on_edge = {}
    for name, these in points.items():
        for row in np.flatnonzero(these.edge >= 0).tolist():
            on_edge.setdefault(int(these.edge[row]), []).append((float(these.offset_m[row]), (name, row)))
    # An arc from b to a is a walk from a to b: a search from the doors finds walks towards them.
    graph = nx.DiGraph()
    for edge, (u, v) in enumerate(np.asarray(network.edge_uv).tolist()):
        both_ways = not network.edge_flags[edge] & EdgeFlag.ONEWAY_FOOT
        chain = [(0.0, u), *sorted(on_edge.get(edge, [])), (float(network.edge_length_m[edge]), v)]
        for (from_m, a), (to_m, b) in pairwise(chain):
            graph.add_edge(b, a, weight=to_m - from_m)
            if both_ways or from_m == to_m:
                graph.add_edge(a, b, weight=to_m - from_m)
    return graph


def walks(graph, study, name, rows, *, limit, homes="home"):
    """Metres from some homes to each of the places' rows, by a search from each place; {(home, place): metres}."""
    places = study.ground.open_spaces if name == "open" else study.ground.community
    found = {}
    start = study.start if homes == "home" else study.ground.home_points
    for place in rows:
        doors = [(name, at) for at in np.flatnonzero(places.entrances.space == place).tolist()]
        doors = [door for door in doors if door in graph]
        if not doors:
            continue
        reached = nx.multi_source_dijkstra_path_length(graph, doors, cutoff=limit)
        for node, metres in reached.items():
            if isinstance(node, tuple) and node[0] == homes:
                walk = metres + float(start.distance_m[node[1]])
                if walk <= limit:
                    found[node[1], place] = walk
    if name == "open":
        inside_too(study, start, rows, found)
    return found


def inside_too(study, start, rows, found):
    network, shapes = study.ground.network, study.ground.open_spaces.shapes
    land = [place for place in rows if shapes[place].geom_type != "Point"]
    for home in np.flatnonzero(start.edge >= 0).tolist():
        if network.edge_flags[start.edge[home]] & OTHER_LEVEL:
            continue
        point = network.lines[start.edge[home]].interpolate(start.offset_m[home])
        for place in land:
            if shapes[place].intersects(point):
                found[home, place] = min(found.get((home, place), np.inf), float(start.distance_m[home]))


def rows_of_kinds(places, kinds, size=0.0):
    return [
        row
        for row, (kind, ha) in enumerate(zip(places.frame["kind"], places.frame["area_ha"], strict=True))
        if kind in kinds and (size == 0.0 or ha >= size) and row in set(places.entrances.space.tolist())
    ]


def share(study, homes):
    people = study.homes.residents
    return 100 * sum(people[home] for home in homes) / people.sum()


@pytest.mark.parametrize("kind", ["garden", "park", "playground"])
def test_walks_to_a_kind(study, streets, said, kind):
    spaces = study.ground.open_spaces
    found = walks(streets, study, "open", rows_of_kinds(spaces, {kind}), limit=5000.0)
    nearest = {}
    for (home, _), metres in found.items():
        nearest[home] = min(nearest.get(home, np.inf), metres)
    people = study.homes.residents
    mean = sum(people[h] * m for h, m in nearest.items()) / sum(people[h] for h in nearest)
    assert figure(said, f"walk_m_{kind}").value == pytest.approx(mean, rel=1e-12)
    near = [home for home, metres in nearest.items() if metres <= 399.0]
    assert figure(said, f"within_5min_{kind}").value == pytest.approx(share(study, near), rel=1e-12)


def test_walks_to_a_library(study, streets, said):
    places = study.ground.community
    found = walks(streets, study, "community", rows_of_kinds(places, {"library"}), limit=399.0)
    near = {home for home, _ in found}
    assert 0 < len(near) < len(study.homes.residents)
    assert figure(said, "within_5min_library").value == pytest.approx(share(study, near), rel=1e-12)


def test_distinct_spaces_in_five_minutes(study, streets, said):
    spaces = study.ground.open_spaces
    ids = set(spaces.frame["space_id"])
    whole = [row for row, parent in enumerate(spaces.frame["parent_id"]) if parent not in ids]
    known = set(spaces.entrances.space.tolist())
    found = walks(streets, study, "open", [row for row in whole if row in known], limit=399.0)
    people = study.homes.residents
    mean = sum(people[home] for home, _ in found) / people.sum()
    assert figure(said, "open_spaces_in_5min").value == pytest.approx(mean, rel=1e-12)


def test_a_small_open_space_on_foot(study, streets, said):
    spaces = study.ground.open_spaces
    rows = rows_of_kinds(spaces, LONDON_PLAN_KINDS, 0.4)
    near = {home for home, _ in walks(streets, study, "open", rows, limit=400.0)}
    assert figure(said, "london_plan_small").value == pytest.approx(share(study, near), rel=1e-12)


def test_half_a_hectare_in_a_straight_line(study, said):
    frame = study.ground.open_spaces.frame
    large = frame[frame["kind"].isin(GREEN_KINDS) & (frame["area_ha"] >= 0.5)].geometry.union_all()
    near = [home for home, at in enumerate(study.homes.xy) if large.distance(shapely.Point(at)) <= 200.0]
    assert figure(said, "natural_england_doorstep").value == pytest.approx(share(study, near), rel=1e-12)


def test_what_the_median_resident_has_of_what_all_share(study, streets, said):
    spaces, everyone = study.ground.open_spaces, study.ground.homes.residents
    known = [
        row for row in sorted(set(spaces.entrances.space.tolist())) if np.isfinite(spaces.frame["area_ha"].iloc[row])
    ]
    own = {}
    for row in known:
        shape = shapely.make_valid(spaces.shapes[row])
        larger = [
            shapely.make_valid(other)
            for at, other in enumerate(spaces.shapes)
            if other.geom_type != "Point"
            and (-other.area, at) < (-spaces.shapes[row].area, row)
            and other.intersects(shape)
        ]
        own[row] = shape.difference(shapely.union_all(larger)).area / 1e4
    shared = walks(streets, study, "open", known, limit=798.0, homes="anyone")
    users = dict.fromkeys(known, 0.0)
    for home, row in shared:
        users[row] += everyone[home]
    has = np.zeros(len(study.homes.residents))
    for home, row in walks(streets, study, "open", known, limit=798.0):
        has[home] += own[row] / users[row]
    order = np.argsort(has)
    held = np.cumsum(study.homes.residents[order])
    median = has[order][np.searchsorted(held, held[-1] / 2)]
    assert figure(said, "open_space_2sfca").value == pytest.approx(1000 * median, rel=1e-9)


def test_streets_near_space_metre_by_metre(wide, streets, said):
    ground = wide.ground
    network = ground.network
    doors = [node for node in streets if isinstance(node, tuple) and node[0] == "open"]
    reached = nx.multi_source_dijkstra_path_length(streets, doors, cutoff=400.0)
    land = shapely.union_all([shape for shape in ground.open_spaces.shapes if shape.geom_type != "Point"])
    shapely.prepare(land)
    seeds = ground.open_spaces.entrances.points
    near = total = 0
    for edge in network.tree.query(wide.area.geometry, predicate="intersects").tolist():
        if not (ground.usable[edge] and network.edge_flags[edge] & EdgeFlag.ROAD):
            continue
        u, v = network.edge_uv[edge].tolist()
        length = float(network.edge_length_m[edge])
        gates = seeds.offset_m[seeds.edge == edge]
        at = np.arange(0.25, length, 0.5)
        spots = shapely.line_interpolate_point(network.lines[edge], at)
        here = shapely.intersects(wide.area.geometry, spots)
        walk = np.minimum(reached.get(u, np.inf) + at, reached.get(v, np.inf) + length - at)
        for gate in gates:
            walk = np.minimum(walk, np.abs(at - gate))
        inside = shapely.intersects(land, spots) & ~bool(network.edge_flags[edge] & OTHER_LEVEL)
        near += int((here & ((walk <= 400.0) | inside)).sum())
        total += int(here.sum())
    assert total > 1000
    assert figure(said, "streets_within_400m").value == pytest.approx(100 * near / total, abs=0.2)

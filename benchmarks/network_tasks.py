"""The tasks of the network's benchmark: ours and a peer's time for the same question, and how far answers differ."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks import network_peers as peers
from benchmarks.side_by_side import taken_in_turn
from benchmarks.tiled_towns import City, at_nodes
from geo.metrics.floating_catchment import Pairs, stepped, two_step
from geo.network import kernels
from geo.network.closeness import closeness
from geo.network.costs import WalkCosts, lengths
from geo.network.edge_ends import Edges, arcs_towards
from geo.network.reach import reach_pairs
from geo.network.routing import spread

NEAREST_M = 5000.0
CUTOFFS_M = (400.0, 800.0, 1200.0)
CLOSENESS_M = 800
_EVERY = 25  # closeness is asked of every 25th node


def task(name: str, city: City, ours: float, peer: tuple[str, float], target: str, **more: Any) -> dict[str, Any]:
    """One row of the table; `target` begins with >= or <= and names the ratio that ours must have to the peer's."""
    ratio = peer[1] / ours if target.startswith(">=") else ours / peer[1]
    wanted = float(target[2:])
    met = ratio >= wanted if target.startswith(">=") else ratio <= wanted
    row = {"task": name, "nodes": city.network.node_count, "ours_s": ours, "peer": peer[0], "peer_s": peer[1]}
    return row | {"ratio": ratio, "target": target, "met": met} | more


def nearest(city: City) -> list[dict[str, Any]]:
    """The nearest space of all nodes: the compiled pass and its plain twin, against a warm pandana's query."""
    network = city.network
    peer = peers.pandana_network(city, network.edge_length_m)
    peers.set_ways_in(peer, city, NEAREST_M, 1)
    times, gave = taken_in_turn(
        {
            "kernel": lambda: spread(network, city.ways_in, cutoff_m=NEAREST_M),
            "twin": lambda: spread(network, city.ways_in, cutoff_m=NEAREST_M, compiled=False),
            "pandana": lambda: peer.nearest_pois(NEAREST_M, "spaces", num_pois=1, max_distance=np.inf),
        },
        5,
    )
    theirs = gave["pandana"][1].to_numpy()
    name = "nearest space, all nodes"
    against = ("pandana query", times["pandana"])
    return [
        task(f"{name}: compiled", city, times["kernel"], against, ">=40", **_apart(gave["kernel"].cost, theirs)),
        task(f"{name}: scipy alone", city, times["twin"], against, ">=15", **_apart(gave["twin"].cost, theirs)),
    ]


def floor(city: City) -> list[dict[str, Any]]:
    """The compiled pass against one sweep of the edges in the order in which they are settled, on the same arrays."""
    costs = lengths(city.network)
    starts = Edges.of(city.network, costs).towards(city.ways_in)
    arcs = arcs_towards(city.network, costs)
    pass_on = (*arcs, starts.node, starts.cost, starts.row)
    walk, _ = kernels.multi_source(*pass_on, np.inf)
    order = np.argsort(walk, kind="stable")
    order = order[np.isfinite(walk[order])]
    times, gave = taken_in_turn(
        {"kernel": lambda: kernels.multi_source(*pass_on, np.inf), "sweep": lambda: _sweep(*pass_on, order)}, 15
    )
    apart = _apart(gave["kernel"][0], gave["sweep"][0])
    against = ("one sweep in known order", times["sweep"])
    return [task("nearest space, the pass alone", city, times["kernel"], against, "<=1.3", **apart)]


@numba.njit
def _sweep(  # noqa: PLR0917 (numba takes positional arguments only)
    indptr, indices, cost, start_node, start_cost, start_seed, order
):
    distance = np.full(len(indptr) - 1, np.inf)
    seed = np.full(len(distance), -1, np.int64)
    for i in range(len(start_node)):
        if start_cost[i] < distance[start_node[i]]:
            distance[start_node[i]] = start_cost[i]
            seed[start_node[i]] = start_seed[i]
    for node in order:
        for arc in range(indptr[node], indptr[node + 1]):
            reached = distance[node] + cost[arc]
            if reached < distance[indices[arc]]:
                distance[indices[arc]] = reached
                seed[indices[arc]] = seed[node]
    return distance, seed


def changed_weight(city: City) -> list[dict[str, Any]]:
    """Every street's cost changes: a new answer, against pandana's new network and its query."""
    network = city.network
    factor = np.random.default_rng(3).uniform(1.0, 1.5, network.edge_count)
    costs = WalkCosts(edge_m=network.edge_length_m * factor, node_m=np.zeros(network.node_count))

    def rebuilt() -> Any:
        peer = peers.pandana_network(city, costs.edge_m)
        peers.set_ways_in(peer, city, NEAREST_M, 1)
        return peer.nearest_pois(NEAREST_M, "spaces", num_pois=1, max_distance=np.inf)

    mine, gave = taken_in_turn({"kernel": lambda: spread(network, city.ways_in, cutoff_m=NEAREST_M, costs=costs)}, 5)
    times, theirs = taken_in_turn({"pandana": rebuilt}, 1)
    apart = _apart(gave["kernel"].cost, theirs["pandana"][1].to_numpy())
    against = ("pandana rebuild and query", times["pandana"])
    return [task("a weight changes: new result", city, mine["kernel"], against, ">=100", **apart)]


def distinct_spaces(city: City) -> list[dict[str, Any]]:
    """How many different spaces each node has within 400, 800 and 1,200 m."""
    network = city.network
    nodes = at_nodes(network, np.arange(network.node_count))
    ways = reach_pairs(network, city.ways_in, np.arange(len(city.node)), nodes, cutoff_m=CUTOFFS_M[-1])
    items = int(np.bincount(ways.target).max())
    peer = peers.pandana_network(city, network.edge_length_m)
    peers.set_ways_in(peer, city, CUTOFFS_M[-1], items)

    def counted() -> NDArray[np.int64]:
        pairs = reach_pairs(network, city.ways_in, city.space, nodes, cutoff_m=CUTOFFS_M[-1])
        near = [pairs.target[pairs.distance_m <= cutoff] for cutoff in CUTOFFS_M]
        return np.column_stack([np.bincount(rows, minlength=network.node_count) for rows in near])

    times, gave = taken_in_turn(
        {"kernel": counted, "pandana": lambda: peers.pandana_distinct(peer, city, CUTOFFS_M, items)}, 2
    )
    differing = int((gave["kernel"] != gave["pandana"]).any(axis=1).sum())
    against = (f"pandana, nearest {items} ways in", times["pandana"])
    said = {"difference": f"{differing} nodes of {network.node_count:,} count one differently"}
    return [task("distinct spaces in 400/800/1,200 m", city, times["kernel"], against, ">=15", **said)]


def near_nodes(city: City) -> list[dict[str, Any]]:
    """Closeness within 800 m of every 25th node, both on all cores."""
    network = city.network
    nodes = np.arange(0, network.node_count, _EVERY)
    live = np.zeros(network.node_count, bool)
    live[nodes] = True
    peer = peers.cityseer_network(network, live)
    times, gave = taken_in_turn(
        {
            "kernel": lambda: closeness(network, cutoffs_m=(CLOSENESS_M,), nodes=nodes),
            "cityseer": lambda: peers.cityseer_closeness(peer, CLOSENESS_M),
        },
        2,
    )
    count, total = (column[nodes] for column in gave["cityseer"])
    differing = int((count != gave["kernel"].count[:, 0]).sum())
    same = count == gave["kernel"].count[:, 0]
    apart = float(np.abs(total - gave["kernel"].total_m[:, 0])[same].max())
    said = {"difference": f"{differing} of {len(nodes):,} counts differ; sums of the others by {apart:.2g} m at most"}
    return [
        task(
            f"closeness 800 m of every {_EVERY}th node",
            city,
            times["kernel"],
            ("cityseer", times["cityseer"]),
            ">=10",
            **said,
        )
    ]


def floating_catchment(city: City) -> list[dict[str, Any]]:
    """E2SFCA of all nodes to all spaces within 1,200 m, from ready pairs."""
    network, rng = city.network, np.random.default_rng(5)
    nodes = at_nodes(network, np.arange(network.node_count))
    found = reach_pairs(network, city.ways_in, city.space, nodes, cutoff_m=CUTOFFS_M[-1])
    people, size = rng.uniform(0.5, 30, network.node_count), rng.uniform(0.1, 9, int(city.space.max()) + 1)
    pairs = Pairs(demand=found.target, supply=found.group, distance_m=found.distance_m)
    times, gave = taken_in_turn(
        {
            "ours": lambda: two_step(pairs, people, size, stepped(CUTOFFS_M[-1])),
            "access": peers.pysal_catchment(people, size, (found.target, found.group, found.distance_m)),
        },
        3,
    )
    theirs = np.zeros(network.node_count)
    theirs[gave["access"].index] = gave["access"].to_numpy()
    apart = float(np.abs(theirs - gave["ours"]).max())
    said = {"difference": f"{apart:.1g} at most", "pairs": len(found)}
    return [task("E2SFCA from pairs", city, times["ours"], ("PySAL access", times["access"]), ">=50", **said)]


def by_networkx(city: City) -> list[dict[str, Any]]:
    """The nearest space of all nodes by networkx, for scale; no ratio is asked for."""
    network = city.network
    graph, starts = peers.networkx_graph(network), {int(node) for node in city.node}
    times, gave = taken_in_turn(
        {
            "kernel": lambda: spread(network, city.ways_in),
            "networkx": lambda: nx.multi_source_dijkstra_path_length(graph, starts),
        },
        2,
    )
    theirs = np.full(network.node_count, np.inf)
    theirs[list(gave["networkx"])] = list(gave["networkx"].values())
    apart = _apart(gave["kernel"].cost, theirs)
    against = ("networkx", times["networkx"])
    return [task("nearest space, all nodes, for scale", city, times["kernel"], against, ">=1", **apart)]


def _apart(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> dict[str, str]:
    both = np.isfinite(ours) & np.isfinite(theirs)
    one = int((np.isfinite(ours) != np.isfinite(theirs)).sum())
    words = f"{np.abs(ours[both] - theirs[both]).max():.2g} m at most"
    return {"difference": words + (f"; {one} nodes reached by one alone" if one else "")}

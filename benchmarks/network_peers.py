"""The peers of the network's benchmarks, each asked in the way that serves it best. AGPL: here and nowhere else."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from benchmarks.tiled_towns import City
from geo.network.graph import WalkingNetwork

Floats = NDArray[np.float64]


def pandana_network(city: City, edge_m: Floats) -> Any:
    """pandana's network at some costs of edges: it builds contraction hierarchies on all cores."""
    import pandana

    network = city.network
    with contextlib.redirect_stdout(io.StringIO()):
        return pandana.Network(
            pd.Series(network.node_xy[:, 0]),
            pd.Series(network.node_xy[:, 1]),
            pd.Series(network.edge_uv[:, 0]),
            pd.Series(network.edge_uv[:, 1]),
            pd.DataFrame({"metres": edge_m}),
            twoway=True,
        )


def set_ways_in(peer: Any, city: City, furthest_m: float, items: int) -> None:
    """Tell pandana of the ways in, each exactly at its node."""
    at = city.network.node_xy[city.node]
    peer.set_pois("spaces", furthest_m, items, pd.Series(at[:, 0]), pd.Series(at[:, 1]))


def pandana_distinct(peer: Any, city: City, cutoffs: tuple[float, ...], items: int) -> NDArray[np.int64]:
    """Distinct spaces of each node within each cutoff, [n, c]: its nearest ways in with their ids, counted by space."""
    found = peer.nearest_pois(cutoffs[-1], "spaces", num_pois=items, include_poi_ids=True, max_distance=np.inf)
    metres = found.iloc[:, :items].to_numpy()
    poi = found.iloc[:, items:].to_numpy(float)
    node, column = np.nonzero(~np.isnan(poi) & (metres <= cutoffs[-1]))
    space = city.space[poi[node, column].astype(np.int64)]
    # Columns rise with distance: the first of a space is its nearest way in.
    _, first = np.unique(node * (city.space.max() + 1) + space, return_index=True)
    counts = np.zeros((len(metres), len(cutoffs)), np.int64)
    for row, cutoff in enumerate(cutoffs):
        near = first[metres[node[first], column[first]] <= cutoff]
        counts[:, row] = np.bincount(node[near], minlength=len(metres))
    return counts


def cityseer_network(network: WalkingNetwork, live: NDArray[np.bool_]) -> Any:
    """cityseer's network, each edge both ways with its geometry; searches start from `live` nodes alone."""
    from cityseer import rustalgos

    peer = rustalgos.graph.NetworkStructure()
    peer.set_is_dual(False)
    for node, (x, y) in enumerate(network.node_xy.tolist()):
        peer.add_street_node(node, x, y, bool(live[node]), 1.0)
    forwards, backwards = shapely.to_wkt(network.lines), shapely.to_wkt(shapely.reverse(network.lines))
    for edge, (u, v) in enumerate(network.edge_uv.tolist()):
        peer.add_street_edge(u, v, edge, u, v, forwards[edge])
        peer.add_street_edge(v, u, edge, v, u, backwards[edge])
    peer.validate()
    return peer


def cityseer_closeness(peer: Any, cutoff: int) -> tuple[Floats, Floats]:
    """How many others within the cutoff, and how far in sum: on all cores, and nothing else asked."""
    found = peer.centrality_shortest(
        distances=[cutoff], closeness_exprs=[("density", "1"), ("farness", "c")], betweenness_exprs=[],
        pbar_disabled=True,
    )  # fmt: skip
    return np.asarray(found.metrics["density"][cutoff]), np.asarray(found.metrics["farness"][cutoff])


def networkx_graph(network: WalkingNetwork) -> nx.Graph:
    """The network as a networkx graph."""
    graph = nx.Graph()
    graph.add_nodes_from(range(network.node_count))
    ends = network.edge_uv.tolist()
    graph.add_weighted_edges_from((u, v, w) for (u, v), w in zip(ends, network.edge_length_m.tolist(), strict=True))
    return graph


def pysal_catchment(people: Floats, size: Floats, pairs: tuple[NDArray[np.int64], NDArray[np.int64], Floats]) -> Any:
    """A function that runs PySAL access's E2SFCA on pairs (demand, supply, metres) with steps at thirds of 1,200 m."""
    from access.fca import two_stage_fca
    from access.weights import step_fn

    demand = pd.DataFrame({"demand": people}, index=pd.RangeIndex(len(people), name="geoid"))
    supply = pd.DataFrame({"supply": size}, index=pd.RangeIndex(len(size), name="geoid"))
    cost = pd.DataFrame({"origin": pairs[0], "dest": pairs[1], "cost": pairs[2]})
    weight = step_fn({400: 1.0, 800: 0.68, 1200: 0.22})
    return lambda: two_stage_fca(
        demand, supply, cost, 1200.0, demand_index=True, demand_name="demand", supply_name="supply", weight_fn=weight
    )

"""How one barrier meets the walking network, whatever its shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.barriers import Meets, Stretch
from geo.network.graph import WalkingNetwork
from geo.network.split_edges import AT_NODE_M

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Met:
    """How one barrier meets the network. `geometry` is where it is shown; `osm` the ways of the map that it is on."""

    meets: Meets
    geometry: BaseGeometry
    stretches: tuple[Stretch, ...] = ()
    nodes: tuple[int, ...] = ()
    osm: tuple[str, ...] = ()
    per_metre: bool = False
    told: tuple[str, ...] = ()


def place_on(network: WalkingNetwork, edge: int, offset_m: float, share: float = 1.0) -> Stretch | int:
    """A place on an edge, or the node that it is at (within 1 cm)."""
    rest_m = float(network.edge_length_m[edge]) - offset_m
    if min(offset_m, rest_m) <= AT_NODE_M:
        return int(network.edge_uv[edge, 0 if offset_m <= rest_m else 1])
    return Stretch(edge=edge, from_m=offset_m, to_m=offset_m, share=share)


def ways_of(network: WalkingNetwork, edges: Ints) -> tuple[str, ...]:
    """The ways of the map that edges are of, each once."""
    ways = np.unique(np.asarray(network.edge_way_id)[edges])
    return tuple(f"way/{way}" for way in ways.tolist() if way)


def edges_at(network: WalkingNetwork, node: int) -> Ints:
    """The edges that end at a node, in order."""
    indptr, turned = np.asarray(network.indptr), network.turned_arcs
    leaving = np.asarray(network.csr_edge)[indptr[node] : indptr[node + 1]]
    coming = turned[2][turned[0][node] : turned[0][node + 1]]
    return np.unique(np.concatenate([leaving, coming])).astype(np.int64)

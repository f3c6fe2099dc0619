"""A city made of a real town laid out again and again: networks of any size with the streets of Newport.

Copies stand side by side in a square, and each is joined to its neighbours by some straight streets. Spaces are drawn
at random: 96 a town, as many parks, playgrounds, libraries and community centres as Newport has, of three ways in each,
all at nodes, so that peers that know nodes alone are asked the same.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.build import _arcs
from geo.network.graph import WalkingNetwork
from geo.network.node_order import along_curve
from geo.network.snapping import EdgePoints
from tests.conftest import BUNDLE, ROOT

TOWN = BUNDLE / "osm" / "uk_newport_2023-06-13.osm.pbf"
SPACES_A_TOWN, WAYS_IN = 96, 3
_GAP_M, _LINKS_A_SIDE = 30.0, 12
_CUT = 0.5  # per cent of nodes at each side, which long ways carry far out of town


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class City:
    """A tiled network, and its spaces: the node of each way in [w], and the space it belongs to [w]."""

    network: WalkingNetwork
    node: NDArray[np.int64]
    space: NDArray[np.int64]

    @property
    def ways_in(self) -> EdgePoints:
        """The ways in as points on edges."""
        return at_nodes(self.network, self.node)


def one_town() -> WalkingNetwork:
    """Newport from the data bundle, cut to the box of its streets."""
    sys.path.append(str(ROOT / "tests"))  # whose modules know each other by name alone
    from real_networks import read_network

    town = read_network(TOWN)
    low, high = np.percentile(town.node_xy, [_CUT, 100 - _CUT], axis=0)
    inside = ((town.node_xy >= low) & (town.node_xy <= high)).all(axis=1)
    kept = np.flatnonzero(inside[town.edge_uv].all(axis=1))
    used, uv = np.unique(town.edge_uv[kept], return_inverse=True)
    count = np.diff(town.edge_offsets)[kept]
    first = np.repeat(town.edge_offsets[kept] - np.cumsum(count) + count, count)
    return _network(
        town,
        town.node_xy[used],
        town.node_flags[used],
        uv.reshape(-1, 2).astype(np.int32),
        per_edge=(town.edge_length_m[kept], town.edge_way_id[kept], town.edge_flags[kept]),
        geometry=(town.edge_coords[first + np.arange(count.sum())], count),
    )


def city_of(town: WalkingNetwork, copies: int) -> City:
    """A square of copies of the town."""
    low, high = town.node_xy.min(axis=0), town.node_xy.max(axis=0)
    across = int(np.ceil(np.sqrt(copies)))
    cell = np.array([divmod(copy, across)[::-1] for copy in range(copies)])
    shift = cell * (high - low + _GAP_M)
    n, m = town.node_count, town.edge_count
    xy = (town.node_xy[None] + shift[:, None]).reshape(-1, 2)
    uv = (town.edge_uv[None] + (np.arange(copies) * n)[:, None, None]).reshape(-1, 2)
    coords = (town.edge_coords[None] + shift[:, None]).reshape(-1, 2)
    links = _links(town.node_xy, cell, n)
    length = np.hypot(*(xy[links[:, 0]] - xy[links[:, 1]]).T)
    order = along_curve(xy)
    number = np.argsort(order)
    joined = number[np.vstack([uv, links])].astype(np.int32)
    extra = len(links)
    network = _network(
        town,
        xy[order],
        np.tile(town.node_flags, copies)[order],
        joined,
        per_edge=(
            np.concatenate([np.tile(town.edge_length_m, copies), length]),
            np.concatenate([np.tile(town.edge_way_id, copies), np.zeros(extra, np.int64)]),
            np.concatenate([np.tile(town.edge_flags, copies), np.zeros(extra, np.uint32)]),
        ),
        geometry=(
            np.vstack([coords, xy[links].reshape(-1, 2)]),
            np.concatenate([np.tile(np.diff(town.edge_offsets), copies), np.full(extra, 2)]),
        ),
    )
    assert network.edge_count == m * copies + extra
    spaces = SPACES_A_TOWN * copies
    # Nodes that follow each other on the curve lie near each other. None may share its spot with another node, as those
    # at the two sides of a shut gate do: a peer that finds nodes by coordinates would take either.
    _, spot, sharing = np.unique(network.node_xy, axis=0, return_inverse=True, return_counts=True)
    alone = np.lib.stride_tricks.sliding_window_view(sharing[spot.ravel()] == 1, WAYS_IN).all(axis=1)
    first = np.random.default_rng(1).choice(np.flatnonzero(alone), spaces, replace=False)
    return City(
        network=network,
        node=(first[:, None] + np.arange(WAYS_IN)).ravel(),
        space=np.repeat(np.arange(spaces), WAYS_IN),
    )


def at_nodes(network: WalkingNetwork, node: NDArray[np.int64]) -> EdgePoints:
    """Nodes as points on one of their edges."""
    edge = np.asarray(network.csr_edge)[np.asarray(network.indptr)[node]].astype(np.int64)
    at_end = np.asarray(network.edge_uv)[edge, 1] == node
    offset = np.where(at_end, np.asarray(network.edge_length_m)[edge], 0.0)
    return EdgePoints(edge=edge, offset_m=offset, distance_m=np.zeros(len(node)))


def _links(xy: NDArray[np.float64], cell: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Streets between neighbouring copies: from the outermost node of each strip of one to that of the other."""
    copy_at = {tuple(place): copy for copy, place in enumerate(cell.tolist())}
    links = []
    for axis in (0, 1):
        strip = np.digitize(xy[:, 1 - axis], np.quantile(xy[:, 1 - axis], np.linspace(0, 1, _LINKS_A_SIDE + 1)[1:-1]))
        by_strip = [np.flatnonzero(strip == row) for row in range(_LINKS_A_SIDE)]
        first = np.array([rows[np.argmin(xy[rows, axis])] for rows in by_strip])
        last = np.array([rows[np.argmax(xy[rows, axis])] for rows in by_strip])
        for (x, y), copy in copy_at.items():
            other = copy_at.get((x + 1, y) if axis == 0 else (x, y + 1))
            if other is not None:
                links.append(np.column_stack([copy * n + last, other * n + first]))
    return np.vstack(links) if links else np.zeros((0, 2), np.int64)


def _network(town, xy, node_flags, uv, *, per_edge, geometry) -> WalkingNetwork:
    length, way_id, flags = per_edge
    coords, count = geometry
    indptr, indices, weights, arc_edge = _arcs(len(xy), uv, length, np.zeros(len(uv), bool))
    return WalkingNetwork(
        meta=replace(town.meta, id="tiled", name="Newport, tiled", footprint=shapely.box(*xy.min(0), *xy.max(0))),
        node_xy=xy,
        node_flags=node_flags,
        edge_uv=uv,
        edge_length_m=length,
        edge_way_id=way_id,
        edge_flags=flags,
        edge_coords=coords,
        edge_offsets=np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        indptr=indptr,
        indices=indices,
        weights=weights,
        csr_edge=arc_edge,
    )

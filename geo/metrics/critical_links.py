"""What would be lost if one bridge, underpass, lift, flight of steps or crossing closed: links that access hangs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.crs import LonLat
from geo.metrics.barrier_report import CriticalLink
from geo.metrics.standards import FEWEST_RESIDENTS
from geo.metrics.standards_barriers import LINKS_SHOWN, LINKS_TRIED
from geo.network.closed_links import OpenWalks
from geo.network.costs import WalkCosts
from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# The first that an edge has says what it is.
_KINDS = (
    (EdgeFlag.LIFT, "Lift"),
    (EdgeFlag.ESCALATOR, "Escalator"),
    (EdgeFlag.STEPS, "Steps"),
    (EdgeFlag.BRIDGE, "Bridge"),
    (EdgeFlag.TUNNEL, "Underpass"),
    (EdgeFlag.CROSSING, "Crossing"),
)
_LIFT = 0  # of these, what a lift that is drawn as a point is


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Links:
    """What may close, each as a whole. Rows are links.

    `of_edge` [m] is the link that an edge is part of, -1 for none; `nodes` [k] are lifts drawn as points, the links
    that come after those of edges; `kind` [links] rows of the kinds there are.
    """

    of_edge: Ints
    nodes: Ints
    kind: Ints

    def edges(self, link: int) -> Ints:
        """The edges of a link; none for a point."""
        return np.flatnonzero(self.of_edge == link)

    def nodes_of(self, link: int) -> Ints:
        """The node of a link that is a point; else none."""
        first = len(self.kind) - len(self.nodes)
        return self.nodes[link - first : link - first + 1] if link >= first else self.nodes[:0]


def links_of(network: WalkingNetwork) -> Links:
    """The links of a network: what is unbroken of one way and one kind. Pieces of a split edge are one link again."""
    flags = np.asarray(network.edge_flags)
    kind = np.full(len(flags), -1, np.int64)
    for row in range(len(_KINDS) - 1, -1, -1):
        kind[(flags & np.uint32(_KINDS[row][0])) > 0] = row
    edge = np.flatnonzero(kind >= 0)
    ends = np.asarray(network.edge_uv).reshape(-1, 2)[edge].astype(np.int64)
    way = np.asarray(network.edge_way_id)[edge]
    # Edges of one way and kind that share a node hang together: a graph of edges and of (node, way, kind).
    meeting = np.column_stack([ends.ravel(), np.repeat(way, 2), np.repeat(kind[edge], 2)])
    _, at = np.unique(meeting, axis=0, return_inverse=True)
    at = at.reshape(-1)
    count = len(edge) + (int(at.max()) + 1 if len(at) else 0)
    rows = np.repeat(np.arange(len(edge)), 2)
    matrix = csr_array((np.ones(len(at), bool), (rows, len(edge) + at)), shape=(count, count))
    label = connected_components(matrix, directed=False)[1][: len(edge)] if count else np.zeros(0, np.int64)
    _, first, link = np.unique(label, return_index=True, return_inverse=True)
    of_edge = np.full(len(flags), -1, np.int64)
    of_edge[edge] = link.reshape(-1)
    lifts = np.flatnonzero((np.asarray(network.node_flags) & np.uint32(NodeFlag.LIFT)) > 0)
    of_points = np.full(len(lifts), _LIFT, np.int64)
    return Links(of_edge=of_edge, nodes=lifts, kind=np.concatenate([kind[edge][first], of_points]))


def critical_links(
    network: WalkingNetwork,
    costs: WalkCosts,
    goals: EdgePoints,
    start: EdgePoints,
    people: Floats,
    *,
    limit_m: float,
    cutoff_m: float,
    to_lonlat: Callable[[float, float], LonLat],
    there: Bools | None = None,
    shown: int = int(LINKS_SHOWN.value),
    tried: int = int(LINKS_TRIED.value),
) -> tuple[CriticalLink, ...]:
    """The links whose closure would cost most people the standard, or else any way at all; worst first.

    `costs` are those of now, with all barriers; `goals` [p] the ways into places that meet the standard when one of
    them is within `limit_m`; `start` and `people` [h] the homes; `there` [h] those that stand in such a place, whom no
    closure harms. Links that cost fewer than 10 people both are left out. Each is worked out exactly
    (`geo.network.closed_links`), from the link that carries most people on, until none that follows can be among the
    `shown` worst: a link never costs more people than it carries. At most `tried` are closed.
    """
    walks = OpenWalks.of(network, costs, goals, start, cutoff_m=cutoff_m)
    links = links_of(network)
    held = np.where(np.zeros(len(people), bool) if there is None else there, 0.0, people)
    carried = _carried(walks, links, held)
    worst: list[tuple[float, float, int]] = []
    for link in np.argsort(-carried, kind="stable")[:tried]:
        bar = worst[shown - 1][0] if len(worst) >= shown else 0.0
        if carried[link] < max(bar, FEWEST_RESIDENTS.value):
            break
        standard, any_way = _lost(walks, links, int(link), held, limit_m)
        if max(standard, any_way) >= FEWEST_RESIDENTS.value:
            worst.append((standard, any_way, int(link)))
            worst.sort(key=lambda each: (-each[0], -each[1], each[2]))
    return tuple(_told(network, links, found, to_lonlat) for found in worst[:shown])


def _carried(walks: OpenWalks, links: Links, people: Floats) -> Floats:
    """People whose walk passes each link or who stand on it, [links]; too many where a walk comes back to it."""
    tree, network = walks.tree, walks.network
    passing = walks.carried(people)
    carried = np.zeros(len(links.kind))
    on = np.flatnonzero(tree.edge >= 0)
    onto = links.of_edge[tree.edge[on]]
    ahead = tree.parent[on]
    next_edge = np.where(ahead >= 0, tree.edge[np.maximum(ahead, 0)], -1)
    goes_on = np.where(next_edge >= 0, links.of_edge[np.maximum(next_edge, 0)], -1)
    leaves = np.flatnonzero((onto >= 0) & (goes_on != onto))  # counted once, where a walk leaves the link
    np.add.at(carried, onto[leaves], passing[on[leaves]])
    # Homes on the link itself, and walks that never come to a node.
    rows = np.flatnonzero(walks.homes.reached & np.isfinite(walks.walks))
    mine = links.of_edge[walks.homes.edge[rows]]
    np.add.at(carried, mine[mine >= 0], people[rows[mine >= 0]])
    if len(links.nodes):
        ends = np.asarray(network.edge_uv).reshape(-1, 2)[walks.homes.edge[rows]]
        beside = np.bincount(ends.ravel(), weights=np.repeat(people[rows], 2), minlength=network.node_count)
        carried[len(links.kind) - len(links.nodes) :] = passing[links.nodes] + beside[links.nodes]
    return carried


def _lost(walks: OpenWalks, links: Links, link: int, people: Floats, limit_m: float) -> tuple[float, float]:
    """People who lose the standard and who lose any way, if a link closes."""
    rows, after = walks.closing(links.edges(link), links.nodes_of(link))
    before = walks.walks[rows]
    standard = float(people[rows[(before <= limit_m) & ~(after <= limit_m)]].sum())
    return standard, float(people[rows[np.isfinite(before) & np.isinf(after)]].sum())


def _told(
    network: WalkingNetwork,
    links: Links,
    found: tuple[float, float, int],
    to_lonlat: Callable[[float, float], LonLat],
) -> CriticalLink:
    standard, any_way, link = found
    edges, nodes = links.edges(link), links.nodes_of(link)
    if len(nodes):
        (x, y), osm = np.asarray(network.node_xy)[nodes[0]], ""
    else:
        longest = int(edges[np.argmax(np.asarray(network.edge_length_m)[edges])])
        low, high = np.asarray(network.edge_offsets)[longest : longest + 2]
        line = shapely.LineString(np.asarray(network.edge_coords)[low:high])
        (x, y), way = shapely.get_coordinates(line.interpolate(0.5, normalized=True))[0], network.edge_way_id[longest]
        osm = f"way/{way}" if way else ""
    return CriticalLink(
        label=_KINDS[links.kind[link]][1],
        place=to_lonlat(float(x), float(y)),
        osm=osm,
        lose_standard=standard,
        lose_any_way=any_way,
    )

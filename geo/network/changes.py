"""A scheme laid upon a walking network: paths joined, crossings made, gates opened, streets closed.

All places that the changes name are split first, in one go, so that the changes meet in the same nodes. Then what is
there is mended, new paths are added, and what is closed is shut last: a closing holds against everything that was
there, and nothing that a scheme adds is closed by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.network.change_words import FLAGS, Mend, Outcome, closed_words, link_words, mend, unfit
from geo.network.closures import Closure, closure_of
from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.network.mended_places import SIGNALLED
from geo.network.network_draft import NetworkDraft
from geo.network.new_lines import JoinedLine, joined_lines
from geo.network.snapping import EdgePoints
from geo.network.split_edges import SplitNetwork, split_edges
from geo.schemes import Change, ChangeKind

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ON_THE_NETWORK = frozenset({
    ChangeKind.LINK, ChangeKind.CROSSING, ChangeKind.RAMP, ChangeKind.CLOSE, ChangeKind.OPEN,
})  # fmt: skip
_LINES = frozenset({ChangeKind.LINK, ChangeKind.CROSSING, ChangeKind.RAMP, ChangeKind.OPEN})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChangedNetwork:
    """A network with a scheme upon it. Edges of `split` keep their rows; those that the scheme adds come after them.

    `shut` [m'] are stretches that nobody walks any more. `mended` [m'] are edges of before, and `said` [n'] nodes, of
    which the map's word was changed, or that of an end. `outcomes` tells what became of each change that was given.
    """

    split: SplitNetwork
    network: WalkingNetwork
    shut: Bools
    mended: Bools
    said: Bools
    outcomes: tuple[Outcome, ...]

    @property
    def added(self) -> Ints:
        """Rows of the edges that the scheme adds."""
        return np.arange(len(self.split.old_edge), self.network.edge_count)

    def points(self, points: EdgePoints) -> EdgePoints:
        """The same places on the changed network."""
        return self.split.points(points)

    def values(self, values: NDArray[np.generic], added: object) -> NDArray[np.generic]:
        """What each edge [m] had, for each edge it became, and `added` for those that are new."""
        old = self.split.values(values)
        return np.concatenate([old, np.full(len(self.added), added, old.dtype)])


@dataclass(slots=True)
class _Plan:
    """What changes ask of a network before it is split."""

    points: list[tuple[int, float]] = field(default_factory=list)
    lines: list[LineString] = field(default_factory=list)
    of_line: list[int] = field(default_factory=list)  # the change of each line
    closures: dict[int, Closure] = field(default_factory=dict)

    def split(self, network: WalkingNetwork) -> SplitNetwork:
        edge = np.array([e for e, _ in self.points], np.int64)
        offset = np.array([m for _, m in self.points], float)
        return split_edges(network, EdgePoints(edge=edge, offset_m=offset, distance_m=np.zeros(len(edge))))


def apply_changes(network: WalkingNetwork, changes: Sequence[Change]) -> ChangedNetwork:
    """The network with a scheme's changes, each with what became of it; the network itself stays as it is.

    A change that is none of the network's (a space, a barrier removed) is passed over: its outcome took no effect and
    says nothing. One that cannot be used is left out with the reason.
    """
    plan, outcomes = _Plan(), [Outcome() for _ in changes]
    mends: dict[int, Mend] = {}
    for row, change in enumerate(changes):
        if change.kind not in ON_THE_NETWORK:
            continue
        why = unfit(network, change)
        if why:
            outcomes[row] = Outcome(told=why, place=_place(change.geometry))
            continue
        assert change.geometry is not None
        mends[row] = mend(network, change)
        if change.kind is ChangeKind.CLOSE:
            plan.closures[row] = closure_of(network, change.geometry)
        elif change.kind in _LINES and not (change.kind is ChangeKind.OPEN and mends[row].found):
            for line in _line_parts(change.geometry):
                plan.lines.append(line)
                plan.of_line.append(row)
    joined = joined_lines(network, plan.lines, [_ends_only(changes[row]) for row in plan.of_line])
    at = _place_all(plan, joined)
    split = plan.split(network)
    draft = NetworkDraft(split.network)
    mended: Bools = np.zeros(network.edge_count, bool)
    touched: set[int] = set()
    for each in mends.values():
        mended |= each.apply(draft, split)
        touched |= each.nodes_said
    added = _add_lines(draft, split, changes, plan.of_line, joined, at, touched)
    for row, closure in plan.closures.items():
        _close(draft, split, closure, at[row])
    _tell(outcomes, changes, plan, mends, joined, added)
    changed = draft.made()
    shut = np.concatenate([draft.shut, np.zeros(changed.edge_count - len(draft.shut), bool)])
    said = np.zeros(changed.node_count, bool)
    said[list(touched)] = True
    about: Bools = np.asarray(said[np.asarray(changed.edge_uv)].any(axis=1), np.bool_)
    about[: len(split.old_edge)] |= split.values(mended)
    about[len(split.old_edge) :] = False
    return ChangedNetwork(split=split, network=changed, shut=shut, mended=about, said=said, outcomes=tuple(outcomes))


def _tell(  # noqa: PLR0917
    outcomes: list[Outcome],
    changes: Sequence[Change],
    plan: _Plan,
    mends: dict[int, Mend],
    joined: list[JoinedLine],
    added: dict[int, int],
) -> None:
    """Say what became of each change that was laid on the network."""
    for row, change in enumerate(changes):
        if row in plan.closures:
            outcomes[row] = closed_words(change, plan.closures[row], _place(change.geometry))
        elif row in mends:
            lines = [joined[i] for i, of in enumerate(plan.of_line) if of == row]
            outcomes[row] = link_words(change, mends[row], lines, added.get(row, 0), _place(change.geometry))


def _place(shape: BaseGeometry | None) -> tuple[float, float] | None:
    if shape is None or shape.is_empty or not np.isfinite(shape.bounds).all():
        return None
    middle = (
        shape.interpolate(0.5, normalized=True) if shape.geom_type == "LineString" else shape.representative_point()
    )
    return float(middle.x), float(middle.y)


def _ends_only(change: Change) -> bool:
    return change.ends_only or change.kind is ChangeKind.RAMP


def _line_parts(shape: BaseGeometry) -> list[LineString]:
    """The lines of a shape; one that crosses itself in the pieces between its crossings."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and part.length > 0]
    return [piece for part in parts for piece in ([part] if part.is_simple else shapely.get_parts(part.union(part)))]


def _place_all(plan: _Plan, joined: list[JoinedLine]) -> dict[object, list[int]]:
    """Register every place to split at: which rows of the split's nodes are each line's (by -1 - i) and closure's."""
    at: dict[object, list[int]] = {}
    for i, line in enumerate(joined):
        for port in line.ports:
            if port.edge >= 0:
                at.setdefault(("line", i), []).append(len(plan.points))
                plan.points.append((port.edge, port.offset_m))
            else:
                at.setdefault(("line", i), []).append(-1)
    for row, closure in plan.closures.items():
        at[row] = list(range(len(plan.points), len(plan.points) + len(closure.places)))
        plan.points += closure.places
        for edge, begin, end in closure.stretches:
            plan.points += [(edge, begin), (edge, end)]
    return at


def _add_lines(  # noqa: PLR0917
    draft: NetworkDraft,
    split: SplitNetwork,
    changes: Sequence[Change],
    of_line: list[int],
    joined: list[JoinedLine],
    at: dict[object, list[int]],
    touched: set[int],
) -> dict[int, int]:
    """Add the edges of all new lines; how many of each change."""
    free: dict[tuple[float, float], int] = {}
    added: dict[int, int] = {}
    for i, (row, line) in enumerate(zip(of_line, joined, strict=True)):
        kind = changes[row].kind
        if not line.ports or (len(line.ports) == 1 and kind is not ChangeKind.LINK):
            continue
        stops: list[tuple[float, int]] = []
        for port, place in zip(line.ports, at[("line", i)], strict=True):
            if place >= 0:
                node = int(split.node[place])
                if kind is ChangeKind.CROSSING and split.before.edge_flags[port.edge] & _STREET:
                    draft.flag_node(node, add=SIGNALLED)
                    touched.add(node)
            else:
                spot = (round(port.x, 2), round(port.y, 2))
                node = free.setdefault(spot, -1)
                if node < 0:
                    node = free[spot] = draft.add_node((port.x, port.y))
            stops.append((port.at_m, node))
        if kind is ChangeKind.LINK:
            stops = _with_loose_ends(draft, line.line, stops)
        for (begin, first), (end, last) in pairwise(stops):
            if first != last or end - begin > _LOOP_M:
                piece = substring(line.line, begin, end)
                if piece.geom_type != "LineString":
                    piece = LineString([draft.xy_of(first), draft.xy_of(last)])
                draft.add_edge(piece, first, last, FLAGS[kind])
                added[row] = added.get(row, 0) + 1
    return added


_STREET = int(EdgeFlag.ROAD | EdgeFlag.SERVICE)
_LOOP_M = 5.0


def _with_loose_ends(draft: NetworkDraft, line: LineString, stops: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The stops with an end of the line that leads on beyond them: a way to a place, if through to none."""
    if stops[0][0] > 1.0:
        stops = [(0.0, draft.add_node(_xy(line, 0))), *stops]
    if stops[-1][0] < line.length - 1.0:
        stops = [*stops, (line.length, draft.add_node(_xy(line, -1)))]
    return stops


def _xy(line: LineString, at: int) -> tuple[float, float]:
    return float(line.coords[at][0]), float(line.coords[at][1])


def _close(draft: NetworkDraft, split: SplitNetwork, closure: Closure, places: list[int]) -> None:
    if places:
        draft.shut_nodes(np.unique(split.node[places]))
    for edge, begin, end in closure.stretches:
        rows = split.pieces(edge)
        length = np.asarray(split.network.edge_length_m)[rows]
        middle = np.cumsum(length) - length / 2.0
        draft.shut_edges(rows[(middle > begin) & (middle < end)])

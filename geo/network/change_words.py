"""What a change is taken to build or mend, and what became of it, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.closures import Closure
from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.graph import WalkingNetwork
from geo.network.mended_places import (
    HIGH_KERB,
    IN_THE_WAY,
    NOT_STEP_FREE,
    SIGNALLED,
    barred_gates,
    closed_gates,
    crossings_near,
    high_kerbs,
    restricted_ways,
    steps_near,
)
from geo.network.network_draft import NetworkDraft
from geo.network.new_lines import END_M, JoinedLine
from geo.network.split_edges import SplitNetwork
from geo.schemes import Change, ChangeKind

MOST_VERTICES = 20_000

Bools = NDArray[np.bool_]

# A new path is taken to be as it should be built: firm, lit, wide and level enough.
_GOOD = EdgeFlag.SURFACE_FIRM | EdgeFlag.LIT | EdgeFlag.WIDTH | EdgeFlag.INCLINE | EdgeFlag.WHEELCHAIR_YES
FLAGS = {
    ChangeKind.LINK: int(EdgeFlag.FOOTWAY | _GOOD),
    ChangeKind.OPEN: int(EdgeFlag.FOOTWAY | _GOOD),
    ChangeKind.RAMP: int(EdgeFlag.FOOTWAY | _GOOD),
    ChangeKind.CROSSING: int(EdgeFlag.FOOTWAY | EdgeFlag.CROSSING | _GOOD),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one change: whether it took effect, in a sentence; `place` is its middle, EPSG:27700."""

    took_effect: bool = False
    told: str = ""
    place: tuple[float, float] | None = None


@dataclass(slots=True)
class Mend:
    """What a change mends of what is there. `nodes_said` are nodes of which something else is said now."""

    gates: list[NDArray[np.int64]] = field(default_factory=list)
    nodes: list[tuple[int, int, int]] = field(default_factory=list)  # node, bits to set, bits to clear
    edges: list[tuple[int, int, int]] = field(default_factory=list)  # edge of before, bits to set, bits to clear
    found: str = ""  # what it mends, in words

    @property
    def nodes_said(self) -> set[int]:
        """Nodes of which something else is said now."""
        return {node for node, _, _ in self.nodes} | {int(gate[0]) for gate in self.gates}

    def apply(self, draft: NetworkDraft, split: SplitNetwork) -> Bools:
        """Carry it out; the edges of before that it is about."""
        about: Bools = np.zeros(split.before.edge_count, bool)
        for gate in self.gates:
            for node in gate.tolist():
                draft.flag_node(node, clear=IN_THE_WAY)
            draft.join_nodes(int(gate[0]), gate[1:].tolist())
        for node, add, clear in self.nodes:
            draft.flag_node(node, add=add, clear=clear)
        for edge, add, clear in self.edges:
            rows = split.pieces(edge)
            draft.edge_flags[rows] = (draft.edge_flags[rows] & ~np.uint32(clear)) | np.uint32(add)
            about[edge] = True
        return about


def mend(network: WalkingNetwork, change: Change) -> Mend:
    """What a change mends of the map."""
    shape, made = change.geometry, Mend()
    assert shape is not None
    if change.kind is ChangeKind.OPEN:
        made.gates = closed_gates(network, shape)
        made.nodes = [(int(node), 0, IN_THE_WAY) for node in barred_gates(network, shape)]
        made.edges = [(int(edge), 0, int(EdgeFlag.RESTRICTED)) for edge in restricted_ways(network, shape)]
        kinds = (
            (len(made.gates), "closed gate", "closed gates"),
            (len(made.nodes) if not made.gates else 0, "barrier", "barriers"),
            (len(made.edges), "restricted way", "restricted ways"),
        )
        made.found = " and ".join(f"{count} {one if count == 1 else many}" for count, one, many in kinds if count)
    elif change.kind is ChangeKind.RAMP:
        steps = steps_near(network, shape)
        made.edges = [(int(edge), int(EdgeFlag.RAMP), NOT_STEP_FREE) for edge in steps]
        made.nodes = [(int(node), int(NodeFlag.KERB_FLUSH), HIGH_KERB) for node in high_kerbs(network, shape)]
        told = (["a flight of steps"] if len(steps) else []) + (["a raised kerb"] if made.nodes else [])
        made.found = " and ".join(told)
    elif change.kind is ChangeKind.CROSSING:
        nodes = crossings_near(network, shape)
        made.nodes = [(int(node), SIGNALLED | int(NodeFlag.KERB_FLUSH), HIGH_KERB) for node in nodes]
        made.found = "a crossing" if len(nodes) else ""
    return made


def unfit(network: WalkingNetwork, change: Change) -> str:
    """Why a change cannot be used at all; empty where it can."""
    shape = change.geometry
    if shape is None or shape.is_empty:
        return f"{change.kind.label}: there is nothing drawn. Draw it on the map."
    vertices, dimension = int(shapely.get_num_coordinates(shape)), int(shapely.get_dimensions(shape))
    area = dimension == 2
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        why = "some of its places have no number. Draw it again."
    elif vertices > MOST_VERTICES:
        why = f"it has {vertices:,} points, and {MOST_VERTICES:,} are the most. Simplify it first."
    elif change.kind is ChangeKind.LINK and dimension != 1:
        why = "a path is drawn as a line."
    elif area and change.kind is not ChangeKind.CLOSE:
        why = "draw a line or a point, not an area."
    elif area and not shape.is_valid:
        why = "its outline crosses itself. Draw it again."
    elif not shape.intersects(network.meta.footprint):
        why = f"it lies off the walking map “{network.meta.name}”, of which alone something is known."
    else:
        return ""
    return f"{change.kind.label}: {why}"


def link_words(
    change: Change, mended: Mend, lines: list[JoinedLine], added: int, place: tuple[float, float] | None
) -> Outcome:
    """What became of a path, a crossing, a ramp or an opening."""
    label, joins = change.kind.label, sum(len(line.ports) for line in lines)
    parts = []
    if mended.found:
        parts.append(f"it mends {mended.found} of the map")
    if added:
        length = sum(line.line.length for line in lines)
        parts.append(f"{length:,.0f} m of path, joined at {joins} {'place' if joins == 1 else 'places'}")
    if parts:
        one = joins == 1 and added and not mended.found
        end = "; nobody walks through it, since its other end leads nowhere" if one else ""
        return Outcome(took_effect=True, told=f"{label}: {', and '.join(parts)}{end}.", place=place)
    return Outcome(told=f"{label}: {_nothing(change, joins)}", place=place)


def _nothing(change: Change, joins: int) -> str:
    if change.kind is ChangeKind.OPEN:
        return "there is nothing to open here: the map has no closed gate, barrier or restricted way within 15 m."
    if change.kind is ChangeKind.RAMP and not joins:
        return "there are no steps and no raised kerb of the map within 20 m."
    if joins == 1:
        return "it meets the map’s streets and paths at one place alone, and so changes no walk."
    return f"it meets no street or path: its ends must lie within {END_M:g} m of one. It changes nothing."


def closed_words(change: Change, closure: Closure, place: tuple[float, float] | None) -> Outcome:
    """What became of a closing."""
    label = change.kind.label
    parts = []
    if closure.places:
        shut = len({edge for edge, _ in closure.places})
        parts.append(f"{shut} {'street or path is' if shut == 1 else 'streets or paths are'} shut")
    if closure.stretches:
        length = sum(end - begin for _, begin, end in closure.stretches)
        parts.append(f"{length:,.0f} m of streets and paths are closed")
    if not parts:
        return Outcome(told=f"{label}: there is no street or path here to close.", place=place)
    return Outcome(took_effect=True, told=f"{label}: {', and '.join(parts)}.", place=place)

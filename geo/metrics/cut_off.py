"""Who depends on one link or one point of the network: if it closes, they have no other way out, or to open space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.isolation_ground import IsolationGround
from geo.metrics.isolation_walks import NO_SPACE, base_notes, no_one_to_measure
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards import FEWEST_RESIDENTS
from geo.metrics.study import Study
from geo.network.flags import EdgeFlag, NodeFlag

CUT_METRICS = ("one_way_out", "open_space_by_one_link", "most_on_one_link", "most_on_one_point")

# The first that an edge has says what it is.
_LINK_KINDS = (
    (EdgeFlag.STEPS, "steps"),
    (EdgeFlag.LIFT, "lift"),
    (EdgeFlag.BRIDGE, "bridge"),
    (EdgeFlag.TUNNEL, "underpass"),
    (EdgeFlag.PASSAGE, "passage through a building"),
    (EdgeFlag.CROSSING, "crossing"),
    (EdgeFlag.MAJOR_ROAD, "main road"),
    (EdgeFlag.SERVICE, "service road"),
    (EdgeFlag.ROAD, "street"),
    (EdgeFlag.CYCLEWAY, "cycleway"),
    (EdgeFlag.FOOTWAY, "path"),
)
_POINT_KINDS = (
    (NodeFlag.GATE | NodeFlag.LIFT_GATE | NodeFlag.KISSING_GATE | NodeFlag.TURNSTILE | NodeFlag.STILE, "gate"),
    (NodeFlag.LIFT, "lift"),
    (NodeFlag.CROSSING | NodeFlag.SIGNALS, "crossing"),
    (NodeFlag.BOLLARD | NodeFlag.CYCLE_BARRIER | NodeFlag.OTHER_BARRIER, "barrier"),
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLink:
    """A link that people depend on. `edge` is its row in the network (`WalkingNetwork.lines` has its geometry),

    `way_id` its OpenStreetMap way. `residents` live behind or along it, anywhere; `of_area` those of the area among
    them, None where fewer than ten. `kind` is what it is, in a word. `loses_space`: behind it is no way into a public
    open space.
    """

    edge: int
    way_id: int
    residents: float
    of_area: float | None
    length_m: float
    kind: str
    loses_space: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPoint:
    """A point that people depend on: a node of the network, at `xy` in EPSG:27700."""

    node: int
    xy: tuple[float, float]
    residents: float
    kind: str


def cut_figures(study: Study, prepared: IsolationGround) -> Figures:
    """Shares of residents with one way out, and with one link to any open space; the most who hang on one of each."""
    nobody = no_one_to_measure(study, CUT_METRICS)
    if nobody:
        return Figures(measurements=nobody)
    cuts, people = prepared.cuts, study.homes.residents
    rows = np.flatnonzero(study.start.reached)
    total = float(people[rows].sum())
    notes = base_notes(study)
    if too_few_residents(total) or total <= 0:
        said = [RESIDENTS_WITHHELD if total > 0 else "Not known: no one lives near a street of the map.", *notes]
        return Figures(
            measurements=tuple(measured(each, None, suppressed=total > 0, notes=said) for each in CUT_METRICS)
        )
    node = cuts.edge_node[study.start.edge[rows]]
    behind = cuts.outer[node] >= 0
    loses = (cuts.inner[node] >= 0) & cuts.loses_space[cuts.inner[node]]
    said = ["Only links that stay cut links whatever lies beyond the edge of the map.", *notes]
    spaces = len(prepared.ground.open_spaces.entrances.space)
    links = cut_links_of_area(study, prepared, top=1)
    points = cut_points_of_area(study, prepared, top=1)
    n = round(total)
    return Figures(
        measurements=(
            measured(CUT_METRICS[0], 100.0 * float(people[rows][behind].sum()) / total, n=n, notes=said),
            measured(CUT_METRICS[1], 100.0 * float(people[rows][loses].sum()) / total, n=n, notes=said)
            if spaces
            else measured(CUT_METRICS[1], None, n=0, notes=[NO_SPACE, *notes]),
            _most(CUT_METRICS[2], links[0].residents if links else None, links[0].kind if links else "", said),
            _most(CUT_METRICS[3], points[0].residents if points else None, points[0].kind if points else "", said),
        )
    )


def cut_links_of_area(study: Study, prepared: IsolationGround, top: int = 10) -> list[CutLink]:
    """The links that most people depend on, of those that someone of the area depends on; at most `top`.

    Of links in series with no loop between them the first is named. Links with fewer than 10 dependants are left out.
    """
    cuts, network = prepared.cuts, prepared.ground.network
    rows = np.flatnonzero(study.start.reached)
    own = np.bincount(study.start.edge[rows], weights=study.homes.residents[rows], minlength=network.edge_count)
    of_area = cuts.behind(np.asarray(own, np.float64))
    listed = cuts.first_in_series & (of_area > 0.5) & (cuts.dependants >= FEWEST_RESIDENTS.value)
    edge = np.flatnonzero(listed)
    edge = edge[np.argsort(-cuts.dependants[edge], kind="stable")][:top]
    flags = np.asarray(network.edge_flags)
    return [
        CutLink(
            edge=int(each),
            way_id=int(network.edge_way_id[each]),
            residents=float(cuts.dependants[each]),
            of_area=None if too_few_residents(float(of_area[each])) else float(of_area[each]),
            length_m=float(network.edge_length_m[each]),
            kind=next((word for flag, word in _LINK_KINDS if flags[each] & flag), "way"),
            loses_space=bool(cuts.loses_space[each]),
        )
        for each in edge
    ]


def cut_points_of_area(study: Study, prepared: IsolationGround, top: int = 10) -> list[CutPoint]:
    """The points in the area that most people depend on, at most `top`; those with 10 dependants or more.

    The far end of a cut link is left out: the link says the same of the same people.
    """
    cuts, network = prepared.cuts, prepared.ground.network
    xy = np.asarray(network.node_xy)
    shapely.prepare(study.area.geometry)
    here = shapely.contains_xy(study.area.geometry, xy[:, 0], xy[:, 1])
    far_end = (cuts.inner >= 0) & (cuts.edge_node[cuts.inner] == np.arange(len(xy))) if len(cuts.edge_node) else False
    node = np.flatnonzero(here & cuts.is_point & (cuts.point_dependants >= FEWEST_RESIDENTS.value) & ~np.bool_(far_end))
    node = node[np.argsort(-cuts.point_dependants[node], kind="stable")][:top]
    flags = np.asarray(network.node_flags)
    return [
        CutPoint(
            node=int(each),
            xy=(float(xy[each, 0]), float(xy[each, 1])),
            residents=float(cuts.point_dependants[each]),
            kind=next((word for flag, word in _POINT_KINDS if flags[each] & flag), "junction"),
        )
        for each in node
    ]


def dependants_layer(prepared: IsolationGround) -> Floats:
    """Residents who depend on each edge, [m], for drawing; NaN for edges that are no cut link or have too few."""
    cuts = prepared.cuts
    return np.where(cuts.is_link & (cuts.dependants >= FEWEST_RESIDENTS.value), cuts.dependants, np.nan)


def _most(metric: str, residents: float | None, kind: str, notes: list[str]) -> Measurement:
    if residents is None:
        return measured(metric, 0.0, notes=["No link or point here has ten residents who depend on it alone.", *notes])
    return measured(metric, residents, n=round(residents), notes=[f"It is: {kind}.", *notes])

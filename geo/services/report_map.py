"""The small map beside a report: the area, its spaces with their ways in, and streets by their walk to the nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.access import BAND_LABELS, band_of, walks_to_spaces
from geo.metrics.open_space import is_public_open
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.study import Places
from geo.network.access_points import AccessMethod
from geo.network.graph import WalkingNetwork
from geo.network.snapping import EdgePoints
from geo.services.areas import find_area
from geo.services.grounds import spaces_of
from geo.services.map_layers import bounds_of, feature_collection
from geo.services.walk_study import WalkStudy, study_walks
from geo.services.workspace import Workspace
from geo.spaces import SPACE_KINDS

AROUND_M = 150.0
_SIMPLER_M = 1.0


def report_map(workspace: Workspace, area_id: str, persona: Persona = ANY_WALKER) -> dict[str, Any]:
    """Layers for a small map, each a GeoJSON FeatureCollection in WGS84 with five decimals.

    ``area`` (id, name, kind); ``spaces`` near it (id, name, kind, access, method: how its ways in were found, or
    "none"); ``entrances`` (space_id); ``streets`` (band: row of ``bands``, metres or null). ``bands`` holds the words
    of the classes, ``bounds`` [west, south, east, north] of the area. Streets are empty where no network covers the
    area. Raises as `area_report` does.
    """
    area = find_area(workspace, area_id)
    study = study_walks(workspace, area, persona)
    streets = streets_by_walk(study, area.geometry.buffer(AROUND_M), persona)
    metres = [round(float(each)) if np.isfinite(each) else None for each in streets.metres]
    told = [{"band": int(band), "metres": each} for band, each in zip(streets.band, metres, strict=True)]
    return surroundings(workspace, study) | {
        "bands": list(BAND_LABELS),
        "streets": feature_collection(workspace.grid, streets.lines, told),
    }


def surroundings(workspace: Workspace, study: WalkStudy) -> dict[str, Any]:
    """The area with the public spaces near it, as `report_map` has them, without streets."""
    area, grid = study.area, workspace.grid
    near = area.geometry.buffer(AROUND_M)
    said = {"id": area.id, "name": area.name, "kind": area.kind.value}
    return {
        "bounds": bounds_of(grid, area.geometry),
        "area": feature_collection(grid, [area.geometry], [said]),
        "spaces": _spaces(workspace, study, near),
        "entrances": _entrances(workspace, study, near),
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Streets:
    """Streets and paths [m] near an area: their lines, and the walk from the middle of each.

    `metres` to the nearest public open space (inf = none found); `band` is its row of `BAND_LABELS`.
    """

    lines: NDArray[np.object_]
    metres: NDArray[np.float64]
    band: NDArray[np.int64]


def _spaces(workspace: Workspace, study: WalkStudy, near: Any) -> dict[str, Any]:
    if study.supply is not None:
        frame, method = study.supply.frame, study.supply.entrances.method
    else:
        frame = spaces_of(workspace, None, invented=study.area.invented)
        frame = frame[is_public_open(frame)]
        method = np.full(len(frame), AccessMethod.NONE, dtype=object)
    rows = np.sort(frame.sindex.query(near, predicate="intersects"))
    here = frame.iloc[rows]
    shapes = shapely.simplify(here.geometry.to_numpy(), _SIMPLER_M)
    return feature_collection(
        workspace.grid,
        shapes,
        [
            {
                "id": space.space_id,
                "name": space.name if isinstance(space.name, str) else None,
                "kind": space.kind,
                "kind_label": SPACE_KINDS[space.kind].label,
                "access": space.access,
                "method": str(found),
            }
            for space, found in zip(here.itertuples(index=False), method[rows], strict=True)
        ],
    )


def _entrances(workspace: Workspace, study: WalkStudy, near: Any) -> dict[str, Any]:
    if study.network is None or study.supply is None:
        return feature_collection(workspace.grid, [], [])
    entrances = study.supply.entrances
    points = _points(study.network, entrances.points)
    shapely.prepare(near)
    here = shapely.intersects(near, points)
    ids = study.supply.frame["space_id"].to_numpy()[entrances.space[here]]
    return feature_collection(workspace.grid, points[here], [{"space_id": each} for each in ids])


def streets_by_walk(study: WalkStudy, near: Any, persona: Persona) -> Streets:
    """The streets that meet `near` (EPSG:27700), by the walk from the middle of each; none where none are known."""
    if study.network is None or study.supply is None:
        return Streets(lines=np.empty(0, object), metres=np.empty(0), band=np.empty(0, np.int64))
    edges = np.sort(study.network.tree.query(near, predicate="intersects"))
    metres = _from_the_middle(study.network, study.supply, edges)
    lines = np.asarray(shapely.simplify(study.network.lines[edges], _SIMPLER_M), dtype=object)
    return Streets(lines=lines, metres=metres, band=band_of(metres, persona))


def _from_the_middle(network: WalkingNetwork, supply: Places, edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """Metres from the middle of each edge to the nearest public open space; inf = no walk found."""
    middles = EdgePoints(
        edge=edges.astype(np.int64),
        offset_m=np.asarray(network.edge_length_m)[edges] / 2.0,
        distance_m=np.zeros(len(edges)),
    )
    return walks_to_spaces(network, middles, supply.shapes, supply.entrances).distance_m


def _points(network: WalkingNetwork, places: EdgePoints) -> NDArray[np.object_]:
    lines = network.lines[places.edge]
    return np.asarray(shapely.line_interpolate_point(lines, places.offset_m), dtype=object)

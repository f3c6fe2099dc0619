"""The small map beside a report: the area, its spaces with their ways in, and streets by their walk to the nearest."""

from __future__ import annotations

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
from geo.services.walk_study import WalkStudy, study_walks
from geo.services.workspace import Workspace
from geo.spaces import SPACE_KINDS

AROUND_M = 150.0
_DECIMALS = 5
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
    near = area.geometry.buffer(AROUND_M)
    layers = _Layers(workspace)
    outline = layers.collection([area.geometry], [{"id": area.id, "name": area.name, "kind": area.kind.value}])
    west, south, east, north = shapely.total_bounds(workspace.grid.geometry_to_wgs84(area.geometry))
    return {
        "bounds": [round(float(value), _DECIMALS) for value in (west, south, east, north)],
        "bands": list(BAND_LABELS),
        "area": outline,
        "spaces": _spaces(layers, workspace, study, near),
        "entrances": _entrances(layers, study, near),
        "streets": _streets(layers, study, near, persona),
    }


class _Layers:
    """Makes GeoJSON of geometries in metres."""

    def __init__(self, workspace: Workspace) -> None:
        self._grid = workspace.grid

    def collection(self, geometries: Any, properties: list[dict[str, Any]]) -> dict[str, Any]:
        shapes = self._grid.geometry_to_wgs84(np.asarray(geometries, dtype=object))
        shapes = shapely.transform(shapes, lambda xy: np.round(xy, _DECIMALS))
        return {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": said, "geometry": shapely.geometry.mapping(shape)}
                for shape, said in zip(shapes, properties, strict=True)
            ],
        }


def _spaces(layers: _Layers, workspace: Workspace, study: WalkStudy, near: Any) -> dict[str, Any]:
    if study.supply is not None:
        frame, method = study.supply.frame, study.supply.entrances.method
    else:
        frame = spaces_of(workspace, None, invented=study.area.invented)
        frame = frame[is_public_open(frame)]
        method = np.full(len(frame), AccessMethod.NONE, dtype=object)
    rows = np.sort(frame.sindex.query(near, predicate="intersects"))
    here = frame.iloc[rows]
    shapes = shapely.simplify(here.geometry.to_numpy(), _SIMPLER_M)
    return layers.collection(
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


def _entrances(layers: _Layers, study: WalkStudy, near: Any) -> dict[str, Any]:
    if study.network is None or study.supply is None:
        return layers.collection([], [])
    entrances = study.supply.entrances
    points = _points(study.network, entrances.points)
    shapely.prepare(near)
    here = shapely.intersects(near, points)
    ids = study.supply.frame["space_id"].to_numpy()[entrances.space[here]]
    return layers.collection(points[here], [{"space_id": each} for each in ids])


def _streets(layers: _Layers, study: WalkStudy, near: Any, persona: Persona) -> dict[str, Any]:
    if study.network is None or study.supply is None:
        return layers.collection([], [])
    network = study.network
    edges = np.sort(network.tree.query(near, predicate="intersects"))
    distance = _from_the_middle(network, study.supply, edges)
    lines = shapely.simplify(network.lines[edges], _SIMPLER_M)
    return layers.collection(
        lines,
        [
            {"band": int(each), "metres": round(float(metres)) if np.isfinite(metres) else None}
            for each, metres in zip(band_of(distance, persona), distance, strict=True)
        ],
    )


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

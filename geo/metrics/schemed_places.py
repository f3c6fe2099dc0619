"""The ways into places with a scheme: those there are, less what it shuts, with those that what it builds gives.

A way in is never lost because another one is made.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.metrics.study import Places
from geo.network.access_points import AccessMethod, AccessPoints, access_points
from geo.network.changes import ChangedNetwork
from geo.network.flags import NodeFlag
from geo.network.graph import WalkingNetwork
from geo.network.snapping import SNAP_LIMIT_M, EdgePoints
from geo.schemes import Change
from geo.spaces import SPACE_KINDS, SpaceAccess

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_ON_NODE_M = 0.01


def places_with(places: Places, changed: ChangedNetwork, fresh: Bools) -> Places:
    """The places of a layer on a changed network. `fresh` [m'] are edges that can be walked only now."""
    points = changed.points(places.entrances.points)
    kept = ~is_shut(changed, points)
    entrances = replace(places.entrances, points=_rows(points, kept), space=places.entrances.space[kept])
    more = _new_ways_in(changed.network, places.shapes, entrances, fresh)
    return replace(places, entrances=_joined(entrances, more))


def is_shut(changed: ChangedNetwork, points: EdgePoints) -> Bools:
    """Which points lie on a stretch that a scheme shuts, or right at a place that it shuts."""
    edge = np.maximum(points.edge, 0)
    network, before = changed.network, changed.split.network
    closed = (np.asarray(network.node_flags) & np.uint32(NodeFlag.CLOSED)) > 0
    closed[: before.node_count] &= (np.asarray(before.node_flags) & np.uint32(NodeFlag.CLOSED)) == 0
    uv = np.asarray(network.edge_uv)[edge].reshape(-1, 2)
    rest = np.asarray(network.edge_length_m)[edge] - points.offset_m
    at_gate = (closed[uv[:, 0]] & (points.offset_m <= _ON_NODE_M)) | (closed[uv[:, 1]] & (rest <= _ON_NODE_M))
    return np.asarray(points.reached & (changed.shut[edge] | at_gate), np.bool_)


def with_space(places: Places, change: Change, network: WalkingNetwork, usable: Bools, space_id: str) -> Places:
    """The places of a layer with a new one, its ways in found on the changed network."""
    shape = change.geometry
    assert shape is not None
    near: Bools = np.zeros(network.edge_count, bool)
    near[network.tree.query(shape, predicate="dwithin", distance=SNAP_LIMIT_M)] = True
    shapes = np.empty(1, dtype=object)
    shapes[0] = shape
    found = access_points(network, shapes, allowed=near & usable)
    more = replace(found, space=found.space + len(places.shapes))
    entrances = _joined(replace(places.entrances, method=np.append(places.entrances.method, found.method)), more)
    return Places(
        frame=_with_row(places.frame, change, shape, space_id),
        shapes=np.concatenate([places.shapes, shapes]),
        entrances=entrances,
    )


def _with_row(frame: gpd.GeoDataFrame, change: Change, shape: BaseGeometry, space_id: str) -> gpd.GeoDataFrame:
    point = shape.area == 0
    said = {
        "space_id": space_id,
        "name": change.name or SPACE_KINDS[change.space_kind].label,
        "kind": change.space_kind,
        "group": SPACE_KINDS[change.space_kind].group.value,
        "access": SpaceAccess.PUBLIC.value,
        "area_ha": np.nan if point else shape.area / 1e4,
        "is_point": point,
        "parent_id": None,
        "invented": bool(frame["invented"].any()) if "invented" in frame.columns else False,
        "geometry": shape,
    }
    row = {column: [said.get(column)] for column in frame.columns}
    added = gpd.GeoDataFrame(row, geometry="geometry", crs=frame.crs, index=pd.Index([space_id], name=frame.index.name))
    for column in frame.columns:
        if column != "geometry" and len(frame):
            added[column] = added[column].astype(frame[column].dtype)
    return gpd.GeoDataFrame(pd.concat([frame, added]), geometry="geometry", crs=frame.crs)


def _new_ways_in(
    network: WalkingNetwork, shapes: NDArray[np.object_], entrances: AccessPoints, fresh: Bools
) -> AccessPoints:
    """Ways into the places near fresh edges, from those edges: across a boundary, or nearer than any there was."""
    rows = np.flatnonzero(fresh)
    near = (
        np.unique(STRtree(network.lines[rows]).query(shapes, predicate="dwithin", distance=SNAP_LIMIT_M)[0])
        if len(rows) and len(shapes)
        else np.zeros(0, np.int64)
    )
    found = access_points(network, shapes[near], allowed=fresh)
    space = near[found.space].astype(np.int64)
    method = entrances.method.copy()
    how = found.method[found.space]
    before = _apart(network, shapes, entrances, len(shapes))
    crossed = how == AccessMethod.CROSSING
    apart = shapely.distance(_spots(network, found.points), shapes[space])
    nearer = (entrances.method[space] != AccessMethod.CROSSING) & (apart < before[space])
    kept = crossed | nearer
    method[space[kept]] = how[kept]
    return AccessPoints(space=space[kept], points=_rows(found.points, kept), method=method)


def _apart(
    network: WalkingNetwork, shapes: NDArray[np.object_], entrances: AccessPoints, count: int
) -> NDArray[np.float64]:
    """Metres from each place to its nearest way in; inf where it has none."""
    least = np.full(count, np.inf)
    apart = shapely.distance(_spots(network, entrances.points), shapes[entrances.space])
    np.minimum.at(least, entrances.space, apart)
    return least


def _spots(network: WalkingNetwork, points: EdgePoints) -> NDArray[np.object_]:
    spots = shapely.line_interpolate_point(network.lines[points.edge], points.offset_m)
    return np.asarray(spots, dtype=object)


def _rows(points: EdgePoints, kept: Bools) -> EdgePoints:
    return EdgePoints(edge=points.edge[kept], offset_m=points.offset_m[kept], distance_m=points.distance_m[kept])


def _joined(first: AccessPoints, more: AccessPoints) -> AccessPoints:
    points = joined_points(first.points, more.points)
    method = first.method if len(first.method) > len(more.method) else more.method
    return AccessPoints(space=np.concatenate([first.space, more.space]).astype(np.int64), points=points, method=method)


def joined_points(first: EdgePoints, more: EdgePoints) -> EdgePoints:
    """Points of two sets, one after the other."""
    return EdgePoints(
        edge=np.concatenate([first.edge, more.edge]).astype(np.int64),
        offset_m=np.concatenate([first.offset_m, more.offset_m]),
        distance_m=np.concatenate([first.distance_m, more.distance_m]),
    )

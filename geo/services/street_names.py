"""Places in a label's words and in degrees: which street they are near, so that a resident can find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.crs import LonLat
from geo.services.workspace import Workspace

NEAR_M = 30.0
_NEAR = " near "


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Streets:
    """The search index's streets as boxes in EPSG:27700, the smallest first."""

    names: NDArray[np.object_]
    tree: STRtree


def labels_with_street(workspace: Workspace, labels: Sequence[str], xy: NDArray[np.float64]) -> list[str]:
    """Labels with the street that each is near, so that people can find it; `xy` [k, 2] in EPSG:27700."""
    streets = nearest_streets(workspace, np.asarray(xy, np.float64).reshape(-1, 2))
    return [
        label if street is None or _NEAR in label else f"{label}{_NEAR}{street}"
        for label, street in zip(labels, streets, strict=True)
    ]


def shown_place(workspace: Workspace, east: float, north: float) -> LonLat:
    """A place of ours in degrees, to 6 decimals."""
    place = workspace.grid.point_to_wgs84(east, north)
    return LonLat(round(place.lon, 6), round(place.lat, 6))


def nearest_streets(workspace: Workspace, xy: NDArray[np.float64]) -> list[str | None]:
    """A street for each place [k, 2] in EPSG:27700; None where none is within 30 m.

    The search index knows streets by the box around them: of several the smallest box is taken, which is the
    shortest street.
    """
    streets = workspace.index(_streets, _Streets)
    names: list[str | None] = [None] * len(xy)
    place, street = streets.tree.query(shapely.points(xy), predicate="dwithin", distance=NEAR_M)
    for row in range(len(place) - 1, -1, -1):
        at = int(place[row])
        names[at] = str(streets.names[street[place == at].min()])
    return names


def _streets(workspace: Workspace) -> _Streets:
    frame = workspace.places
    frame = frame[frame["kind"] == "street"]
    west, south = workspace.grid.to_bng(frame["west"], frame["south"])
    east, north = workspace.grid.to_bng(frame["east"], frame["north"])
    order = np.argsort(np.hypot(east - west, north - south), kind="stable")
    boxes = shapely.box(west[order], south[order], east[order], north[order])
    return _Streets(names=frame["name"].to_numpy(dtype=object)[order], tree=STRtree(boxes))

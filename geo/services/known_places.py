"""Search trees of every public open space and stop that is installed, wherever they were read from."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
from shapely import STRtree

from geo.metrics.open_space import is_public_open
from geo.metrics.straight_lines import KnownPlaces
from geo.services.grounds import spaces_of
from geo.services.workspace import Workspace

# Two maps of different years put one stop as far apart as this, and the stop across the road is another.
_SAME_STOP_M = 30.0


class _Known(dict[bool, KnownPlaces]):
    """Trees of real places and of invented ones."""


def known_places(workspace: Workspace, *, invented: bool, beside: gpd.GeoDataFrame | None = None) -> KnownPlaces:
    """Trees of the places that are known, each place once; made at first use and kept.

    `beside` are spaces of which those that no map has, a scheme's, count as well.
    """
    known = _known(workspace, invented=invented)
    new = None if beside is None else beside[~beside["space_id"].isin(workspace.spaces["space_id"])]
    if new is None or new.empty:
        return known
    return replace(known, open_spaces=STRtree(np.concatenate([known.open_spaces.geometries, new.geometry.to_numpy()])))


def _known(workspace: Workspace, *, invented: bool) -> KnownPlaces:
    kept = workspace.index(lambda _: _Known(), _Known)
    if invented not in kept:
        spaces = spaces_of(workspace, None, invented=invented)
        stops = workspace.stops[workspace.stops["invented"].to_numpy(dtype=bool) == invented]
        kept[invented] = KnownPlaces(
            open_spaces=STRtree(spaces[is_public_open(spaces)].geometry.to_numpy()),
            bus=_each_once(stops, ["bus"]),
            rail=_each_once(stops, ["rail", "tram"]),
        )
    return kept[invented]


def _each_once(stops: gpd.GeoDataFrame, kinds: list[str]) -> STRtree:
    """Stops of some kinds. Of an extract's own those that no stop of the London-wide list stands for.

    One list for all of London comes first, so that places inside and outside a window are counted alike.
    """
    stops = stops[stops["kind"].isin(kinds)]
    shapes = np.asarray(stops.geometry.to_numpy(), dtype=object)
    own = stops["network_id"].notna().to_numpy(dtype=bool)
    repeats, _ = STRtree(shapes[~own]).query(shapes[own], predicate="dwithin", distance=_SAME_STOP_M)
    return STRtree(np.concatenate([shapes[~own], np.delete(shapes[own], np.unique(repeats))]))

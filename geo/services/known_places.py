"""Search trees of every public open space and stop that is installed, wherever they were read from."""

from __future__ import annotations

import numpy as np
from shapely import STRtree

from geo.metrics.open_space import is_public_open
from geo.metrics.straight_lines import KnownPlaces
from geo.services.grounds import spaces_of
from geo.services.workspace import Workspace


class _Known(dict[bool, KnownPlaces]):
    """Trees of real places and of invented ones."""


def known_places(workspace: Workspace, *, invented: bool) -> KnownPlaces:
    """Trees of the places that are known, each place once; made at first use and kept."""
    kept = workspace.index(lambda _: _Known(), _Known)
    if invented not in kept:
        spaces = spaces_of(workspace, None, invented=invented)
        stops = workspace.stops[workspace.stops["invented"].to_numpy(dtype=bool) == invented]
        shapes, kinds = np.asarray(stops.geometry.to_numpy(), dtype=object), stops["kind"].to_numpy()
        kept[invented] = KnownPlaces(
            open_spaces=STRtree(spaces[is_public_open(spaces)].geometry.to_numpy()),
            bus=STRtree(shapes[kinds == "bus"]),
            rail=STRtree(shapes[np.isin(kinds, ["rail", "tram"])]),
        )
    return kept[invented]

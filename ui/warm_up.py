"""Does before the first visitor comes what would else make the first visitor wait: reading areas, gathering pins."""

from __future__ import annotations

from collections.abc import Callable

from geo.crs import LonLat
from geo.errors import GeoError
from geo.services.places import locate, search
from geo.services.readiness import make_ready
from geo.services.workspace import Workspace
from ui.pin_feed import PinFeed

_TRAFALGAR_SQUARE = LonLat(-0.1281, 51.508)


def warm_up(workspace: Workspace, feed: PinFeed, stopped: Callable[[], bool]) -> None:
    """Build what is built at first use, until `stopped`. What is not installed is left: who needs it will say so."""
    try:
        feed.changes(workspace, 0)
        search(workspace, "London")
        locate(workspace, _TRAFALGAR_SQUARE)
        make_ready(workspace, stopped=stopped)
    except GeoError:
        return

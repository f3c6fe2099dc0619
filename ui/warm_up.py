"""Does before the first visitor comes what would else make the first visitor wait: reading areas, gathering pins."""

from __future__ import annotations

from geo.crs import LonLat
from geo.errors import GeoError
from geo.services.places import locate, search
from geo.services.workspace import Workspace
from ui.pin_feed import PinFeed

_TRAFALGAR_SQUARE = LonLat(-0.1281, 51.508)


def warm_up(workspace: Workspace, feed: PinFeed) -> None:
    """Build what is built at first use. What is not installed is left: whoever needs it will say so."""
    try:
        feed.changes(workspace, 0)
        search(workspace, "London")
        locate(workspace, _TRAFALGAR_SQUARE)
    except GeoError:
        return

"""Opens an installed small town, in whatever process: what a worker is given, so it stands in a module of its own."""

from __future__ import annotations

from pathlib import Path

from small_town import NOON, SECRET

from geo.crs import open_grid
from geo.services.workspace import Workspace
from geo.store.pin_store import PinStore


def open_town(folder: Path) -> Workspace:
    """The town that `small_town` installed into a folder."""
    return Workspace(
        data_dir=folder / "data",
        grid=open_grid(),
        store=PinStore.open(f"sqlite:///{folder / 'pins.sqlite'}"),
        secret_key=SECRET,
        now=lambda: NOON,
    )

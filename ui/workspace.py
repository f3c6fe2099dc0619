"""The one workspace of this process, shared by the pages and by the routes beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from threading import Lock

from geo.bootstrap import Settings, open_workspace
from geo.crs import open_grid
from geo.services.workspace import Workspace

_lock = Lock()
_open: list[Workspace] = []


@cache
def settings() -> Settings:
    """What the environment says, read once."""
    return Settings.from_environment()


def workspace() -> Workspace:
    """The open workspace; opened at first use, alone on its store. Raises `StoreError` where it cannot be.

    Not `st.cache_resource`: the map's routes answer outside any session, and two caches would open two stores.
    """
    with _lock:
        if not _open:
            _open.append(open_workspace(settings(), exclusive=True))
        return _open[-1]


def reload_data() -> Workspace:
    """The same store with installed data read afresh, after an install."""
    with _lock:
        if _open:
            _open[:] = [replace(_open[-1], grid=open_grid(settings().grid_file), _networks={}, _indexes={})]
    return workspace()

"""The published pins of an area."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import shapely

from geo.areas import Area
from geo.pins import CollectionMethod
from geo.services.workspace import Workspace

# Meridians lean against the grid, so that the box in degrees is taken a little wider.
_MARGIN_M = 100.0


def pins_in(workspace: Workspace, area: Area, *, around_m: float = 0.0) -> pd.DataFrame:
    """Published pins whose published place lies in the area or on its edge; the practice quarter's own only there.

    Columns as `PinStore.pins_within` gives them, with `x` and `y`, the published place in EPSG:27700. `around_m` takes
    in the pins of a margin too: people walk across the line.
    """
    wide = _widened(area, around_m)
    return _inside(workspace, wide, workspace.store.pins_within(degrees_around(workspace, wide)))


def voices_in(workspace: Workspace, area: Area, *, around_m: float = 0.0) -> pd.DataFrame:
    """`pins_in` with the column `contributor`: for counting people in figures and for nothing else."""
    wide = _widened(area, around_m)
    return _inside(workspace, wide, workspace.store.voices_within(degrees_around(workspace, wide)))


def _widened(area: Area, around_m: float) -> Area:
    return replace(area, geometry=area.geometry.buffer(around_m)) if around_m else area


def degrees_around(workspace: Workspace, area: Area) -> tuple[float, float, float, float]:
    west, south, east, north = area.geometry.buffer(_MARGIN_M).bounds
    lon, lat = workspace.grid.to_wgs84([west, west, east, east], [south, north, south, north])
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _inside(workspace: Workspace, area: Area, pins: pd.DataFrame) -> pd.DataFrame:
    x, y = workspace.grid.to_bng(pins["lon"], pins["lat"])
    shapely.prepare(area.geometry)
    here = shapely.intersects_xy(area.geometry, x, y)
    if not area.invented:
        here &= (pins["method"] != CollectionMethod.INVENTED.value).to_numpy(dtype=bool)
    return pins.assign(x=x, y=y)[here]

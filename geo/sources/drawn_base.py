"""What lies around a place, as lines and areas for a map that is handed out: streets, paths, rail, water and green.

Read from what installing kept of each extract; empty where no extract reaches.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.sources.extract import line_frame
from geo.sources.map_classes import PATH_CLASSES

_NAMES = ("water", "green", "streets", "rail")
_SIMPLER_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnBase:
    """Frames with `name`, `class` and geometry in EPSG:27700, cut to what was asked for."""

    water: gpd.GeoDataFrame
    green: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    paths: gpd.GeoDataFrame
    rail: gpd.GeoDataFrame


def drawn_base(data_dir: Path, near: BaseGeometry, first: str | None = None) -> DrawnBase:
    """What the installed extracts draw within `near` (EPSG:27700).

    Where several reach there, the one called `first` is taken, else all of them.
    """
    folders = sorted((data_dir / "parts" / "extracts").glob("*/"))
    if first is not None and (data_dir / "parts" / "extracts" / first).is_dir():
        folders = [data_dir / "parts" / "extracts" / first]
    frames = {name: _together([_within(folder / f"{name}.parquet", near) for folder in folders]) for name in _NAMES}
    is_path = frames["streets"]["class"].isin(PATH_CLASSES)
    return DrawnBase(
        water=frames["water"],
        green=frames["green"],
        streets=frames["streets"][~is_path],
        paths=frames["streets"][is_path],
        rail=frames["rail"],
    )


def _together(frames: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else line_frame([], [], [])


def _within(path: Path, near: BaseGeometry) -> gpd.GeoDataFrame:
    if not path.is_file():
        return line_frame([], [], [])
    frame = gpd.read_parquet(path)
    here = frame.iloc[np.sort(frame.sindex.query(near, predicate="intersects"))]
    cut = shapely.simplify(shapely.intersection(here.geometry.to_numpy(), near), _SIMPLER_M)
    kept = ~shapely.is_empty(cut)
    geometry = gpd.GeoSeries(cut[kept], crs=frame.crs)
    return gpd.GeoDataFrame(pd.DataFrame(here.drop(columns="geometry")[kept].reset_index(drop=True)), geometry=geometry)

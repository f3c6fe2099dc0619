"""What the quiet base map shows at which zoom: land, water, green, streets, paths, rail, and houses close by.

London's land and the tidal Thames come from the boroughs and are everywhere; streets and the rest come from extracts
and end where their data do. Where extracts overlap, the newest draws.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG
from geo.sources.extract import Extract, line_frame
from geo.sources.map_classes import PATH_CLASSES
from geo.sources.tiles import Band
from geo.spaces import SpaceGroup

MIN_ZOOM, MAX_ZOOM = 8, 15  # the map draws data of one zoom below its own, and a phone shows all of London at 9
RIVER_NAME = "River Thames"

_NEAR = (MAX_ZOOM - 1, MAX_ZOOM)
_DRAWN_OVER_M = 30.0  # streets are drawn a little beyond the footprint, so that they do not stop at its very line
_COARSE_M, _FINE_M, _HOUSE_M = 30.0, 2.0, 0.5
_M2_PER_HA = 10_000.0
_LARGE_HA, _MIDDLING_HA, _SMALL_HA = 20.0, 1.0, 0.02


def basemap_bands(
    land: BaseGeometry,
    river: BaseGeometry,
    spaces: gpd.GeoDataFrame,
    extracts: Sequence[Extract],
) -> list[Band]:
    """The bands of the base map; geometry in EPSG:27700. `spaces` gives the parks that no extract draws."""
    windows = list(zip(extracts, _windows(extracts), strict=True))
    streets = _together([_joined(_cut(extract.streets, window)) for extract, window in windows])
    rail = _together([_joined(_cut(extract.rail, window)) for extract, window in windows])
    water = _together([_cut(extract.water, window) for extract, window in windows])
    green = _together([*(_cut(extract.green, window) for extract, window in windows), _parks(spaces)])
    outlines = _together([_cut(extract.outlines, window) for extract, window in windows])
    is_path = streets["class"].isin(PATH_CLASSES)
    return [
        *_land_bands(land, river, water),
        *_green_bands(green),
        *_street_bands(streets[~is_path]),
        Band("paths", *_NEAR, streets[is_path]),
        Band("rail", 11, MAX_ZOOM, rail),
        Band("buildings", MAX_ZOOM, MAX_ZOOM, _blocks(outlines)),
    ]


def _land_bands(land: BaseGeometry, river: BaseGeometry, water: gpd.GeoDataFrame) -> list[Band]:
    def plain(shape: BaseGeometry, name: str | None, drawn_as: str) -> gpd.GeoDataFrame:
        parts = [part for part in shapely.get_parts(shape) if not part.is_empty]
        return line_frame([name] * len(parts), [drawn_as] * len(parts), parts)

    thames = plain(river, RIVER_NAME, "river")
    is_area = shapely.get_dimensions(water.geometry.to_numpy()) == 2
    wide = water[is_area & (water.area > _MIDDLING_HA * _M2_PER_HA)]
    not_streams = water[~is_area & water["class"].isin(["river", "canal"])]
    return [
        Band("land", MIN_ZOOM, 11, plain(land.simplify(_COARSE_M), None, "land")),
        Band("land", 12, MAX_ZOOM, plain(land, None, "land")),
        Band("water", MIN_ZOOM, 11, plain(river.simplify(_COARSE_M), RIVER_NAME, "river")),
        Band("water", 12, 13, _together([thames, wide, not_streams])),
        Band("water", *_NEAR, _together([thames, water])),
    ]


def _green_bands(green: gpd.GeoDataFrame) -> list[Band]:
    hectares = green.area / _M2_PER_HA
    far = green[hectares >= _LARGE_HA]
    return [
        Band("green", MIN_ZOOM, 11, far.set_geometry(far.geometry.simplify(_COARSE_M))),
        Band("green", 12, 13, green[hectares >= _MIDDLING_HA]),
        Band("green", *_NEAR, green[hectares >= _SMALL_HA]),
    ]


def _street_bands(streets: gpd.GeoDataFrame) -> list[Band]:
    drawn_as = streets["class"]
    return [
        Band("streets", MIN_ZOOM, 11, streets[drawn_as == "major"]),
        Band("streets", 12, 13, streets[drawn_as.isin(["major", "main", "minor"])]),
        Band("streets", *_NEAR, streets),
    ]


def _windows(extracts: Sequence[Extract]) -> list[BaseGeometry]:
    """Where each extract draws: its footprint without those of newer ones, a little wider."""
    newest_first = sorted(range(len(extracts)), key=lambda i: (extracts[i].date or "", extracts[i].id), reverse=True)
    windows: dict[int, BaseGeometry] = {}
    taken: BaseGeometry = Polygon()
    for i in newest_first:
        own = extracts[i].footprint
        windows[i] = own.buffer(_DRAWN_OVER_M, join_style="mitre").difference(taken)
        taken = shapely.union(taken, own)
    return [windows[i] for i in range(len(extracts))]


def _cut(frame: gpd.GeoDataFrame, window: BaseGeometry) -> gpd.GeoDataFrame:
    """The parts of features inside a window, of the same dimension as they were."""
    if not len(frame) or window.is_empty:
        return frame.iloc[:0]
    near = frame.iloc[np.sort(frame.sindex.query(window, predicate="intersects"))]
    shapes = near.geometry.to_numpy()
    shapely.prepare(window)
    crossing = ~shapely.covers(window, shapes)
    cut = shapes.copy()
    cut[crossing] = shapely.intersection(shapes[crossing], window)
    return _parts(near.set_geometry(gpd.GeoSeries(cut, index=near.index, crs=BNG)), shapely.get_dimensions(shapes))


def _parts(frame: gpd.GeoDataFrame, dimensions: NDArray[np.int32]) -> gpd.GeoDataFrame:
    """One row for each part that kept its dimension; a street that only touches the window leaves a point."""
    parts, row = shapely.get_parts(frame.geometry.to_numpy(), return_index=True)
    kept = shapely.get_dimensions(parts) == dimensions[row]
    rows = frame.iloc[row[kept]]
    return line_frame(list(rows["name"]), list(rows["class"]), list(parts[kept]))


def _joined(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Lines of one name and class joined end to end, and relieved of bends that no zoom shows."""
    names, classes, shapes = [], [], []
    for (name, drawn_as), own in lines.groupby([lines["name"].fillna(""), "class"], sort=True):
        merged = shapely.get_parts(shapely.line_merge(shapely.union_all(own.geometry.to_numpy())))
        shapes += list(shapely.simplify(merged, _FINE_M))
        names += [name or None] * len(merged)
        classes += [drawn_as] * len(merged)
    return line_frame(names, classes, shapes)


def _blocks(outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Buildings that touch as one shape without a name: the map shows where is built, not what."""
    merged = shapely.get_parts(shapely.union_all(outlines.geometry.to_numpy(), grid_size=0.1))
    return line_frame([None] * len(merged), ["building"] * len(merged), list(shapely.simplify(merged, _HOUSE_M)))


def _parks(spaces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Outlines of open spaces of London-wide lists, which extracts do not bring."""
    own = spaces[spaces["network_id"].isna() & ~spaces["is_point"] & (spaces["group"] == SpaceGroup.OPEN.value)]
    return line_frame(list(own["name"]), ["park"] * len(own), list(own.geometry.simplify(_FINE_M)))


def _together(frames: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    frames = [frame for frame in frames if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else line_frame([], [], [])

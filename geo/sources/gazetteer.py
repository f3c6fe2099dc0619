"""The offline search index (geo.frames.PLACES): streets, spaces, stations and areas by name."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.areas import AreaKind
from geo.crs import NationalGrid
from geo.frames import PLACES, check_frame
from geo.metrics.supply import spaces_for
from geo.names import fold_name
from geo.sources.extract import Extract

_BESIDE_M = 600.0  # a bridge or a pier may lie this far from the nearest ward or borough
_PIECE = ["name", "key", "ward", "borough", "west", "south", "east", "north", "x", "y", "length"]


def build_places(
    areas: gpd.GeoDataFrame,
    spaces: gpd.GeoDataFrame,
    extracts: Sequence[Extract],
    grid: NationalGrid,
    stations: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """PLACES of everything that has a name, each once; a street once in each ward that it runs through.

    `areas` keeps AREAS, `spaces` SPACES; `stations` has `name` and points in EPSG:27700, or is None. What lies outside
    the boroughs and wards is left out: the map ends there. `detail` is "Ward, Borough", as far as they are known.
    """
    where = _Where(areas)
    tables = [_area_rows(areas, where), _space_rows(spaces, where), _street_rows(extracts, where)]
    if stations is not None:
        tables.append(_station_rows(stations, where))
    table = pd.concat([each for each in tables if len(each)] or tables[:1], ignore_index=True)
    table["search_name"] = table["name"].map(fold_name)
    table = _in_degrees(table[table["search_name"] != ""], grid)
    table = table.drop_duplicates("place_id")[list(PLACES.columns)].reset_index(drop=True)
    check_frame(table, PLACES)
    return table


class _Where:
    """Which ward and borough a place lies in, for many places at once."""

    def __init__(self, areas: gpd.GeoDataFrame) -> None:
        self._wards = areas[areas["kind"] == AreaKind.WARD.value]
        self._boroughs = areas[areas["kind"] == AreaKind.BOROUGH.value]

    def of(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> pd.DataFrame:
        """Columns `key`, `ward`, `borough` for each place; `key` is null outside all wards and boroughs."""
        points = np.asarray(shapely.points(x, y), dtype=object)
        ward = _nearest(self._wards, points)
        borough = _nearest(self._boroughs, points)
        inside = ward >= 0
        wards, boroughs = self._wards.iloc[ward[inside]], self._boroughs.iloc[borough[borough >= 0]]
        table = pd.DataFrame({"key": None, "ward": "", "borough": ""}, index=range(len(points)), dtype=object)
        table.loc[borough >= 0, "key"] = boroughs["area_id"].to_numpy(dtype=object)
        table.loc[borough >= 0, "borough"] = boroughs["name"].to_numpy(dtype=object)
        table.loc[inside, "key"] = wards["area_id"].to_numpy(dtype=object)
        table.loc[inside, "ward"] = wards["name"].to_numpy(dtype=object)
        # A ward says itself which borough it is of, also where no borough is drawn.
        table.loc[inside, "borough"] = wards["borough_name"].fillna("").to_numpy(dtype=object)
        return table


def _nearest(areas: gpd.GeoDataFrame, points: NDArray[np.object_]) -> NDArray[np.intp]:
    """Position of the area that holds each point, or the nearest one close by, or -1."""
    found = np.full(len(points), -1, dtype=np.intp)
    if not len(areas) or not len(points):
        return found
    shapes = areas.geometry.to_numpy()
    area, inside = shapely.STRtree(points).query(shapes, predicate="intersects")
    found[inside] = area
    rest = np.flatnonzero(found < 0)
    at, area = shapely.STRtree(shapes).query_nearest(points[rest], max_distance=_BESIDE_M, all_matches=False)
    found[rest[at]] = area
    return found


def _area_rows(areas: gpd.GeoDataFrame, where: _Where) -> pd.DataFrame:
    # Nobody looks for a map by its window.
    areas = areas[areas["kind"] != AreaKind.EXTRACT.value]
    shapes = areas.geometry.to_numpy()
    inner = shapely.get_coordinates(shapely.point_on_surface(shapes))
    # A town centre on a borough boundary belongs to none; most of it lies in one all the same.
    borough = areas["borough_name"].reset_index(drop=True).fillna(where.of(inner[:, 0], inner[:, 1])["borough"])
    table = _boxes(shapes).assign(
        place_id=[f"{kind}/{area_id}" for kind, area_id in zip(areas["kind"], areas["area_id"], strict=True)],
        name=areas["name"].to_numpy(dtype=object),
        kind=areas["kind"].to_numpy(dtype=object),
        detail=borough.to_numpy(dtype=object),
        x=inner[:, 0],
        y=inner[:, 1],
    )
    is_borough = table["kind"] == AreaKind.BOROUGH.value
    return table.assign(detail=table["detail"].mask(is_borough, "Borough"))


def _space_rows(spaces: gpd.GeoDataFrame, where: _Where) -> pd.DataFrame:
    shown = spaces_for(spaces, None)
    shown = shown[shown["name"].notna()]
    ids = [f"space/{space_id}" for space_id in shown["space_id"]]
    return _rows_of_shapes(shown["name"].to_list(), ids, shown.geometry.to_numpy(), "space", where)


def _station_rows(stations: gpd.GeoDataFrame, where: _Where) -> pd.DataFrame:
    shapes = stations.geometry.to_numpy()
    at = shapely.get_coordinates(shapely.centroid(shapes))
    ids = [
        f"station/{fold_name(name)}/{x:.0f}/{y:.0f}" for name, (x, y) in zip(stations["name"], at.tolist(), strict=True)
    ]
    return _rows_of_shapes(stations["name"].to_list(), ids, shapes, "station", where)


def _rows_of_shapes(
    names: list[str], ids: list[str], shapes: NDArray[np.object_], kind: str, where: _Where
) -> pd.DataFrame:
    inner = shapely.get_coordinates(shapely.point_on_surface(shapes))
    found = where.of(inner[:, 0], inner[:, 1])
    table = _boxes(shapes).assign(
        place_id=ids, name=names, kind=kind, detail=_detail(found), x=inner[:, 0], y=inner[:, 1]
    )
    return table[found["key"].notna().to_numpy()]


def _street_rows(extracts: Sequence[Extract], where: _Where) -> pd.DataFrame:
    """Named streets, merged by name and ward. The point is in the middle of the longest piece."""
    frames = [extract.streets[extract.streets["name"].notna()] for extract in extracts]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return pd.DataFrame(columns=["place_id", "name", "kind", "detail", *_PIECE[4:10]])
    names = np.concatenate([frame["name"].to_numpy(dtype=object) for frame in frames])
    shapes = np.concatenate([frame.geometry.to_numpy() for frame in frames])
    middle = shapely.get_coordinates(shapely.line_interpolate_point(shapes, 0.5, normalized=True))
    pieces = pd.concat([_boxes(shapes), where.of(middle[:, 0], middle[:, 1])], axis=1).assign(
        name=names, x=middle[:, 0], y=middle[:, 1], length=shapely.length(shapes)
    )
    pieces = pieces[pieces["key"].notna()].assign(folded=lambda table: table["name"].map(fold_name))
    pieces = pieces.sort_values("length", ascending=False, kind="stable")
    merged = pieces.groupby(["folded", "key"], sort=True, as_index=False).agg(
        name=("name", "first"),
        ward=("ward", "first"),
        borough=("borough", "first"),
        west=("west", "min"),
        south=("south", "min"),
        east=("east", "max"),
        north=("north", "max"),
        x=("x", "first"),
        y=("y", "first"),
    )
    ids = "street/" + merged["key"].astype(str) + "/" + merged["folded"]
    return merged.assign(place_id=ids, kind="street", detail=_detail(merged))


def _detail(table: pd.DataFrame) -> list[str]:
    return [", ".join(part for part in pair if part) for pair in zip(table["ward"], table["borough"], strict=True)]


def _boxes(shapes: NDArray[np.object_]) -> pd.DataFrame:
    return pd.DataFrame(shapely.bounds(shapes).reshape(-1, 4), columns=["west", "south", "east", "north"])


def _in_degrees(table: pd.DataFrame, grid: NationalGrid) -> pd.DataFrame:
    """Metres to degrees. The grid is turned against meridians, so that all four corners make the box."""
    corners = [grid.to_wgs84(table[side], table[end]) for side in ("west", "east") for end in ("south", "north")]
    lon = np.array([corner[0] for corner in corners])
    lat = np.array([corner[1] for corner in corners])
    place_lon, place_lat = grid.to_wgs84(table["x"], table["y"])
    degrees = {
        "west": lon.min(axis=0),
        "south": lat.min(axis=0),
        "east": lon.max(axis=0),
        "north": lat.max(axis=0),
        "lon": place_lon,
        "lat": place_lat,
    }
    return table.assign(**{name: np.round(values, 6) for name, values in degrees.items()})

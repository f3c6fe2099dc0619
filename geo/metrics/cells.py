r"""Cells of a regular lattice laid over an area: hexagons or squares, always the same ones wherever one looks from.

    hexagons, sides to east and west           squares
        / \ / \                                +---+---+
       | A | B |       A and B: (q, r),        | C | D |      C and D: (column, row),
        \ / \ /        (q + 1, r)              +---+---+      (column + 1, row)

Both lattices start at the origin of the National Grid, so that a cell is the same cell in every area that it touches.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Shapes = NDArray[np.object_]

_SLIVER_M2 = 1.0
_SHIFT = 1 << 30  # keys lie within +-2^30, so that a pair of them makes one number
_SIDES = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hexagons:
    """Hexagons that meet an area, in the order of their keys.

    `key` [k, 2] axial co-ordinates; `centre` [k, 2] and `shape` [k] in EPSG:27700, `shape` being the part of each
    hexagon inside the area; `across_m` from side to opposite side.
    """

    key: Ints
    centre: Floats
    shape: Shapes
    across_m: float

    def __len__(self) -> int:
        return len(self.key)

    def row_of(self, x: ArrayLike, y: ArrayLike) -> Ints:
        """The row of the hexagon that each point lies in; -1 where it lies in none of them."""
        return _rows(self.key, _hexagon_of(x, y, self.across_m))

    def neighbours(self) -> csr_array:
        """[k, k] of ones where two of these hexagons share a side."""
        rows = np.repeat(np.arange(len(self)), len(_SIDES))
        found = _rows(self.key, (self.key[:, None, :] + _SIDES).reshape(-1, 2))
        there = found >= 0
        ones = np.ones(int(there.sum()))
        return csr_array((ones, (rows[there], found[there])), shape=(len(self), len(self)))


def hexagons_over(area: BaseGeometry, across_m: float) -> Hexagons:
    """The hexagons that share more than a sliver of land with the area (EPSG:27700); none for an empty area.

    A regular hexagon of width w covers (sqrt(3) / 2) w^2: 0.054 km2 at 250 m.
    """
    empty = Hexagons(
        key=np.empty((0, 2), np.int64), centre=np.empty((0, 2)), shape=np.empty(0, object), across_m=across_m
    )
    if area.is_empty:
        return empty
    west, south, east, north = area.bounds
    row_m = across_m * np.sqrt(3.0) / 2.0
    r = np.arange(np.floor(south / row_m) - 1, np.ceil(north / row_m) + 2, dtype=np.int64)
    columns = np.arange(-2, np.ceil((east - west) / across_m) + 3, dtype=np.int64)
    q = columns[None, :] + np.floor(west / across_m - r[:, None] / 2.0).astype(np.int64)
    key = np.column_stack([q.ravel(), np.broadcast_to(r[:, None], q.shape).ravel()])
    centre = np.column_stack([across_m * (key[:, 0] + key[:, 1] / 2.0), row_m * key[:, 1]])
    whole = _hexagon_shapes(centre, across_m)
    shapely.prepare(area)
    met = shapely.intersects(area, whole)
    key, centre, whole = key[met], centre[met], whole[met]
    inside = shapely.contains(area, whole)
    shape = whole.copy()
    shape[~inside] = shapely.intersection(area, whole[~inside])
    large = shapely.area(shape) > _SLIVER_M2
    order = np.argsort(_code(key[large]))
    if not large.any():
        return empty
    return Hexagons(key=key[large][order], centre=centre[large][order], shape=shape[large][order], across_m=across_m)


def size_for(area: BaseGeometry, finest_m: float, most: int = 1000) -> float:
    """Width of hexagons for an area: `finest_m`, doubled until about `most` of them cover it.

    A large area is the emptier, so that larger cells suit it; and the time to test them stays the same.
    """
    across_m = finest_m
    while area.area > most * np.sqrt(3.0) / 2.0 * across_m**2:
        across_m *= 2.0
    return across_m


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Squares:
    """Squares of a lattice whose middle lies in an area, as a raster.

    `inside` [rows, columns] marks them, row 0 being the southernmost; `west`, `south` is the raster's corner in
    EPSG:27700; `side_m` the side of a square.
    """

    inside: NDArray[np.bool_]
    west: float
    south: float
    side_m: float

    def middles(self) -> tuple[Floats, Floats]:
        """x [columns] and y [rows] of the squares' middles."""
        rows, columns = self.inside.shape
        column, row = np.arange(columns, dtype=np.float64), np.arange(rows, dtype=np.float64)
        return self.west + self.side_m * (column + 0.5), self.south + self.side_m * (row + 0.5)


def squares_over(area: BaseGeometry, side_m: float) -> Squares:
    """The squares whose middle lies in the area (EPSG:27700); none for an empty area."""
    if area.is_empty:
        return Squares(inside=np.zeros((0, 0), bool), west=0.0, south=0.0, side_m=side_m)
    west, south, east, north = area.bounds
    column, row = int(np.floor(west / side_m)), int(np.floor(south / side_m))
    columns, rows = int(np.ceil(east / side_m)) - column, int(np.ceil(north / side_m)) - row
    lattice = Squares(inside=np.zeros((rows, columns), bool), west=column * side_m, south=row * side_m, side_m=side_m)
    x, y = lattice.middles()
    shapely.prepare(area)
    inside = shapely.contains_xy(area, *(each.ravel() for each in np.meshgrid(x, y))).reshape(rows, columns)
    return Squares(inside=inside, west=lattice.west, south=lattice.south, side_m=side_m)


def residents_in(cells: Hexagons, zones: gpd.GeoDataFrame) -> Floats:
    """Residents of each cell [k] by areal interpolation: of each zone's people the share that its land in the cell is.

    `zones` has `residents` (NaN = not known) and EPSG:27700 outlines. NaN where a zone without a count reaches into
    the cell; 0 where no zone does.
    """
    residents = np.zeros(len(cells))
    if not len(cells) or not len(zones):
        return residents
    outlines = zones.geometry.to_numpy()
    cell, zone = zones.sindex.query(cells.shape, predicate="intersects")
    shared = shapely.area(shapely.intersection(cells.shape[cell], outlines[zone]))
    cell, zone, shared = cell[shared > _SLIVER_M2], zone[shared > _SLIVER_M2], shared[shared > _SLIVER_M2]
    people = zones["residents"].to_numpy(dtype=np.float64)[zone] * shared / shapely.area(outlines[zone])
    np.add.at(residents, cell, people)  # NaN stays NaN
    return residents


def _hexagon_of(x: ArrayLike, y: ArrayLike, across_m: float) -> Ints:
    """Axial co-ordinates [n, 2] of the hexagon around each point, by rounding in three axes and mending the worst."""
    r = np.asarray(y, np.float64) / (across_m * np.sqrt(3.0) / 2.0)
    q = np.asarray(x, np.float64) / across_m - r / 2.0
    exact = np.stack([q, r, -q - r], axis=-1).reshape(-1, 3)
    rounded = np.rint(exact)
    worst = np.abs(rounded - exact).argmax(axis=1)
    each = np.arange(len(rounded))
    rounded[each, worst] -= rounded.sum(axis=1)
    axial: Ints = rounded[:, :2].astype(np.int64)
    return axial


def _hexagon_shapes(centre: Floats, across_m: float) -> Shapes:
    angle = np.deg2rad(np.arange(30, 390, 60))
    corners = across_m / np.sqrt(3.0) * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(shapely.polygons(centre[:, None, :] + corners), dtype=object)


def _code(key: Ints) -> Ints:
    return np.asarray((key[:, 0] + _SHIFT) * (2 * _SHIFT) + key[:, 1] + _SHIFT, dtype=np.int64)


def _rows(known: Ints, asked: Ints) -> Ints:
    rows = pd.Index(_code(known)).get_indexer(pd.Index(_code(asked)))
    return np.asarray(rows, dtype=np.int64)

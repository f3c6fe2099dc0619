"""Where an extract's data are complete: the window it was cut with, or as much of it as can be told.

A file cut from a map holds every street with a node inside its window, whole. So streets reach outside, and the box
around all nodes is far too large. Three facts find the window again:

- outside it a street meets only such others as themselves touch the window, so that what hangs loose there falls
  away when dead ends are pruned until none is left (the 2-core of the network);
- buildings are small, so that each lies in the window to within its own size;
- inside it there is no gap wider than a few streets' spacing that is not open country or water.

The cells which those streets and buildings touch are closed (gaps filled), holes filled and opened (thin arms
dropped), on a scale taken from the data: the spacing of streets, 2 x area / length. Open land at the rim may be left
out; land without data is hardly ever taken in. Measured on real extracts in tests/unit/osm/test_footprint.py.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely import MultiPolygon, Polygon

from geo.network.ways import WalkWays

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_CELLS_PER_SPACING = 4
_CLOSED_OVER = 6.0  # gaps of up to twice this many street spacings are part of the window
_ARMS_DROPPED = 1.0  # what is narrower than twice this many spacings is an arm, not a window
_SPACING_M = (20.0, 1000.0)
_BOX_FILLED = 0.9  # a stated box is believed where streets fill this much of it; a clipped county fills less
_PART_KEPT = 0.1  # of the largest part's area
_STRAY_PERCENT = 2.0  # of points on each side may be stray when the first guess of the area is made


def complete_footprint(ways: WalkWays, buildings_xy: Floats, box: Polygon | None) -> Polygon | MultiPolygon:
    """Where the data are complete, EPSG:27700.

    `buildings_xy` is [k, 2]; `box` the window that the file's header states, or None. The box is taken where the
    streets fill it; where they do not (a county's outline was clipped, and the box is only drawn around it), what
    the streets tell is cut to it.
    """
    told = _told_by_streets(ways, buildings_xy)
    if box is None or box.area == 0:
        return told
    inside = told.intersection(box)
    if inside.area >= _BOX_FILLED * box.area:
        return box
    # A box that misses the streets is a mistake in the header and tells us nothing.
    return _polygonal(inside) if inside.area >= 0.5 * told.area else told


def _told_by_streets(ways: WalkWays, buildings_xy: Floats) -> Polygon | MultiPolygon:
    ends = segments(ways)
    kept = ends[_in_core(ends)]
    segment_xy = ways.node_xy[kept if len(kept) else ends]
    length_m = float(np.hypot(*(segment_xy[:, 1] - segment_xy[:, 0]).T).sum())
    middles = segment_xy.mean(axis=1)
    low, high = np.percentile(np.concatenate([middles, buildings_xy]), [_STRAY_PERCENT, 100 - _STRAY_PERCENT], axis=0)
    area_m2 = float(np.prod(high - low))
    shape: Polygon | MultiPolygon = Polygon()
    for _ in range(2):  # once on the box around the data, once on the area so found
        spacing_m = float(np.clip(2 * area_m2 / max(length_m, 1.0), *_SPACING_M))
        shape = _closed_area(_points_along(segment_xy, buildings_xy, spacing_m), spacing_m)
        area_m2 = shape.area
        if not area_m2:
            break
    if shape.is_empty:  # a street or two: what lies beside them
        shape = _polygonal(shapely.union_all(shapely.linestrings(segment_xy)).buffer(_SPACING_M[0]))
    return shape


def segments(ways: WalkWays) -> NDArray[np.int64]:
    """Every stretch between neighbouring nodes once, as [m, 2] positions in ``ways.node_ids``."""
    counts = np.fromiter((len(way.node_ids) for way in ways.ways), np.int64, len(ways.ways))
    flat = np.concatenate([np.asarray(way.node_ids, np.int64) for way in ways.ways])
    order = np.argsort(ways.node_ids)
    at = order[np.searchsorted(ways.node_ids, flat, sorter=order)]
    way_of = np.repeat(np.arange(len(counts)), counts)
    pairs = np.column_stack([at[:-1], at[1:]])[way_of[1:] == way_of[:-1]]
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]], dtype=np.int64)


def _in_core(ends: NDArray[np.int64]) -> Mask:
    """Which stretches are left when dead ends are taken away until there is none."""
    kept = np.ones(len(ends), dtype=bool)
    while kept.any():
        degree = np.bincount(ends[kept].ravel(), minlength=int(ends.max()) + 1)
        loose = kept & (degree[ends] < 2).any(axis=1)
        if not loose.any():
            break
        kept &= ~loose
    return kept


def _points_along(segment_xy: Floats, buildings_xy: Floats, spacing_m: float) -> Floats:
    lines = shapely.segmentize(shapely.linestrings(segment_xy), spacing_m / _CELLS_PER_SPACING / 2)
    return np.concatenate([shapely.get_coordinates(lines), buildings_xy])


def _closed_area(points: Floats, spacing_m: float) -> Polygon | MultiPolygon:
    cell_m = spacing_m / _CELLS_PER_SPACING
    margin = int(_CLOSED_OVER * _CELLS_PER_SPACING) + 3
    origin = points.min(axis=0) - margin * cell_m
    column, row = ((points - origin) / cell_m).astype(np.int64).T
    occupied = np.zeros((int(row.max()) + margin + 2, int(column.max()) + margin + 2), dtype=bool)
    occupied[row, column] = True
    closed = ndimage.binary_fill_holes(_shrunk(_grown(occupied, _CLOSED_OVER), _CLOSED_OVER))
    opened = _grown(_shrunk(closed, _ARMS_DROPPED), _ARMS_DROPPED)
    return _outline(opened, origin, cell_m)


def _grown(mask: Mask, spacings: float) -> Mask:
    if not mask.any():  # the distance to nothing is no distance
        return mask
    return np.asarray(ndimage.distance_transform_edt(~mask) <= spacings * _CELLS_PER_SPACING)


def _shrunk(mask: Mask, spacings: float) -> Mask:
    return np.asarray(ndimage.distance_transform_edt(mask) > spacings * _CELLS_PER_SPACING)


def _outline(mask: Mask, origin: Floats, cell_m: float) -> Polygon | MultiPolygon:
    """The cells of a mask as polygons, their stairs smoothed by one cell; crumbs are dropped."""
    steps = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, stops = np.nonzero(steps == -1)
    west, east = origin[0] + starts * cell_m, origin[0] + stops * cell_m
    south, north = origin[1] + rows * cell_m, origin[1] + (rows + 1) * cell_m
    parts = shapely.get_parts(shapely.union_all(shapely.box(west, south, east, north)))
    if not len(parts):
        return Polygon()
    areas = shapely.area(parts)
    return _polygonal(shapely.union_all(parts[areas >= _PART_KEPT * areas.max()]).simplify(cell_m))


def _polygonal(shape: shapely.Geometry) -> Polygon | MultiPolygon:
    pieces = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    parts = [piece for piece in pieces if isinstance(piece, Polygon) and piece.area > 0]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)

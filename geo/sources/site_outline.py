"""One outline out of the features of a design: what a project site is bounded by."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from geo.crs import require_bng
from geo.errors import InputError
from geo.sources.design_shapes import counted, kinds_of

LARGEST_KM2 = 2_000.0  # Greater London is 1,573
SMALLEST_M2 = 1.0
AROUND_M = (1.0, 2_000.0)
_GRID_M = 0.001
_AREA, _LINE = (3, 6), (1, 2, 5)

Shapes = NDArray[np.object_]


def site_outline(
    frame: gpd.GeoDataFrame, *, around_m: float | None = None
) -> tuple[Polygon | MultiPolygon, tuple[str, ...]]:
    """The union of a design's areas (EPSG:27700), to the millimetre, and in sentences how it came about.

    Where there is no area, lines that close are taken for outlines; else `around_m` draws one around lines and points.
    Raises `InputError` where there is none to be had, with what to do, and for one too large or too small.
    """
    require_bng(frame, "A design")
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    if not len(shapes):
        raise InputError("The design holds nothing to draw an outline from. Answer what it asks first.")
    areas, told = _areas(shapes, around_m)
    outline = shapely.set_precision(shapely.union_all(areas), _GRID_M)
    parts = [each for each in shapely.get_parts(outline) if isinstance(each, Polygon)]
    joined = shapely.normalize(shapely.union_all(parts)) if parts else Polygon()
    if not isinstance(joined, Polygon | MultiPolygon) or joined.area < SMALLEST_M2:
        raise InputError("The site is smaller than a square metre. Check the file’s units.")
    if joined.area / 1e6 > LARGEST_KM2:
        raise InputError("The site is larger than Greater London. Check that the right layer was read.")
    return joined, tuple(told)


def _areas(shapes: Shapes, around_m: float | None) -> tuple[Shapes, list[str]]:
    kind = shapely.get_type_id(shapes)
    areas, lines = shapes[np.isin(kind, _AREA)], shapes[np.isin(kind, _LINE)]
    if len(areas):
        told = [f"{len(areas):,} areas joined into one site."] if len(areas) > 1 else []
        others = kinds_of(shapes[~np.isin(kind, _AREA)])
        if others:
            listed = " and ".join(counted(number, each) for each, number in others.items())
            told.append(f"{listed} beside {'it' if len(areas) == 1 else 'them'} not part of the outline.")
        return areas, told
    if around_m is not None:
        if not AROUND_M[0] <= around_m <= AROUND_M[1]:
            raise InputError(f"Draw the outline between {AROUND_M[0]:.0f} and {AROUND_M[1]:,.0f} metres around.")
        drawn = np.asarray(shapely.buffer(shapes, around_m), dtype=object)
        return drawn, [f"The outline was drawn {around_m:g} m around {_listed(shapes)}."]
    closed = _closed(lines)
    if len(closed):
        return closed, [f"Lines that close were taken for {'an outline' if len(closed) == 1 else 'outlines'}."]
    raise InputError(
        f"The file holds no area, only {_listed(shapes)}. Give one with the site’s outline (a “red line”), or choose "
        "how many metres around its shapes the site reaches."
    )


def _closed(lines: Shapes) -> Shapes:
    if not len(lines):
        return lines
    found = shapely.get_parts(shapely.polygonize([shapely.node(shapely.union_all(lines))]))
    return np.asarray(found, dtype=object)


def _listed(shapes: Shapes) -> str:
    return " and ".join(counted(number, each) for each, number in kinds_of(shapes).items())

"""Shapes as drawn made into shapes that can be measured, with a plain sentence for everything that was mended.

Works in whatever co-ordinates the file has; nothing is moved but what crossed itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]

_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_KIND = {0: "point", 1: "line", 2: "line", 3: "area", 4: "point", 5: "line", 6: "area"}


@dataclass(frozen=True, slots=True)
class Mended:
    """Shapes [n], the row [n] of the shape each was made of, and what was done, in sentences."""

    shapes: Shapes
    row: NDArray[np.int64]
    told: tuple[str, ...]


def mended(shapes: Shapes) -> Mended:
    """Shapes that can be measured. Empty ones, and those with places that are no numbers, are left out and told."""
    told: list[str] = []
    row = np.arange(len(shapes), dtype=np.int64)
    for step in (_with_shape, _with_numbers, _singled, _flat, _without_repeats, _uncrossed, _with_extent):
        shapes, row = step(shapes, row, told.append)
    return Mended(shapes, row, tuple(told))


def kinds_of(shapes: Shapes) -> dict[str, int]:
    """How many points, lines and areas there are; kinds that are not there are left out."""
    found: dict[str, int] = {}
    for kind in shapely.get_type_id(shapes).tolist():
        if kind in _KIND:
            found[_KIND[kind]] = found.get(_KIND[kind], 0) + 1
    return found


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 line", "2 lines"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


Tell = Callable[[str], None]


def _with_shape(shapes: Shapes, row: NDArray[np.int64], tell: Tell) -> tuple[Shapes, NDArray[np.int64]]:
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.all():
        tell(f"{counted(int((~there).sum()), 'feature')} without a shape left out.")
    return shapes[there], row[there]


def _with_numbers(shapes: Shapes, row: NDArray[np.int64], tell: Tell) -> tuple[Shapes, NDArray[np.int64]]:
    places, of_shape = shapely.get_coordinates(shapes, return_index=True)
    wrong = np.zeros(len(shapes), dtype=bool)
    wrong[of_shape[~np.isfinite(places).all(axis=1)]] = True
    if wrong.any():
        tell(f"{counted(int(wrong.sum()), 'feature')} with places that are no numbers left out.")
    return shapes[~wrong], row[~wrong]


def _singled(shapes: Shapes, row: NDArray[np.int64], tell: Tell) -> tuple[Shapes, NDArray[np.int64]]:
    """Collections of mixed shapes into features of their own."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    if not mixed.any():
        return shapes, row
    tell(f"{counted(int(mixed.sum()), 'feature')} of mixed shapes taken apart.")
    while mixed.any():
        parts, part_of = shapely.get_parts(shapes[mixed], return_index=True)
        shapes = np.concatenate([shapes[~mixed], parts])
        row = np.concatenate([row[~mixed], row[mixed][part_of]])
        mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    there = ~shapely.is_empty(shapes)
    order = np.argsort(row[there], kind="stable")
    return shapes[there][order], row[there][order]


def _flat(shapes: Shapes, row: NDArray[np.int64], tell: Tell) -> tuple[Shapes, NDArray[np.int64]]:
    tall = shapely.has_z(shapes)
    if tall.any():
        tell(f"Heights of {counted(int(tall.sum()), 'feature')} dropped: maps here are flat.")
    return shapely.force_2d(shapes), row


def _without_repeats(shapes: Shapes, row: NDArray[np.int64], tell: Tell) -> tuple[Shapes, NDArray[np.int64]]:
    fewer = shapely.remove_repeated_points(shapes, 0.0)
    dropped = int(shapely.get_num_coordinates(shapes).sum() - shapely.get_num_coordinates(fewer).sum())
    if dropped:
        tell(f"{counted(dropped, 'point')} drawn twice in a row dropped.")
    return fewer, row


def _uncrossed(shapes: Shapes, row: NDArray[np.int64], tell: Tell) -> tuple[Shapes, NDArray[np.int64]]:
    areas = np.isin(shapely.get_type_id(shapes), _POLYGONAL)
    wrong = areas & ~shapely.is_valid(shapes)
    if not wrong.any():
        return shapes, row
    shapes = shapes.copy()
    shapes[wrong] = [_polygons_of(shape) for shape in shapely.make_valid(shapes[wrong])]
    lost = wrong & shapely.is_empty(shapes)
    if (wrong & ~lost).any():
        count = int((wrong & ~lost).sum())
        own = "itself was" if count == 1 else "themselves were"
        tell(f"{counted(count, 'outline')} that crossed or touched {own} mended.")
    if lost.any():
        tell(f"{counted(int(lost.sum()), 'outline')} without any area left out.")
    return shapes[~lost], row[~lost]


def _with_extent(shapes: Shapes, row: NDArray[np.int64], tell: Tell) -> tuple[Shapes, NDArray[np.int64]]:
    lines = np.isin(shapely.get_type_id(shapes), (1, 2, 5))
    specks = lines & (shapely.length(shapes) == 0)
    if specks.any():
        tell(f"{counted(int(specks.sum()), 'line')} without any length left out.")
    return shapes[~specks], row[~specks]


def _polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [each for each in shapely.get_parts(np.array([shape], dtype=object)) if shapely.area(each) > 0]
    parts = [each for part in parts for each in shapely.get_parts(part)]
    return shapely.union_all([each for each in parts if isinstance(each, shapely.Polygon)])

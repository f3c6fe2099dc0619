"""A layer of a small map: shapes in classes that words name, with what each class adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import NationalGrid

DECIMALS = 5
UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class MapClass:
    """A class of a layer: its name, and in words how much of the area it holds, so that nobody needs the colours."""

    label: str
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapLayer:
    """`shapes` [f] in EPSG:27700; `of_class` [f] are rows of `classes` (five at most), `UNKNOWN` = not known.

    `scale` names the colours: "walk", "amount", "need", "links", "voices" or "catchment". `unknown` is the class of
    what is not known, None where everything is. `note` says what to beware of.
    """

    id: str
    title: str
    scale: str
    classes: tuple[MapClass, ...]
    shapes: NDArray[np.object_]
    of_class: NDArray[np.int64]
    unknown: MapClass | None = None
    note: str = ""

    def as_dict(self, grid: NationalGrid) -> dict[str, Any]:
        """A JSON-ready mapping; `features` is GeoJSON in WGS84 with the class of each as `c`."""
        return {
            "id": self.id,
            "title": self.title,
            "scale": self.scale,
            "classes": [{"label": each.label, "amount": each.amount} for each in self.classes],
            "unknown": None if self.unknown is None else {"label": self.unknown.label, "amount": self.unknown.amount},
            "note": self.note,
            "features": feature_collection(grid, self.shapes, [{"c": int(each)} for each in self.of_class]),
        }


def feature_collection(grid: NationalGrid, shapes: Any, properties: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """GeoJSON in WGS84 with five decimals (about a metre) of shapes in EPSG:27700."""
    degrees = grid.geometry_to_wgs84(np.asarray(shapes, dtype=object))
    degrees = shapely.transform(degrees, lambda xy: np.round(xy, DECIMALS))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": said, "geometry": shapely.geometry.mapping(shape)}
            for shape, said in zip(degrees, properties, strict=True)
        ],
    }


def bounds_of(grid: NationalGrid, shape: Any) -> list[float]:
    """West, south, east, north in degrees with five decimals."""
    return [round(float(value), DECIMALS) for value in shapely.total_bounds(grid.geometry_to_wgs84(shape))]

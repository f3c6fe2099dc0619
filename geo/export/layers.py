"""What every format writes: a layer of features with what must be said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG, NationalGrid
from geo.export.fields import Field

SELF_SELECTED = (
    "A self-selected sample, not a referendum: it shows what those who took part said, not how many people think so."
)
SHAPED_AFTER = "Field names are shaped after planning.data.gov.uk, which has no dataset for consultation responses."
INVENTED = "INVENTED practice data: no real person wrote these pins, and places marked invented do not exist."


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNote:
    """What is said at the top of a file. `generated_at` is aware UTC and handed in."""

    title: str
    licence: str
    attribution: str
    generated_at: datetime
    statements: tuple[str, ...]
    provenance: Mapping[str, Any]
    invented: bool = False

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, in the order in which a reader needs it."""
        invented = (INVENTED,) if self.invented else ()
        return {
            "title": self.title,
            "licence": self.licence,
            "attribution": self.attribution,
            "generated": self.generated_at.isoformat(timespec="seconds"),
            "invented": self.invented,
            "notes": [*invented, *self.statements],
            "provenance": dict(self.provenance),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFeature:
    """One feature: its geometry in the layer's CRS, its flat properties, and the decimals of a degree it deserves."""

    id: str
    geometry: BaseGeometry
    properties: Mapping[str, Any]
    decimals: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLayer:
    """Features of one kind. `crs` is that of the geometries; `fields` are the properties of each feature, in order."""

    name: str
    crs: str
    fields: Sequence[Field]
    features: Sequence[ExportFeature]
    note: LayerNote

    @property
    def columns(self) -> list[str]:
        """Names of the fields."""
        return [field.name for field in self.fields]

    def geometries_wgs84(self, grid: NationalGrid) -> list[BaseGeometry]:
        """Geometries in WGS84 degrees, rounded to each feature's decimals, rings wound as RFC 7946 asks."""
        return [
            wound_and_rounded(
                grid.geometry_to_wgs84(feature.geometry) if self.crs == BNG else feature.geometry, feature.decimals
            )
            for feature in self.features
        ]

    def geometries_bng(self, grid: NationalGrid) -> list[BaseGeometry]:
        """Geometries in British National Grid metres."""
        if self.crs == BNG:
            return [feature.geometry for feature in self.features]
        return [grid.geometry_to_bng(feature.geometry) for feature in self.features]


def wound_and_rounded(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """A geometry on a grid of `decimals`, still valid, exterior rings anticlockwise and holes clockwise.

    A shape too small for the grid keeps its rounded vertices as they fall, rather than vanish.
    """
    with np.errstate(all="ignore"):  # GEOS divides by nothing on its way round a speck; what it gives back is checked
        snapped = shapely.set_precision(geometry, 10.0**-decimals)
        if shapely.is_empty(snapped):
            snapped = shapely.set_precision(geometry, 10.0**-decimals, mode="pointwise")
    return shapely.orient_polygons(snapped, exterior_cw=False)


def decimals_for(precision_m: float) -> int:
    """Decimals of a degree that a precision in metres justifies, 6 at most (the sixth is 0.1 m).

    A snapped place keeps 5, so that it stays on its street; the middle of a cell has 4.
    """
    if precision_m <= 10:
        return 6
    return 5 if precision_m <= 160 else 4

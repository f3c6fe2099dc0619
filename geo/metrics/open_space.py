"""How much public open space an area has: hectares for its residents."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import require_bng
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.report import Measurement, measured
from geo.network.population import Residents
from geo.spaces import SpaceAccess, SpaceGroup

_OPEN_TO_ALL = (SpaceAccess.PUBLIC.value, SpaceAccess.UNKNOWN.value)
_M2_PER_HA = 10_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSpace:
    """What is known of public open space in an area. Hectares are of the union: a playground in a park counts once.

    `outlines` and `points` count spaces with and without a known outline; `unsaid_ha` is the part of `hectares` whose
    access the map does not say.
    """

    hectares: float
    outlines: int
    points: int
    unsaid_ha: float


def is_public_open(spaces: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Which spaces are open spaces that anyone may enter, as far as the map says; shape [s].

    Private and restricted ones (members, customers, permit, fee) are out; where the map does not say, a space is in.
    """
    group = (spaces["group"] == SpaceGroup.OPEN.value).to_numpy(dtype=bool)
    return np.asarray(group & is_open_to_all(spaces), np.bool_)


def is_open_to_all(spaces: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Which spaces anyone may enter, or the map does not say who may; shape [s]."""
    return np.asarray(spaces["access"].isin(_OPEN_TO_ALL), np.bool_)


def open_space_in(area: BaseGeometry, spaces: gpd.GeoDataFrame) -> OpenSpace:
    """Public open space inside an area (EPSG:27700); `spaces` keeps `geo.frames.SPACES`, each space once."""
    require_bng(spaces, "The table “spaces”")
    public = spaces[is_public_open(spaces)]
    shapes = public.geometry.to_numpy()
    here = np.sort(public.sindex.query(area, predicate="intersects"))
    is_point = shapely.get_dimensions(shapes[here]) == 0
    parts = shapely.intersection(shapely.make_valid(shapes[here][~is_point]), area)
    said = (public["access"] == SpaceAccess.PUBLIC.value).to_numpy(dtype=bool)[here][~is_point]
    land = shapely.area(parts) > 0
    whole = shapely.area(shapely.union_all(parts[land]))
    return OpenSpace(
        hectares=float(whole) / _M2_PER_HA,
        outlines=int(land.sum()),
        points=int(is_point.sum()),
        unsaid_ha=max(float(whole - shapely.area(shapely.union_all(parts[land & said]))), 0.0) / _M2_PER_HA,
    )


def open_space_measurement(
    space: OpenSpace, residents: Residents, *, outlines_mapped: bool, where: str = ""
) -> Measurement:
    """Hectares per 1,000 residents.

    `outlines_mapped` says whether the map of this area draws the outlines of its spaces; where it does not, none drawn
    is "not known", not 0, and some drawn are "at least". `where` says which part of the area is meant.
    """
    metric, n = "open_space_ha_per_1000", space.outlines
    points = _points_note(space)
    if residents.count is None:
        return measured(metric, None, n=n, notes=[f"Not known: {residents.reason}.", points])
    if residents.count <= 0:
        return measured(metric, None, n=n, notes=["Not known: no one lives here by the census.", points])
    if too_few_residents(residents.count):
        return measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    if space.outlines == 0 and (space.points > 0 or not outlines_mapped):
        return measured(metric, None, n=n, notes=["Not known: the outlines of spaces are not mapped here.", points])
    notes = [
        where,
        f"{space.hectares:,.1f} ha in {_spaces(space.outlines)}, for {residents.count:,.0f} residents "
        f"({residents.method}).",
        "" if outlines_mapped else "At least: only some outlines are mapped here.",
        f"Of this the map does not say of {space.unsaid_ha:,.1f} ha who may go in." if space.unsaid_ha > 0 else "",
        points,
    ]
    return measured(metric, 1000.0 * space.hectares / residents.count, n=n, notes=notes)


def _points_note(space: OpenSpace) -> str:
    if space.points == 0:
        return ""
    return f"{_spaces(space.points)} known by a point alone: the area is missing from this figure."


def _spaces(count: int) -> str:
    return "1 space" if count == 1 else f"{count} spaces"

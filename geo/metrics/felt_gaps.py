"""Where what residents feel and what the model sees differ: cut off by their word alone, or by the model's alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.barriers import BarrierSource
from geo.crs import LonLat, require_bng
from geo.metrics.barrier_penalties import CELL_M
from geo.metrics.barrier_report import FeltGap, PricedBarrier
from geo.metrics.standards_barriers import FELT_NEAR_M, FELT_RESIDENTS, FELT_SHOWN
from geo.pins import GeometryRole
from geo.surveys import CATEGORIES, FeltEffect, PinKind

FELT, MODELLED = "felt-not-modelled", "modelled-not-felt"

CUT_OFF = frozenset({"b-sever", "b-cross", "b-gate", "b-fear", "b-rules", "b-exclude"})
"""Categories that say of a place that people are kept from going on."""
_STAYS_AWAY = frozenset({FeltEffect.NEVER_GO.value, FeltEffect.OTHER_WAY.value})
_BARRIER_KINDS = frozenset({PinKind.BARRIER.value, PinKind.BOTH.value})
_NO_GAIN = 1e-9
_NAMED = 2  # categories in a label

Ints = NDArray[np.int64]
Shapes = NDArray[np.object_]
ToLonLat = Callable[[float, float], LonLat]


def felt_gaps(
    testimony: gpd.GeoDataFrame,
    priced: Sequence[PricedBarrier],
    *,
    today: date,
    to_lonlat: ToLonLat,
    dismissed: Collection[str] = (),
) -> tuple[FeltGap, ...]:
    """Places felt and not modelled, then places modelled and not felt; at most ten of each.

    `testimony` (EPSG:27700) is what was said in the area and around it (`geo.services.testimony`), `priced` every
    barrier that hinders the walker, those that gain nobody anything among them. `dismissed` are pins that an officer
    took for no barrier. Works whose last day is past are left out. The places are those that pins are published at.
    """
    require_bng(testimony, "The table “testimony”")
    return (
        *_felt(testimony, priced, today, to_lonlat, dismissed),
        *_modelled(testimony, priced),
    )


def is_modelled(priced: PricedBarrier) -> bool:
    """Whether the model sees anyone lose by a barrier: its removal gives the standard, metres or a way to someone."""
    gains = (priced.single, priced.high, priced.shapley, priced.minutes, priced.opened)
    return max(gains) > _NO_GAIN


def _felt(
    testimony: gpd.GeoDataFrame,
    priced: Sequence[PricedBarrier],
    today: date,
    to_lonlat: ToLonLat,
    dismissed: Collection[str],
) -> list[FeltGap]:
    seen = {pin for each in priced if is_modelled(each) for pin in each.barrier.evidence.pins} | set(dismissed)
    strong = testimony["category"].isin(CUT_OFF) | testimony["felt"].isin(_STAYS_AWAY)
    barrier = testimony["kind"].isin(_BARRIER_KINDS) & ~testimony["id"].isin(seen)
    over = np.array([until is not None and until < today for until in testimony["until"]], np.bool_)
    said = testimony[(strong & barrier).to_numpy(dtype=bool) & ~over].sort_values("id", kind="stable")
    points = np.asarray(shapely.point_on_surface(said.geometry.to_numpy()), dtype=object)
    gaps = []
    for rows in places_of(points):
        place = points[rows[0]]
        gaps.append(
            FeltGap(
                kind=FELT,
                label=_said(said["category"].to_numpy(dtype=object)[rows]),
                place=to_lonlat(float(place.x), float(place.y)),
                pins=len(rows),
                residents=None,
            )
        )
    return sorted(gaps, key=lambda each: -each.pins)[: int(FELT_SHOWN.value)]


def _modelled(testimony: gpd.GeoDataFrame, priced: Sequence[PricedBarrier]) -> list[FeltGap]:
    """Barriers of the map that many lose by, with no barrier pin near; of several near each other the worst."""
    told = STRtree(_meant(testimony[testimony["kind"].isin(_BARRIER_KINDS)]))
    found: list[PricedBarrier] = []
    for each in sorted(priced, key=lambda each: (-_loss(each), each.barrier.id)):
        barrier = each.barrier
        if _loss(each) < FELT_RESIDENTS.value or len(found) == FELT_SHOWN.value:
            break
        if barrier.source is not BarrierSource.MAP or barrier.evidence.pins:
            continue
        if len(told.query(barrier.geometry, predicate="dwithin", distance=FELT_NEAR_M.value)):
            continue
        if not any(shapely.dwithin(barrier.geometry, other.barrier.geometry, FELT_NEAR_M.value) for other in found):
            found.append(each)
    return [
        FeltGap(kind=MODELLED, label=each.barrier.label, place=each.place, pins=0, residents=_loss(each))
        for each in found
    ]


def places_of(points: Shapes) -> list[Ints]:
    """Points [k] gathered into places, as rows: each place is a point with all that lie within 150 m of it.

    In their order, but where most stand on one spot first; every point is in one place. Time grows with the number of
    points and not with its square, also where thousands stand on one crossing.
    """
    xy = shapely.get_coordinates(points).reshape(-1, 2)
    spots, first, spot_of, count = np.unique(
        np.round(xy, 1), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    spot_of = spot_of.reshape(-1)
    tree = STRtree(np.asarray(shapely.points(spots), dtype=object))
    place = np.full(len(spots), -1, np.int64)
    for spot in np.lexsort((first, -count)):
        if place[spot] < 0:
            near = tree.query(shapely.Point(spots[spot]), predicate="dwithin", distance=FELT_NEAR_M.value)
            place[near[place[near] < 0]] = spot
    rows = np.arange(len(points))
    return [
        _from_spot(rows[place[spot_of] == at], spot_of, at) for at in np.lexsort((first, -count)) if place[at] == at
    ]


def _from_spot(rows: Ints, spot_of: Ints, spot: int) -> Ints:
    """Rows with one that stands on the place's own spot first."""
    return np.concatenate([rows[spot_of[rows] == spot], rows[spot_of[rows] != spot]])


def _meant(pins: gpd.GeoDataFrame) -> Shapes:
    """What each pin may mean: of one known to a cell alone, the whole square."""
    shapes = pins.geometry.to_numpy().copy()
    cells = (pins["role"] == GeometryRole.GRID_CELL.value).to_numpy(dtype=bool)
    x, y = shapely.get_coordinates(shapely.centroid(shapes[cells])).reshape(-1, 2).T
    half = CELL_M / 2.0
    shapes[cells] = shapely.box(x - half, y - half, x + half, y + half)
    return np.asarray(shapes, dtype=object)


def _loss(priced: PricedBarrier) -> float:
    return max(priced.single, priced.shapley)


def _said(categories: Shapes) -> str:
    """The categories said most, in a resident's words."""
    codes, first, count = np.unique(categories.astype(str), return_index=True, return_counts=True)
    most = codes[np.lexsort((first, -count))][:_NAMED]
    return " · ".join(CATEGORIES[str(code)].label for code in most)

"""Where what residents feel and what the model sees differ: cut off by their word alone, or by the model's alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.barriers import BarrierSource
from geo.crs import LonLat, require_bng
from geo.metrics.barrier_penalties import CELL_M
from geo.metrics.barrier_report import FeltGap, PricedBarrier
from geo.metrics.cells import hexagons_over
from geo.metrics.standards_barriers import FELT_NEAR_M, FELT_RESIDENTS, FELT_SHOWN
from geo.metrics.standards_isolation import FREE_CIRCUITY, SILENCE_CELL_M
from geo.pins import GeometryRole
from geo.surveys import CATEGORIES, FeltEffect, PinKind

FELT, MODELLED = "felt-not-modelled", "modelled-not-felt"

CUT_OFF = frozenset({"b-sever", "b-cross", "b-gate", "b-fear", "b-rules", "b-exclude"})
"""Categories that say of a place that people are kept from going on."""
_STAYS_AWAY = frozenset({FeltEffect.NEVER_GO.value, FeltEffect.OTHER_WAY.value})
_BARRIER_KINDS = frozenset({PinKind.BARRIER.value, PinKind.BOTH.value})
_NO_GAIN = 1e-9
_NAMED = 2  # categories in a label

_CUT_OFF_HOMES = "Homes close as the crow flies and far on foot"

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Shapes = NDArray[np.object_]
ToLonLat = Callable[[float, float], LonLat]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrowWalks:
    """Homes with their walks and straight lines to the nearest place of the standard; all [h], `xy` [h, 2].

    `walks_m` with all barriers, inf for none; `crow_m` to where the place begins; EPSG:27700.
    """

    xy: Floats
    people: Floats
    walks_m: Floats
    crow_m: Floats
    limit_m: float

    @classmethod
    def of(cls, xy: Floats, people: Floats, walks_m: Floats, shapes: Shapes, limit_m: float) -> CrowWalks:
        """With the straight line from each home to the nearest of the places' `shapes`; inf where there is none."""
        crow = np.full(len(xy), np.inf)
        known = np.flatnonzero(np.isfinite(xy).all(axis=1))
        if len(shapes) and len(known):
            (home, _), apart = STRtree(shapes).query_nearest(
                np.asarray(shapely.points(xy[known]), dtype=object), return_distance=True, all_matches=False
            )
            crow[known[home]] = apart
        return cls(xy=xy, people=people, walks_m=walks_m, crow_m=crow, limit_m=limit_m)

    @property
    def cut_off(self) -> Bools:
        """Homes that a grid of streets would let meet the standard, and that do not: 1.414 × crow ≤ limit < walk."""
        return np.asarray((self.crow_m * FREE_CIRCUITY.value <= self.limit_m) & ~(self.walks_m <= self.limit_m), bool)


def felt_gaps(
    testimony: gpd.GeoDataFrame,
    priced: Sequence[PricedBarrier],
    *,
    today: date,
    to_lonlat: ToLonLat,
    within: BaseGeometry,
    dismissed: Collection[str] = (),
    walks: CrowWalks | None = None,
) -> tuple[FeltGap, ...]:
    """Places felt and not modelled, then places modelled and not felt; at most ten of each.

    `testimony` (EPSG:27700) is what was said in the area and around it (`geo.services.testimony`), `priced` every
    barrier that hinders the walker, those that gain nobody anything among them. Felt places are of pins that meet the
    area itself (`within`: an outline of the caller's own), since of one beside it others are asked; they are where pins
    are published. `dismissed` pins are left out: what an officer took for no barrier, and what stands in the way of
    other walkers alone. So are works whose last day is past.
    With `walks`, hexagons 250 m across from which at least 50 residents are cut off (`CrowWalks.cut_off`) with no
    barrier pin within 150 m are modelled and not felt as well.
    """
    require_bng(testimony, "The table “testimony”")
    said = STRtree(_meant(testimony[testimony["kind"].isin(_BARRIER_KINDS)]))
    modelled = [*_barriers_unsaid(said, priced), *(_homes_unsaid(said, walks, to_lonlat) if walks is not None else [])]
    return (
        *_felt(_strong(testimony, today, within), {*_modelled_pins(priced), *dismissed}, to_lonlat),
        *sorted(modelled, key=lambda each: -(each.residents or 0.0))[: int(FELT_SHOWN.value)],
    )


def is_modelled(priced: PricedBarrier) -> bool:
    """Whether the model sees anyone lose by a barrier: its removal gives the standard, metres or a way to someone."""
    gains = (priced.single, priced.high, priced.shapley, priced.minutes, priced.opened)
    return max(gains) > _NO_GAIN


def _modelled_pins(priced: Sequence[PricedBarrier]) -> set[str]:
    return {pin for each in priced if is_modelled(each) for pin in each.barrier.evidence.pins}


def _strong(testimony: gpd.GeoDataFrame, today: date, within: BaseGeometry) -> gpd.GeoDataFrame:
    """Barrier pins in the area that say people are kept from going on, and still hold."""
    strong = testimony["category"].isin(CUT_OFF) | testimony["felt"].isin(_STAYS_AWAY)
    over = np.array([until is not None and until < today for until in testimony["until"]], np.bool_)
    kept = (strong & testimony["kind"].isin(_BARRIER_KINDS)).to_numpy(dtype=bool) & ~over
    said = testimony[kept]
    return said.iloc[np.sort(STRtree(said.geometry.to_numpy()).query(within, predicate="intersects"))]


def _felt(strong: gpd.GeoDataFrame, answered: set[str], to_lonlat: ToLonLat) -> list[FeltGap]:
    said = strong[~strong["id"].isin(answered)].sort_values("id", kind="stable")
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


def _barriers_unsaid(said: STRtree, priced: Sequence[PricedBarrier]) -> list[FeltGap]:
    """Barriers of the map that many lose by, with no barrier pin near; of several near each other the worst."""
    found: list[PricedBarrier] = []
    for each in sorted(priced, key=lambda each: (-_loss(each), each.barrier.id)):
        barrier = each.barrier
        if _loss(each) < FELT_RESIDENTS.value or len(found) == FELT_SHOWN.value:
            break
        if barrier.source is not BarrierSource.MAP or barrier.evidence.pins:
            continue
        if len(said.query(barrier.geometry, predicate="dwithin", distance=FELT_NEAR_M.value)):
            continue
        if not any(shapely.dwithin(barrier.geometry, other.barrier.geometry, FELT_NEAR_M.value) for other in found):
            found.append(each)
    return [
        FeltGap(kind=MODELLED, label=each.barrier.label, place=each.place, pins=0, residents=_loss(each))
        for each in found
    ]


def _homes_unsaid(said: STRtree, walks: CrowWalks, to_lonlat: ToLonLat) -> list[FeltGap]:
    """Hexagons from which many are cut off, with no barrier pin near."""
    rows = np.flatnonzero(walks.cut_off & (walks.people > 0))
    if not len(rows):
        return []
    x, y = walks.xy[rows].T
    west, south, east, north = float(x.min()), float(y.min()), float(x.max()), float(y.max())
    across = SILENCE_CELL_M.value
    cells = hexagons_over(shapely.box(west, south, east, north).buffer(across), across)
    people = np.bincount(cells.row_of(x, y), weights=walks.people[rows], minlength=len(cells))
    many = np.flatnonzero(people >= FELT_RESIDENTS.value)
    near, _ = said.query(cells.shape[many], predicate="dwithin", distance=FELT_NEAR_M.value)
    unsaid = np.delete(many, np.unique(near))
    return [
        FeltGap(
            kind=MODELLED,
            label=_CUT_OFF_HOMES,
            place=to_lonlat(float(cells.centre[cell, 0]), float(cells.centre[cell, 1])),
            pins=0,
            residents=float(people[cell]),
        )
        for cell in unsaid
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

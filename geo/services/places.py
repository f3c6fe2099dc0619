"""Which ward and borough a place lies in, and finding a place by what people call it; both on installed data."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from shapely import Geometry, Point, STRtree

from geo.areas import AreaKind
from geo.crs import LonLat
from geo.errors import CoordinateError, InputError
from geo.names import fold_name
from geo.services.workspace import Workspace

CLOSING_M = 500.0  # the tidal Thames, which boroughs stop at, is less than 1 km wide within London
BOUNDARY_GAP_M = 600.0  # how far a ward may be from a place that lies in its borough, on the river or its bridges
MAX_QUERY_CHARACTERS = 200

# What comes first among names that fit equally well.
_KIND_ORDER = ("borough", "ward", "town-centre", "regeneration", "site", "station", "space", "street")
_NUMBER = r"[+\-−]?\d+(?:\.\d+)?"
_TWO_NUMBERS = re.compile(rf"\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*")
# London lies in two of the grid's 100 km squares. Letters of others are left to be names: SE 10 is a postcode.
_GRID_SQUARES = {"TQ": (500_000, 100_000), "TL": (500_000, 200_000)}
_GRID_REFERENCE = re.compile(r"\s*(TQ|TL)\s*((?:\d\s*){4,10})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locality:
    """The ward and borough of a place; None where the installed boundaries do not say."""

    ward_code: str | None
    ward_name: str | None
    borough_code: str | None
    borough_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """One answer of the search. `bbox` is west, south, east, north; all in WGS84 degrees."""

    name: str
    kind: str
    detail: str
    lon: float
    lat: float
    bbox: tuple[float, float, float, float]


def locate(workspace: Workspace, place: LonLat) -> Locality:
    """The ward and borough of a place. The tidal Thames and its bridges belong to the nearest borough.

    Raises `CoordinateError` outside Greater London.
    """
    return workspace.index(_locality_index, LocalityIndex).locate(*workspace.grid.point_to_bng(place))


def require_within_london(workspace: Workspace, shape: Geometry) -> None:
    """Raise `CoordinateError` unless all of a shape, EPSG:27700, lies within Greater London or an invented quarter."""
    workspace.index(_locality_index, LocalityIndex).require_within(shape)


def search(workspace: Workspace, text: str, limit: int = 8) -> list[FoundPlace]:
    """Places by name, best first: the whole name, its beginning, a word's beginning, any part, then words in any order.

    A pair of degrees ("-0.1, 51.5"), a grid reference ("TQ 31 82") or an easting and northing is answered with that
    place. Nothing typed, or nothing found, gives an empty list. Raises `CoordinateError` for co-ordinates that
    cannot be right and `InputError` for a text that is too long.
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise InputError(f"Search for at most {MAX_QUERY_CHARACTERS} characters.")
    place = _coordinates(workspace, text)
    if place is not None:
        where = locate(workspace, place)
        detail = ", ".join(name for name in (where.ward_name, where.borough_name) if name)
        box = (place.lon, place.lat, place.lon, place.lat)
        return [FoundPlace(name=text.strip(), kind="place", detail=detail, lon=place.lon, lat=place.lat, bbox=box)]
    return workspace.index(_name_index, NameIndex).search(fold_name(text), limit)


class _Region(NamedTuple):
    """A borough or ward as a locality tells it."""

    code: str
    name: str
    borough_code: str | None
    borough_name: str | None
    invented: bool


class LocalityIndex:
    """Boroughs and wards with their search trees, EPSG:27700; plain rows, since every pin asks here twice."""

    def __init__(self, areas: gpd.GeoDataFrame) -> None:
        self._boroughs, self._borough_tree = _regions(areas, AreaKind.BOROUGH)
        self._wards, self._ward_tree = _regions(areas, AreaKind.WARD)
        self._names = {borough.code: borough.name for borough in self._boroughs}

    def locate(self, east: float, north: float) -> Locality:
        """The locality of a place in metres. Raises `CoordinateError` outside Greater London."""
        point = Point(east, north)
        inside = np.sort(self._borough_tree.query(point, predicate="intersects"))
        if len(inside):
            borough = self._boroughs[inside[0]]
        elif shapely.covers(self.closed_outline, point):
            borough = self._boroughs[self._borough_tree.nearest(point)]
        else:
            return self._of_a_ward_alone(point)
        ward = self._ward(point, borough.code)
        return Locality(
            ward_code=None if ward is None else ward.code,
            ward_name=None if ward is None else ward.name,
            borough_code=borough.code,
            borough_name=borough.name,
        )

    def require_within(self, shape: Geometry) -> None:
        """Raise `CoordinateError` unless all of a shape lies where `locate` has an answer."""
        beyond = shapely.difference(shape, self.closed_outline)
        wards = self._ward_tree.geometries[self._ward_tree.query(beyond, predicate="intersects")]
        if not shapely.difference(beyond, shapely.union_all(wards)).is_empty:
            raise CoordinateError(
                "The shape reaches beyond Greater London. Draw the part of it that lies within. Nothing has been lost."
            )

    @cached_property
    def closed_outline(self) -> Geometry:
        """Greater London with the river in it: the boroughs together, gaps of up to twice `CLOSING_M` closed."""
        # Full detail would take seconds and change nothing at this scale.
        simple = shapely.simplify(self._borough_tree.geometries, 25.0)
        grown = shapely.union_all(shapely.buffer(simple, CLOSING_M, quad_segs=4))
        return shapely.buffer(grown, -CLOSING_M, quad_segs=4)

    def _ward(self, point: Point, borough_code: str) -> _Region | None:
        near = np.sort(self._ward_tree.query(point, predicate="dwithin", distance=BOUNDARY_GAP_M))
        away = shapely.distance(self._ward_tree.geometries[near], point)
        # Beside a real ward's edge is as good as in it; an invented ward holds only what lies in it.
        fitting = [
            (distance, row)
            for distance, row in zip(away, near, strict=True)
            if self._wards[row].borough_code == borough_code and (distance == 0 or not self._wards[row].invented)
        ]
        return self._wards[min(fitting)[1]] if fitting else None

    def _of_a_ward_alone(self, point: Point) -> Locality:
        # An invented quarter may have wards of its own outside every borough.
        inside = np.sort(self._ward_tree.query(point, predicate="intersects"))
        if not len(inside):
            raise CoordinateError(
                "That place is outside Greater London. Choose a place within its 33 boroughs, or check that "
                "longitude comes before latitude."
            )
        ward = self._wards[inside[0]]
        return Locality(
            ward_code=ward.code,
            ward_name=ward.name,
            borough_code=ward.borough_code,
            borough_name=self._names.get(ward.borough_code, ward.borough_name) if ward.borough_code else None,
        )


def _regions(areas: gpd.GeoDataFrame, kind: AreaKind) -> tuple[list[_Region], STRtree]:
    """The areas of a kind as plain rows, and a search tree over their shapes in the same order."""
    chosen = areas[areas["kind"] == kind.value]
    columns = ("area_id", "name", "borough_code", "borough_name", "invented")
    rows = zip(*(chosen[column] for column in columns), strict=True)
    regions = [
        _Region(str(code), str(name), _text(borough_code), _text(borough_name), bool(invented))
        for code, name, borough_code, borough_name, invented in rows
    ]
    return regions, STRtree(chosen.geometry.to_numpy())


class NameIndex:
    """The search index as arrays, so that a hundred thousand names are looked through in milliseconds."""

    def __init__(self, places: pd.DataFrame) -> None:
        self._places = places
        # One space before each word lets "begins a word" be asked as "contains".
        self._names = pa.array(" " + places["search_name"].astype(str))
        details = places["detail"].fillna("").astype(str).map(fold_name)
        self._everything = pa.array(" " + places["search_name"].astype(str) + " " + details)
        order = {kind: rank for rank, kind in enumerate(_KIND_ORDER)}
        self._kind_rank = places["kind"].map(order).fillna(len(order)).to_numpy(np.int64)
        self._length = places["search_name"].str.len().to_numpy(np.int64)

    def search(self, folded: str, limit: int) -> list[FoundPlace]:
        """The best answers to a folded text; an empty one has none."""
        if not folded or limit < 1:
            return []
        fit = self._fit(folded)
        hits = np.flatnonzero(fit)
        order = np.lexsort((hits, self._length[hits], self._kind_rank[hits], fit[hits]))
        return [_found(row) for row in self._places.iloc[hits[order[:limit]]].to_dict("records")]

    def _fit(self, folded: str) -> NDArray[np.int64]:
        """How well each name fits: 1 whole, 2 beginning, 3 a word's beginning, 4 any part, 5 its words; 0 not."""
        fit = np.zeros(len(self._places), np.int64)
        words = [pc.match_substring(self._everything, f" {word}") for word in folded.split()]
        every_word = words[0]
        for word in words[1:]:
            every_word = pc.and_(every_word, word)
        for rank, found in (
            (5, every_word),
            (4, pc.match_substring(self._names, folded)),
            (3, pc.match_substring(self._names, f" {folded}")),
            (2, pc.starts_with(self._names, f" {folded}")),
            (1, pc.equal(self._names, f" {folded}")),
        ):
            fit[found.to_numpy(zero_copy_only=False)] = rank
        return fit


def _locality_index(workspace: Workspace) -> LocalityIndex:
    return LocalityIndex(workspace.areas)


def _name_index(workspace: Workspace) -> NameIndex:
    return NameIndex(workspace.places)


def _found(row: dict[Hashable, Any]) -> FoundPlace:
    west, south, east, north, lon, lat = (
        float(str(row[key])) for key in ("west", "south", "east", "north", "lon", "lat")
    )
    return FoundPlace(
        name=str(row["name"]),
        kind=str(row["kind"]),
        detail=_text(row["detail"]) or "",
        lon=lon,
        lat=lat,
        bbox=(west, south, east, north),
    )


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str) else None  # a missing text is None or NaN in a frame


def _coordinates(workspace: Workspace, text: str) -> LonLat | None:
    """The place that a text gives as co-ordinates, or None for a name."""
    pair = _TWO_NUMBERS.fullmatch(text)
    if pair:
        first, second = (float(number.replace("−", "-")) for number in pair.groups())
        if first >= 100_000 or second >= 100_000:  # metres: Great Britain's eastings and northings are six figures
            return _of_metres(workspace, first, second)
        return LonLat(first, second)
    reference = _GRID_REFERENCE.fullmatch(text)
    if reference:
        metres = _of_grid_reference(reference[1], reference[2])
        return None if metres is None else _of_metres(workspace, *metres)
    return None


def _of_metres(workspace: Workspace, east: float, north: float) -> LonLat:
    if not (0 <= east <= 700_000 and 0 <= north <= 1_300_000):
        raise CoordinateError(
            "The easting and northing are outside the British National Grid. London lies at about 530000, 180000."
        )
    return workspace.grid.point_to_wgs84(east, north)


def _of_grid_reference(square: str, figures: str) -> tuple[float, float] | None:
    """Easting and northing of the middle of the square that a grid reference names; None for an odd count of figures.

    Two letters name a 100 km square; as many figures follow for the easting as for the northing (Ordnance Survey,
    "Using the National Grid").
    """
    digits = "".join(figures.split())
    if len(digits) % 2:
        return None
    half = len(digits) // 2
    step = 10 ** (5 - half)
    west, south = _GRID_SQUARES[square.upper()]
    return west + (int(digits[:half]) + 0.5) * step, south + (int(digits[half:]) + 0.5) * step

"""The two co-ordinate systems and the one way between them.

WGS84 longitude/latitude (EPSG:4326) at the edges, British National Grid (EPSG:27700, metres) inside.

Ordnance Survey defines the grid by the OSTN15 shift model. A stock PROJ has no OSTN15 and falls back to a
seven-parameter Helmert shift that is up to 5 m out (about 2 m in London), so a `NationalGrid` carries the
best model at hand, its name and its accuracy, and every figure can say which one was used. ETRS89 is taken
for WGS84, as the Ordnance Survey does; they differ by well under a metre in London.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from geo.errors import CoordinateError, FrameError

WGS84 = "EPSG:4326"
BNG = "EPSG:27700"

Floats = NDArray[np.float64]

# The National Grid projection on the ETRS89 ellipsoid, to which OSTN15 adds its shifts
# (OS, "A guide to coordinate systems in Great Britain", section 6).
_UNSHIFTED = CRS.from_proj4(
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=GRS80 +units=m +no_defs"
)
_SHIFT_ROWS, _SHIFT_COLUMNS = 1251, 701  # 1 km nodes, northings by eastings, from (0, 0)


@dataclass(frozen=True, slots=True, order=True)
class LonLat:
    """A place in WGS84 degrees: longitude first, as in GeoJSON (Leaflet says lat/lng).

    Raises `CoordinateError` for what is not a number, is out of range, or looks like a swapped British place.

    >>> LonLat(-0.1276, 51.5072)
    LonLat(lon=-0.1276, lat=51.5072)
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        for value in (self.lon, self.lat):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise CoordinateError(
                    "The place is not a pair of numbers. Give longitude and latitude in degrees, "
                    "for instance -0.1276 and 51.5072."
                )
        if 49 <= self.lon <= 61 and -9 <= self.lat <= 3:
            raise CoordinateError(
                "Longitude and latitude look swapped. Give longitude first (London: about -0.1), "
                "then latitude (London: about 51.5)."
            )
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise CoordinateError(
                "The place is outside the range of longitude (-180 to 180) and latitude (-90 to 90). "
                "If these are British National Grid metres, convert them to WGS84 degrees first."
            )


@dataclass(frozen=True, slots=True)
class NationalGrid:
    """Converts between WGS84 and British National Grid, by the best model at hand.

    Make one with `open_grid`. `accuracy_m` is the error to expect against Ordnance Survey's own figures.
    """

    name: str
    accuracy_m: float
    _project: Transformer
    _shift_east_m: Floats | None = None
    _shift_north_m: Floats | None = None

    def to_bng(self, lon: Any, lat: Any) -> tuple[Floats, Floats]:
        """Eastings and northings in metres, of arrays (or numbers) of degrees; NaN stays NaN."""
        east, north = self._project.transform(np.asarray(lon, float), np.asarray(lat, float))
        east, north = np.asarray(east, float), np.asarray(north, float)
        if self._shift_east_m is None:
            return east, north
        d_east, d_north = self._shift_at(east, north)
        return east + d_east, north + d_north

    def to_wgs84(self, east: Any, north: Any) -> tuple[Floats, Floats]:
        """Longitudes and latitudes in degrees, of arrays (or numbers) of metres; NaN stays NaN."""
        x, y = np.asarray(east, float), np.asarray(north, float)
        if self._shift_east_m is not None:
            # The shift is indexed by the unshifted place, so it is found by iteration; it changes by
            # centimetres over a kilometre, and four rounds bring the rest below a tenth of a millimetre.
            d_east, d_north = self._shift_at(x, y)
            for _ in range(4):
                d_east, d_north = self._shift_at(x - d_east, y - d_north)
            x, y = x - d_east, y - d_north
        lon, lat = self._project.transform(x, y, direction="INVERSE")
        return np.asarray(lon, float), np.asarray(lat, float)

    def geometry_to_bng(self, geometry: Any) -> Any:
        """Geometries (one, or an array) in degrees to metres; None stays None."""
        return shapely.transform(geometry, lambda xy: np.column_stack(self.to_bng(xy[:, 0], xy[:, 1])))

    def geometry_to_wgs84(self, geometry: Any) -> Any:
        """Geometries (one, or an array) in metres to degrees; None stays None."""
        return shapely.transform(geometry, lambda xy: np.column_stack(self.to_wgs84(xy[:, 0], xy[:, 1])))

    def point_to_bng(self, place: LonLat) -> tuple[float, float]:
        """Easting and northing in metres of one place."""
        east, north = self.to_bng(place.lon, place.lat)
        return float(east), float(north)

    def point_to_wgs84(self, east: float, north: float) -> LonLat:
        """The place of one easting and northing in metres."""
        lon, lat = self.to_wgs84(east, north)
        return LonLat(float(lon), float(lat))

    def _shift_at(self, east: Floats, north: Floats) -> tuple[Floats, Floats]:
        """Bilinear OSTN15 shift in metres at unshifted places; outside the grid the nearest node's."""
        assert self._shift_east_m is not None
        assert self._shift_north_m is not None
        column = np.clip(np.nan_to_num(east) / 1000.0, 0, _SHIFT_COLUMNS - 1.000001)
        row = np.clip(np.nan_to_num(north) / 1000.0, 0, _SHIFT_ROWS - 1.000001)
        c, r = column.astype(int), row.astype(int)
        t, u = column - c, row - r
        weights = ((1 - t) * (1 - u), t * (1 - u), (1 - t) * u, t * u)
        corners = ((r, c), (r, c + 1), (r + 1, c), (r + 1, c + 1))

        def shift(table: Floats) -> Floats:
            return np.asarray(sum(w * table[corner] for w, corner in zip(weights, corners, strict=True)))

        return shift(self._shift_east_m), shift(self._shift_north_m)


def open_grid(shift_file: Path | None = None) -> NationalGrid:
    """The best National Grid at hand: PROJ's own OSTN15, else a shift file, else the Helmert shift.

    `shift_file` is an ``.npz`` with ``shift_east_mm`` and ``shift_north_mm``, each [1251 northings, 701 eastings].
    """
    with warnings.catch_warnings():
        # PROJ warns that its OSTN15 is not installed, which is just what is asked here and answered in words.
        warnings.simplefilter("ignore", UserWarning)
        group = TransformerGroup(WGS84, BNG, always_xy=True)
    best = group.transformers[0]
    if group.best_available and "OSTN15" in best.definition:
        return NationalGrid("OSTN15 (PROJ grid)", 0.01, best)
    if shift_file is not None and shift_file.exists():
        with np.load(shift_file) as shifts:
            return NationalGrid(
                "OSTN15 (1 km shift grid)",
                0.001,
                Transformer.from_crs(WGS84, _UNSHIFTED, always_xy=True),
                shifts["shift_east_mm"].astype(np.float64) / 1000.0,
                shifts["shift_north_mm"].astype(np.float64) / 1000.0,
            )
    return NationalGrid("Helmert shift (no OSTN15 grid)", 5.0, Transformer.from_crs(WGS84, BNG, always_xy=True))


def degrees_from(system: CRS) -> Callable[[Floats], Floats]:
    """What turns places [n, 2] of another co-ordinate system (easting or longitude first) into WGS84 degrees [n, 2].

    For files of other people; British National Grid has `NationalGrid`. Raises `CoordinateError` where there is no way.
    """
    try:
        transformer = Transformer.from_crs(system, WGS84, always_xy=True)
    except ProjError as impossible:
        raise CoordinateError(f"There is no way from “{system.name[:60]}” to WGS84 degrees.") from impossible
    return lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def require_bng(frame: Any, what: str) -> None:
    """Raise `FrameError` unless a GeoDataFrame or GeoSeries is in EPSG:27700, where lengths are metres."""
    if frame.crs is None or CRS.from_user_input(frame.crs) != CRS.from_epsg(27700):
        raise FrameError(
            f"{what} must be in British National Grid (EPSG:27700) before lengths or areas are measured; "
            f"it is in {frame.crs or 'no stated co-ordinate system'}."
        )

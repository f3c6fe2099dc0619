"""How closely pins lie: a kernel density surface over the squares of an area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.signal import fftconvolve
from shapely.geometry.base import BaseGeometry

from geo.metrics.cells import Squares, squares_over
from geo.metrics.contributors import contributors_by_place
from geo.metrics.standards_voices import DENSITY_BANDWIDTH_M, DENSITY_CELL_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LEAST_MASS = 0.01  # an islet of the area smaller than this share of a kernel has no density of its own


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PinDensity:
    """Pins per km2 around the middle of each square [rows, columns], NaN outside the area.

    `contributors` is how many have a pin within the bandwidth of the middle: what decides whether it may be shown.
    """

    squares: Squares
    per_km2: Floats
    contributors: Ints
    bandwidth_m: float


def quartic(distance_m: Floats, bandwidth_m: float) -> Floats:
    """The quartic (biweight) kernel in the plane, per m2: 3 / (pi h^2) (1 - d^2 / h^2)^2 within h, 0 beyond.

    It sums to 1 over the plane. Silverman 1986, Density Estimation, section 4.2.1.
    """
    inside = np.clip(1.0 - (np.asarray(distance_m) / bandwidth_m) ** 2, 0.0, None)
    kernel: Floats = 3.0 / (np.pi * bandwidth_m**2) * inside**2
    return kernel


def kernel_density(
    area: BaseGeometry,
    xy: Floats,
    codes: Ints,
    *,
    bandwidth_m: float = DENSITY_BANDWIDTH_M.value,
    side_m: float = DENSITY_CELL_M.value,
) -> PinDensity:
    """Density of pins `xy` [n, 2] (EPSG:27700) by contributors `codes` [n], at the middle of each square of the area.

    lambda(s) = sum_i K(|s - x_i|) / e(s), where e(s) is the share of the kernel around s that lies in the area. Near
    the edge, where pins beyond it are not known, e makes up for what is cut off (Diggle 1985; Jones 1993): an even
    spread of pins gives an even surface up to the edge. Pins outside the area are left out.
    """
    squares = squares_over(area, side_m)
    shape = squares.inside.shape
    if not squares.inside.any():
        unknown, none = np.full(shape, np.nan), np.zeros(shape, np.int64)
        return PinDensity(squares=squares, per_km2=unknown, contributors=none, bandwidth_m=bandwidth_m)
    xy = np.asarray(xy, np.float64).reshape(-1, 2)
    inside = shapely.intersects_xy(area, xy)
    xy, codes = xy[inside], codes[inside]
    square, pin, away = _meetings(squares, xy, bandwidth_m)
    total = np.bincount(square, quartic(away, bandwidth_m), minlength=squares.inside.size).reshape(shape)
    mass = _mass_inside(squares, bandwidth_m)
    known = squares.inside & (mass >= _LEAST_MASS)
    per_km2 = np.full(shape, np.nan)
    per_km2[known] = 1e6 * total[known] / mass[known]
    return PinDensity(
        squares=squares,
        per_km2=per_km2,
        contributors=contributors_by_place(square, codes[pin], squares.inside.size).reshape(shape),
        bandwidth_m=bandwidth_m,
    )


def _stencil(side_m: float, bandwidth_m: float) -> Ints:
    reach = int(np.ceil(bandwidth_m / side_m)) + 1
    return np.arange(-reach, reach + 1, dtype=np.int64)


def _meetings(squares: Squares, xy: Floats, bandwidth_m: float) -> tuple[Ints, Ints, Floats]:
    """Each (square, pin) within the bandwidth of each other: flat rows of squares, rows of pins, distances."""
    side, (rows, columns) = squares.side_m, squares.inside.shape
    at = (xy - [squares.west, squares.south]) / side
    first = np.floor(at).astype(np.int64)
    steps = _stencil(side, bandwidth_m)
    east, north = (each.ravel() for each in np.meshgrid(steps, steps))
    # Only steps that can lie within the bandwidth, wherever in its square the pin is.
    can = np.hypot(np.abs(east) - 0.5, np.abs(north) - 0.5) * side < bandwidth_m + side
    east, north = east[can], north[can]
    column, row = first[:, :1] + east, first[:, 1:] + north
    away = side * np.hypot(column + 0.5 - at[:, :1], row + 0.5 - at[:, 1:])
    met = (away < bandwidth_m) & (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    square = (row * columns + column)[met]
    which = np.broadcast_to(np.arange(len(xy))[:, None], met.shape)[met]
    inside = squares.inside.ravel()[square]
    return square[inside], which[inside], away[met][inside]


def _mass_inside(squares: Squares, bandwidth_m: float) -> Floats:
    """Share of the kernel around each square that falls on squares of the area: 1 where it is all inside."""
    steps = squares.side_m * _stencil(squares.side_m, bandwidth_m)
    kernel = quartic(np.hypot(steps[:, None], steps[None, :]), bandwidth_m)
    mass: Floats = fftconvolve(squares.inside.astype(np.float64), kernel / kernel.sum(), mode="same")
    return np.clip(mass, 0.0, 1.0)

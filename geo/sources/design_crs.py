"""In which co-ordinates a design is drawn: as declared, guessed with its reasons, or asked where two readings fit.

A reading fits where it puts most of the design into Great Britain. Of readings that fit, one that puts it into Greater
London goes before one that does not, since this app is for London. What a file declares is believed where it fits, and
only doubted where it does not (British National Grid numbers under a GeoJSON's WGS84; axes the other way round).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs import NationalGrid, degrees_from
from geo.errors import CoordinateError, InputError
from geo.sources.design_layers import Option, Question
from geo.sources.great_britain import in_great_britain

Floats = NDArray[np.float64]

AS_DECLARED = "declared"  # chooses what the file says
_MOST = 0.5  # of the vertices
_SAMPLE = 2_000
_WIDEST_DEGREES = 20.0  # no design is as wide as Great Britain
_OFF_THE_GRID_M = 2e6
_LONDON_M = (503_000.0, 155_000.0, 562_500.0, 201_500.0)  # Greater London's bounds in EPSG:27700, with a margin
_GRID = {  # the numbers of the projection (OS, "A guide to coordinate systems in Great Britain", annex A)
    "Latitude of natural origin": 49.0,
    "Longitude of natural origin": -2.0,
    "Scale factor at natural origin": 0.9996012717,
    "False easting": 400_000.0,
    "False northing": -100_000.0,
}
_DEGREES = frozenset({4326, 4258, 4979, 4937})  # ETRS89 is taken for WGS84, as in geo.crs


class Fit(IntEnum):
    """How well a reading fits."""

    NOT_AT_ALL = 0
    GREAT_BRITAIN = 1
    LONDON = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the numbers of a file. `to_bng` takes [n, 2] and gives [n, 2] in EPSG:27700."""

    code: str
    label: str
    to_bng: Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Decision:
    """The reading that holds, with why in words; or the question which."""

    reading: Reading | None
    told: tuple[str, ...] = ()
    asks: Question | None = None


def readings(grid: NationalGrid) -> dict[str, Reading]:
    """The readings that may be guessed, by the code that chooses one."""
    mercator = degrees_from(CRS.from_epsg(3857))

    def degrees(xy: Floats) -> Floats:
        return np.column_stack(grid.to_bng(xy[:, 0], xy[:, 1]))

    def from_mercator(xy: Floats) -> Floats:
        return degrees(mercator(xy))

    made = (
        Reading("EPSG:27700", "British National Grid", lambda xy: xy),
        Reading("EPSG:4326", "WGS84 degrees", degrees),
        Reading("EPSG:3857", "Web Mercator", from_mercator),
        Reading("EPSG:27700-swapped", "British National Grid, northing before easting", lambda xy: xy[:, ::-1]),
        Reading("EPSG:4326-swapped", "WGS84 degrees, latitude before longitude", lambda xy: degrees(xy[:, ::-1])),
        Reading("EPSG:27700-mm", "British National Grid in millimetres", lambda xy: xy / 1_000.0),
    )
    return {each.code: each for each in made}


def decide(
    shapes: NDArray[np.object_], *, declared: str | None, by_format: bool, chosen: str | None, grid: NationalGrid
) -> Decision:
    """How to read the co-ordinates of `shapes`.

    `declared` is what the file says (`by_format`: what its format says, as GeoJSON's WGS84), `chosen` what a person
    says.
    Raises `InputError` for a `chosen` that is unknown or does not fit, and where nothing fits.
    """
    xy = _sample(shapes)
    if chosen is not None:
        return _as_chosen(declared if declared is not None and chosen == AS_DECLARED else _tidied(chosen), xy, grid)
    known = readings(grid)
    said = _usable(declared, grid)
    fits: dict[str, Fit] = {each.code: _fit(each, xy, grid) for each in known.values()}
    held = Fit.NOT_AT_ALL if said is None else _fit(said, xy, grid)
    if said is not None and held is not Fit.NOT_AT_ALL and held >= max(fits.values()):
        by = "as the format says" if by_format else "as the file says"
        return Decision(said, (f"Co-ordinates read as {said.label}, {by}.",))
    if said is not None:
        known[said.code], fits[said.code] = said, held
    fits = {code: fit for code, fit in fits.items() if fit is not Fit.NOT_AT_ALL}
    if not fits:
        raise InputError(_nowhere(said, xy))
    return _guessed(known, fits, said, doubt=_doubt(declared, said, by_format=by_format))


def _as_chosen(code: str, xy: Floats, grid: NationalGrid) -> Decision:
    reading = readings(grid).get(code) or _declared_reading(code, grid)
    if _fit(reading, xy, grid) is Fit.NOT_AT_ALL:
        raise InputError(f"Read as {reading.label}, the design lies outside Great Britain. Choose another.")
    return Decision(reading, (f"Co-ordinates read as {reading.label}, as chosen.",))


def _guessed(known: dict[str, Reading], fits: dict[str, Fit], said: Reading | None, *, doubt: str) -> Decision:
    """The one reading that fits best; a question where two do, or where what the file says fits too, if less well."""
    best = max(fits.values())
    leading = [code for code, fit in fits.items() if fit is best]
    if len(leading) > 1 or (said is not None and said.code in fits):
        options = tuple(
            Option(code, known[code].label, f"Read so, it lies in {_WHERE[fits[code]]}.")
            for code in sorted(fits, key=lambda each: -fits[each])
        )
        return Decision(None, asks=Question("crs", "In which co-ordinates is the file? More than one fits.", options))
    reading = known[leading[0]]
    others = [known[code].label for code in fits if code != reading.code]
    rather = f" Read as {' or '.join(others)} it would lie outside London." if others else ""
    return Decision(reading, (f"{doubt} Taken for {reading.label}: read so, it lies in {_WHERE[best]}.{rather}",))


def _doubt(declared: str | None, said: Reading | None, *, by_format: bool) -> str:
    if said is None:
        return (
            "The file does not say in which co-ordinates it is."
            if declared is None
            else "The file’s own co-ordinate system cannot be used."
        )
    who = "The format means" if by_format else "The file says"
    return f"{who} {said.label}, but read so it lies outside Great Britain."


_WHERE = {Fit.LONDON: "Greater London", Fit.GREAT_BRITAIN: "Great Britain, outside London"}


def _nowhere(said: Reading | None, xy: Floats) -> str:
    if np.abs(xy).max() < 100_000 and np.ptp(xy, axis=0).max() < 100_000 and not _like_degrees(xy):
        return (
            "The design is drawn around a zero point of its own, so nobody can say where it lies. Move it to British "
            "National Grid co-ordinates in the drawing program (“georeference”), and export it again."
        )
    named = f"Read as {said.label}, as it says, the" if said is not None else "The"
    return (
        f"{named} design lies outside Great Britain, and no other way of reading its co-ordinates puts it there. "
        "Check its co-ordinate system, or export it in British National Grid (EPSG:27700)."
    )


def _like_degrees(xy: Floats) -> bool:
    in_range = (np.abs(xy[:, 0]) <= 180).all() and (np.abs(xy[:, 1]) <= 90).all()
    return bool(in_range and np.ptp(xy, axis=0).max() < _WIDEST_DEGREES)


def _sample(shapes: NDArray[np.object_]) -> Floats:
    xy = shapely.get_coordinates(shapes)
    return np.asarray(xy[:: max(1, len(xy) // _SAMPLE)], dtype=np.float64)


def _fit(reading: Reading, xy: Floats, grid: NationalGrid) -> Fit:
    with np.errstate(all="ignore"):  # readings that do not fit overflow
        metres = reading.to_bng(xy)
        lonlat = np.column_stack(grid.to_wgs84(metres[:, 0], metres[:, 1]))
        # Numbers far off the grid come back as nonsense, or not at all.
        sound = np.asarray(np.isfinite(lonlat).all(axis=1) & (np.abs(metres) < _OFF_THE_GRID_M).all(axis=1))
    lonlat[~sound] = 0.0
    if np.mean(sound & in_great_britain(lonlat)) < _MOST:
        return Fit.NOT_AT_ALL
    west, south, east, north = _LONDON_M
    x, y = metres[:, 0], metres[:, 1]
    in_london = float(np.mean((west <= x) & (x <= east) & (south <= y) & (y <= north)))
    return Fit.LONDON if in_london >= _MOST else Fit.GREAT_BRITAIN


def _tidied(chosen: str) -> str:
    code = chosen.strip()
    return f"EPSG:{code}" if code[:1].isdigit() else code.upper().replace("-SWAPPED", "-swapped").replace("-MM", "-mm")


def _usable(declared: str | None, grid: NationalGrid) -> Reading | None:
    """The reading that a file declares; None where it declares none, or one that leads nowhere, as a local one does."""
    if declared is None:
        return None
    try:
        return _declared_reading(declared, grid)
    except (CoordinateError, InputError):
        return None


def _declared_reading(declared: str, grid: NationalGrid) -> Reading:
    """The reading that a declared system asks for.

    Raises `InputError` for an unknown system, `CoordinateError` for one on no globe.
    """
    try:
        crs = CRS.from_user_input(declared)
    except CRSError as unknown:
        raise InputError(
            f"The co-ordinate system “{declared[:40]}” is not known. Give an EPSG code, for instance EPSG:27700."
        ) from unknown
    if crs.is_compound and crs.sub_crs_list:
        crs = crs.sub_crs_list[0]
    own = readings(grid)
    if is_national_grid(crs):
        return own["EPSG:27700"]
    if crs.to_epsg() in _DEGREES or (crs.is_geographic and "WGS" in crs.name.upper() and "84" in crs.name):
        return own["EPSG:4326"]
    if crs.to_epsg() == 3857:
        return own["EPSG:3857"]
    return _by_proj(crs, grid)


def _by_proj(crs: CRS, grid: NationalGrid) -> Reading:
    to_degrees = degrees_from(crs)

    def through(xy: Floats) -> Floats:
        lonlat = to_degrees(xy)
        return np.column_stack(grid.to_bng(lonlat[:, 0], lonlat[:, 1]))

    return Reading(crs.to_string()[:40] if crs.to_epsg() else AS_DECLARED, crs.name[:60], through)


def is_national_grid(crs: CRS) -> bool:
    """Whether a system is the British National Grid, by whatever name: by its projection's numbers."""
    if crs.to_epsg() == 27700:
        return True
    operation = crs.coordinate_operation
    if not crs.is_projected or operation is None or operation.method_name != "Transverse Mercator":
        return False
    numbers = {each.name: float(each.value) for each in operation.params}
    airy = crs.ellipsoid is not None and "AIRY 1830" in crs.ellipsoid.name.upper().replace("_", " ")
    metres = all(axis.unit_conversion_factor == 1.0 for axis in crs.axis_info)
    return (
        airy and metres and all(name in numbers and abs(numbers[name] - value) < 1e-6 for name, value in _GRID.items())
    )

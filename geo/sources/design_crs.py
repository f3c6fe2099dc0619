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
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.crs import NationalGrid
from geo.errors import InputError
from geo.sources.design_layers import Option, Question
from geo.sources.great_britain import in_great_britain

Floats = NDArray[np.float64]

AS_DECLARED = "declared"  # chooses what the file says
_MOST = 0.5  # of the vertices
_SAMPLE = 2_000
_OFF_THE_GRID_M = 2e6
_LONDON_M = (503_000.0, 155_000.0, 562_500.0, 201_500.0)  # Greater London's bounds in EPSG:27700, with a margin
_GRID = {"lat_0": 49.0, "lon_0": -2.0, "k": 0.9996012717, "x_0": 400_000.0, "y_0": -100_000.0}
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
    mercator = Transformer.from_crs(3857, 4326, always_xy=True)

    def degrees(xy: Floats) -> Floats:
        return np.column_stack(grid.to_bng(xy[:, 0], xy[:, 1]))

    def from_mercator(xy: Floats) -> Floats:
        return degrees(np.column_stack(mercator.transform(xy[:, 0], xy[:, 1])))

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
    known = readings(grid)
    if chosen is not None:
        code = declared if declared is not None and chosen == AS_DECLARED else _tidied(chosen)
        reading = known.get(code) or _declared_reading(code, grid)
        if _fit(reading, xy, grid) is Fit.NOT_AT_ALL:
            raise InputError(f"Read as {reading.label}, the design lies outside Great Britain. Choose another.")
        return Decision(reading, (f"Co-ordinates read as {reading.label}, as chosen.",))
    said = _declared_reading(declared, grid) if declared is not None else None
    fits: dict[str, Fit] = {
        each.code: fit for each in known.values() if (fit := _fit(each, xy, grid)) is not Fit.NOT_AT_ALL
    }
    if said is not None:
        held = _fit(said, xy, grid)
        if held is Fit.LONDON or (held is Fit.GREAT_BRITAIN and Fit.LONDON not in fits.values()):
            by = "as the format says" if by_format else "as the file says"
            return Decision(said, (f"Co-ordinates read as {said.label}, {by}.",))
        if held is Fit.GREAT_BRITAIN:
            known[said.code], fits[said.code] = said, held
    return _guessed(said, known, fits, xy)


def _guessed(said: Reading | None, known: dict[str, Reading], fits: dict[str, Fit], xy: Floats) -> Decision:
    if not fits:
        raise InputError(_nowhere(said, xy))
    best = max(fits.values())
    leading = [code for code, fit in fits.items() if fit is best]
    doubted = said is not None and said.code in fits  # what the file says fits too, if less well
    if len(leading) > 1 or doubted:
        ordered = sorted(fits, key=lambda code: -fits[code])
        options = tuple(
            Option(code, known[code].label, f"Read so, it lies in {_WHERE[fits[code]]}.") for code in ordered
        )
        return Decision(None, asks=Question("crs", "In which co-ordinates is the file? More than one fits.", options))
    reading = known[leading[0]]
    names = (
        f"The file says {said.label}, but read so it lies outside Great Britain."
        if said is not None
        else ("The file does not say in which co-ordinates it is.")
    )
    only = f"read so, it lies in {_WHERE[best]}" + (", and in no other way does it" if len(fits) > 1 else "")
    return Decision(reading, (f"{names} Taken for {reading.label}: {only}.",))


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
    return bool((np.abs(xy[:, 0]) <= 180).all() and (np.abs(xy[:, 1]) <= 90).all())


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


def _declared_reading(declared: str, grid: NationalGrid) -> Reading:
    """The reading that a declared system asks for. Raises `InputError` for a system that is not known."""
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
    try:
        to_degrees = Transformer.from_crs(crs, 4326, always_xy=True)
    except ProjError as impossible:
        raise InputError(f"There is no way from “{crs.name[:60]}” to British National Grid.") from impossible

    def through(xy: Floats) -> Floats:
        lon, lat = to_degrees.transform(xy[:, 0], xy[:, 1])
        return np.column_stack(grid.to_bng(lon, lat))

    return Reading(crs.to_string()[:40] if crs.to_epsg() else AS_DECLARED, crs.name[:60], through)


def is_national_grid(crs: CRS) -> bool:
    """Whether a system is the British National Grid, by whatever name: by its projection's numbers."""
    if crs.to_epsg() == 27700:
        return True
    operation = crs.coordinate_operation
    if (
        not crs.is_projected
        or operation is None
        or "Transverse Mercator" not in operation.method_name.replace("_", " ")
    ):
        return False
    said = crs.to_dict()
    numbers = {key: float(said.get(key, np.nan)) for key in _GRID}
    metres = said.get("units", "m") == "m"
    airy = said.get("ellps") == "airy" or "OSGB" in crs.name.upper() or "BRITISH" in crs.name.upper()
    return metres and airy and all(abs(numbers[key] - value) < 1e-6 for key, value in _GRID.items())

"""The silence map: where people live and nobody has placed a pin. No pins is not "no barrier"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely import Polygon

from geo.metrics.disclosure import VOICES_WITHHELD, too_few_contributors, too_few_residents
from geo.metrics.isolation_walks import base_notes, no_one_to_measure
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards_isolation import SILENCE_CELL_M, SILENCE_FAR_M
from geo.metrics.study import Study

SILENCE_METRICS = ("silent_cells", "far_from_any_pin")
_WORDS = "No pins is not “no barrier”: it says that nobody has been heard there yet."

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceCell:
    """One hexagon where people of the area live. `residents` is None where fewer than ten do; `heard`: it has a pin.

    `geometry` in EPSG:27700. `key` names the cell by its column and row and is the same for every area.
    """

    key: str
    geometry: Polygon
    residents: float | None
    heard: bool


def silence_figures(study: Study, pins_xy: Floats, contributor: Ints | None = None) -> Figures:
    """Shares of residents in hexagons without a pin, and farther than 400 m in a straight line from any.

    `pins_xy` [p, 2] are the published places of all pins, EPSG:27700, those around the area too; `contributor` [p]
    tells who placed each (a number each, one a pin where it is not known).
    """
    nobody = no_one_to_measure(study, SILENCE_METRICS)
    if nobody:
        return Figures(measurements=nobody)
    pins = np.asarray(pins_xy, np.float64).reshape(-1, 2)
    voice = np.arange(len(pins)) if contributor is None else np.asarray(contributor, np.int64)
    wide = study.area.geometry.buffer(SILENCE_FAR_M.value)
    shapely.prepare(wide)
    here = shapely.contains_xy(wide, pins[:, 0], pins[:, 1])
    near = pins[here]
    if too_few_contributors(len(np.unique(voice[here]))):
        withheld = [measured(each, None, suppressed=True, notes=[VOICES_WITHHELD]) for each in SILENCE_METRICS]
        return Figures(measurements=tuple(withheld))
    people = study.homes.residents
    cells, of_home = np.unique(_cell(study.homes.xy), axis=0, return_inverse=True)
    silent = ~_heard(cells, near)[of_home.ravel()]
    far = ~(_to_pin(study.homes.xy, near) <= SILENCE_FAR_M.value)
    count = f"{len(near):,} pins in the area or within {SILENCE_FAR_M.value:.0f} m of it."
    notes = [_WORDS, count if len(near) else "No pin is in the area or near it yet.", *base_notes(study)]
    return Figures(
        measurements=tuple(
            _share(metric, people, chosen, notes) for metric, chosen in zip(SILENCE_METRICS, (silent, far), strict=True)
        )
    )


def silence_map(study: Study, pins_xy: Floats) -> list[SilenceCell]:
    """The hexagons in which people of the area live, most residents first, with whether anyone was heard there.

    Cells are 250 m across, from side to side, and lie on one grid for all areas.
    """
    lived = study.homes.residents > 0
    if not lived.any():
        return []
    cells, of_home = np.unique(_cell(study.homes.xy[lived]), axis=0, return_inverse=True)
    people = np.bincount(of_home.ravel(), weights=study.homes.residents[lived], minlength=len(cells))
    heard = _heard(cells, _known(pins_xy))
    return [
        SilenceCell(
            key=f"{cells[row, 0]},{cells[row, 1]}",
            geometry=_hexagon(cells[row]),
            residents=None if too_few_residents(float(people[row])) else float(people[row]),
            heard=bool(heard[row]),
        )
        for row in np.argsort(-people, kind="stable")
    ]


def _share(metric: str, people: Floats, chosen: NDArray[np.bool_], notes: list[str]) -> Measurement:
    total = float(people.sum())
    return measured(metric, 100.0 * float(people[chosen].sum()) / total, n=round(total), notes=notes)


def _known(pins_xy: Floats) -> Floats:
    pins = np.asarray(pins_xy, np.float64).reshape(-1, 2)
    return pins[np.isfinite(pins).all(axis=1)]


def _to_pin(xy: Floats, pins: Floats) -> Floats:
    distance = np.full(len(xy), np.inf)
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if len(pins) and len(known):
        distance[known] = cKDTree(pins).query(xy[known])[0]
    return distance


def _heard(cells: Ints, pins: Floats) -> NDArray[np.bool_]:
    """Which cells hold a pin."""
    spoken = {(int(column), int(row)) for column, row in _cell(pins)}
    return np.fromiter(((int(column), int(row)) in spoken for column, row in cells), bool, len(cells))


def _cell(xy: Floats) -> Ints:
    """Column and row of the hexagon that each place lies in, [k, 2]: that with the nearest middle.

    Middles stand 250 m apart in rows, every second row half a cell to the right.
    """
    across, up = SILENCE_CELL_M.value, SILENCE_CELL_M.value * np.sqrt(3.0) / 2.0
    low = np.floor(xy[:, 1] / up)
    best = np.full(len(xy), np.inf)
    cell = np.zeros((len(xy), 2), np.int64)
    for row in (low, low + 1.0):
        shift = np.mod(row, 2.0) * across / 2.0
        column = np.rint((xy[:, 0] - shift) / across)
        apart = np.hypot(xy[:, 0] - shift - column * across, xy[:, 1] - row * up)
        nearer = apart < best
        best = np.where(nearer, apart, best)
        cell[nearer] = np.column_stack([column, row])[nearer].astype(np.int64)
    return cell


def _hexagon(cell: Ints) -> Polygon:
    across = SILENCE_CELL_M.value
    middle = np.array([(cell[0] + (cell[1] % 2) / 2.0) * across, cell[1] * across * np.sqrt(3.0) / 2.0])
    angle = np.radians(30.0 + 60.0 * np.arange(6))
    return Polygon(middle + across / np.sqrt(3.0) * np.column_stack([np.cos(angle), np.sin(angle)]))

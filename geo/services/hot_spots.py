"""Hot spots of people heard and the density of pins, made ready for a map: nothing in them tells of fewer than five."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.areas import Area, AreaKind
from geo.metrics.cells import Hexagons, hexagons_over, residents_in, size_for
from geo.metrics.contributors import contributor_codes
from geo.metrics.hot_spots import HotSpots, hot_spots
from geo.metrics.kernel_density import kernel_density
from geo.metrics.one_voice import SpotsOnOneVoice, hot_spots_without_one
from geo.metrics.report import Figures
from geo.metrics.standards import FEWEST_CONTRIBUTORS
from geo.metrics.standards_voices import HOT_SPOT_CELL_M
from geo.metrics.voices import hot_spot_figures, shown_density
from geo.services.area_pins import voices_in
from geo.services.areas import find_area
from geo.services.grounds import zones_of
from geo.services.map_layers import UNKNOWN, MapClass, MapLayer, feature_collection
from geo.services.workspace import Workspace

_HOT, _ALONE, _NOT_HOT, _UNTESTED = "hot", "hot-on-one-voice", "not-hot", "not-tested"
_DENSITY_CLASSES = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HotSpotStudy:
    """Hot spots over a region, and which of them rest on one voice. Holds counts that are not for the public."""

    region: Area
    found: HotSpots
    alone: SpotsOnOneVoice

    def touching(self, area: Area) -> NDArray[np.bool_]:
        """Which cells share land with an area [k]."""
        shapely.prepare(area.geometry)
        shared = shapely.intersects(area.geometry, self.found.cells.shape)
        return np.asarray(shared & ~shapely.touches(area.geometry, self.found.cells.shape), dtype=bool)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The cells of each region with their residents, and the study of each as of a change of the store."""

    cells: dict[str, tuple[Hexagons, NDArray[np.float64]]] = field(default_factory=dict)
    made: dict[str, tuple[int, HotSpotStudy]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


def hot_spot_study(workspace: Workspace, area: Area) -> HotSpotStudy:
    """Hot spots over the borough that holds the area, or over the area itself where it is in none.

    Made at first use, and again when a pin has changed. The borough is what a place is held against, so that one ward
    alone, with too few cells to tell anything by, has an answer too.
    """
    region = _region(workspace, area)
    kept = workspace.index(lambda _: _Kept(), _Kept)
    with kept.lock:
        sequence = workspace.store.sequence()
        at, study = kept.made.get(region.id, (-1, None))
        if study is None or at != sequence:
            if region.id not in kept.cells:
                kept.cells[region.id] = _cells(workspace, region)
            study = _study(workspace, region, *kept.cells[region.id])
            kept.made[region.id] = (sequence, study)
        return study


def hot_spot_figures_of(workspace: Workspace, area: Area) -> Figures:
    """How many hot spots the area touches, and how many of those rest on one voice."""
    study = hot_spot_study(workspace, area)
    return hot_spot_figures(study.found, study.alone, study.touching(area), study.region.name)


def hot_spot_layer(workspace: Workspace, area_id: str) -> dict[str, Any]:
    """The hexagons that an area touches as a GeoJSON FeatureCollection in WGS84; none where hot spots are withheld.

    ``withheld`` says why, or null. Each feature has ``id``; ``state`` (hot, hot-on-one-voice, not-hot, not-tested);
    ``contributors`` and ``per_1000`` residents, null for fewer than five contributors. Raises `InputError` for an
    unknown area.
    """
    area = find_area(workspace, area_id)
    study = hot_spot_study(workspace, area)
    found, rows = study.found, np.flatnonzero(study.touching(area))
    shown = rows if found.withheld is None else rows[:0]
    states = _states(study)
    layer = feature_collection(
        workspace.grid,
        found.cells.shape[shown],
        [{"id": f"{q}:{r}", "state": state, **_told(found, row)} for (q, r), state, row in zip(
            found.cells.key[shown].tolist(), states[shown].tolist(), shown.tolist(), strict=True
        )],
    )  # fmt: skip
    return layer | {"withheld": found.withheld, "across_m": found.cells.across_m, "over": study.region.name}


def hot_spot_map_layer(workspace: Workspace, area: Area) -> MapLayer:
    """The same as a layer of a report's map."""
    study = hot_spot_study(workspace, area)
    found, rows = study.found, np.flatnonzero(study.touching(area))
    states = _states(study)[rows] if found.withheld is None else np.full(len(rows), _UNTESTED)
    classes = {_HOT: "Hot spot", _ALONE: "Hot spot that one person fewer would end", _NOT_HOT: "Not told from chance"}
    of_class = np.full(len(rows), UNKNOWN, dtype=np.int64)
    for number, state in enumerate(classes):
        of_class[states == state] = number
    return MapLayer(
        id="hot-spots",
        title="Where more people have been heard than chance would have it",
        scale="voices",
        classes=tuple(
            MapClass(label=label, amount=_hexagons(int((states == state).sum()))) for state, label in classes.items()
        ),
        unknown=MapClass(label="Not known", amount=_hexagons(int((states == _UNTESTED).sum()))),
        shapes=found.cells.shape[rows],
        of_class=of_class,
        note=found.withheld or "What is no hot spot may be as bad and unspoken of: no pins is not “no barrier”.",
    )


def pin_density_layer(workspace: Workspace, area: Area) -> MapLayer:
    """Pins per km2 in squares of 50 m, in four classes; squares with fewer than five contributors near are left out."""
    pins = voices_in(workspace, area)
    codes = contributor_codes(pins["contributor"])
    density = kernel_density(area.geometry, pins[["x", "y"]].to_numpy(dtype=np.float64), codes)
    row, column = np.nonzero(shown_density(density))
    x, y = density.squares.middles()
    half = density.squares.side_m / 2.0
    squares = shapely.box(x[column] - half, y[row] - half, x[column] + half, y[row] + half)
    values = density.per_km2[row, column]
    breaks = _round_breaks(float(values.max(initial=0.0)))
    of_class = np.digitize(values, breaks[1:-1]).astype(np.int64)
    hectares = np.bincount(of_class, minlength=_DENSITY_CLASSES) * density.squares.side_m**2 / 1e4
    shapes, classes = _merged(squares, of_class)
    return MapLayer(
        id="pin-density",
        title="How closely pins lie",
        scale="amount",
        classes=tuple(
            MapClass(label=f"{low:,.0f} to {high:,.0f} pins per km²", amount=f"{land:,.1f} ha")
            for low, high, land in zip(breaks[:-1], breaks[1:], hectares, strict=True)
        )
        if len(values)
        else (),
        shapes=shapes,
        of_class=classes,
        note=(
            f"Around each place, pins within {density.bandwidth_m:.0f} m, the nearer the more. Shown where at least "
            "five contributors have pins that near."
        ),
    )


def _cells(workspace: Workspace, region: Area) -> tuple[Hexagons, NDArray[np.float64]]:
    cells = hexagons_over(region.geometry, size_for(region.geometry, HOT_SPOT_CELL_M.value))
    return cells, residents_in(cells, zones_of(workspace, invented=region.invented))


def _study(workspace: Workspace, region: Area, cells: Hexagons, residents: NDArray[np.float64]) -> HotSpotStudy:
    pins = voices_in(workspace, region)
    row, codes = cells.row_of(pins["x"], pins["y"]), contributor_codes(pins["contributor"])
    found = hot_spots(cells, row, codes, residents)
    return HotSpotStudy(region=region, found=found, alone=hot_spots_without_one(found, row, codes))


def _region(workspace: Workspace, area: Area) -> Area:
    if area.invented or area.borough_code is None or area.kind is AreaKind.EXTRACT:
        return area
    return find_area(workspace, area.borough_code)


def _states(study: HotSpotStudy) -> NDArray[np.str_]:
    found = study.found
    hot = np.where(study.alone.rests, _ALONE, _HOT)
    return np.where(~found.tested, _UNTESTED, np.where(found.significant, hot, _NOT_HOT))


def _told(found: HotSpots, row: int) -> dict[str, Any]:
    people = int(found.contributors[row])
    if people < FEWEST_CONTRIBUTORS.value or not found.tested[row]:
        return {"contributors": None, "per_1000": None}
    return {"contributors": people, "per_1000": round(1000.0 * people / float(found.residents[row]), 1)}


def _hexagons(count: int) -> str:
    return "1 hexagon" if count == 1 else f"{count:,} hexagons"


def _round_breaks(most: float) -> list[float]:
    """Five breaks from 0 at round steps that reach the largest value."""
    if most <= 0:
        return [0.0, 1.0, 2.0, 3.0, 4.0]
    step = most / _DENSITY_CLASSES
    size = 10.0 ** np.floor(np.log10(step))
    step = float(size * next(each for each in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if each * size >= step * (1 - 1e-12)))
    return [step * number for number in range(_DENSITY_CLASSES + 1)]


def _merged(squares: Any, of_class: Any) -> tuple[Any, Any]:
    """One shape a class: hundreds of squares would be a large answer."""
    classes = np.unique(of_class)
    shapes = np.array([shapely.union_all(squares[of_class == each]) for each in classes], dtype=object)
    return shapes, classes.astype(np.int64)

"""Layers on what cuts a place off: links that people depend on, how closely streets hang together, and silence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.cut_off import dependants_layer
from geo.metrics.isolation import closeness_layer
from geo.metrics.isolation_ground import IsolationGround
from geo.metrics.personas import Persona
from geo.metrics.silence import silence_map
from geo.metrics.standards_isolation import SILENCE_CELL_M
from geo.services.area_pins import pins_in
from geo.services.grounds_prepared import prepared
from geo.services.map_layers import UNKNOWN, MapClass, MapLayer
from geo.services.report_map import AROUND_M
from geo.services.walk_study import WalkStudy
from geo.services.workspace import Workspace
from geo.services.zone_layers import people_in_words

DEPENDANTS = (1000.0, 100.0, 10.0)  # residents who depend on a link; fewer than the last are not told
FIFTHS = ("least connected fifth", "second fifth", "middle fifth", "fourth fifth", "most connected fifth")
_WITHIN_800_M = 1  # column of the closeness layer
_SIMPLER_M = 1.0


def cut_links_layer(workspace: Workspace, study: WalkStudy, _persona: Persona) -> MapLayer:
    """Streets and paths by how many residents lose their only way out where one is closed."""
    labels = [f"{DEPENDANTS[0]:,.0f} people and more depend on it"]
    labels += [f"{low:,.0f} to {high - 1:,.0f} people depend on it" for high, low in pairwise(DEPENDANTS)]
    title = "Links that people have no way round"
    note = "A link is shown where closing it alone would part at least 10 people from the rest of the streets."
    if study.study is None:
        return _nothing("cut-links", title, "links", study.coverage.note)
    ready = prepared(workspace, study.study.ground)
    with ready.lock:
        isolation = ready.isolation
    edges = _near(study, isolation)
    people = dependants_layer(isolation)[edges]
    of_class = np.full(len(edges), len(labels), dtype=np.int64)
    for row, least in reversed(list(enumerate(DEPENDANTS))):
        of_class[people >= least] = row
    counts = [_counted(int(((of_class == row) & _within(study, isolation, edges)).sum())) for row in range(len(labels))]
    return MapLayer(
        id="cut-links",
        title=title,
        scale="links",
        classes=(
            *(MapClass(label=label, amount=count) for label, count in zip(labels, counts, strict=True)),
            MapClass(label="there is a way round"),
        ),
        shapes=_lines(isolation, edges),
        of_class=of_class,
        note=note,
    )


def connected_layer(workspace: Workspace, study: WalkStudy, _persona: Persona) -> MapLayer:
    """Streets by closeness within 800 m, in fifths of the streets of the same walking map."""
    title = "How closely streets hang together within 800 m"
    if study.study is None:
        return _nothing("connected", title, "amount", study.coverage.note)
    ready = prepared(workspace, study.study.ground)
    with ready.lock:
        isolation = ready.isolation
    closeness = closeness_layer(isolation, _WITHIN_800_M)
    edges = _near(study, isolation)
    known = np.isfinite(closeness)
    breaks = np.quantile(closeness[known], [0.2, 0.4, 0.6, 0.8]) if known.any() else np.zeros(4)
    of_class = np.where(known[edges], np.searchsorted(breaks, closeness[edges], side="right"), UNKNOWN)
    lines = _lines(isolation, edges)
    inside = shapely.length(shapely.intersection(lines, study.area.geometry)) / 1000.0
    km = [f"{float(inside[of_class == row].sum()):.1f} km of streets" for row in range(len(FIFTHS))]
    return MapLayer(
        id="connected",
        title=title,
        scale="amount",
        classes=tuple(MapClass(label=label, amount=amount) for label, amount in zip(FIFTHS, km, strict=True)),
        unknown=MapClass(label="not known"),
        shapes=lines,
        of_class=of_class.astype(np.int64),
        note="Fifths of all streets of this walking map. Near its edge streets look less connected than they are.",
    )


def silence_layer(workspace: Workspace, study: WalkStudy, _persona: Persona) -> MapLayer:
    """Where people live and nobody has placed a pin: hatched, since what it is like there is not known."""
    title = "Where nobody has been heard yet"
    note = "No pins is not “no barrier”: it says that nobody has been heard there yet."
    if study.study is None:
        return _nothing("silence", title, "voices", study.coverage.note)
    pins = pins_in(workspace, study.area, around_m=SILENCE_CELL_M.value)
    cells = silence_map(study.study, pins[["x", "y"]].to_numpy(dtype=np.float64))
    heard = np.array([cell.heard for cell in cells], dtype=bool)
    people = np.array([cell.residents or 0.0 for cell in cells], dtype=np.float64)
    return MapLayer(
        id="silence",
        title=title,
        scale="heard",
        classes=(MapClass(label="someone has been heard", amount=people_in_words(float(people[heard].sum()))),),
        unknown=MapClass(label="nobody has been heard", amount=people_in_words(float(people[~heard].sum()))),
        shapes=np.array([cell.geometry for cell in cells], dtype=object),
        of_class=np.where(heard, 0, UNKNOWN).astype(np.int64),
        note=note,
    )


def _near(study: WalkStudy, isolation: IsolationGround) -> NDArray[np.int64]:
    near = study.area.geometry.buffer(AROUND_M)
    return np.sort(isolation.ground.network.tree.query(near, predicate="intersects")).astype(np.int64)


def _within(study: WalkStudy, isolation: IsolationGround, edges: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.asarray(shapely.intersects(study.area.geometry, isolation.ground.network.lines[edges]), dtype=bool)


def _lines(isolation: IsolationGround, edges: NDArray[np.int64]) -> NDArray[np.object_]:
    return np.asarray(shapely.simplify(isolation.ground.network.lines[edges], _SIMPLER_M), dtype=object)


def _counted(links: int) -> str:
    return "1 link here" if links == 1 else f"{links:,} links here"


def _nothing(layer_id: str, title: str, scale: str, why: str) -> MapLayer:
    return MapLayer(
        id=layer_id,
        title=title,
        scale=scale,
        classes=(),
        shapes=np.empty(0, object),
        of_class=np.empty(0, np.int64),
        note=why,
    )

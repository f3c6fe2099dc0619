"""Play by age: which children have somewhere to play as near as the Mayor's guidance asks, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.metrics.access_ground import AccessGround, Goal, Layer
from geo.metrics.access_shares import NO_CHILDREN, Doubt, ladder_of, map_ends, row_of, share_of
from geo.metrics.access_walks import HomeWalks
from geo.metrics.coverage import percent
from geo.metrics.floating_catchment import Floats, flat, received, supply_ratios
from geo.metrics.green_standards import meets
from geo.metrics.home_zones import deprivation_zone_of
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards_access import PLAY, PLAY_M2_A_CHILD, PLAY_SHARED_M, PLAYGROUND
from geo.metrics.study import Study

_METHOD = (
    "Children are 0 to 15: of each home's residents as many as the estimates of 2020 say for its zone. One band of age "
    "is published, so that each standard is held up against all of them."
)
_NONE_INSTALLED = "Not known: no estimates of age are installed for this area."
_M2_PER_HA = 10_000.0
_TELL_FROM = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class _Children:
    """Children at each home, [h], and the share of residents whose zone's ages are not known."""

    count: Floats
    unknown: float


def play_figures(walks: HomeWalks) -> Figures:
    """The share of children near enough to somewhere to play at each age, and with 10 m2 each."""
    study = walks.study
    metrics = (*(rung.id for rung in PLAY), "play_10m2")
    if not len(study.deprivation_zones):
        return Figures(measurements=tuple(measured(each, None, notes=[_NONE_INSTALLED]) for each in metrics))
    children = _children_of(study, study.homes.xy, walks.people)
    notes = [_METHOD, *walks.notes]
    if children.unknown >= _TELL_FROM:
        notes.insert(1, f"For {percent(children.unknown)} of residents no ages are known: they are left out.")
    found = [meets(walks, rung, children.count, notes, none=NO_CHILDREN) for rung in PLAY]
    found.append(_enough(walks, children.count, notes))
    labels = (*(rung.label for rung in PLAY), "10 m² of playground a child")
    rows = [row_of(each, label) for each, label in zip(found, labels, strict=True)]
    caption = "Children with somewhere to play as near, and as large, as the guidance asks"
    return Figures(
        measurements=tuple(found),
        breakdowns=ladder_of("play", rows, metric="play", caption=caption, unit="% of children", note=_METHOD),
    )


def _children_of(study: Study, xy: Floats, residents: Floats) -> _Children:
    zones = study.deprivation_zones
    zone = deprivation_zone_of(xy, zones)
    young = zones["age_0_15"].to_numpy(dtype=float)
    everyone = zones["residents"].to_numpy(dtype=float)
    rate = np.divide(young, everyone, out=np.full(len(zones), np.nan), where=everyone > 0)
    at_home = np.where(zone >= 0, rate[zone], np.nan)
    known = np.isfinite(at_home)
    everyone_here = float(residents.sum())
    unknown = float(residents[~known].sum()) / everyone_here if everyone_here > 0 else 0.0
    return _Children(np.where(known, at_home, 0.0) * residents, unknown)


def _enough(walks: HomeWalks, children: Floats, notes: list[str]) -> Measurement:
    """Playgrounds within 800 m, shared among all children within 800 m of each (2SFCA): who has 10 m2 of them?"""
    metric, limit, prepared = "play_10m2", PLAY_SHARED_M.value, walks.prepared
    if not prepared.outlines_mapped:
        none = "Not known: the outlines of spaces are not mapped here, so that the size of playgrounds is not known."
        return measured(metric, None, notes=[none, *notes])
    playgrounds = prepared.rows(Goal(layer=Layer.OPEN, kinds=PLAYGROUND))
    size = np.where(playgrounds, _M2_PER_HA * prepared.places(Layer.OPEN).frame["area_ha"].to_numpy(dtype=float), 0.0)
    known = np.isfinite(size)
    ratio = prepared.kept("play", lambda: _metres_a_child(walks.study, prepared, np.where(known, size, 0.0)))
    pairs = walks.pairs(Layer.OPEN)
    has = received(pairs, ratio, flat(limit), len(children))
    point = np.unique(pairs.demand[~known[pairs.supply] & (pairs.distance_m <= limit)])
    by_point = np.isin(np.arange(len(children)), point)
    doubts = [
        map_ends(walks, limit, words="The map ends near: for up to {} more playgrounds beyond it may make it enough."),
        Doubt(homes=by_point, words="Playgrounds known by a point alone may be large enough for up to {} more."),
    ]
    return share_of(metric, children, has >= PLAY_M2_A_CHILD.value, doubts, notes, none=NO_CHILDREN)


def _metres_a_child(study: Study, prepared: AccessGround, size: Floats) -> Floats:
    """Square metres of each playground for each child who reaches it, over all children on the map."""
    ground = prepared.ground
    children = _children_of(study, ground.homes.xy, ground.homes.residents).count
    near = prepared.home_pairs(Layer.OPEN).pairs.within(PLAY_SHARED_M.value)
    return supply_ratios(near, children, size, flat(PLAY_SHARED_M.value))

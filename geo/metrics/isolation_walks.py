"""The walks of one area's homes to the nearest public open space, and how straight they might be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.metrics.coverage import percent
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.isolation_ground import IsolationGround, points_xy
from geo.metrics.nobody import nobody_here
from geo.metrics.report import Measurement, measured
from geo.metrics.standards import COVERAGE_NEEDED
from geo.metrics.study import Study
from geo.network.flags import EdgeFlag
from geo.network.population import zones_in_words
from geo.network.walk_trees import WalkStarts, walk_starts

_OTHER_LEVEL = np.uint32(EdgeFlag.TUNNEL | EdgeFlag.BRIDGE)
NO_SPACE = "Not known: no public open space is known near this area."
_SOMEONE = 0.5  # fewer than this many residents round to nobody
_NOTEWORTHY = 0.005

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaWalks:
    """Walks of the homes of a study, [h] each.

    `cost_m` is the walk in metres of ordinary walking (inf = none within 5 km), `metres` its length. `straight_m` is
    the straight line from the home to where that walk ends; `crow_m` to where the nearest space begins, never longer
    than that. `there` marks homes whose street point lies in a space. `sure` tells where nothing beyond the map can be
    nearer.
    """

    study: Study
    prepared: IsolationGround
    starts: WalkStarts
    cost_m: Floats
    metres: Floats
    straight_m: Floats
    crow_m: Floats
    there: Bools
    sure: Bools

    @property
    def people(self) -> Floats:
        """Residents of each home."""
        return self.study.homes.residents

    @property
    def reached(self) -> Bools:
        """Homes of someone from which a space is reached."""
        return np.asarray(np.isfinite(self.cost_m) & (self.people > 0), np.bool_)


def area_walks(study: Study, prepared: IsolationGround) -> AreaWalks:
    """The walk of each home of a study; none is found where the ground has no open space."""
    ground, start = prepared.ground, study.start
    network, seeds = ground.network, ground.open_spaces.entrances.points
    starts = walk_starts(network, prepared.reach, prepared.tree, seeds, start, costs=ground.costs)
    cost, metres = starts.cost_m.copy(), starts.metres.copy()
    street = points_xy(network, start)
    there = _inside(prepared, study, street)
    cost[there] = metres[there] = start.distance_m[there]
    straight = np.full(len(start), np.inf)
    went = starts.seed >= 0
    straight[went] = np.hypot(*(study.homes.xy[went] - prepared.entrance_xy[starts.seed[went]]).T)
    crow = np.minimum(straight, _crow(prepared, study.homes.xy))
    return AreaWalks(
        study=study,
        prepared=prepared,
        starts=starts,
        cost_m=cost,
        metres=metres,
        straight_m=straight,
        crow_m=np.where(there, 0.0, crow),
        there=there,
        sure=_sure(study, street, cost),
    )


def _inside(prepared: IsolationGround, study: Study, street: Floats) -> Bools:
    inside = np.zeros(len(street), np.bool_)
    rows = np.flatnonzero(study.start.reached)
    flags = np.asarray(prepared.ground.network.edge_flags)[study.start.edge[rows]]
    rows = rows[(flags & _OTHER_LEVEL) == 0]
    shapes = prepared.ground.open_spaces.shapes
    home, space = prepared.space_tree.query(shapely.points(street[rows]), predicate="intersects")
    inside[rows[home[shapely.get_dimensions(shapes[space]) == 2]]] = True
    return inside


def _crow(prepared: IsolationGround, xy: Floats) -> Floats:
    """Metres in a straight line to the nearest space with a way in."""
    crow = np.full(len(xy), np.inf)
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if len(prepared.space_tree.geometries) and len(known):
        (home, _), apart = prepared.space_tree.query_nearest(
            shapely.points(xy[known]), return_distance=True, all_matches=False
        )
        crow[known[home]] = apart
    return crow


def _sure(study: Study, street: Floats, cost: Floats) -> Bools:
    network = study.ground.network
    sure = np.full(len(cost), network.meta.invented)
    rows = np.flatnonzero(study.start.reached)
    leaves = shapely.distance(shapely.points(street[rows]), network.meta.footprint.boundary)
    sure[rows] |= cost[rows] <= study.start.distance_m[rows] + leaves
    return sure


def base_notes(study: Study) -> list[str]:
    """How people were placed and what of the area is covered: said with each figure."""
    homes = study.homes
    unknown = f"{zones_in_words(homes.unknown_zones)} without a count: their people are left out."
    return [
        f"{homes.method[:1].upper()}{homes.method[1:]}." if len(homes.residents) else "",
        unknown if homes.unknown_zones else "",
        study.coverage.note,
    ]


def no_one_to_measure(study: Study, metrics: tuple[str, ...]) -> tuple[Measurement, ...]:
    """The figures where no one lives here, or too few do; nothing where they can be worked out."""
    people = float(study.homes.residents.sum())
    if people <= 0:
        said = [nobody_here(study), *base_notes(study)]
        return tuple(measured(metric, None, notes=said) for metric in metrics)
    if too_few_residents(people):
        return tuple(measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD]) for metric in metrics)
    return ()


def too_little_map(study: Study, metres: float) -> str:
    """Why a figure that looks so many metres around the area is withheld; empty where the map suffices."""
    network = study.ground.network
    if network.meta.invented:
        return ""
    # The margin is that of the covered part: what lies farther than this from the map is not measured anyway.
    wide = study.area.geometry.simplify(10.0).buffer(metres)
    share = float(wide.intersection(network.meta.footprint).area / wide.area) if wide.area > 0 else 0.0
    if share >= COVERAGE_NEEDED.value:
        return ""
    return (
        f"Not known: the installed map covers {percent(share)} of the area and the {metres:,.0f} m around it; "
        f"below {percent(COVERAGE_NEEDED.value)} the figure is withheld."
    )


def unsure_note(people: Floats, sure: Bools, words: str) -> str:
    """A word on how many residents' figures may differ because the map ends near; empty where hardly any."""
    total = float(people.sum())
    hidden = float(people[~sure].sum()) / total if total > 0 else 0.0
    return f"The map ends near: {words.format(percent(hidden))}" if hidden >= _NOTEWORTHY else ""


def lost_note(walks: AreaWalks) -> str:
    """How many residents reach no space; empty where none."""
    lost = float(walks.people[~np.isfinite(walks.cost_m)].sum())
    total = float(walks.people.sum())
    return f"{lost:,.0f} of {total:,.0f} residents reach none and are left out." if lost >= _SOMEONE else ""

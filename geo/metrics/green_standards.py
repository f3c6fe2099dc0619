"""Who meets the published standards of access to green space: on foot, or in a straight line where one says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from shapely import STRtree

from geo.metrics.access_ground import Bools, Goal, Layer
from geo.metrics.access_shares import Doubt, distance_in_words, ladder_of, map_ends, row_of, share_of
from geo.metrics.access_walks import HomeWalks
from geo.metrics.floating_catchment import Floats
from geo.metrics.nearest_kinds import mean_walk
from geo.metrics.report import Breakdown, Figures, Measurement, measured
from geo.metrics.standards import REACH_CUTOFF_M
from geo.metrics.standards_access import (
    FIELDS_IN_TRUST,
    LONDON_PLAN,
    NATURAL_ENGLAND,
    WHO,
    LondonPlanVariant,
    Measure,
    Rung,
)
from geo.spaces import SPACE_KINDS

_VARIANTS = {
    LondonPlanVariant.TABLE_8_1: "Distances of Table 8.1: regional parks in 8 km, metropolitan parks in 3.2 km.",
    LondonPlanVariant.SHORTER: "Shorter distances: regional parks in 5 km, metropolitan parks in 2.4 km.",
}
_STRAIGHT = "A straight line to the boundary, as the standard measures: roads and fences between do not count."
_NO_OUTLINES = "Not known: the outlines of spaces are not mapped here, so that their size is not known."

_POINTS_LEFT = "Spaces known by a point alone are left out: a nearer one may be large enough."


def green_standard_figures(walks: HomeWalks, variant: LondonPlanVariant) -> Figures:
    """The London Plan's hierarchy, Natural England's standards, the WHO's and those of Fields in Trust.

    Each is the share of residents who meet it, and each list is a chart.
    """
    ladders = (
        ("london_plan", "London Plan, Table 8.1: residents near a park of each size", LONDON_PLAN[variant]),
        ("natural_england", "Natural England: residents near green space of each size", NATURAL_ENGLAND),
        ("who", "World Health Organization: residents near green space", WHO),
        ("fields_in_trust", "Fields in Trust: residents near each kind of space", FIELDS_IN_TRUST),
    )
    measurements: list[Measurement] = []
    breakdowns: list[Breakdown] = []
    for family, caption, rungs in ladders:
        notes = (_VARIANTS[variant],) if family == "london_plan" else ()
        found = [meets(walks, rung, walks.people, (*notes, *walks.notes)) for rung in rungs]
        measurements += found
        rows = [row_of(each, rung.label) for each, rung in zip(found, rungs, strict=True)]
        breakdowns += ladder_of(
            family, rows, metric=family, caption=caption, unit="% of residents", note=" ".join(notes)
        )
    plan = LONDON_PLAN[variant]
    walked = [_walk(walks, rung) for rung in plan]
    rows = [row_of(each, rung.label) for each, rung in zip(walked, plan, strict=True)]
    caption = "London Plan, Table 8.1: average walk to a park of each size"
    breakdowns += ladder_of("london_plan_walks", rows, metric="walk_m_standard", caption=caption, unit="m")
    return Figures(measurements=(*measurements, *walked), breakdowns=tuple(breakdowns))


def _walk(walks: HomeWalks, rung: Rung) -> Measurement:
    """The average walk to the nearest space that is large enough."""
    metric, goal = f"walk_m_{rung.id}", _goal(rung)
    if rung.size is not None and not walks.prepared.outlines_mapped:
        return measured(metric, None, notes=[_NO_OUTLINES, *walks.notes])
    points = walks.prepared.rows(_goal(rung, unknown_size=True))
    said = _POINTS_LEFT if rung.size is not None and points.any() else ""
    notes = (said, walks.prepared.listed_note, *walks.notes)
    return mean_walk(walks, metric, walks.nearest_m(goal), notes, cutoff_m=goal.cutoff_m)


def meets(
    walks: HomeWalks, rung: Rung, people: Floats, notes: Sequence[str], *, none: str | None = None
) -> Measurement:
    """The share of some people [h] who meet one standard."""
    missing = _not_listed(walks, rung)
    if missing:
        return measured(rung.id, None, notes=[missing, *notes])
    near = _within(walks, rung, unknown_size=False)
    doubts = [map_ends(walks, rung.distance.value, straight=rung.measure is Measure.STRAIGHT_LINE)]
    if rung.size is not None:
        doubts.append(_size_doubt(walks, rung))
    said = [rung.at_most, _STRAIGHT if rung.measure is Measure.STRAIGHT_LINE else "", _how_many(walks, rung)]
    if rung.size is None:
        said.append(walks.prepared.listed_note)
    more = {} if none is None else {"none": none}
    return share_of(rung.id, people, near, doubts, [*said, *notes], **more)


def _within(walks: HomeWalks, rung: Rung, *, unknown_size: bool) -> Bools:
    """Homes [h] near enough to a space that is large enough, or that is known by a point alone."""
    limit = rung.distance.value
    goal = _goal(rung, unknown_size=unknown_size)
    if rung.measure is Measure.WALK:
        return np.asarray(walks.nearest_m(goal) <= limit, np.bool_)
    rows = walks.prepared.rows(goal)
    tree, shapes = walks.home_tree, walks.prepared.ground.open_spaces.shapes[rows]
    near = np.zeros(len(tree.geometries), bool)
    if unknown_size and len(shapes) and len(near):
        points = walks.prepared.kept(("points", goal), lambda: STRtree(shapes))
        found, _ = points.query_nearest(tree.geometries, max_distance=limit, all_matches=False)
        near[found] = True
    elif len(near):
        # Spaces ask for homes: each outline is made ready once, and large ones are few.
        _, found = tree.query(shapes, predicate="dwithin", distance=limit)
        near[found] = True
    return near


def _goal(rung: Rung, *, unknown_size: bool = False) -> Goal:
    return Goal(
        layer=Layer.OPEN,
        kinds=rung.kinds,
        size_ha=0.0 if unknown_size else rung.size_ha,
        unknown_size=unknown_size,
        # One cutoff for all shorter distances, so that one pass serves several rungs.
        cutoff_m=max(rung.distance.value, REACH_CUTOFF_M.value),
    )


def _size_doubt(walks: HomeWalks, rung: Rung) -> Doubt:
    """A space without an outline may be large enough; where no outlines are drawn, any place may be near one."""
    if not walks.prepared.outlines_mapped:
        return Doubt(homes=np.ones(len(walks.people), bool), words="", withheld=_NO_OUTLINES)
    return Doubt(
        homes=_within(walks, rung, unknown_size=True),
        words="Spaces known by a point alone may be large enough for up to {} more.",
    )


def _how_many(walks: HomeWalks, rung: Rung) -> str:
    """How many spaces of the rung lie so near to the area in a straight line."""
    prepared, limit = walks.prepared, rung.distance.value
    shapes = prepared.ground.open_spaces.shapes
    tree = prepared.kept("tree", lambda: STRtree(shapes))
    near = tree.query(walks.outline, predicate="dwithin", distance=limit)
    count = int(prepared.rows(_goal(rung))[near].sum())
    size = f" of at least {rung.size_ha:g} ha" if rung.size else ""
    spaces = {0: "No such space", 1: "1 such space"}.get(count, f"{count:,} such spaces")
    lies = "lies" if count <= 1 else "lie"
    return f"{spaces}{size} {lies} in the area or {distance_in_words(limit)} around it, as far as is known."


def _not_listed(walks: HomeWalks, rung: Rung) -> str:
    """Why a map of streets alone cannot tell of kinds that none of its lists hold."""
    if walks.prepared.outlines_mapped or walks.prepared.rows(_goal(rung, unknown_size=True)).any():
        return ""
    if walks.prepared.rows(_goal(rung)).any():
        return ""
    kinds = in_words(SPACE_KINDS[kind].plural.lower() for kind in SPACE_KINDS if kind in rung.kinds)
    return f"Not known: the installed map does not show {kinds}."


def in_words(names: Iterable[str]) -> str:
    """Names one after the other.

    >>> in_words(["parks", "gardens", "woods"])
    'parks, gardens or woods'
    """
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} or {every[-1]}"

"""How far the walk is to the nearest space of each kind, and how many people have one near by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.metrics.access_ground import AccessGround, Goal, Layer
from geo.metrics.access_shares import distance_in_words, ladder_of, map_ends, row_of, share_of, someone
from geo.metrics.access_walks import HomeWalks
from geo.metrics.coverage import percent
from geo.metrics.floating_catchment import Floats
from geo.metrics.report import BreakdownRow, Figures, Measurement, measured
from geo.metrics.standards import COVERAGE_NEEDED, REACH_CUTOFF_M
from geo.metrics.standards_access import COMMUNITY_KINDS, GREEN_KINDS, OPEN_KINDS, REACH_MINUTES
from geo.spaces import SPACE_KINDS

GROUPS = {
    "any_green": ("Green space of any kind", Layer.OPEN, GREEN_KINDS),
    "any_community": ("Community place of any kind", Layer.COMMUNITY, COMMUNITY_KINDS),
}
_NOTEWORTHY = 0.005


def kind_id(kind: str) -> str:
    """The code of a kind as it stands in ids of figures.

    >>> kind_id("place-of-worship")
    'place_of_worship'
    """
    return kind.replace("-", "_")


def goals_of_kinds(prepared: AccessGround) -> dict[str, tuple[str, Goal]]:
    """Label and goal of each kind that walks on this network may end at, then of the groups; by id."""
    goals: dict[str, tuple[str, Goal]] = {}
    for layer, kinds in ((Layer.OPEN, OPEN_KINDS), (Layer.COMMUNITY, COMMUNITY_KINDS)):
        places = prepared.places(layer)
        present = set(places.frame["kind"].to_numpy()[np.unique(places.entrances.space)])
        goals |= {
            kind_id(kind): (SPACE_KINDS[kind].label, Goal(layer=layer, kinds=frozenset({kind})))
            for kind in SPACE_KINDS
            if kind in kinds and kind in present
        }
        goals |= {
            name: (label, Goal(layer=layer, kinds=members))
            for name, (label, of, members) in GROUPS.items()
            if of is layer and members & present
        }
    return goals


def nearest_kind_figures(walks: HomeWalks) -> Figures:
    """For each kind on the network: the average walk, and the share of residents within 5, 10 and 15 minutes."""
    persona = walks.prepared.ground.persona
    notes = (walks.prepared.listed_note, *walks.notes)
    measurements: list[Measurement] = []
    means: list[BreakdownRow] = []
    within: dict[float, list[BreakdownRow]] = {each.value: [] for each in REACH_MINUTES}
    for name, (label, goal) in goals_of_kinds(walks.prepared).items():
        metres = walks.nearest_m(goal)
        mean = mean_walk(walks, f"walk_m_{name}", metres, notes)
        measurements.append(mean)
        means.append(row_of(mean, label, name))
        for minutes, rows in within.items():
            limit = persona.metres_in(minutes)
            metric = f"within_{minutes:.0f}min_{name}"
            found = share_of(metric, walks.people, metres <= limit, [map_ends(walks, limit)], notes)
            measurements.append(found)
            rows.append(row_of(found, label, name))
    breakdowns = ladder_of(
        "nearest_kinds", means, metric="walk_m_kind", caption="Average walk to the nearest of each kind", unit="m"
    )
    for minutes, rows in within.items():
        caption = f"Residents within {minutes:.0f} minutes' walk of each kind"
        name = f"nearest_kinds_{minutes:.0f}min"
        breakdowns += ladder_of(name, rows, metric="within_minutes_kind", caption=caption, unit="% of residents")
    return Figures(measurements=tuple(measurements), breakdowns=breakdowns)


def mean_walk(
    walks: HomeWalks, metric: str, metres: Floats, notes: Sequence[str], *, cutoff_m: float = REACH_CUTOFF_M.value
) -> Measurement:
    """The average walk, `metres` [h], of those who reach one within the cutoff (inf for the others)."""
    people = walks.people
    everyone = float(people.sum())
    unsaid = someone(metric, everyone, notes)
    if unsaid is not None:
        return unsaid
    reached = np.isfinite(metres) & (people > 0)
    arrived = float(people[reached].sum())
    if arrived <= 0:
        none = f"Not known: no resident reaches one within {distance_in_words(cutoff_m)}."
        return measured(metric, None, n=0, notes=[none, *notes])
    unsure = float(people[walks.leaves_m < metres].sum()) / everyone
    if 1.0 - unsure < COVERAGE_NEEDED.value:
        ends = f"Not known: the map ends so near that {percent(unsure)} of residents may have a shorter walk beyond it."
        return measured(metric, None, n=round(everyone), notes=[ends, *notes])
    return measured(
        metric,
        float(np.average(metres[reached], weights=people[reached])),
        n=round(arrived),
        notes=[*_bounds(unsure, everyone - arrived, cutoff_m), *notes],
    )


def _bounds(unsure: float, missed: float, cutoff_m: float) -> Sequence[str]:
    far = f"{missed:,.0f} residents reach none within {distance_in_words(cutoff_m)} and are left out."
    beyond = f"The map ends near: for {percent(unsure)} of residents a shorter walk beyond it is possible."
    return (far if missed >= 0.5 else "", beyond if unsure >= _NOTEWORTHY else "")

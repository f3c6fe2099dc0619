"""The 15-minute mix: how many kinds of everyday place people have in reach, and which."""

from __future__ import annotations

import numpy as np

from geo.metrics.access_ground import AccessGround, Goal, Layer
from geo.metrics.access_shares import average_of, ladder_of, map_ends, row_of, share_of
from geo.metrics.access_walks import HomeWalks
from geo.metrics.nearest_kinds import GROUPS, goals_of_kinds
from geo.metrics.report import Figures, measured
from geo.metrics.stops import STOP_KINDS

_BEYOND = "At least: for {} of residents there may be more kinds beyond the end of the map."


def everyday_mix_figures(walks: HomeWalks, minutes: float) -> Figures:
    """The average number of kinds within some minutes, and for each kind the share of residents who reach one.

    Kinds are those of public spaces, community places and stops that the map knows of; a kind that it does not hold
    cannot be reached, and the note says how many it holds.
    """
    limit = walks.prepared.ground.persona.metres_in(minutes)
    kinds = _kinds(walks.prepared)
    if not kinds:
        none = ["Not known: the installed map holds no everyday place.", *walks.notes]
        return Figures(measurements=(measured("everyday_mix", None, notes=none),))
    reached = {name: walks.nearest_m(goal) <= limit for name, (_, goal) in kinds.items()}
    ends = map_ends(walks, limit, words=_BEYOND)
    said = f"Of {len(kinds)} kinds on the installed map, within {minutes:g} minutes ({limit:,.0f} m)."
    amount = np.sum(list(reached.values()), axis=0).astype(np.float64)
    mix = average_of("everyday_mix", walks.people, amount, [ends], [said, walks.prepared.listed_note, *walks.notes])
    rows = [
        row_of(share_of("everyday_mix", walks.people, reached[name], [map_ends(walks, limit)]), label, name)
        for name, (label, _) in kinds.items()
    ]
    caption = f"Residents within {minutes:g} minutes' walk of each kind of everyday place"
    return Figures(
        measurements=(mix,),
        breakdowns=ladder_of("everyday_mix", rows, metric="everyday_mix", caption=caption, unit="% of residents"),
    )


def _kinds(prepared: AccessGround) -> dict[str, tuple[str, Goal]]:
    """Label and goal of every kind of everyday place on the network."""
    kinds = {name: found for name, found in goals_of_kinds(prepared).items() if name not in GROUPS}
    stops = prepared.places(Layer.STOPS)
    present = set(stops.frame["kind"].to_numpy()[np.unique(stops.entrances.space)])
    kinds |= {
        f"stop_{kind}": (label, Goal(layer=Layer.STOPS, kinds=frozenset({kind})))
        for kind, label in STOP_KINDS.items()
        if kind in present
    }
    return kinds

"""Who has no welcoming place near: neither a public open space nor a place that someone pinned as welcoming."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.metrics.disclosure import VOICES_WITHHELD, too_few_contributors
from geo.metrics.isolation_walks import NO_SPACE, AreaWalks, base_notes, no_one_to_measure, too_little_map, unsure_note
from geo.metrics.report import Breakdown, BreakdownRow, Figures, Measurement, measured
from geo.metrics.standards_isolation import WELCOME_MINUTES
from geo.network.routing import nearest_seed
from geo.network.snapping import EdgePoints

WELCOME_METRICS = tuple(f"no_welcoming_place_{standard.value:.0f}min" for standard in WELCOME_MINUTES)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def welcoming_figures(walks: AreaWalks, pins: EdgePoints, contributor: Ints | None = None) -> Figures:
    """Shares of residents with no welcoming place within 5, 10 and 15 minutes.

    `pins` are published pins of kind welcoming (or both), snapped to the network; `contributor` tells who placed each
    (a number each, one a pin where it is not known). Where 1 to 4 people placed them, they are left out of the
    figure. Breakdowns tell of spaces and of pins apart.
    """
    nobody = no_one_to_measure(walks.study, WELCOME_METRICS)
    if nobody:
        return Figures(measurements=nobody)
    if not len(walks.prepared.ground.open_spaces.entrances.space):
        unknown = [NO_SPACE, *base_notes(walks.study)]
        return Figures(measurements=tuple(measured(metric, None, n=0, notes=unknown) for metric in WELCOME_METRICS))
    count = int(pins.reached.sum())
    voice = np.arange(len(pins)) if contributor is None else np.asarray(contributor, np.int64)
    few = too_few_contributors(len(np.unique(voice[pins.reached])))
    longest = _metres(walks, len(WELCOME_MINUTES) - 1)
    to_pin = np.full(len(walks.people), np.inf) if few or not count else _to_pins(walks, pins, longest)
    nearest = np.minimum(walks.cost_m, to_pin)
    said = (
        "Fewer than 5 people placed welcoming pins in or around the area: their pins are left out."
        if few
        else f"{count:,} welcoming pins in or around the area."
        if count
        else "No welcoming pin is in or around the area yet."
    )
    return Figures(
        measurements=tuple(_without(walks, nearest, column, said) for column in range(len(WELCOME_METRICS))),
        breakdowns=(
            _apart(walks, walks.cost_m, "no_open_space_near", "public open space", None),
            _apart(
                walks, to_pin, "no_welcoming_pin_near", "place pinned as welcoming", VOICES_WITHHELD if few else None
            ),
        ),
    )


def _to_pins(walks: AreaWalks, pins: EdgePoints, longest_m: float) -> Floats:
    ground = walks.prepared.ground
    return nearest_seed(ground.network, pins, walks.study.start, cutoff_m=longest_m, costs=ground.costs).distance_m


def _metres(walks: AreaWalks, column: int) -> float:
    return walks.study.ground.persona.metres_in(WELCOME_MINUTES[column].value)


def _without(walks: AreaWalks, nearest: Floats, column: int, said: str) -> Measurement:
    metric, limit = WELCOME_METRICS[column], _metres(walks, column)
    withheld = too_little_map(walks.study, limit)
    if withheld:
        return measured(metric, None, notes=[withheld])
    far = ~(nearest <= limit)
    unsure = unsure_note(walks.people, ~far | walks.sure, "up to {} of residents may have one beyond it.")
    total = float(walks.people.sum())
    share = 100.0 * float(walks.people[far].sum()) / total
    return measured(metric, share, n=round(total), notes=[said, *base_notes(walks.study), unsure])


def _apart(walks: AreaWalks, nearest: Floats, key: str, what: str, withheld: str | None) -> Breakdown:
    total = float(walks.people.sum())
    rows = []
    for column, standard in enumerate(WELCOME_MINUTES):
        limit = _metres(walks, column)
        note = too_little_map(walks.study, limit) or None
        share = 100.0 * float(walks.people[~(nearest <= limit)].sum()) / total
        rows.append(
            BreakdownRow(
                key=f"{standard.value:.0f}min",
                label=f"within {standard.value:.0f} minutes",
                value=None if note or withheld else share,
                n=None if note or withheld else round(total),
                suppressed=withheld is not None,
                note=withheld or note,
            )
        )
    return Breakdown(
        id=key,
        metric=WELCOME_METRICS[0],
        caption=f"Residents with no {what} in reach",
        unit="% of residents",
        rows=tuple(rows),
    )

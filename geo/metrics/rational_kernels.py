"""One round of choices in the rational agent access model: a compiled one, and a twin on numpy that does the same.

Place after place takes its people back and shares them out again: supply p costs a_p = walk_p + crowd_p / room_p with
the others' crowd, and x_p people more cost x_p / room_p more. They spread so that all supplies in use cost the same,
lambda: x_p = room_p (lambda - a_p) where that is positive, with the sum of x_p the place's people.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.network.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def _level(cost: Any, room: Any, people: Any) -> Any:
    """Lambda of one place."""
    order = np.argsort(cost)
    open_room = 0.0
    weighted = 0.0
    level = 0.0
    for at in range(len(order)):
        row = order[at]
        open_room += room[row]
        weighted += room[row] * cost[row]
        level = (people + weighted) / open_room
        if at + 1 == len(order) or level <= cost[order[at + 1]]:
            break
    return level


_compiled_level = compiled(_level)


@compiled
def round_of_choices(first, supply, walk, room, people, shared, crowd):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Change `shared` [p] and `crowd` [s] in place; places are `first` [d + 1] into pairs [p], `people` [d]."""
    for place in range(len(people)):
        low, high = first[place], first[place + 1]
        cost = np.empty(high - low)
        wide = np.empty(high - low)
        for row in range(low, high):
            crowd[supply[row]] -= shared[row]
            wide[row - low] = room[supply[row]]
            cost[row - low] = walk[row] + crowd[supply[row]] / wide[row - low]
        level = _compiled_level(cost, wide, people[place])
        for row in range(low, high):
            shared[row] = max(wide[row - low] * (level - cost[row - low]), 0.0)
            crowd[supply[row]] += shared[row]


def round_of_choices_twin(  # noqa: PLR0917
    first: Ints, supply: Ints, walk: Floats, room: Floats, people: Floats, shared: Floats, crowd: Floats
) -> None:
    """The same on numpy."""
    for place in range(len(people)):
        rows = slice(int(first[place]), int(first[place + 1]))
        at = supply[rows]
        crowd[at] -= shared[rows]
        cost = walk[rows] + crowd[at] / room[at]
        order = np.argsort(cost)
        width = np.cumsum(room[at][order])
        levels = (people[place] + np.cumsum((room[at] * cost)[order])) / width
        follows = np.append(cost[order][1:], np.inf)
        level = levels[np.argmax(levels <= follows)]
        shared[rows] = np.maximum(room[at] * (level - cost), 0.0)
        crowd[at] += shared[rows]

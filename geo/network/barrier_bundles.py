"""What to remove together: bundles that grow by the barrier that gains most next to those already chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.barrier_engine import CompiledEngine
from geo.network.barrier_twin import PlainEngine

PAIRS_OF_UP_TO = 60  # barriers of which every pair is tried where no single one gains

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleRows:
    """Barriers to remove together, in the order in which they were chosen, and the people they regain together."""

    rows: tuple[int, ...]
    gain: float


def greedy_bundles(
    engine: CompiledEngine | PlainEngine, total: float, *, largest: int, pairs_of_up_to: int = PAIRS_OF_UP_TO
) -> tuple[BundleRows, ...]:
    """Bundles of up to `largest` barriers, each holding the one before it; each step is exact, the choice greedy.

    Of equal gains the first row is taken. Where no single barrier gains though more is recoverable (two stand one
    behind the other), the pair that gains most is added; where no pair does either, or more than `pairs_of_up_to`
    barriers are left, all that are left are added at once, and that last bundle may be larger than `largest`.
    """
    bundles: list[BundleRows] = []
    chosen: list[int] = []
    left = [int(row) for row in engine.players]
    gain = 0.0
    while left and len(chosen) < largest and total - gain > _least(total):
        step, more = _best(engine, chosen, [[row] for row in left], total)
        if not step and len(left) <= pairs_of_up_to:
            if len(chosen) + 2 > largest:
                break
            pairs = [[a, b] for at, a in enumerate(left) for b in left[at + 1 :]]
            step, more = _best(engine, chosen, pairs, total)
        if not step:
            step, more = left, total - gain
        chosen += step
        left = [row for row in left if row not in step]
        gain += more
        bundles.append(BundleRows(rows=tuple(chosen), gain=gain))
    return tuple(bundles)


def _best(
    engine: CompiledEngine | PlainEngine, chosen: list[int], steps: list[list[int]], total: float
) -> tuple[list[int], float]:
    """The step that gains most on top of what is chosen, and its gain; an empty step where none gains."""
    if not steps:
        return [], 0.0
    gains = engine.in_orders(np.array(steps, np.int64), np.array(chosen, np.int64)).sum(axis=1)
    # Sums of the same people in another order may differ in their last digits: these are ties.
    row = int(np.flatnonzero(gains >= gains.max() - _least(total))[0])
    return (steps[row], float(gains[row])) if gains[row] > _least(total) else ([], 0.0)


def _least(total: float) -> float:
    """Less than this is nobody."""
    return 1e-9 * max(total, 1.0)

"""Times of several calls taken in turn, so that what else the machine does meets all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any


def taken_in_turn(calls: Mapping[str, Callable[[], Any]], rounds: int) -> tuple[dict[str, float], dict[str, Any]]:
    """Median seconds of each call over some rounds, and what each gave last. The first round warms up and is left out.

    With one round there is no warming up: for what takes minutes.
    """
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    gave: dict[str, Any] = {}
    for turn in range(rounds + (rounds > 1)):
        for name, call in calls.items():
            gave.pop(name, None)
            began = time.perf_counter()
            gave[name] = call()
            if turn or rounds == 1:
                seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(taken) for name, taken in seconds.items()}, gave

"""What a walking network is built from, whatever it was read from: an extract, a download, the practice quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Way(NamedTuple):
    """One OpenStreetMap way: its id, the ids of its nodes in order, its tags. At least two nodes."""

    id: int
    node_ids: list[int]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkWays:
    """Ways that a pedestrian may use, with their nodes in EPSG:27700.

    `node_ids` is int64 [n], unique; `node_xy` float64 [n, 2], eastings and northings in metres in the same order;
    `node_tags` holds the tags of those nodes that have any that matter to walking (barrier, kerb, crossing, ...).
    """

    node_ids: NDArray[np.int64]
    node_xy: NDArray[np.float64]
    ways: list[Way]
    node_tags: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

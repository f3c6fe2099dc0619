"""The spatial index of a network that was split or added to, upon the index of the network it was made of.

An index of a city's edges takes a second to build; this one asks the old index which edges are near, and then only
their pieces and what was added.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

Ints = NDArray[np.int64]


class GrownTree:
    """What `WalkingNetwork.tree` is asked, of a network whose first edges are those of another, or parts of them.

    `lines` [m'] are the geometries of all edges, `old_edge` [m'] the edge of the old network each is (part of), -1 for
    one that was added. Edges up to the old network's count keep their row.
    """

    def __init__(self, tree: Any, lines: NDArray[np.object_], old_edge: Ints, old_count: int) -> None:
        self._tree, self._lines = tree, lines
        tail = old_edge[old_count:]
        of = np.flatnonzero(tail >= 0)
        of = of[np.argsort(tail[of], kind="stable")]
        self._edge, self._piece = tail[of], old_count + of
        self._added = (old_count + np.flatnonzero(tail < 0)).astype(np.int64)
        self._new: Any = STRtree(lines[self._added])

    def query(self, geometry: Any, predicate: str | None = None, distance: Any = None) -> NDArray[np.int64]:
        """Edges that meet each geometry, as `shapely.STRtree.query` answers it."""
        asked = np.atleast_1d(np.asarray(geometry, dtype=object))
        which, edge = self._nearby(asked, self._tree.query(asked, predicate=predicate, distance=distance))
        more, added = self._new.query(asked, predicate=predicate, distance=distance)
        if predicate is not None:
            kept = _holds(predicate, asked[which], self._lines[edge], distance, which)
            which, edge = which[kept], edge[kept]
        which, edge = np.concatenate([which, more]), np.concatenate([edge, self._added[added]])
        order = np.argsort(which, kind="stable")
        return edge[order] if np.ndim(geometry) == 0 else np.stack([which[order], edge[order]])

    def query_nearest(
        self,
        geometry: Any,
        max_distance: float | None = None,
        return_distance: bool = False,
        all_matches: bool = True,
    ) -> Any:
        """The nearest edge of each geometry, as `shapely.STRtree.query_nearest` answers it; of several, the first."""
        asked = np.atleast_1d(np.asarray(geometry, dtype=object))
        which, edge = self._nearby(asked, self._tree.query_nearest(asked, max_distance=max_distance))
        more, added = self._new.query_nearest(asked, max_distance=max_distance)
        which, edge = np.concatenate([which, more]), np.concatenate([edge, self._added[added]])
        apart = shapely.distance(asked[which], self._lines[edge])
        order = np.lexsort((edge, apart, which))
        which, edge, apart = which[order], edge[order], apart[order]
        first = np.flatnonzero(np.diff(which, prepend=-1))
        if all_matches:
            least = apart[first][np.cumsum(np.diff(which, prepend=-1) > 0) - 1]
            first = np.flatnonzero(apart == least)
        found = edge[first] if np.ndim(geometry) == 0 else np.stack([which[first], edge[first]])
        return (found, apart[first]) if return_distance else found

    def nearest(self, geometry: Any) -> Any:
        """The nearest edge of a geometry, or of each of several."""
        found = self.query_nearest(geometry, all_matches=False)
        return found[0] if np.ndim(geometry) == 0 else found[1]

    def _nearby(self, asked: NDArray[np.object_], found: Any) -> tuple[Ints, Ints]:
        """Pairs with the old tree's edges, with all pieces of those that were split."""
        which, edge = (np.asarray(each, np.int64) for each in found)
        low, high = np.searchsorted(self._edge, edge, "left"), np.searchsorted(self._edge, edge, "right")
        count = high - low
        at = np.repeat(low - np.cumsum(count) + count, count) + np.arange(count.sum())
        return np.concatenate([which, np.repeat(which, count)]), np.concatenate([edge, self._piece[at]])


def _holds(
    predicate: str, asked: NDArray[np.object_], lines: NDArray[np.object_], distance: Any, which: Ints
) -> NDArray[np.bool_]:
    holds: Any = getattr(shapely, predicate)
    if predicate != "dwithin":
        return np.asarray(holds(asked, lines), np.bool_)
    reach = np.asarray(distance, float)
    return np.asarray(holds(asked, lines, reach[which] if reach.ndim else reach), np.bool_)

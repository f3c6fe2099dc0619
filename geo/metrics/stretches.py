"""Stretches of edges: from one length along an edge to another; merged, and laid over one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretches:
    """Parts of edges, all [k]: the edge, and metres along it where the part begins and ends."""

    edge: Ints
    start_m: Floats
    end_m: Floats

    @property
    def length_m(self) -> Floats:
        """Metres of each part, [k]."""
        return self.end_m - self.start_m

    def merged(self) -> Stretches:
        """The same ground with no metre twice: parts that overlap or touch become one.

        >>> parts = Stretches(edge=np.array([0, 0, 1]), start_m=np.array([0., 3., 0.]), end_m=np.array([4., 9., 2.]))
        >>> parts.merged().length_m.tolist()
        [9.0, 2.0]
        """
        kept = np.flatnonzero(self.end_m > self.start_m)
        order = kept[np.lexsort((self.start_m[kept], self.edge[kept]))]
        edge, start, end = self.edge[order], self.start_m[order], self.end_m[order]
        if not len(edge):
            return Stretches(edge=edge, start_m=start, end_m=end)
        # One edge is laid behind the other, so that a running maximum never reaches into the next.
        apart = float(end.max() - start.min()) + 1.0
        shift = edge * apart
        farthest = np.maximum.accumulate(end + shift)
        begins = np.ones(len(edge), bool)
        begins[1:] = (start + shift)[1:] > farthest[:-1]
        group = np.flatnonzero(begins)
        last = np.append(group[1:], len(edge)) - 1
        return Stretches(edge=edge[group], start_m=start[group], end_m=farthest[last] - shift[last])

    def shared_m(self, other: Stretches) -> Floats:
        """Of each part [k] the metres that lie in parts of `other`, which is merged."""
        low = np.searchsorted(other.edge, self.edge, "left")
        count = np.searchsorted(other.edge, self.edge, "right") - low
        part = np.repeat(np.arange(len(self.edge)), count)
        beside = np.repeat(low - (np.cumsum(count) - count), count) + np.arange(len(part))
        both = np.minimum(self.end_m[part], other.end_m[beside]) - np.maximum(self.start_m[part], other.start_m[beside])
        return np.bincount(part, weights=np.maximum(both, 0.0), minlength=len(self.edge)).astype(np.float64)


def joined(*several: Stretches) -> Stretches:
    """All parts of several, one after the other."""
    return Stretches(
        edge=np.concatenate([each.edge for each in several]).astype(np.int64),
        start_m=np.concatenate([each.start_m for each in several]),
        end_m=np.concatenate([each.end_m for each in several]),
    )


def stretches_in(lines: NDArray[np.object_], edge: Ints, shapes: NDArray[np.object_]) -> Stretches:
    """The parts of edges, `edge` [k], that lie in the polygons beside them, `shapes` [k]; `lines` are all edges."""
    parts, row = shapely.get_parts(shapely.intersection(lines[edge], shapes), return_index=True)
    along = shapely.get_dimensions(parts) == 1
    parts, row = parts[along], row[along]
    line = lines[edge[row]]
    first = shapely.line_locate_point(line, shapely.get_point(parts, 0))
    last = shapely.line_locate_point(line, shapely.get_point(parts, -1))
    return Stretches(edge=edge[row], start_m=np.minimum(first, last), end_m=np.maximum(first, last))

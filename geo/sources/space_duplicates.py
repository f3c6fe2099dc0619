"""When two rows are the same place: drawn twice on one map, or listed by two publishers.

Two rows are one place where (N: the same folded name; U: one of them unnamed; K: the same kind; F: of one family,
that is both open spaces of the park-like kinds, which mappers and publishers take for one another)

    point and polygon    N and F within 100 m; K and U inside; K inside where two lists are compared and the kind
                         is a community place (a 2019 list and a 2026 map name the same church differently)
    two points           N and F within 150 m; K and U within 15 m (30 m where two lists are compared)
    two polygons         F and all but the same outline (80 % of their union); N, F and most of the smaller one inside
                         the larger (80 %; 50 % where two lists are compared, for registers draw wider bounds)

A park and a playground, or a church and its hall, are never one place. Parts of a park that a road divides keep
their own rows: their hectares are real. The row kept is a polygon before a point, the larger polygon, the row that
says more; it takes over what the other knows and it does not.
"""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.names import fold_name
from geo.sources.space_rows import ACCESS_STATED
from geo.spaces import SpaceAccess, SpaceGroup

Positions = NDArray[np.intp]

_REACH_M = 150.0
_POINT_BY_POLYGON_M = 100.0
_UNNAMED_POINTS_M, _UNNAMED_POINTS_OF_TWO_LISTS_M = 15.0, 30.0
_SAME_OUTLINE = 0.8
_INSIDE, _INSIDE_OF_TWO_LISTS = 0.8, 0.5
_TAKEN_OVER = ("name", "wheelchair", "opening_hours")

PARK_LIKE = frozenset(
    {
        *("park", "garden", "square", "pedestrian-area", "recreation-ground", "common", "village-green"),
        *("nature-reserve", "woodland", "cemetery"),
    }
)
_WORDS_THAT_TELL_NOTHING = {
    "place-of-worship": frozenset({"church", "parish", "the", "and"}),
    "library": frozenset({"library", "public", "the"}),
}
_SAINT = re.compile(r"\bsaint\b")


def without_repeats(spaces: gpd.GeoDataFrame, *, two_lists: bool = False) -> gpd.GeoDataFrame:
    """The rows with each place once, index 0, 1, 2, ...; needs the working column `ACCESS_STATED`.

    `two_lists` says that the rows come from several publishers or years, where names agree less.
    """
    spaces = spaces.iloc[np.argsort(-_rank(spaces), kind="stable")].reset_index(drop=True)
    kept_at, repeat_at = same_places(spaces, spaces, two_lists=two_lists)
    # Rows are in order of rank, so that the first of any two is the one to keep; a row that goes keeps nobody else.
    pairs = sorted({(int(a), int(b)) for a, b in zip(kept_at, repeat_at, strict=True) if a < b})
    taken: dict[int, int] = {}
    for keeper, repeat in pairs:
        if keeper not in taken:
            taken.setdefault(repeat, keeper)
    if not taken:
        return spaces
    repeats, keepers = np.array(list(taken), dtype=np.intp), np.array(list(taken.values()), dtype=np.intp)
    return _taken_over(spaces, keepers, repeats).drop(index=repeats).reset_index(drop=True)


def same_places(left: gpd.GeoDataFrame, right: gpd.GeoDataFrame, *, two_lists: bool) -> tuple[Positions, Positions]:
    """Pairs of positions (in `left`, in `right`) that are one place by the rules above. Symmetric."""
    shapes_l, shapes_r = (shapely.make_valid(frame.geometry.to_numpy()) for frame in (left, right))
    b, a = shapely.STRtree(shapes_l).query(shapes_r, predicate="dwithin", distance=_REACH_M)
    kind_l, kind_r = left["kind"].to_numpy(dtype=object)[a], right["kind"].to_numpy(dtype=object)[b]
    same_kind = kind_l == kind_r
    family = same_kind | (np.isin(kind_l, list(PARK_LIKE)) & np.isin(kind_r, list(PARK_LIKE)))
    a, b, same_kind = a[family], b[family], same_kind[family]
    names_l, names_r = _match_names(left)[a], _match_names(right)[b]
    unnamed = (names_l == "") | (names_r == "")
    same_name = (names_l == names_r) & ~unnamed
    point_l, point_r = left["is_point"].to_numpy()[a], right["is_point"].to_numpy()[b]
    shapes_l, shapes_r = shapes_l[a], shapes_r[b]
    distance = shapely.distance(shapes_l, shapes_r)
    community = (left["group"] == SpaceGroup.COMMUNITY.value).to_numpy()[a]

    both_points = point_l & point_r
    near = _UNNAMED_POINTS_OF_TWO_LISTS_M if two_lists else _UNNAMED_POINTS_M
    as_points = both_points & (same_name | (same_kind & unnamed & (distance <= near)))
    mixed = point_l != point_r
    by_name = same_name & (distance <= _POINT_BY_POLYGON_M)
    inside = same_kind & (distance == 0) & (unnamed | (community & two_lists))
    as_polygons = ~point_l & ~point_r & _one_outline(shapes_l, shapes_r, same_name, two_lists)
    same = as_points | (mixed & (by_name | inside)) | as_polygons
    return a[same], b[same]


def _one_outline(
    left: NDArray[np.object_], right: NDArray[np.object_], same_name: NDArray[np.bool_], two_lists: bool
) -> NDArray[np.bool_]:
    shared = shapely.area(shapely.intersection(left, right))
    area_l, area_r = shapely.area(left), shapely.area(right)
    whole = np.maximum(area_l + area_r - shared, 1e-9)
    inside = shared / np.maximum(np.minimum(area_l, area_r), 1e-9)
    enough = _INSIDE_OF_TWO_LISTS if two_lists else _INSIDE
    return np.asarray((shared / whole >= _SAME_OUTLINE) | (same_name & (inside >= enough)))


def _rank(spaces: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Higher is kept: polygons by area, then points by how much they say."""
    said = spaces[list(_TAKEN_OVER)].notna().sum(axis=1).to_numpy() + spaces[ACCESS_STATED].to_numpy()
    area = np.nan_to_num(spaces["area_ha"].to_numpy())
    return np.asarray(np.where(spaces["is_point"], 0.0, 1e3 + 1e3 * area) + said, dtype=np.float64)


def _taken_over(spaces: gpd.GeoDataFrame, keepers: Positions, repeats: Positions) -> gpd.GeoDataFrame:
    """What a repeat knows and its keeper does not: name, wheelchair, opening hours, and who may go in."""
    columns = {name: spaces[name].to_numpy(dtype=object).copy() for name in (*_TAKEN_OVER, "access")}
    stated = spaces[ACCESS_STATED].to_numpy().copy()
    for keeper, repeat in zip(keepers, repeats, strict=True):
        for name in _TAKEN_OVER:
            if pd.isna(columns[name][keeper]):
                columns[name][keeper] = columns[name][repeat]
        unknown = columns["access"][keeper] == SpaceAccess.UNKNOWN.value
        if (stated[repeat] and not stated[keeper]) or (unknown and not stated[keeper]):
            columns["access"][keeper], stated[keeper] = columns["access"][repeat], stated[repeat]
    return spaces.assign(**{name: pd.Series(values, dtype="str") for name, values in columns.items()}).assign(
        **{ACCESS_STATED: stated}
    )


def _match_names(spaces: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Names as they are compared: folded, "saint" as "st", without words that every place of the kind has."""
    names = [
        _match_name(name, kind) if isinstance(name, str) else ""
        for name, kind in zip(spaces["name"], spaces["kind"], strict=True)
    ]
    return np.array(names, dtype=object)


def _match_name(name: str, kind: str) -> str:
    dropped = _WORDS_THAT_TELL_NOTHING.get(kind, frozenset({"the"}))
    words = [word for word in _SAINT.sub("st", fold_name(name)).split() if word not in dropped]
    return " ".join(words)

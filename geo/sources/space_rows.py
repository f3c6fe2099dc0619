"""Rows of the spaces table (geo.frames.SPACES) from features with OpenStreetMap tags, and what lies in what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import BNG
from geo.frames import SPACES, check_frame
from geo.sources.osm_tags import Tags, space_access, space_rule, wheelchair
from geo.spaces import SPACE_KINDS, SpaceAccess, SpaceGroup

ACCESS_STATED = "access_stated"
"""Working column: whether the map says who may go in; not part of the finished table."""

Shapes = NDArray[np.object_]

_LIES_IN = 0.8  # share of its area that a space has inside its parent
_OF_CLOSED_GROUND = 0.5


def rows_from_tags(
    ids: Sequence[str], tags: Sequence[Tags], shapes: Shapes, *, network_id: str | None, source_id: str
) -> gpd.GeoDataFrame:
    """SPACES rows with the working column `ACCESS_STATED`; `shapes` in EPSG:27700, one for each id.

    Features that are no public space by `osm_tags.space_rule`, or whose shape is empty, are left out.
    """
    rules = [space_rule(each) for each in tags]
    kept = [i for i, rule in enumerate(rules) if rule is not None and not shapes[i].is_empty]
    geometry = shapes[kept]
    is_point = shapely.get_dimensions(geometry) == 0
    chosen = [(tags[i], rule) for i in kept if (rule := rules[i]) is not None]
    access = [space_access(each, rule) for each, rule in chosen]
    kinds = [rule.kind for _, rule in chosen]
    columns = {
        "space_id": _text(ids[i] for i in kept),
        "name": _text((each.get("name") or "").strip() or None for each, _ in chosen),
        "kind": _text(kinds),
        "group": _text(SPACE_KINDS[kind].group.value for kind in kinds),
        "access": _text(value.value for value, _ in access),
        "wheelchair": _text(wheelchair(each) for each, _ in chosen),
        "opening_hours": _text(each.get("opening_hours") for each, _ in chosen),
        "area_ha": np.where(is_point, np.nan, shapely.area(geometry) / 10_000.0),
        "is_point": is_point,
        "parent_id": _text(None for _ in kept),
        "network_id": _text(network_id for _ in kept),
        "source_id": _text(source_id for _ in kept),
        "invented": np.zeros(len(kept), dtype=bool),
        ACCESS_STATED: np.array([stated for _, stated in access], dtype=bool),
    }
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=gpd.GeoSeries(geometry, crs=BNG))


def close_grounds(spaces: gpd.GeoDataFrame, grounds: Shapes) -> gpd.GeoDataFrame:
    """Open spaces in closed grounds that say nothing of their own become PRIVATE: a school's pitch, its garden."""
    grounds = grounds[shapely.is_valid(grounds)] if len(grounds) else grounds
    silent = ~spaces[ACCESS_STATED] & (spaces["group"] == SpaceGroup.OPEN.value)
    if not len(grounds) or not silent.any():
        return spaces
    ground = shapely.union_all(grounds)
    shapes = spaces.geometry.to_numpy()
    area = shapely.area(shapes)
    inside = np.where(
        spaces["is_point"],
        shapely.intersects(shapes, ground),
        shapely.area(shapely.intersection(shapely.make_valid(shapes), ground)) > _OF_CLOSED_GROUND * area,
    )
    closed = silent.to_numpy() & inside
    return spaces.assign(access=spaces["access"].mask(closed, SpaceAccess.PRIVATE.value))


def nest(spaces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`parent_id` set to the smallest open space that a space lies in, and a parent's closed door passed on.

    A playground in a private garden is private, and one in a garden for members is for members, unless the map says
    otherwise of the playground itself. Works on spaces of one network; the index must be 0, 1, 2, ...
    """
    child, parent = _inside_pairs(spaces)
    area = spaces["area_ha"].to_numpy()
    order = np.lexsort((area[parent], child))
    child, parent = child[order], parent[order]
    first = np.unique(child, return_index=True)[1]
    child, parent = child[first], parent[first]
    ids, access = spaces["space_id"].to_numpy(dtype=object), spaces["access"].to_numpy(dtype=object).copy()
    parents = spaces["parent_id"].to_numpy(dtype=object).copy()
    parents[child] = ids[parent]
    may_inherit = (~spaces[ACCESS_STATED] & (spaces["group"] == SpaceGroup.OPEN.value)).to_numpy()
    shut = {SpaceAccess.PRIVATE.value, SpaceAccess.RESTRICTED.value}
    for i in np.argsort(-area[parent], kind="stable"):  # the largest parents first, so that it passes down
        if access[parent[i]] in shut and may_inherit[child[i]] and access[child[i]] != SpaceAccess.PRIVATE.value:
            access[child[i]] = access[parent[i]]
    return spaces.assign(parent_id=pd.Series(parents, dtype="str"), access=pd.Series(access, dtype="str"))


def finished(spaces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The table without working columns, checked against its contract."""
    frame = spaces.drop(columns=[ACCESS_STATED], errors="ignore").reset_index(drop=True)
    check_frame(frame, SPACES)
    return frame


def _inside_pairs(spaces: gpd.GeoDataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which space lies in which larger open space, as two arrays of positions."""
    shapes = shapely.make_valid(spaces.geometry.to_numpy())
    area = np.nan_to_num(spaces["area_ha"].to_numpy())
    holders = np.flatnonzero(((spaces["group"] == SpaceGroup.OPEN.value) & ~spaces["is_point"]).to_numpy())
    child, at = shapely.STRtree(shapes[holders]).query(shapes, predicate="intersects")
    parent = holders[at]
    larger = area[parent] > area[child]
    child, parent = child[larger], parent[larger]
    shared = shapely.area(shapely.intersection(shapes[child], shapes[parent])) / 10_000.0
    inside = (area[child] == 0) | (shared >= _LIES_IN * area[child])
    return child[inside], parent[inside]


def _text(values: Iterable[str | None]) -> pd.Series:
    return pd.Series(list(values), dtype="str")

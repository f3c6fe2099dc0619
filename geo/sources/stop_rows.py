"""Rows of the table of stops (geo.frames.STOPS), each stop once though the map may draw it twice."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import BNG
from geo.frames import STOPS, check_frame
from geo.names import fold_name
from geo.sources.stop_tags import StopKind

# How far apart two drawings of one stop may lie. The Underground and the railway at one station are one stop; bus
# stops on both sides of a street are two, so that of buses only a platform is taken for the stop beside it.
SAME_STOP_M = {StopKind.RAIL: 300.0, StopKind.TRAM: 150.0, StopKind.FERRY: 300.0, StopKind.BUS: 20.0}
_UNNAMED_M = 60.0


def stop_rows(
    ids: Sequence[str],
    names: Sequence[str | None],
    kinds: Sequence[str],
    shapes: NDArray[np.object_],
    *,
    network_id: str | None,
    source_id: str,
    invented: bool = False,
) -> gpd.GeoDataFrame:
    """STOPS rows with an index 0, 1, 2, ...; `shapes` in EPSG:27700, of which an inner point is kept.

    Repeated ids and stops drawn twice keep the first row; shapes that are empty are left out.
    """
    frame = gpd.GeoDataFrame(
        {
            "stop_id": pd.Series(list(ids), dtype="str"),
            "name": pd.Series([(name or "").strip() or None for name in names], dtype="str"),
            "kind": pd.Series([str(kind) for kind in kinds], dtype="str"),
            "network_id": pd.Series([network_id] * len(ids), dtype="str"),
            "source_id": pd.Series([source_id] * len(ids), dtype="str"),
            "invented": np.full(len(ids), invented, dtype=bool),
        },
        geometry=gpd.GeoSeries(shapely.point_on_surface(shapes), crs=BNG),
    )[list(STOPS.columns)]
    is_node = (shapely.get_dimensions(shapes) == 0) & ~frame["stop_id"].str.startswith("way/").to_numpy(dtype=bool)
    kept = (~frame.geometry.is_empty & ~frame["stop_id"].duplicated()).to_numpy(dtype=bool)
    frame = _each_once(frame[kept].reset_index(drop=True), is_node[kept])
    check_frame(frame, STOPS)
    return frame


def empty_stops() -> gpd.GeoDataFrame:
    """A table of stops without rows."""
    return stop_rows([], [], [], np.empty(0, dtype=object), network_id=None, source_id="")


def _each_once(stops: gpd.GeoDataFrame, is_node: NDArray[np.bool_]) -> gpd.GeoDataFrame:
    """The rows without those that draw an earlier one again. Nodes come first: they stand where one waits."""
    order = np.argsort(~is_node, kind="stable")
    stops, is_node = stops.iloc[order], is_node[order]
    shapes, kinds = stops.geometry.to_numpy(), stops["kind"].to_numpy(dtype=object)
    names = np.array([fold_name(name) if isinstance(name, str) else "" for name in stops["name"]], dtype=object)
    farthest = max(SAME_STOP_M.values())
    later, earlier = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=farthest)
    both = (later > earlier) & (kinds[later] == kinds[earlier])
    later, earlier = later[both], earlier[both]
    apart_m = shapely.distance(shapes[later], shapes[earlier])
    limit_m = np.array([SAME_STOP_M[StopKind(kind)] for kind in kinds[later]])
    unnamed = (names[later] == "") | (names[earlier] == "")
    near = np.where(unnamed, apart_m <= np.minimum(limit_m, _UNNAMED_M), apart_m <= limit_m)
    same = near & (unnamed | (names[later] == names[earlier]))
    two_bus_stops = (kinds[later] == StopKind.BUS.value) & is_node[later]
    kept = np.setdiff1d(np.arange(len(stops)), later[same & ~two_bus_stops])
    # Back in the order in which they were given.
    return stops.iloc[kept[np.argsort(order[kept], kind="stable")]].reset_index(drop=True)

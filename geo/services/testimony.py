"""What residents said of an area, as one frame for whatever is inferred from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.areas import Area, own_outline
from geo.crs import BNG
from geo.pins import CollectionMethod, Pin
from geo.services.area_pins import degrees_around
from geo.services.workspace import Workspace

COLUMNS = (
    *("id", "kind", "category", "contributor", "created_at", "role", "precision_m"),
    *("felt", "affects", "hours", "until", "severity", "knowledge", "geometry"),
)


def testimony_in(workspace: Workspace, area: Area, *, around_m: float) -> gpd.GeoDataFrame:
    """Published pins whose place or shape meets the area, or a margin of `around_m` metres; EPSG:27700.

    Columns as `COLUMNS`: `geometry` is the published point, line or polygon; `role` and `precision_m` say what the
    point is (of a grid cell, the 250 m square around it is meant); `felt`, `hours`, `severity` and `knowledge` are
    codes of `geo.surveys` or None; `affects` a tuple of codes; `until` a date or None; `contributor` a keyed hash for
    counting alone, or None. The practice quarter's own pins are in it for an invented area only. No pins give an
    empty frame with the same columns.
    """
    wide = replace(area, geometry=area.geometry.buffer(around_m)) if around_m else area
    said = workspace.store.testimony_within(degrees_around(workspace, wide))
    if not area.invented:
        said = said[(said["method"] != CollectionMethod.INVENTED.value).to_numpy(dtype=bool)]
    geometry = _geometry(workspace, said)
    here = shapely.intersects(own_outline(wide.geometry), geometry)
    said, geometry = said[here].reset_index(drop=True), geometry[here]
    frame = said.assign(
        affects=_objects([tuple(str(groups).split()) for groups in said["affects"].fillna("")]),
        **{name: _or_none(said[name]) for name in _MAY_BE_MISSING},
    )
    return gpd.GeoDataFrame(frame[list(COLUMNS[:-1])], geometry=geometry, crs=BNG)


def testimony_of(workspace: Workspace, pin: Pin) -> gpd.GeoDataFrame:
    """One pin, whatever its status, as a frame like that of `testimony_in`. The pin has a published place."""
    assert pin.published is not None
    detail = pin.detail
    row = {
        "id": str(pin.id),
        "kind": pin.kind.value,
        "category": pin.category,
        "contributor": None,
        "created_at": pd.Timestamp(pin.created_at),
        "role": pin.published.role.value,
        "precision_m": pin.published.precision_m,
        "felt": detail.felt and detail.felt.value,
        "affects": tuple(group.value for group in detail.affects),
        "hours": detail.hours and detail.hours.value,
        "until": detail.until,
        "severity": detail.severity and detail.severity.value,
        "knowledge": detail.knowledge and detail.knowledge.value,
    }
    frame = pd.DataFrame({name: _objects([value]) for name, value in row.items()})
    return gpd.GeoDataFrame(frame, geometry=[geometry_of(workspace, pin)], crs=BNG)


def geometry_of(workspace: Workspace, pin: Pin) -> BaseGeometry:
    """Where a pin is shown, EPSG:27700: its shape where it has one, else its published place, which it must have."""
    if pin.shape is not None:
        drawn: BaseGeometry = workspace.grid.geometry_to_bng(pin.shape.geometry)
        return drawn
    assert pin.published is not None
    return shapely.Point(workspace.grid.point_to_bng(pin.published.place))


def _geometry(workspace: Workspace, said: pd.DataFrame) -> NDArray[np.object_]:
    x, y = workspace.grid.to_bng(said["lon"], said["lat"])
    geometry = np.asarray(shapely.points(x, y), dtype=object)
    drawn = said["shape"].notna().to_numpy(dtype=bool)
    if drawn.any():
        geometry[drawn] = workspace.grid.geometry_to_bng(shapely.from_geojson(said["shape"].to_numpy()[drawn]))
    return geometry


_MAY_BE_MISSING = ("contributor", "felt", "hours", "until", "severity", "knowledge")


def _or_none(column: pd.Series[Any]) -> pd.Series[Any]:
    return _objects([None if missing else value for value, missing in zip(column, column.isna(), strict=True)])


def _objects(values: list[Any]) -> pd.Series[Any]:
    return pd.Series(values, dtype="object")

"""A walking catchment on a small map: the ground within reach, the spaces that are reached, where the walk begins."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.crs import LonLat
from geo.metrics.disclosure import significant
from geo.metrics.personas import Persona
from geo.metrics.walking_catchment import CatchmentBand
from geo.services.areas import list_areas
from geo.services.catchments import CatchmentResult, walking_catchment
from geo.services.grounds import ground_for
from geo.services.map_layers import MapClass, MapLayer, bounds_of, feature_collection
from geo.services.workspace import Workspace

_DECIMALS = 6  # of a place in degrees: about ten centimetres
_KEPT = 64
_AROUND_M = 400.0
_SIMPLER_M = 1.0


class _Catchments(dict[tuple[float, float, str], CatchmentResult]):
    """Catchments made, the oldest dropped first: the page and its map ask for the same one."""


def catchment_of(workspace: Workspace, place: LonLat, persona: Persona) -> CatchmentResult:
    """The catchment of 5, 10 and 15 minutes, kept. Raises as `walking_catchment` does."""
    kept = workspace.index(lambda _: _Catchments(), _Catchments)
    key = (round(place.lon, _DECIMALS), round(place.lat, _DECIMALS), persona.id)
    if key not in kept:
        found = walking_catchment(workspace, place, persona=persona)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = found
    return kept[key]


def catchment_map(workspace: Workspace, result: CatchmentResult | None) -> dict[str, Any]:
    """What the map shows, in the shape of `report_layer`, with the place as ``start`` [lon, lat].

    Without a result: all installed areas, and nothing on them. Without bands: the place alone.
    """
    nothing = feature_collection(workspace.grid, [], [])
    shown: dict[str, Any] = {"area": nothing, "spaces": nothing, "entrances": nothing, "start": None, "layer": None}
    if result is None:
        return shown | {"bounds": bounds_of(workspace.grid, shapely.union_all(_boroughs(workspace)))}
    start = shapely.Point(result.xy)
    shown["start"] = [round(result.place.lon, _DECIMALS), round(result.place.lat, _DECIMALS)]
    if not result.bands:
        return shown | {"bounds": bounds_of(workspace.grid, start.buffer(_AROUND_M))}
    layer = _layer(result)
    extent = shapely.union_all([start.buffer(_AROUND_M / 4), *result.bands[-1].shape.polygon.geoms])
    return shown | {
        "bounds": bounds_of(workspace.grid, extent),
        "spaces": _spaces(workspace, result),
        "layer": layer.as_dict(workspace.grid),
    }


def people_within(band: CatchmentBand) -> str:
    """Residents within reach, rounded; or that they are not known or withheld."""
    if band.residents is None:
        return "fewer than 10 people" if band.suppressed else "people not known"
    return f"{'at least ' if band.at_least else ''}{significant(round(band.residents, -1)):,.0f} people"


def _layer(result: CatchmentResult) -> MapLayer:
    # A band holds the nearer ones: drawn from the farthest, each lies within the next.
    shapes = [shapely.simplify(band.shape.polygon, _SIMPLER_M) for band in result.bands]
    cut = any(band.at_least for band in result.bands)
    return MapLayer(
        id="catchment",
        title="Ground within reach on foot",
        scale="catchment",
        classes=tuple(
            MapClass(label=f"within {band.minutes:g} minutes", amount=people_within(band)) for band in result.bands
        ),
        shapes=np.asarray(shapes, dtype=object),
        of_class=np.arange(len(shapes), dtype=np.int64),
        note="The walking map ends within these walks: there may be more beyond it, never less." if cut else "",
    )


def _spaces(workspace: Workspace, result: CatchmentResult) -> dict[str, Any]:
    if result.network is None:
        return feature_collection(workspace.grid, [], [])
    frame = ground_for(workspace, result.network.id, result.persona).open_spaces.frame
    reached = {space.id for space in result.bands[-1].open_spaces}
    here = frame[frame["space_id"].isin(reached)]
    shapes = shapely.simplify(here.geometry.to_numpy(), _SIMPLER_M)
    return feature_collection(workspace.grid, shapes, [{"id": each} for each in here["space_id"]])


def _boroughs(workspace: Workspace) -> Any:
    ids = [area.id for area in list_areas(workspace, "borough")] or list(workspace.areas["area_id"])
    return shapely.envelope(workspace.areas.loc[ids].geometry.to_numpy())

"""What the maps of a report can show, question by question, and one such map made ready for the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.errors import InputError
from geo.metrics.access import BAND_LABELS
from geo.metrics.catalogue import CUTS, GREEN, HEARD, MISSES
from geo.metrics.personas import ANY_WALKER, Persona
from geo.services.areas import find_area
from geo.services.hot_spots import hot_spot_map_layer, pin_density_layer
from geo.services.isolation_layers import connected_layer, cut_links_layer, silence_layer
from geo.services.map_layers import UNKNOWN, MapClass, MapLayer
from geo.services.report_map import AROUND_M, streets_by_walk, surroundings
from geo.services.walk_study import WalkStudy, study_walks
from geo.services.workspace import Workspace
from geo.services.zone_layers import deprivation_layer, residents_layer


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerKind:
    """A layer that one can choose: under which question, what it is called, how it is made.

    `of_pins` says that it changes with the pins.
    """

    id: str
    question: str
    label: str
    make: Callable[[Workspace, WalkStudy, Persona], MapLayer]
    of_pins: bool = False


def report_layer(
    workspace: Workspace, area_id: str, layer_id: str = "walk", persona: Persona = ANY_WALKER
) -> dict[str, Any]:
    """An area with its surroundings (see `report_map`) and one layer (see `MapLayer.as_dict`) under ``layer``.

    Raises `InputError` for an area or a layer that there is not.
    """
    kind = LAYERS.get(layer_id)
    if kind is None:
        raise InputError(f"There is no map layer “{layer_id}”. The layers are {', '.join(LAYERS)}.")
    study = study_walks(workspace, find_area(workspace, area_id), persona)
    return surroundings(workspace, study) | {"layer": kind.make(workspace, study, persona).as_dict(workspace.grid)}


def layers_for(question: str) -> tuple[LayerKind, ...]:
    """The layers that help to answer a question of the report."""
    return tuple(kind for kind in LAYERS.values() if kind.question == question)


def _walk_layer(_workspace: Workspace, study: WalkStudy, persona: Persona) -> MapLayer:
    streets = streets_by_walk(study, study.area.geometry.buffer(AROUND_M), persona)
    inside = shapely.length(shapely.intersection(streets.lines, study.area.geometry))
    km = np.bincount(streets.band, weights=inside, minlength=len(BAND_LABELS)) / 1000.0
    amounts = [f"{each:.1f} km of streets" for each in km]
    none_found = len(BAND_LABELS) - 1
    return MapLayer(
        id="walk",
        title="Walk to the nearest public open space",
        scale="walk",
        classes=tuple(
            MapClass(label=label, amount=amount)
            for label, amount in zip(BAND_LABELS[:none_found], amounts[:none_found], strict=True)
        ),
        unknown=MapClass(label=BAND_LABELS[none_found], amount=amounts[none_found]),
        shapes=streets.lines,
        of_class=np.where(streets.band == none_found, UNKNOWN, streets.band).astype(np.int64),
    )


def _hot_spots(workspace: Workspace, study: WalkStudy, _persona: Persona) -> MapLayer:
    return hot_spot_map_layer(workspace, study.area)


def _pin_density(workspace: Workspace, study: WalkStudy, _persona: Persona) -> MapLayer:
    return pin_density_layer(workspace, study.area)


LAYERS: dict[str, LayerKind] = {
    kind.id: kind
    for kind in (
        LayerKind(id="walk", question=GREEN, label="Streets by their walk", make=_walk_layer),
        LayerKind(id="cut-links", question=CUTS, label="Links without a way round", make=cut_links_layer),
        LayerKind(id="connected", question=CUTS, label="How closely streets hang together", make=connected_layer),
        LayerKind(id="deprivation", question=MISSES, label="Deprivation", make=deprivation_layer),
        LayerKind(id="residents", question=MISSES, label="Where people live", make=residents_layer),
        LayerKind(id="silence", question=HEARD, label="Where nobody has been heard", make=silence_layer, of_pins=True),
        LayerKind(id="hot-spots", question=HEARD, label="Hot spots", make=_hot_spots, of_pins=True),
        LayerKind(id="pin-density", question=HEARD, label="How closely pins lie", make=_pin_density, of_pins=True),
    )
}

"""Every figure of one area, from every family of figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from geo.areas import Area
from geo.metrics.access import unknown_walks, walk_bands, walk_measurements
from geo.metrics.access_figures import AccessSettings
from geo.metrics.catalogue import METRICS
from geo.metrics.open_space import OpenSpace, open_space_in, open_space_measurement
from geo.metrics.participation import pin_measurements
from geo.metrics.people import resident_measurement
from geo.metrics.personas import Persona
from geo.metrics.profile import profile_figures
from geo.metrics.report import Figures, Measurement, WalkBand, measured
from geo.metrics.separation import separation_figures
from geo.metrics.straight_lines import straight_line_figures
from geo.metrics.study import Study
from geo.metrics.voices import voice_figures
from geo.network.population import Homes, Residents, residents_of, zones_in_words
from geo.services.area_pins import voices_in
from geo.services.families import network_families, pin_network_families
from geo.services.grounds import deprivation_zones_of, spaces_of, zones_of
from geo.services.hot_spots import hot_spot_figures_of
from geo.services.known_places import known_places
from geo.services.walk_study import WalkStudy, study_walks
from geo.services.workspace import Workspace

_NONE_ON_THE_MAP = "Not known: the installed map shows no place of this kind."
_MOST_KEPT = 256
_TELL_FROM = 0.05  # a smaller difference between two counts of the same people is left unsaid


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inputs:
    """The tables a report was made from; `pins_sequence` is the store's last change before the pins were read."""

    zones: gpd.GeoDataFrame
    spaces: gpd.GeoDataFrame
    pins: pd.DataFrame
    pins_sequence: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaFigures:
    """What is known of an area, with what it was worked out from. `figures` holds every metric of the catalogue."""

    study: WalkStudy
    inputs: Inputs
    figures: Figures
    walk_bands: tuple[WalkBand, ...]


def area_figures(
    workspace: Workspace,
    area: Area,
    persona: Persona,
    settings: AccessSettings,
    *,
    everywhere: bool = False,
    upon: Study | None = None,
) -> AreaFigures:
    """All figures of an area; those that cannot be worked out are there with the value None and the reason.

    `everywhere` says that the area is all that the census tables hold, so that none of their zones need be cut.
    `upon` is a study of the area to take instead of its own: that of its ground with a scheme.
    """
    study = study_walks(workspace, area, persona, upon)
    network_id = study.network.meta.id if study.network is not None else None
    sequence = workspace.store.sequence()  # before the pins are read: a digest must never claim too many
    inputs = Inputs(
        zones=zones_of(workspace, invented=area.invented),
        spaces=_with_new(spaces_of(workspace, network_id, invented=area.invented), upon),
        pins=voices_in(workspace, area),
        pins_sequence=sequence,
    )
    still = _without_pins(workspace, study, inputs, persona, settings, everywhere=everywhere)
    families = [*still.families, *_families_of_pins(workspace, area, inputs, still.residents)]
    if study.study is not None:
        families += pin_network_families(workspace, study.study)
    bands: tuple[WalkBand, ...] = ()
    # A chart would tell what the figures withhold.
    within = next(each for family in families for each in family.measurements if each.metric == "residents_within_400m")
    if within.value is not None and study.walks is not None and study.homes is not None:
        bands = walk_bands(study.walks, study.homes, persona)
    return AreaFigures(study=study, inputs=inputs, figures=_in_order(families, study), walk_bands=bands)


def _with_new(spaces: gpd.GeoDataFrame, upon: Study | None) -> gpd.GeoDataFrame:
    """The spaces, with those that a study's ground has beside them."""
    if upon is None:
        return spaces
    frame = upon.ground.open_spaces.frame
    new = frame[~frame["space_id"].isin(spaces["space_id"])]
    return spaces if new.empty else gpd.GeoDataFrame(pd.concat([spaces, new]), geometry="geometry", crs=spaces.crs)


class _Still(NamedTuple):
    """What no pin changes. The ground it stands on is held, so that no other one is given its id."""

    ground: object
    residents: Residents
    families: list[Figures]


class _Kept(dict[tuple[object, ...], _Still]):
    """Figures that no pin changes, the oldest dropped first."""


def _without_pins(
    workspace: Workspace,
    study: WalkStudy,
    inputs: Inputs,
    persona: Persona,
    settings: AccessSettings,
    *,
    everywhere: bool,
) -> _Still:
    """The families that no pin changes: kept, so that a new pin is seen in a moment in whatever it changes."""
    kept = workspace.index(lambda _: _Kept(), _Kept)
    ground = None if study.study is None else study.study.ground
    key = (study.area.id, study.area.geometry.wkb, persona.id, settings, everywhere, id(ground))
    if key not in kept:
        residents = residents_of(study.area.geometry, inputs.zones)
        families = _map_families(workspace, study, inputs, residents, persona, everywhere=everywhere)
        if study.study is not None and study.walks is not None:
            families += network_families(workspace, study.study, study.walks, settings)
        while len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = _Still(ground, residents, families)
    return kept[key]


def _map_families(
    workspace: Workspace, study: WalkStudy, inputs: Inputs, residents: Residents, persona: Persona, *, everywhere: bool
) -> list[Figures]:
    """The families that need neither pins nor a walking map, and the walks to the nearest open space."""
    area, zones, spaces = study.area, inputs.zones, inputs.spaces
    within = None if everywhere else area.geometry
    inside = open_space_in(area.geometry, spaces)
    known = known_places(workspace, invented=area.invented, beside=spaces)
    return [
        Figures(measurements=(resident_measurement(residents),)),
        Figures(measurements=(_open_space(study, zones, spaces, residents, inside),)),
        Figures(measurements=tuple(_walks(study, zones, persona))),
        straight_line_figures(area.geometry, zones, known, inside),
        separation_figures(within, zones),
        profile_figures(within, zones, deprivation_zones_of(workspace, invented=area.invented)),
    ]


def _families_of_pins(workspace: Workspace, area: Area, inputs: Inputs, residents: Residents) -> list[Figures]:
    """The families of pins that need no walking map."""
    km2 = area.geometry.area / 1e6
    return [
        Figures(measurements=tuple(pin_measurements(inputs.pins, km2, residents))),
        voice_figures(area, inputs.pins, km2, residents),
        hot_spot_figures_of(workspace, area),
    ]


def _in_order(families: list[Figures], study: WalkStudy) -> Figures:
    """The measurements in the order of the catalogue; one that no family gave is not known, with the reason."""
    found = {each.metric: each for family in families for each in family.measurements}
    why = study.coverage.note if study.study is None else _NONE_ON_THE_MAP
    return Figures(
        measurements=tuple(
            found[metric] if metric in found else measured(metric, None, notes=[why]) for metric in METRICS
        ),
        breakdowns=tuple(each for family in families for each in family.breakdowns),
    )


def _open_space(
    study: WalkStudy, zones: gpd.GeoDataFrame, spaces: gpd.GeoDataFrame, residents: Residents, inside: OpenSpace
) -> Measurement:
    """Hectares for the part of the area that the network's map covers, or for all of it where there is none."""
    if study.network is None:
        return open_space_measurement(inside, residents, outlines_mapped=False)
    part = study.area.geometry.intersection(study.network.meta.footprint)
    # A map without a single building is one of streets alone: that it draws no park says nothing of parks.
    buildings = study.network.buildings
    return open_space_measurement(
        open_space_in(part, spaces),
        residents_of(part, zones),
        outlines_mapped=buildings is not None and len(buildings) > 0,
        where=study.coverage.note,
    )


def _walks(study: WalkStudy, zones: gpd.GeoDataFrame, persona: Persona) -> list[Measurement]:
    if study.network is None or study.walks is None or study.homes is None or study.supply is None:
        return unknown_walks([study.coverage.note])
    notes = [study.coverage.note]
    if not len(study.supply.frame):
        return unknown_walks(["Not known: no public open space is known near this area.", *notes])
    residents = residents_of(study.area.geometry.intersection(study.network.meta.footprint), zones)
    if residents.count is None:
        return unknown_walks([f"Not known: {residents.reason}.", *notes])
    if study.homes.unknown_zones:
        notes.append(f"{zones_in_words(study.homes.unknown_zones)} without a count: their people are left out.")
    notes.append(_two_counts(residents.count, study.homes))
    return walk_measurements(study.walks, study.homes, persona, notes)


def _two_counts(by_land: float, homes: Homes) -> str:
    """A word where placing people in buildings gives another number than sharing zones out by land."""
    placed = float(homes.residents.sum())
    if abs(placed - by_land) <= _TELL_FROM * max(placed, by_land):
        return ""
    return f"Placed so, {placed:,.0f} people live here; by land alone it is {by_land:,.0f}."

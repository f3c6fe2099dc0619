"""The report of an area: all its figures, each with its reason where it is not known."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.areas import Area
from geo.metrics.access import unknown_walks, walk_bands, walk_measurements
from geo.metrics.open_space import open_space_in, open_space_measurement
from geo.metrics.participation import pin_measurements
from geo.metrics.people import resident_measurement
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.report import AreaReport, Measurement, WalkBand
from geo.network.population import Homes, Residents, residents_of, zones_in_words
from geo.pins import CollectionMethod
from geo.services.areas import AreaSummary, find_area, list_areas
from geo.services.grounds import spaces_of, zones_of
from geo.services.report_map import report_map
from geo.services.report_provenance import Inputs, provenance_of
from geo.services.walk_study import WalkStudy, study_walks
from geo.services.workspace import Workspace

__all__ = ["AreaSummary", "area_report", "find_area", "list_areas", "report_map"]


def area_report(workspace: Workspace, area_id: str, persona: Persona = ANY_WALKER) -> AreaReport:
    """Every figure of one area.

    Raises `InputError` for an unknown id, naming close ones, and `DataMissingError` where nothing is installed.
    Figures that cannot be worked out are there with the value None and the reason.
    """
    area = find_area(workspace, area_id)
    study = study_walks(workspace, area, persona)
    zones = zones_of(workspace, invented=area.invented)
    network_id = study.network.meta.id if study.network is not None else None
    spaces = spaces_of(workspace, network_id, invented=area.invented)
    sequence = workspace.store.sequence()
    pins = pins_in(workspace, area)
    residents = residents_of(area.geometry, zones)
    walks = _walks(study, zones, persona)
    measurements = (
        resident_measurement(residents),
        *pin_measurements(pins["kind"].tolist(), area.geometry.area / 1e6, residents),
        _open_space(study, zones, spaces, residents),
        *walks,
    )
    bands: tuple[WalkBand, ...] = ()
    # A chart would tell what the figures withhold.
    if walks[0].value is not None and study.walks is not None and study.homes is not None:
        bands = walk_bands(study.walks, study.homes, persona)
    return AreaReport(
        area=area,
        persona=persona.id,
        coverage=study.coverage,
        measurements=measurements,
        walk_bands=bands,
        provenance=provenance_of(
            workspace, study, Inputs(zones=zones, spaces=spaces, pins=pins, pins_sequence=sequence), persona
        ),
    )


def pins_in(workspace: Workspace, area: Area) -> pd.DataFrame:
    """Published pins whose published place lies in the area or on its edge; the practice quarter's own only there."""
    west, south, east, north = area.geometry.buffer(_MARGIN_M).bounds
    lon, lat = workspace.grid.to_wgs84([west, west, east, east], [south, north, south, north])
    pins = workspace.store.pins_within((lon.min(), lat.min(), lon.max(), lat.max()))
    x, y = workspace.grid.to_bng(pins["lon"], pins["lat"])
    shapely.prepare(area.geometry)
    here = shapely.intersects_xy(area.geometry, x, y)
    if not area.invented:
        here &= (pins["method"] != CollectionMethod.INVENTED.value).to_numpy(dtype=bool)
    return pins[here]


_TELL_FROM = 0.05  # a smaller difference between two counts of the same people is left unsaid

# Meridians lean against the grid, so that the box in degrees is taken a little wider.
_MARGIN_M = 100.0


def _open_space(
    study: WalkStudy, zones: gpd.GeoDataFrame, spaces: gpd.GeoDataFrame, residents: Residents
) -> Measurement:
    """Hectares for the part of the area that the network's map covers, or for all of it where there is none."""
    if study.network is None:
        known = open_space_in(study.area.geometry, spaces)
        return open_space_measurement(known, residents, outlines_mapped=False)
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

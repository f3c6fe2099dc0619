"""The same figures for the larger places that an area is read against: its borough, London, the whole walking map."""

from __future__ import annotations

from dataclasses import replace

from shapely import MultiPolygon, Polygon
from shapely.ops import unary_union

from geo.areas import Area, AreaKind, own_outline
from geo.errors import DataMissingError
from geo.metrics.access_figures import AccessSettings
from geo.metrics.coverage import Coverage
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.report import Comparison, measured
from geo.services.areas import find_area
from geo.services.grounds import coverage_of
from geo.services.report_figures import area_figures
from geo.services.workspace import Workspace

BOROUGH, LONDON, MAP = "borough", "london", "map"
# Outlines of spaces are drawn on a walking map; elsewhere most spaces are points, so that figures would not be like
# for like.
_BY_OUTLINES = ("open_space_ha_per_1000", "open_space_share", "straight_open_space_m")
_PARTLY_DRAWN = "Not compared: the outlines of spaces are known in part of this place only."
# Census zones are taken or left whole at this scale; the full outline of London has 139,000 corners.
_LONDON_SIMPLER_M = 20.0


class _Comparisons(dict[tuple[object, ...], Comparison]):
    """Comparisons made, by place, persona and state of the pins."""


def comparisons_for(
    workspace: Workspace, area: Area, coverage: Coverage, persona: Persona, settings: AccessSettings
) -> tuple[Comparison, ...]:
    """What an area may be compared with: its borough, London, and everyone on the walking map it was measured on."""
    places: list[tuple[str, Area]] = []
    if area.borough_code and area.borough_code != area.id and area.borough_code in workspace.areas.index:
        places.append((BOROUGH, find_area(workspace, area.borough_code)))
    if area.borough_code:
        places.append((LONDON, _london(workspace)))
    if coverage.sufficient and coverage.network_id and area.kind is not AreaKind.EXTRACT:
        places.append((MAP, _whole_map(workspace, area, coverage.network_id)))
    return tuple(_comparison(workspace, place, where, persona, settings) for place, where in places)


def _comparison(workspace: Workspace, place: str, area: Area, persona: Persona, settings: AccessSettings) -> Comparison:
    kept = workspace.index(lambda _: _Comparisons(), _Comparisons)
    if not coverage_of(workspace, area, persona).sufficient:
        # Without a walking map nothing depends on who walks, or on what a reader chose.
        persona, settings = ANY_WALKER, AccessSettings()
    key = (place, area.id, persona.id, workspace.store.sequence(), settings)
    if key not in kept:
        found = area_figures(workspace, area, persona, settings, everywhere=place == LONDON)
        measurements = {each.metric: each for each in found.figures.measurements}
        if found.study.study is None:
            measurements |= {metric: measured(metric, None, notes=[_PARTLY_DRAWN]) for metric in _BY_OUTLINES}
        for old in [old for old in kept if old[3] != key[3]]:
            kept.pop(old, None)
        kept[key] = Comparison(place=place, name=area.name, measurements=measurements)
    return kept[key]


def _whole_map(workspace: Workspace, area: Area, network_id: str) -> Area:
    """Everything that the network's map covers, as an area."""
    meta = workspace.network(network_id).meta
    return replace(
        area,
        id=f"map-{network_id}",
        name="Everyone on this walking map",
        kind=AreaKind.EXTRACT,
        borough_code=None,
        borough_name=None,
        geometry=own_outline(meta.footprint),
        area_km2=meta.footprint.area / 1e6,
        source_id=meta.source_id,
    )


class _London(list[Area]):
    """London as one area, made once."""


def _london(workspace: Workspace) -> Area:
    kept = workspace.index(lambda _: _London(), _London)
    if not kept:
        frame = workspace.areas
        boroughs = frame[(frame["kind"] == AreaKind.BOROUGH.value) & ~frame["invented"].to_numpy(dtype=bool)]
        outline = unary_union(boroughs.geometry.to_numpy()).simplify(_LONDON_SIMPLER_M)
        if not isinstance(outline, Polygon | MultiPolygon):
            raise DataMissingError("The outlines of the boroughs are not installed. Run “python -m geo data install”.")
        kept.append(
            Area(
                id="london",
                name="London",
                kind=AreaKind.BOROUGH,
                borough_code=None,
                borough_name=None,
                area_km2=outline.area / 1e6,
                geometry=outline,
                source_id=str(boroughs["source_id"].iloc[0]),
            )
        )
    return replace(kept[0], geometry=own_outline(kept[0].geometry))

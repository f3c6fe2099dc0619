"""The ground that figures stand on: each network as each persona walks it, made at first use and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.areas import Area, AreaKind, extract_area_id
from geo.metrics.coverage import Coverage, choose_network
from geo.metrics.open_space import is_open_to_all, is_public_open
from geo.metrics.personas import Persona, costs_for
from geo.metrics.standards import WALKING_MINUTES
from geo.metrics.stops_supply import stops_for
from geo.metrics.study import Ground, Places, Study
from geo.metrics.supply import spaces_for
from geo.network.access_points import access_points
from geo.network.fragments import in_large_fragments
from geo.network.graph import WalkingNetwork
from geo.network.population import homes_in
from geo.network.snapping import snap
from geo.services.workspace import Workspace
from geo.spaces import SpaceGroup


@dataclass(frozen=True, slots=True)
class _Grounds:
    """Grounds by network and persona. The lock keeps two readers from making the same one twice."""

    made: dict[tuple[str, str], Ground] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


def ground_for(workspace: Workspace, network_id: str, persona: Persona) -> Ground:
    """The ground of an installed network for a persona."""
    kept = workspace.index(lambda _: _Grounds(), _Grounds)
    key = (network_id, persona.id)
    with kept.lock:
        if key not in kept.made:
            kept.made[key] = _make(workspace, workspace.network(network_id), persona)
        return kept.made[key]


def is_kept(workspace: Workspace, ground: Ground) -> bool:
    """Whether this very ground is the one that is kept for its network and persona, and not one with a scheme."""
    kept = workspace.index(lambda _: _Grounds(), _Grounds)
    return kept.made.get((ground.network.meta.id, ground.persona.id)) is ground


def coverage_of(workspace: Workspace, area: Area, persona: Persona) -> Coverage:
    """Which installed network covers an area best, and how much of it."""
    networks = [workspace.network(network_id) for network_id in workspace.network_ids]
    if area.kind is AreaKind.EXTRACT:  # a map as a whole is measured on itself, also where a newer one holds it
        networks = [network for network in networks if extract_area_id(network.meta.id) == area.id]
    return choose_network(
        area.id,
        area.geometry,
        # The practice quarter's streets are no real area's streets, and the other way round.
        [network.meta for network in networks if network.meta.invented == area.invented],
        persona.metres_in(WALKING_MINUTES.value),
    )


def study_for(workspace: Workspace, area: Area, persona: Persona) -> tuple[Coverage, Study | None]:
    """The area upon its ground; None where no network covers enough of it."""
    coverage = coverage_of(workspace, area, persona)
    if not coverage.sufficient or coverage.network_id is None:
        return coverage, None
    ground = ground_for(workspace, coverage.network_id, persona)
    zones = zones_of(workspace, invented=area.invented)
    homes = homes_in(area.geometry, zones, ground.network)
    return coverage, Study(
        area=area,
        coverage=coverage,
        ground=ground,
        homes=homes,
        start=snap(ground.network, homes.xy, allowed=ground.usable),
        zones=zones,
        deprivation_zones=deprivation_zones_of(workspace, invented=area.invented),
    )


def zones_of(workspace: Workspace, *, invented: bool) -> gpd.GeoDataFrame:
    """The census zones that an area may be measured with: invented ones for an invented area alone."""
    zones = workspace.zones
    return zones[zones["invented"].to_numpy(dtype=bool) == invented]


def spaces_of(workspace: Workspace, network_id: str | None, *, invented: bool) -> gpd.GeoDataFrame:
    """The spaces that an area may be measured with, each once."""
    spaces = spaces_for(workspace.spaces, network_id)
    return spaces[spaces["invented"].to_numpy(dtype=bool) == invented]


def deprivation_zones_of(workspace: Workspace, *, invented: bool) -> gpd.GeoDataFrame:
    """The zones of deprivation and age that an area may be measured with; none for an invented area."""
    zones = workspace.deprivation_zones
    return zones.iloc[:0] if invented else zones


def _make(workspace: Workspace, network: WalkingNetwork, persona: Persona) -> Ground:
    invented = network.meta.invented
    costs = costs_for(network, persona)
    usable = in_large_fragments(network) & np.isfinite(costs.edge_m)
    spaces = spaces_of(workspace, network.meta.id, invented=invented)
    community = (spaces["group"] == SpaceGroup.COMMUNITY.value).to_numpy(dtype=bool) & is_open_to_all(spaces)
    homes = homes_in(network.meta.footprint, zones_of(workspace, invented=invented), network)
    return Ground(
        network=network,
        persona=persona,
        costs=costs,
        usable=usable,
        open_spaces=_places(network, spaces[is_public_open(spaces)], usable),
        community=_places(network, spaces[community], usable),
        stops=_places(network, _stops_of(workspace, network), usable),
        homes=homes,
        home_points=snap(network, homes.xy, allowed=usable),
    )


def _places(network: WalkingNetwork, frame: gpd.GeoDataFrame, usable: NDArray[np.bool_]) -> Places:
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    return Places(frame=frame, shapes=shapes, entrances=access_points(network, shapes, allowed=usable))


def _stops_of(workspace: Workspace, network: WalkingNetwork) -> gpd.GeoDataFrame:
    return stops_for(workspace.stops, network.meta.id)

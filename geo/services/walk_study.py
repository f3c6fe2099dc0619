"""What walking figures of one area rest on: its network, spaces with their ways in, homes, and the walks between."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.areas import Area
from geo.metrics.access import Walks, walks_to_spaces
from geo.metrics.coverage import Coverage, choose_network
from geo.metrics.open_space import is_public_open
from geo.metrics.personas import Persona
from geo.metrics.standards import WALKING_MINUTES
from geo.metrics.supply import spaces_for
from geo.network.access_points import AccessPoints, access_points
from geo.network.fragments import in_large_fragments
from geo.network.graph import WalkingNetwork
from geo.network.population import Homes, homes_in
from geo.network.snapping import snap
from geo.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpaceSupply:
    """Public open spaces that walks on one network may end at, and where they are entered.

    `usable` [m] says which edges walks begin and end on: those of fragments large enough to be streets.
    """

    usable: NDArray[np.bool_]
    spaces: gpd.GeoDataFrame
    shapes: NDArray[np.object_]
    entrances: AccessPoints


@dataclass(frozen=True, slots=True)
class SpaceSupplies:
    """The supply of each network, made at first use and kept."""

    by_network: dict[str, SpaceSupply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WalkStudy:
    """Walks from the homes of an area. `network` and what follows are None where coverage does not suffice."""

    area: Area
    coverage: Coverage
    network: WalkingNetwork | None = None
    supply: SpaceSupply | None = None
    homes: Homes | None = None
    walks: Walks | None = None


def study_walks(workspace: Workspace, area: Area, persona: Persona) -> WalkStudy:
    """Choose the network of an area and find the walk of each home to its nearest public open space."""
    networks = [workspace.network(network_id) for network_id in workspace.network_ids]
    coverage = choose_network(
        area.id,
        area.geometry,
        # The practice quarter's streets are no real area's streets, and the other way round.
        [network.meta for network in networks if network.meta.invented == area.invented],
        persona.metres_in(WALKING_MINUTES.value),
    )
    if not coverage.sufficient or coverage.network_id is None:
        return WalkStudy(area=area, coverage=coverage)
    network = workspace.network(coverage.network_id)
    supply = _supply(workspace, network)
    homes = homes_in(area.geometry, zones_of(workspace, area), network)
    walks = walks_to_spaces(network, snap(network, homes.xy, allowed=supply.usable), supply.shapes, supply.entrances)
    return WalkStudy(area=area, coverage=coverage, network=network, supply=supply, homes=homes, walks=walks)


def zones_of(workspace: Workspace, area: Area) -> gpd.GeoDataFrame:
    """The census zones that an area may be measured with: invented ones for an invented area alone."""
    zones = workspace.zones
    return zones[zones["invented"].to_numpy(dtype=bool) == area.invented]


def spaces_of(workspace: Workspace, area: Area, network_id: str | None) -> gpd.GeoDataFrame:
    """The spaces that an area may be measured with, each once."""
    spaces = spaces_for(workspace.spaces, network_id)
    return spaces[spaces["invented"].to_numpy(dtype=bool) == area.invented]


def _supply(workspace: Workspace, network: WalkingNetwork) -> SpaceSupply:
    supplies = workspace.index(lambda _: SpaceSupplies(), SpaceSupplies).by_network
    if network.meta.id not in supplies:
        spaces = spaces_for(workspace.spaces, network.meta.id)
        spaces = spaces[is_public_open(spaces) & (spaces["invented"].to_numpy(dtype=bool) == network.meta.invented)]
        shapes = spaces.geometry.to_numpy()
        usable = in_large_fragments(network)
        supplies[network.meta.id] = SpaceSupply(
            usable=usable, spaces=spaces, shapes=shapes, entrances=access_points(network, shapes, allowed=usable)
        )
    return supplies[network.meta.id]

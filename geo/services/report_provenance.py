"""What it takes to make a report again: its sources, its parameters and a digest of everything that went in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely

from geo.areas import Area
from geo.metrics.access_figures import AccessSettings
from geo.metrics.open_space import is_public_open
from geo.metrics.parameters import all_parameters
from geo.metrics.personas import Persona
from geo.metrics.standards import REACH_CUTOFF_M
from geo.network.graph import WalkingNetwork
from geo.provenance import Provenance, Source, digest
from geo.services.report_figures import Inputs
from geo.services.sites import SITE_SOURCE
from geo.services.walk_study import WalkStudy
from geo.services.workspace import Workspace

# The zones' outlines name their own source; the counts were joined to them from this one.
_CENSUS = "census-2021"


def provenance_of(
    workspace: Workspace, study: WalkStudy, inputs: Inputs, persona: Persona, settings: AccessSettings
) -> Provenance:
    """The provenance of a report on the area of `study`.

    The digest is the same for the same outline, zones, spaces within reach, network, pins and parameters, whenever and
    wherever they were installed.
    """
    area, network = study.area, study.network
    zones = inputs.zones.iloc[np.sort(inputs.zones.sindex.query(area.geometry, predicate="intersects"))]
    reach = area.geometry.buffer(REACH_CUTOFF_M.value)
    spaces = inputs.spaces[is_public_open(inputs.spaces)]
    spaces = spaces.iloc[np.sort(spaces.sindex.query(reach, predicate="intersects"))]
    stops = workspace.stops.iloc[np.sort(workspace.stops.sindex.query(reach, predicate="intersects"))]
    deprivation = workspace.deprivation_zones
    deprivation = deprivation.iloc[np.sort(deprivation.sindex.query(area.geometry, predicate="intersects"))]
    ids = [area.source_id, *zones["source_id"].unique(), *spaces["source_id"].unique()]
    ids += [*deprivation["source_id"].unique(), *stops["source_id"].unique()]
    ids += [_CENSUS] if len(zones) and not area.invented and _CENSUS in workspace.sources else []
    ids += [network.meta.source_id] if network is not None else []
    known = {**workspace.sources, SITE_SOURCE.id: SITE_SOURCE}
    used = all_parameters(settings) | {
        "persona": persona.id,
        "speed_m_per_s": persona.speed_m_per_s,
        "penalties_m": {penalty.feature.value: str(penalty.metres) for penalty in persona.penalties},
        "grid": workspace.grid.name,
    }
    pins = inputs.pins
    return Provenance(
        sources=(*(known[each] for each in dict.fromkeys(ids)), _pin_source(area, inputs.pins_sequence)),
        parameters=used | {"pins_sequence": inputs.pins_sequence},
        input_digest=digest(
            area.id,
            _digest_of([area.geometry.wkb]),
            _digest_of(_content(zones, [str(column) for column in zones.columns if column != "geometry"])),
            _digest_of(_content(deprivation, ["zone_id", "imd_rank", "residents", "age_0_15", "age_65plus"])),
            _digest_of(_content(stops, ["stop_id", "kind"])),
            _digest_of(_content(spaces, ["space_id", "kind", "access"])),
            _network_digest(workspace, network) if network is not None else None,
            sorted(zip(pins["id"], pins["kind"], pins["lon"], pins["lat"], strict=True)),
            used,
        ),
        made_at=workspace.now(),
    )


def _pin_source(area: Area, sequence: int) -> Source:
    return Source(
        id="pins",
        title="Pins of the practice quarter" if area.invented else "Pins placed by residents",
        publisher="the people who took part",
        url="",
        vintage=f"change {sequence}",
        licence="",
        attribution="",
        invented=area.invented,
    )


class _NetworkDigests(dict[str, str]):
    """Digests of networks by id: arrays of a whole city take a moment to read through."""


def _network_digest(workspace: Workspace, network: WalkingNetwork) -> str:
    kept = workspace.index(lambda _: _NetworkDigests(), _NetworkDigests)
    if network.meta.id not in kept:
        kept[network.meta.id] = _digest_arrays(network)
    return kept[network.meta.id]


def _digest_arrays(network: WalkingNetwork) -> str:
    arrays = (network.edge_uv, network.edge_coords, network.edge_flags, network.node_flags, network.buildings)
    return _digest_of(np.ascontiguousarray(array).tobytes() for array in arrays if array is not None)


def _content(frame: gpd.GeoDataFrame, columns: list[str]) -> Iterable[bytes]:
    yield digest(frame[columns].astype(str).to_numpy().tolist()).encode()
    yield from shapely.to_wkb(frame.geometry.to_numpy())


def _digest_of(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()

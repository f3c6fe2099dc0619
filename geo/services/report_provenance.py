"""What it takes to make a report again: its sources, its parameters and a digest of everything that went in."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely

from geo.metrics.access_figures import AccessSettings
from geo.metrics.open_space import is_public_open
from geo.metrics.parameters import all_parameters
from geo.metrics.personas import Persona
from geo.metrics.standards import REACH_CUTOFF_M
from geo.provenance import Provenance, digest
from geo.services.input_digests import digest_of, network_digest, pin_source
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
        sources=(*(known[each] for each in dict.fromkeys(ids)), pin_source(area, inputs.pins_sequence)),
        parameters=used | {"pins_sequence": inputs.pins_sequence},
        input_digest=digest(
            area.id,
            digest_of([area.geometry.wkb]),
            digest_of(_content(zones, [str(column) for column in zones.columns if column != "geometry"])),
            digest_of(_content(deprivation, ["zone_id", "imd_rank", "residents", "age_0_15", "age_65plus"])),
            digest_of(_content(stops, ["stop_id", "kind"])),
            digest_of(_content(spaces, ["space_id", "kind", "access"])),
            network_digest(workspace, network) if network is not None else None,
            sorted(zip(pins["id"], pins["kind"], pins["lon"], pins["lat"], strict=True)),
            used,
        ),
        made_at=workspace.now(),
    )


def _content(frame: gpd.GeoDataFrame, columns: list[str]) -> Iterable[bytes]:
    yield digest(frame[columns].astype(str).to_numpy().tolist()).encode()
    yield from shapely.to_wkb(frame.geometry.to_numpy())

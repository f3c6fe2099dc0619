"""What it takes to make a barrier report again."""

from __future__ import annotations

from dataclasses import asdict

from geo.metrics.barrier_ground import BarrierGround
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.standards_barriers import parameters_barriers
from geo.provenance import Provenance, Source, digest
from geo.services.barrier_inputs import inputs_key
from geo.services.input_digests import digest_of, network_digest, pin_source
from geo.services.workspace import Workspace


def barrier_provenance(workspace: Workspace, ground: BarrierGround, settings: BarrierSettings) -> Provenance:
    """Sources, parameters and a digest of the outline, the network, the homes, the goals and every barrier.

    The digest is the same for the same input, whenever and wherever it was installed.
    """
    study, imposed = ground.study, ground.imposed
    area, network, persona = study.area, study.ground.network, study.ground.persona
    sequence, corrected, today = inputs_key(workspace)
    used = parameters_barriers(settings) | asdict(settings)
    used |= {"persona": persona.id, "standard": ground.standard.id, "limit_m": ground.limit_m, "today": str(today)}
    said = imposed.impositions
    homes, goals = study.homes, ground.goals
    arrays = (
        *(homes.xy, homes.residents, goals.edge, goals.offset_m, ground.group),
        *(said.edge_barrier, said.edge, said.edge_m, said.node_barrier, said.node, said.node_m),
    )
    return Provenance(
        sources=(*_sources(workspace, ground), pin_source(area, int(str(sequence)))),
        parameters=used | {"pins_sequence": sequence, "corrections_sequence": corrected, "grid": workspace.grid.name},
        input_digest=digest(
            area.id,
            digest_of([area.geometry.wkb]),
            network_digest(workspace, workspace.network(network.meta.id)),
            digest_of(array.tobytes() for array in arrays),
            [each.id for each in imposed.barriers],
            used,
        ),
        made_at=workspace.now(),
    )


def _sources(workspace: Workspace, ground: BarrierGround) -> list[Source]:
    study = ground.study
    touching = study.zones.sindex.query(study.area.geometry, predicate="intersects")
    ids = [study.area.source_id, *study.zones["source_id"].iloc[touching].unique(), study.ground.network.meta.source_id]
    return [workspace.sources[each] for each in dict.fromkeys(ids) if each in workspace.sources]

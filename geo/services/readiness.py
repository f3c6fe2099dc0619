"""Makes ready before anyone asks what every report stands on: grounds for each walker, and the places to compare with.

A report made ready takes a tenth of a second; made from nothing it takes a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import shapely

from geo.areas import AreaKind
from geo.metrics.personas import ANY_WALKER, PERSONAS, WHEELCHAIR, Persona
from geo.services.barriers import barrier_report
from geo.services.grounds import ground_for
from geo.services.grounds_prepared import PreparedGround, prepared
from geo.services.reports import area_report
from geo.services.workspace import Workspace


def make_ready(workspace: Workspace, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Do the pieces one by one, the likeliest to be asked for first, until done or `stopped` says so."""
    for piece in _pieces(workspace):
        if stopped():
            return
        piece()


def _pieces(workspace: Workspace) -> Iterator[Callable[[], object]]:
    for network_id in workspace.network_ids:
        yield from _ground_pieces(workspace, network_id, ANY_WALKER)
    areas = _one_area_a_borough(workspace)
    for area_id in areas:
        yield partial(area_report, workspace, area_id, compared=True)
    for area_id in areas[:1]:  # what prices barriers is compiled the first time
        yield partial(barrier_report, workspace, area_id, WHEELCHAIR)
    for persona in PERSONAS.values():
        for network_id in workspace.network_ids:
            yield from _ground_pieces(workspace, network_id, persona)


def _ground_pieces(workspace: Workspace, network_id: str, persona: Persona) -> Iterator[Callable[[], object]]:
    ready = prepared(workspace, ground_for(workspace, network_id, persona))
    for family in ("access", "isolation", "separation", "buildings"):
        yield partial(_fill, ready, family)


def _fill(ready: PreparedGround, family: str) -> None:
    with ready.lock:
        getattr(ready, family)


def _one_area_a_borough(workspace: Workspace) -> list[str]:
    """A ward of each borough that a walking map touches: its report brings the borough's and London's figures."""
    wards = workspace.areas[workspace.areas["kind"] == AreaKind.WARD.value]
    maps = shapely.union_all([workspace.network(network_id).meta.footprint for network_id in workspace.network_ids])
    touched = wards.iloc[wards.sindex.query(maps, predicate="intersects")]
    return [str(area_id) for area_id in touched.groupby("borough_code")["area_id"].first()]

"""Links that access hangs on, with the street each is near."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from geo.metrics.barrier_ground import BarrierGround
from geo.metrics.barrier_report import CriticalLink
from geo.metrics.critical_links import critical_links
from geo.metrics.standards import REACH_CUTOFF_M
from geo.services.street_names import labels_with_street, shown_place
from geo.services.workspace import Workspace


def links_of(workspace: Workspace, ground: BarrierGround) -> tuple[CriticalLink, ...]:
    """What would be lost if one bridge, underpass, lift or other link closed, barriers standing as they are.

    None for a standard that asks for several places: a walk to the nearest is then not all that counts.
    """
    if ground.standard.least > 1:
        return ()
    imposed = ground.imposed
    found = critical_links(
        imposed.split.network,
        imposed.impositions.costs(imposed.base),
        ground.goals,
        ground.start,
        ground.people,
        limit_m=ground.limit_m,
        cutoff_m=REACH_CUTOFF_M.value,
        to_lonlat=partial(shown_place, workspace),
        there=ground.there,
    )
    places = [workspace.grid.point_to_bng(each.place) for each in found]
    labels = labels_with_street(workspace, [each.label for each in found], np.array(places))
    return tuple(replace(each, label=label) for each, label in zip(found, labels, strict=True))

"""Where what residents feel and what the model sees differ, near the streets they are on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from geo.areas import own_outline
from geo.barriers import Barrier
from geo.metrics.barrier_ground import BarrierGround
from geo.metrics.barrier_report import FeltGap, PricedBarrier
from geo.metrics.barrier_standards import places_of
from geo.metrics.felt_gaps import CrowWalks, felt_gaps
from geo.services.corrections import corrections
from geo.services.street_names import labels_with_street, shown_place
from geo.services.testimony import testimony_in
from geo.services.workspace import Workspace


def felt_and_modelled(
    workspace: Workspace, ground: BarrierGround, priced: Sequence[PricedBarrier], found: Sequence[Barrier]
) -> tuple[FeltGap, ...]:
    """Places felt and not modelled, then modelled and not felt.

    `found` are all barriers of pins: what stands in the way of other walkers alone is told in their reports.
    """
    persona = ground.study.ground.persona
    of_others = [
        pin
        for each in found
        if any(each.hinders(who) for who in each.extra_m) and not each.hinders(persona.id)
        for pin in each.evidence.pins
    ]
    dismissed = [each.subject for each in corrections(workspace).values() if each.not_a_barrier]
    gaps = felt_gaps(
        testimony_in(workspace, ground.study.area, around_m=ground.limit_m),
        priced,
        today=workspace.now().date(),
        to_lonlat=partial(shown_place, workspace),
        within=own_outline(ground.study.area.geometry),
        dismissed=[*dismissed, *of_others],
        walks=_crow_walks(ground),
    )
    places = [workspace.grid.point_to_bng(each.place) for each in gaps]
    labels = labels_with_street(workspace, [each.label for each in gaps], np.array(places))
    return tuple(replace(each, label=label) for each, label in zip(gaps, labels, strict=True))


def _crow_walks(ground: BarrierGround) -> CrowWalks | None:
    """Walks beside straight lines; None for a standard of several places, for which the nearest is not all."""
    if ground.standard.least > 1:
        return None
    places = places_of(ground.study.ground, ground.standard.layer).shapes[np.unique(ground.group)]
    walks = np.where(ground.there, 0.0, ground.game.walks(None))
    return CrowWalks.of(ground.study.homes.xy, ground.people, walks, places, ground.limit_m)

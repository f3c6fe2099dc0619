"""The price of each barrier of an area, and of the best ones together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from geo.barriers import Barrier
from geo.crs import LonLat
from geo.metrics.barrier_ground import BarrierGround
from geo.metrics.barrier_report import BarrierSettings, Bundle, PricedBarrier
from geo.metrics.barrier_sensitivity import Ranking
from geo.metrics.barrier_uncertainty import GainRange
from geo.services.workspace import Workspace

LARGEST_BUNDLE = 10
_SOMEONE = 1e-6  # of a resident: less is rounding


def bundles_of(ground: BarrierGround) -> tuple[Bundle, ...]:
    """The best bundles of one, two and more barriers, up to ten."""
    ids = [each.id for each in ground.imposed.barriers]
    return tuple(
        Bundle(size=len(each.rows), ids=tuple(ids[row] for row in each.rows), gain=each.gain)
        for each in ground.game.bundles(LARGEST_BUNDLE)
    )


def ranking_of(ground: BarrierGround) -> Ranking:
    """What each barrier regains alone, by its id."""
    people = ground.game.single().people
    barriers = ground.imposed.barriers
    return Ranking(
        recoverable=ground.game.recoverable,
        gains={barrier.id: float(people[row]) for row, barrier in enumerate(barriers)},
        same_as={name: barrier.id for barrier in barriers for name in barrier.evidence.features},
    )


def prices(
    workspace: Workspace,
    ground: BarrierGround,
    settings: BarrierSettings,
    bundles: Sequence[Bundle],
    ranges: Mapping[str, GainRange],
) -> tuple[PricedBarrier, ...]:
    """Every barrier with its price, the dearest first; `ranges` are the least and most of each single gain, by id."""
    barriers, persona = ground.imposed.barriers, ground.study.ground.persona
    singles = ground.game.single()
    shares = ground.game.shapley(settings.permutations, settings.seed)
    smallest = {barrier_id: each.size for each in reversed(bundles) for barrier_id in each.ids}
    places = _places(workspace, barriers)
    priced = [
        PricedBarrier(
            barrier=barrier,
            place=places[row],
            single=float(singles.people[row]),
            low=ranges[barrier.id].low,
            high=ranges[barrier.id].high,
            shapley=float(shares.value[row]),
            shapley_error=float(shares.error[row]),
            minutes=persona.minutes_for(float(singles.person_m[row])),
            opened=float(singles.opened[row]),
            in_bundle=smallest.get(barrier.id),
        )
        for row, barrier in enumerate(barriers)
    ]
    return tuple(sorted(priced, key=lambda each: (-each.single, -each.shapley, -each.minutes, each.barrier.id)))


def tells(priced: PricedBarrier) -> bool:
    """Whether a barrier costs anybody here anything, by itself or together with others."""
    return max(priced.single, abs(priced.shapley), priced.minutes, priced.opened) > _SOMEONE


def _places(workspace: Workspace, barriers: Sequence[Barrier]) -> list[LonLat]:
    if not barriers:
        return []
    shapes = np.array([each.geometry for each in barriers], dtype=object)
    xy = shapely.get_coordinates(shapely.point_on_surface(shapes)).reshape(-1, 2)
    lon, lat = workspace.grid.to_wgs84(xy[:, 0], xy[:, 1])
    return [LonLat(round(float(x), 6), round(float(y), 6)) for x, y in zip(lon, lat, strict=True)]

"""How a pin was understood: told back to its writer in sentences, from its published place alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.barriers import Barrier
from geo.errors import DataMissingError
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_rules import LeftOut, infer_barriers
from geo.metrics.barrier_understanding import understood
from geo.metrics.coverage import choose_network
from geo.metrics.personas import ANY_WALKER, costs_for
from geo.network.fragments import in_large_fragments
from geo.network.graph import WalkingNetwork
from geo.pins import CollectionMethod, Pin, PinStatus
from geo.services.corrections import corrections
from geo.services.testimony import geometry_of, testimony_of
from geo.services.workspace import Workspace
from geo.store.correction_store import OF_PINS
from geo.surveys import CATEGORIES, PinKind

_AROUND_M = 250.0  # how far from the place the map has to be whole for it to be read there
_WELCOMING = "You told of what is good here, which is in nobody’s way. It counts wherever we count what was said."
_NO_MAP = (
    "No walking map of this part is installed here, so we cannot say what it does to a walk. It counts wherever we "
    "count what was said."
)


def how_understood(workspace: Workspace, pin: Pin) -> tuple[str, ...]:
    """What we take a pin to mean, in plain sentences: what it meets, whom it costs how much, what an officer changed.

    The pin is read alone, whatever others said of the same place and however many must say so before it counts, at
    its published place, on the installed network that covers it best. One that is gone has no sentence.
    """
    if pin.status is PinStatus.WITHDRAWN or pin.published is None:
        return ()
    if CATEGORIES[pin.category].kind is PinKind.WELCOMING:
        return (_WELCOMING,)
    network = _network_for(workspace, pin)
    if network is None:
        return (_NO_MAP,)
    said = corrections(workspace)
    inferred = infer_barriers(
        network,
        _usable(workspace, network),
        testimony_of(workspace, pin),
        {subject: said[subject] for subject in (str(pin.id), f"{OF_PINS}{pin.id}") if subject in said},
        replace(BarrierSettings(), contributors=1),
        workspace.now().date(),
    )
    read: list[Barrier | LeftOut] = [*inferred.barriers, *inferred.left_out]
    return tuple(sentence for each in read for sentence in understood(each))


def _network_for(workspace: Workspace, pin: Pin) -> WalkingNetwork | None:
    """The real network that covers a pin best, else the practice quarter's; a practice pin has that one alone."""
    around = shapely.buffer(geometry_of(workspace, pin), _AROUND_M / 10)
    try:
        metas = [workspace.network(network_id).meta for network_id in workspace.network_ids]
    except DataMissingError:
        return None
    practice = pin.method is CollectionMethod.INVENTED
    for invented in (True,) if practice else (False, True):
        chosen = choose_network(
            str(pin.id), around, [meta for meta in metas if meta.invented is invented], _AROUND_M
        ).network_id
        if chosen is not None:
            return workspace.network(chosen)
    return None


class _Usable(dict[str, NDArray[np.bool_]]):
    """Which edges of each network barriers may meet, as reports have it."""


def _usable(workspace: Workspace, network: WalkingNetwork) -> NDArray[np.bool_]:
    kept = workspace.index(lambda _: _Usable(), _Usable)
    if network.meta.id not in kept:
        walkable = np.isfinite(costs_for(network, ANY_WALKER).edge_m)
        kept[network.meta.id] = in_large_fragments(network) & walkable
    return kept[network.meta.id]

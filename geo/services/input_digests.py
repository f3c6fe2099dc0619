"""What a digest of input is made of: bytes, networks, and the pins as a source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from geo.areas import Area
from geo.network.graph import WalkingNetwork
from geo.provenance import Source
from geo.services.workspace import Workspace


def pin_source(area: Area, sequence: int) -> Source:
    """The pins themselves as a source, as they stood at a change of the store."""
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


def network_digest(workspace: Workspace, network: WalkingNetwork) -> str:
    """SHA-256 of an installed network's arrays, worked out once."""
    kept = workspace.index(lambda _: _NetworkDigests(), _NetworkDigests)
    if network.meta.id not in kept:
        kept[network.meta.id] = _digest_arrays(network)
    return kept[network.meta.id]


def _digest_arrays(network: WalkingNetwork) -> str:
    arrays = (network.edge_uv, network.edge_coords, network.edge_flags, network.node_flags, network.buildings)
    return digest_of(np.ascontiguousarray(array).tobytes() for array in arrays if array is not None)


def digest_of(parts: Iterable[bytes]) -> str:
    """SHA-256 (hex) of some bytes, one after the other."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()

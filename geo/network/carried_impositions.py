"""What barriers impose, on a network that was split again: an edge's share goes to its pieces by length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.network.impositions import Impositions
from geo.network.split_edges import SplitNetwork


def carried_impositions(split: SplitNetwork, impositions: Impositions) -> Impositions:
    """The same impositions on the split network; what stands on a node stays there."""
    parted = np.isin(impositions.edge, split.cut_edge)
    whole = np.flatnonzero(~parted)
    barrier, edge, metres = [impositions.edge_barrier[whole]], [impositions.edge[whole]], [impositions.edge_m[whole]]
    length = np.asarray(split.network.edge_length_m)
    for row in np.flatnonzero(parted).tolist():
        pieces = split.pieces(int(impositions.edge[row]))
        share = length[pieces] / length[pieces].sum()
        barrier.append(np.full(len(pieces), impositions.edge_barrier[row]))
        edge.append(pieces)
        metres.append(impositions.edge_m[row] * share)
    return replace(
        impositions,
        edge_barrier=np.concatenate(barrier),
        edge=np.concatenate(edge),
        edge_m=np.concatenate(metres),
    )

"""An order of nodes in which neighbours in the street are neighbours in memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BITS = 16  # cells a side: 2 ** 16, under a metre for a city


def along_curve(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows of places [k, 2] in the order in which Hilbert's curve passes them; of those in one cell, as they came.

    Formula: Hilbert (1891), cell by cell from the largest square: swap and turn the quarter that was entered.
    """
    if not len(xy):
        return np.zeros(0, np.int64)
    low, span = xy.min(axis=0), np.ptp(xy, axis=0).max()
    last = 2**_BITS - 1
    x, y = ((xy - low) * (last / span if span > 0 else 0.0)).astype(np.int64).T
    along = np.zeros(len(xy), np.int64)
    for bit in range(_BITS - 1, -1, -1):
        right, up = (x >> bit) & 1, (y >> bit) & 1
        along = (along << 2) | ((3 * right) ^ up)
        turned = (up == 0) & (right == 1)
        x, y = np.where(turned, last - x, x), np.where(turned, last - y, y)
        x, y = np.where(up == 0, y, x), np.where(up == 0, x, y)
    return np.argsort(along, kind="stable")

"""Whether a new space of a scheme can be used: its kind, its outline, and whether the walking map reaches there."""

from __future__ import annotations

import numpy as np
import shapely

from geo.network.graph import NetworkMeta
from geo.schemes import Change, ChangeKind
from geo.spaces import SPACE_KINDS

_POINT, _AREA = 0, 2  # dimensions


def space_unfit(meta: NetworkMeta, change: Change) -> str:
    """Why a space cannot be used; empty where it can."""
    shape, label = change.geometry, ChangeKind.SPACE.label
    if shape is None or shape.is_empty:
        return f"{label}: there is nothing drawn. Draw it on the map."
    dimension = int(shapely.get_dimensions(shape))
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        why = "some of its places have no number. Draw it again."
    elif change.space_kind not in SPACE_KINDS:
        why = f"there is no kind of space “{change.space_kind}”. There are: {', '.join(SPACE_KINDS)}."
    elif dimension not in {_POINT, _AREA}:
        why = "draw its outline, or a point for its door."
    elif not shape.is_valid:
        why = "its outline crosses itself. Draw it again."
    elif not shape.intersects(meta.footprint):
        why = f"it lies off the walking map “{meta.name}”, of which alone something is known."
    else:
        return ""
    return f"{label}: {why}"

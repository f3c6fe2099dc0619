"""A design file as a designer goes on with it: what was read, asked and told; each feature with what it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from geo.areas import Area
from geo.schemes import ChangeKind
from geo.services.sites import add_site
from geo.services.workspace import Workspace
from geo.sources.design_files import DesignFile, Question, read_design

__all__ = ["DesignFeature", "DesignFile", "Question", "design_features", "read_upload", "site_from"]

DECIMALS = 7  # of a degree: about a centimetre
POINT, LINE, AREA = "point", "line", "area"
_DIMENSIONS = {0: POINT, 1: LINE, 2: AREA}


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignFeature:
    """One feature of a file. `row` is its row in the file's frame, `shape` "point", "line" or "area"; `said` is the

    change that the file itself names, None where it names none; `geometry` is GeoJSON in WGS84.
    """

    row: int
    name: str
    layer: str
    shape: str
    said: ChangeKind | None
    geometry: dict[str, Any]


def read_upload(
    workspace: Workspace, data: bytes, file_name: str, *, layer: str | None = None, crs: str | None = None
) -> DesignFile:
    """Read a file that was brought in, with the workspace's grid. Raises `InputError` as `read_design` does."""
    return read_design(data, file_name, layer=layer, crs=crs, grid=workspace.grid)


def design_features(workspace: Workspace, design: DesignFile) -> tuple[DesignFeature, ...]:
    """The features of a design in the order of the file; none while it still asks something."""
    frame = design.frame
    if not len(frame):
        return ()
    degrees = workspace.grid.geometry_to_wgs84(frame.geometry.to_numpy())
    degrees = shapely.force_2d(shapely.transform(degrees, lambda xy: np.round(xy, DECIMALS)))
    dimensions = shapely.get_dimensions(degrees)
    return tuple(
        DesignFeature(
            row=row,
            name=name if isinstance(name, str) else "",
            layer=layer if isinstance(layer, str) else "",
            shape=_DIMENSIONS.get(int(dimension), POINT),
            said=ChangeKind(change) if isinstance(change, str) else None,
            geometry=_as_lists(shapely.geometry.mapping(shape)),
        )
        for row, (name, layer, change, shape, dimension) in enumerate(
            zip(frame["name"], frame["layer"], frame["change"], degrees, dimensions, strict=True)
        )
    )


def site_from(workspace: Workspace, name: str, design: DesignFile, rows: Sequence[int]) -> Area:
    """Keep some features of a design as a project site. Raises as `add_site` does."""
    chosen = design.frame.iloc[list(rows)]
    return add_site(workspace, name, replace(design, frame=chosen))


def _as_lists(geometry: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON geometry with lists where shapely has tuples, as it comes back from a browser."""

    def listed(part: Any) -> Any:
        return [listed(each) for each in part] if isinstance(part, tuple | list) else part

    return {"type": geometry["type"], "coordinates": listed(geometry["coordinates"])}

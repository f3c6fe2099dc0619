"""What a row of a table rests on, told cheaply and without working it out: so that only what changed is made anew.

A row's key is a digest of the installed data, of the code and the catalogue, of the walker, of the area's id and
outline, and of the pins that may count in its figures: those within the longest walk that is looked at, and those of
its borough, over which hot spots are told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

import geo
from geo.metrics.personas import Persona
from geo.metrics.standards import REACH_CUTOFF_M, parameters
from geo.provenance import digest
from geo.services.areas import all_areas
from geo.services.workspace import Workspace

_TABLES = ("areas", "zones", "deprivation_zones", "spaces", "stops")
_CHUNK = 1 << 20


def row_keys(workspace: Workspace, area_ids: Sequence[str], persona: Persona) -> dict[str, str]:
    """The key of each area's row, by area id; equal keys mean an equal row, wherever and whenever it is made."""
    common = [data_digest(workspace.data_dir), code_version(), persona.id, parameters(), workspace.grid.name]
    areas = all_areas(workspace).loc[list(area_ids)]
    shapes = areas.geometry.to_numpy()
    pins = _pins_that_count(workspace, areas)
    return {
        area_id: digest(*common, area_id, hashlib.sha256(shape.wkb).hexdigest(), near)
        for area_id, shape, near in zip(area_ids, shapes, pins, strict=True)
    }


def data_digest(data_dir: Path) -> str:
    """A digest of the content of every installed table and network: the same on each machine with the same data."""
    whole = hashlib.sha256()
    for path in _installed_files(data_dir):
        whole.update(str(path.relative_to(data_dir)).encode())
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                whole.update(block)
    return whole.hexdigest()


@cache
def code_version() -> str:
    """The version, with a digest of the code: figures of two versions are never mixed in one table."""
    package = Path(geo.__file__).resolve().parent
    files = sorted(path for path in package.rglob("*.py") if path.relative_to(package).parts[0] != "cli")
    content = digest([(str(path.relative_to(package)), path.read_text(encoding="utf-8")) for path in files])
    return f"{geo.__version__}+{content[:12]}"


def _installed_files(data_dir: Path) -> Iterator[Path]:
    for name in _TABLES:
        path = data_dir / f"{name}.parquet"
        if path.exists():
            yield path
    yield from sorted(path for path in (data_dir / "networks").rglob("*") if path.is_file())


def _pins_that_count(workspace: Workspace, areas: gpd.GeoDataFrame) -> list[str]:
    """A digest of the pins around each area and in its borough."""
    pins = workspace.store.pins_within(None)
    if pins.empty:
        return [digest([])] * len(areas)
    pins = pins.sort_values("id", ignore_index=True)
    east, north = workspace.grid.to_bng(pins["lon"], pins["lat"])
    tree = shapely.STRtree(np.asarray(shapely.points(east, north), dtype=object))
    lines = pins.astype(str).agg("\x1f".join, axis=1).to_numpy()
    boroughs = workspace.areas.reindex(areas["borough_code"].dropna().unique()).geometry.dropna()
    within = {code: tree.query(shape, predicate="intersects") for code, shape in boroughs.items()}
    none = np.zeros(0, dtype=np.intp)
    digests = []
    for shape, borough in zip(areas.geometry, areas["borough_code"], strict=True):
        near = tree.query(shape, predicate="dwithin", distance=REACH_CUTOFF_M.value)
        digests.append(digest(lines[np.union1d(near, within.get(borough, none))].tolist()))
    return digests

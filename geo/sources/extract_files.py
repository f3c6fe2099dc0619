"""What was read from an extract, kept on disk, so that one more extract does not mean reading all of them again.

A folder holds ``extract.json``, the seven frames as GeoParquet and ``buildings.npy``. The ways to walk are not kept:
the walking network made from them is.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import DataMissingError
from geo.network.ways import WalkWays
from geo.sources.extract import Extract, KeptExtract, extract_source

_FRAMES = ("spaces", "stops", "streets", "rail", "water", "green", "outlines")


def save_extract(extract: Extract, folder: Path) -> None:
    """Write an extract, without its ways, into an existing folder."""
    for name in _FRAMES:
        frame: gpd.GeoDataFrame = getattr(extract, name)
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    np.save(folder / "buildings.npy", np.asarray(extract.buildings, dtype=np.float64), allow_pickle=False)
    described = {
        "id": extract.id,
        "title": extract.title,
        "date": extract.date,
        "sha256": extract.sha256,
        "source_id": extract.source_id,
        "invented": extract.invented,
        "footprint_bng_wkt": shapely.to_wkt(extract.footprint, rounding_precision=3),
    }
    (folder / "extract.json").write_text(json.dumps(described, indent=1), encoding="utf-8")


def load_extract(folder: Path) -> Extract:
    """Read what `save_extract` wrote; `ways` is empty. Raises `DataMissingError` when it cannot be read."""
    try:
        described = json.loads((folder / "extract.json").read_text(encoding="utf-8"))
        frames = {name: gpd.read_parquet(folder / f"{name}.parquet") for name in _FRAMES}
        buildings = np.load(folder / "buildings.npy", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise _not_complete(folder) from error
    footprint = shapely.from_wkt(described.pop("footprint_bng_wkt"))
    no_ways = WalkWays(node_ids=np.zeros(0, np.int64), node_xy=np.zeros((0, 2)), ways=[])
    return Extract(**described, footprint=footprint, ways=no_ways, buildings=buildings, **frames)


def load_kept(folder: Path) -> KeptExtract:
    """What an extract is, where it is complete, and its stops, without reading the rest.

    Raises `DataMissingError` when they cannot be read.
    """
    try:
        described = json.loads((folder / "extract.json").read_text(encoding="utf-8"))
        stops = gpd.read_parquet(folder / "stops.parquet")
    except (OSError, ValueError) as error:
        raise _not_complete(folder) from error
    title, invented = described["title"], described["invented"]
    return KeptExtract(
        id=described["id"],
        title=title,
        invented=invented,
        source=extract_source(described["source_id"], title, described["date"], invented=invented),
        footprint=shapely.from_wkt(described["footprint_bng_wkt"]),
        stops=stops,
    )


def _not_complete(folder: Path) -> DataMissingError:
    return DataMissingError(
        f"What was read from the extract “{folder.name}” is not complete. Run “python -m geo data install” again."
    )

"""What an install says of itself: installed.json, and ``data status`` made from it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from geo.crs import NationalGrid, open_grid
from geo.sources.atomic import write_json
from geo.sources.extract_steps import extract_folder, network_folder
from geo.sources.source_steps import Work, shift_file

INSTALLED = "installed.json"
_FIRST = ("areas/borough", "areas/ward", "areas/regeneration", "areas/town-centre", "practice/", "zones")


def write_installed(work: Work, *, now: datetime) -> dict[str, Any]:
    """Write installed.json from the steps done so far; unchanged, it keeps its time and is not written again."""
    path = work.data_dir / INSTALLED
    content: dict[str, Any] = {
        "mode": work.state.mode,
        "reason": work.state.reason,
        "made_at": now.isoformat(timespec="seconds"),
        "layers": _layers(work),
        "networks": _networks(work),
        "grid": grid_record(work.grid),
        "notes": [note for name in _ordered(work) for note in work.state.steps[name]["notes"]],
    }
    before = read_installed(work.data_dir)
    if before is not None and {**content, "made_at": before.get("made_at")} == before:
        return before
    write_json(path, content)
    return content


def read_installed(data_dir: Path) -> dict[str, Any] | None:
    """What the last install wrote; None where there is nothing that can be read."""
    try:
        content: dict[str, Any] = json.loads((data_dir / INSTALLED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content


def status(data_dir: Path) -> dict[str, Any]:
    """{layers: [{name, features, source, vintage, crs}], networks: [{name, nodes, edges, length_km, bbox, date}],
    grid: {name, accuracy_m}}; `bbox` is west, south, east, north in degrees of where a network is complete.

    Before the first install both lists are empty.
    """
    installed = read_installed(data_dir) or {"layers": [], "networks": []}
    return {
        "layers": [
            {
                "name": layer["name"],
                "features": layer["features"],
                "source": _cited(layer["source"]["publisher"], layer["source"]["title"]),
                "vintage": layer["source"]["vintage"],
                "crs": layer["crs"],
            }
            for layer in installed["layers"]
        ],
        "networks": [
            {key: network[key] for key in ("name", "nodes", "edges", "length_km", "bbox", "date")}
            for network in installed["networks"]
        ],
        "grid": installed.get("grid") or grid_record(open_grid(shift_file(data_dir))),
    }


def grid_record(grid: NationalGrid) -> dict[str, Any]:
    """The grid's name and the error to expect, in metres."""
    return {"name": grid.name, "accuracy_m": grid.accuracy_m}


def _cited(publisher: str, title: str) -> str:
    return title if title.startswith(publisher) else f"{publisher}: {title}"


def _layers(work: Work) -> list[dict[str, Any]]:
    return [layer for name in _ordered(work) for layer in work.state.steps[name]["layers"]]


def _ordered(work: Work) -> list[str]:
    """Steps in the order in which people look for their layers."""

    def rank(name: str) -> tuple[int, str]:
        return next((n for n, start in enumerate(_FIRST) if name.startswith(start)), len(_FIRST)), name

    return sorted(work.state.steps, key=rank)


def _networks(work: Work) -> list[dict[str, Any]]:
    records = []
    for extract_id in sorted(work.state.extract_ids().values()):
        described = json.loads((network_folder(work.data_dir, extract_id) / "network.json").read_text(encoding="utf-8"))
        records.append(
            {
                **{key: described[key] for key in ("id", "name", "nodes", "edges", "length_km", "date")},
                "source_id": described["source_id"],
                "invented": described["invented"],
                "buildings": _building_count(extract_folder(work.data_dir, extract_id)),
                "bbox": _bbox(described["bounds_bng"], work.grid),
            }
        )
    return records


def _bbox(bounds: list[float], grid: NationalGrid) -> list[float]:
    """West, south, east, north in degrees around a box of the National Grid."""
    west, south, east, north = bounds
    lon, lat = grid.to_wgs84([west, west, east, east], [south, north, south, north])
    return [round(float(value), 5) for value in (lon.min(), lat.min(), lon.max(), lat.max())]


def _building_count(folder: Path) -> int:
    import numpy as np

    return len(np.load(folder / "buildings.npy", mmap_mode="r", allow_pickle=False))

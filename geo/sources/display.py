"""What the browser's map loads: area layers, public spaces by kind, the base map, and display.json that lists them.

Every file but display.json has a hash of its content in its name, so that browsers may keep it for good. display.json
is replaced last, in one step, and only then are files removed that it no longer names: a map that is open keeps working
until it asks again, and an install that fails leaves the last good map.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.areas import AreaKind
from geo.crs import NationalGrid
from geo.metrics.supply import spaces_for
from geo.provenance import Source
from geo.sources.atomic import write_file, write_json
from geo.sources.basemap import MAX_ZOOM, basemap_bands
from geo.sources.display_areas import drawn_shapes
from geo.sources.display_json import DECIMALS, feature_collection
from geo.sources.extract import Extract
from geo.sources.outline import london
from geo.sources.tiles import Band, write_pmtiles
from geo.spaces import SPACE_KINDS

Shapes = NDArray[np.object_]

MANIFEST = "display.json"
_LABELS = {
    AreaKind.BOROUGH: "Boroughs",
    AreaKind.WARD: "Wards",
    AreaKind.REGENERATION: "Regeneration areas",
    AreaKind.TOWN_CENTRE: "Town centres",
    AreaKind.SITE: "Project sites",
}
_NEAR_LONDON_M = 1000.0
_SPACE_TOLERANCE_M = 1.0


def write_display(
    display_dir: Path,
    *,
    areas: gpd.GeoDataFrame,
    spaces: gpd.GeoDataFrame,
    extracts: Sequence[Extract],
    grid: NationalGrid,
    sources: Iterable[Source] | Mapping[str, Source],
    mode: str,
) -> dict[str, Any]:
    """Write the map's files and give what display.json now says.

    `areas` keeps AREAS, `spaces` SPACES (as `merge_spaces` gives them), `sources` are those that either names in
    `source_id`; `mode` is bundle, download or embedded. Extracts away from London are left off the map.
    """
    display_dir.mkdir(parents=True, exist_ok=True)
    areas = areas[areas["kind"] != AreaKind.EXTRACT.value]  # a map's window is no place to draw
    boroughs = drawn_shapes(areas, AreaKind.BOROUGH)
    land, river = london(boroughs) if len(boroughs) else (shapely.union_all(areas.geometry.to_numpy()), shapely.Point())
    around = land.buffer(_NEAR_LONDON_M)
    near = [extract for extract in extracts if extract.invented or extract.footprint.intersects(around)]
    shown = spaces_for(spaces, None)
    shown = shown[shown["invented"].to_numpy(dtype=bool) | shapely.intersects(shown.geometry.to_numpy(), around)]
    layers = [*_area_layers(display_dir, areas, boroughs, grid), *_space_layers(display_dir, shown, grid)]
    used = {source_id for layer in layers for source_id in layer["source_ids"]} | {each.source_id for each in near}
    content: dict[str, Any] = {
        "mode": mode,
        "invented": bool(areas["invented"].any() or shown["invented"].any() or any(each.invented for each in near)),
        "attribution": _attribution(sources, used, [each.source for each in near]),
        "bounds": _bounds([land, *(each.footprint for each in near if each.invented)], grid),
        "basemap": _base_map(display_dir, basemap_bands(land, river, shown, near), grid),
        "layers": layers,
    }
    write_json(display_dir / MANIFEST, content)
    _remove_others(display_dir, {MANIFEST, content["basemap"]["url"], *(layer["url"] for layer in layers)})
    return content


def _base_map(folder: Path, bands: Sequence[Band], grid: NationalGrid) -> dict[str, Any]:
    return {
        "url": _keep(folder, "basemap", ".pmtiles", lambda path: write_pmtiles(path, bands, grid)),
        "layers": list(dict.fromkeys(band.layer for band in bands if len(band.frame))),
        "maxzoom": MAX_ZOOM,
    }


def _bounds(shapes: Sequence[BaseGeometry], grid: NationalGrid) -> list[float]:
    """West, south, east, north in degrees of all shapes together."""
    bounds = shapely.total_bounds(grid.geometry_to_wgs84(np.array(shapes, dtype=object)))
    return [round(float(value), DECIMALS) for value in bounds]


def _area_layers(folder: Path, areas: gpd.GeoDataFrame, boroughs: Shapes, grid: NationalGrid) -> list[dict[str, Any]]:
    layers = []
    for kind, label in _LABELS.items():
        own = areas[areas["kind"] == kind.value]
        if not len(own):
            continue
        shapes = boroughs if kind is AreaKind.BOROUGH else drawn_shapes(areas, kind)
        properties = pd.DataFrame(
            {"id": own["area_id"], "name": own["name"], "kind": own["kind"], "borough": own["borough_name"]}
        )
        url = _write_features(folder, f"areas-{kind.value}", shapes, properties, grid)
        layers.append(_layer(kind.value, label, "areas", url, own))
    return layers


def _space_layers(folder: Path, spaces: gpd.GeoDataFrame, grid: NationalGrid) -> list[dict[str, Any]]:
    layers = []
    for kind, described in SPACE_KINDS.items():
        # The largest first: a playground is drawn on its park.
        own = spaces[spaces["kind"] == kind].sort_values(["area_ha", "space_id"], ascending=[False, True])
        if not len(own):
            continue
        shapes = shapely.simplify(own.geometry.to_numpy(), _SPACE_TOLERANCE_M)
        properties = pd.DataFrame(
            {
                "id": own["space_id"],
                "name": own["name"],
                "kind": own["kind"],
                "access": own["access"],
                "area_ha": own["area_ha"].round(2),
            }
        )
        url = _write_features(folder, f"spaces-{kind}", np.asarray(shapes), properties, grid)
        layers.append(_layer(f"space-{kind}", described.plural, "spaces", url, own))
    return layers


def _layer(layer_id: str, label: str, kind: str, url: str, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    source_ids = sorted(frame["source_id"].dropna().unique())
    return {
        "id": layer_id,
        "label": label,
        "kind": kind,
        "url": url,
        "features": len(frame),
        "source_ids": source_ids,
    }


def _write_features(folder: Path, stem: str, shapes: Shapes, properties: pd.DataFrame, grid: NationalGrid) -> str:
    """Write a GeoJSON file and give its name; what is not known is left out of the properties."""
    records: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items() if not pd.isna(value)} for row in properties.to_dict("records")
    ]
    collection = feature_collection(np.asarray(grid.geometry_to_wgs84(shapes), dtype=object), records)
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    return _keep(folder, stem, ".json", lambda path: path.write_text(text, encoding="utf-8"))


def _keep(folder: Path, stem: str, suffix: str, write: Callable[[Path], object]) -> str:
    """Put a file under a name that holds its hash; one that is there already is left alone."""
    with TemporaryDirectory(prefix="display-") as draft_folder:
        draft = Path(draft_folder) / f"{stem}{suffix}"
        write(draft)
        content = draft.read_bytes()
    name = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
    if not (folder / name).exists():
        write_file(folder / name, lambda path: path.write_bytes(content))
    return name


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.is_file() and path.name not in kept:
            path.unlink(missing_ok=True)


def _attribution(
    sources: Iterable[Source] | Mapping[str, Source], used: set[str], of_extracts: Sequence[Source]
) -> str:
    """One line with every attribution that what is drawn asks for, each once."""
    known = list(sources.values() if isinstance(sources, Mapping) else sources)
    lines = [source.attribution for source in [*known, *of_extracts] if source.id in used]
    return " · ".join(dict.fromkeys(line.rstrip(".") for line in lines if line))

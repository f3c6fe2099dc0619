"""London-wide public spaces of a bundle: OpenStreetMap points, council lists, Historic England's register.

Each list is brought to OpenStreetMap's tags first, so that one table (geo.sources.osm_tags) decides what is a space,
of which kind, and who may go in. Most are points: their hectares are not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import NationalGrid
from geo.errors import SourceError
from geo.names import fold_name
from geo.provenance import digest
from geo.sources.bundle import Bundle, bundle_entries
from geo.sources.layers import read_layer
from geo.sources.manifest import Role, SourceEntry
from geo.sources.osm_tags import Tags
from geo.sources.space_rows import rows_from_tags

_SMALL_WORDS = re.compile(r"(?<=\w )(And|Of|The|In|On|At|By)\b")
_NO_TAGS: Tags = MappingProxyType({})


def read_bundle_spaces(bundle: Bundle, grid: NationalGrid) -> tuple[gpd.GeoDataFrame | None, list[str]]:
    """The London-wide spaces of a bundle, with the working column `ACCESS_STATED`, and notes for a person.

    None where the bundle has none of the lists. They repeat one another: `space_merge.merge_spaces` sees to it.
    Raises `SourceError` when a list that is there cannot be read.
    """
    frames, notes = [], []
    for entry in bundle_entries(Role.SPACES):
        if bundle.has(entry):
            note = bundle.edition_note(entry)
            notes += [note] if note else []
            frames.append(spaces_of_list(read_layer(bundle.require(entry), entry, grid), entry))
    return (pd.concat(frames, ignore_index=True) if frames else None), notes


def spaces_of_list(listed: gpd.GeoDataFrame, entry: SourceEntry) -> gpd.GeoDataFrame:
    """SPACES rows of one list in EPSG:27700. Raises `SourceError` for a list that the table below does not know."""
    reader = _LISTS.get(entry.id)
    if reader is None:
        raise SourceError(
            f"The source “{entry.id}” is a list of spaces, but geo/sources/bundle_spaces.py does not say how its "
            "columns read. Add it to the table there."
        )
    records: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items() if not pd.isna(value)}
        for row in listed.drop(columns=listed.geometry.name).to_dict("records")
    ]
    shapes = np.asarray(listed.geometry.to_numpy(), dtype=object)
    ids = [_id(entry, record, shape) for record, shape in zip(records, shapes, strict=True)]
    rows = rows_from_tags(ids, [reader(r) for r in records], shapes, network_id=None, source_id=entry.id)
    return rows.drop_duplicates("space_id", ignore_index=True)


def _id(entry: SourceEntry, record: Mapping[str, Any], shape: Any) -> str:
    """The publisher's id behind the list's; where it gives none, a digest of what and where; stable."""
    published = record.get(entry.columns.get("id", ""))
    if published is not None:
        return f"{entry.id}/{int(published) if isinstance(published, float) else published}"
    place = (round(shape.centroid.x), round(shape.centroid.y))
    return f"{entry.id}/{digest(sorted(record.items()), place)[:12]}"


def _poi_tags(record: Mapping[str, Any]) -> Tags:
    category, subtype = record.get("category"), record.get("subtype")
    if category in {"park_or_garden", "park"}:
        tags = {"leisure": str(subtype)}
    elif category in {"library", "cinema"}:
        tags = {"amenity": str(category)}
    else:
        return _NO_TAGS
    return {**tags, **_kept(record, "name", "wheelchair")}


def _worship_tags(record: Mapping[str, Any]) -> Tags:
    return {"amenity": "place_of_worship", **_kept(record, "name")}


def _council_tags(record: Mapping[str, Any]) -> Tags:
    amenity = {"libraries": "library", "public-toilets": "toilets"}.get(str(record.get("facility")))
    return {"amenity": amenity, **_kept(record, "name")} if amenity else _NO_TAGS


def _register_tags(record: Mapping[str, Any]) -> Tags:
    # The register says what is worth keeping, not who may go in: only a public park or garden of the same name, found
    # on the map in it, opens one of these. Buckingham Palace is on it too.
    name = _SMALL_WORDS.sub(lambda word: word.group().lower(), _capitalised(str(record["name"])))
    if "cemetery" in fold_name(name).split():
        return {"landuse": "cemetery", "name": name}
    return {"leisure": "park", "access": "unknown", "name": name}


def _capitalised(name: str) -> str:
    """HYDE PARK -> Hyde Park; ST JAMES'S PARK -> St James's Park."""
    shouted = sum(letter.isupper() for letter in name) > sum(letter.islower() for letter in name)
    return re.sub(r"[^\W\d_]+(['’]\w+)?", lambda word: word.group().capitalize(), name) if shouted else name


def _kept(record: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: str(record[key]) for key in keys if key in record}


_LISTS: dict[str, Callable[[Mapping[str, Any]], Tags]] = {
    "osm-pois-2026": _poi_tags,
    "osm-worship-2019": _worship_tags,
    "council-facilities-2026": _council_tags,
    "historic-england-parks": _register_tags,
}

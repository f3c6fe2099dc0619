"""Reads an OpenStreetMap file once: .osm.pbf, .osm or .osm.bz2, through pyosmium.

pyosmium finds the places of a way's nodes and assembles multipolygons. A relation with missing members or crossing
rings gives no area: half a park would be a false figure, so it is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import osmium

from geo.errors import SourceError
from geo.network.pedestrian import is_walkable
from geo.sources.osm_features import WAY_KEYS, Degrees, OsmFeatures

Progress = Callable[[str], None]

_NO_RELATION_WAY = 0


def read_osm_file(path: Path, progress: Progress | None = None) -> OsmFeatures:
    """The features of a file. Multipolygon relations are looked up in a short pass before the main one.

    Raises `SourceError` for a file that is not there, is not OpenStreetMap data, or ends too soon.
    """
    if not path.is_file():
        raise SourceError(f"There is no file {path}. Give the path of an OpenStreetMap extract (.osm.pbf).")
    if progress is not None:
        progress(f"Reading {path.name}")
    found = OsmFeatures()
    try:
        _read_header(path, found)
        _read_features(path, found)
    except (RuntimeError, UnicodeDecodeError) as error:
        raise SourceError(
            f"The file “{path.name}” could not be read as OpenStreetMap data. It may be incomplete or of another "
            "kind. Download it again, or give another .osm.pbf file."
        ) from error
    return found


def _read_header(path: Path, found: OsmFeatures) -> None:
    with osmium.io.Reader(path, osmium.osm.osm_entity_bits.NOTHING) as reader:
        header = reader.header()
        box = header.box()
        if box.valid():
            found.box = (box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat)
        found.replicated = header.get("osmosis_replication_timestamp") or None


def _read_features(path: Path, found: OsmFeatures) -> None:
    shapes = osmium.geom.WKBFactory()
    features = osmium.FileProcessor(path).with_locations().with_areas()
    for feature in features.with_filter(osmium.filter.EmptyTagFilter()):
        tags = {tag.k: tag.v for tag in feature.tags}
        edited = feature.timestamp
        # A file without times says 1970.
        if edited.year > 1970 and (found.newest_edit is None or edited > found.newest_edit):
            found.newest_edit = edited
        if feature.is_node():
            found.add_node(feature.id, tags, _place(feature.location))
        elif feature.is_way():
            if any(key in tags for key in WAY_KEYS):
                found.add_way(feature.id, tags, _placed_pieces(feature.nodes))
        elif feature.is_area():
            _add_area(feature, tags, found, shapes)


def _add_area(area: Any, tags: dict[str, str], found: OsmFeatures, shapes: Any) -> None:
    from_relation = not area.from_way()
    if from_relation and "highway" in tags:
        tags["area"] = "yes"  # a multipolygon is an area without saying so
        if is_walkable(tags):
            # Its member ways carry no tags of their own, so that its rings are walked under no way's number.
            for outer in area.outer_rings():
                for ring in (outer, *area.inner_rings(outer)):
                    found.add_way(_NO_RELATION_WAY, tags, _placed_pieces(ring))

    def shape() -> str | None:
        try:
            return str(shapes.create_multipolygon(area))
        except RuntimeError:  # pyosmium's word for rings that make no polygon
            return None

    found.add_area(f"{'relation' if from_relation else 'way'}/{area.orig_id()}", tags, shape)


def _place(location: Any) -> Degrees | None:
    return (location.lon, location.lat) if location.valid() else None


def _placed_pieces(nodes: Any) -> list[list[tuple[int, Degrees]]]:
    # A way that leaves the file's window may have nodes without a place. It is cut there: joining what is left over
    # the gap would draw a street that does not exist.
    pieces: list[list[tuple[int, Degrees]]] = [[]]
    for node in nodes:
        place = _place(node.location)
        if place is not None:
            pieces[-1].append((node.ref, place))
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if len(piece) >= 2]

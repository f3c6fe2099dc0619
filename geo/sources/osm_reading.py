"""One reading of an OpenStreetMap file: its features sorted by what they are for, still in degrees.

pyosmium reads .osm.pbf, .osm and .osm.bz2, finds the places of a way's nodes and assembles multipolygons. A relation
with missing members or crossing rings gives no area: half a park would be a false figure, so it is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import osmium

from geo.errors import SourceError
from geo.network.pedestrian import is_walkable
from geo.network.ways import Way
from geo.sources import map_classes
from geo.sources.osm_tags import Tags, is_closed_ground, space_rule

Progress = Callable[[str], None]
Degrees = tuple[float, float]

NODE_KEYS = frozenset(
    {
        *("barrier", "kerb", "highway", "crossing", "entrance", "access", "foot", "wheelchair", "lit", "locked"),
        *("railway", "door", "bollard", "maxwidth:physical", "tactile_paving", "opening_hours"),
    }
)
_WAY_KEYS = ("highway", "railway", "waterway", "man_made")
_EPOCH = 1  # a file without times says 1970


@dataclass(frozen=True, slots=True)
class TaggedShape:
    """A feature with its tags: an area as WKB, or a point as (lon, lat)."""

    id: str
    tags: Mapping[str, str]
    shape: str | Degrees


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of the base map: name, class, (lon, lat) of its vertices."""

    name: str | None
    drawn_as: str
    lonlat: list[Degrees]


@dataclass(slots=True)
class Reading:
    """What was found. `node_lonlat` places every node that `walk_ways` name; areas are WKB in degrees."""

    walk_ways: list[Way] = field(default_factory=list)
    node_lonlat: dict[int, Degrees] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    spaces: list[TaggedShape] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)
    homes: list[str] = field(default_factory=list)
    streets: list[DrawnLine] = field(default_factory=list)
    rail: list[DrawnLine] = field(default_factory=list)
    water_lines: list[DrawnLine] = field(default_factory=list)
    water_areas: list[TaggedShape] = field(default_factory=list)
    green_areas: list[TaggedShape] = field(default_factory=list)
    newest_edit: datetime | None = None
    box: tuple[float, float, float, float] | None = None
    replicated: str | None = None


def read_osm_file(path: Path, progress: Progress | None = None) -> Reading:
    """Read a file once (multipolygon relations are looked up in a short pass before).

    Raises `SourceError` for a file that is not there, is not OpenStreetMap data, or ends too soon.
    """
    reading = Reading()
    say = progress or (lambda _: None)
    say(f"Reading {path.name}")
    shapes = osmium.geom.WKBFactory()
    try:
        _read_header(path, reading)
        features = osmium.FileProcessor(path).with_locations().with_areas()
        for feature in features.with_filter(osmium.filter.EmptyTagFilter()):
            tags = {tag.k: tag.v for tag in feature.tags}
            if feature.is_node():
                _keep_node(feature, tags, reading)
            elif feature.is_way():
                _keep_way(feature, tags, reading)
            elif feature.is_area():
                _keep_area(feature, tags, reading, shapes)
            _keep_time(feature, reading)
    except (RuntimeError, UnicodeDecodeError) as error:
        raise SourceError(
            f"The file “{path.name}” could not be read as OpenStreetMap data. It may be incomplete or of another "
            "kind. Download it again, or give an .osm.pbf file."
        ) from error
    return reading


def _read_header(path: Path, reading: Reading) -> None:
    with osmium.io.Reader(path, osmium.osm.osm_entity_bits.NOTHING) as reader:
        header = reader.header()
        box = header.box()
        if box.valid():
            reading.box = (box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat)
        reading.replicated = header.get("osmosis_replication_timestamp") or None


def _keep_time(feature: Any, reading: Reading) -> None:
    edited = feature.timestamp
    if edited.timestamp() > _EPOCH and (reading.newest_edit is None or edited > reading.newest_edit):
        reading.newest_edit = edited


def _keep_node(node: Any, tags: dict[str, str], reading: Reading) -> None:
    walking = {key: value for key, value in tags.items() if key in NODE_KEYS}
    if walking:
        reading.node_tags[node.id] = walking
    if space_rule(tags) is not None and node.location.valid():
        reading.spaces.append(TaggedShape(f"node/{node.id}", tags, (node.location.lon, node.location.lat)))


def _keep_way(way: Any, tags: dict[str, str], reading: Reading) -> None:
    if not any(key in tags for key in _WAY_KEYS):
        return
    # A way that leaves the file's window has nodes without a place. It is cut there: joining what is left
    # over the gap would draw a street that does not exist.
    for piece in _placed_pieces(way.nodes):
        if is_walkable(tags):
            reading.walk_ways.append(Way(way.id, [node_id for node_id, _ in piece], tags))
            reading.node_lonlat.update(piece)
        lonlat = [place for _, place in piece]
        for drawn_as, lines in (
            (map_classes.street_class(tags), reading.streets),
            (map_classes.rail_class(tags), reading.rail),
            (map_classes.water_line_class(tags), reading.water_lines),
        ):
            if drawn_as is not None:
                lines.append(DrawnLine(tags.get("name"), drawn_as, lonlat))


def _placed_pieces(nodes: Any) -> list[list[tuple[int, Degrees]]]:
    pieces: list[list[tuple[int, Degrees]]] = [[]]
    for node in nodes:
        place = node.location
        if place.valid():
            pieces[-1].append((node.ref, (place.lon, place.lat)))
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if len(piece) >= 2]


def _keep_area(area: Any, tags: dict[str, str], reading: Reading, shapes: Any) -> None:
    from_relation = not area.from_way()
    if from_relation and "highway" in tags:
        tags["area"] = "yes"  # a multipolygon is an area without saying so
        _keep_outline(area, tags, reading)
    is_space, is_ground = space_rule(tags) is not None, is_closed_ground(tags)
    is_home = "building" in tags and map_classes.may_house_people(tags)
    water, green = map_classes.water_area_class(tags), map_classes.green_class(tags)
    if not (is_space or is_ground or is_home or water or green):
        return
    try:
        shape = shapes.create_multipolygon(area)
    except RuntimeError:  # pyosmium's word for rings that make no polygon
        return
    feature_id = f"{'relation' if from_relation else 'way'}/{area.orig_id()}"
    if is_space:
        reading.spaces.append(TaggedShape(feature_id, tags, shape))
    if is_ground:
        reading.grounds.append(shape)
    if is_home:
        reading.homes.append(shape)
    if water:
        reading.water_areas.append(TaggedShape(feature_id, {**tags, "class": water}, shape))
    if green:
        reading.green_areas.append(TaggedShape(feature_id, {**tags, "class": green}, shape))


def _keep_outline(area: Any, tags: dict[str, str], reading: Reading) -> None:
    """The rings of a walkable multipolygon as ways: its member ways carry no tags of their own."""
    if not is_walkable(tags):
        return
    for outer in area.outer_rings():
        for ring in (outer, *area.inner_rings(outer)):
            for piece in _placed_pieces(ring):
                reading.walk_ways.append(Way(0, [node_id for node_id, _ in piece], tags))
                reading.node_lonlat.update(piece)


def tags_of_walked_nodes(reading: Reading) -> dict[int, Tags]:
    """The tags that matter to walking, of those nodes that walkable ways pass."""
    return {node_id: tags for node_id, tags in reading.node_tags.items() if node_id in reading.node_lonlat}

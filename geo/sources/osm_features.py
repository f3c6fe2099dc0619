"""OpenStreetMap features sorted by what they are for, still in degrees, whether a file or a download brought them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from geo.network.pedestrian import is_walkable
from geo.network.ways import Way
from geo.sources import map_classes
from geo.sources.osm_tags import Tags, is_closed_ground, space_rule
from geo.sources.stop_tags import stop_kind

Degrees = tuple[float, float]
Piece = Sequence[tuple[int, Degrees]]

NODE_KEYS = frozenset(
    {
        *("barrier", "kerb", "highway", "crossing", "entrance", "access", "foot", "wheelchair", "lit", "locked"),
        *("railway", "door", "bollard", "maxwidth:physical", "tactile_paving", "opening_hours"),
        *("crossing_ref", "crossing:signals", "crossing:markings"),
    }
)
WAY_KEYS = ("highway", "railway", "waterway", "man_made", "public_transport")


@dataclass(frozen=True, slots=True)
class TaggedShape:
    """A feature with its tags: an area as WKB in hexadecimal, or a point as (lon, lat)."""

    id: str
    tags: Mapping[str, str]
    shape: str | Degrees


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of the base map: name, class, (lon, lat) of its vertices."""

    name: str | None
    drawn_as: str
    lonlat: list[Degrees]


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """An area of the base map: name, class, WKB in hexadecimal."""

    name: str | None
    drawn_as: str
    shape: str


@dataclass(slots=True)
class OsmFeatures:
    """What was found. `node_lonlat` places every node that `walk_ways` name; `box` is west, south, east, north."""

    walk_ways: list[Way] = field(default_factory=list)
    node_lonlat: dict[int, Degrees] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    spaces: list[TaggedShape] = field(default_factory=list)
    stops: list[TaggedShape] = field(default_factory=list)
    closed_grounds: list[str] = field(default_factory=list)
    buildings: list[DrawnArea] = field(default_factory=list)
    streets: list[DrawnLine] = field(default_factory=list)
    rail: list[DrawnLine] = field(default_factory=list)
    water_lines: list[DrawnLine] = field(default_factory=list)
    water: list[DrawnArea] = field(default_factory=list)
    green: list[DrawnArea] = field(default_factory=list)
    newest_edit: datetime | None = None
    box: tuple[float, float, float, float] | None = None
    replicated: str | None = None

    def add_node(self, node_id: int, tags: Mapping[str, str], place: Degrees | None) -> None:
        """A node with tags; `place` None where the source does not say."""
        walking = {key: value for key, value in tags.items() if key in NODE_KEYS}
        if walking:
            self.node_tags[node_id] = walking
        if place is not None and space_rule(tags) is not None:
            self.spaces.append(TaggedShape(f"node/{node_id}", tags, place))
        if place is not None and stop_kind(tags) is not None:
            self.stops.append(TaggedShape(f"node/{node_id}", tags, place))

    def add_way(self, way_id: int, tags: Mapping[str, str], pieces: Sequence[Piece]) -> None:
        """A way as the pieces of it whose nodes have a place, each of two nodes or more."""
        walkable = is_walkable(tags)
        if pieces and stop_kind(tags) is not None:  # a platform drawn as a line: its middle
            self.stops.append(TaggedShape(f"way/{way_id}", tags, pieces[0][len(pieces[0]) // 2][1]))
        classes = (
            (map_classes.street_class(tags), self.streets),
            (map_classes.rail_class(tags), self.rail),
            (map_classes.water_line_class(tags), self.water_lines),
        )
        for piece in pieces:
            if walkable:
                self.walk_ways.append(Way(way_id, [node_id for node_id, _ in piece], tags))
                self.node_lonlat.update(piece)
            for drawn_as, lines in classes:
                if drawn_as is not None:
                    lines.append(DrawnLine(tags.get("name"), drawn_as, [place for _, place in piece]))

    def add_area(self, feature_id: str, tags: Mapping[str, str], shape: Callable[[], str | None]) -> None:
        """A closed way or a multipolygon; `shape` is asked only where the area is of use, and may give None."""
        is_space, is_ground, is_stop = space_rule(tags) is not None, is_closed_ground(tags), stop_kind(tags) is not None
        classes = (
            (map_classes.building_class(tags), self.buildings),
            (map_classes.water_area_class(tags), self.water),
            (map_classes.green_class(tags), self.green),
        )
        if not (is_space or is_ground or is_stop or any(drawn_as for drawn_as, _ in classes)):
            return
        outline = shape()
        if outline is None:
            return
        if is_space:
            self.spaces.append(TaggedShape(feature_id, tags, outline))
        if is_stop:
            self.stops.append(TaggedShape(feature_id, tags, outline))
        if is_ground:
            self.closed_grounds.append(outline)
        for drawn_as, areas in classes:
            if drawn_as is not None:
                areas.append(DrawnArea(tags.get("name"), drawn_as, outline))

    def tags_of_walked_nodes(self) -> dict[int, Tags]:
        """The tags that matter to walking, of those nodes that walkable ways pass."""
        return {node_id: tags for node_id, tags in self.node_tags.items() if node_id in self.node_lonlat}

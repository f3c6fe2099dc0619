"""Streets, paths and what severs them in the practice quarter. Every name says that it is invented."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

import shapely
from shapely import LineString, Polygon

from geo.network.pedestrian import is_walkable
from geo.sources.map_classes import street_class
from geo.sources.practice_plan import (
    RAIL_GAP,
    ROAD_GAP,
    SEED,
    Junction,
    Link,
    Place,
    Plan,
    bend,
    block,
    choose_links,
    in_block,
    lay_junctions,
    nodes_of_run,
    rounded,
    runs,
)

PARK_CELLS = (1, 6, 3, 8)  # the park takes the blocks between columns 1 and 3, rows 6 and 8
GREEN_CELL = (6, 1, 7, 2)
# What stands inside a block: its lower left junction, and its size in metres.
GROUNDS: dict[str, tuple[Junction, float, float]] = {
    "square": ((2, 3), 62, 44),
    "library": ((1, 3), 30, 18),
    "centre": ((6, 2), 26, 20),
    "pocket-garden": ((7, 6), 34, 26),
    "allotments": ((0, 0), 70, 52),
    "residents-garden": ((3, 0), 40, 30),
}
_CLOSED = {(2, 7)}  # the junction in the park's middle

_ROW_NAMES = (
    ("Practice Road", "Practice Road East"),
    ("Invented Lane", "Underline Walk"),
    ("Example Street", "Sample Street"),
    ("Make-Believe Avenue", "Draft Street"),
    ("Pretend High Street", "Pretend High Street"),
    ("Parkway Frontage", "Parkway Frontage East"),
    ("Daydream Road", "Perhaps Street"),
    ("Storybook Road", "Footbridge Road"),
    ("Once-Upon Lane", "Far End Road"),
)
_COLUMN_NAMES = (
    ("Start Street", "First Try Road"),
    ("Rehearsal Street", "Second Try Road"),
    ("Trial Row", "Supposing Street"),
    ("Sketchbook Lane", "What-If Way"),
    ("Pencil Street", "Rough Copy Road"),
    ("Trackside Terrace", "Trackside Terrace North"),
    ("Tunnel View", "Platform Nought Road"),
    ("Imaginary Gardens", "Hypothetical Hill"),
    ("Edge Street", "Margin Road"),
)
_CLOSES = ("Maybe Mews", "Almost Close", "Fictional Place", "Unreal Court", "Nowhere Close", "Toy Yard", "Echo Close")


@dataclass(frozen=True, slots=True)
class Streets:
    """The plan with its ways, and the lines that are drawn on the base map or sever: (name, class, line)."""

    plan: Plan
    drawn: list[tuple[str | None, str, LineString]]
    road: LineString
    rail: LineString
    park: Polygon
    green: Polygon
    square: Polygon
    corners: list[int] = field(default_factory=list)
    gates: dict[str, Place] = field(default_factory=dict)


def draw_streets() -> Streets:
    """The same streets on every call."""
    chance = Random(SEED)  # noqa: S311 (drawing, not secrets)
    plan = Plan()
    lay_junctions(plan, chance)
    links = choose_links(chance, _CLOSED)
    bend(plan, chance, links)
    _name_streets(plan, links)
    road = _through_gap(plan, along_rows=True)
    rail = _through_gap(plan, along_rows=False)
    park, green = block(plan, PARK_CELLS, 11.0), block(plan, GREEN_CELL, 11.0)
    streets = Streets(plan, [], road, rail, park, green, ground(plan, "square"))
    _closes(streets, chance, links)
    _crossings(streets)
    _under_and_over(streets)
    _park_paths(streets, links)
    _square(streets)
    _approaches(streets, links)
    _locked_passage(streets)
    plan.ways[:] = [way for way in plan.ways if is_walkable(way.tags)]
    for way in plan.ways:
        drawn_as = street_class(way.tags)
        if drawn_as is not None:
            streets.drawn.append((way.tags.get("name"), drawn_as, plan.line(way.node_ids)))
    for side in (-9.0, 9.0):
        streets.drawn.append(("Pretend Parkway", "major", LineString(road.offset_curve(side).coords)))
    return streets


def _name_streets(plan: Plan, links: list[Link]) -> None:
    for along_rows in (True, False):
        for run in runs(links, along_rows=along_rows):
            (i, j), names = run[0], _ROW_NAMES if along_rows else _COLUMN_NAMES
            beyond = i > RAIL_GAP if along_rows else j > ROAD_GAP
            name = names[j if along_rows else i][beyond]
            main = along_rows and j == ROAD_GAP
            tags = {"highway": "tertiary" if main else "residential", "name": name, "sidewalk": "both"}
            tags |= {"lit": "yes", "maxspeed": "20 mph"} if main or (i + j) % 3 else {"maxspeed": "20 mph"}
            if not main and (i, j) == (0, 2):
                tags |= {"surface": "sett", "sidewalk": "no"}
            plan.way(nodes_of_run(plan, run), **tags)


def _through_gap(plan: Plan, *, along_rows: bool) -> LineString:
    """A line down the middle of the gap between two rows (or columns), reaching beyond the quarter."""
    middles = []
    for k in range(9):
        a, b = ((k, ROAD_GAP), (k, ROAD_GAP + 1)) if along_rows else ((RAIL_GAP, k), (RAIL_GAP + 1, k))
        (ax, ay), (bx, by) = plan.at(plan.junctions[a]), plan.at(plan.junctions[b])
        middles.append(((ax + bx) / 2, (ay + by) / 2))
    ends = [_beyond(middles[1], middles[0], 130.0), *middles, _beyond(middles[-2], middles[-1], 130.0)]
    return LineString([rounded(place) for place in ends])


def _closes(streets: Streets, chance: Random, links: list[Link]) -> None:
    """Dead ends off some streets, where there is room."""
    plan, names = streets.plan, list(_CLOSES)
    taken = shapely.union_all([plan.line(way.node_ids) for way in plan.ways] + [streets.road.buffer(45)])
    built = [in_block(plan, cell, 74, 56) for cell in [*(cell for cell, _, _ in GROUNDS.values()), (3, 2)]]
    taken = shapely.union_all([taken, streets.rail.buffer(30), streets.park, streets.green, *built])
    order = sorted(links)
    chance.shuffle(order)
    for link in order:
        root, side = plan.bends[link][0], chance.choice((-1, 1))
        (ax, ay), (bx, by) = plan.at(root), plan.at(plan.bends[link][1])
        length = shapely.Point(ax, ay).distance(shapely.Point(bx, by))
        reach = chance.uniform(44, 58)
        ux, uy = -side * (by - ay) / length, side * (bx - ax) / length
        places = [(round(ax + ux * d, 2), round(ay + uy * d, 2)) for d in (reach * 0.55, reach)]
        if LineString([(ax + 16 * ux, ay + 16 * uy), places[-1]]).distance(taken) < 15 or not names:
            continue
        ids = [root, *(plan.node(place) for place in places)]
        plan.way(ids, highway="residential", name=names.pop(), maxspeed="20 mph", noexit="yes")
        taken = shapely.union_all([taken, plan.line(ids)])


def _crossings(streets: Streets) -> None:
    """The two places to cross the Parkway: one with signals and flush kerbs, one with neither."""
    plan = streets.plan
    for column, tags, kerb in (
        (2, {"highway": "crossing", "crossing": "traffic_signals"}, "lowered"),
        (7, {"highway": "crossing", "crossing": "unmarked"}, "raised"),
    ):
        south, north = plan.junctions[column, ROAD_GAP], plan.junctions[column, ROAD_GAP + 1]
        line = plan.line([south, north])
        middle = line.project(line.intersection(streets.road).centroid)
        spots = {shift: line.interpolate(middle + shift).coords[0] for shift in (-18.0, -9.0, 0.0, 9.0, 18.0)}
        kerbs = [plan.node(rounded(spots[shift]), kerb=kerb) for shift in (-18.0, 18.0)]
        lanes = [plan.node(rounded(spots[shift]), **tags) for shift in (-9.0, 9.0)]
        island = plan.node(rounded(spots[0.0]))
        plan.way([south, kerbs[0]], highway="footway", footway="sidewalk", lit="yes")
        plan.way([kerbs[0], lanes[0], island, lanes[1], kerbs[1]], highway="footway", footway="crossing", lit="yes")
        plan.way([kerbs[1], north], highway="footway", footway="sidewalk", lit="yes")
        streets.gates[f"crossing-{column}"] = plan.at(island)


def _under_and_over(streets: Streets) -> None:
    """The two ways past the railway: a dark underpass in the south, a footbridge with steps in the north."""
    plan = streets.plan
    for row, kind in ((1, "underpass"), (7, "footbridge")):
        west, east = plan.junctions[RAIL_GAP, row], plan.junctions[RAIL_GAP + 1, row]
        line = plan.line([west, east])
        middle = line.project(line.intersection(streets.rail).centroid)
        a, b, c, d = (
            plan.node(rounded(line.interpolate(middle + shift).coords[0])) for shift in (-30.0, -14.0, 14.0, 30.0)
        )
        if kind == "underpass":
            plan.way([west, a, b], highway="footway", name="Invented Underpass", lit="no", surface="asphalt")
            plan.way([b, c], highway="footway", name="Invented Underpass", tunnel="yes", layer="-1", lit="no")
            plan.way([c, d, east], highway="footway", name="Invented Underpass", lit="no", surface="asphalt")
        else:
            plan.way([west, a], highway="footway", name="Footbridge Passage", lit="yes")
            plan.way([a, b], highway="steps", name="Pretend Footbridge", wheelchair="no", lit="yes")
            plan.way([b, c], highway="footway", name="Pretend Footbridge", bridge="yes", layer="1", lit="yes")
            plan.way([c, d], highway="steps", name="Pretend Footbridge", wheelchair="no", lit="yes")
            plan.way([d, east], highway="footway", name="Footbridge Passage", lit="yes")
        streets.gates[kind] = rounded(line.interpolate(middle).coords[0])


def _park_paths(streets: Streets, links: list[Link]) -> None:
    """Paths that meet in the middle of the park, each through a gate; and one straight over the green."""
    plan, (i, j, k, m) = streets.plan, PARK_CELLS
    heart = plan.junctions[i + 1, j + 1]
    entrances: dict[str, Junction] = {"south": (i + 1, j), "west": (i, j + 1), "east": (k, j + 1), "north": (i + 1, m)}
    joined = {junction for link in links for junction in link}
    for side, junction in entrances.items():
        if junction not in joined:
            continue
        line = plan.line([plan.junctions[junction], heart])
        edge = rounded(tuple(shapely.get_coordinates(line.intersection(streets.park))[0].tolist()))
        tags = {"barrier": "bollard"} if side == "east" else {"barrier": "gate", "access": "yes"}
        gate = plan.node(edge, **tags)
        surface = "gravel" if side == "north" else "asphalt"
        ids = [plan.junctions[junction], gate, heart]
        plan.way(ids, highway="footway", name="Practice Park", lit="no", surface=surface)
        streets.gates[f"park-{side}"] = edge
    i, j, k, m = GREEN_CELL
    ends = [plan.junctions[i, j], plan.junctions[k, m]]
    line = plan.line(ends)
    edges = shapely.get_coordinates(line.intersection(streets.green))
    stops = [plan.node(rounded(edges[0])), plan.node(rounded(edges[-1]))]
    plan.way([ends[0], *stops, ends[1]], highway="path", name="Rehearsal Green", surface="grass")
    streets.gates["green"] = plan.at(stops[0])


def ground(plan: Plan, key: str) -> Polygon:
    """The outline of what stands inside a block."""
    corner, width, height = GROUNDS[key]
    return in_block(plan, corner, width, height)


def _square(streets: Streets) -> None:
    """The square's edge is walked along."""
    plan = streets.plan
    corners = [plan.node(rounded(place)) for place in streets.square.exterior.coords[:-1]]
    tags = {"highway": "pedestrian", "area": "yes", "surface": "paving_stones"}
    plan.way([*corners, corners[0]], name="Make-Believe Square", **tags)
    streets.gates["square"] = plan.at(corners[0])
    streets.corners.extend(corners)


def _approaches(streets: Streets, links: list[Link]) -> None:
    """A short path from the street to each ground: to two corners of the square, and to a door of the others."""
    plan = streets.plan
    beside = [node for link in links for node in plan.bends[link]]

    def nearest(place: Place) -> int:
        return min(beside, key=lambda node: math.dist(plan.at(node), place))

    for corner in streets.corners[::2]:
        plan.way([nearest(plan.at(corner)), corner], highway="footway", lit="yes", surface="paving_stones")
    for key in ("library", "centre", "pocket-garden", "allotments", "residents-garden"):
        shape = ground(plan, key)
        street = min(
            (nearest(rounded(place)) for place in shape.exterior.coords), key=lambda node: _reach(plan, node, shape)
        )
        door = shapely.shortest_line(shape.exterior, shapely.Point(plan.at(street))).coords[0]
        private = {"access": "private"} if key == "residents-garden" else {}
        plan.way([street, plan.node(rounded(door), entrance="yes")], highway="footway", **private)


def _reach(plan: Plan, node: int, shape: Polygon) -> float:
    return shape.distance(shapely.Point(plan.at(node)))


def _locked_passage(streets: Streets) -> None:
    """A short cut that a locked gate closes, so that the detour can be told."""
    plan = streets.plan
    first, last = plan.junctions[3, 2], plan.junctions[4, 3]
    (ax, ay), (bx, by) = plan.at(first), plan.at(last)
    gate = plan.node((round((ax + bx) / 2, 2), round((ay + by) / 2, 2)), barrier="gate", access="private", locked="yes")
    plan.way([first, gate, last], highway="footway", name="Perhaps Passage")
    streets.gates["locked"] = plan.at(gate)


def _beyond(inner: Place, outer: Place, metres: float) -> Place:
    length = shapely.Point(inner).distance(shapely.Point(outer))
    t = metres / length
    return outer[0] + t * (outer[0] - inner[0]), outer[1] + t * (outer[1] - inner[1])

"""The drawing board of the practice quarter: invented junctions, streets and tags, in metres of the National Grid."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import numpy as np
import shapely
from shapely import LineString, Polygon

from geo.network.ways import WalkWays, Way

SEED = 20211
CENTRE = (520_000.0, 172_850.0)  # open ground in Richmond Park, so that pins count as inside Greater London
_TURN = math.radians(11)
_COLUMNS, _ROWS = 9, 9
ROAD_GAP = 4  # the severing road runs between this row and the next
RAIL_GAP = 5  # the railway runs between this column and the next

Place = tuple[float, float]
Junction = tuple[int, int]
Link = tuple[Junction, Junction]


@dataclass(slots=True)
class Plan:
    """Nodes and ways as they are drawn. Ids are negative, as editors number what OpenStreetMap does not hold."""

    places: list[Place] = field(default_factory=list)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    junctions: dict[Junction, int] = field(default_factory=dict)
    bends: dict[Link, list[int]] = field(default_factory=dict)

    def node(self, place: Place, **tags: str) -> int:
        """Draw a node at a place of the plan; its id."""
        self.places.append(place)
        node_id = -len(self.places)
        if tags:
            self.node_tags[node_id] = tags
        return node_id

    def at(self, node_id: int) -> Place:
        """The place of a node."""
        return self.places[-node_id - 1]

    def way(self, node_ids: list[int], **tags: str) -> None:
        """Draw a way; `_` in a tag's key stands for a colon."""
        self.ways.append(Way(-1 - len(self.ways), node_ids, {key.replace("_", ":"): tags[key] for key in tags}))

    def line(self, node_ids: list[int]) -> LineString:
        """The way's line."""
        return LineString([self.at(node_id) for node_id in node_ids])

    def as_walk_ways(self) -> WalkWays:
        """What a walking network is built from."""
        ids = np.arange(-1, -1 - len(self.places), -1, dtype=np.int64)
        return WalkWays(
            node_ids=ids,
            node_xy=np.array(self.places, dtype=np.float64).reshape(-1, 2),
            ways=self.ways,
            node_tags=self.node_tags,
        )


def to_grid(x: float, y: float) -> Place:
    """A place of the plan (metres from its middle) on the National Grid, to the centimetre."""
    east = CENTRE[0] + x * math.cos(_TURN) - y * math.sin(_TURN)
    north = CENTRE[1] + x * math.sin(_TURN) + y * math.cos(_TURN)
    return round(east, 2), round(north, 2)


def lay_junctions(plan: Plan, chance: Random) -> None:
    """Nine streets by nine, unevenly spaced, bent and shaken, with wider gaps for the road and the railway."""
    across = _spread(chance, _COLUMNS, RAIL_GAP)
    along = _spread(chance, _ROWS, ROAD_GAP)
    for i, x in enumerate(across):
        for j, y in enumerate(along):
            bent_x = x + 24 * math.sin(y / 270) + 9 * math.sin(y / 95 + 1) + chance.uniform(-13, 13)
            bent_y = y + 28 * math.sin(x / 300 + 0.6) + 8 * math.sin(x / 110) + chance.uniform(-13, 13)
            plan.junctions[i, j] = plan.node(to_grid(bent_x, bent_y))


def choose_links(chance: Random, closed: set[Junction]) -> list[Link]:
    """Which neighbouring junctions a street joins: none over the road or the railway, none inside `closed` (parks),
    and about one in eight left out, never so that a quarter falls apart.
    """
    links = [
        ((i, j), (i + di, j + dj))
        for i in range(_COLUMNS)
        for j in range(_ROWS)
        for di, dj in ((1, 0), (0, 1))
        if i + di < _COLUMNS and j + dj < _ROWS
    ]
    kept = [link for link in links if not _severed(link) and not closed & set(link)]
    beside_road = [link for link in kept if link[0][1] == link[1][1] and link[0][1] in (ROAD_GAP, ROAD_GAP + 1)]
    spare = [link for link in kept if link not in beside_road]
    chance.shuffle(spare)
    pieces = _pieces(kept)
    for link in spare[: len(kept) // 8]:
        fewer = [other for other in kept if other != link]
        if _pieces(fewer) == pieces:
            kept = fewer
    return kept


def bend(plan: Plan, chance: Random, links: list[Link]) -> None:
    """Give each link two nodes between its junctions, off the straight line, so that streets curve."""
    for link in links:
        (ax, ay), (bx, by) = (plan.at(plan.junctions[junction]) for junction in link)
        bow = chance.uniform(-0.07, 0.07)
        plan.bends[link] = [
            plan.node((round(ax + t * (bx - ax) - b * (by - ay), 2), round(ay + t * (by - ay) + b * (bx - ax), 2)))
            for t, b in ((chance.uniform(0.3, 0.4), bow), (chance.uniform(0.6, 0.7), bow * chance.uniform(0.4, 1.2)))
        ]


def runs(links: list[Link], *, along_rows: bool) -> list[list[Junction]]:
    """Unbroken runs of junctions along the rows, or along the columns."""
    step = (1, 0) if along_rows else (0, 1)
    present = set(links)
    found: list[list[Junction]] = []
    lines = [
        [(i, j) if along_rows else (j, i) for i in range(_COLUMNS if along_rows else _ROWS)]
        for j in range(_ROWS if along_rows else _COLUMNS)
    ]
    for line in lines:
        run = [line[0]]
        for junction in line[1:]:
            last = run[-1]
            if (last, junction) in present and (last[0] + step[0], last[1] + step[1]) == junction:
                run.append(junction)
                continue
            if len(run) > 1:
                found.append(run)
            run = [junction]
        if len(run) > 1:
            found.append(run)
    return found


def nodes_of_run(plan: Plan, run: list[Junction]) -> list[int]:
    """The node ids along a run, bends included."""
    node_ids = [plan.junctions[run[0]]]
    for first, second in pairwise(run):
        node_ids += [*plan.bends[first, second], plan.junctions[second]]
    return node_ids


def rounded(place: tuple[float, ...]) -> Place:
    """A place to the centimetre."""
    return round(place[0], 2), round(place[1], 2)


def rectangle(middle: Place, width: float, height: float) -> Polygon:
    """A rectangle as the streets lie."""
    x, y = middle
    box = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    turned = shapely.affinity.rotate(box, math.degrees(_TURN), origin=middle)
    return Polygon(shapely.set_precision(turned, 0.01).exterior)


def in_block(plan: Plan, corner: Junction, width: float, height: float) -> Polygon:
    """A rectangle in the middle of the block whose lower left junction is `corner`."""
    i, j = corner
    corners = [plan.at(plan.junctions[place]) for place in ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))]
    x, y = np.mean(corners, axis=0)
    return rectangle(rounded((float(x), float(y))), width, height)


def block(plan: Plan, cells: tuple[int, int, int, int], inset: float) -> Polygon:
    """The ground between the outer streets of a block of cells, set back from their middle lines."""
    i, j, k, m = cells
    ring = [(a, j) for a in range(i, k + 1)] + [(k, b) for b in range(j + 1, m + 1)]
    ring += [(a, m) for a in range(k - 1, i - 1, -1)] + [(i, b) for b in range(m - 1, j, -1)]
    corners = [plan.at(plan.junctions[junction]) for junction in ring]
    return Polygon(shapely.set_precision(Polygon(corners).buffer(-inset, join_style="mitre"), 0.01).exterior)


def _spread(chance: Random, count: int, wide_gap: int) -> list[float]:
    gaps = [chance.uniform(118, 168) + (42 if number == wide_gap else 0) for number in range(count - 1)]
    places = [0.0]
    for gap in gaps:
        places.append(places[-1] + gap)
    scale = 1240 / places[-1]
    return [place * scale - 620 for place in places]


def _severed(link: Link) -> bool:
    (i, j), (k, m) = link
    return (i, k) == (RAIL_GAP, RAIL_GAP + 1) or (j, m) == (ROAD_GAP, ROAD_GAP + 1)


def _pieces(links: list[Link]) -> int:
    """How many separate pieces the links form, each junction counted."""
    root: dict[Junction, Junction] = {}

    def find(junction: Junction) -> Junction:
        while root.setdefault(junction, junction) != junction:
            junction = root[junction]
        return junction

    for first, second in links:
        root[find(first)] = find(second)
    everywhere = {(i, j) for i in range(_COLUMNS) for j in range(_ROWS)}
    return len({find(junction) for junction in root}) + len(everywhere - set(root))

"""OpenStreetMap drawn by hand, in metres from a corner in London, and written as a file to be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

WEST, SOUTH = -0.1, 51.5
_LON_PER_M, _LAT_PER_M = 1 / 69_456.0, 1 / 111_252.0  # at 51.5 degrees north


class DrawnOsm:
    """A few nodes, ways and relations. Tags are keyword arguments; ``__`` stands for a colon."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._ids = 0
        self.box: tuple[float, float, float, float] | None = None

    def node(self, x: float, y: float, **tags: str) -> int:
        """A node `x` metres east and `y` north of the corner."""
        lon, lat = degrees(x, y)
        return self._add("node", f' lon="{lon:.8f}" lat="{lat:.8f}"', [], tags)

    def way(self, places: Sequence[tuple[float, float]], **tags: str) -> int:
        """A way through new nodes; a last place equal to the first closes it."""
        return self.way_of([self.node(*place) for place in places], **tags)

    def way_of(self, nodes: Sequence[int], **tags: str) -> int:
        """A way through given nodes."""
        return self._add("way", "", [f'<nd ref="{node}"/>' for node in nodes], tags)

    def ring(self, x: float, y: float, size: float, **tags: str) -> int:
        """A closed square way with its south-west corner at (x, y)."""
        nodes = [self.node(x + dx, y + dy) for dx, dy in ((0, 0), (size, 0), (size, size), (0, size))]
        return self.way_of([*nodes, nodes[0]], **tags)

    def multipolygon(self, outer: Sequence[int], inner: Sequence[int] = (), **tags: str) -> int:
        """A multipolygon relation of ways."""
        members = [f'<member type="way" ref="{way}" role="outer"/>' for way in outer]
        members += [f'<member type="way" ref="{way}" role="inner"/>' for way in inner]
        return self._add("relation", "", members, {"type": "multipolygon", **tags})

    def street(self, y: float = -20.0) -> int:
        """Something to walk on, since a file without any is refused."""
        return self.way([(0, y), (200, y)], highway="residential", name="First Street")

    def write(self, path: Path) -> Path:
        """Write the drawing as OpenStreetMap XML, nodes before ways before relations as the format asks."""
        order = {"<node": 0, "<way ": 1, "<rela": 2}
        bounds = []
        if self.box:
            (west, south), (east, north) = degrees(*self.box[:2]), degrees(*self.box[2:])
            bounds = [f'<bounds minlat="{south}" minlon="{west}" maxlat="{north}" maxlon="{east}"/>']
        body = sorted(self._lines, key=lambda line: order[line[:5]])
        path.write_text('<osm version="0.6">' + "".join([*bounds, *body]) + "</osm>", encoding="utf-8")
        return path

    def _add(self, element: str, attributes: str, children: list[str], tags: dict[str, str]) -> int:
        self._ids += 1
        said = "".join(
            f"<tag k={quoteattr(key.replace('__', ':'))} v={quoteattr(value)}/>" for key, value in tags.items()
        )
        self._lines.append(
            f'<{element} id="{self._ids}" version="1" timestamp="2026-01-02T03:04:05Z"{attributes}>'
            f"{''.join(children)}{said}</{element}>"
        )
        return self._ids


def degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place in metres from the corner; a street's worth of exactness is enough."""
    return WEST + x * _LON_PER_M, SOUTH + y * _LAT_PER_M

"""The map around one area, asked of OpenStreetMap's Overpass service through OSMnx.

OSMnx brings the network node by node and features with their tags; from there on the way is the same as for a file, so
that a download and an extract of the same streets give the same network and the same spaces.
"""

from __future__ import annotations

import json
import socket
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import NationalGrid
from geo.errors import SourceError
from geo.provenance import digest
from geo.sources.extract import Extract
from geo.sources.osm_extract import extract_of
from geo.sources.osm_features import NODE_KEYS, OsmFeatures
from geo.sources.osm_reading import Progress
from geo.sources.osm_tags import CLOSED_GROUNDS, SPACE_RULES
from geo.sources.stop_tags import STOP_RULES

_REACHABLE_WITHIN_S = 15
_ROUGHER_M = 50.0  # the asked outline may be this much rougher than the buffer: each vertex is sent hundreds of times
# What the walking rules (geo.network.pedestrian) and the base map read of a way.
_WAY_KEYS = (
    *("highway", "name", "foot", "access", "area", "motorroad", "oneway:foot", "foot:forward", "foot:backward"),
    *(
        "conveying",
        "bridge",
        "tunnel",
        "layer",
        "indoor",
        "lit",
        "surface",
        "smoothness",
        "wheelchair",
        "width",
        "est_width",
    ),
    *("incline", "ramp", "ramp:wheelchair", "footway", "cycleway", "path", "sidewalk", "sidewalk:both"),
    *("sidewalk:left", "sidewalk:right", "maxspeed", "man_made", "tactile_paving", "handrail", "step_count", "service"),
)
_WALK_FILTERS = ['["highway"]', '["man_made"="pier"]']
_DRAWN: dict[str, tuple[str, ...]] = {
    "building": (),
    "leisure": (),
    "railway": ("rail", "light_rail", "subway", "tram", "narrow_gauge"),
    "waterway": ("river", "canal", "stream", "riverbank", "dock"),
    "natural": ("water", "scrub", "heath", "grassland"),
    "landuse": ("reservoir", "basin", "grass", "meadow"),
}


def download_area(
    area_geometry_bng: BaseGeometry,
    grid: NationalGrid,
    *,
    margin_m: float = 1000.0,
    extract_id: str | None = None,
    title: str | None = None,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
) -> Extract:
    """The map of an area and of `margin_m` around it; the footprint is what was asked for.

    `area_geometry_bng` is in EPSG:27700. Without `extract_id` the extract is named after its place. With `cache_dir`
    answers are kept and used again. The date is the one that the service states.

    Raises `SourceError` where the service cannot be reached or does not answer, or nothing there can be walked on.
    """
    wanted = _outline(area_geometry_bng, margin_m)
    name = extract_id or f"osm-live-{digest(shapely.to_wkt(wanted, rounding_precision=0))[:8]}"
    say = progress or (lambda _: None)
    with ExitStack() as stack:
        folder = cache_dir or Path(stack.enter_context(TemporaryDirectory(prefix="overpass-")))
        folder.mkdir(parents=True, exist_ok=True)
        stack.enter_context(_settings(folder))
        found = _ask(grid.geometry_to_wgs84(wanted), say)
        date, sha256 = _of_answers(folder)
    if not found.walk_ways:
        raise SourceError("OpenStreetMap shows no street or path one can walk there. Choose another area.")
    return extract_of(
        found,
        grid,
        extract_id=name,
        title=title or "OpenStreetMap download",
        date=date,
        sha256=sha256,
        footprint=wanted,
    )


def _outline(area: BaseGeometry, margin_m: float) -> Polygon | MultiPolygon:
    wanted = shapely.simplify(shapely.buffer(area, margin_m + _ROUGHER_M, quad_segs=4), _ROUGHER_M)
    if not isinstance(wanted, (Polygon, MultiPolygon)) or wanted.is_empty:
        raise SourceError("The area has no outline, so that there is nothing to ask the map for. Choose another area.")
    return wanted


@contextmanager
def _settings(folder: Path) -> Iterator[None]:
    """OSMnx's settings are global; what is set here is put back, and so is the name lookup that it replaces."""
    from osmnx import settings

    chosen = {
        "use_cache": True,
        "cache_folder": str(folder),
        "useful_tags_way": list(_WAY_KEYS),
        "useful_tags_node": sorted(NODE_KEYS),
        # A name that does not resolve is not asked of somebody else's server behind the user's back.
        "doh_url_template": None,
    }
    before = {key: getattr(settings, key) for key in chosen}
    lookup = socket.getaddrinfo
    try:
        for key, value in chosen.items():
            setattr(settings, key, value)
        yield
    finally:
        for key, value in before.items():
            setattr(settings, key, value)
        socket.getaddrinfo = lookup


def _ask(polygon: BaseGeometry, say: Progress) -> OsmFeatures:
    import osmnx

    found = OsmFeatures()
    _check_connection(osmnx.settings.overpass_url)
    say("Downloading streets and paths")
    graph = _answered(
        lambda: osmnx.graph_from_polygon(
            polygon,
            network_type="walk",
            custom_filter=_WALK_FILTERS,
            simplify=False,
            retain_all=True,
            truncate_by_edge=True,
        )
    )
    if graph is not None:
        _add_network(graph, found)
        say("Downloading spaces, buildings and water")
        features = _answered(lambda: osmnx.features_from_polygon(polygon, _feature_tags()))
        if features is not None:
            _add_features(features, found)
    return found


def _check_connection(url: str) -> None:
    # OSMnx waits a minute before it notices that there is no connection.
    import requests

    _answered(lambda: requests.get(f"{url.rstrip('/')}/status", timeout=_REACHABLE_WITHIN_S))


def _answered(question: Callable[[], Any]) -> Any:
    """What the service answers, or None where it knows nothing there. Raises `SourceError` where it does not answer."""
    import requests
    from osmnx._errors import InsufficientResponseError  # not exported, but what OSMnx's functions raise

    try:
        return question()
    except InsufficientResponseError:
        return None
    except (requests.RequestException, OSError, ValueError) as error:  # ValueError: an answer that says "error"
        raise SourceError(
            "OpenStreetMap's service could not be reached or did not answer. Check the connection and try again, "
            "or install an .osm.pbf file."
        ) from error


def _feature_tags() -> dict[str, bool | str | list[str]]:
    """Every tag that makes a space, a stop, a closed ground or something drawn; True for all values of a key."""
    values: dict[str, set[str]] = defaultdict(set)
    for rule in SPACE_RULES:
        values[rule.key].update(rule.values)
    for stop_rule in STOP_RULES:
        values[stop_rule.key].update(stop_rule.values)
    for key, closed in CLOSED_GROUNDS:
        values[key].update(closed)
    tags: dict[str, bool | str | list[str]] = {}
    for key in dict.fromkeys([*values, *_DRAWN]):
        every = _DRAWN.get(key) == ()
        tags[key] = True if every else sorted(values[key] | set(_DRAWN.get(key, ())))
    return tags


def _add_network(graph: Any, found: OsmFeatures) -> None:
    places = {node: (data["x"], data["y"]) for node, data in graph.nodes(data=True)}
    for node, data in graph.nodes(data=True):
        found.add_node(int(node), _tags(data), None)
    ways: dict[int, list[tuple[int, int]]] = defaultdict(list)
    tags: dict[int, dict[str, str]] = {}
    for start, end, data in graph.edges(data=True):
        # Walking is both ways, so that every stretch comes twice; the one along the way's drawing is enough.
        if not data.get("reversed"):
            ways[data["osmid"]].append((start, end))
            tags[data["osmid"]] = _tags(data)
    for way_id, stretches in ways.items():
        pieces = [[(node, places[node]) for node in chain] for chain in chains(stretches)]
        found.add_way(int(way_id), tags[way_id], pieces)


def chains(stretches: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Directed stretches between neighbouring nodes put together again, end to end, each used once.

    >>> chains([(2, 3), (1, 2), (7, 8)])
    [[1, 2, 3], [7, 8]]
    """
    following: dict[int, list[int]] = defaultdict(list)
    balance: dict[int, int] = defaultdict(int)
    for start, end in stretches:
        following[start].append(end)
        balance[start] += 1
        balance[end] -= 1
    found = []
    # From where more leaves than arrives; what is left then are rings, begun anywhere.
    starts = [node for node, surplus in balance.items() for _ in range(surplus)]
    for start in [*starts, *list(following)]:
        chain = [start]
        while following[chain[-1]]:
            chain.append(following[chain[-1]].pop())
        if len(chain) > 1:
            found.append(chain)
    return found


def _add_features(features: Any, found: OsmFeatures) -> None:
    at = {place: node for node, place in found.node_lonlat.items()}
    columns = features.drop(columns=features.geometry.name)
    shapes = features.geometry.to_numpy()
    for (element, osm_id), row, shape in zip(features.index, columns.to_dict("records"), shapes, strict=True):
        tags = _tags(row)
        if element == "node":
            if shape.geom_type == "Point":
                found.add_node(int(osm_id), tags, (shape.x, shape.y))
        elif shape.geom_type in {"Polygon", "MultiPolygon"}:
            if element == "relation" and "highway" in tags:
                tags["area"] = "yes"  # as in osm_reading: a multipolygon is an area without saying so
                found.add_way(0, tags, [_ring(ring, at) for ring in _rings(shape)])
            found.add_area(f"{element}/{osm_id}", tags, partial(_wkb, shape))
        elif shape.geom_type == "LineString" and "highway" not in tags:
            found.add_way(int(osm_id), tags, [[(0, (float(x), float(y))) for x, y in shape.coords]])


def _rings(shape: BaseGeometry) -> list[Any]:
    return [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]


def _ring(ring: Any, at: dict[tuple[float, float], int]) -> list[tuple[int, tuple[float, float]]]:
    """The ring's places with their nodes, which OSMnx leaves out of a multipolygon; their degrees are the same."""
    places = [(float(x), float(y)) for x, y in ring.coords]
    return [(at.setdefault(place, -len(at) - 1), place) for place in places]


def _wkb(shape: BaseGeometry) -> str:
    return str(shapely.to_wkb(shape, hex=True))


def _tags(data: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): value for key, value in data.items() if isinstance(value, str)}


def _of_answers(folder: Path) -> tuple[str | None, str]:
    """The day that the answers state, and a digest of them."""
    days, answers = [], []
    for path in sorted(folder.glob("*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        stated = answer.get("osm3s", {}).get("timestamp_osm_base", "") if isinstance(answer, dict) else ""
        days += [stated[:10]] if stated else []
        answers.append(answer)
    return (max(days) if days else None), digest(answers)

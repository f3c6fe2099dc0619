"""An OpenStreetMap extract read into what the rest of the app works on (geo.sources.extract.Extract)."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from geo.crs import NationalGrid
from geo.errors import SourceError
from geo.names import fold_name
from geo.network.ways import WalkWays
from geo.sources.extract import Extract, line_frame
from geo.sources.footprint import complete_footprint
from geo.sources.great_britain import check_great_britain
from geo.sources.map_classes import HOME
from geo.sources.osm_features import DrawnArea, DrawnLine, OsmFeatures, TaggedShape
from geo.sources.osm_reading import Progress, read_osm_file
from geo.sources.space_duplicates import without_repeats
from geo.sources.space_rows import close_grounds, finished, nest, rows_from_tags
from geo.sources.stop_rows import stop_rows
from geo.sources.stop_tags import stop_kind

_SPACES_WITHIN_M = 1000.0  # of the footprint
_SUFFIXES = re.compile(r"(\.osm)?(\.pbf|\.bz2|\.gz)?$", re.IGNORECASE)
_FULL_DATE = re.compile(r"(?<!\d)(20\d\d-[01]\d-[0-3]\d)(?!\d)")
_ANY_DATE = re.compile(r"[-_ ]*(?<!\d)20\d\d(-[01]\d(-[0-3]\d)?)?(?!\d)")


def read_extract(path: Path, grid: NationalGrid, progress: Progress | None = None) -> Extract:
    """Read an extract (.osm.pbf, .osm). `progress` is told in words what is being done.

    Raises `SourceError` for a file that is missing, broken or cut short, in which there is nothing to walk on, or that
    lies outside Great Britain.
    """
    say = progress or (lambda _: None)
    found = read_osm_file(path, progress)
    if not found.walk_ways:
        raise SourceError(
            f"The file “{path.name}” has no street or path that one can walk. "
            "Give an extract that holds “highway” ways."
        )
    check_great_britain(np.array(list(found.node_lonlat.values())), path.name)
    say(f"Sorting {len(found.walk_ways):,} ways and {len(found.spaces):,} spaces of {path.name}")
    stem = _SUFFIXES.sub("", path.name)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return extract_of(
        found,
        grid,
        extract_id=_slug(stem),
        title=_title(stem),
        date=_date(stem, found),
        sha256=sha256,
    )


def extract_of(
    found: OsmFeatures,
    grid: NationalGrid,
    *,
    extract_id: str,
    title: str,
    date: str | None,
    sha256: str,
    footprint: Polygon | MultiPolygon | None = None,
) -> Extract:
    """An extract from features that are already sorted; without `footprint` it is worked out from the data."""
    ways = _walk_ways(found, grid)
    outlines = _areas(found.buildings, grid)
    buildings = _homes(outlines)
    if footprint is None:
        footprint = complete_footprint(ways, buildings[:, :2], _box(found, grid))
    source_id = f"osm-{extract_id}"
    return Extract(
        id=extract_id,
        title=title,
        date=date,
        sha256=sha256,
        source_id=source_id,
        invented=False,
        footprint=footprint,
        ways=ways,
        spaces=_near(_spaces(found, grid, extract_id, source_id), footprint),
        buildings=buildings,
        streets=_lines(found.streets, grid),
        rail=_lines(found.rail, grid),
        water=_water(found, grid),
        green=_areas(found.green, grid),
        outlines=outlines,
        stops=_near(_stops(found, grid, extract_id, source_id), footprint),
    )


def _walk_ways(found: OsmFeatures, grid: NationalGrid) -> WalkWays:
    node_ids = np.fromiter(found.node_lonlat, np.int64, len(found.node_lonlat))
    lonlat = np.array(list(found.node_lonlat.values()), dtype=np.float64).reshape(-1, 2)
    node_xy = np.column_stack(grid.to_bng(lonlat[:, 0], lonlat[:, 1]))
    return WalkWays(node_ids=node_ids, node_xy=node_xy, ways=found.walk_ways, node_tags=found.tags_of_walked_nodes())


def _spaces(found: OsmFeatures, grid: NationalGrid, network_id: str, source_id: str) -> gpd.GeoDataFrame:
    both, shapes = _shapes(found.spaces, grid)
    rows = rows_from_tags(
        [each.id for each in both], [each.tags for each in both], shapes, network_id=network_id, source_id=source_id
    )
    rows = close_grounds(rows, _outlines(found.closed_grounds, grid))
    return finished(nest(without_repeats(rows)))


def _stops(found: OsmFeatures, grid: NationalGrid, network_id: str, source_id: str) -> gpd.GeoDataFrame:
    drawn = [each for each in found.stops if isinstance(each.shape, str)]
    outlined = {each.id for each in drawn}
    # A closed way comes as a line and as an area.
    single = [each for each in found.stops if not isinstance(each.shape, str) and each.id not in outlined]
    both, shapes = _shapes([*single, *drawn], grid)
    return stop_rows(
        [each.id for each in both],
        [each.tags.get("name") for each in both],
        [str(stop_kind(each.tags)) for each in both],
        shapes,
        network_id=network_id,
        source_id=source_id,
    )


def _shapes(features: list[TaggedShape], grid: NationalGrid) -> tuple[list[TaggedShape], NDArray[np.object_]]:
    """The features, points before areas, and their shapes in EPSG:27700 in that order."""
    points = [each for each in features if not isinstance(each.shape, str)]
    areas = [each for each in features if isinstance(each.shape, str)]
    shapes = [
        grid.geometry_to_bng(np.asarray(shapely.points(np.array([each.shape for each in points]).reshape(-1, 2)))),
        _outlines([str(each.shape) for each in areas], grid),
    ]
    return [*points, *areas], np.concatenate(shapes)


def _near(spaces: gpd.GeoDataFrame, footprint: Polygon | MultiPolygon) -> gpd.GeoDataFrame:
    # A relation such as the Thames brings its islands along, from the other end of London.
    near = shapely.dwithin(spaces.geometry.to_numpy(), footprint, _SPACES_WITHIN_M)
    return spaces[near].reset_index(drop=True)


def _homes(outlines: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """float64 [k, 3]: a point inside each building that may house people, and the area of its outline."""
    homes = outlines.geometry.to_numpy()[(outlines["class"] == HOME).to_numpy(dtype=bool)]
    if not len(homes):
        return np.zeros((0, 3))
    return np.column_stack([shapely.get_coordinates(shapely.point_on_surface(homes)), shapely.area(homes)])


def _outlines(hexadecimal: list[str], grid: NationalGrid) -> NDArray[np.object_]:
    if not hexadecimal:
        return np.empty(0, dtype=object)
    shapes = grid.geometry_to_bng(shapely.from_wkb(np.array(hexadecimal, dtype=object)))
    # pyosmium calls everything a multipolygon; a single part is a polygon.
    single = shapely.get_num_geometries(shapes) == 1
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    return np.asarray(shapes, dtype=object)


def _lines(lines: list[DrawnLine], grid: NationalGrid) -> gpd.GeoDataFrame:
    counts = [len(line.lonlat) for line in lines]
    flat = np.array([place for line in lines for place in line.lonlat], dtype=np.float64).reshape(-1, 2)
    xy = np.column_stack(grid.to_bng(flat[:, 0], flat[:, 1]))
    shapes = np.asarray(shapely.linestrings(xy, indices=np.repeat(np.arange(len(lines)), counts)), dtype=object)
    return line_frame([line.name for line in lines], [line.drawn_as for line in lines], list(shapes))


def _areas(areas: list[DrawnArea], grid: NationalGrid) -> gpd.GeoDataFrame:
    shapes = shapely.make_valid(_outlines([area.shape for area in areas], grid))
    return line_frame([area.name for area in areas], [area.drawn_as for area in areas], list(shapes))


def _water(found: OsmFeatures, grid: NationalGrid) -> gpd.GeoDataFrame:
    areas, lines = _areas(found.water, grid), _lines(found.water_lines, grid)
    geometries = [*areas.geometry, *lines.geometry]
    return line_frame([*areas["name"], *lines["name"]], [*areas["class"], *lines["class"]], geometries)


def _box(found: OsmFeatures, grid: NationalGrid) -> Polygon | None:
    if found.box is None or not (found.box[0] < found.box[2] and found.box[1] < found.box[3]):
        return None
    # Sides of constant latitude are curves on the grid.
    box: Polygon = grid.geometry_to_bng(shapely.segmentize(shapely.box(*found.box), 0.001))
    return box


def _slug(stem: str) -> str:
    """Lower-case letters, digits and hyphens: safe as the name of a folder and in an address."""
    return re.sub(r"[^a-z0-9]+", "-", fold_name(stem)).strip("-")[:80] or "extract"


def _title(stem: str) -> str:
    words = re.sub(r"[-_.\s]+", " ", _ANY_DATE.sub("", stem)).split()
    named = " ".join(word.capitalize() if word.islower() else word for word in words)
    return f"OpenStreetMap: {named}" if named else "OpenStreetMap extract"


def _date(stem: str, found: OsmFeatures) -> str | None:
    """The day the data show: the header's, else the one in the file's name, else that of the newest edit.

    A name that claims to be older than an edit in the file is not believed.
    """
    newest = found.newest_edit.date().isoformat() if found.newest_edit else None
    if found.replicated:
        return found.replicated[:10]
    named = _FULL_DATE.search(stem)
    if named and _is_a_day(named.group(1)) and (newest is None or named.group(1) >= newest):
        return named.group(1)
    return newest


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

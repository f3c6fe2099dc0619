"""Where the data are complete, found again from the streets; against windows that are known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import shapely

from geo.network.ways import WalkWays, Way
from geo.sources.footprint import complete_footprint
from geo.sources.osm_extract import read_extract

# The effective boxes of the data's README: west, south, east, north.
NORTH_CIRCULAR = (-0.1507, 51.6006, -0.1009, 51.6220)
NEWPORT = (-3.080, 51.523, -2.925, 51.598)
NOWHERE = np.zeros((0, 2))


def box_on_grid(grid, west, south, east, north):
    return grid.geometry_to_bng(shapely.segmentize(shapely.box(west, south, east, north), 0.001))


def overlap(one, other):
    return one.intersection(other).area / one.union(other).area


def cut(ways, window):
    """What a map service gives for a window: every way with a node in it, whole."""
    inside = dict(zip(ways.node_ids.tolist(), shapely.contains_xy(window, *ways.node_xy.T), strict=True))
    kept = [way for way in ways.ways if any(inside[node] for node in way.node_ids)]
    return dataclasses.replace(ways, ways=kept)


def buildings_in(extract, window):
    return extract.buildings[shapely.contains_xy(window, *extract.buildings[:, :2].T), :2]


@pytest.fixture(scope="module")
def newport(bundle, grid):
    return read_extract(bundle / "osm" / "uk_newport_2023-06-13.osm.pbf", grid)


def test_a_header_box_that_the_streets_fill_is_taken(northampton_square, clerkenwell, grid):
    stated = box_on_grid(grid, -0.107304, 51.522723, -0.101071, 51.525407)
    assert overlap(northampton_square.footprint, stated) > 0.999
    assert overlap(clerkenwell.footprint, box_on_grid(grid, -0.1141636, 51.5107253, -0.093166, 51.5232569)) > 0.999


def test_without_a_header_the_window_is_found_again(north_circular, grid):
    assert overlap(north_circular.footprint, box_on_grid(grid, *NORTH_CIRCULAR)) >= 0.85


def test_a_whole_town_is_covered_and_nothing_beyond_its_window_is_claimed(newport, grid):
    # The box of 99 % of nodes also holds the estuary and fields at its corners, of which streets can say nothing.
    box = box_on_grid(grid, *NEWPORT)
    assert overlap(newport.footprint, box) > 0.75
    assert newport.footprint.difference(box).area < 0.01 * newport.footprint.area
    assert shapely.contains_xy(newport.footprint, *newport.ways.node_xy.T).mean() > 0.95


@pytest.mark.parametrize("radius", [700, 1200])
def test_an_irregular_window_is_found_again(newport, radius):
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    reach = radius * (1 + 0.25 * np.sin(2 * turn) + 0.15 * np.sin(3 * turn + 1))
    window = shapely.Polygon(np.column_stack([331_000 + reach * np.cos(turn), 188_000 + reach * np.sin(turn)]))
    window = window.intersection(newport.footprint)
    found = complete_footprint(cut(newport.ways, window), buildings_in(newport, window), None)
    assert overlap(found, window) > 0.8
    assert found.intersection(window).area > 0.85 * found.area


def test_highways_alone_show_an_irregular_window(north_circular):
    window = shapely.Point(529_700, 191_800).buffer(900)
    found = complete_footprint(cut(north_circular.ways, window), NOWHERE, None)
    assert overlap(found, window) > 0.8


def test_a_box_drawn_around_a_clipped_county_is_not_believed(newport):
    window = shapely.Point(331_000, 188_000).buffer(900)
    found = complete_footprint(cut(newport.ways, window), buildings_in(newport, window), window.envelope.buffer(300))
    assert overlap(found, window) > 0.8


def test_a_box_elsewhere_is_a_mistake_and_ignored(north_circular):
    elsewhere = shapely.box(0, 0, 1000, 1000)
    assert overlap(complete_footprint(north_circular.ways, NOWHERE, elsewhere), north_circular.footprint) > 0.999


def test_long_roads_that_leave_the_window_do_not_widen_it():
    streets = [[(x, 0), (x, 1000)] for x in range(0, 1001, 100)] + [[(0, y), (1000, y)] for y in range(0, 1001, 100)]
    arms = [[(500, 1000), (500, 9000)], [(1000, 500), (9000, 700)]]
    found = complete_footprint(drawn_ways(streets + arms), NOWHERE, None)
    assert overlap(found, shapely.box(0, 0, 1000, 1000)) > 0.9


def test_a_park_in_the_middle_is_inside():
    around = [[(x, 0), (x, 2000)] for x in (0, 100, 1900, 2000)] + [[(0, y), (2000, y)] for y in (0, 100, 1900, 2000)]
    found = complete_footprint(drawn_ways(around), NOWHERE, None)
    assert found.contains(shapely.Point(1000, 1000))


def drawn_ways(lines):
    """Streets as ways that share a node where they cross on a grid of 100 m."""
    nodes, ways = {}, []
    for number, line in enumerate(lines):
        places = shapely.get_coordinates(shapely.segmentize(shapely.LineString(line), 100)).round().tolist()
        ids = [nodes.setdefault(tuple(place), len(nodes) + 1) for place in places]
        ways.append(Way(number, ids, {"highway": "residential"}))
    return WalkWays(node_ids=np.array(list(nodes.values())), node_xy=np.array(list(nodes), float), ways=ways)

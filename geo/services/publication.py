"""Where a pin is shown: drawn once from where it was tapped, and never again.

    tapped                                             shown                                      precision_m
    a sensitive category, anywhere                     middle of a 250 m cell                     180
    in a public open space                             as tapped, 6 decimals                      5
    on a public street (within 8 m of its line),       as tapped, 6 decimals                      5
      and not on a building
    beside a public street (within 150 m)              a mark on the nearest street, 5 decimals   50, 100, ...
    anywhere else                                      middle of a 250 m cell, 4 decimals         180

Lines and areas have rules of their own (`geo.services.drawn_shapes`).

Two things keep a snapped place from pointing back at a door. The nearest point of a street would: the home lies
straight across from it. So streets carry marks at most 20 m apart and the pin goes to the nearest mark. And the
distance it was moved would give away how far back the home lies, so precision is told in steps of 50 m.

Cells are 250 m squares of the National Grid whose corner is shifted by an amount drawn from the installation's
secret key, so that they do not line up with published 250 m statistics. The same key gives the same cells for good:
a second set of cells laid over the first would narrow places down, so keep the key when the store is moved.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from functools import cache

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely import Point, STRtree
from shapely.geometry.base import BaseGeometry

from geo.crs import LonLat, NationalGrid
from geo.network.flags import EdgeFlag
from geo.network.graph import WalkingNetwork
from geo.pins import GeometryRole, PublishedPlace
from geo.services.workspace import Workspace
from geo.spaces import SpaceAccess, SpaceGroup

ON_A_STREET_M = 8.0  # carriageway and pavement of an ordinary street; the houses stand behind that
SNAP_LIMIT_M = 150.0
MARK_SPACING_M = 20.0
PRECISION_STEP_M = 50.0
EXACT_PRECISION_M = 5.0  # what a careful tap on a phone is worth
CELL_M = 250.0
CELL_PRECISION_M = 180.0  # from the middle of a cell to its corner is 177 m

# Ways that lead to somebody's door, or that only some may use, are no public street.
_NOT_PUBLIC = int(EdgeFlag.SERVICE | EdgeFlag.RESTRICTED | EdgeFlag.INDOOR)
# Kinds that are open to all unless the map says otherwise; a garden or an allotment often belongs to a home.
_OPEN_UNLESS_SAID = frozenset(
    {
        *("park", "playground", "square", "pedestrian-area", "nature-reserve", "common"),
        *("recreation-ground", "village-green", "cemetery"),
    }
)


def published_place(workspace: Workspace, place: LonLat, *, sensitive: bool) -> PublishedPlace:
    """Where a pin tapped at `place` is shown; the same for the same data and key."""
    east, north = workspace.grid.point_to_bng(place)
    if sensitive:
        return cell_place(east, north, grid=workspace.grid, key=workspace.secret_key)
    surroundings = surroundings_of(workspace)
    street = surroundings.nearest_street(east, north)
    on_street = street is not None and street[2] <= ON_A_STREET_M and not surroundings.on_building(east, north)
    if on_street or surroundings.in_public_open_space(east, north):
        tapped = LonLat(round(place.lon, 6), round(place.lat, 6))
        return PublishedPlace(place=tapped, role=GeometryRole.EXACT_PUBLIC_SPACE, precision_m=EXACT_PRECISION_M)
    if street is None:
        return cell_place(east, north, grid=workspace.grid, key=workspace.secret_key)
    # By the distance to the street and half a spacing of marks, not by the way to this very mark, which would tell
    # homes on one stretch of it apart.
    off_m = street[2] + MARK_SPACING_M / 2
    return PublishedPlace(
        place=_rounded(workspace.grid, street[0], street[1], decimals=5),
        role=GeometryRole.SNAPPED,
        precision_m=math.ceil(off_m / PRECISION_STEP_M) * PRECISION_STEP_M,
    )


def coarser_place(workspace: Workspace, published: PublishedPlace) -> PublishedPlace:
    """A place already shown, made coarse because the pin turned sensitive.

    It is drawn from what the public saw, not from where was tapped, so that the two together tell nothing new.
    """
    if published.role is GeometryRole.GRID_CELL:
        return published
    east, north = workspace.grid.point_to_bng(published.place)
    cell = cell_place(east, north, grid=workspace.grid, key=workspace.secret_key)
    uncertain_m = math.ceil((published.precision_m + cell.precision_m) / 10) * 10
    return PublishedPlace(place=cell.place, role=cell.role, precision_m=uncertain_m)


def cell_place(east: float, north: float, *, grid: NationalGrid, key: bytes) -> PublishedPlace:
    """The middle of the cell that an easting and northing (metres) lie in."""
    shift_east, shift_north = _cell_shift(key)
    middle_east = math.floor((east - shift_east) / CELL_M) * CELL_M + shift_east + CELL_M / 2
    middle_north = math.floor((north - shift_north) / CELL_M) * CELL_M + shift_north + CELL_M / 2
    place = _rounded(grid, middle_east, middle_north, decimals=4)
    return PublishedPlace(place=place, role=GeometryRole.GRID_CELL, precision_m=CELL_PRECISION_M)


class Surroundings:
    """What lies around a place: public open spaces, public streets and buildings, all EPSG:27700."""

    def __init__(self, open_spaces: np.ndarray, networks: list[WalkingNetwork]) -> None:
        self._spaces = STRtree(open_spaces)
        networks = sorted(networks, key=lambda network: network.meta.invented)
        self._networks = networks
        self._public = [(np.asarray(network.edge_flags) & _NOT_PUBLIC) == 0 for network in networks]
        buildings = [network.buildings for network in networks if network.buildings is not None]
        footprints = np.concatenate([np.asarray(b, float) for b in buildings]) if buildings else np.empty((0, 3))
        self._building_radius_m = np.sqrt(footprints[:, 2] / math.pi)
        self._buildings = cKDTree(footprints[:, :2]) if len(footprints) else None

    def in_public_open_space(self, east: float, north: float) -> bool:
        """Whether a place lies in a space that anyone may walk into."""
        return len(self._spaces.query(Point(east, north), predicate="intersects")) > 0

    def nearest_street(self, east: float, north: float) -> tuple[float, float, float] | None:
        """The nearest mark on the nearest public street, and how far that street is: easting, northing, metres.

        None where no public street is known within `SNAP_LIMIT_M`.
        """
        point = Point(east, north)
        best = None
        for network, public in zip(self._networks, self._public, strict=True):
            if best is not None and network.meta.invented:
                break  # an invented street is nobody's but where there is no real one
            near = np.sort(network.tree.query(point, predicate="dwithin", distance=SNAP_LIMIT_M))
            near = near[public[near]]
            if not len(near):
                continue
            lines = network.lines[near]
            distances = shapely.distance(lines, point)
            row = int(np.argmin(distances))
            if best is None or distances[row] < best[2]:
                mark = _nearest_mark(lines[row], point)
                best = (mark.x, mark.y, float(distances[row]))
        return best

    def public_part(self, shape: BaseGeometry) -> BaseGeometry:
        """The part of a shape that lies within `ON_A_STREET_M` of a public street or in a public open space."""
        grounds = list(self._spaces.geometries[self._spaces.query(shape, predicate="intersects")])
        for network, public in zip(self._networks, self._public, strict=True):
            near = network.tree.query(shape, predicate="dwithin", distance=ON_A_STREET_M)
            grounds.extend(shapely.buffer(network.lines[near[public[near]]], ON_A_STREET_M))
        return shapely.intersection(shape, shapely.union_all(grounds))

    def touches_public_realm(self, shape: BaseGeometry) -> bool:
        """Whether any part of a shape lies within `ON_A_STREET_M` of a public street or in a public open space."""
        if len(self._spaces.query(shape, predicate="intersects")):
            return True
        near = [network.tree.query(shape, predicate="dwithin", distance=ON_A_STREET_M) for network in self._networks]
        return any(bool(public[rows].any()) for public, rows in zip(self._public, near, strict=True))

    def on_building(self, east: float, north: float) -> bool:
        """Whether a place lies on a building, taken as a circle of its footprint; false where none are mapped."""
        if self._buildings is None:
            return False
        near = self._buildings.query_ball_point((east, north), r=30.0)
        if not near:
            return False
        away_m = np.hypot(*(self._buildings.data[near] - (east, north)).T)
        return bool((away_m <= self._building_radius_m[near]).any())


def surroundings_of(workspace: Workspace) -> Surroundings:
    """What lies around places, made once and kept with the workspace."""
    return workspace.index(_surroundings, Surroundings)


def _surroundings(workspace: Workspace) -> Surroundings:
    spaces = workspace.spaces
    open_to_all = (spaces["access"] == SpaceAccess.PUBLIC.value) | (
        (spaces["access"] == SpaceAccess.UNKNOWN.value) & spaces["kind"].isin(_OPEN_UNLESS_SAID)
    )
    chosen = spaces[(spaces["group"] == SpaceGroup.OPEN.value) & ~spaces["is_point"].astype(bool) & open_to_all]
    return Surroundings(chosen.geometry.to_numpy(), [workspace.network(name) for name in workspace.network_ids])


def _nearest_mark(line: shapely.LineString, point: Point) -> Point:
    spaces = max(1, math.ceil(line.length / MARK_SPACING_M))
    nearest = round(shapely.line_locate_point(line, point, normalized=True) * spaces) / spaces
    mark: Point = shapely.line_interpolate_point(line, nearest, normalized=True)
    return mark


def _rounded(grid: NationalGrid, east: float, north: float, *, decimals: int) -> LonLat:
    place = grid.point_to_wgs84(east, north)
    return LonLat(round(place.lon, decimals), round(place.lat, decimals))


@cache
def _cell_shift(key: bytes) -> tuple[float, float]:
    drawn = hmac.new(key, b"cells of published places, version 1", hashlib.sha256).digest()
    return (int.from_bytes(drawn[:8]) % 250_000) / 1000, (int.from_bytes(drawn[8:16]) % 250_000) / 1000

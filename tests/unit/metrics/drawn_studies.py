"""Grounds and studies upon drawn networks: spaces, homes and stops from words, with everything else as in the app."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geo.areas import Area, AreaKind
from geo.metrics.coverage import choose_network
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.study import Ground, Places, Study
from geo.network.access_points import access_points
from geo.network.costs import WalkCosts, lengths
from geo.network.graph import WalkingNetwork
from geo.network.population import BY_BUILDINGS, Homes
from geo.network.snapping import snap

EVERYWHERE = shapely.box(-900, -900, 2900, 900)


def space_frame(spaces: Sequence[tuple], parents: dict[int, int] | None = None) -> gpd.GeoDataFrame:
    """Spaces from (kind, shape); a point has no area. `parents` says which row lies in which."""
    shapes = [shape for _, shape in spaces]
    ids = [f"way/{row}" for row in range(len(spaces))]
    return gpd.GeoDataFrame(
        {
            "space_id": ids,
            "kind": [kind for kind, _ in spaces],
            "area_ha": [shape.area / 1e4 if shape.area else np.nan for shape in shapes],
            "is_point": [shape.geom_type == "Point" for shape in shapes],
            "parent_id": [ids[parents[row]] if parents and row in parents else None for row in range(len(spaces))],
        },
        geometry=shapes,
        crs=27700,
    )


def stop_frame(stops: Sequence[tuple]) -> gpd.GeoDataFrame:
    """Stops from (kind, point)."""
    return gpd.GeoDataFrame(
        {"stop_id": [f"node/{row}" for row in range(len(stops))], "kind": [kind for kind, _ in stops]},
        geometry=[point for _, point in stops],
        crs=27700,
    )


def drawn_ground(
    network: WalkingNetwork,
    *,
    spaces: Sequence[tuple] = (),
    community: Sequence[tuple] = (),
    stops: Sequence[tuple] = (),
    homes: Sequence[tuple[float, float, float]] = (),
    parents: dict[int, int] | None = None,
    persona: Persona = ANY_WALKER,
    costs: WalkCosts | None = None,
) -> Ground:
    """The ground of a drawn network; `homes` are (easting, northing, residents)."""

    def places(frame: gpd.GeoDataFrame) -> Places:
        shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
        return Places(frame=frame, shapes=shapes, entrances=access_points(network, shapes))

    everyone = drawn_homes(homes)
    return Ground(
        network=network,
        persona=persona,
        costs=costs or lengths(network),
        usable=np.ones(network.edge_count, bool),
        open_spaces=places(space_frame(spaces, parents)),
        community=places(space_frame(community)),
        stops=places(stop_frame(stops)),
        homes=everyone,
        home_points=snap(network, everyone.xy),
    )


def drawn_homes(homes: Sequence[tuple[float, float, float]]) -> Homes:
    """Homes from (easting, northing, residents)."""
    table = np.array(homes, float).reshape(-1, 3)
    return Homes(
        xy=table[:, :2],
        residents=table[:, 2],
        zone=np.zeros(len(table), np.int64),
        unknown_zones=0,
        method=BY_BUILDINGS,
    )


def drawn_study(
    ground: Ground,
    *,
    area: shapely.Geometry = EVERYWHERE,
    homes: Homes | None = None,
    ages: Sequence[tuple[shapely.Geometry, float, float]] = (),
) -> Study:
    """A study of the ground's homes in an area; `ages` are zones of (shape, residents, children of 0 to 15)."""
    if homes is None:
        here = shapely.contains_xy(area, ground.homes.xy)
        homes = Homes(
            xy=ground.homes.xy[here],
            residents=ground.homes.residents[here],
            zone=ground.homes.zone[here],
            unknown_zones=0,
            method=ground.homes.method,
        )
    zones = gpd.GeoDataFrame(
        {"residents": [each[1] for each in ages], "age_0_15": [each[2] for each in ages]},
        geometry=[each[0] for each in ages],
        crs=27700,
    )
    return Study(
        area=Area(
            id="drawn",
            name="Drawn",
            kind=AreaKind.SITE,
            borough_code=None,
            borough_name=None,
            area_km2=area.area / 1e6,
            geometry=area,
            source_id="drawn",
        ),
        coverage=choose_network("drawn", area, [ground.network.meta], 798.0),
        ground=ground,
        homes=homes,
        start=snap(ground.network, homes.xy),
        zones=gpd.GeoDataFrame({"residents": []}, geometry=[], crs=27700),
        deprivation_zones=zones,
    )


def figure(figures, metric):
    """The one measurement with an id."""
    (found,) = [each for each in figures.measurements if each.metric == metric]
    return found

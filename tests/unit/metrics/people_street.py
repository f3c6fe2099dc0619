"""A street of six census zones that leads to a park: what tests of groups and separation work on.

zone        0     1     2     3     4     5
         ┌─────┬─────┬─────┬─────┬─────┬─────┬──┬──────┐
street   ┼──o──┼──o──┼──o──┼──o──┼──o──┼──o──┼──┤ park │    each zone 100 m wide, its home in the middle
         └─────┴─────┴─────┴─────┴─────┴─────┴──┴──────┘
walk, m    600   500   400   300   200   100
residents  100   100   100   100   100   100
Asian       50    40    30    20    10     0
White       50    60    70    80    90   100
households  50    50    50    50    50    50
social      25    25    25     0     0     0
2011 zones ┊ decile 1  ┊ decile 3  ┊ decile 10 ┊
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from drawn_networks import drawn_network

from geo.areas import Area, AreaKind
from geo.metrics.access import Walks, walks_to_spaces
from geo.metrics.coverage import choose_network
from geo.metrics.personas import ANY_WALKER
from geo.metrics.study import Ground, Places, Study
from geo.network.access_points import access_points
from geo.network.costs import lengths
from geo.network.graph import WalkingNetwork
from geo.network.population import Homes
from geo.network.snapping import snap

STREET = shapely.box(0, -50, 600, 50)
PARK = shapely.box(650, -50, 750, 50)


def street_zones() -> gpd.GeoDataFrame:
    asian = np.array([50.0, 40, 30, 20, 10, 0])
    return gpd.GeoDataFrame(
        {
            "zone_id": [f"E0100000{row}" for row in range(6)],
            "residents": 100.0,
            "eth_asian": asian,
            "eth_black": 0.0,
            "eth_mixed": 0.0,
            "eth_white": 100.0 - asian,
            "eth_other": 0.0,
            "ts038_residents": 100.0,
            "disabled_equality_act": 20.0,
            "households": 50.0,
            "hh_social_rented": [25.0, 25, 25, 0, 0, 0],
            "hh_private_rented": 10.0,
            "hh_not_deprived_any_dimension": [10.0, 20, 20, 30, 30, 40],
        },
        geometry=[shapely.box(100 * row, -50, 100 * row + 100, 50) for row in range(6)],
        crs=27700,
    )


def street_deprivation_zones() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "zone_id": ["E01000101", "E01000102", "E01000103"],
            "imd_decile": [1.0, 3, 10],
            "imd_rank": [1000.0, 9000, 30000],
            "residents": 200.0,
            "age_0_15": [20.0, 40, 60],
            "age_16_64": 120.0,
            "age_65plus": [60.0, 40, 20],
        },
        geometry=[shapely.box(200 * row, -50, 200 * row + 200, 50) for row in range(3)],
        crs=27700,
    )


def street_network(**said) -> WalkingNetwork:
    return drawn_network({"a": (0, 0), "b": (1000, 0)}, ["a b"], **said)


def street_homes(residents: float = 100.0) -> Homes:
    return Homes(
        xy=np.array([[50.0 + 100 * row, 0.0] for row in range(6)]),
        residents=np.full(6, residents),
        zone=np.arange(6),
        unknown_zones=0,
        method="drawn",
    )


def street_ground(network: WalkingNetwork | None = None, homes: Homes | None = None) -> Ground:
    network, homes = network or street_network(), homes or street_homes()
    shapes = np.array([PARK], dtype=object)
    parks = Places(
        frame=gpd.GeoDataFrame({"space_id": ["way/1"]}, geometry=[PARK], crs=27700),
        shapes=shapes,
        entrances=access_points(network, shapes),
    )
    none = Places(
        frame=parks.frame.iloc[:0], shapes=shapes[:0], entrances=access_points(network, np.array([], dtype=object))
    )
    return Ground(
        network=network,
        persona=ANY_WALKER,
        costs=lengths(network),
        usable=np.ones(network.edge_count, bool),
        open_spaces=parks,
        community=none,
        stops=none,
        homes=homes,
        home_points=snap(network, homes.xy),
    )


def street_study(ground: Ground | None = None, area: shapely.Geometry = STREET, **changed) -> Study:
    ground = ground or street_ground()
    here = shapely.contains_xy(area, ground.homes.xy)
    homes = replace(
        ground.homes, xy=ground.homes.xy[here], residents=ground.homes.residents[here], zone=ground.homes.zone[here]
    )
    study = Study(
        area=Area(
            id="street",
            name="The street",
            kind=AreaKind.SITE,
            borough_code=None,
            borough_name=None,
            area_km2=area.area / 1e6,
            geometry=area,
            source_id="drawn",
        ),
        coverage=choose_network("street", area, [ground.network.meta], 798.0),
        ground=ground,
        homes=homes,
        start=snap(ground.network, homes.xy),
        zones=street_zones(),
        deprivation_zones=street_deprivation_zones(),
    )
    return replace(study, **changed)


def street_walks(study: Study) -> Walks:
    spaces = study.ground.open_spaces
    return walks_to_spaces(study.ground.network, study.start, spaces.shapes, spaces.entrances)


def said(figures, metric: str):
    """The one measurement with an id."""
    (found,) = [each for each in figures.measurements if each.metric == metric]
    return found


def told(figures, breakdown: str):
    """Rows of the one breakdown with an id, by key."""
    (found,) = [each for each in figures.breakdowns if each.id == breakdown]
    return {row.key: row for row in found.rows}

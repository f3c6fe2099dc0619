"""A new pin on a network as large as London's: from the pins of an area to the price of every barrier."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.tiled_towns import City, city_of, one_town
from geo.areas import Area, AreaKind
from geo.crs import BNG
from geo.metrics.barrier_ground import barrier_ground
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_rules import infer_barriers
from geo.metrics.barrier_standards import DEFAULT_STANDARD
from geo.metrics.coverage import Coverage
from geo.metrics.map_barriers import base_costs, map_barriers
from geo.metrics.personas import PERSONAS, costs_for
from geo.metrics.study import Ground, Places, Study
from geo.network.access_points import AccessMethod, AccessPoints
from geo.network.population import Homes
from geo.network.snapping import EdgePoints

TOWNS = 71  # Newport so often: 992,580 nodes, about as many as Greater London has
SIDE_M, HOMES, PINS = 1200.0, 3000, 200
PERSONA = PERSONAS["wheelchair"]


def measure() -> dict[str, Any]:
    """Seconds of each step, the first time (compiled already) and after one more pin."""
    city = city_of(one_town(), TOWNS)
    study = _study(city)
    steps(study, PINS)
    runs = [steps(study, PINS + more) for more in range(1, 4)]
    middle = sorted(runs, key=lambda each: each["all_s"])[1]
    return {"nodes": city.network.node_count, "edges": city.network.edge_count, "homes": HOMES, "pins": PINS} | middle


def steps(study: Study, pins: int) -> dict[str, Any]:
    """The same steps that a report takes when a pin came."""
    ground, seconds = study.ground, {}
    within = study.area.geometry.buffer(DEFAULT_STANDARD.limit_m(PERSONA))
    began = time.perf_counter()

    def done(name: str) -> None:
        seconds[f"{name}_s"] = time.perf_counter() - began - sum(seconds.values())

    testimony, today = _testimony(study, pins), date(2026, 11, 22)
    told = infer_barriers(ground.network, ground.usable, testimony, {}, BarrierSettings(), today)
    done("infer")
    barriers = [*told.barriers, *_of_map(study, within)[1]]
    done("map")
    priced = barrier_ground(study, ground, DEFAULT_STANDARD, _of_map(study, within)[0], barriers)
    done("impose_and_passes")
    priced.game.single()
    done("single")
    priced.game.shapley(200, 1)
    done("shapley")
    priced.game.bundles(10)
    done("bundles")
    return seconds | {
        "all_s": time.perf_counter() - began,
        "barriers": len(barriers),
        "recoverable": priced.game.recoverable,
    }


_KEPT: dict[str, Any] = {}


def _of_map(study: Study, within: shapely.Polygon) -> Any:
    """What the map says near the area: made once, as the app does."""
    if not _KEPT:
        network = study.ground.network
        _KEPT["made"] = base_costs(network, PERSONA, within), map_barriers(network, PERSONA, within)
    return _KEPT["made"]


def _study(city: City) -> Study:
    network = city.network
    middle = np.median(network.node_xy, axis=0)
    outline = shapely.box(*(middle - SIDE_M / 2), *(middle + SIDE_M / 2))
    inside = np.flatnonzero((np.abs(network.node_xy - middle) < SIDE_M / 2).all(axis=1))
    node = np.random.default_rng(2).choice(inside, HOMES)
    edge = np.asarray(network.csr_edge)[np.asarray(network.indptr)[node]].astype(np.int64)
    half = EdgePoints(edge=edge, offset_m=np.asarray(network.edge_length_m)[edge] / 2, distance_m=np.full(HOMES, 5.0))
    spaces = int(city.space.max()) + 1
    frame = gpd.GeoDataFrame({"kind": ["park"] * spaces}, geometry=[shapely.Point(0, 0)] * spaces, crs=BNG)
    entrances = AccessPoints(space=city.space, points=city.ways_in, method=np.full(spaces, AccessMethod.POINT, object))
    places = Places(frame=frame, shapes=np.asarray(frame.geometry.to_numpy(), dtype=object), entrances=entrances)
    homes = Homes(
        xy=network.node_xy[node], residents=np.ones(HOMES), zone=np.zeros(HOMES, np.int64), unknown_zones=0, method=""
    )
    costs = costs_for(network, PERSONA)
    ground = Ground(
        network=network,
        persona=PERSONA,
        costs=costs,
        usable=np.ones(network.edge_count, bool),
        open_spaces=places,
        community=places,
        stops=places,
        homes=homes,
        home_points=half,
    )
    area = Area(
        id="square",
        name="A square",
        kind=AreaKind.SITE,
        borough_code=None,
        borough_name=None,
        area_km2=1.44,
        geometry=outline,
        source_id="drawn",
    )
    empty = gpd.GeoDataFrame(geometry=[], crs=BNG)
    return Study(
        area=area,
        coverage=Coverage(
            area_id="square",
            network_id="tiled",
            network_name="Newport, tiled",
            network_date=None,
            area_share=1.0,
            margin_share=1.0,
            margin_m=0.0,
        ),
        ground=ground,
        homes=homes,
        start=half,
        zones=empty,
        deprivation_zones=empty,
    )


def _testimony(study: Study, pins: int) -> gpd.GeoDataFrame:
    random = np.random.default_rng(3)
    x0, y0, x1, y1 = study.area.geometry.bounds
    place = random.uniform((x0, y0), (x1, y1), (pins, 2))
    category = random.choice(["b-gate", "b-cross", "b-surface", "b-step"], pins)
    return gpd.GeoDataFrame(
        {
            "id": [f"{row:032d}" for row in range(pins)],
            "kind": "barrier",
            "category": category,
            "contributor": [f"{row}" for row in range(pins)],
            "created_at": pd.to_datetime([datetime(2026, 1, 1, tzinfo=UTC)] * pins),
            "role": "snapped",
            "precision_m": 50.0,
            "felt": None,
            "affects": [()] * pins,
            "hours": None,
            "until": None,
            "severity": None,
            "knowledge": None,
        },
        geometry=shapely.points(place),
        crs=BNG,
    )


if __name__ == "__main__":
    import json

    print(json.dumps(measure(), indent=1))

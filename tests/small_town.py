"""A small town, drawn by hand beside the Thames, installed as files like any other: what store, pin and export tests
work on.

    northing
    181000 ┌──────────────┬──────────────┐
           │  North Ward  │              │     Camden is both wards on the left.
    180500 ├──────────────┤  City Ward   │     The park is 100 m square, the main street runs along 180100.
           │  South Ward  │              │
    180000 └──────────────┴──────────────┘
               the river, in no borough
    179600 ┌──────────────┐
           │   Bankside   │     Southwark
    178700 └──────────────┘
        529000         530000         531000  easting
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point, Polygon, box

from geo.crs import BNG, LonLat, open_grid
from geo.names import fold_name
from geo.network.build import build_network
from geo.network.graph import NetworkMeta
from geo.network.ways import WalkWays, Way
from geo.provenance import Source
from geo.services.workspace import Workspace
from geo.store.pin_store import PinStore

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
SECRET = b"a key for tests only, thirty-two"

PARK = (529350.0, 180250.0)  # its middle
ON_STREET = (529500.0, 180104.0)
BESIDE_STREET = (529500.0, 180140.0)  # 40 m from the main street
NOWHERE_NEAR = (529500.0, 180800.0)  # more than 150 m from any street
IN_THE_RIVER = (529500.0, 179800.0)
OUTSIDE = (560000.0, 180500.0)

CAMDEN, CITY, SOUTHWARK = "E09000007", "E09000001", "E09000028"
ESTATE = "E09000007-R01"


def source(source_id: str, **more: str) -> Source:
    """A source of the town's data."""
    said = {
        "publisher": "The town clerk",
        "url": "https://example.org",
        "vintage": "May 2025",
        "licence": "Open Government Licence v3.0",
        "attribution": f"Contains the town clerk's {source_id}.",
    }
    return Source(id=source_id, title=f"The town's {source_id}", **{**said, **more})


SOURCES = (
    source("boroughs"),
    source("wards"),
    source("regeneration"),
    source("zones"),
    source("osm", licence="Open Database Licence 1.0", attribution="© OpenStreetMap contributors"),
)


def small_town(folder: Path) -> Workspace:
    """Install the town into a folder and open it, with an empty store and a clock that stands at `NOON`."""
    data = folder / "data"
    data.mkdir(parents=True)
    areas().to_parquet(data / "areas.parquet")
    zones().to_parquet(data / "zones.parquet")
    spaces().to_parquet(data / "spaces.parquet")
    places().to_parquet(data / "places.parquet")
    streets().save(data / "networks" / "town")
    installed = {
        "mode": "bundle",
        "made_at": NOON.isoformat(),
        "layers": [{"name": each.id, "kind": each.id, "features": 1, "source": asdict(each)} for each in SOURCES],
        "networks": [{"id": "town"}],
    }
    (data / "installed.json").write_text(json.dumps(installed), encoding="utf-8")
    return Workspace(
        data_dir=data,
        grid=_grid(),
        store=PinStore.open(f"sqlite:///{folder / 'pins.sqlite'}"),
        secret_key=SECRET,
        now=lambda: NOON,
    )


def lonlat(easting_northing: tuple[float, float]) -> LonLat:
    """A place of the town in degrees."""
    return _grid().point_to_wgs84(*easting_northing)


_grid = cache(open_grid)


def areas() -> gpd.GeoDataFrame:
    """Three boroughs, four wards and a regeneration area."""
    rows = [
        (CAMDEN, "Camden", "borough", CAMDEN, box(529000, 180000, 530000, 181000)),
        (CITY, "City of London", "borough", CITY, box(530000, 180000, 531000, 181000)),
        (SOUTHWARK, "Southwark", "borough", SOUTHWARK, box(529000, 178700, 530000, 179600)),
        ("E05000001", "North Ward", "ward", CAMDEN, box(529000, 180500, 530000, 181000)),
        ("E05000002", "South Ward", "ward", CAMDEN, box(529000, 180000, 530000, 180500)),
        ("E05000003", "City Ward", "ward", CITY, box(530000, 180000, 531000, 181000)),
        ("E05000004", "Bankside", "ward", SOUTHWARK, box(529000, 178700, 530000, 179600)),
        (ESTATE, "Park Estate", "regeneration", CAMDEN, box(529100, 180050, 529600, 180450)),
    ]
    names = {CAMDEN: "Camden", CITY: "City of London", SOUTHWARK: "Southwark"}
    return gpd.GeoDataFrame(
        [
            {
                "area_id": area_id,
                "name": name,
                "kind": kind,
                "borough_code": borough,
                "borough_name": names[borough],
                "area_km2": shape.area / 1e6,
                "source_id": {"borough": "boroughs", "ward": "wards"}.get(kind, kind),
                "invented": False,
                "geometry": shape,
            }
            for area_id, name, kind, borough, shape in rows
        ],
        crs=BNG,
    )


def zones() -> gpd.GeoDataFrame:
    """One census zone for each half of Camden."""
    shapes = [box(529000, 180000, 530000, 180500), box(529000, 180500, 530000, 181000)]
    return gpd.GeoDataFrame(
        {
            "zone_id": ["E01000001", "E01000002"],
            "borough_code": CAMDEN,
            "residents": [1500.0, 900.0],
            "source_id": "zones",
            "invented": False,
        },
        geometry=shapes,
        crs=BNG,
    )


def spaces() -> gpd.GeoDataFrame:
    """A park with a hole, a private garden, a garden of unknown access, and a library known as a point."""
    park = Polygon(
        box(529300, 180200, 529400, 180300).exterior.coords, [box(529310, 180210, 529320, 180220).exterior.coords]
    )
    rows = [
        ("way/1", "The Park", "park", "open", "public", park),
        ("way/2", None, "garden", "open", "private", box(529150, 180250, 529170, 180270)),
        ("way/3", "Back Garden", "garden", "open", "unknown", box(529520, 180250, 529560, 180290)),
        ("node/4", "The Library", "library", "community", "public", Point(529250, 180110)),
        ("way/5", "Far Common", "common", "open", "public", box(530500, 180500, 530700, 180700)),
    ]
    return gpd.GeoDataFrame(
        [
            {
                "space_id": space_id,
                "name": name,
                "kind": kind,
                "group": group,
                "access": access,
                "wheelchair": "yes" if space_id == "node/4" else None,
                "opening_hours": None,
                "area_ha": shape.area / 1e4 if shape.area else np.nan,
                "is_point": shape.geom_type == "Point",
                "parent_id": None,
                "network_id": "town",
                "source_id": "osm",
                "invented": False,
                "geometry": shape,
            }
            for space_id, name, kind, group, access, shape in rows
        ],
        crs=BNG,
    )


def streets() -> Any:
    """Main Street with its pavement, Side Street into the park, and a driveway; two houses beside Main Street."""
    at = {
        1: (529050.0, 180100.0),
        2: (529350.0, 180100.0),
        3: (529950.0, 180100.0),
        4: (529350.0, 180220.0),
        5: (529700.0, 180100.0),
        6: (529700.0, 180190.0),
    }
    return build_network(
        WalkWays(
            node_ids=np.array(list(at), np.int64),
            node_xy=np.array(list(at.values())),
            ways=[
                Way(10, [1, 2, 5, 3], {"highway": "residential", "name": "Main Street"}),
                Way(11, [2, 4], {"highway": "footway"}),
                Way(12, [5, 6], {"highway": "service", "service": "driveway"}),
            ],
        ),
        NetworkMeta(
            id="town",
            name="The town",
            date="2026-01-01",
            source_id="osm",
            footprint=box(529000, 180000, 530000, 181000),
        ),
        buildings=np.array([[529480.0, 180111.0, 100.0], [529200.0, 180115.0, 150.0]]),
    )


def places() -> pd.DataFrame:
    """A few names that people search for."""
    rows = [
        ("Park Street", "street", "South Ward, Camden"),
        ("The Park", "space", "Park, Camden"),
        ("Parkway", "street", "North Ward, Camden"),
        ("Old Car Park Lane", "street", "City Ward"),
        ("St. Mary's Church", "space", "Bankside"),
        ("Camden", "borough", ""),
        ("Camden", "station", "North Ward"),
        ("Sparkford Road", "street", "City Ward"),
    ]
    west, south = -0.14, 51.5
    return pd.DataFrame(
        [
            {
                "place_id": f"p{number}",
                "name": name,
                "kind": kind,
                "detail": detail,
                "search_name": fold_name(name),
                "west": west,
                "south": south,
                "east": west + 0.01,
                "north": south + 0.01,
                "lon": west + 0.005,
                "lat": south + 0.005,
            }
            for number, (name, kind, detail) in enumerate(rows)
        ]
    )

"""A bundle small enough to install in a moment, with the layout and the columns of the real one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
from osmium.osm.mutable import Node, Way
from shapely import box

from geo.crs import open_grid
from geo.services.installing import InstallReport, StepResult, install_data

HELMERT = open_grid()
NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@dataclass
class Told:
    """A reporter that remembers."""

    results: list[StepResult] = field(default_factory=list)
    expected: int = 0

    def expect(self, steps: int) -> None:
        self.expected += steps

    def start(self, label: str) -> None: ...

    def say(self, text: str) -> None: ...

    def finish(self, result: StepResult) -> None:
        self.results.append(result)

    def status_of(self, name: str) -> str:
        """How the last step of that name ended."""
        return str(next(result.status for result in reversed(self.results) if result.name == name))


@dataclass
class Installation:
    """A folder of source data and one of installed data, with `install` between them; downloads are off."""

    bundle: Path
    data: Path
    told: Told
    hours: int = 0

    def install(self, **options: Any) -> InstallReport:
        """Install an hour later than before. What is told is that of this install alone."""
        self.told = Told()
        self.hours += 1
        known: dict[str, Any] = {"bundle": self.bundle, "offline": True} | options
        return install_data(data_dir=self.data, now=NOON + timedelta(hours=self.hours), reporter=self.told, **known)

    def files(self) -> dict[str, int]:
        """The time of every installed file, in ns."""
        return {str(path.relative_to(self.data)): path.stat().st_mtime_ns for path in self.data.rglob("*")}


def write_tiny_bundle(folder: Path) -> Path:
    """Two boroughs, three wards, one regeneration area, three town centres, two zones of each census, one extract."""
    west, east = box(528000, 180000, 529000, 181000), box(529000, 180000, 530000, 181000)
    write_layer(
        folder / "boundaries/london_boroughs_2020.gpkg",
        "boroughs",
        gpd.GeoDataFrame(
            {"borough_code": ["E09000007", "E09000019"], "borough_name": ["Camden", "Islington"]},
            geometry=[west, east],
            crs=27700,
        ),
    )
    write_layer(
        folder / "boundaries/london_wards_2025.gpkg",
        "wards",
        in_degrees(
            {
                "ward_code": ["E05000001", "E05000002", "E05000003"],
                "ward_name": ["Far", "Near", "Other"],
                "borough_code": ["E09000007", "E09000007", "E09000019"],
                "borough_name": ["Camden", "Camden", "Islington"],
            },
            [box(528000, 180000, 528500, 181000), box(528500, 180000, 529000, 181000), east],
        ),
    )
    write_layer(
        folder / "regeneration/strategic_areas_for_regeneration_imd2019_derived.gpkg",
        "areas",
        in_degrees(
            {
                "area_code": ["E09000007-R01"],
                "area_name": ["Camden regeneration area 1"],
                "borough_code": ["E09000007"],
                "borough_name": ["Camden"],
            },
            [box(528100, 180100, 528600, 180600)],
        ),
    )
    write_layer(
        folder / "regeneration/gla_town_centre_boundaries.gpkg",
        "town_centres",
        in_degrees(
            {
                "gla_ref": ["TCB1", "TCB2", "TCB3"],
                "name": ["Inside", "Across", "Nowhere"],
                "borough": ["Camden", "Camden", "Camden & Islington"],
            },
            [_square(528200, 180200), _square(528950, 180500), _square(529300, 180300)],
        ),
    )
    _write_zones(folder, west, east)
    write_pbf(folder / "osm/little_place_2025-03-01.osm.pbf", x=528500, y=180500)
    return folder


def _square(west: float, south: float) -> object:
    return box(west, south, west + 100, south + 100)


def _write_zones(folder: Path, west: object, east: object) -> None:
    codes = ["E01000001", "E01000002"]
    for year, columns in (("2021", "lsoa21"), ("2011", "lsoa11")):
        write_layer(
            folder / f"boundaries/london_lsoa_{year}.gpkg",
            columns,
            in_degrees(
                {f"{columns}_code": codes, f"{columns}_name": ["A", "B"], "borough_code": ["E09000007", "E09000019"]},
                [west, east],
            ),
        )
    tables = {
        "london_lsoa21_census2021": {"lsoa21_code": codes, "borough_code": "x", "ts021_residents": [1500, 1700]},
        "london_lsoa11_imd2019": {"lsoa11_code": codes, "IMD_decile": [1, 9], "IMD_rank": [120, 30000]},
        "london_lsoa11_mid2020_age": {
            "lsoa11_code": codes,
            "mid2020_residents": [1510, 1720],
            "age_0_15": [300, 200],
            "age_16_64": [1010, 1220],
            "age_65plus": [200, 300],
        },
    }
    (folder / "population").mkdir(parents=True, exist_ok=True)
    for name, columns in tables.items():
        pd.DataFrame(columns).to_csv(folder / "population" / f"{name}.csv", index=False)


def write_layer(path: Path, layer: str, frame: gpd.GeoDataFrame) -> None:
    """Write a GeoPackage layer, its folder made first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    frame.to_file(path, layer=layer, driver="GPKG")


def in_degrees(columns: dict[str, object], shapes: list[object]) -> gpd.GeoDataFrame:
    """Shapes drawn in metres as a layer in WGS84."""
    return gpd.GeoDataFrame(columns, geometry=HELMERT.geometry_to_wgs84(np.array(shapes, dtype=object)), crs=4326)


def write_pbf(path: Path, *, x: float, y: float, park: str = "Little Park") -> None:
    """An extract with four streets around a park of one hectare."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    corners = [(x, y), (x + 200, y), (x + 200, y + 200), (x, y + 200)]
    inside = [(x + 50, y + 50), (x + 150, y + 50), (x + 150, y + 150), (x + 50, y + 150)]
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (east, north) in enumerate([*corners, *inside], start=1):
            place = HELMERT.point_to_wgs84(east, north)
            writer.add_node(Node(id=number, location=(place.lon, place.lat)))
        writer.add_way(Way(id=1, nodes=[1, 2, 3, 4, 1], tags={"highway": "residential", "name": "Ring Street"}))
        writer.add_way(Way(id=2, nodes=[1, 5], tags={"highway": "footway"}))
        writer.add_way(Way(id=3, nodes=[5, 6, 7, 8, 5], tags={"leisure": "park", "name": park}))

"""What every service works on: installed data, the store, the grid and the clock, opened once and shared."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd

from geo.crs import BNG, NationalGrid
from geo.errors import DataMissingError
from geo.frames import AREAS, DEPRIVATION_ZONES, PLACES, SPACES, STOPS, ZONES, FrameContract, check_frame
from geo.network.graph import WalkingNetwork
from geo.provenance import Source
from geo.store.pin_store import PinStore

T = TypeVar("T")

_INSTALL = "Run “python -m geo data install” first."


@dataclass(frozen=True)
class Workspace:
    """Installed data read once at first use and never changed; `now` gives aware UTC times."""

    data_dir: Path
    grid: NationalGrid
    store: PinStore
    secret_key: bytes
    now: Callable[[], datetime]
    _networks: dict[str, WalkingNetwork] = field(default_factory=dict)
    _indexes: dict[type[Any], Any] = field(default_factory=dict)

    @cached_property
    def installed(self) -> dict[str, Any]:
        """What the last install wrote about itself (installed.json)."""
        path = self.data_dir / "installed.json"
        if not path.exists():
            raise DataMissingError(f"No data are installed yet. {_INSTALL}")
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return record

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources of installed layers, by id."""
        return {layer["source"]["id"]: Source(**layer["source"]) for layer in self.installed["layers"]}

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """Areas of every kind (geo.frames.AREAS), indexed by area_id."""
        return self._read("areas", AREAS)

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """Census zones (geo.frames.ZONES), indexed by zone_id; empty where none are installed."""
        return self._read("zones", ZONES)

    @cached_property
    def deprivation_zones(self) -> gpd.GeoDataFrame:
        """Zones with deprivation and ages (geo.frames.DEPRIVATION_ZONES), indexed by zone_id; empty where none are."""
        return self._read_or_empty("deprivation_zones", DEPRIVATION_ZONES)

    @cached_property
    def spaces(self) -> gpd.GeoDataFrame:
        """Public spaces (geo.frames.SPACES), indexed by space_id."""
        return self._read("spaces", SPACES)

    @cached_property
    def stops(self) -> gpd.GeoDataFrame:
        """Bus stops, stations and piers (geo.frames.STOPS), indexed by stop_id; empty where none were installed."""
        return self._read_or_empty("stops", STOPS)

    @cached_property
    def places(self) -> pd.DataFrame:
        """The search index (geo.frames.PLACES)."""
        path = self.data_dir / "places.parquet"
        if not path.exists():
            raise DataMissingError(f"The search index is not installed. {_INSTALL}")
        frame = pd.read_parquet(path)
        check_frame(frame, PLACES)
        return frame

    @property
    def network_ids(self) -> list[str]:
        """Ids of the installed walking networks."""
        return [network["id"] for network in self.installed["networks"]]

    def network(self, network_id: str) -> WalkingNetwork:
        """One installed walking network, memory-mapped and kept."""
        if network_id not in self._networks:
            self._networks[network_id] = WalkingNetwork.load(self.data_dir / "networks" / network_id)
        return self._networks[network_id]

    def index(self, build: Callable[[Workspace], T], kind: type[T]) -> T:
        """Something made once from the installed data and kept, for instance a search tree; `kind` is its type."""
        if kind not in self._indexes:
            self._indexes[kind] = build(self)
        kept: T = self._indexes[kind]
        return kept

    def _read(self, name: str, contract: FrameContract) -> gpd.GeoDataFrame:
        path = self.data_dir / f"{name}.parquet"
        if not path.exists():
            raise DataMissingError(f"The layer “{name}” is not installed. {_INSTALL}")
        frame = gpd.read_parquet(path)
        check_frame(frame, contract)
        return frame.set_index(contract.key, drop=False)

    def _read_or_empty(self, name: str, contract: FrameContract) -> gpd.GeoDataFrame:
        if (self.data_dir / f"{name}.parquet").exists():
            return self._read(name, contract)
        empty = gpd.GeoDataFrame({column: [] for column in contract.columns}, geometry="geometry", crs=BNG)
        return empty.set_index(contract.key, drop=False)

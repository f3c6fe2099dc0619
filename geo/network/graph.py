"""The walking network: immutable arrays in compressed sparse row form, EPSG:27700, read straight from disk."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, STRtree

from geo.errors import DataMissingError
from geo.network.flags import EdgeFlag

_FORMAT = 2  # 2: flags of slopes, widths, kerbs, speed limits and kinds of crossing


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkMeta:
    """What a network is. `footprint` (EPSG:27700) is where its data are complete; outside it the network is ragged."""

    id: str
    name: str
    date: str | None  # ISO date of the map data, or None where the file does not say
    source_id: str
    footprint: Polygon | MultiPolygon
    invented: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class WalkingNetwork:
    """Nodes, edges and arcs of one area. Make it with `geo.network.build.build_network`; never change its arrays.

    An edge joins two different nodes, and no two edges join the same two (the cheapest was kept). An arc is an edge
    in a direction in which it may be walked: arcs of node u are ``indptr[u]:indptr[u + 1]``.
    """

    meta: NetworkMeta
    node_xy: NDArray[np.float64]  # [n, 2] eastings and northings, metres
    node_flags: NDArray[np.uint32]  # [n] NodeFlag bits
    edge_uv: NDArray[np.int32]  # [m, 2]
    edge_length_m: NDArray[np.float64]  # [m] along the geometry
    edge_way_id: NDArray[np.int64]  # [m] OpenStreetMap way, 0 = none
    edge_flags: NDArray[np.uint32]  # [m] EdgeFlag bits
    edge_coords: NDArray[np.float64]  # [k, 2] geometry of all edges, one after the other, from u to v
    edge_offsets: NDArray[np.int64]  # [m + 1] where each begins
    indptr: NDArray[np.int64]  # [n + 1]
    indices: NDArray[np.int32]  # [a] node at the arc's end
    weights: NDArray[np.float64]  # [a] metres
    csr_edge: NDArray[np.int32]  # [a] the arc's edge
    buildings: NDArray[np.float64] | None = None  # [b, 3] easting, northing, footprint m2; None where not mapped

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.node_xy)

    @property
    def edge_count(self) -> int:
        """Number of edges."""
        return len(self.edge_uv)

    @property
    def length_km(self) -> float:
        """Length of all edges, km."""
        return float(self.edge_length_m.sum()) / 1000.0

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """Geometry of each edge as a LineString, [m]."""
        counts = np.diff(self.edge_offsets)
        return np.asarray(
            shapely.linestrings(np.asarray(self.edge_coords), indices=np.repeat(np.arange(self.edge_count), counts)),
            dtype=object,
        ).reshape(self.edge_count)

    @cached_property
    def tree(self) -> STRtree:
        """Spatial index over `lines`."""
        return STRtree(self.lines)

    @cached_property
    def turned_arcs(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        """`indptr`, `indices` and `csr_edge` with every arc turned round: for each node the arcs that lead to it."""
        indptr, indices, edge = np.asarray(self.indptr), np.asarray(self.indices), np.asarray(self.csr_edge)
        if not self.is_one_way.any():
            return indptr, indices, edge
        tail = np.repeat(np.arange(self.node_count, dtype=np.int32), np.diff(indptr))
        order = np.argsort(indices, kind="stable")
        count = np.bincount(indices, minlength=self.node_count)
        return np.concatenate([[0], np.cumsum(count)]).astype(np.int64), tail[order], edge[order]

    @cached_property
    def turned_lengths(self) -> NDArray[np.float64]:
        """Metres of each arc of `turned_arcs`: what plain walking costs, worked out once."""
        return np.asarray(self.edge_length_m, np.float64)[self.turned_arcs[2]]

    @cached_property
    def is_one_way(self) -> NDArray[np.bool_]:
        """Which edges may be walked from their first node to their second only, [m]."""
        return (np.asarray(self.edge_flags) & np.uint32(EdgeFlag.ONEWAY_FOOT)) > 0

    def save(self, folder: Path) -> None:
        """Write the arrays and network.json into a folder (made if it is not there)."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _arrays():
            array = getattr(self, name)
            if array is not None:
                np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
        (folder / "network.json").write_text(json.dumps(self._description(), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, *, mmap: bool = True) -> WalkingNetwork:
        """Open what `save` wrote; with `mmap` the arrays stay on disk until they are read.

        Raises `DataMissingError` where the folder holds no network of this format.
        """
        try:
            described = json.loads((folder / "network.json").read_text(encoding="utf-8"))
            if described.get("format") != _FORMAT:
                raise DataMissingError(_unreadable(folder))
            arrays = {
                name: np.load(folder / f"{name}.npy", mmap_mode="r" if mmap else None, allow_pickle=False)
                for name in _arrays()
                if name != "buildings" or (folder / "buildings.npy").exists()
            }
        except (OSError, ValueError) as error:
            raise DataMissingError(_unreadable(folder)) from error
        meta = NetworkMeta(
            id=described["id"],
            name=described["name"],
            date=described["date"],
            source_id=described["source_id"],
            invented=described["invented"],
            footprint=shapely.from_wkt(described["footprint_bng_wkt"]),
        )
        return cls(meta=meta, **arrays)

    def _description(self) -> dict[str, Any]:
        bounds = [float(value) for value in self.meta.footprint.bounds]
        return {
            "format": _FORMAT,
            "id": self.meta.id,
            "name": self.meta.name,
            "date": self.meta.date,
            "source_id": self.meta.source_id,
            "invented": self.meta.invented,
            "nodes": self.node_count,
            "edges": self.edge_count,
            "length_km": round(self.length_km, 3),
            "bounds_bng": bounds,
            "footprint_bng_wkt": shapely.to_wkt(self.meta.footprint, rounding_precision=3),
        }


def _arrays() -> list[str]:
    return [field.name for field in fields(WalkingNetwork) if field.name != "meta"]


def _unreadable(folder: Path) -> str:
    return (
        f"The walking network “{folder.name}” is not installed or cannot be read. "
        "Run “python -m geo data install” to make it again."
    )

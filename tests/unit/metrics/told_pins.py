"""Frames of pins as reports read them, for rules that turn pins into barriers."""

from datetime import date

import geopandas as gpd
import numpy as np
import shapely

from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_rules import infer_barriers

TODAY = date(2026, 11, 22)
_PLAIN = {
    "kind": "barrier",
    "contributor": None,
    "created_at": "2026-01-01T00:00:00+00:00",
    "role": "exact-public-space",
    "precision_m": 5.0,
    "felt": None,
    "affects": (),
    "hours": None,
    "until": None,
    "severity": None,
    "knowledge": None,
}


def pin(category, *at, **said):
    """One pin: at a point ``pin("b-step", 10, 5)`` or with a shape ``pin("b-sever", line)``."""
    shape = shapely.Point(*at) if len(at) == 2 else at[0]
    return {"category": category, "geometry": shape} | said


def pins(*rows):
    """A frame of pins; ids are ``p0``, ``p1`` and on, unless told."""
    rows = [_PLAIN | {"id": f"p{number}"} | row for number, row in enumerate(rows)]
    frame = {name: [row[name] for row in rows] for name in [*_PLAIN, "id", "category"]}
    return gpd.GeoDataFrame(frame, geometry=[row["geometry"] for row in rows], crs="EPSG:27700")


def inferred(network, *rows, corrections=None, today=TODAY, **settings):
    """What the rules make of some pins on a network whose every edge may be met."""
    frame = rows[0] if rows and isinstance(rows[0], gpd.GeoDataFrame) else pins(*rows)
    usable = np.ones(network.edge_count, bool)
    return infer_barriers(network, usable, frame, corrections or {}, BarrierSettings(**settings), today)


def only(network, *rows, **more):
    """The one barrier that some pins become."""
    (barrier,) = inferred(network, *rows, **more).barriers
    return barrier

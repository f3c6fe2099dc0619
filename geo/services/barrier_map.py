"""The map beside the ranked barriers: an area with its surroundings, and each barrier by its id and rank."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.metrics.barrier_report import BarrierReport
from geo.metrics.personas import persona_named
from geo.services.map_layers import feature_collection
from geo.services.report_map import surroundings
from geo.services.walk_study import study_walks
from geo.services.workspace import Workspace


def barrier_map(workspace: Workspace, report: BarrierReport) -> dict[str, Any]:
    """A JSON-ready mapping: the area, public spaces near it and their ways in (see `report_map.surroundings`), and
    ``barriers``, a GeoJSON FeatureCollection in WGS84 with five decimals.

    Each barrier is one feature (id, rank from 1, source "pins" or "map", lon and lat of the place where it meets the
    street). Its geometry is the published one of its pins, or what the map has: never where somebody tapped. What
    people wrote is not in it. Empty where the report knows no barrier.
    """
    study = study_walks(workspace, report.area, persona_named(report.persona))
    shapes = np.array([priced.barrier.geometry for priced in report.barriers], dtype=object)
    told = [
        {
            "id": priced.barrier.id,
            "rank": rank,
            "source": priced.barrier.source.value,
            "lon": round(priced.place.lon, 5),
            "lat": round(priced.place.lat, 5),
        }
        for rank, priced in enumerate(report.barriers, start=1)
    ]
    return surroundings(workspace, study) | {"barriers": feature_collection(workspace.grid, shapes, told)}

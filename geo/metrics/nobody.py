"""Why an area has no residents to measure: nobody lives there, or no census is installed that would say so."""

from __future__ import annotations

from geo.metrics.study import Study
from geo.network.population import residents_of


def nobody_here(study: Study) -> str:
    """Why an area has no residents to measure, as a sentence; empty where it has."""
    if study.homes.residents.sum() > 0:
        return ""
    part = study.area.geometry.intersection(study.ground.network.meta.footprint)
    counted = residents_of(part, study.zones)
    if counted.count is None:
        return f"Not known: {counted.reason}."
    return "Not known: no one lives in the part measured, by the census."

"""Every threshold and limit that figures rest on, by id: what a report prints so that it can be made again."""

from __future__ import annotations

from typing import Any

from geo.metrics.access_figures import AccessSettings
from geo.metrics.standards import parameters
from geo.metrics.standards_access import parameters_access
from geo.metrics.standards_barriers import parameters_barriers
from geo.metrics.standards_isolation import parameters_isolation
from geo.metrics.standards_people import parameters_people
from geo.metrics.standards_voices import parameters_voices


def all_parameters(settings: AccessSettings) -> dict[str, Any]:
    """The thresholds of all families, under what a reader chose."""
    chosen = {"catchment_minutes": settings.catchment_minutes, "mix_minutes": settings.mix_minutes}
    families = (
        parameters(),
        parameters_access(settings.london_plan),
        parameters_isolation(),
        parameters_barriers(),
        parameters_people(),
        parameters_voices(),
        chosen,
    )
    return {name: value for family in families for name, value in family.items()}

"""The whole catalogue, in the order in which a report tells it."""

from __future__ import annotations

from geo.metrics.catalogue.access import ACCESS_METRICS
from geo.metrics.catalogue.barriers import BARRIER_METRICS
from geo.metrics.catalogue.buildings import BUILDING_METRICS
from geo.metrics.catalogue.inequality import INEQUALITY_METRICS
from geo.metrics.catalogue.isolation import ISOLATION_METRICS
from geo.metrics.catalogue.metric import Metric
from geo.metrics.catalogue.open_space import OPEN_SPACE_METRICS
from geo.metrics.catalogue.pins import PIN_METRICS
from geo.metrics.catalogue.residents import RESIDENT_METRICS
from geo.metrics.catalogue.straight_lines import STRAIGHT_LINE_METRICS
from geo.metrics.catalogue.voices import VOICE_METRICS
from geo.metrics.catalogue.walks import WALK_METRICS

METRICS: dict[str, Metric] = {
    metric.id: metric
    for family in (
        RESIDENT_METRICS,
        PIN_METRICS,
        OPEN_SPACE_METRICS,
        WALK_METRICS,
        BUILDING_METRICS,
        STRAIGHT_LINE_METRICS,
        ACCESS_METRICS,
        ISOLATION_METRICS,
        BARRIER_METRICS,
        INEQUALITY_METRICS,
        VOICE_METRICS,
    )
    for metric in family
}


def question_of(name: str) -> str | None:
    """The question that a metric, or a family of metrics, helps to answer; None for a name that is neither."""
    if name in METRICS:
        return METRICS[name].question
    return next((metric.question for metric in METRICS.values() if metric.family == name), None)

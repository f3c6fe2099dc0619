"""Every figure of a report, by id."""

from geo.metrics.catalogue.entries import METRICS, question_of
from geo.metrics.catalogue.metric import CUTS, GREEN, HEARD, LIVES, MISSES, QUESTIONS, Better, Metric, Need

__all__ = [
    "CUTS",
    "GREEN",
    "HEARD",
    "LIVES",
    "METRICS",
    "MISSES",
    "QUESTIONS",
    "Better",
    "Metric",
    "Need",
    "question_of",
]

"""Who misses out: separation of groups, and how unequally access is shared."""

from __future__ import annotations

from geo.metrics.catalogue.metric import Metric

INEQUALITY_METRICS: tuple[Metric, ...] = ()

"""What cuts a place off: detours, severance, fragments, links that much hangs on."""

from __future__ import annotations

from geo.metrics.catalogue.metric import Metric

ISOLATION_METRICS: tuple[Metric, ...] = ()
